package attribution

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// The rules by which names are declined. The Ukrainian ones are those of the npm package shevchenko (MIT, see NOTICE).
var (
	//go:embed data/decline.uk.txt
	declineUk string
	//go:embed data/decline.ru.txt
	declineRu string
)

// A paradigm is the rules of one language: forwards, which forms a name has; backwards, of which names a word may be a form.
type paradigm struct {
	rules []rule
	back  map[rune][]inverse // by the last letter of the form; under 0 those that end in a letter that is kept
}

// A rule declines the names with certain endings.
type rule struct {
	adjective bool
	genders   string
	uses      string     // g given names, f family names, p patronymics
	ends      [][]rune   // V a vowel, C a consonant, K that or й, ^ the beginning, . any letter
	not       []string   // endings that are not meant
	vowel     bool       // a vowel stands before, two where л stands before
	change    int        // letters of the ending that change
	cases     [][]string // genitive, dative, accusative, instrumental, locative, vocative: templates, whose digits keep a letter
}

// An inverse is one form of one ending of a rule.
type inverse struct {
	rule int
	tail []rune // what the form ends in, with the classes of rule.ends
	from []int  // for every letter of the nominative's ending, the place in tail that it is kept in, or -1
	name []rune // the nominative's ending
	cas  cases
}

// oblique gives the cases that the columns of a rule stand for.
var oblique = [6]cases{genitive, dative, accusative, instrumental, locative, vocative}

const every = nominative | genitive | dative | accusative | instrumental | locative

var paradigms = map[string]func() *paradigm{
	"uk": sync.OnceValue(func() *paradigm { return readParadigm(declineUk) }),
	"ru": sync.OnceValue(func() *paradigm { return readParadigm(declineRu) }),
}

// readParadigm reads a table of rules and turns it round.
func readParadigm(table string) *paradigm {
	d := &paradigm{back: map[rune][]inverse{}}
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) < 11 || f[0] == "#" {
			continue
		}
		ends, not, _ := strings.Cut(f[3], "!")
		r := rule{adjective: f[0] == "a", genders: f[1], uses: f[2], change: int(f[4][0] - '0'), vowel: not == "+"}
		if not != "" && !r.vowel {
			r.not = strings.Split(not, "|")
		}
		for end := range strings.SplitSeq(ends, "|") {
			r.ends = append(r.ends, []rune(end))
		}
		for _, column := range f[5:11] {
			r.cases = append(r.cases, strings.Split(column, "|"))
		}
		if strings.Contains(r.genders, "m") && !r.adjective { // «Василеві» as well as «Василю», «на Василю»
			for _, pair := range [2][2]int{{1, 4}, {4, 1}} {
				for _, template := range r.cases[pair[0]] {
					if hasAny(template, "ові", "еві", "єві", "у", "ю") && !slices.Contains(r.cases[pair[1]], template) {
						r.cases[pair[1]] = append(slices.Clone(r.cases[pair[1]]), template)
					}
				}
			}
		}
		d.rules = append(d.rules, r)
		d.turn(len(d.rules) - 1)
	}
	return d
}

// turn adds the inverses of a rule.
func (d *paradigm) turn(n int) {
	r := &d.rules[n]
	for _, end := range r.ends {
		end = slices.Clone(end)
		for plain(end) < r.change {
			end = slices.Insert(end, 0, '.')
		}
		for c, templates := range r.cases {
			for _, template := range templates {
				if template == "-" {
					continue
				}
				v := inverse{rule: n, name: end, cas: oblique[c], from: make([]int, len(end))}
				keep := len(end) - r.change
				for i := range end {
					v.from[i] = -1
					if i < keep {
						v.from[i] = i
						v.tail = append(v.tail, end[i])
					}
				}
				for _, t := range template {
					if t >= '0' && t <= '9' {
						at := keep + int(t-'0')
						v.from[at] = len(v.tail)
						t = end[at]
					}
					v.tail = append(v.tail, t)
				}
				last := v.tail[len(v.tail)-1]
				if class(last) {
					last = 0
				}
				d.back[last] = append(d.back[last], v)
			}
		}
	}
}

// plain counts the letters of an ending.
func plain(end []rune) int {
	if len(end) > 0 && end[0] == '^' {
		return len(end) - 1
	}
	return len(end)
}

func class(r rune) bool { return r == 'V' || r == 'C' || r == 'K' || r == '.' }

const (
	vowels     = "аеєиіїоуюяёыэ"
	consonants = "бвгґджзклмнпрстфхцчшщ"
)

// fits tells whether a letter is of a class, or the letter itself.
func fits(pattern, r rune) bool {
	switch pattern {
	case 'V':
		return strings.ContainsRune(vowels, r)
	case 'C':
		return strings.ContainsRune(consonants, r)
	case 'K':
		return r == 'й' || strings.ContainsRune(consonants, r)
	case '.':
		return true
	}
	return pattern == r
}

// endsIn tells whether a word ends in a pattern.
func endsIn(w, pattern []rune) bool {
	if len(pattern) > 0 && pattern[0] == '^' {
		return len(w) == len(pattern)-1 && endsIn(w, pattern[1:])
	}
	if len(w) < len(pattern) {
		return false
	}
	w = w[len(w)-len(pattern):]
	for i, p := range pattern {
		if !fits(p, w[i]) {
			return false
		}
	}
	return true
}

// rule finds the rule for a name, an adjective or a noun; -1 if it has none and so but one form.
func (d *paradigm) rule(name []rune, use, gender byte, adjective bool) int {
	for n := range d.rules {
		r := &d.rules[n]
		if r.adjective != adjective || strings.IndexByte(r.genders, gender) < 0 || strings.IndexByte(r.uses, use) < 0 || len(name) < r.change {
			continue
		}
		for _, end := range r.ends {
			if endsIn(name, end) && r.allows(name, len(end)) {
				return n
			}
		}
	}
	return -1
}

// allows looks at what a rule says beside its endings.
func (r *rule) allows(name []rune, end int) bool {
	for _, not := range r.not {
		if strings.HasSuffix(string(name), not) {
			return false
		}
	}
	if r.vowel {
		stem := name[:len(name)-end]
		n := 0
		for _, l := range stem {
			if fits('V', l) {
				n++
			}
		}
		if len(stem) > 0 && stem[len(stem)-1] == 'л' {
			n--
		}
		return n > 0
	}
	return true
}

// forms gives all forms of a name in lower case with their cases, the nominative too.
func (d *paradigm) forms(name string, use, gender byte, adjective bool) map[string]cases {
	forms := map[string]cases{name: nominative}
	w := []rune(name)
	n := d.rule(w, use, gender, adjective)
	if n < 0 {
		forms[name] = every
		return forms
	}
	r := &d.rules[n]
	keep := len(w) - r.change
	for c, templates := range r.cases {
		for _, template := range templates {
			if template == "-" {
				continue
			}
			form := slices.Clone(w[:keep])
			for _, t := range template {
				if t >= '0' && t <= '9' {
					t = w[keep+int(t-'0')]
				}
				form = append(form, t)
			}
			forms[string(form)] |= oblique[c]
		}
	}
	return forms
}

// A reading is a name that a word may be a form of.
type reading struct {
	name      string // in lower case
	gender    byte
	cases     cases
	adjective bool
}

// readings gives the names of one gender that a form in lower case may belong to, the word itself first.
func (d *paradigm) readings(form string, use, gender byte) []reading {
	w := []rune(form)
	out := make([]reading, 0, 6)
	add := func(name string, c cases, adjective bool) {
		for i := range out {
			if out[i].name == name {
				out[i].cases |= c
				return
			}
		}
		out = append(out, reading{name, gender, c, adjective})
	}
	noun, adjective := d.rule(w, use, gender, false), d.rule(w, use, gender, true)
	if noun < 0 && adjective < 0 {
		add(form, every, false)
	} else {
		add(form, nominative, noun < 0)
	}
	if len(w) == 0 {
		return out
	}
	for _, list := range [2][]inverse{d.back[w[len(w)-1]], d.back[0]} {
		for i := range list {
			v := &list[i]
			r := &d.rules[v.rule]
			if strings.IndexByte(r.genders, gender) < 0 || strings.IndexByte(r.uses, use) < 0 || v.cas == vocative {
				continue
			}
			name := v.base(w)
			if len(name) < 2 || d.rule(name, use, gender, r.adjective) != v.rule {
				continue
			}
			add(string(name), v.cas, r.adjective)
		}
	}
	return out
}

// base gives the nominative that a form has by an inverse; nil for none.
func (v *inverse) base(form []rune) []rune {
	tail, whole := v.tail, false
	if tail[0] == '^' {
		tail, whole = tail[1:], true
	}
	if len(form) < len(tail) || whole && len(form) != len(tail) {
		return nil
	}
	stem, have := form[:len(form)-len(tail)], form[len(form)-len(tail):]
	for i, t := range tail {
		if !fits(t, have[i]) {
			return nil
		}
	}
	name := slices.Clone(stem)
	for i, letter := range v.name {
		if letter == '^' {
			continue
		}
		if at := v.from[i]; at >= 0 {
			if whole {
				at--
			}
			letter = have[at]
		} else if class(letter) {
			return nil
		}
		name = append(name, letter)
	}
	return name
}
