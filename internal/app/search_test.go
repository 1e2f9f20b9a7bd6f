package app

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/store"
)

// talk publishes a story and has a reader write under it.
func talk(t *testing.T, a *running, cfg *config.Config, words string) (author, other *rozmova.Reader, c *rozmova.Comment) {
	t.Helper()
	publish(t, cfg, "Новина")
	for email, r := range map[string]**rozmova.Reader{"author@example.org": &author, "other@example.org": &other} {
		var err error
		if *r, err = a.Membership.Invite(t.Context(), email, "", "uk"); err != nil {
			t.Fatal(err)
		}
	}
	s, err := a.Newsroom.Read(t.Context(), "novyna")
	if err != nil {
		t.Fatal(err)
	}
	if c, _, err = a.Discussion.Post(t.Context(), author, discussion.Posting{Thread: s.Thread.ID, Body: words, Locale: "uk"}); err != nil {
		t.Fatal(err)
	}
	return author, other, c
}

// finds waits until a search finds so many.
func finds(t *testing.T, a *running, query string, want int) {
	t.Helper()
	got := -1
	for deadline := time.Now().Add(10 * time.Second); got != want; time.Sleep(10 * time.Millisecond) {
		hits, _, err := a.Discussion.Search(t.Context(), nil, discussion.Query{Text: query})
		if err != nil {
			t.Fatal(err)
		}
		if got = len(hits); time.Now().After(deadline) {
			t.Fatalf("a search for %q finds %d, want %d", query, got, want)
		}
	}
}

func position(t *testing.T, db *store.DB) (head, search int64) {
	t.Helper()
	if err := db.View(t.Context(), func(tx *store.Tx) (err error) {
		if head, err = tx.Head(); err != nil {
			return err
		}
		search, _, err = tx.Position(searchFollower)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return head, search
}

// TestSearchFollowsTheLog holds that what is written can be found, and no longer when it is withdrawn, and that the index
// remembers over a stop how far it is.
func TestSearchFollowsTheLog(t *testing.T) {
	cfg := demo(t)
	a := start(t, cfg, Options{})
	author, _, c := talk(t, a, cfg, "Бачили ми Байдена на мості.")
	finds(t, a, "Байден міст", 0) // the bridge is мосту, and the town is not meant
	finds(t, a, `"Байденом"`, 1)
	if _, err := a.Discussion.Withdraw(t.Context(), author, c.ID); err != nil {
		t.Fatal(err)
	}
	finds(t, a, "Байденом", 0)
	if _, _, err := a.Discussion.Post(t.Context(), author, discussion.Posting{Thread: c.Thread, Body: "Про ліс і про лісника.", Locale: "uk"}); err != nil {
		t.Fatal(err)
	}
	finds(t, a, "у лісі", 0) // every word of the query
	finds(t, a, "лісами", 1)
	a.stop()

	core, err := OpenCore(t.Context(), cfg, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if head, search := position(t, core.Store); search != head {
		t.Errorf("the index says it is at %d after an orderly stop, and the log at %d", search, head)
	}
	if err := core.Close(); err != nil {
		t.Fatal(err)
	}
	a = start(t, cfg, Options{})
	finds(t, a, "лісом", 1)
}

// TestVotesAreToldOf holds that many votes make one event within about a second, and that those of the last moment are told
// of before the program ends.
func TestVotesAreToldOf(t *testing.T) {
	cfg := demo(t)
	a := start(t, cfg, Options{})
	_, other, c := talk(t, a, cfg, "Так.")
	vote := func(v rozmova.Vote) {
		if _, err := a.Discussion.Vote(t.Context(), other, c.ID, v); err != nil {
			t.Fatal(err)
		}
	}
	told := func(db *store.DB) (n int) {
		t.Helper()
		if err := db.View(t.Context(), func(tx *store.Tx) error {
			events, err := tx.Events(0, 1_000)
			for _, e := range events {
				if e.Kind == rozmova.VotesChanged {
					n++
				}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 20 {
		vote(rozmova.Vote{Opinion: rozmova.Agree})
		vote(rozmova.Vote{Respect: true})
	}
	for deadline := time.Now().Add(10 * time.Second); told(a.Store) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("open pages were not told of the votes")
		}
	}
	before := told(a.Store)
	if before > 10 {
		t.Errorf("%d events of 40 votes", before)
	}
	vote(rozmova.Vote{Opinion: rozmova.Disagree})
	a.stop()
	core, err := OpenCore(t.Context(), cfg, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = core.Close() }()
	if n := told(core.Store); n <= before {
		t.Errorf("%d events before the last vote, %d after the stop", before, n)
	}
}

// TestTermsComeFromTheSettings holds what becomes of the settings of a discussion, zeros and what is not set above all.
func TestTermsComeFromTheSettings(t *testing.T) {
	cfg := config.Default()
	want := discussion.Standard()
	if diff := cmp.Diff(want, siteTerms(cfg)); diff != "" {
		t.Errorf("the settings and the desk have other standards (-desk +settings):\n%s", diff)
	}
	cfg.Limits.CommentLinks, cfg.Discussion.Nesting, cfg.Discussion.CloseAfterDays = 0, 0, 14
	cfg.Discussion.Languages = []string{"uk", "en"}
	cfg.Discussion.Sections = map[string]*config.SectionTerms{
		"svit": {Links: new(2), Nesting: new(0), CloseAfterDays: new(0), Languages: []string{"*"}}, "sport": {}, "none": nil,
	}
	want.Links, want.Nesting, want.CloseAfterDays, want.Languages = rozmova.Never, rozmova.Never, 14, []rozmova.Locale{"uk", "en"}
	if diff := cmp.Diff(want, siteTerms(cfg)); diff != "" {
		t.Errorf("the site: -want +got:\n%s", diff)
	}
	sections := map[rozmova.Slug]rozmova.ThreadSettings{
		"svit":  {Links: 2, Nesting: rozmova.Never, CloseAfterDays: rozmova.Never, Languages: []rozmova.Locale{rozmova.AnyLanguage}},
		"sport": {},
	}
	if diff := cmp.Diff(sections, sectionTerms(cfg)); diff != "" {
		t.Errorf("sections: -want +got:\n%s", diff)
	}
}
