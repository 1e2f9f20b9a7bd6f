package newsroom

import (
	"bytes"
	"cmp"
	"errors"
	"path/filepath"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/richtext"
)

// MaxFile is how many bytes a file may have.
const MaxFile = 2 << 20

// mostHeadline is how many runes a headline may have.
const mostHeadline = 300

// A Draft is a story as a file holds it. Nothing of it is stored yet.
type Draft struct {
	File          string
	Story         rozmova.Story // without ID, Site, State, Revision, Changed, Group and Thread; Published may be zero
	TranslationOf rozmova.Slug  // empty for none
	LeftOut       []LeftOut     // what stands in the file and not in the body
	Authors       []PenName     // those of its authors who are readers; Publish finds out who they are
	Readers       []PenName     // who the sources are among the readers, by their number in Story.Sources; no name for most

	desk  bool           // it is a working copy: authors, readers and translations are in Story
	lines map[string]int // front-matter key → its line, for what is found out later
}

// A PenName is a reader's name as it stands in a file.
type PenName struct {
	Name string
	Line int
}

// ParseOptions say what a file does not.
type ParseOptions struct {
	Headline string // goes before what the file says
	Language string // where the file says none
}

// Parse reads a story from a file: .txt, .md or .html. The name "-" is standard input, whose kind is seen from how it
// begins: "---" or "# " is Markdown, "<" HTML, all else plain text. It stores nothing. The error is Problems: everything that is
// wrong with the file at once.
func Parse(name string, content []byte, o ParseOptions) (*Draft, error) {
	p := parser{findings: findings{file: name}, draft: &Draft{File: name, lines: map[string]int{}}}
	if text, ok := p.readable(content); ok {
		p.read(text, o)
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	return p.draft, nil
}

// A parser makes a Draft of one file and gathers what is wrong with it.
type parser struct {
	findings
	draft     *Draft
	quoted    []quoted // where the draft's statements are, by number
	corrected []fields // of the draft's corrections, by number
	missing   int      // quotations that were not found
}

// readable gives the file as clean text, unless it is none.
func (p *parser) readable(content []byte) (string, bool) {
	if len(content) > MaxFile {
		p.refuse(0, "", "publish.too_large", "Max", MaxFile>>20)
		return "", false
	}
	text, err := lang.Clean(string(content))
	var bad *lang.EncodingError
	if errors.As(err, &bad) {
		line := 1 + bytes.Count(content[:bad.Offset], []byte("\n"))
		p.refuse(line, "", "publish.not_utf8", "Offset", bad.Offset)
		return "", false
	}
	if strings.TrimSpace(text) == "" {
		p.refuse(0, "", "publish.empty")
		return "", false
	}
	return text, true
}

// format tells how the file is written, by the end of its name, or by how it begins.
func format(name, text string) string {
	if name != "-" {
		switch ext := strings.ToLower(filepath.Ext(name)); ext {
		case ".markdown":
			return ".md"
		case ".htm":
			return ".html"
		default:
			return ext
		}
	}
	first, _, _ := strings.Cut(text, "\n")
	switch {
	case strings.TrimRight(first, " \t") == fence, strings.HasPrefix(first, "# "):
		return ".md"
	case strings.HasPrefix(strings.TrimSpace(text), "<"):
		return ".html"
	}
	return ".txt"
}

// read fills the draft.
func (p *parser) read(text string, o ParseOptions) {
	s := &p.draft.Story
	kind := format(p.file, text)
	var title string // what the body has for a headline
	var err error
	switch kind {
	case ".txt":
		s.Body = richtext.StoryText(text)
	case ".md":
		body, whole := p.frontMatter(text)
		if !whole {
			return
		}
		s.Body, err = richtext.StoryMarkdown(body)
		title = p.title(body, o)
	case ".html":
		var doc richtext.HTMLDocument
		doc, err = richtext.StoryHTML(text)
		s.Body, title = doc.Blocks, doc.Headline
		for _, name := range doc.LeftOut {
			p.draft.LeftOut = append(p.draft.LeftOut, LeftOut{Text: name, Why: WhyElement})
		}
	default:
		p.refuse(0, "", "publish.format_unknown", "Ext", kind)
		return
	}
	p.body(err)
	p.headline(title, o)
	if kind == ".html" && title != "" && line(title) != s.Headline {
		p.draft.LeftOut = append(p.draft.LeftOut, LeftOut{Text: title, Why: WhyHeadline})
	}
	p.language(o)
	if s.Slug == "" && p.draft.lines["slug"] == 0 && s.Headline != "" {
		s.Slug = rozmova.Slug(lang.Slug(string(s.Language), s.Headline))
	}
	p.statements()
	p.corrections()
}

// body takes out what is not the story's, and tells what richtext refused in the words of a file.
func (p *parser) body(err error) {
	s := &p.draft.Story
	var refused *rozmova.Error
	switch {
	case errors.As(err, &refused) && refused.Reason == "story.too_large":
		most, _ := refused.Args["Max"].(int)
		p.refuse(0, "body", "publish.too_large", "Max", most>>20)
		return
	case errors.As(err, &refused) && refused.Reason == "story.not_html":
		p.refuse(0, "body", "publish.not_html")
		return
	case err == nil:
		var left []LeftOut
		s.Body, left = leaveOut(s.Body)
		p.draft.LeftOut = append(p.draft.LeftOut, left...)
	}
	if len(s.Body) == 0 {
		p.refuse(0, "body", "publish.text_missing")
	}
}

// title takes the first heading of a Markdown file out of the body, where it is the headline: written with one # and without
// another headline that differs.
func (p *parser) title(markdown string, o ParseOptions) string {
	s := &p.draft.Story
	first, rest, _ := strings.Cut(strings.TrimLeft(markdown, "\n"), "\n")
	second, _, _ := strings.Cut(rest, "\n")
	underlined := second != "" && strings.Trim(second, "=") == ""
	if len(s.Body) == 0 || s.Body[0].Kind != rozmova.Heading || !strings.HasPrefix(first, "# ") && !underlined {
		return ""
	}
	title := line(s.Body[0].Text())
	if given := line(cmp.Or(o.Headline, s.Headline)); given != "" && given != title {
		return ""
	}
	s.Body = s.Body[1:]
	return title
}

func (p *parser) headline(title string, o ParseOptions) {
	s := &p.draft.Story
	s.Headline = line(cmp.Or(line(o.Headline), s.Headline, title))
	if s.Headline == "" {
		p.refuse(0, "headline", "publish.headline_missing")
	}
	p.short(p.draft.lines["headline"], "headline", s.Headline, mostHeadline)
}

// line gives text as one clean line. What is not UTF-8 does not come so far, unless it came from the command line.
func line(s string) string {
	s, _ = lang.CleanLine(strings.ToValidUTF8(s, "\uFFFD"))
	return s
}
