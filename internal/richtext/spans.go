package richtext

import (
	"strings"
	"unicode"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
)

// spanner gathers the spans of one block, joining neighbours with the same marks and link.
type spanner struct {
	spans []rozmova.Span
	text  []byte // of the span that is still growing
	marks rozmova.Mark
	link  string
}

// add appends words.
func (s *spanner) add(words string, marks rozmova.Mark, link string) {
	if words == "" {
		return
	}
	if marks != s.marks || link != s.link {
		s.flush()
		s.marks, s.link = marks, link
	}
	s.text = append(s.text, words...)
}

func (s *spanner) flush() {
	if len(s.text) > 0 {
		s.spans = append(s.spans, rozmova.Span{Text: string(s.text), Marks: s.marks, Link: s.link})
		s.text = s.text[:0]
	}
}

// last gives the last byte so far, line feed where there is none.
func (s *spanner) last() byte {
	if n := len(s.text); n > 0 {
		return s.text[n-1]
	}
	if n := len(s.spans); n > 0 {
		return s.spans[n-1].Text[len(s.spans[n-1].Text)-1]
	}
	return '\n'
}

// take gives what was gathered without white space at its edges, nil where there is nothing to see, and begins anew.
func (s *spanner) take() []rozmova.Span {
	s.flush()
	spans := trim(s.spans)
	*s = spanner{}
	for _, span := range spans {
		if !blank(span.Text) {
			return spans
		}
	}
	return nil
}

// trim cuts white space from both ends, and spans that were nothing else.
func trim(spans []rozmova.Span) []rozmova.Span {
	for len(spans) > 0 {
		if spans[0].Text = strings.TrimLeftFunc(spans[0].Text, unicode.IsSpace); spans[0].Text != "" {
			break
		}
		spans = spans[1:]
	}
	for n := len(spans) - 1; n >= 0; n-- {
		if spans[n].Text = strings.TrimRightFunc(spans[n].Text, unicode.IsSpace); spans[n].Text != "" {
			break
		}
		spans = spans[:n]
	}
	return spans
}

// blank reports whether there is nothing to see: white space, format characters, marks without a letter, and the four letters
// that are spaces in disguise.
func blank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.In(r, unicode.Cf, unicode.Cc, unicode.Mn, unicode.Me) &&
			!strings.ContainsRune("\u2800\u3164\uFFA0\u115F\u1160", r)
	})
}

// harmless cleans text that came out of character references, or of an encoding, after the source itself was cleaned.
func harmless(s string) string {
	clean, err := lang.Clean(s)
	if err != nil { // not UTF-8: say so, rune by rune
		clean, _ = lang.Clean(strings.ToValidUTF8(s, "\uFFFD"))
	}
	return clean
}
