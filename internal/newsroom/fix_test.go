package newsroom_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/richtext"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

const toFix = `---
headline: Міст закриють
slug: mist-2
standfirst: Рада вирішила у вівторок.
section: hromada
sources:
- {key: mayor, kind: person, name: Мер}
- {key: aide, kind: person, name: Помічник}
statements:
- {key: s1, mode: direct, quote: Міст закриють на вісім місяців, speaker: mayor}
- {key: s2, mode: indirect, quote: мер чекав 24 голосів, speaker: aide}
developments:
- {key: d1, what: міст закривають, value: 1 грудня, date: "--12-01"}
---
«Міст закриють на вісім місяців», — сказав мер. За рішення — 24 депутати.

За словами помічника, мер чекав 24 голосів. Міст закривають 1 грудня; **далі** об’їзд.

Зайвий абзац.
`

func TestAnEditorCorrects(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r, ctx := newRoom(t, db), context.Background()
		first := r.publish(toFix, newsroom.PublishOptions{}).Story
		editor := r.staff("Редакторка", rozmova.Grant{Role: rozmova.Editor})
		fix := func(seen int, c rozmova.Correction, date string) *rozmova.Story {
			t.Helper()
			r.now = r.now.Add(time.Minute)
			c.Text = "Пояснення."
			s, err := r.Correct(ctx, editor, first.Slug, newsroom.Fix{Correction: c, Date: date, Seen: seen})
			if err != nil {
				t.Fatalf("%+v: %v", c, err)
			}
			got := r.read(first.Slug).Story
			if got.Revision != seen+1 || s.Revision != got.Revision || !got.LastModified().Equal(r.now) || len(got.Corrections) != seen {
				t.Errorf("revision %d, modified %v, %d corrections", got.Revision, got.LastModified(), len(got.Corrections))
			}
			for _, st := range got.Statements {
				if st.Content != richtext.Words(got.Body, st.Anchor) || !st.Confirmed || st.Anchor.Revision != got.Revision {
					t.Errorf("statement %s: %q, anchor marks %q", st.Key, st.Content, richtext.Words(got.Body, st.Anchor))
				}
			}
			return got
		}
		text := func(s *rozmova.Story, part string) bool {
			return strings.Contains(s.Headline+"|"+s.Standfirst+"|"+rozmova.PlainText(s.Body), part)
		}
		s := fix(1, rozmova.Correction{Kind: rozmova.Corrected, Wrong: "24 депутати", Right: "двадцять два депутати"}, "")
		if !text(s, "За рішення — двадцять два депутати.") || !text(s, "чекав 24 голосів") {
			t.Errorf("the text: %s", rozmova.PlainText(s.Body))
		}
		s = fix(2, rozmova.Correction{Kind: rozmova.Corrected, Statement: "s1", Wrong: "на вісім місяців", Right: "на дев’ять", InPlace: true}, "")
		if !text(s, "«Міст закриють на дев’ять», — сказав") || s.Corrections[1].Statement != "s1" || !s.Corrections[1].InPlace {
			t.Errorf("in a statement: %s, %+v", rozmova.PlainText(s.Body), s.Corrections)
		}
		s = fix(3, rozmova.Correction{Kind: rozmova.Updated, Development: "d1", Wrong: "1 грудня", Right: "11 січня"}, "--01-11")
		if s.Developments[0].Value != "11 січня" || s.Developments[0].Date != "--01-11" || !text(s, "закривають 11 січня; далі") {
			t.Errorf("a dated fact: %+v, %s", s.Developments, rozmova.PlainText(s.Body))
		}
		s = fix(4, rozmova.Correction{Kind: rozmova.Corrected, Wrong: "у вівторок", Right: "у середу"}, "")
		if s.Standfirst != "Рада вирішила у середу." {
			t.Errorf("the standfirst: %s", s.Standfirst)
		}
		s = fix(5, rozmova.Correction{Kind: rozmova.Corrected, Wrong: "Зайвий абзац."}, "")
		if len(s.Body) != 2 {
			t.Errorf("taken out: %+v", s.Body)
		}
		s = fix(6, rozmova.Correction{Kind: rozmova.Retraction, Statement: "s2"}, "")
		if s.State != rozmova.PublicStory || s.TakenBack("s2") == nil || len(s.Statements) != 2 {
			t.Errorf("a statement was taken back: %+v", s)
		}
	})
}

func TestWhatCannotBeCorrected(t *testing.T) {
	r, ctx := newRoom(t, rozmovatest.SQLite(t)), context.Background()
	s := r.publish(toFix, newsroom.PublishOptions{}).Story
	editor := r.staff("Редакторка", rozmova.Grant{Role: rozmova.Editor})
	right := rozmova.Correction{Kind: rozmova.Corrected, Text: "Так.", Wrong: "24 депутати", Right: "22 депутати"}
	with := func(change func(*rozmova.Correction)) rozmova.Correction { c := right; change(&c); return c }
	for name, tt := range map[string]struct {
		c      rozmova.Correction
		by     *rozmova.Reader
		seen   int
		kind   rozmova.Kind
		reason string
	}{
		"by a reader":            {right, r.staff("Читачка"), 1, rozmova.Forbidden, "role.editor_needed"},
		"by nobody":              {right, nil, 1, rozmova.Unauthenticated, ""},
		"an older revision":      {right, editor, 0, rozmova.Conflict, "correction.changed"},
		"no kind":                {with(func(c *rozmova.Correction) { c.Kind = "typo" }), editor, 1, rozmova.Invalid, "correction.kind"},
		"no text":                {with(func(c *rozmova.Correction) { c.Text = " " }), editor, 1, rozmova.Invalid, "correction.text_missing"},
		"too long":               {with(func(c *rozmova.Correction) { c.Text = strings.Repeat("а", newsroom.MaxCorrection+1) }), editor, 1, rozmova.Invalid, "correction.too_long"},
		"no such statement":      {with(func(c *rozmova.Correction) { c.Statement = "s9" }), editor, 1, rozmova.Invalid, "correction.target_unknown"},
		"a statement and a fact": {with(func(c *rozmova.Correction) { c.Statement, c.Development = "s1", "d1" }), editor, 1, rozmova.Invalid, "correction.target_unknown"},
		"nothing was wrong":      {with(func(c *rozmova.Correction) { c.Wrong = "" }), editor, 1, rozmova.Invalid, "correction.wrong_missing"},
		"the same":               {with(func(c *rozmova.Correction) { c.Right = c.Wrong }), editor, 1, rozmova.Invalid, "correction.same"},
		"nowhere":                {with(func(c *rozmova.Correction) { c.Wrong, c.Right, c.InPlace = "", "", true }), editor, 1, rozmova.Invalid, "correction.no_place"},
		"not in the text":        {with(func(c *rozmova.Correction) { c.Wrong = "25 депутатів" }), editor, 1, rozmova.Invalid, "correction.not_found"},
		"not in the statement":   {with(func(c *rozmova.Correction) { c.Statement = "s1" }), editor, 1, rozmova.Invalid, "correction.not_found"},
		"several times":          {with(func(c *rozmova.Correction) { c.Wrong = "24" }), editor, 1, rozmova.Invalid, "correction.several"},
		"headline and text":      {with(func(c *rozmova.Correction) { c.Wrong = "Міст закри" }), editor, 1, rozmova.Invalid, "correction.several"},
		"somebody's words":       {with(func(c *rozmova.Correction) { c.Wrong = "чекав 24" }), editor, 1, rozmova.Invalid, "correction.in_statement"},
		"the headline goes":      {with(func(c *rozmova.Correction) { c.Wrong, c.Right = "Міст закриють\u00a0", "" }), editor, 1, rozmova.Invalid, "correction.several"},
	} {
		_, err := r.Correct(ctx, tt.by, s.Slug, newsroom.Fix{Correction: tt.c, Seen: tt.seen})
		reason(t, name, err, tt.kind, tt.reason)
	}
	if got := r.read(s.Slug).Story; got.Revision != 1 || len(got.Corrections) != 0 {
		t.Errorf("what was refused left revision %d", got.Revision)
	}
	if _, err := r.Correct(ctx, editor, s.Slug, newsroom.Fix{Correction: right, Seen: 0, Again: true}); err != nil {
		t.Errorf("told of the newer revision: %v", err)
	}
	last, err := r.Correct(ctx, editor, s.Slug, newsroom.Fix{Correction: rozmova.Correction{Kind: rozmova.Retraction, Text: "Рішення не було."}, Seen: 2})
	if err != nil || last.State != rozmova.RetractedNote {
		t.Errorf("taken back as a whole: %+v, %v", last, err)
	}
	_, none, err := r.PreviewFix(ctx, editor, s.Slug, newsroom.Fix{Correction: rozmova.Correction{Kind: rozmova.Clarified, Text: "Ще.", Wrong: "\"Міст закриють на вісім місяців\", - сказав мер", Right: "—"}, Seen: 3})
	if !errors.Is(err, rozmova.Invalid) || none != nil {
		t.Errorf("over the edge of a statement: %+v", none)
	}
	before, after, err := r.PreviewFix(ctx, editor, s.Slug, newsroom.Fix{Correction: rozmova.Correction{Kind: rozmova.Clarified, Text: "Ще.", Wrong: "далі об'їзд", Right: "тоді об’їзд"}, Seen: 3})
	if err != nil ||
		!strings.Contains(rozmova.PlainText(after.Body), "; тоді об’їзд.") || after.Corrections[len(before.Corrections)].Wrong != "далі об’їзд" {
		t.Errorf("typed with another apostrophe: %+v, %v", after, err)
	}
	if got := r.read(s.Slug).Story; got.Revision != 3 {
		t.Errorf("a preview was stored: revision %d", got.Revision)
	}
}

// TestAnchorsGoWithCorrections: whatever words go and come, each statement's anchor marks its words, and what is outside of the words stays.
func TestAnchorsGoWithCorrections(t *testing.T) {
	r, ctx := newRoom(t, rozmovatest.SQLite(t)), context.Background()
	s := r.publish(toFix, newsroom.PublishOptions{}).Story
	editor := r.staff("Редакторка", rozmova.Grant{Role: rozmova.Editor})
	text := []rune(rozmova.PlainText(s.Body))
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.IntRange(0, len(text)-2).Draw(t, "from")
		wrong := string(text[from:rapid.IntRange(from+1, min(from+40, len(text))).Draw(t, "to")])
		c := rozmova.Correction{Kind: rozmova.Corrected, Text: "Так.", Wrong: wrong, Right: rapid.StringMatching(`[а-я ]{0,12}`).Draw(t, "right"), Statement: rapid.SampledFrom([]string{"", "s1", "s2"}).Draw(t, "statement")}
		before, after, err := r.PreviewFix(ctx, editor, s.Slug, newsroom.Fix{Correction: c, Seen: 1})
		if err != nil {
			if !errors.Is(err, rozmova.Invalid) {
				t.Fatal(err)
			}
			return
		}
		for _, st := range after.Statements {
			if st.Content == "" || st.Content != richtext.Words(after.Body, st.Anchor) {
				t.Fatalf("statement %s: %q, its anchor marks %q", st.Key, st.Content, richtext.Words(after.Body, st.Anchor))
			}
			for _, old := range before.Statements {
				if old.Key == st.Key && old.Key != c.Statement && old.Content != st.Content {
					t.Fatalf("statement %s: %q became %q by a correction of something else", st.Key, old.Content, st.Content)
				}
			}
		}
		if rozmova.PlainText(before.Body) != string(text) {
			t.Fatal("the story that it was made from changed")
		}
	})
}
