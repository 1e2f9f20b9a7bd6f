package richtext

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Op says what became of a piece of text.
type Op string

// The operations of a Change.
const (
	Same    Op = "same"
	Added   Op = "added"
	Removed Op = "removed"
)

// A Change is a piece of text that stayed, came or went.
type Change struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
}

// Diff tells two texts apart by words, as people would mark it: a punctuation mark is a word of its own, and words between
// which only a space stayed are one change. The texts of Same and Removed changes make up before, those of Same and Added make
// up after; what went stands in front of what came in its stead. Very different long texts are told apart by lines.
func Diff(before, after string) []Change {
	var out []Change
	a, b := strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	if len(a) == 1 && len(b) == 1 {
		return tidy(byWords(nil, before, after))
	}
	for _, e := range edits(a, b) {
		gone, came := strings.Join(a[e.a0:e.a1], ""), strings.Join(b[e.b0:e.b1], "")
		if e.same {
			out = append(out, Change{Same, gone})
			continue
		}
		out = byWords(out, gone, came)
	}
	return tidy(out)
}

// byWords appends the changes from one piece of text to another.
func byWords(out []Change, before, after string) []Change {
	a, b := tokens(before), tokens(after)
	for _, e := range edits(a, b) {
		gone, came := strings.Join(a[e.a0:e.a1], ""), strings.Join(b[e.b0:e.b1], "")
		if e.same {
			out = append(out, Change{Same, gone})
			continue
		}
		out = append(out, Change{Removed, gone}, Change{Added, came})
	}
	return out
}

// tokens parts text into words (with apostrophes, hyphens and decimal points inside), runs of white space, and single other
// runes with the marks that belong to them.
func tokens(s string) []string {
	var out []string
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		same := func(r rune) bool { return unicode.IsMark(r) || r == '\u200D' }
		switch {
		case unicode.IsSpace(r):
			same = unicode.IsSpace
		case wordly(r):
			same = wordly
		}
		for n < len(s) {
			r, size := utf8.DecodeRuneInString(s[n:])
			if !same(r) {
				next, _ := utf8.DecodeRuneInString(s[n+size:])
				if last, _ := utf8.DecodeLastRuneInString(s[:n]); !wordly(last) || !wordly(next) || !strings.ContainsRune("'’ʼ-.,", r) {
					break
				}
			}
			n += size
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

func wordly(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// tidy joins changes: neighbours of the same kind, and those that only white space parts.
func tidy(changes []Change) []Change {
	var out []Change
	var gone, came strings.Builder
	flush := func() {
		for _, c := range []Change{{Removed, gone.String()}, {Added, came.String()}} {
			if c.Text != "" {
				out = append(out, c)
			}
		}
		gone.Reset()
		came.Reset()
	}
	for i, c := range changes {
		switch {
		case c.Text == "":
		case c.Op == Removed:
			gone.WriteString(c.Text)
		case c.Op == Added:
			came.WriteString(c.Text)
		case gone.Len() > 0 && came.Len() > 0 && strings.TrimSpace(c.Text) == "" && !strings.Contains(c.Text, "\n") && replaced(changes[i+1:]):
			gone.WriteString(c.Text)
			came.WriteString(c.Text)
		default:
			flush()
			if n := len(out); n > 0 && out[n-1].Op == Same {
				out[n-1].Text += c.Text
			} else {
				out = append(out, c)
			}
		}
	}
	flush()
	return out
}

// replaced reports whether what follows first is one text in the stead of another.
func replaced(changes []Change) bool {
	end := slices.IndexFunc(changes, func(c Change) bool { return c.Op == Same && c.Text != "" })
	if end < 0 {
		end = len(changes)
	}
	went := slices.ContainsFunc(changes[:end], func(c Change) bool { return c.Op == Removed && c.Text != "" })
	return went && slices.ContainsFunc(changes[:end], func(c Change) bool { return c.Op == Added && c.Text != "" })
}
