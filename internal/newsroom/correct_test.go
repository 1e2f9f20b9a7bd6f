package newsroom_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// withCorrections gives the first story with some corrections at its head.
func withCorrections(list ...string) string {
	return strings.Replace(first, "sources", "corrections:\n- "+strings.Join(list, "\n- ")+"\nsources", 1)
}

func TestCorrections(t *testing.T) {
	const (
		one     = "{kind: correction, at: 2026-11-22, text: Не той день., wrong: a, right: b, statement: s1}"
		oneTold = "{kind: correction, at: 2026-11-22, text: День був не той., wrong: a, right: b, statement: s1}"
		sameDay = "{kind: correction, at: 2026-11-22, text: Не те ім’я.}"
		undated = "{kind: update, text: Стало відомо більше.}"
	)
	r := newRoom(t, rozmovatest.SQLite(t))
	r.publish(first, newsroom.PublishOptions{})
	revision := 1
	for _, tt := range []struct {
		name string
		text string
		want string // texts of the corrections afterwards
		same bool   // nothing changes
	}{
		{"two of one day", withCorrections(one, sameDay), "Не той день.|Не те ім’я.", false},
		{"the same again", withCorrections(one, sameDay), "Не той день.|Не те ім’я.", true},
		{"one without a time", withCorrections(one, sameDay, undated), "Не той день.|Не те ім’я.|Стало відомо більше.", false},
		{"it again, later", withCorrections(one, sameDay, undated), "Не той день.|Не те ім’я.|Стало відомо більше.", true},
		{"none in the file: they stay", first, "Не той день.|Не те ім’я.|Стало відомо більше.", true},
		{"the words of one mended", withCorrections(sameDay, oneTold), "День був не той.|Не те ім’я.|Стало відомо більше.", false},
	} {
		r.now = r.now.Add(time.Hour)
		p := r.publish(tt.text, newsroom.PublishOptions{Replace: true})
		if !tt.same {
			revision++
		}
		var got []string
		for _, c := range r.read("mist-1").Story.Corrections {
			got = append(got, c.Text)
			if c.At.IsZero() {
				t.Errorf("%s: %q has no time", tt.name, c.Text)
			}
		}
		if strings.Join(got, "|") != tt.want || p.Changed == tt.same || p.Revision != revision {
			t.Errorf("%s: %q, changed %t, revision %d; want %s, %t, %d", tt.name, got, p.Changed, p.Revision, tt.want, !tt.same, revision)
		}
	}
}

func TestRetraction(t *testing.T) {
	r := newRoom(t, rozmovatest.SQLite(t))
	r.publish(first, newsroom.PublishOptions{})
	replace := newsroom.PublishOptions{Replace: true}
	if p := r.publish(withCorrections("{kind: retraction, at: 2026-11-22, text: Такого не було., statement: s1}"), replace); p.Story.State != rozmova.PublicStory {
		t.Errorf("a statement was taken back: state %v, want the story public", p.Story.State)
	}
	if p := r.publish(withCorrections("{kind: retraction, at: 2026-11-23, text: Матеріал відкликано.}"), replace); p.Story.State != rozmova.RetractedNote {
		t.Errorf("the story was taken back: state %v, want retracted", p.Story.State)
	}
	if s := r.read("mist-1").Story; s.State != rozmova.RetractedNote || len(s.Corrections) != 2 {
		t.Errorf("read: state %v, corrections %+v", s.State, s.Corrections)
	}
	if p := r.publish(first, replace); p.Story.State != rozmova.RetractedNote {
		t.Error("a file without the retraction brings the story back in silence")
	}
}

func TestTranslations(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r := newRoom(t, db)
		english := "---\nheadline: Bridge\nslug: bridge\nlanguage: en\ntranslation_of: mist-1\n---\nText.\n"
		refused := r.refused(nobody, english, newsroom.PublishOptions{}, rozmova.Invalid, "publish.translation_unknown")
		if refused.Args["Line"] != 5 {
			t.Errorf("line %v, want 5", refused.Args["Line"])
		}
		first := r.publish(first, newsroom.PublishOptions{}).Story
		second := r.publish(english, newsroom.PublishOptions{}).Story
		if second.Group != first.Group {
			t.Errorf("groups %v and %v, want one", first.Group, second.Group)
		}
		for slug, other := range map[rozmova.Slug]rozmova.Slug{"mist-1": "bridge", "bridge": "mist-1"} {
			if got := r.read(slug).Translations; len(got) != 1 || got[0].Slug != other {
				t.Errorf("translations of %s: %+v, want %s", slug, got, other)
			}
		}
		for language, want := range map[rozmova.Locale]int{"": 3, "uk": 2, "en": 2} { // the seeded story has no translation
			cards, _, err := r.Front(context.Background(), "", language, "", 10)
			if err != nil || len(cards) != want {
				t.Errorf("front page in %q: %d stories (%v), want %d", language, len(cards), err, want)
			}
		}
		if kinds := r.kinds(first.ID, 2); len(kinds) != 2 || kinds[1] != rozmova.StoryChanged {
			t.Errorf("events of the story that was translated: %v; its page names the translation and must be made anew", kinds)
		}
		again := strings.NewReplacer("slug: bridge", "slug: bridge-2").Replace(english)
		r.refused(nobody, again, newsroom.PublishOptions{}, rozmova.Invalid, "publish.translation_language")
		r.publish(strings.Replace(english, "translation_of: mist-1\n", "", 1), newsroom.PublishOptions{Replace: true})
		if got := r.read("mist-1").Translations; len(got) != 0 {
			t.Errorf("after it left: %+v", got)
		}
	})
}

func TestOneOfManyGetsTheSlug(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r := newRoom(t, db)
		draft := parse(t, "a.md", first)
		var done, taken atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				_, err := r.Publish(context.Background(), nobody, draft, newsroom.PublishOptions{})
				switch {
				case err == nil:
					done.Add(1)
				case isReason(err, "publish.slug_taken"):
					taken.Add(1)
				default:
					t.Errorf("publish: %v", err)
				}
			})
		}
		wg.Wait()
		if done.Load() != 1 || taken.Load() != 7 {
			t.Errorf("%d got the slug and %d did not, want 1 and 7", done.Load(), taken.Load())
		}
	})
}
