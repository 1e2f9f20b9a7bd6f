package richtext

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
)

// Markdown writes a body as StoryMarkdown reads it: the same blocks with the same words come back. What Markdown cannot say goes on
// without its mark: emphasis that ends in the midst of a word with a sign before it, marks of a caption. A bare address without a
// link has one when it is read again.
func Markdown(body []rozmova.Block) string {
	var w markdownWriter
	for i := range body {
		w.block(body, i)
	}
	w.fence(nil)
	return strings.TrimLeft(w.out.String(), "\n")
}

// A markdownWriter writes line by line, each behind the signs of the quotations and lists that are open.
type markdownWriter struct {
	out   strings.Builder
	open  []listing
	tight bool   // the last line was an item's: another item may stand right behind it
	ticks string // fence of the code that is open
}

// A listing is an open quotation or the open item of a list.
type listing struct {
	list    bool
	ordered bool
	number  int  // of the item
	fresh   bool // its sign is not written yet
}

func (l listing) marker() string {
	switch {
	case !l.list:
		return "> "
	case l.ordered:
		return strconv.Itoa(l.number) + ". "
	}
	return "- "
}

// prefix gives what a line begins with within the first n that are open.
func (w *markdownWriter) prefix(n int) string {
	var s strings.Builder
	for _, l := range w.open[:n] {
		if l.list && !l.fresh {
			s.WriteString(strings.Repeat(" ", len(l.marker())))
		} else {
			s.WriteString(l.marker())
		}
	}
	return s.String()
}

// line writes a line where the writer stands.
func (w *markdownWriter) line(text string) {
	w.out.WriteString(strings.TrimRight(w.prefix(len(w.open))+text, " ") + "\n")
	for i := range w.open {
		w.open[i].fresh = false
	}
}

func (w *markdownWriter) quoted() bool { return len(w.open) > 0 && !w.open[len(w.open)-1].list }

// fresh tells that the sign of an item that is open has still to be written, so that what comes stands on its line.
func (w *markdownWriter) fresh() bool {
	return slices.ContainsFunc(w.open, func(l listing) bool { return l.fresh })
}

// part leaves an empty line behind what stands before, within the first n that are open.
func (w *markdownWriter) part(n int) {
	if w.out.Len() > 0 {
		w.out.WriteString(strings.TrimRight(w.prefix(n), " ") + "\n")
	}
}

// reach closes and opens quotations and items as block b asks, as writer.reach does, and leaves an empty line where one is needed.
func (w *markdownWriter) reach(b *rozmova.Block) {
	quote, depth := min(max(b.Quote, 0), maxNesting), min(max(b.Depth, 0), maxNesting-1)
	begins := b.Kind == rozmova.Item && !b.Goes
	before := len(w.open)
	next := -1 // number of the item, in a list that goes on
	switch lists, _ := w.count(); {
	case b.Goes && lists > depth:
		for l, q := w.count(); l > depth+1 || q > quote; l, q = w.count() {
			w.open = w.open[:len(w.open)-1]
		}
	case begins:
		for l, q := w.count(); l > depth+1 || q > quote || l > depth && (q < quote || w.quoted() || w.open[len(w.open)-1].ordered != b.Ordered); l, q = w.count() {
			w.open = w.open[:len(w.open)-1]
		}
		if l, _ := w.count(); l == depth+1 {
			next = w.open[len(w.open)-1].number + 1
			w.open = w.open[:len(w.open)-1]
		}
	default:
		for l, q := w.count(); l > 0 || q > quote; l, q = w.count() {
			w.open = w.open[:len(w.open)-1]
		}
	}
	kept := min(before, len(w.open))
	if !w.fresh() && (!w.tight || !begins || next < 0 && kept < before) {
		w.part(kept)
	}
	w.quotes(quote)
	if !begins {
		return
	}
	for l, _ := w.count(); l < depth; l, _ = w.count() {
		w.open = append(w.open, listing{list: true, ordered: b.Ordered, number: 1, fresh: true})
	}
	w.open = append(w.open, listing{list: true, ordered: b.Ordered, number: max(next, 1), fresh: true})
}

func (w *markdownWriter) quotes(n int) {
	for _, q := w.count(); q < min(n, maxNesting); q++ {
		w.open = append(w.open, listing{})
	}
}

func (w *markdownWriter) count() (lists, quotes int) {
	for _, l := range w.open {
		if l.list {
			lists++
		} else {
			quotes++
		}
	}
	return lists, quotes
}

// fence ends the code that is open unless b, a line of it, goes on with it.
func (w *markdownWriter) fence(b *rozmova.Block) {
	if w.ticks != "" && b == nil {
		w.line(w.ticks)
		w.ticks = ""
	}
}

func (w *markdownWriter) block(body []rozmova.Block, i int) {
	b := &body[i]
	if b.Kind == rozmova.Code {
		w.code(body, i)
		return
	}
	w.fence(nil)
	w.reach(b)
	w.tight = b.Kind == rozmova.Item
	switch b.Kind {
	case rozmova.Heading:
		w.heading(b)
	case rozmova.Pause:
		w.line("***")
	case rozmova.Figure:
		w.line(figureMarkdown(b))
	case rozmova.Embed:
		w.line(inlineMarkdown([]rozmova.Span{{Text: b.Source, Link: b.Source}}))
	default:
		if len(b.Spans) == 0 && b.Kind == rozmova.Item {
			return // something else stands first in it
		}
		for _, line := range strings.Split(inlineMarkdown(b.Spans), "\n") {
			w.line(line)
		}
	}
}

func (w *markdownWriter) heading(b *rozmova.Block) {
	text := inlineMarkdown(b.Spans)
	if b.Level == 2 && strings.Contains(text, "\n") {
		for _, line := range strings.Split(text, "\n") {
			w.line(line)
		}
		w.line("===")
		return
	}
	text = strings.ReplaceAll(text, "\\\n", " ")
	if kept := strings.TrimRight(text, "#"); kept != text && !strings.HasSuffix(kept, `\`) {
		text = kept + `\` + text[len(kept):]
	}
	w.line(strings.Repeat("#", min(max(b.Level, 2), 4)) + " " + text)
}

// code writes a line of code, with its fence where it is the first.
func (w *markdownWriter) code(body []rozmova.Block, i int) {
	b := &body[i]
	if w.ticks == "" || b.Quote != body[i-1].Quote || b.Depth != body[i-1].Depth || b.Goes != body[i-1].Goes {
		w.fence(nil)
		w.reach(b)
		w.tight = false
		longest := 2
		for j := i; j < len(body) && body[j].Kind == rozmova.Code; j++ {
			longest = max(longest, longestRun(body[j].Text(), '`'))
		}
		w.ticks = strings.Repeat("`", longest+1)
		w.line(w.ticks)
	}
	w.line(strings.ReplaceAll(b.Text(), "\n", " "))
}

func longestRun(s string, of rune) int {
	most, n := 0, 0
	for _, r := range s {
		if n++; r != of {
			n = 0
		}
		most = max(most, n)
	}
	return most
}

func figureMarkdown(b *rozmova.Block) string {
	title := ""
	if len(b.Spans) > 0 {
		title = ` "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;", "\n", " ").Replace(b.Text()) + `"`
	}
	return "![" + escaped(b.Alt, true) + "](" + destination(b.Source) + title + ")"
}

// destination writes an address as that of a link.
func destination(to string) string {
	to = strings.NewReplacer(`\`, `\\`, "&", "&amp;", "<", "%3C", ">", "%3E").Replace(to)
	if strings.ContainsAny(to, " ()") || to == "" {
		return "<" + to + ">"
	}
	return to
}
