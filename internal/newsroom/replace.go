package newsroom

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
)

// find gives where words stand once in a text, in runes, and how they are written there, which may differ in quotation marks, apostrophes,
// dashes and spaces. n is how often they stand there.
func find(text, words string) (at int, as string, n int) {
	whole := []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: text}}}}
	a, err := richtext.Locate(whole, words, 0)
	var e *rozmova.Error
	if errors.As(err, &e) && e.Reason == "publish.quote_missing" {
		near, _ := e.Args["Near"].(string)
		if near == "" || !strings.EqualFold(letters(near), letters(words)) {
			return 0, "", 0
		}
		words = near
		a, err = richtext.Locate(whole, words, 0)
	}
	if errors.As(err, &e) {
		n, _ = e.Args["N"].(int)
		return 0, "", n
	}
	return a.Start.Rune, strings.TrimSpace(words), 1
}

// letters leaves letters and digits.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// A spot is where the wrong words of a correction stand.
type spot struct {
	field *string // headline, standfirst, or a text of a dated fact; nil: the body
	at    int     // in runes of the field or of the whole body
	as    string
}

// replace puts the right words of a correction in the place of the wrong ones, and gives c.Wrong as it stood.
func (f *Fix) replace(s *rozmova.Story, c *rozmova.Correction) error {
	refuse := func(reason string, args map[string]any) error {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: "wrong", Args: args}
	}
	if strings.Contains(c.Wrong, "\n") {
		return refuse("correction.not_found", nil)
	}
	var spots []spot
	several := 0
	look := func(field *string, text string, from int) {
		at, as, n := find(text, c.Wrong)
		switch {
		case n == 1:
			spots = append(spots, spot{field, from + at, as})
		case n > 1:
			several += n
		}
	}
	var fact *rozmova.Development
	body := rozmova.PlainText(s.Body)
	switch {
	case c.Statement != "":
		st := s.Statements[slices.IndexFunc(s.Statements, func(st rozmova.Statement) bool { return st.Key == c.Statement })]
		start, _ := richtext.Offsets(s.Body, st.Anchor)
		look(nil, richtext.Words(s.Body, st.Anchor), start)
	case c.Development != "":
		fact = &s.Developments[slices.IndexFunc(s.Developments, func(d rozmova.Development) bool { return d.Key == c.Development })]
		look(&fact.Value, fact.Value, 0)
		look(&fact.What, fact.What, 0)
	default:
		look(&s.Headline, s.Headline, 0)
		look(&s.Standfirst, s.Standfirst, 0)
		look(nil, body, 0)
	}
	switch {
	case several+len(spots) > 1:
		return refuse("correction.several", map[string]any{"N": several + len(spots)})
	case len(spots) == 0:
		return refuse("correction.not_found", nil)
	}
	if fact != nil { // what the text says of it besides
		if at, as, n := find(body, c.Wrong); n == 1 && f.spoken(s, at, as) == 0 {
			spots = append(spots, spot{nil, at, as})
		}
	}
	if spots[0].field == nil && c.Statement == "" {
		if number := f.spoken(s, spots[0].at, spots[0].as); number > 0 {
			return refuse("correction.in_statement", map[string]any{"Number": number})
		}
	}
	c.Wrong = spots[0].as
	for _, where := range spots {
		if where.field != nil {
			*where.field = put(*where.field, where.at, where.as, c.Right)
			continue
		}
		if err := replaceBody(s, where.at, where.as, c.Right); err != nil {
			return err
		}
	}
	if fact != nil && spots[0].field == &fact.Value {
		fact.Date = f.Date
	}
	if s.Headline == "" {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "correction.headline", Field: "right"}
	}
	return nil
}

// spoken gives the number of a statement in which some of the words stand that begin at a rune of the body; 0 for none.
func (f *Fix) spoken(s *rozmova.Story, at int, words string) int {
	end := at + utf8.RuneCountInString(words)
	for i, st := range s.InOrder() {
		if from, to := richtext.Offsets(s.Body, st.Anchor); at < to && end > from {
			return i + 1
		}
	}
	return 0
}

// put writes words over others that begin at a rune of a text. Where they only go, so does a space that is one too many.
func put(text string, at int, old, words string) string {
	runes := []rune(text)
	before, after := runes[:at], runes[at+utf8.RuneCountInString(old):]
	if words == "" && len(before) > 0 && unicode.IsSpace(before[len(before)-1]) && (len(after) == 0 || unicode.IsSpace(after[0]) || strings.ContainsRune(".,;:!?…)", after[0])) {
		before = before[:len(before)-1]
	}
	return strings.TrimSpace(string(before) + words + string(after))
}

// replaceBody writes words over others that begin at a rune of the whole body and stand in one block. The anchors of the
// statements go with it; a statement of which nothing is left goes.
func replaceBody(s *rozmova.Story, at int, old, words string) error {
	a, err := richtext.AnchorAt(s.Body, at, at+utf8.RuneCountInString(old))
	if err != nil {
		return err
	}
	if a.Start.Block != a.End.Block {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "correction.not_found", Field: "wrong"}
	}
	n, from, to := a.Start.Block, a.Start.Rune, a.End.Rune
	s.Body = slices.Clone(s.Body)
	b := s.Body[n]
	text := []rune(b.Text())
	if words == "" && from > 0 && unicode.IsSpace(text[from-1]) && (to == len(text) || unicode.IsSpace(text[to]) || strings.ContainsRune(".,;:!?…)", text[to])) {
		from--
	}
	if words == "" && from == 0 && to < len(text) && unicode.IsSpace(text[to]) {
		to++
	}
	b.Spans = overwrite(b.Spans, from, to, words)
	s.Body[n] = b
	gone := b.Text() == "" && b.Kind != rozmova.Figure && b.Kind != rozmova.Embed
	if gone {
		s.Body = slices.Delete(s.Body, n, n+1)
	}
	width := utf8.RuneCountInString(words)
	move := func(p rozmova.Position, end bool) rozmova.Position {
		switch {
		case p.Block > n && gone:
			p.Block--
		case p.Block == n && gone:
			if p = (rozmova.Position{Block: n}); end && n > 0 {
				p = rozmova.Position{Block: n - 1, Rune: utf8.RuneCountInString(s.Body[n-1].Text())}
			}
		case p.Block != n || p.Rune <= from:
		case p.Rune >= to:
			p.Rune += width - (to - from)
		case end:
			p.Rune = from + width
		default:
			p.Rune = from
		}
		return p
	}
	kept := s.Statements[:0:0]
	for _, st := range s.Statements {
		st.Anchor.Start, st.Anchor.End = move(st.Anchor.Start, false), move(st.Anchor.End, true)
		if st.Content = richtext.Words(s.Body, st.Anchor); st.Content != "" {
			kept = append(kept, st)
		}
	}
	for i := range kept {
		if !slices.ContainsFunc(kept, func(st rozmova.Statement) bool { return st.Key == kept[i].Within }) {
			kept[i].Within = ""
		}
	}
	s.Statements = kept
	return nil
}

// overwrite writes words over the runes of some spans. They have the marks of the first that they replace.
func overwrite(spans []rozmova.Span, from, to int, words string) []rozmova.Span {
	var out []rozmova.Span
	at := 0
	add := func(span rozmova.Span, text string) {
		if text != "" {
			span.Text = text
			out = append(out, span)
		}
	}
	for _, span := range spans {
		runes := []rune(span.Text)
		start, end := at, at+len(runes)
		at = end
		head := max(min(from-start, len(runes)), 0)
		tail := max(min(to-start, len(runes)), 0)
		switch {
		case start >= to || end <= from:
			add(span, span.Text)
		case start <= from:
			add(span, string(runes[:head])+words+string(runes[tail:]))
		default:
			add(span, string(runes[tail:]))
		}
	}
	return out
}
