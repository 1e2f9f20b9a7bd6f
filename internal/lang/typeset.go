package lang

import (
	"slices"
	"strings"
)

const nbsp = '\u00a0'

// Typeset sets one run of text the way the language's typographers would: quotation marks, dashes, ellipses, apostrophes,
// and no-break spaces where a line must not end. It is for showing only; what is kept is what was typed. lang is uk or en;
// text in another language comes back as it is. Letters, digits and their order never change, and setting twice is setting
// once.
func Typeset(lang, s string) string { return TypesetRuns(lang, []string{s})[0] }

// TypesetRuns is Typeset for a block whose text is cut into runs, at marks and at the ends of anchors. Each run of the result
// is what became of the same run of the input, and together they are what Typeset makes of the whole, wherever the cuts
// are. So offsets into the text as it was typed go on holding: they say where to cut before setting. A run may come out
// empty (the last dots of an ellipsis that the cut goes through).
func TypesetRuns(lang string, runs []string) []string {
	if lang != "uk" && lang != "en" {
		return slices.Clone(runs)
	}
	// Cuts go between runes. Should one not, each half counts as its own bytes do, here and below.
	var in []rune
	for _, run := range runs {
		in = append(in, []rune(run)...)
	}
	t := &setter{lang: lang, in: in, out: slices.Clone(in)}
	t.marks()
	t.dashes()
	t.dots()
	t.spaces()

	out := make([]string, len(runs))
	next := 0
	for i, run := range runs {
		var b strings.Builder
		b.Grow(len(run) + 8)
		for range run {
			if r := t.out[next]; r != gone {
				b.WriteRune(r)
			}
			next++
		}
		out[i] = b.String()
	}
	return out
}

// gone stands for a rune that is not shown, as its neighbour shows for both.
const gone = rune(-1)

// A setter holds a text and what each of its runes becomes. Every rule reads in and writes out, one rune for one, so that no
// rule sees what another did and cuts between runs cannot matter. Setting twice gives the same because a rule answers for
// the rune it writes as it did for the rune it read: it treats U+0020 and U+00A0, and - and — between spaces, alike.
type setter struct {
	lang    string
	in, out []rune
}

// at is the rune at i, 0 before the first and after the last.
func (t *setter) at(i int) rune {
	if i < 0 || i >= len(t.in) {
		return 0
	}
	return t.in[i]
}

// dashes sets - and -- between spaces, and before the words of a speaker at the beginning of a line.
func (t *setter) dashes() {
	dash := '—'
	if t.lang == "en" {
		dash = '–'
	}
	for i, r := range t.in {
		if r != '-' || t.at(i-1) == '-' {
			continue
		}
		n := 1
		if t.at(i+1) == '-' {
			n = 2
		}
		begins := lineStart(t.at(i-1)) && t.lang == "uk"
		if !space(t.at(i+n)) || !space(t.at(i-1)) && !begins {
			continue
		}
		t.out[i] = dash
		if n == 2 {
			t.out[i+1] = gone
		}
	}
}

// dots sets three dots, no more and no fewer, as an ellipsis.
func (t *setter) dots() {
	for i := range t.in {
		if t.at(i) == '.' && t.at(i+1) == '.' && t.at(i+2) == '.' && t.at(i-1) != '.' && t.at(i+3) != '.' {
			t.out[i], t.out[i+1], t.out[i+2] = '…', gone, gone
		}
	}
}

func space(r rune) bool { return r == ' ' || r == nbsp }

// lineStart tells whether r, the rune before, makes what follows the beginning of a line.
func lineStart(r rune) bool { return r == 0 || r == '\n' }

// opensLine tells whether all of the line before i is a dash.
func (t *setter) opensLine(i int) bool {
	start := i - 1
	if t.at(start) == '-' && t.at(start-1) == '-' {
		start--
	}
	return start >= 0 && lineStart(t.at(start-1)) && t.dashed(start)
}

// dashed tells whether a dash begins at i: one that was typed, or one that dashes will set.
func (t *setter) dashed(i int) bool {
	switch t.at(i) {
	case '—', '–':
		return true
	case '-':
		return space(t.at(i+1)) || t.at(i+1) == '-' && space(t.at(i+2))
	}
	return false
}
