package membership_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// wrote adds published comments of a reader, each with some respect.
func (h *house) wrote(author *rozmova.Reader, n, respect int) {
	h.t.Helper()
	for i := range n {
		at := rozmovatest.Noon.Add(time.Duration(i) * time.Minute)
		err := h.db.Update(h.t.Context(), func(tx *store.Tx) error {
			seq, err := tx.Append(rozmova.Event{At: at, Kind: rozmova.CommentPublished, Site: h.Site.ID, Story: h.Story.ID, Thread: h.Thread})
			if err != nil {
				return err
			}
			c := &rozmova.Comment{
				ID: rozmova.NewID[rozmova.Comment](at), Site: h.Site.ID, Story: h.Story.ID, Thread: h.Thread, Author: author.ID, Language: "uk", State: rozmova.Published,
				Source: fmt.Sprint(i), Revision: 1, Created: at, Changed: at, Seq: seq,
				Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: fmt.Sprint(i)}}}},
			}
			if err := tx.AddComment(c, 9); err != nil {
				return err
			}
			return tx.PutVote(c, h.Moderator.ID, rozmova.Vote{Respect: true}, rozmova.Votes{Voters: respect, Respect: respect}, 0, at)
		})
		if err != nil {
			h.t.Fatal(err)
		}
	}
}

// last gives the kind and the actor of the latest event, once whatever else runs on the server lets it be read.
func (h *house) last() (e rozmova.Event) {
	h.t.Helper()
	if err := h.db.Settled(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	err := h.db.View(h.t.Context(), func(tx *store.Tx) error {
		list, err := tx.Events(0, 1000)
		if len(list) > 0 {
			e = list[len(list)-1]
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return e
}

func (h *house) fresh(r *rozmova.Reader) (now *rozmova.Reader) {
	h.t.Helper()
	err := h.db.View(h.t.Context(), func(tx *store.Tx) (err error) {
		now, err = tx.Reader(r.ID)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return now
}

// TestEachPartOfAProfileCanBeHidden from others, and never from the reader.
func TestEachPartOfAProfileCanBeHidden(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		me, other := h.Readers[0], h.Readers[1]
		h.wrote(me, 3, 2)
		for hidden := range rozmova.Hidden(8) {
			if err := h.SetHidden(t.Context(), me, hidden|0xf0); err != nil {
				t.Fatal(err)
			}
			for name, viewer := range map[string]*rozmova.Reader{"nobody": nil, "another": other, "a moderator": h.Moderator, "the reader": me} {
				p, err := h.Profile(t.Context(), viewer, me.ID, "")
				if err != nil {
					t.Fatal(err)
				}
				if p.Own != (viewer == me) || p.Hidden != hidden {
					t.Errorf("%s is told: own %v, hidden %b; want hidden %b", name, p.Own, p.Hidden, hidden)
				}
				for part, there := range map[rozmova.Hidden]bool{
					rozmova.HideJoined: !p.Joined.IsZero(), rozmova.HideComments: p.Comments == 3 && len(p.Lines) == 3, rozmova.HideRespect: p.Respect == 6,
				} {
					if want := viewer == me || hidden&part == 0; there != want || p.Shows(part) != want {
						t.Errorf("hidden %b, part %b: %s sees it: %v, is to: %v; want %v", hidden, part, name, there, p.Shows(part), want)
					}
				}
				if hidden&rozmova.HideComments != 0 && viewer != me && (p.Comments != 0 || len(p.Lines) != 0 || p.Next != "") {
					t.Errorf("hidden comments: %s sees %d, %d lines", name, p.Comments, len(p.Lines))
				}
				if p.Reader.Joined != (time.Time{}) || p.Reader.Hidden != 0 {
					t.Errorf("%s gets more of the reader than the profile tells: %+v", name, p.Reader)
				}
			}
		}
		if e := h.last(); e.Kind != rozmova.ReaderChanged || e.Actor != me.ID {
			t.Errorf("the log ends with %+v", e)
		}
		before := h.last().Seq
		if err := h.SetHidden(t.Context(), me, 7); err != nil || h.last().Seq != before {
			t.Errorf("hiding what is hidden: %v, and it is told", err)
		}
	})
}

func TestPagesOfAProfile(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		h.wrote(h.Readers[0], 2*membership.ProfileLines+1, 0)
		var got []string
		before := ""
		for range 5 {
			p, err := h.Profile(t.Context(), nil, h.Readers[0].ID, before)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range p.Lines {
				got = append(got, rozmova.PlainText(l.Comment.Body))
				if l.Story.Slug != h.Story.Slug {
					t.Errorf("a comment without its story: %+v", l.Story)
				}
			}
			if before = p.Next; before == "" {
				break
			}
		}
		var want []string
		for i := 2 * membership.ProfileLines; i >= 0; i-- {
			want = append(want, fmt.Sprint(i))
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("read %v, want %v", got, want)
		}
		for _, bad := range []string{"x", strings.Repeat("A", 32), strings.Repeat("A", 31) + "=", strings.Repeat("!", 32)} {
			if _, err := h.Profile(t.Context(), nil, h.Readers[0].ID, bad); !errors.Is(err, rozmova.Invalid) {
				t.Errorf("from %q on: %v, want Invalid", bad, err)
			}
		}
	})
}

// TestWhoHasNoProfile: nobody, guests, those who left.
func TestWhoHasNoProfile(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		gone := h.Readers[1]
		guest := &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](rozmovatest.Noon), Site: h.Site.ID, PenName: "Гість", Locale: "uk", Joined: rozmovatest.Noon}
		err := h.db.Update(t.Context(), func(tx *store.Tx) error { return tx.AddGuest(guest, "guest~1") })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.AskErasure(t.Context(), gone, false); err != nil {
			t.Fatal(err)
		}
		if err := h.EraseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		for name, id := range map[string]rozmova.ID[rozmova.Reader]{"a guest": guest.ID, "erased": gone.ID, "nobody": rozmova.NewID[rozmova.Reader](time.Now())} {
			if _, err := h.Profile(t.Context(), h.Moderator, id, ""); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("%s: %v, want NotFound", name, err)
			}
		}
		g := h.fresh(guest)
		if err := h.SetHidden(t.Context(), g, 1); reasonOf(err) != "profile.guest" {
			t.Errorf("a guest hides: %v", err)
		}
		if _, err := h.SetPicture(t.Context(), g, bytes.NewReader(nil)); reasonOf(err) != "profile.guest" {
			t.Errorf("a guest's picture: %v", err)
		}
		if err := h.SetHidden(t.Context(), nil, 1); !errors.Is(err, rozmova.Unauthenticated) {
			t.Errorf("nobody hides: %v", err)
		}
		if _, err := h.SetPicture(t.Context(), gone, picture(t)); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("a picture for who has left: %v", err)
		}
	})
}

func picture(t *testing.T) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 30))); err != nil {
		t.Fatal(err)
	}
	return &b
}

func TestOwnPictures(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		me := h.Readers[0]
		first, err := h.SetPicture(t.Context(), me, picture(t))
		if err != nil || len(first) < 20 || strings.Contains(first, me.ID.String()) {
			t.Fatalf("version %q, %v", first, err)
		}
		if e := h.last(); e.Kind != rozmova.ReaderChanged || e.Actor != me.ID {
			t.Errorf("the log ends with %+v", e)
		}
		if body, err := h.Picture(t.Context(), first); err != nil || !bytes.HasPrefix(body, []byte("\xff\xd8\xff")) {
			t.Errorf("it is %.10q, %v; want a JPEG", body, err)
		}
		if _, err := h.SetPicture(t.Context(), me, strings.NewReader("<html>")); reasonOf(err) != "picture.not_a_picture" {
			t.Errorf("a page: %v", err)
		}
		if got := h.fresh(me).Picture; got != first {
			t.Errorf("after a refusal the picture is %q, want %q", got, first)
		}
		second, err := h.SetPicture(t.Context(), me, picture(t))
		if err != nil || second == first {
			t.Fatalf("another picture: version %q, %v", second, err)
		}
		if _, err := h.Picture(t.Context(), first); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("the first is still there: %v", err)
		}
		for range 2 { // the second time there is none
			if err := h.RemovePicture(t.Context(), me); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := h.Picture(t.Context(), second); !errors.Is(err, rozmova.NotFound) || h.fresh(me).Picture != "" {
			t.Errorf("after it was removed: %v", err)
		}
	})
}

// TestRespectFollowsTheVotes: where the newsroom does not show how readers vote, profiles do not either.
func TestRespectFollowsTheVotes(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		h.wrote(h.Readers[0], 1, 5)
		quiet := membership.New(h.db, membership.Options{Now: h.clock.Now, Site: h.Site, VotesHidden: true})
		for _, viewer := range []*rozmova.Reader{nil, h.Readers[0], h.Moderator} {
			if p, err := quiet.Profile(t.Context(), viewer, h.Readers[0].ID, ""); err != nil || p.Respect != 0 || p.Shows(rozmova.HideRespect) || p.Comments != 1 {
				t.Errorf("%+v, %v", p, err)
			}
		}
	})
}
