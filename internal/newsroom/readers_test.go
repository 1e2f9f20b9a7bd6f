package newsroom_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

const known = `---
headline: Міст
slug: mist-1
authors: [Леся Українка, "  П'єр", леся українка]
sources:
- {key: mayor, kind: person, name: Мер, reader: Зварич}
- {key: radio, kind: outlet, name: Радіо}
---
Мер каже, що міст відкриють.
`

// TestReadersOfAStory holds that pen names in a file become the readers they are, whatever they are called later, in the
// story and in its revisions.
func TestReadersOfAStory(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r := newRoom(t, db)
		lesia, pierre, zvarych := r.reader("Леся Українка"), r.reader("П’єр"), r.reader("Зварич")
		r.publish(known, newsroom.PublishOptions{})
		check := func(what string, s *rozmova.Story) {
			t.Helper()
			if !slices.Equal(s.Authors, []rozmova.ID[rozmova.Reader]{lesia, pierre}) {
				t.Errorf("%s: authors %v, want %v and %v", what, s.Authors, lesia, pierre)
			}
			if len(s.Sources) != 2 || s.Sources[0].Reader != zvarych || !s.Sources[1].Reader.IsZero() {
				t.Errorf("%s: sources %+v, want the first to be %v", what, s.Sources, zvarych)
			}
		}
		check("published", r.read("mist-1").Story)
		if p := r.publish(known, newsroom.PublishOptions{Replace: true}); p.Changed {
			t.Errorf("the same file again: %+v, want nothing changed", p)
		}

		if err := db.Update(context.Background(), func(tx *store.Tx) error {
			return tx.Rename(zvarych, "Петро Зварич", "петрозварич")
		}); err != nil {
			t.Fatal(err)
		}
		refused(t, r, known, 6, "Зварич")
		check("after a renaming", r.read("mist-1").Story)

		r.now = r.now.Add(time.Hour)
		p := r.publish("---\nheadline: Міст\nslug: mist-1\nauthors: Леся Українка\n---\nМер мовчить.\n", newsroom.PublishOptions{Replace: true})
		if s := r.read("mist-1").Story; p.Revision != 2 || !slices.Equal(s.Authors, []rozmova.ID[rozmova.Reader]{lesia}) {
			t.Errorf("revision %d has the authors %v, want 2 and %v", p.Revision, s.Authors, lesia)
		}
		revisions, err := r.Revisions(context.Background(), "mist-1")
		if err != nil || len(revisions) != 2 {
			t.Fatalf("revisions %v, %v", revisions, err)
		}
		check("the first revision", revisions[1])
		if err := db.View(context.Background(), func(tx *store.Tx) error {
			parts, err := tx.StoryReaders(p.Story.ID)
			if len(parts) != 1 || parts[lesia] == "" {
				t.Errorf("readers of the story: %v, want %v alone", parts, lesia)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// refused publishes a file with a name that nobody goes by, which must be named with its line.
func refused(t *testing.T, r *room, text string, line int, name string) {
	t.Helper()
	_, err := r.Publish(context.Background(), nobody, parse(t, "a.md", text), newsroom.PublishOptions{Replace: true})
	var problems newsroom.Problems
	if !errors.As(err, &problems) || len(problems) != 1 {
		t.Fatalf("got %v, want one problem", err)
	}
	if p := problems[0]; p.Kind != rozmova.Invalid || p.Reason != "publish.reader_unknown" || p.Args["Line"] != line || p.Args["Name"] != name {
		t.Errorf("got %+v, want publish.reader_unknown of %s in line %d", p, name, line)
	}
}

// TestUnknownReadersAreToldAtOnce holds that nothing is stored, and that each line says what to do.
func TestUnknownReadersAreToldAtOnce(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := newRoom(t, rozmovatest.SQLite(t))
	_, err = r.Publish(context.Background(), nobody, parse(t, "a.md", known), newsroom.PublishOptions{})
	want := []string{
		"a.md:4: No reader goes by the pen name “Леся Українка”.", "a.md:4: No reader goes by the pen name “П'єр”.",
		"a.md:4: No reader goes by the pen name “леся українка”.", "a.md:6: No reader goes by the pen name “Зварич”.",
	}
	got := newsroom.Explain(err, bundle.Printer("en").Fill)
	if len(got) != len(want) {
		t.Fatalf("told %q (%v), want %q", got, err, want)
	}
	for i := range want {
		if len(got[i]) < len(want[i]) || got[i][:len(want[i])] != want[i] {
			t.Errorf("told %q, want %q", got[i], want[i])
		}
	}
	if _, err := r.Read(context.Background(), "mist-1"); !errors.Is(err, rozmova.NotFound) {
		t.Errorf("the story was stored: %v", err)
	}
}
