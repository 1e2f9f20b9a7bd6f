package rozmovatest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// Noon is the moment at which seeded things come into being.
var Noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// A Seed is a small newsroom: a site, two house rules, one story with its thread, readers and a moderator.
type Seed struct {
	Site      *rozmova.Site
	Story     *rozmova.Story
	Thread    rozmova.ID[rozmova.Thread]
	Readers   []*rozmova.Reader
	Moderator *rozmova.Reader
}

// SeedStore writes a Seed with some readers into an empty store.
func SeedStore(t testing.TB, db *store.DB, readers int) *Seed {
	t.Helper()
	s := &Seed{
		Site: &rozmova.Site{ID: rozmova.NewID[rozmova.Site](Noon), Name: "Вісник", Host: "127.0.0.1", Languages: []rozmova.Locale{"uk", "en"}},
	}
	story := &rozmova.Story{
		ID: rozmova.NewID[rozmova.Story](Noon), Site: s.Site.ID, Slug: "mist", Section: "hromada", Language: "uk", State: rozmova.PublicStory,
		Headline: "Міст відкрили", Byline: "Олена Коваль", Revision: 1, Published: Noon, Changed: Noon,
		Thread: rozmova.NewID[rozmova.Thread](Noon),
		Body:   []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: "Міст через річку відкрили в понеділок."}}}},
	}
	story.Group = story.ID
	s.Story, s.Thread = story, story.Thread
	reader := func(name string, grants ...rozmova.Grant) *rozmova.Reader {
		return &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](Noon), Site: s.Site.ID, PenName: name, Locale: "uk", Joined: Noon, Grants: grants}
	}
	for i := range readers {
		s.Readers = append(s.Readers, reader(fmt.Sprintf("Читач %d", i+1)))
	}
	s.Moderator = reader("Ірина", rozmova.Grant{Role: rozmova.Moderator})
	err := db.Update(context.Background(), func(tx *store.Tx) error {
		if err := tx.PutSite(s.Site, Noon); err != nil {
			return err
		}
		for _, key := range []string{"respect", "spam"} {
			r := rozmova.Rule{Key: key, Version: 1, Since: Noon, Title: map[rozmova.Locale]string{"uk": key, "en": key}, Text: map[rozmova.Locale]string{"uk": key, "en": key}}
			if err := tx.AddRule(s.Site.ID, &r); err != nil {
				return err
			}
		}
		for i, r := range append(s.Readers, s.Moderator) {
			if err := tx.AddReader(r, lang.PenKey(r.PenName)); err != nil {
				return err
			}
			email := fmt.Sprintf("reader%d@example.org", i)
			if err := tx.SetContact(r, email, email, Noon); err != nil {
				return err
			}
			for _, g := range r.Grants {
				if err := tx.Grant(r.ID, g, Noon); err != nil {
					return err
				}
			}
		}
		seq, err := tx.Append(rozmova.Event{At: Noon, Kind: rozmova.StoryPublished, Site: s.Site.ID, Story: story.ID, Thread: story.Thread})
		if err != nil {
			return err
		}
		if err := tx.AddStory(story, rozmova.ID[rozmova.Reader]{}); err != nil {
			return err
		}
		return tx.AddThread(&rozmova.Thread{ID: story.Thread, Site: s.Site.ID, Story: story.ID, Mode: rozmova.Open, Opened: Noon, Seq: seq})
	})
	if err != nil {
		t.Fatalf("seed: %v", err)
	}
	return s
}
