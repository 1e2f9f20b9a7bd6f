package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rozmova/rozmova/internal/attribution"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// TestDraftsAreTakenAsTheyAre: of every text, once the editor has written what only the editor knows, the draft is taken, with every statement
// at its place.
func TestDraftsAreTakenAsTheyAre(t *testing.T) {
	texts := map[string]string{"signs": "- Перший рядок.\n1. Другий *рядок* [і_ще].\n# «Так», – сказав Лев Гай. «Так», – сказала Оксана Ткач."}
	files, err := filepath.Glob("../../data/attribution/*/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(file)] = string(text)
	}
	for name, text := range texts {
		found := attribution.Find(text, attribution.Options{})
		draft, err := draftOf(text, found)
		if err != nil {
			t.Fatal(err)
		}
		draft = strings.Replace(draft, `headline: ""`, "headline: Заголовок", 1)
		draft = strings.ReplaceAll(draft, `anonymous: ""`, "anonymous: просить не називати")
		draft = strings.ReplaceAll(draft, `what: ""`, "what: подія")
		parsed, err := newsroom.Parse(name+".md", []byte(draft), newsroom.ParseOptions{})
		if err != nil {
			t.Errorf("%s: %v\n%s", name, newsroom.Explain(err, func(id string, _ map[string]any) string { return id }), draft)
			continue
		}
		n := 0
		var count func(list []attribution.Statement)
		count = func(list []attribution.Statement) {
			for i := range list {
				if n < len(parsed.Story.Statements) {
					if got := parsed.Story.Statements[n]; oneLine(got.Content) != oneLine(list[i].Text) {
						t.Errorf("%s: %q became %q", name, list[i].Text, got.Content)
					}
				}
				n++
				count(list[i].Nested)
			}
		}
		count(found.Statements)
		if n != len(parsed.Story.Statements) {
			t.Errorf("%s: %d of %d statements", name, len(parsed.Story.Statements), n)
		}
	}
}
