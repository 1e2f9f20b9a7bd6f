package newsroom_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

func TestDraft(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r := newRoom(t, db)
		ctx := context.Background()
		draft := newsroom.PublishOptions{Draft: true, Replace: true}
		secret := strings.ReplaceAll(first, "slug", "published: 2026-11-01\nslug")
		p := r.publish(strings.ReplaceAll(secret, "Мер каже", "Злодій каже"), draft)
		if _, err := r.Read(ctx, "mist-1"); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("a draft is read: %v", err)
		}
		if _, err := r.ReadByID(ctx, p.Story.ID); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("a draft is read by ID: %v", err)
		}
		if _, err := r.Revisions(ctx, "mist-1"); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("a draft's revisions are read: %v", err)
		}
		if cards, _, err := r.Front(ctx, "", "", "", 10); err != nil || len(cards) != 1 {
			t.Errorf("%d cards (%v), want the seeded one alone", len(cards), err)
		}
		r.publish(secret, draft)
		p = r.publish(secret, newsroom.PublishOptions{Replace: true})
		if p.New || !p.Changed || p.Story.State != rozmova.PublicStory {
			t.Errorf("going public: %+v", p)
		}
		if kinds := r.kinds(p.Story.ID, 1); len(kinds) != 1 || kinds[0] != rozmova.StoryPublished {
			t.Errorf("events %v, want one StoryPublished", kinds)
		}
		revisions, err := r.Revisions(ctx, "mist-1")
		if err != nil || len(revisions) != 1 {
			t.Fatalf("%d revisions (%v), want the public one alone", len(revisions), err)
		}
		if strings.Contains(revisions[0].Body[0].Text(), "Злодій") {
			t.Error("readers may open what a draft said")
		}
		r.refused(nobody, secret, draft, rozmova.Conflict, "publish.draft_published")
	})
}

func TestPublishedElsewhereBefore(t *testing.T) {
	r := newRoom(t, rozmovatest.SQLite(t))
	p := r.publish(strings.Replace(first, "slug", "published: 2026-11-01T10:00:00+02:00\nslug", 1), newsroom.PublishOptions{})
	if want := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC); !p.Story.Published.Equal(want) || !p.Story.Changed.Equal(want) {
		t.Errorf("published %v, changed %v, want %v", p.Story.Published, p.Story.Changed, want)
	}
	if revisions, err := r.Revisions(context.Background(), "mist-1"); err != nil || len(revisions) != 1 {
		t.Errorf("%d revisions (%v)", len(revisions), err)
	}
	soon := parse(t, "a.md", strings.Replace(first, "mist-1", "mist-3", 1))
	r.now = r.now.Add(time.Nanosecond)
	soon.Story.Published = r.now
	if _, err := r.Publish(context.Background(), nobody, soon, newsroom.PublishOptions{}); err != nil {
		t.Errorf("published this very moment: %v", err)
	}
	future := strings.NewReplacer("slug: mist-1", "slug: mist-2\npublished: 2030-01-01").Replace(first)
	r.refused(nobody, future, newsroom.PublishOptions{}, rozmova.Invalid, "publish.published_future")
}

func TestWhoMayPublish(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r := newRoom(t, db)
		editor := &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](r.now), Site: r.seed.Site.ID, PenName: "Редактор", Locale: "uk", Joined: r.now}
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			if err := tx.AddReader(editor, "редактор"); err != nil {
				return err
			}
			return tx.Grant(editor.ID, rozmova.Grant{Role: rozmova.Editor, Section: "hromada"}, r.now)
		})
		if err != nil {
			t.Fatal(err)
		}
		r.refused(r.seed.Readers[0].ID, first, newsroom.PublishOptions{}, rozmova.Forbidden, "publish.not_editor")
		r.refused(r.seed.Moderator.ID, first, newsroom.PublishOptions{}, rozmova.Forbidden, "publish.not_editor")
		r.refused(rozmova.NewID[rozmova.Reader](r.now), first, newsroom.PublishOptions{}, rozmova.Forbidden, "publish.not_editor")
		r.refused(editor.ID, strings.Replace(first, "hromada", "sport", 1), newsroom.PublishOptions{}, rozmova.Forbidden, "publish.not_editor")
		r.refused(editor.ID, strings.Replace(first, "section: hromada\n", "", 1), newsroom.PublishOptions{}, rozmova.Forbidden, "publish.not_editor")
		if _, err := r.Publish(context.Background(), editor.ID, parse(t, "a.md", first), newsroom.PublishOptions{}); err != nil {
			t.Errorf("an editor of the section: %v", err)
		}
		r.publish(strings.Replace(first, "hromada", "sport", 1), newsroom.PublishOptions{Replace: true})
		r.refused(editor.ID, first, newsroom.PublishOptions{Replace: true}, rozmova.Forbidden, "publish.not_editor")
	})
}
