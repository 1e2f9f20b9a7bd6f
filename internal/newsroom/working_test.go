package newsroom_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/richtext"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// editor gives somebody who edits a section; empty: all.
func (r *room) editor(name string, section rozmova.Slug) *rozmova.Reader {
	r.t.Helper()
	e := &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](r.now), Site: r.seed.Site.ID, PenName: name, Locale: "uk", Joined: r.now,
		Grants: []rozmova.Grant{{Role: rozmova.Editor, Section: section}}}
	if err := r.db.Update(r.t.Context(), func(tx *store.Tx) error {
		if err := tx.AddReader(e, lang.PenKey(name)); err != nil {
			return err
		}
		return tx.Grant(e.ID, e.Grants[0], r.now)
	}); err != nil {
		r.t.Fatal(err)
	}
	return e
}

const reportText = `Міст через Стрілицю закриють 11 січня – раніше очікувалось, що його закриють 1 грудня, повідомила міська голова Лариса Гончарук.
«Ми не маємо іншого виходу», – сказала Гончарук.
Вона додала, що ремонт триватиме до травня.
Речниця обласної адміністрації Ольга Ткач заявила, що гроші на ремонт є.
Додаючи коментар, будь ласка, будьте толерантними та утримуйтеся від образ.`

// begin begins a story with a text and gives its working copy.
func (r *room) begin(by *rozmova.Reader, text string) *newsroom.Working {
	r.t.Helper()
	w, err := r.BeginStory(r.t.Context(), by, newsroom.NewStory{StoryText: newsroom.StoryText{Headline: "Міст закриють", Section: "hromada", Body: text}})
	if err != nil {
		r.t.Fatal(err)
	}
	return w
}

func why(err error) string {
	var e *rozmova.Error
	if errors.As(err, &e) {
		return e.Reason
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func states(w *newsroom.Working) (list []string) {
	for i := range w.Statements {
		list = append(list, string(w.Statements[i].State))
	}
	return list
}

func TestWorkingFromTextToReaders(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r := newRoom(t, db)
		ctx := t.Context()
		by := r.editor("Редакторка", "hromada")
		w := r.begin(by, reportText)
		if w.Language != "uk" || len(w.Statements) < 4 || w.Count(newsroom.Suggested) != len(w.Statements) || len(w.LeftOut) != 1 || len(w.Developments) != 1 || len(w.Body) != 5 {
			t.Fatalf("begun: %d statements %v, %d left out, %d dates, %d blocks", len(w.Statements), states(w), len(w.LeftOut), len(w.Developments), len(w.Body))
		}
		if _, err := r.Read(ctx, "mist-zakryiut"); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("readers see the draft: %v", err)
		}
		slug := w.Story.Slug
		for i := range w.Statements {
			m := w.Statement(w.Statements[i].Key)
			c := w.CardOf(m)
			c.Enter = true
			var err error
			if w, err = r.Confirm(ctx, by, slug, m.Key, m.Turn, c); err != nil {
				t.Fatalf("confirm %q: %v", m.Content, err)
			}
		}
		if w.Count(newsroom.Confirmed) != len(w.Statements) {
			t.Errorf("after confirming: %v", states(w))
		}
		d := w.Developments[0]
		if d.What == "" || d.Value != "11 січня" || d.Date != "--01-11" || len(d.Earlier) != 1 || d.Earlier[0].Date != "--12-01" {
			t.Errorf("the date that moved: %+v", d)
		}
		w, err := r.ConfirmDate(ctx, by, slug, d.Key, d.Turn, w.DateOf(&d))
		if err != nil {
			t.Fatal(err)
		}
		if w, err = r.LeaveOut(ctx, by, slug, 0, w.LeftOut[0].Text, false); err != nil || len(w.Body) != 4 || w.Count(newsroom.Confirmed) != len(w.Statements) {
			t.Fatalf("left out: %v, %d blocks, %v", err, len(w.Body), states(w))
		}
		if _, err := r.PublishWorking(ctx, by, slug, w.Version-1); why(err) != "working.changed" {
			t.Errorf("publishing what one has not seen: %v", err)
		}
		p, err := r.PublishWorking(ctx, by, slug, w.Version)
		if err != nil || !p.Changed {
			t.Fatalf("publish: %v", err)
		}
		read, err := r.Read(ctx, slug)
		if err != nil {
			t.Fatal(err)
		}
		s := read.Story
		if len(s.InOrder()) != len(w.Statements) || len(s.Developments) != 1 || s.State != rozmova.PublicStory || s.Thread.IsZero() {
			t.Errorf("readers see %d statements, %d dates", len(s.InOrder()), len(s.Developments))
		}
		var speakers []string
		for _, st := range s.InOrder() {
			if richtext.Words(s.Body, st.Anchor) != st.Content || st.Anchor.Revision != s.Revision {
				t.Errorf("%q marks %q", st.Content, richtext.Words(s.Body, st.Anchor))
			}
			if src := s.SourceByKey(st.Speaker); src != nil && st.Within == "" {
				speakers = append(speakers, src.Name)
				if src.Entry.IsZero() {
					t.Errorf("%s is not in the register", src.Name)
				}
			}
		}
		if !slices.Contains(speakers, "Лариса Гончарук") || !slices.Contains(speakers, "Ольга Ткач") {
			t.Errorf("speakers: %q", speakers)
		}
		if e, err := r.Resolve(ctx, "Гончарук", rozmova.Person); err != nil || e == nil || e.Name != "Лариса Гончарук" {
			t.Errorf("the register: %v, %v", e, err)
		}

		// What readers see does not change before it is published again, and what changed has to be confirmed again.
		w, err = r.Working(ctx, by, slug)
		if err != nil || !w.Public || w.Base != 2 || w.Behind() {
			t.Fatalf("after publishing: %v, %+v", err, w.Public)
		}
		text := w.WorkingText()
		text.Body = "Новий перший абзац.\n\n" + strings.Replace(text.Body, "іншого виходу", "жодного виходу", 1)
		seen := w.Version
		if w, err = r.SaveText(ctx, by, slug, seen, text); err != nil {
			t.Fatal(err)
		}
		if w.Count(newsroom.Again) != 1 || w.Count(newsroom.Confirmed) != len(s.Statements)-1 || w.Public {
			t.Errorf("after the change: %v", states(w))
		}
		if again, _ := r.Read(ctx, slug); again.Story.Revision != s.Revision {
			t.Error("readers see it before it is published")
		}
		text.Headline = "Інший"
		if _, err := r.SaveText(ctx, by, slug, seen, text); why(err) != "working.changed" {
			t.Errorf("a second window: %v", err)
		}
		if _, err := r.PublishWorking(ctx, by, slug, w.Version); err != nil {
			t.Fatal(err)
		}
		if again, _ := r.Read(ctx, slug); len(again.Story.Statements) != len(s.Statements)-1 || again.Story.Revision != s.Revision+1 {
			t.Errorf("revision %d has %d statements", again.Story.Revision, len(again.Story.Statements))
		}
	})
}

func TestSuggestionsAreNotMadeAgain(t *testing.T) {
	r := newRoom(t, rozmovatest.SQLite(t))
	ctx, by := t.Context(), r.editor("Редакторка", "")
	w := r.begin(by, reportText)
	slug, all := w.Story.Slug, len(w.Statements)
	wrong := w.Statements[1]
	for i, m := range w.Statements {
		if m.Content == "Ми не маємо іншого виходу" {
			wrong = w.Statements[i]
		}
	}
	w, err := r.Dismiss(ctx, by, slug, wrong.Key, wrong.Turn)
	if err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		text := w.WorkingText()
		text.Body += "\n\nЩе абзац."
		if w, err = r.SaveText(ctx, by, slug, w.Version, text); err != nil {
			t.Fatal(err)
		}
		if len(w.Statements) != all || w.Statement(wrong.Key).State != newsroom.Wrong || w.Count(newsroom.Suggested) != all-1 {
			t.Fatalf("round %d: %v", round, states(w))
		}
	}
	if _, err := r.Dismiss(ctx, by, slug, wrong.Key, wrong.Turn); why(err) != "working.card_changed" {
		t.Errorf("an old card: %v", err)
	}
	m := w.Statement(wrong.Key)
	if w, err = r.FillCard(ctx, by, slug, m.Key, m.Turn, w.CardOf(m)); err != nil || w.Statement(wrong.Key).State != newsroom.Waiting {
		t.Errorf("taken back: %v", err)
	}
	// The text goes, and what was dismissed or waits with it; the words of what an editor filled in stay in sight.
	text := w.WorkingText()
	text.Body = "Зовсім інше."
	if w, err = r.SaveText(ctx, by, slug, w.Version, text); err != nil || len(w.Statements) != 1 || w.Statements[0].State != newsroom.Gone || w.Statements[0].Content != wrong.Content {
		t.Fatalf("an empty text: %v, %+v", err, w.Statements)
	}
	m = &w.Statements[0]
	if _, err := r.Confirm(ctx, by, slug, m.Key, m.Turn, w.CardOf(m)); why(err) != "working.gone" {
		t.Errorf("confirming what is gone: %v", err)
	}
	if w, err = r.Dismiss(ctx, by, slug, m.Key, m.Turn); err != nil || len(w.Statements) != 0 {
		t.Errorf("dropping it: %v, %v", err, states(w))
	}
}

func TestMarksAreSplitJoinedAndMoved(t *testing.T) {
	r := newRoom(t, rozmovatest.SQLite(t))
	ctx, by := t.Context(), r.editor("Редакторка", "")
	w := r.begin(by, "Мер сказав, що міст закриють узимку, а відкриють навесні.\n\nДощ ішов усю ніч.")
	slug := w.Story.Slug
	if len(w.Statements) != 1 {
		t.Fatalf("%+v", w.Statements)
	}
	words := func(w *newsroom.Working) (list []string) {
		for _, m := range w.Statements {
			if richtext.Words(w.Body, m.Anchor) != m.Content {
				t.Errorf("%q marks %q", m.Content, richtext.Words(w.Body, m.Anchor))
			}
			list = append(list, m.Content)
		}
		return list
	}
	key := w.Statements[0].Key
	do := func(w *newsroom.Working, err error) func(want ...string) *newsroom.Working {
		return func(want ...string) *newsroom.Working {
			t.Helper()
			if err != nil || !slices.Equal(words(w), want) {
				t.Fatalf("%v: %q, want %q", err, words(w), want)
			}
			return w
		}
	}
	turn := func(w *newsroom.Working) int { return w.Statement(key).Turn }
	w = do(r.Split(ctx, by, slug, key, turn(w), "а відкриють"))("міст закриють узимку", "а відкриють навесні")
	if w.Statements[0].Speaker != w.Statements[1].Speaker || w.Count(newsroom.Waiting) != 2 {
		t.Errorf("%+v", w.Statements)
	}
	w = do(r.Join(ctx, by, slug, key, turn(w)))("міст закриють узимку, а відкриють навесні")
	if _, err := r.Join(ctx, by, slug, key, turn(w)); why(err) != "working.join" {
		t.Errorf("joining with none: %v", err)
	}
	if _, err := r.Split(ctx, by, slug, key, turn(w), "міст"); why(err) != "working.split" {
		t.Errorf("splitting before the first word: %v", err)
	}
	w = do(r.Extend(ctx, by, slug, key, turn(w), "міст закриють узимку"))("міст закриють узимку")
	if _, err := r.Extend(ctx, by, slug, key, turn(w), "міст зачинять узимку"); why(err) != "working.words_near" {
		t.Errorf("words that are not there: %v", err)
	}
	w, marked, err := r.Mark(ctx, by, slug, key, "Дощ ішов усю ніч")
	if err != nil || w.Statement(marked) == nil || w.Statement(marked).Content != "Дощ ішов усю ніч" {
		t.Fatalf("%v %q", err, words(w))
	}
	w, inner, err := r.Mark(ctx, by, slug, key, "ішов усю")
	if err != nil || w.Statement(inner).Within != marked {
		t.Errorf("nested: %v, %+v", err, w.Statement(inner))
	}
}

func TestCardsAreRefused(t *testing.T) {
	r := newRoom(t, rozmovatest.SQLite(t))
	ctx, by := t.Context(), r.editor("Редакторка", "")
	w := r.begin(by, reportText)
	slug, m := w.Story.Slug, &w.Statements[0]
	for name, tt := range map[string]struct {
		change func(*newsroom.StatementCard)
		reason string
	}{
		"a mode that is none":        {func(c *newsroom.StatementCard) { c.Mode = "x" }, "working.choose"},
		"a link that is none":        {func(c *newsroom.StatementCard) { c.Link = "javascript:alert(1)" }, "working.link"},
		"read at no time":            {func(c *newsroom.StatementCard) { c.Read = "учора" }, "working.read"},
		"read tomorrow":              {func(c *newsroom.StatementCard) { c.Read = r.now.AddDate(0, 0, 1).Format("2006-01-02") }, "working.read"},
		"background without a why":   {func(c *newsroom.StatementCard) { c.Record, c.Role = rozmova.Background, "мер" }, "working.background"},
		"nested in itself":           {func(c *newsroom.StatementCard) { c.Within = m.Key }, "working.within"},
		"nested where it stands not": {func(c *newsroom.StatementCard) { c.Within = w.Statements[len(w.Statements)-1].Key }, "working.within"},
		"too long":                   {func(c *newsroom.StatementCard) { c.Topic = strings.Repeat("а", 201) }, "publish.too_long"},
	} {
		c := w.CardOf(m)
		tt.change(&c)
		if _, err := r.Confirm(ctx, by, slug, m.Key, m.Turn, c); why(err) != tt.reason {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := r.Working(ctx, r.seed.Readers[0], slug); why(err) != "role.editor_needed" {
		t.Errorf("a reader: %v", err)
	}
	if _, err := r.Working(ctx, r.editor("Чужа", "sport"), slug); why(err) != "role.editor_needed" {
		t.Errorf("an editor of another section: %v", err)
	}
	if _, err := r.Working(ctx, nil, slug); !errors.Is(err, rozmova.Unauthenticated) {
		t.Errorf("nobody: %v", err)
	}
}

// TestDatesThatWereFound: what the finder writes of a date is taken as a page can tell it, or left away.
func TestDatesThatWereFound(t *testing.T) {
	for found, want := range map[string]string{
		"--11-24": "--11-24", "2026-11-24": "2026-11-24", "2027-04": "2027-04", "--03": "", "": "", "2026-11-24T10:30": "2026-11-24", "--07-08T20:00": "--07-08", "--02-30": "",
	} {
		if got := newsroom.DateOf(found); got != want {
			t.Errorf("%q is taken as %q, want %q", found, got, want)
		}
	}
}
