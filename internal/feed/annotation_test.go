package feed

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

// quoted is a story with a nested statement, one that was taken back and one that nobody may see.
func quoted() *rozmova.Story {
	say := func(key, text, words string, mode rozmova.Mode) rozmova.Statement {
		at := len([]rune(text[:strings.Index(text, words)]))
		return rozmova.Statement{
			Key: key, Mode: mode, Content: words, Confirmed: true,
			Anchor: rozmova.Anchor{Start: rozmova.Position{Block: 1, Rune: at}, End: rozmova.Position{Block: 1, Rune: at + len([]rune(words))}},
		}
	}
	text := "«Міст закриють у січні 🌉», — сказала голова. За її словами, інженер назвав опори міцними. «Не скажу», — додала вона."
	s := &rozmova.Story{
		Slug: "mist", Language: "uk", State: rozmova.PublicStory, Headline: "Міст", Published: day(8, 6), Modified: day(9, 6),
		Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: "Початок 🙂."}}}, {Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: text}}}},
		Sources: []rozmova.Source{
			{Key: "head", Kind: rozmova.Person, Name: "Лариса Гончарук", Role: "міська голова"}, {Key: "engineer", Kind: rozmova.Person, Role: "інженер", Anonymous: "Не має права."},
			{Key: "radio", Kind: rozmova.Outlet, Name: "Хвиля", Link: "https://radio.example/1"},
		},
		Statements: []rozmova.Statement{
			say("s2", text, "інженер назвав опори міцними", rozmova.Indirect), say("s1", text, "Міст закриють у січні 🌉", rozmova.Direct),
			say("s2a", text, "опори міцними", rozmova.Indirect), say("s3", text, "Не скажу", rozmova.Direct), say("s4", text, "додала", rozmova.Direct),
		},
		Corrections: []rozmova.Correction{{Kind: rozmova.Retraction, Statement: "s3", At: day(9, 1), Text: "Не казала."}, {Kind: rozmova.Corrected, Statement: "s1", At: day(9, 2), Text: "Уточнено."}},
	}
	s.Statements[0].Speaker, s.Statements[1].Speaker, s.Statements[1].Via = "head", "head", "radio"
	s.Statements[2].Speaker, s.Statements[2].Within, s.Statements[3].Speaker = "engineer", "s2", "head"
	s.Statements[4].Record = rozmova.OffRecord
	return s
}

// TestAnnotationsMarkWhatTheyQuote: every selector finds its words in the text that it is of.
func TestAnnotationsMarkWhatTheyQuote(t *testing.T) {
	s := quoted()
	a := Article{Story: s, URL: "https://news.example/stories/mist", Publisher: "Розмова", PublisherURL: "https://news.example/"}
	doc, err := Annotations(a)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "quoted.annotations.json", doc)
	var got waCollection
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Fatal(err)
	}
	text := []rune(rozmova.PlainText(s.Body))
	var keys []string
	for _, item := range got.First.Items {
		keys = append(keys, strings.TrimPrefix(item.ID, a.URL+"/statements/"))
		for _, target := range item.Target {
			for _, sel := range target.Selector {
				switch sel.Type {
				case "TextPositionSelector":
					if words := string(text[*sel.Start:*sel.End]); words != s.StatementByKey(keys[len(keys)-1]).Content {
						t.Errorf("%s: the position is of %q", item.ID, words)
					}
				case "TextQuoteSelector":
					if !strings.Contains(string(text), *sel.Prefix+sel.Exact+*sel.Suffix) {
						t.Errorf("%s: %q is not in the text", item.ID, *sel.Prefix+sel.Exact+*sel.Suffix)
					}
				}
			}
		}
	}
	if list := strings.Join(keys, " "); list != "s1 s2 s2a" || got.Total != 3 {
		t.Errorf("annotated: %s (%d), want s1 s2 s2a: what was taken back or is off the record is not told", list, got.Total)
	}
	if strings.Contains(string(doc), "Не скажу\"") {
		t.Error("words that were taken back are told")
	}
	s.State = rozmova.RetractedNote
	if doc, err = Annotations(a); err != nil || json.Unmarshal(doc, &got) != nil || got.Total != 0 {
		t.Errorf("a retracted story has %d, %v", got.Total, err)
	}
}

func TestStatementJSONLD(t *testing.T) {
	a := Article{Story: quoted(), URL: "https://news.example/stories/mist", Publisher: "Розмова"}
	for _, key := range []string{"s1", "s2a"} {
		doc, err := StatementJSONLD(a, key)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "statement-"+key+".jsonld", pretty(t, doc))
	}
	for _, key := range []string{"s3", "s4", "none"} {
		if doc, err := StatementJSONLD(a, key); doc != nil || err != nil {
			t.Errorf("%s: %s, %v", key, doc, err)
		}
	}
}

func TestJSONFeedTellsStatements(t *testing.T) {
	c := &Channel{Title: "Розмова", Language: "uk", SiteURL: "https://news.example/", FeedURL: "https://news.example/feed", Items: []Item{{URL: "https://news.example/stories/mist", Title: "Міст", Story: quoted()}}}
	var b strings.Builder
	if err := c.JSONFeed(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "statements.json", []byte(b.String()))
}

func pretty(t *testing.T, doc []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, doc, "", " "); err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), '\n')
}
