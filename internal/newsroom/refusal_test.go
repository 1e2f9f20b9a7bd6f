package newsroom_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// body is the text of the stories below. The head stands before it.
const body = "---\nМер сказав: «Міст відкриють у грудні». Опозиція каже, що міст відкриють навесні.\n\nМіст — це дорога, і міст — це гроші.\n"

func TestRefusals(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	const source, sides = "sources:\n- {key: mayor, kind: person, name: Мер}\n", "sides:\n- {key: city, name: Місто}\n"
	statement := func(rest string) string {
		return "headline: Міст\nstatements:\n- {key: s1, mode: direct, quote: Міст відкриють у грудні, " + rest + "}\n"
	}
	for _, tt := range []struct {
		name string
		file string // a.md where it is empty
		text string // the head of a.md, or the whole of another file
		want string // what Explain says first in English, each line after the file's name
	}{
		{"empty", "a.txt", "", ": The file is empty."},
		{"nothing but white space", "a.txt", " \n\u200b\n", ": The file is empty."},
		{"not UTF-8", "a.txt", "Перший.\nДру\xffгий.", ":2: The file is not UTF-8: byte 20 does not belong there"},
		{"UTF-16", "a.txt", "\xff\xfeA\x00", ":1: The file is not UTF-8: byte 0 does not"},
		{"larger than 2 MB", "a.txt", strings.Repeat("a", newsroom.MaxFile+1), ": The file is larger than 2 MB."},
		{"Markdown of more than 1 MB", "b.md", "# H\n\n" + strings.Repeat("слово ", 100_000), ": The file is larger than 1 MB."},
		{"unknown format", "a.docx", "text", ": Files ending in “.docx” are not known"},
		{"text without a headline", "a.txt", "Перший.", ": There is no headline. Give it with --headline"},
		{"no end of the head", "b.md", "---\nheadline: Міст\n", ":1: The head of the file has no end"},
		{"no text", "b.md", "---\nheadline: Міст\n---\n\n", ": There is no text in the file."},
		{"page without text", "a.html", "<h1>Міст</h1><script>x</script>", ": There is no text in the file."},
		{"nothing but the notice", "b.md", "# Міст\n\nДодаючи коментар, будьте толерантними.", ": There is no text in the file."},
		{"not YAML", "", "headline: Міст\nsources: [\n", ":3: The head of the file cannot be read as YAML"},
		{"head is a list", "", "- headline\n", ":2: “front matter” must be written as keys"},
		{"unknown key", "", "headline: Міст\nstandfrist: Так\n", ":3: Unknown key “standfrist” at the head of the file; the nearest known one is “standfirst”."},
		{"unknown key of a source", "", "headline: Міст\nsources:\n- key: a\n  kind: person\n  nmae: Мер\n  name: Мер\n", ":6: Unknown key “nmae” at the head of the file; the nearest known one is “name”."},
		{"key twice", "", "headline: Міст\nheadline: Мости\n", ":3: “headline” stands here twice."},
		{"alias", "", "headline: &a Міст\nbyline: *a\n", ":3: “byline” refers to another place of the file"},
		{"merge", "", "headline: Міст\n<<: {byline: Я}\n", ":3: Unknown key “<<”"},
		{"no headline", "", "byline: Я\n", ": There is no headline."},
		{"headline too long", "", "headline: " + strings.Repeat("а", 301) + "\n", ":2: “headline” is longer than 300 characters."},
		{"headline is a list", "", "headline: [Міст]\nslug: a\n", ":2: “headline” must be text."},
		{"binary", "", "headline: Міст\nbyline: \"\\xff\\uD800\"\n", ":3: The head of the file cannot be read as YAML"},
		{"slug", "", "headline: Міст\nslug: Старий міст\n", ":3: “slug” cannot be “Старий міст”"},
		{"section", "", "headline: Міст\nsection: a--b\n", ":3: “section” cannot be “a--b”"},
		{"translation_of", "", "headline: Міст\ntranslation_of: -a\n", ":3: “translation_of” cannot be “-a”"},
		{"language", "", "headline: Міст\nlanguage: українська\n", ":3: “українська” is no language"},
		{"published", "", "headline: Міст\npublished: вчора\n", ":3: “published” must be a time such as"},
		{"not a list", "", "headline: Міст\nsources: мер\n", ":3: “sources” must be a list."},
		{"not keys", "", "headline: Міст\nsides:\n- місто\n", ":4: “sides” must be written as keys"},
		{"too many items", "", "headline: Міст\nsides:\n" + strings.Repeat("- {key: a, name: b}\n", 1001), ":4: “sides” has more than 1000 items."},
		{"source without a key", "", "headline: Міст\nsources:\n- {kind: person, name: Мер}\n", ":4: “key” is missing or empty."},
		{"key with a space", "", "headline: Міст\nsources:\n- {key: a b, kind: person, name: Мер}\n", ":4: The key “a b” may have up to"},
		{"two sources with one key", "", "headline: Міст\n" + source + "- {key: mayor, kind: person, name: Інший}\n", ":5: The key “mayor” stands twice in “sources”."},
		{"kind of source", "", "headline: Міст\nsources:\n- {key: a, kind: human, name: Мер}\n", ":4: “kind” cannot be “human”; it may be: person, organisation, outlet, document."},
		{"unnamed without reason", "", "headline: Міст\nsources:\n- key: a\n  kind: person\n  name: \"\"\n", ":6: The source “a” has no name."},
		{"named with a reason why not", "", "headline: Міст\nsources:\n- {key: a, kind: person, name: Мер, anonymous: Боїться}\n", ":4: The source “a” has a name and a reason"},
		{"reader of an unnamed source", "", "headline: Міст\nsources:\n- key: a\n  kind: person\n  anonymous: Боїться\n  reader: Леся\n", ":7: The source “a” is not named, and reader would show who it is."},
		{"authors as keys", "", "headline: Міст\nauthors: {a: b}\n", ":3: “authors” must be text."},
		{"an author without a name", "", "headline: Міст\nauthors:\n- Леся\n- \n", ":5: “authors” is missing or empty."},
		{"an author by an alias", "", "headline: Міст\nbyline: &a Я\nauthors: [*a]\n", ":4: “authors” refers to another place of the file"},
		{"too many authors", "", "headline: Міст\nauthors:\n" + strings.Repeat("- Леся\n", 1001), ":4: “authors” has more than 1000 items."},
		{"link", "", "headline: Міст\nsources:\n- {key: a, kind: person, name: Мер, link: \"javascript:alert(1)\"}\n", ":4: “link” must be a whole address"},
		{"link with credentials", "", "headline: Міст\nsources:\n- {key: a, kind: person, name: Мер, link: \"https://a:b@example.org/\"}\n", ":4: “link” must be a whole address"},
		{"read", "", "headline: Міст\nsources:\n- {key: a, kind: person, name: Мер, read: 20.11.2026}\n", ":4: “read” must be a time"},
		{"quote missing", "", "headline: Міст\nstatements:\n- key: s1\n  mode: direct\n  quote: Міст відкриють у січні\n", ":6: The text does not contain the quotation “Міст відкриють у січні”. The nearest words of it: “Міст відкриють у грудні”."},
		{"quote with other marks", "", "headline: Міст\nstatements:\n- {key: s1, mode: mixed, quote: 'Мер сказав: \"Міст'}\n", "The nearest words of it: “Мер сказав: «Міст”."},
		{"quote nowhere", "", "headline: Міст\nstatements:\n- {key: s1, mode: direct, quote: зовсім інші слова тут}\n", ":4: The text does not contain the quotation “зовсім інші слова тут”, nor anything"},
		{"quote empty", "", "headline: Міст\nstatements:\n- {key: s1, mode: direct, quote: \" \"}\n", ":4: “quote” is missing or empty."},
		{"quote ambiguous", "", "headline: Міст\nstatements:\n- {key: s1, mode: direct, quote: міст}\n", ":4: The quotation “міст” stands in the text 2 times. Say with occurrence"},
		{"occurrence too high", "", "headline: Міст\nstatements:\n- {key: s1, mode: direct, quote: міст, occurrence: 3}\n", ":4: The quotation “міст” stands in the text 2 times; occurrence says 3."},
		{"occurrence malformed", "", statement("occurrence: first"), ":4: “occurrence” must be a whole number"},
		{"mode", "", "headline: Міст\nstatements:\n- {key: s1, mode: said, quote: Міст відкриють у грудні}\n", ":4: “mode” cannot be “said”"},
		{"unknown speaker", "", statement("speaker: mayor"), ":4: There is no source with the key “mayor”."},
		{"unknown via", "", source + statement("speaker: mayor, via: radio"), ":6: There is no source with the key “radio”."},
		{"unknown side", "", sides + statement("side: village"), ":6: There is no side with the key “village”."},
		{"unknown outer statement", "", statement("within: s0"), ":4: There is no statement with the key “s0”."},
		{"not nested", "", statement("topic: a") + "- {key: s2, mode: direct, quote: Опозиція каже, within: s1}\n", ":5: The quotation “Опозиція каже” does not stand inside the statement “s1”"},
		{"nested in itself", "", statement("within: s2") + "- {key: s2, mode: direct, quote: відкриють у грудні, within: s1}\n", "stands inside itself."},
		{"development", "", "headline: Міст\ndevelopments:\n- {key: a, what: Відкриття}\n", ":4: “value” is missing or empty."},
		{"date", "", "headline: Міст\ndevelopments:\n- {key: a, what: Відкриття, value: 2 грудня, date: 2026-12-32}\n", ":4: “date” must be a date"},
		{"earlier source", "", "headline: Міст\ndevelopments:\n- {key: a, what: Відкриття, value: 2 грудня, earlier: [{value: 1 грудня, source: x}]}\n", ":4: There is no source with the key “x”."},
		{"kind of correction", "", "headline: Міст\ncorrections:\n- {kind: erratum, text: Так}\n", ":4: “kind” cannot be “erratum”"},
		{"correction of nothing", "", "headline: Міст\ncorrections:\n- {kind: correction, text: Так, statement: s9}\n", ":4: There is no statement with the key “s9”."},
	} {
		file, text := tt.file, tt.text
		if file == "" {
			file, text = "a.md", "---\n"+text+body
		}
		d, err := newsroom.Parse(file, []byte(text), newsroom.ParseOptions{})
		if d != nil || !errors.Is(err, rozmova.Invalid) {
			t.Errorf("%s: %v, %v; want it refused as Invalid", tt.name, d, err)
			continue
		}
		lines := newsroom.Explain(err, bundle.Printer("en").Fill)
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, file+":") && strings.Contains(l, tt.want) }) {
			t.Errorf("%s: says\n%s\nwant\n%s%s", tt.name, strings.Join(lines, "\n"), file, tt.want)
		}
		for _, lang := range i18n.Languages() {
			for _, l := range newsroom.Explain(err, bundle.Printer(lang).Fill) {
				if strings.ContainsAny(l, "⟦\n") || len(l) > 1000 {
					t.Errorf("%s, in %s: not one clear line: %q", tt.name, lang, l)
				}
			}
		}
	}
	if m := bundle.Missing(); len(m) > 0 {
		t.Errorf("texts that are in no catalogue: %v", m)
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	text := "---\nbyline: Я\nslug: Ні\nsorces: []\nstatements:\n- {key: s1, mode: direct, quote: Такого немає тут}\n- {key: s2, mode: direct, quote: Опозиція каже, speaker: x}\n" + body
	_, err := newsroom.Parse("a.md", []byte(text), newsroom.ParseOptions{})
	got := reasons(err)
	slices.Sort(got)
	want := []string{"publish.headline_missing", "publish.quote_nowhere", "publish.slug_malformed", "publish.source_unknown", "publish.unknown_key"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	var many strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&many, "key%d: 1\n", i)
	}
	_, err = newsroom.Parse("a.md", []byte("---\n"+many.String()+body), newsroom.ParseOptions{})
	if n := len(reasons(err)); n != 100 {
		t.Errorf("%d problems told of a file with 5000, want 100", n)
	}
}

func TestNestedQuoteIsSoughtInsideTheOuterOne(t *testing.T) {
	d := parse(t, "a.md", "---\nheadline: Міст\nstatements:\n- {key: in, mode: indirect, quote: міст відкриють, within: out}\n- {key: out, mode: indirect, quote: 'Опозиція каже, що міст відкриють навесні'}\n---\n"+
		"Раніше міст відкриють казав мер. «Опозиція каже, що міст відкриють навесні», — пише радіо.\n")
	checkStatements(t, &d.Story)
	if in, out := d.Story.Statements[0].Anchor, d.Story.Statements[1].Anchor; in.Start.Rune < out.Start.Rune {
		t.Errorf("the first of two occurrences was taken: %v, outer %v", in, out)
	}
}
