package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// queueLength is how many comments wait while a moderator asks for the first.
const queueLength = 100_000

// BenchmarkQueue measures the first card of a long queue, as the desk gives it: a page of the queue with its counts, and the whole card
// at its head.
func BenchmarkQueue(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(testing.TB) *store.DB
	}{
		{"sqlite", rozmovatest.SQLite},
		{"postgres", func(tb testing.TB) *store.DB {
			return rozmovatest.OpenStore(tb, store.Options{DSN: rozmovatest.PostgresDatabase(tb)})
		}},
	} {
		b.Run(engine.name, func(b *testing.B) {
			db := engine.open(b)
			seed := rozmovatest.SeedStore(b, db, 200)
			stories := fillQueue(b, db, seed)
			desk := moderation.New(db, moderation.Options{Site: seed.Site})
			whole := seed.Moderator
			sport := &rozmova.Reader{ID: whole.ID, Site: whole.Site, Grants: []rozmova.Grant{{Role: rozmova.Moderator, Section: "sport"}, {Role: rozmova.Moderator, Section: "culture"}}}
			for _, row := range []struct {
				name string
				by   *rozmova.Reader
				f    moderation.Filter
			}{
				{"new", whole, moderation.Filter{List: rozmova.NewList}},
				{"everything", whole, moderation.Filter{}},
				{"sections", sport, moderation.Filter{List: rozmova.NewList}},
				{"story", whole, moderation.Filter{List: rozmova.NewList, Story: stories[3].ID}},
				{"rare rule", whole, moderation.Filter{List: rozmova.NewList, Rule: "threats", Language: "ru", MinScore: 0.9}},
				{"none", whole, moderation.Filter{List: rozmova.NewList, Language: "en", Label: "obscenity"}},
				{"words", whole, moderation.Filter{List: rozmova.NewList, Text: "поручні"}},
			} {
				b.Run(row.name, func(b *testing.B) {
					var took []time.Duration
					for b.Loop() {
						began := time.Now()
						row.f.Limit = 20
						page, err := desk.Queue(context.Background(), row.by, row.f)
						must(b, err)
						if len(page.Cards) > 0 {
							_, err = desk.Card(context.Background(), row.by, page.Cards[0].Comment.ID)
							must(b, err)
						} else if row.name != "none" {
							b.Fatal("nothing waits")
						}
						took = append(took, time.Since(began))
					}
					slices.Sort(took)
					b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
					b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-p95")
				})
			}
		})
	}
}

// fillQueue puts comments into the queue of what is new, of many stories in four sections.
func fillQueue(tb testing.TB, db *store.DB, seed *rozmovatest.Seed) (stories []*rozmova.Story) {
	tb.Helper()
	now := time.Now().Add(-10 * 24 * time.Hour)
	for i := range 16 {
		s := &rozmova.Story{
			ID: rozmova.NewID[rozmova.Story](now), Site: seed.Site.ID, Slug: rozmova.Slug(fmt.Sprintf("s-%d", i)), Section: []rozmova.Slug{"sport", "culture", "hromada", "svit"}[i%4],
			Language: "uk", State: rozmova.PublicStory, Headline: "Новина", Revision: 1, Published: now, Changed: now, Thread: rozmova.NewID[rozmova.Thread](now),
		}
		s.Group = s.ID
		must(tb, db.Update(context.Background(), func(tx *store.Tx) error {
			if err := tx.AddStory(s, rozmova.ID[rozmova.Reader]{}); err != nil {
				return err
			}
			return tx.AddThread(&rozmova.Thread{ID: s.Thread, Site: seed.Site.ID, Story: s.ID, Mode: rozmova.Open, Opened: now})
		}))
		stories = append(stories, s)
	}
	var wg sync.WaitGroup
	failed := make(chan error, len(stories))
	for i, s := range stories {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(uint64(i), 7))
			for done := 0; done < queueLength/len(stories); done += 250 {
				err := db.Update(context.Background(), func(tx *store.Tx) error {
					for range min(250, queueLength/len(stories)-done) {
						if err := waiting(tx, seed, s, random, now); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					failed <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(failed)
	must(tb, <-failed)
	return stories
}

// waiting writes one comment that waits, with its verdict.
func waiting(tx *store.Tx, seed *rozmovatest.Seed, s *rozmova.Story, random *rand.Rand, from time.Time) error {
	at := from.Add(time.Duration(random.IntN(10*24*3600)) * time.Second)
	source := madeUp(random, "uk")
	c := &rozmova.Comment{
		ID: rozmova.NewID[rozmova.Comment](at), Site: s.Site, Thread: s.Thread, Story: s.ID, Author: seed.Readers[random.IntN(len(seed.Readers))].ID, Language: "uk",
		Source: source, Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: source}}}}, State: rozmova.Published, Revision: 1, Created: at, Changed: at,
	}
	if err := tx.AddComment(c, rozmova.MaxNesting); err != nil {
		return err
	}
	v := &rozmova.Verdict{Model: "m1", Language: []string{"uk", "uk", "ru", "en"}[random.IntN(4)]}
	for l := range v.Scores {
		if l != int(rozmova.Obscenity) {
			v.Scores[l] = float32(random.Float64() * random.Float64())
		}
	}
	if err := tx.PutVerdict(c.ID, 1, v, at); err != nil {
		return err
	}
	return tx.MarkComment(c, at)
}
