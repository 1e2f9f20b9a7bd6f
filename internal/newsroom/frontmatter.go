package newsroom

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rozmova/rozmova"
)

// fence is the line before and after the front matter.
const fence = "---"

// frontMatter reads the head of a Markdown file, where it has one, and gives what follows it. It reports false where the
// head cannot be read at all, so that there is no telling what else is wrong.
func (p *parser) frontMatter(text string) (body string, whole bool) {
	first, rest, _ := strings.Cut(text, "\n")
	if strings.TrimRight(first, " \t") != fence {
		return text, true
	}
	at := 0
	for l := range strings.Lines(rest) {
		if end := strings.TrimRight(l, " \t\n"); end == fence || end == "..." {
			// The blank line before keeps the numbers of the lines those of the file.
			return rest[at+len(l):], p.head("\n" + rest[:at])
		}
		at += len(l)
	}
	p.refuse(1, "", "publish.front_matter_open")
	return "", false
}

// head reads the front matter, and reports whether it could.
func (p *parser) head(text string) bool {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		p.yaml(err)
		return false
	}
	if len(doc.Content) == 0 {
		return true
	}
	f := p.mapping(doc.Content[0], "front matter", "headline", "standfirst", "byline", "authors", "section", "language", "slug", "translation_of", "published",
		"sources", "sides", "statements", "developments", "corrections", "silences", "developing")
	for key, n := range f.values {
		p.draft.lines[key] = n.Line
	}
	s := &p.draft.Story
	s.Headline = f.text("headline")
	s.Standfirst = f.text("standfirst")
	s.Byline = f.text("byline")
	p.draft.Authors = f.names("authors")
	s.Section = f.slug("section")
	s.Language = rozmova.Locale(f.text("language"))
	s.Slug = f.slug("slug")
	p.draft.TranslationOf = f.slug("translation_of")
	s.Published = f.time("published")
	p.sources(f)
	for _, item := range f.list("sides", "key", "name") {
		s.Sides = append(s.Sides, rozmova.Side{Key: item.key(), Name: item.required("name")})
	}
	unique(p, "sides", s.Sides, func(s rozmova.Side) string { return s.Key }, f)
	p.quotes(f)
	p.developments(f)
	p.silences(f)
	p.fixes(f)
	if f.values["developing"] != nil {
		s.Developing = developing[f.one("developing", "newest", "oldest", "no")]
	}
	return true
}

// developing are the words of a file for whether a story is added to, and in which order.
var developing = map[string]rozmova.Developing{"newest": rozmova.NewestFirst, "oldest": rozmova.OldestFirst, "no": rozmova.NotDeveloping}

// yaml tells what the library did not understand, with its line: "yaml: line 3: did not find expected key".
func (p *parser) yaml(err error) {
	detail := strings.TrimPrefix(err.Error(), "yaml: ")
	at := 1
	if rest, ok := strings.CutPrefix(detail, "line "); ok {
		if number, what, ok := strings.Cut(rest, ": "); ok {
			at, detail = atoi(number), what
		}
	}
	p.refuse(at, "", "publish.front_matter_malformed", "Detail", shown(detail))
}

func atoi(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' || n > MaxFile {
			return 1
		}
		n = 10*n + int(s[i]-'0')
	}
	return n
}

func (p *parser) sources(f fields) {
	s := &p.draft.Story
	for _, item := range f.list("sources", "key", "kind", "name", "role", "anonymous", "link", "read", "reader") {
		src := rozmova.Source{
			Key:       item.key(),
			Kind:      rozmova.SourceKind(item.one("kind", "person", "organisation", "outlet", "document")),
			Name:      item.text("name"),
			Role:      item.text("role"),
			Anonymous: item.text("anonymous"),
			Link:      item.link("link"),
			Read:      item.time("read"),
		}
		switch {
		case src.Name == "" && src.Anonymous == "":
			p.refuse(item.at("name"), "anonymous", "publish.source_unnamed", "Key", src.Key)
		case src.Name != "" && src.Anonymous != "":
			p.refuse(item.at("name"), "name", "publish.source_named", "Key", src.Key)
		}
		reader := PenName{item.text("reader"), item.at("reader")}
		if reader.Name != "" && src.Anonymous != "" {
			p.refuse(reader.Line, "reader", "publish.source_reader", "Key", src.Key)
		}
		s.Sources = append(s.Sources, src)
		p.draft.Readers = append(p.draft.Readers, reader)
	}
	unique(p, "sources", s.Sources, func(s rozmova.Source) string { return s.Key }, f)
}

func (p *parser) developments(f fields) {
	s := &p.draft.Story
	for _, item := range f.list("developments", "key", "what", "value", "date", "source", "earlier") {
		d := rozmova.Development{Key: item.key(), What: item.required("what"), Value: item.required("value"), Date: item.date("date"), Source: item.source("source")}
		for _, before := range item.list("earlier", "value", "date", "source") {
			d.Earlier = append(d.Earlier, rozmova.EarlierValue{Value: before.required("value"), Date: before.date("date"), Source: before.source("source")})
		}
		s.Developments = append(s.Developments, d)
	}
	unique(p, "developments", s.Developments, func(d rozmova.Development) string { return d.Key }, f)
}

// silences reads who was asked and did not say.
func (p *parser) silences(f fields) {
	s := &p.draft.Story
	for _, item := range f.list("silences", "key", "source", "kind", "at", "side", "topic") {
		n := rozmova.Silence{Key: item.key(), Source: item.source("source"), Kind: rozmova.SilenceKind(item.one("kind", string(rozmova.Declined), string(rozmova.NoAnswer))), At: item.time("at"), Side: item.side("side"), Topic: item.text("topic")}
		if n.Source == "" {
			item.required("source")
		}
		if n.At.IsZero() {
			item.required("at")
		}
		s.Silences = append(s.Silences, n)
	}
	unique(p, "silences", s.Silences, func(s rozmova.Silence) string { return s.Key }, f)
}

// fixes reads the corrections; corrections looks at what they refer to.
func (p *parser) fixes(f fields) {
	for _, item := range f.list("corrections", "kind", "at", "text", "wrong", "right", "statement", "development", "in_place") {
		p.draft.Story.Corrections = append(p.draft.Story.Corrections, rozmova.Correction{
			Kind:      rozmova.CorrectionKind(item.one("kind", "correction", "clarification", "update", "retraction")),
			At:        item.time("at"),
			Text:      item.required("text"),
			Wrong:     item.text("wrong"),
			Right:     item.text("right"),
			Statement: item.text("statement"),

			Development: item.text("development"),
			InPlace:     item.values["in_place"] != nil && item.one("in_place", "true", "false") == "true",
		})
		p.corrected = append(p.corrected, item)
	}
}

// corrections checks that what each correction points at is there.
func (p *parser) corrections() {
	for i, c := range p.draft.Story.Corrections {
		if c.Statement != "" && p.statement(c.Statement) < 0 {
			p.refuse(p.corrected[i].at("statement"), "statement", "publish.statement_unknown", "Key", shown(c.Statement))
		}
		if c.Development != "" && !slices.ContainsFunc(p.draft.Story.Developments, func(d rozmova.Development) bool { return d.Key == c.Development }) {
			p.refuse(p.corrected[i].at("development"), "development", "publish.development_unknown", "Key", shown(c.Development))
		}
		if c.Statement != "" && c.Development != "" {
			p.refuse(p.corrected[i].at("development"), "development", "publish.correction_both", "Key", shown(c.Development))
		}
	}
}

// unique refuses a key that two items of a list have.
func unique[T any](p *parser, name string, items []T, key func(T) string, f fields) {
	seen := map[string]bool{}
	for i, item := range items {
		if k := key(item); k != "" && seen[k] {
			p.refuse(f.values[name].Content[i].Line, "key", "publish.key_taken", "Key", k, "List", name)
		} else {
			seen[k] = true
		}
	}
}
