package discussion_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/store"
)

const secret, before = "таємницяодна", "таємницядва"

// bring makes a comment by the first reader with an earlier text, an answer and a report, and brings it into a state. In
// Pending it has neither answer nor report: nobody has seen it.
func (k *talk) bring(state rozmova.CommentState) (c, answer *rozmova.Comment) {
	k.t.Helper()
	ctx := k.t.Context()
	if state == rozmova.Pending {
		k.mode(rozmova.Premoderated)
		defer k.mode(rozmova.Open)
	}
	c = k.say(k.Readers[0], nil, before)
	c, err := k.desk.Edit(ctx, k.Readers[0], c.ID, 1, secret)
	if err != nil {
		k.t.Fatal(err)
	}
	if state == rozmova.Pending {
		return c, nil
	}
	answer = k.say(k.Readers[1], c, "Відповідь")
	if _, err := k.desk.Report(ctx, k.Readers[2], c.ID, "respect", "скарга"); err != nil {
		k.t.Fatal(err)
	}
	switch state {
	case rozmova.Held:
		k.rule(c, rozmova.Hold)
	case rozmova.Removed:
		k.rule(c, rozmova.Remove)
	case rozmova.Withdrawn:
		_, err = k.desk.Withdraw(ctx, k.Readers[0], c.ID)
	case rozmova.Erased: // until accounts can be erased
		err = k.db.Update(ctx, func(tx *store.Tx) error {
			now, err := tx.Comment(c.ID)
			if err != nil {
				return err
			}
			return tx.MoveComment(now, rozmova.Erased, now.Seq+1)
		})
	}
	if err != nil {
		k.t.Fatal(err)
	}
	return c, answer
}

// reads are all ways to read from the desk what has to do with a comment.
func (k *talk) reads(c, answer *rozmova.Comment) map[string]func(ctx context.Context, viewer *rozmova.Reader) (any, error) {
	type pair struct{ A, B any }
	reads := map[string]func(ctx context.Context, viewer *rozmova.Reader) (any, error){
		"page": func(ctx context.Context, v *rozmova.Reader) (any, error) {
			return k.desk.Page(ctx, v, k.Thread, discussion.View{})
		},
		"newest": func(ctx context.Context, v *rozmova.Reader) (any, error) {
			return k.desk.Page(ctx, v, k.Thread, discussion.View{Order: discussion.Newest})
		},
		"branch":  func(ctx context.Context, v *rozmova.Reader) (any, error) { return k.desk.Branch(ctx, v, c.ID) },
		"comment": func(ctx context.Context, v *rozmova.Reader) (any, error) { return k.desk.Comment(ctx, v, c.ID) },
		"revisions": func(ctx context.Context, v *rozmova.Reader) (any, error) {
			one, list, err := k.desk.Revisions(ctx, v, c.ID)
			return pair{one, list}, err
		},
		"list": func(ctx context.Context, v *rozmova.Reader) (any, error) {
			return k.desk.Part(ctx, v, k.Thread, discussion.View{}, 100)
		},
		"answered": func(ctx context.Context, v *rozmova.Reader) (any, error) {
			return k.desk.Page(ctx, v, k.Thread, discussion.View{Order: discussion.Answered})
		},
		"respected": func(ctx context.Context, v *rozmova.Reader) (any, error) {
			return k.desk.Page(ctx, v, k.Thread, discussion.View{Order: discussion.Respected})
		},
		"latest": func(ctx context.Context, _ *rozmova.Reader) (any, error) { return k.desk.Latest(ctx, k.Thread, 50) },
		"search": func(ctx context.Context, v *rozmova.Reader) (any, error) {
			hits, _, err := k.desk.Search(ctx, v, discussion.Query{Text: secret, Story: k.Story.ID})
			return hits, err
		},
		"search for what was there": func(ctx context.Context, v *rozmova.Reader) (any, error) {
			hits, _, err := k.desk.Search(ctx, v, discussion.Query{Text: before, Story: k.Story.ID})
			return hits, err
		},
		"own":  func(ctx context.Context, v *rozmova.Reader) (any, error) { return k.desk.Own(ctx, v, c.ID) },
		"mine": func(ctx context.Context, v *rozmova.Reader) (any, error) { return k.desk.Mine(ctx, v, 50) },
		"thread": func(ctx context.Context, _ *rozmova.Reader) (any, error) {
			thread, story, err := k.desk.Thread(ctx, k.Thread)
			return pair{thread, story}, err
		},
	}
	if answer != nil {
		reads["branch of the answer"] = func(ctx context.Context, v *rozmova.Reader) (any, error) { return k.desk.Branch(ctx, v, answer.ID) }
		reads["the answer"] = func(ctx context.Context, v *rozmova.Reader) (any, error) { return k.desk.Comment(ctx, v, answer.ID) }
	}
	return reads
}

// TestHiddenWordsStayHidden reads a comment in every state, as everybody, by every way there is.
func TestHiddenWordsStayHidden(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		for state := rozmova.Pending; state <= rozmova.Erased; state++ {
			k := open(t, k.db, rozmova.ThreadSettings{PerMinute: 100}) // a thread of its own
			viewers := map[string]*rozmova.Reader{
				"nobody": nil, "the author": k.Readers[0], "who answered": k.Readers[1], "who reported": k.Readers[2], "another": k.Readers[3],
				"a moderator": k.Moderator,
			}
			c, answer := k.bring(state)
			k.index()
			for who, viewer := range viewers {
				for how, read := range k.reads(c, answer) {
					got, err := read(t.Context(), viewer)
					doc, jsonErr := json.Marshal(got)
					if jsonErr != nil {
						t.Fatal(jsonErr)
					}
					author := who == "the author"
					what := fmt.Sprintf("%s, read by %s as %s (%v)", state, who, how, err)
					k.compare(t, what, string(doc), how, state, author)
					if hides := state == rozmova.Pending && !author; hides && (how == "comment" || how == "branch" || how == "revisions") && !errors.Is(err, rozmova.NotFound) {
						t.Errorf("%s: want NotFound", what)
					}
				}
			}
		}
	})
}

// compare looks for what must be in an answer of the desk, and what must not.
func (k *talk) compare(t *testing.T, what, doc, how string, state rozmova.CommentState, author bool) {
	t.Helper()
	reads := map[string]bool{"page": true, "newest": true, "branch": true, "comment": true, "list": state != rozmova.Pending, "answered": true, "respected": true,
		"latest": state == rozmova.Published, "search": state == rozmova.Published, "own": author, "mine": author,
		"revisions": true, "branch of the answer": true, "the answer": true}[how]
	words := state == rozmova.Published || author && (state != rozmova.Withdrawn && state != rozmova.Erased || how == "own" || how == "mine")
	if has := strings.Contains(doc, secret); has != (words && reads) {
		t.Errorf("%s: has the words: %v, want %v\n%s", what, has, words && reads, doc)
	}
	if has := strings.Contains(doc, before); has != (words && how == "revisions") {
		t.Errorf("%s: has the earlier words: %v\n%s", what, has, doc)
	}
	if !words && !author {
		for name, trace := range map[string]string{"the author's name": k.Readers[0].PenName + `"`, "the author": k.Readers[0].ID.String()} {
			if strings.Contains(doc, trace) {
				t.Errorf("%s: tells %s\n%s", what, name, doc)
			}
		}
	}
	for name, trace := range map[string]string{"the facts": "обставини", "who decided": k.Moderator.ID.String(), "who reported": k.Readers[2].ID.String(), "the report": "скарга"} {
		if strings.Contains(doc, trace) {
			t.Errorf("%s: tells %s\n%s", what, name, doc)
		}
	}
}

// TestTheLogTellsNobody: the events of a thread do not say who reported, who decided, or who waits.
func TestTheLogTellsNobody(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.bring(rozmova.Removed)
		k.bring(rozmova.Pending)
		if err := k.db.Settled(t.Context()); err != nil {
			t.Fatal(err)
		}
		events, err := k.desk.Events(t.Context(), k.Thread, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[rozmova.EventKind]int{}
		for _, e := range events {
			kinds[e.Kind]++
			if e.Actor == k.Readers[2].ID || e.Actor == k.Moderator.ID || e.Kind == rozmova.CommentPending && !e.Actor.IsZero() {
				t.Errorf("event %d tells who did it", e.Kind)
			}
		}
		want := map[rozmova.EventKind]int{
			rozmova.StoryPublished: 1, rozmova.CommentPublished: 2, rozmova.CommentEdited: 2, rozmova.NoticeReceived: 1, rozmova.CommentRemoved: 1,
			rozmova.NoticeAnswered: 1, rozmova.CommentPending: 1,
		}
		for kind, n := range want {
			if kinds[kind] != n {
				t.Errorf("%d events of kind %d, want %d", kinds[kind], kind, n)
			}
		}
	})
}

// TestDraftsHaveNoDiscussion: what readers may not see of a story they may not see below it either.
func TestDraftsHaveNoDiscussion(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		c, answer := k.bring(rozmova.Published)
		k.index()
		err := k.db.Update(t.Context(), func(tx *store.Tx) error {
			s, err := tx.Story(k.Story.ID)
			if err != nil {
				return err
			}
			s.State = rozmova.Draft
			s.Revision++
			return tx.ReviseStory(s, rozmova.ID[rozmova.Reader]{})
		})
		if err != nil {
			t.Fatal(err)
		}
		for how, read := range k.reads(c, answer) {
			if how == "own" || how == "mine" {
				continue
			}
			if strings.HasPrefix(how, "search") {
				if hits, err := read(t.Context(), k.Readers[0]); err != nil || len(hits.([]discussion.Hit)) > 0 {
					t.Errorf("%s below a draft: %v, %v", how, hits, err)
				}
				continue
			}
			if _, err := read(t.Context(), k.Readers[0]); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("%s below a draft: %v, want NotFound", how, err)
			}
		}
		if _, err := k.desk.Events(t.Context(), k.Thread, 0, 9); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("events below a draft: %v, want NotFound", err)
		}
		_, _, err = k.desk.Post(t.Context(), k.Readers[0], discussion.Posting{Thread: k.Thread, Body: "слово"})
		refused(t, "post below a draft", err, rozmova.NotFound, "thread.missing")
	})
}
