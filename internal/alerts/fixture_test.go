package alerts_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// A talk is a seeded newsroom with its desks, a clock set by hand, and the alerts told so far.
type talk struct {
	t testing.TB
	*rozmovatest.Seed
	db       *store.DB
	clock    *rozmovatest.Clock
	said     *discussion.Desk
	mod      *moderation.Desk
	desk     *alerts.Desk
	editor   *rozmova.Reader
	position int64
}

func open(t testing.TB, db *store.DB) *talk {
	t.Helper()
	k := &talk{t: t, Seed: rozmovatest.SeedStore(t, db, 4), db: db, clock: rozmovatest.NewClock()}
	k.said = discussion.New(db, discussion.Options{Now: k.clock.Now, Site: k.Site, Settings: rozmova.ThreadSettings{PerMinute: 1 << 20}})
	k.mod = moderation.New(db, moderation.Options{Now: k.clock.Now, Site: k.Site})
	k.desk = alerts.New(db, alerts.Options{Now: k.clock.Now, Site: k.Site, Hour: 8})
	k.editor = k.Readers[3]
	k.editor.Grants = []rozmova.Grant{{Role: rozmova.Editor}}
	k.update(func(tx *store.Tx) error { return tx.Grant(k.editor.ID, k.editor.Grants[0], k.clock.Now()) })
	return k
}

func eachEngine(t *testing.T, test func(t *testing.T, k *talk)) {
	t.Helper()
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) { test(t, open(t, db)) })
}

func (k *talk) update(fn func(tx *store.Tx) error) {
	k.t.Helper()
	if err := k.db.Update(k.t.Context(), fn); err != nil {
		k.t.Fatal(err)
	}
}

func (k *talk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *talk) say(author *rozmova.Reader, parent *rozmova.Comment, text string) *rozmova.Comment {
	k.t.Helper()
	k.clock.Add(time.Second)
	p := discussion.Posting{Thread: k.Thread, Body: text, Locale: "uk"}
	if parent != nil {
		p.Parent = parent.ID
	}
	c, _, err := k.said.Post(k.t.Context(), author, p)
	k.must(err)
	return c
}

func (k *talk) rule(c *rozmova.Comment, action rozmova.Action) {
	k.t.Helper()
	k.clock.Add(time.Second)
	r := moderation.Ruling{Comment: c.ID, Action: action}
	if action.Restricts() {
		r.Rule, r.Facts = "respect", "Обставини"
	}
	_, err := k.mod.Decide(k.t.Context(), k.Moderator, r)
	k.must(err)
	k.clock.Add(rozmova.Undoing) // nobody is told before
	k.must(k.mod.Settle(k.t.Context()))
}

// correct writes a revision of the story with one more correction.
func (k *talk) correct(text string) {
	k.t.Helper()
	k.clock.Add(time.Second)
	now := k.clock.Now()
	k.update(func(tx *store.Tx) error {
		s, err := tx.Story(k.Story.ID)
		if err != nil {
			return err
		}
		s.Revision++
		s.Changed = now
		s.Corrections = append(s.Corrections, rozmova.Correction{Kind: rozmova.Corrected, At: now, Text: text})
		if err := tx.ReviseStory(s, k.editor.ID); err != nil {
			return err
		}
		_, err = tx.Append(rozmova.Event{At: now, Kind: rozmova.StoryChanged, Site: s.Site, Story: s.ID, Thread: s.Thread, Actor: k.editor.ID})
		return err
	})
}

// tell takes everything that happened since the last time, each event twice: what was told is not told again.
func (k *talk) tell() {
	k.t.Helper()
	var events []rozmova.Event
	k.must(k.db.Settled(k.t.Context())) // whatever else runs on the server
	k.must(k.db.View(k.t.Context(), func(tx *store.Tx) (err error) {
		events, err = tx.Events(k.position, 1000)
		return err
	}))
	for _, e := range events {
		k.position = e.Seq
		for range 2 {
			k.update(func(tx *store.Tx) error { return k.desk.Take(tx, e) })
		}
	}
}

// told gives the alerts of a reader as kind and excerpt, the oldest first.
func (k *talk) told(r *rozmova.Reader) []string {
	k.t.Helper()
	k.tell()
	lines, err := k.desk.List(k.t.Context(), r, 0, 100)
	k.must(err)
	list := make([]string, len(lines))
	for i, l := range lines {
		list[i] = fmt.Sprintf("%s %s", l.Kind, l.Excerpt)
		if l.Decision != nil {
			list[i] = fmt.Sprintf("%s %s", l.Kind, l.Decision.Action)
		}
	}
	slices.Reverse(list)
	return list
}

// letters gives the letters that wait for a reader, by kind.
func (k *talk) letters(r *rozmova.Reader) (list []store.Letter) {
	k.t.Helper()
	k.must(k.db.View(k.t.Context(), func(tx *store.Tx) error {
		due, err := tx.DueLetters(k.clock.Now().AddDate(1, 0, 0), 1000)
		list = slices.DeleteFunc(due, func(l store.Letter) bool { return l.Reader != r.ID })
		return err
	}))
	return list
}

// wants sets how letters about a kind go.
func (k *talk) wants(r *rozmova.Reader, kind rozmova.AlertKind, p rozmova.Pace) {
	k.t.Helper()
	k.must(k.desk.SetSettings(k.t.Context(), r, rozmova.AlertSettings{kind: {Page: true, Mail: p}}))
}
