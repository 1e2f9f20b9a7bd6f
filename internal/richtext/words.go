package richtext

import (
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
)

// run is a stretch of a block's text without an edge of a span or mark in it.
type run struct {
	text  string
	start int // rune in the block
	span  *rozmova.Span
}

// words writes the text of the i-th block with its spans and marks; where link is not empty, all of it leads there.
func (w *writer) words(i int, b *rozmova.Block, link string) {
	spans := b.Spans
	if link != "" {
		spans = make([]rozmova.Span, 0, len(b.Spans))
		for _, s := range b.Spans {
			spans = append(spans, rozmova.Span{Text: s.Text, Marks: s.Marks, Link: link})
		}
		if len(spans) == 0 && b.Kind == rozmova.Embed {
			spans = append(spans, rozmova.Span{Text: link, Link: link})
		}
	}
	m := marking{w: w, pieces: w.pieces[i]}
	runs := cut(spans, m.pieces)
	texts := w.typeset(runs, b)
	var f format
	end := 0
	for n, r := range runs {
		if e := m.edge(r.start); e >= 0 && e <= r.start {
			f.set(w, nil)
			m.at(r.start)
		}
		f.set(w, w.tags(r.span))
		text := html.EscapeString(texts[n])
		if b.Kind != rozmova.Code {
			text = strings.ReplaceAll(text, "\n", "<br>")
		}
		w.WriteString(text)
		end = r.start + utf8.RuneCountInString(r.text)
	}
	f.set(w, nil)
	m.at(end)
}

// cut parts spans at the edges of marks.
func cut(spans []rozmova.Span, marks []piece) []run {
	edges := make([]int, 0, 2*len(marks))
	for _, p := range marks {
		edges = append(edges, p.start, p.end)
	}
	slices.Sort(edges)
	runs := make([]run, 0, len(spans)+len(edges))
	at := 0
	for i := range spans {
		text := spans[i].Text
		from, start := 0, at
		for byteAt := range text {
			for ; len(edges) > 0 && edges[0] <= at; edges = edges[1:] {
				if byteAt > from {
					runs = append(runs, run{text[from:byteAt], start, &spans[i]})
					from, start = byteAt, at
				}
			}
			at++
		}
		if from < len(text) {
			runs = append(runs, run{text[from:], start, &spans[i]})
		}
	}
	return runs
}

// typeset gives the runs' texts as they are displayed. Code, addresses that are written out and names keep their characters; what
// stands around them is set as if they were a word.
func (w *writer) typeset(runs []run, b *rozmova.Block) []string {
	texts := make([]string, len(runs))
	if !w.o.Typeset || b.Kind == rozmova.Code {
		for i, r := range runs {
			texts[i] = r.text
		}
		return texts
	}
	verbatim := func(s *rozmova.Span) bool {
		return s.Marks&(rozmova.Monospace|rozmova.Mention) != 0 || s.Link != "" && strings.Contains(s.Text, "://")
	}
	for i, r := range runs {
		if texts[i] = r.text; verbatim(r.span) {
			texts[i] = "x"
		}
	}
	texts = lang.TypesetRuns(w.o.Lang, texts)
	for i, r := range runs {
		if verbatim(r.span) {
			texts[i] = r.text
		}
	}
	return texts
}

// tags gives the elements around the words of a span, the outermost first: opening tags, by which the closing ones are known.
func (w *writer) tags(s *rozmova.Span) []string {
	var tags []string
	if link, ok := address(s.Link); ok {
		rel := "noopener"
		if w.o.Untrusted {
			rel = "ugc nofollow noopener"
		}
		tags = append(tags, `<a href="`+html.EscapeString(link)+`" rel="`+rel+`">`)
	}
	for _, mark := range [...]struct {
		mark rozmova.Mark
		tag  string
	}{{rozmova.Strong, "<strong>"}, {rozmova.Emphasis, "<em>"}, {rozmova.Strike, "<del>"}, {rozmova.Monospace, "<code>"}, {rozmova.Mention, `<b class="mention">`}} {
		if s.Marks&mark.mark != 0 {
			tags = append(tags, mark.tag)
		}
	}
	return tags
}

// format is the stack of open inline elements.
type format struct{ open []string }

// set closes and opens elements until exactly tags are open.
func (f *format) set(w *writer, tags []string) {
	same := 0
	for same < len(tags) && same < len(f.open) && tags[same] == f.open[same] {
		same++
	}
	for i := len(f.open) - 1; i >= same; i-- {
		name, _, _ := strings.Cut(strings.Trim(f.open[i], "<>"), " ")
		w.WriteString("</" + name + ">")
	}
	for _, tag := range tags[same:] {
		w.WriteString(tag)
	}
	f.open = tags
}
