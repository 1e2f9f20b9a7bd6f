package richtext

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
)

// inlineMarkdown writes the words of a block. It reads them back: marks that would not come back as they are give way to the words.
func inlineMarkdown(spans []rozmova.Span) string {
	want := (&rozmova.Block{Spans: spans}).Text()
	for _, try := range []func() string{
		func() string { return spansMarkdown(spans, false) },
		func() string { return spansMarkdown(spans, true) },
		func() string { return spansMarkdown(unmarked(spans), true) },
	} {
		text := try()
		if body, err := StoryMarkdown(text); err == nil && len(body) == 1 && body[0].Kind == rozmova.Paragraph && body[0].Text() == want {
			return text
		}
	}
	return spansMarkdown([]rozmova.Span{{Text: want}}, true)
}

// unmarked gives spans with their links alone.
func unmarked(spans []rozmova.Span) []rozmova.Span {
	out := slices.Clone(spans)
	for i := range out {
		out[i].Marks = 0
	}
	return out
}

// delimiters are the signs of the marks that open and close.
var delimiters = []struct {
	mark rozmova.Mark
	sign string
}{{rozmova.Strike, "~~"}, {rozmova.Strong, "**"}, {rozmova.Emphasis, "*"}}

// spansMarkdown writes spans with their marks and links; all escapes every sign that may mean something.
func spansMarkdown(spans []rozmova.Span, all bool) string {
	spans = hugged(spans)
	var out strings.Builder
	var open []int // of delimiters
	link := ""
	closeTo := func(n int) {
		for len(open) > n {
			out.WriteString(delimiters[open[len(open)-1]].sign)
			open = open[:len(open)-1]
		}
	}
	for i, s := range spans {
		if s.Link != link {
			closeTo(0)
			if link != "" {
				out.WriteString("](" + destination(link) + ")")
			}
			if link = s.Link; link == s.Text && s.Marks == 0 && (i+1 == len(spans) || spans[i+1].Link != link) {
				link = "" // a bare address
			}
			if link != "" {
				if text := out.String(); strings.HasSuffix(text, "!") {
					out.Reset()
					out.WriteString(text[:len(text)-1] + `\!`)
				}
				out.WriteByte('[')
			}
		}
		for n, o := range open {
			if s.Marks&delimiters[o].mark == 0 {
				closeTo(n)
				break
			}
		}
		for o, d := range delimiters {
			if s.Marks&d.mark != 0 && !slices.Contains(open, o) {
				out.WriteString(d.sign)
				open = append(open, o)
			}
		}
		if s.Marks&rozmova.Monospace != 0 {
			out.WriteString(codeSpan(s.Text))
		} else {
			out.WriteString(escaped(s.Text, all || link != ""))
		}
	}
	closeTo(0)
	if link != "" {
		out.WriteString("](" + destination(link) + ")")
	}
	return guarded(out.String())
}

// hugged moves white space out of marks, as their signs have to touch words.
func hugged(spans []rozmova.Span) []rozmova.Span {
	var apart []rozmova.Span
	for _, s := range spans {
		if s.Marks&^rozmova.Monospace == 0 || s.Marks&rozmova.Monospace != 0 {
			apart = append(apart, s)
			continue
		}
		words := strings.TrimFunc(s.Text, unicode.IsSpace)
		at := strings.Index(s.Text, words)
		for n, part := range []string{s.Text[:at], words, s.Text[at+len(words):]} {
			if part != "" {
				apart = append(apart, rozmova.Span{Text: part, Link: s.Link, Marks: s.Marks})
				if n != 1 {
					apart[len(apart)-1].Marks |= edge
				}
			}
		}
	}
	for i := range apart {
		if apart[i].Marks&edge == 0 {
			continue
		}
		var before, after rozmova.Mark
		if i > 0 {
			before = apart[i-1].Marks
		}
		if i+1 < len(apart) {
			after = apart[i+1].Marks
		}
		apart[i].Marks &= before & after &^ edge &^ rozmova.Monospace
	}
	return apart
}

// edge is a mark of hugged's own: white space at the end of a span.
const edge rozmova.Mark = 1 << 7

func codeSpan(text string) string {
	text = strings.ReplaceAll(text, "\n", " ")
	ticks := strings.Repeat("`", longestRun(text, '`')+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") && strings.TrimSpace(text) != "" {
		text = " " + text + " "
	}
	return ticks + text + ticks
}

// escaped writes words so that no sign in them means anything; all: also where it would rarely do so.
func escaped(text string, all bool) string {
	var out strings.Builder
	var before rune
	for i, r := range text {
		after, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
		mean := false
		switch r {
		case '\\', '`', '*':
			mean = true
		case '_':
			mean = all || !wordly(before) || !wordly(after)
		case '[':
			mean = all
		case ']':
			mean = all || after == '(' || after == ':' || after == '['
		case '~':
			mean = all || before == '~' || after == '~'
		case '<':
			mean = all || unicode.IsLetter(after)
		case '&':
			mean = all || after == '#' || unicode.IsLetter(after)
		}
		if mean {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
		before = r
	}
	return out.String()
}

// guarded keeps the beginning of each line from being read as the sign of a block, and writes line feeds as breaks.
func guarded(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if line != "" {
			switch c := line[0]; {
			case strings.IndexByte("#>-+=~", c) >= 0:
				line = `\` + line
			case c >= '0' && c <= '9':
				n := 0
				for n < len(line) && line[n] >= '0' && line[n] <= '9' {
					n++
				}
				if n < len(line) && (line[n] == '.' || line[n] == ')') && (n+1 == len(line) || line[n+1] == ' ' || line[n+1] == '\t') {
					line = line[:n] + `\` + line[n:]
				}
			}
		}
		if i+1 < len(lines) {
			line += `\`
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}
