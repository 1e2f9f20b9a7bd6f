package newsroom_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

func isReason(err error, reason string) bool {
	var refused *rozmova.Error
	return errors.As(err, &refused) && refused.Reason == reason
}

// fill publishes seven stories, two of them at the same moment, in two sections.
func fill(r *room) {
	for i := range 7 {
		section := [...]string{"sport", "kultura"}[i%2]
		if i != 4 {
			r.now = r.now.Add(time.Hour)
		}
		r.publish(fmt.Sprintf("---\nheadline: Story %d\nslug: story-%d\nsection: %s\n---\nText.\n", i, i, section), newsroom.PublishOptions{})
	}
	r.publish("---\nheadline: Draft\nslug: draft\nsection: hidden\n---\nText.\n", newsroom.PublishOptions{Draft: true})
}

func TestFrontPages(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r := newRoom(t, db)
		fill(r)
		for _, tt := range []struct {
			section rozmova.Slug
			limit   int
			want    int // stories in all
			pages   int
		}{{"", 3, 8, 3}, {"", 4, 8, 2}, {"", 100, 8, 1}, {"sport", 1, 4, 4}, {"kultura", 2, 3, 2}, {"hidden", 5, 0, 1}} {
			var got []string
			last := time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC)
			before, pages := "", 0
			for {
				cards, next, err := r.Front(context.Background(), tt.section, "", before, tt.limit)
				if err != nil {
					t.Fatal(err)
				}
				pages++
				for _, c := range cards {
					if c.Story.Published.After(last) || slices.Contains(got, string(c.Story.Slug)) || len(c.Story.Body) == 0 {
						t.Errorf("%q by %d: %s is out of order, there twice or without its body", tt.section, tt.limit, c.Story.Slug)
					}
					last, got = c.Story.Published, append(got, string(c.Story.Slug))
				}
				if before = next; next == "" {
					break
				}
			}
			if len(got) != tt.want || pages != tt.pages {
				t.Errorf("%q by %d: %d stories on %d pages, want %d on %d", tt.section, tt.limit, len(got), pages, tt.want, tt.pages)
			}
		}
	})
}

func TestFrontCountsComments(t *testing.T) {
	r := newRoom(t, rozmovatest.SQLite(t))
	c := rozmova.NewID[rozmova.Comment](r.now)
	err := r.db.Update(context.Background(), func(tx *store.Tx) error {
		return tx.AddComment(&rozmova.Comment{ID: c, Site: r.seed.Site.ID, Thread: r.seed.Thread, Story: r.seed.Story.ID, Root: c, Author: r.seed.Readers[0].ID,
			Language: "uk", Source: "Так", State: rozmova.Published, Revision: 1, Created: r.now, Changed: r.now, Seq: 2}, rozmova.MaxNesting)
	})
	if err != nil {
		t.Fatal(err)
	}
	cards, err := r.Feed(context.Background(), "", 10)
	if err != nil || len(cards) != 1 || cards[0].Comments != 1 {
		t.Errorf("%+v, %v; want one story with one comment", cards, err)
	}
}

func TestMalformedCursor(t *testing.T) {
	r := newRoom(t, rozmovatest.SQLite(t))
	for _, before := range []string{"x", "0", strings.Repeat("A", 31), strings.Repeat("A", 33), strings.Repeat("=", 32), "../etc", strings.Repeat("ї", 16)} {
		if _, _, err := r.Front(context.Background(), "", "", before, 5); !errors.Is(err, rozmova.Invalid) {
			t.Errorf("cursor %q: %v, want Invalid", before, err)
		}
	}
	for _, before := range []string{strings.Repeat("A", 32), strings.Repeat("_", 32)} { // the ends of time
		if _, _, err := r.Front(context.Background(), "", "", before, 5); err != nil {
			t.Errorf("cursor %q: %v", before, err)
		}
	}
}

func TestLists(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r := newRoom(t, db)
		fill(r)
		ctx := context.Background()
		sections, err := r.Sections(ctx)
		if want := []rozmova.Slug{"hromada", "kultura", "sport"}; err != nil || !slices.Equal(sections, want) {
			t.Errorf("sections %v (%v), want %v", sections, err, want)
		}
		all, err := r.Sitemap(ctx)
		if err != nil || len(all) != 8 || all[0].Published.Before(all[7].Published) {
			t.Errorf("sitemap of %d (%v), want 8, newest first", len(all), err)
		}
		news, err := r.News(ctx, r.now.Add(-90*time.Minute))
		if err != nil || len(news) != 2 {
			t.Errorf("%d news (%v), want the two of the last hour and a half", len(news), err)
		}
		if _, err := r.Read(ctx, "no-such"); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("no such story: %v", err)
		}
		elsewhere := newsroom.New(db, newsroom.Options{Site: &rozmova.Site{ID: rozmova.NewID[rozmova.Site](r.now)}})
		if _, err := elsewhere.ReadByID(ctx, all[0].ID); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("a story of another site: %v", err)
		}
	})
}
