package richtext

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rozmova/rozmova"
)

func TestMarkdownIsReadBack(t *testing.T) {
	for _, md := range []string{
		"Один.\n\nДва з *курсивом*, **товстим**, ***обома***, ~~викресленим~~ і `кодом`.",
		"## Заголовок\n\n### Нижчий #1\n\nАбзац із [посиланням](https://a.example/x?a=1&copy=2) і https://b.example/a_b.",
		"- a\n- b\n  - c\n    1. d\n    2. e\n- f\n\n  далі\n\n1. g\n2. h",
		"> цитата\n>\n> друга\n>\n> > глибше\n>\n> і знову\n\nкінець",
		"> - a\n>   > b\n> - c",
		"```\nкод\n\n  далі ```` і\n```\n\nабзац",
		"![міст](/m/a.jpg \"Фото: \\\"Н.\\\"\")\n\n***\n\n- ***\n- ## h\n- ```\n  x\n  ```",
		"a  \nb\n===\n\n1991\\. рік\n\n\\- Так.  \n\\# ні\n\n\\*зірки\\* snake_case _a_ [дужки] \\[x](y) 5 < 6 &amp;copy; a!\\[b",
		"Ого![тут](https://a.example) і [x \\] y](https://b.example/(a))",
		"**жирний *і курсив* у ньому** та *курсив із **жирним***",
	} {
		readBack(t, md)
	}
}

// readBack holds that a body goes through Markdown and stays itself.
func readBack(t *testing.T, md string) {
	t.Helper()
	body, err := StoryMarkdown(md)
	if err != nil {
		return
	}
	written := Markdown(body)
	again, err := StoryMarkdown(written)
	if err != nil {
		t.Errorf("%q is written as %q: %v", md, written, err)
		return
	}
	if diff := cmp.Diff(outline(body), outline(again)); diff != "" {
		t.Errorf("%q is written as %q (-want +got):\n%s", md, written, diff)
	}
}

func TestMarkdownOfPlainText(t *testing.T) {
	words := []string{"слово", "інше", "*", "**", "_", "`", "[", "](", ")", "<b>", "&amp;", "#", "1.", "-", ">", "~~", "=", "\\", "!", "«так»", "a_b", "+", "https", "12)", ":", "|"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var lines []string
		for range 1 + random.IntN(4) {
			var line []string
			for range 1 + random.IntN(7) {
				line = append(line, words[random.IntN(len(words))])
			}
			lines = append(lines, strings.Join(line, []string{" ", ""}[random.IntN(2)]))
		}
		body := StoryText(strings.Join(lines, "\n"))
		written := Markdown(body)
		again, err := StoryMarkdown(written)
		if err != nil || rozmova.PlainText(again) != rozmova.PlainText(body) || len(again) != len(body) {
			t.Fatalf("%q is written as %q and read as %q: %v", rozmova.PlainText(body), written, rozmova.PlainText(again), err)
		}
	}
}

func FuzzMarkdownIsReadBack(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, md string) {
		body, err := StoryMarkdown(md)
		if err != nil {
			return
		}
		again, err := StoryMarkdown(Markdown(body))
		if err != nil && len(body) > 0 || rozmova.PlainText(again) != rozmova.PlainText(body) {
			t.Fatalf("%q: %v", md, err)
		}
		checkBody(t, again, Options{}, storyElements)
	})
}
