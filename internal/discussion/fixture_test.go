package discussion_test

import (
	"errors"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// A talk is a seeded newsroom with its desks and a clock set by hand.
type talk struct {
	t testing.TB
	*rozmovatest.Seed
	db    *store.DB
	clock *rozmovatest.Clock
	desk  *discussion.Desk
	mod   *moderation.Desk
}

func open(t testing.TB, db *store.DB, settings rozmova.ThreadSettings) *talk {
	t.Helper()
	k := &talk{t: t, Seed: rozmovatest.SeedStore(t, db, 4), db: db, clock: rozmovatest.NewClock()}
	k.desk = discussion.New(db, discussion.Options{Now: k.clock.Now, Site: k.Site, Settings: settings})
	k.mod = moderation.New(db, moderation.Options{Now: k.clock.Now, Site: k.Site})
	return k
}

// eachEngine runs a test in a talk without limits on either engine.
func eachEngine(t *testing.T, test func(t *testing.T, k *talk)) {
	t.Helper()
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		test(t, open(t, db, rozmova.ThreadSettings{PerMinute: 1 << 20}))
	})
}

// say posts a comment that must be taken; parent may be nil.
func (k *talk) say(author *rozmova.Reader, parent *rozmova.Comment, text string) *rozmova.Comment {
	k.t.Helper()
	p := discussion.Posting{Thread: k.Thread, Body: text, Locale: "uk"}
	if parent != nil {
		p.Parent = parent.ID
	}
	c, fresh, err := k.desk.Post(k.t.Context(), author, p)
	if err != nil || !fresh {
		k.t.Fatalf("post %q: fresh %v, %v", text, fresh, err)
	}
	return c
}

// rule decides about a comment; the decision must be taken.
func (k *talk) rule(c *rozmova.Comment, action rozmova.Action) *rozmova.Decision {
	k.t.Helper()
	r := moderation.Ruling{Comment: c.ID, Action: action}
	if action.Restricts() {
		r.Rule, r.Facts = "respect", "Таємні обставини"
	}
	d, err := k.mod.Decide(k.t.Context(), k.Moderator, r)
	if err != nil {
		k.t.Fatalf("%s: %v", action, err)
	}
	return d
}

// mode sets how the thread takes comments.
func (k *talk) mode(m rozmova.ThreadMode) {
	k.t.Helper()
	if err := k.db.Update(k.t.Context(), func(tx *store.Tx) error { return tx.SetThreadMode(k.Thread, m) }); err != nil {
		k.t.Fatal(err)
	}
}

// refused compares a refusal with its kind and reason.
func refused(t testing.TB, what string, err error, kind rozmova.Kind, reason string) {
	t.Helper()
	var e *rozmova.Error
	switch {
	case reason == "" && err == kind: // a bare kind
	case !errors.As(err, &e) || e.Kind != kind || e.Reason != reason:
		t.Errorf("%s: %v, want %v: %s", what, err, kind, reason)
	}
}
