package newsroom_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// nobody is the program itself.
var nobody rozmova.ID[rozmova.Reader]

// A room is a desk with a clock that tests set.
type room struct {
	*newsroom.Desk
	t    *testing.T
	db   *store.DB
	seed *rozmovatest.Seed
	now  time.Time
}

func newRoom(t *testing.T, db *store.DB) *room {
	r := &room{t: t, db: db, seed: rozmovatest.SeedStore(t, db, 1), now: rozmovatest.Noon.Add(time.Hour)}
	r.Desk = newsroom.New(db, newsroom.Options{Site: r.seed.Site, Now: func() time.Time { return r.now }})
	return r
}

// publish publishes a Markdown text.
func (r *room) publish(text string, o newsroom.PublishOptions) *newsroom.Published {
	r.t.Helper()
	draft := parse(r.t, "a.md", text)
	for _, n := range slices.Concat(draft.Authors, draft.Readers) {
		r.reader(n.Name)
	}
	p, err := r.Publish(context.Background(), nobody, draft, o)
	if err != nil {
		r.t.Fatalf("publish: %v", err)
	}
	return p
}

// reader gives who goes by a pen name, and has them join first where nobody does.
func (r *room) reader(name string) (id rozmova.ID[rozmova.Reader]) {
	r.t.Helper()
	if name == "" {
		return id
	}
	err := r.db.Update(context.Background(), func(tx *store.Tx) error {
		found, err := tx.ReadersNamed(r.seed.Site.ID, []string{lang.PenKey(name)})
		if err != nil || len(found) > 0 {
			for _, f := range found {
				id = f.ID
			}
			return err
		}
		id = rozmova.NewID[rozmova.Reader](r.now)
		return tx.AddReader(&rozmova.Reader{ID: id, Site: r.seed.Site.ID, PenName: name, Locale: "uk", Joined: r.now}, lang.PenKey(name))
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return id
}

// refused publishes and gives the error's kind and reason.
func (r *room) refused(by rozmova.ID[rozmova.Reader], text string, o newsroom.PublishOptions, kind rozmova.Kind, reason string) *rozmova.Error {
	r.t.Helper()
	before := r.events()
	_, err := r.Publish(context.Background(), by, parse(r.t, "a.md", text), o)
	var refused *rozmova.Error
	if !errors.As(err, &refused) || refused.Kind != kind || refused.Reason != reason {
		r.t.Fatalf("publish: %v, want %v %s", err, kind, reason)
	}
	if after := r.events(); len(after) != len(before) && r.db.Engine() == "sqlite" { // on PostgreSQL earlier ones may turn up now
		r.t.Errorf("%s: %d events were written all the same", reason, len(after)-len(before))
	}
	return refused
}

// events gives the log.
func (r *room) events() []rozmova.Event {
	r.t.Helper()
	var all []rozmova.Event
	err := r.db.View(context.Background(), func(tx *store.Tx) (err error) {
		all, err = tx.Events(0, 1000)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

// kinds gives the kinds of a story's events, once there are at least as many as want says. On PostgreSQL the log shows an
// event only when every transaction of the server that began earlier has ended, and other tests run beside this one.
func (r *room) kinds(id rozmova.ID[rozmova.Story], want int) []rozmova.EventKind {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	var kinds []rozmova.EventKind
	enough := errors.New("enough")
	err := r.db.Follow(ctx, 0, 20*time.Millisecond, func(batch []rozmova.Event) error {
		for _, e := range batch {
			if e.Story == id {
				kinds = append(kinds, e.Kind)
			}
		}
		if len(kinds) >= want {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) {
		r.t.Errorf("waiting for %d events: %v", want, err)
	}
	return kinds
}

func (r *room) read(slug rozmova.Slug) *newsroom.Reading {
	r.t.Helper()
	got, err := r.Read(context.Background(), slug)
	if err != nil {
		r.t.Fatalf("read %s: %v", slug, err)
	}
	return got
}

const first = "---\nheadline: Міст\nslug: mist-1\nsection: hromada\nsources:\n- {key: mayor, kind: person, name: Мер}\nstatements:\n- {key: s1, mode: indirect, quote: міст відкриють, speaker: mayor}\n---\nМер каже, що міст відкриють.\n"

func TestPublish(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r := newRoom(t, db)
		p := r.publish(first, newsroom.PublishOptions{})
		if !p.New || !p.Changed || p.Revision != 1 {
			t.Errorf("published %+v, want a new story of revision 1", p)
		}
		got := r.read("mist-1")
		s := got.Story
		if s.Headline != "Міст" || !s.Published.Equal(r.now) || !s.Changed.Equal(r.now) || s.State != rozmova.PublicStory || s.Site != r.seed.Site.ID {
			t.Errorf("story %+v", s)
		}
		if s.Statements[0].Content != "міст відкриють" || s.Statements[0].Anchor.Revision != 1 || !s.Statements[0].Confirmed {
			t.Errorf("statement %+v", s.Statements[0])
		}
		if got.Thread == nil || got.Thread.ID != s.Thread || got.Thread.Mode != rozmova.Open || got.Thread.Story != s.ID || got.Thread.Seq == 0 {
			t.Errorf("thread %+v", got.Thread)
		}
		if kinds := r.kinds(s.ID, 1); len(kinds) != 1 || kinds[0] != rozmova.StoryPublished {
			t.Errorf("events %v, want one StoryPublished", kinds)
		}
		byID, err := r.ReadByID(context.Background(), s.ID)
		if err != nil || byID.Story.Slug != s.Slug {
			t.Errorf("by ID: %+v, %v", byID, err)
		}
		refused := r.refused(nobody, first, newsroom.PublishOptions{}, rozmova.Conflict, "publish.slug_taken")
		if refused.Args["Slug"] != "mist-1" || refused.Args["File"] != "a.md" || refused.Args["Line"] != 3 {
			t.Errorf("slug taken: args %v", refused.Args)
		}
	})
}

func TestReplace(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r := newRoom(t, db)
		replace := newsroom.PublishOptions{Replace: true}
		p := r.publish(first, replace)
		if !p.New {
			t.Errorf("nothing to replace: %+v, want a new story", p)
		}
		published := r.now
		r.now = r.now.Add(time.Hour)
		if p = r.publish(first, replace); p.Changed || p.New || p.Revision != 1 {
			t.Errorf("the same file again: %+v, want nothing changed", p)
		}
		if kinds := r.kinds(p.Story.ID, 1); len(kinds) != 1 {
			t.Errorf("the same file again: events %v", kinds)
		}
		seq := r.read("mist-1").Thread.Seq
		second := strings.ReplaceAll(first, "Мер каже", "Учора мер казав")
		if p = r.publish(second, replace); !p.Changed || p.New || p.Revision != 2 {
			t.Errorf("another text: %+v, want revision 2", p)
		}
		got := r.read("mist-1")
		if s := got.Story; !s.Published.Equal(published) || !s.Changed.Equal(r.now) || s.Statements[0].Anchor.Revision != 2 {
			t.Errorf("published %v, changed %v, anchor %v", s.Published, s.Changed, s.Statements[0].Anchor)
		}
		if kinds := r.kinds(p.Story.ID, 2); len(kinds) != 2 || kinds[1] != rozmova.StoryChanged || got.Thread.Seq <= seq {
			t.Errorf("events %v, thread at %d after %d", kinds, got.Thread.Seq, seq)
		}
		revisions, err := r.Revisions(context.Background(), "mist-1")
		if err != nil || len(revisions) != 2 || revisions[1].Revision != 1 || !strings.HasPrefix(revisions[1].Body[0].Text(), "Мер каже") {
			t.Errorf("revisions %+v, %v", revisions, err)
		}
	})
}

// TestEveryPartCounts holds that a change of any key of the front matter makes a revision.
func TestEveryPartCounts(t *testing.T) {
	r := newRoom(t, rozmovatest.SQLite(t))
	want := r.publish(first, newsroom.PublishOptions{}).Revision
	for _, change := range [][2]string{
		{"Міст\n", "Мости\n"}, {"slug", "standfirst: Так\nslug"}, {"slug", "byline: Я\nslug"}, {"slug", "authors: [Леся]\nslug"}, {"name: Мер", "name: Мер, reader: Леся"}, {"hromada", "kultura"}, {"slug", "language: en\nslug"},
		{"name: Мер", "name: Мерка"}, {"indirect", "mixed"}, {"speaker: mayor", "speaker: mayor, cue: каже"}, {"sources", "sides: [{key: a, name: b}]\nsources"},
		{"sources", "developments: [{key: a, what: b, value: c}]\nsources"}, {"відкриють.", "відкриють!"},
	} {
		want++
		if p := r.publish(strings.Replace(first, change[0], change[1], 1), newsroom.PublishOptions{Replace: true}); !p.Changed || p.Revision != want {
			t.Errorf("%q for %q: %+v, want revision %d", change[1], change[0], p, want)
		}
	}
}

func TestDemoStoriesPublish(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r := newRoom(t, db)
		files, err := filepath.Glob(filepath.Join(demo, "*.md"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no demo stories (%v)", err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p := r.publish(string(text), newsroom.PublishOptions{})
			checkStatements(t, r.read(p.Story.Slug).Story)
			if p = r.publish(string(text), newsroom.PublishOptions{Replace: true}); p.Changed {
				t.Errorf("%s: published again, it is taken for changed", file)
			}
		}
		bridge := r.read("old-bridge")
		if len(bridge.Translations) != 1 || bridge.Translations[0].Slug != "staryi-mist" {
			t.Errorf("translations of old-bridge: %+v, want staryi-mist", bridge.Translations)
		}
	})
}
