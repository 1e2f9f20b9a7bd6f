package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
)

// autolink makes links of bare http and https addresses in spans that are neither links nor code. For each it asks allow
// first, and leaves the rest as text once that says no.
func autolink(spans []rozmova.Span, allow func() bool) []rozmova.Span {
	for i := range spans {
		if spans[i].Link == "" && strings.Contains(spans[i].Text, "://") {
			return linked(spans, allow)
		}
	}
	return spans
}

func linked(spans []rozmova.Span, allow func() bool) []rozmova.Span {
	var out []rozmova.Span
	for _, span := range spans {
		rest := span.Text
		if span.Link != "" || span.Marks&rozmova.Monospace != 0 {
			out = append(out, span)
			continue
		}
		done := 0 // bytes of rest that were looked at and are plain text
		for {
			start, end, link := bare(rest, done)
			if start < 0 {
				break
			}
			if link == "" || !allow() {
				done = end
				continue
			}
			if start > 0 {
				out = append(out, rozmova.Span{Text: rest[:start], Marks: span.Marks})
			}
			out = append(out, rozmova.Span{Text: rest[start:end], Marks: span.Marks, Link: link})
			rest, done = rest[end:], 0
		}
		if rest != "" {
			out = append(out, rozmova.Span{Text: rest, Marks: span.Marks})
		}
	}
	return out
}

// bare finds the next address written out in s from a byte on: where it starts and ends, and the link it makes, empty where
// it must not be one. A start below 0 means that there is none.
func bare(s string, from int) (start, end int, link string) {
	for {
		at := strings.Index(s[from:], "://")
		if at < 0 {
			return -1, -1, ""
		}
		at += from
		from = at + 3
		start = at
		for start > 0 && (s[start-1]|0x20) >= 'a' && (s[start-1]|0x20) <= 'z' {
			start--
		}
		scheme := strings.ToLower(s[start:at])
		before, _ := utf8.DecodeLastRuneInString(s[:start])
		if scheme != "http" && scheme != "https" || start > 0 && (unicode.IsLetter(before) || unicode.IsDigit(before) || strings.ContainsRune(":/@%", before)) {
			continue // the end of a word, or of an address that was refused: view-source:https://…
		}
		end = addressEnd(s, from)
		link, _ = address(s[start:end])
		return start, end, link
	}
}

// addressEnd gives the byte where an address ends that goes on at from: before white space or a bracket or quotation mark
// that addresses do not hold, and without the punctuation that ends the sentence around it.
func addressEnd(s string, from int) int {
	end := len(s)
	if i := strings.IndexFunc(s[from:], func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("<>\"«»“”„`", r)
	}); i >= 0 {
		end = from + i
	}
	closing := strings.Count(s[from:end], ")") - strings.Count(s[from:end], "(") // those that were opened outside
	for end > from {
		r, size := utf8.DecodeLastRuneInString(s[from:end])
		if r == ')' && closing > 0 {
			closing--
		} else if !strings.ContainsRune(".,:;!?'’…*_~]}|—–", r) {
			break
		}
		end -= size
	}
	return end
}
