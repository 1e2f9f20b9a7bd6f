package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova/internal/discussion"
)

const statementPage = "/stories/mist/statements/s1"

// speak has a reader speak to the first statement n times.
func (b *bureau) speak(n int) {
	b.t.Helper()
	for i := range n {
		b.later(2 * time.Minute)
		_, _, err := b.discussion.Post(b.t.Context(), b.readers[[]string{"reader", "other"}[i%2]], discussion.Posting{Thread: b.story.Thread, Body: fmt.Sprintf("відгук-%d-", i), Locale: "uk", Statement: "s1"})
		b.must(err)
	}
}

func TestAStatementHasItsPage(t *testing.T) {
	b := newBureau(t)
	reader := b.browser("")
	reader.get(statementPage).must("without comments", 200, "Богдан Гук", b.words("statement.page.nobody"), b.words("statement.page.around"), `property="og:image" content="http://news.example/stories/mist/statements/s1/card.png"`,
		`<link rel="canonical" href="http://news.example/stories/mist/statements/s1">`, `"@type":"Statement"`)
	reader.get("/stories/mist").must("the story leads there", 200, `href="/stories/mist/statements/s1"`)
	b.speak(25)
	reader = b.browser("other") // for whom pages are not kept
	page := reader.get(statementPage).must("with comments", 200, "відгук-24-", b.words("statement.spoken", "N", 25)).mustNot("with comments", "відгук-4-")
	older := reader.get(page.rel("next")).must("older ones", 200, "відгук-4-", "відгук-0-").mustNot("older ones", "відгук-5-")
	if older.rel("next") != "" {
		t.Error("there are older ones than the first")
	}
	reader.get("/en"+statementPage).must("in English", 200, "Богдан Гук", "Address of this statement")
	reader.get("/stories/mist/statements/s99").must("no such statement", 404)
	reader.get("/stories/none/statements/s1").must("no such story", 404)
	reader.get(statementPage+"?after=zzz").must("a broken cursor", 422)
}

func TestAStatementThatWasCorrected(t *testing.T) {
	b := newBureau(t)
	editor, reader := b.browser("editor"), b.browser("reader")
	b.later(time.Hour)
	editor.post(correctDesk, fixForm(2, "publish", "target", "st-s1", "wrong", "сто років", "right", "сто десять років", "where", "place")).must("corrected", 303)
	reader.get(statementPage).must("says so", 200, "Ми порахували вдруге.", "<del>сто років</del>", "<ins>сто десять років</ins>")
	b.later(time.Hour)
	editor.post(correctDesk, fixForm(3, "publish", "kind", "retraction", "target", "st-s1", "text", "Гук цього не казав.", "where", "place")).must("taken back", 303)
	reader.get(statementPage).must("answers still", 200, "Гук цього не казав.", "<del>", `name="robots" content="noindex"`).
		mustNot("is not passed on", "og:image", "application/ld+json", b.words("statement.page.share"))
	reader.get(statementPage+"/card.png").must("nor is its picture", 404)
	b.later(time.Hour)
	editor.post(correctDesk, fixForm(4, "publish", "kind", "retraction", "text", "Моста немає.")).must("the whole story", 303)
	reader.get(statementPage).must("answers still", 200, b.words("story.retracted")).mustNot("its words are not told", "Богдан Гук")
	if text := reader.get("/stories/mist/text.txt").must("its text", 200); text.body != "" {
		t.Errorf("the words of a retracted story are told: %q", text.body)
	}
}

func TestWhatMachinesReadOfStatements(t *testing.T) {
	b := newBureau(t)
	reader := b.browser("")
	card := reader.get(statementPage+"/card.png").must("the picture", 200)
	if img, err := png.Decode(bytes.NewReader([]byte(card.body))); err != nil || img.Bounds().Dx() != 1200 || card.header.Get("Content-Type") != "image/png" {
		t.Errorf("the picture: %v, %s", err, card.header.Get("Content-Type"))
	}
	text := []rune(reader.get("/stories/mist/text.txt").must("the text", 200).body)
	var doc struct {
		Total int
		First struct {
			Items []struct {
				ID     string
				Target []struct {
					Source   string
					Selector []struct {
						Type       string
						Start, End int
						Exact      string
					}
				}
			}
		}
	}
	notes := reader.get("/stories/mist/annotations.json").must("the annotations", 200)
	if err := json.Unmarshal([]byte(notes.body), &doc); err != nil || doc.Total == 0 {
		t.Fatalf("%d annotations, %v", doc.Total, err)
	}
	if got := notes.header.Get("Content-Type"); !strings.HasPrefix(got, "application/ld+json") {
		t.Errorf("annotations are %s", got)
	}
	for _, item := range doc.First.Items {
		at := item.Target[1]
		if at.Source != "http://news.example/stories/mist/text.txt" || string(text[at.Selector[0].Start:at.Selector[0].End]) != at.Selector[1].Exact {
			t.Errorf("%s marks %q in %s, and quotes %q", item.ID, string(text[at.Selector[0].Start:at.Selector[0].End]), at.Source, at.Selector[1].Exact)
		}
		reader.get(strings.TrimPrefix(item.ID, "http://news.example")).must("each has its page", 200)
	}
	reader.get("/feed.json").must("the feed", 200, `"annotations": "http://news.example/stories/mist/annotations.json"`, `"speaker": "Богдан Гук"`)
}
