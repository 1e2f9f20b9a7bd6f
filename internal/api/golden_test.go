package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestEveryAnswer shows exactly which fields go out, in every operation: testdata/*.json. Look at the difference as at code.
func TestEveryAnswer(t *testing.T) {
	h := newHouse(t)
	rich := h.richStory().Thread.String()
	h.enrol()
	for _, state := range states {
		h.later(time.Second)
		h.comment(state, "Слово **"+state.String()+"** <b>і</b> [адреса](https://a.example)")
	}
	h.later(time.Second)
	edited := h.comment(rozmova.Published, "Ще")
	h.later(time.Second)
	h.rule(h.comment(rozmova.Published, "Повернуто"), rozmova.Hold)
	h.later(time.Second)
	own := h.postAs("moderator", "Моє")
	h.later(time.Second)
	thread := "/threads/" + h.seed.Thread.String()
	one := "/comments/" + edited.ID.String()
	for _, tt := range []struct{ name, who, method, path, body string }{
		{"stories", "", "GET", "/stories?limit=1", ""},
		{"story", "", "GET", "/stories/zhenevski-perehovory", ""},
		{"thread", "", "GET", thread, ""},
		{"comments-anybody", "", "GET", thread + "/comments", ""},
		{"comments-author", "author", "GET", thread + "/comments", ""},
		{"comments-moderator", "moderator", "GET", thread + "/comments?sort=newest&limit=2", ""},
		{"post", "moderator", "POST", thread + "/comments", `{"body":"Відповідь","parent":"` + edited.ID.String() + `"}`},
		{"edit", "author", "PUT", one, `{"body":"Ще *раз*","revision":1}`},
		{"comment", "other", "GET", one, ""},
		{"notice", "other", "POST", one + "/notices", `{"rule":"respect","text":"образа"}`},
		{"queue", "moderator", "GET", "/moderation/queue", ""},
		{"decision", "moderator", "POST", one + "/decisions", `{"action":"remove","rule":"respect","facts":"образа","revision":2}`},
		{"queue-decided", "moderator", "GET", "/moderation/queue?list=decided&limit=1", ""},
		{"vote", "author", "PUT", "/comments/" + own + "/vote", `{"opinion":"disagree","respect":true}`},
		{"vote-respect", "author", "PUT", "/comments/" + own + "/vote", `{"opinion":null,"respect":true}`},
		{"feature", "editor", "PUT", "/comments/" + own + "/feature", `{"block":0}`},
		{"comment-voted", "author", "GET", "/comments/" + own, ""},
		{"post-cite", "author", "POST", "/threads/" + rich + "/comments", `{"body":"Про це","statement":"s1"}`},
		{"story-cited", "", "GET", "/stories/zhenevski-perehovory", ""},
		{"person", "", "GET", "/people/holos", ""},
		{"annotations", "", "GET", "/stories/zhenevski-perehovory/annotations", ""},
		{"person-said", "", "GET", "/people/holos/statements?limit=1", ""},
		{"comments-respected", "author", "GET", thread + "/comments?sort=respected&limit=1", ""},
		{"unfeature", "editor", "DELETE", "/comments/" + own + "/feature", ""},
		{"unvote", "author", "DELETE", "/comments/" + own + "/vote", ""},
		{"mute", "author", "PUT", "/readers/" + h.seed.Readers[1].ID.String() + "/mute", ""},
		{"muted", "author", "GET", "/me/muted", ""},
		{"settings", "editor", "GET", thread + "/settings", ""},
		{"settings-put", "editor", "PUT", thread + "/settings", `{"mode":"slow","slow_minutes":10,"message":"Не поспішаймо","closes":"2026-11-30T18:00:00+02:00","links":-1,"languages":["uk"],"invited":["Читач 2"]}`},
		{"thread-slow", "", "GET", thread, ""},
		{"search", "author", "GET", "/search?q=%D1%81%D0%BB%D0%BE%D0%B2%D0%B0&limit=1", ""},
		{"withdraw", "moderator", "DELETE", "/comments/" + own, ""},
		{"rules", "", "GET", "/rules", ""},
		{"me", "moderator", "GET", "/me", ""},
		{"reader", "", "GET", "/readers/" + h.seed.Readers[0].ID.String(), ""},
		{"reader-moderator", "author", "GET", "/readers/" + h.seed.Moderator.ID.String(), ""},
		{"additions", "", "GET", "/stories/zhenevski-perehovory/additions?limit=2", ""},
		{"problem", "", "GET", "/stories/nema", ""},
		{"problem-field", "other", "POST", thread + "/comments", `{"body":"  "}`},
		{"problem-parameter", "", "GET", thread + "/comments?limit=0&sort=best", ""},
	} {
		switch tt.name {
		case "search":
			h.index()
		case "queue":
			h.mark(edited.ID, 2)
		case "additions":
			h.develop("zhenevski-perehovory")
		}
		golden(t, tt.name, h.ask(tt.who, tt.method, tt.path, tt.body))
	}
}

var (
	anID    = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	aCursor = regexp.MustCompile(`("next": "|"prev": "|after=|before=)[A-Za-z0-9_-]{32,34}`)
)

// golden compares status, headers of note and body with a file, IDs numbered in the order in which they come.
func golden(t *testing.T, name string, a answer) {
	t.Helper()
	var b bytes.Buffer
	fmt.Fprintln(&b, a.StatusCode, a.Header.Get("Content-Type"))
	for _, header := range []string{"Link", "Location", "Allow", "Retry-After", "WWW-Authenticate"} {
		for _, v := range a.Header.Values(header) {
			fmt.Fprintf(&b, "%s: %s\n", header, v)
		}
	}
	if err := json.Indent(&b, []byte(a.text), "", "  "); err != nil {
		t.Fatalf("%s: %v in %s", name, err, a.text)
	}
	numbers := map[string]int{}
	got := anID.ReplaceAllStringFunc(b.String(), func(id string) string {
		if numbers[id] == 0 {
			numbers[id] = len(numbers) + 1
		}
		return fmt.Sprintf("id-%d", numbers[id])
	})
	got = aCursor.ReplaceAllString(got, "${1}CURSOR")
	file := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; go test -update writes it anew):\n%s", name, diff)
	}
}

// postAs posts a comment in the seeded thread and gives its ID.
func (h *house) postAs(who, body string) string {
	h.t.Helper()
	text, _ := json.Marshal(body)
	got := h.ask(who, http.MethodPost, "/threads/"+h.seed.Thread.String()+"/comments", `{"body":`+string(text)+`}`)
	if got.StatusCode != http.StatusCreated {
		h.t.Fatalf("post: %d: %s", got.StatusCode, got.text)
	}
	var c struct{ ID string }
	got.decode(h.t, &c)
	return c.ID
}

// richStory writes a story that has one of everything, and a statement that nobody has confirmed.
func (h *house) richStory() *rozmova.Story {
	h.t.Helper()
	at := rozmovatest.Noon.Add(30 * time.Minute)
	paragraph := func(text string) rozmova.Block {
		return rozmova.Block{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: text}}}
	}
	anchor := func(block, start, end int) rozmova.Anchor {
		return rozmova.Anchor{Revision: 1, Start: rozmova.Position{Block: block, Rune: start}, End: rozmova.Position{Block: block, Rune: end}}
	}
	s := &rozmova.Story{
		ID: rozmova.NewID[rozmova.Story](at), Site: h.seed.Site.ID, Slug: "zhenevski-perehovory", Section: "svit", Language: "uk",
		State: rozmova.PublicStory, Headline: "Поговорили", Standfirst: "Про зустріч", Byline: "О. Коваль", Revision: 1, Published: at, Changed: at,
		Group: h.seed.Story.ID, Thread: rozmova.NewID[rozmova.Thread](at),
		Body: []rozmova.Block{
			{Kind: rozmova.Heading, Level: 2, Spans: []rozmova.Span{{Text: "Розмова"}}},
			paragraph("Розмова була серйозною, сказав посадовець."),
			{Kind: rozmova.Item, Ordered: true, Spans: []rozmova.Span{{Text: "перше", Marks: rozmova.Strong | rozmova.Emphasis, Link: "https://a.example"}}},
			{Kind: rozmova.Figure, Source: "https://a.example/p.jpg", Alt: "Міст", Spans: []rozmova.Span{{Text: "Міст"}}},
			paragraph("Ніхто цього не підтвердив."),
		},
		Sources: []rozmova.Source{
			{Key: "official", Kind: rozmova.Person, Role: "посадовець", Anonymous: "так домовилися"},
			{Key: "outlet", Kind: rozmova.Outlet, Name: "Голос", Link: "https://voice.example", Read: at},
		},
		Sides: []rozmova.Side{{Key: "us", Name: "США"}, {Key: "ru", Name: "Росія"}},
		Statements: []rozmova.Statement{
			{Key: "s1", Anchor: anchor(1, 0, 22), Mode: rozmova.Indirect, Content: "Розмова була серйозною", Cue: "сказав", Speaker: "official", Via: "outlet", Side: "us", Topic: "тон", Within: "s2", Confirmed: true},
			{Key: "s2", Anchor: anchor(4, 0, 25), Mode: rozmova.Indirect, Content: "Ніхто цього не підтвердив"},
		},
		Developments: []rozmova.Development{{Key: "start", What: "починаються", Value: "9 січня", Date: "--01-09", Source: "official",
			Earlier: []rozmova.EarlierValue{{Value: "10 січня", Date: "--01-10", Source: "outlet"}}}},
		Corrections: []rozmova.Correction{{Kind: rozmova.Corrected, At: at, Text: "Дату виправлено", Wrong: "10", Right: "9", Statement: "s1"}},
	}
	h.update(func(tx *store.Tx) error {
		if err := tx.AddStory(s, rozmova.ID[rozmova.Reader]{}); err != nil {
			return err
		}
		return tx.AddThread(&rozmova.Thread{ID: s.Thread, Site: s.Site, Story: s.ID, Mode: rozmova.Open, Opened: at})
	})
	return s
}

// mark writes a verdict on a revision of a comment, and marks the comment.
func (h *house) mark(id rozmova.ID[rozmova.Comment], revision int) {
	h.t.Helper()
	v := &rozmova.Verdict{
		Scores: rozmova.Scores{rozmova.Insult: .61, rozmova.Obscenity: .2, rozmova.Participant: .93}, Language: "uk", Reading: rozmova.Unmasked, Model: "test",
		Spans: []rozmova.Marked{{Start: 3, End: 6, Label: rozmova.Participant, Score: .93}},
	}
	err := h.db.Update(h.t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.PutVerdict(id, revision, v, h.clock()), tx.MarkComment(&rozmova.Comment{ID: id}, h.clock()))
	})
	if err != nil {
		h.t.Fatal(err)
	}
}
