package lang

import (
	"strings"
	"unicode"
)

// mates are the quotation marks that open, each with the one that closes it.
var mates = map[rune]rune{'«': '»', '„': '“', '“': '”'}

// marks sets straight quotation marks and apostrophes. It keeps account of the marks that stand open, typed or set, so that
// it reads its own work as it read what was typed.
func (t *setter) marks() {
	var open []rune                   // the opening marks that wait for theirs to close
	opened := make([]bool, len(t.in)) // whether the mark at i opens
	for i, r := range t.in {
		switch r {
		case '«', '„':
			open, opened[i] = append(open, r), true
		case '“':
			if len(open) > 0 && open[len(open)-1] == '„' {
				open = open[:len(open)-1]
			} else {
				open, opened[i] = append(open, r), true
			}
		case '»', '”':
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		case '"':
			before, after := t.at(i-1), t.at(i+1)
			switch {
			case len(open) == 0 && unicode.IsDigit(before) && !unicode.IsLetter(after):
				// 15": inches.
			case t.opens(i, opened, len(open) == 0):
				mark := t.opening(len(open))
				t.out[i], opened[i] = mark, true
				open = append(open, mark)
			case len(open) > 0:
				t.out[i] = mates[open[len(open)-1]]
				open = open[:len(open)-1]
			default:
				t.out[i] = mates[t.opening(0)]
			}
		case '\'':
			t.out[i] = t.apostrophe(i)
		}
	}
}

// opening is the mark that opens a quotation within depth others.
func (t *setter) opening(depth int) rune {
	switch {
	case t.lang == "en":
		return '“'
	case depth == 0:
		return '«'
	}
	return '„'
}

// opens tells whether the straight mark at i opens a quotation; none tells that nothing is open.
func (t *setter) opens(i int, opened []bool, none bool) bool {
	before, after := t.at(i-1), t.at(i+1)
	if after == 0 || unicode.IsSpace(after) {
		return false
	}
	switch {
	case before == 0, unicode.IsSpace(before), strings.ContainsRune("([{—–/", before):
		return true
	case before == '\'' && t.bounds(t.at(i-2)): // a quotation within a single one
		return true
	case quote(before):
		return opened[i-1]
	case before == '-', unicode.IsLetter(before):
		return none && (unicode.IsLetter(after) || unicode.IsDigit(after))
	}
	return false
}

func quote(r rune) bool { return strings.ContainsRune("\"«»„“”", r) }

// apostrophe is what becomes of ' at i. Between letters it is an apostrophe in both languages; elsewhere Ukrainian has no
// use for it, and English has several.
func (t *setter) apostrophe(i int) rune {
	before, after := t.at(i-1), t.at(i+1)
	switch {
	case unicode.IsLetter(before) && unicode.IsLetter(after):
		return '’'
	case t.lang != "en", unicode.IsDigit(before) && !unicode.IsLetter(after): // 6': feet
		return '\''
	case t.bounds(before) && unicode.IsLetter(after) && t.closesLater(i):
		return '‘'
	}
	return '’' // workers’, the ’90s, and the end of ‘so called’
}

// bounds tells whether a single quotation mark after r would open.
func (t *setter) bounds(r rune) bool {
	return r == 0 || unicode.IsSpace(r) || strings.ContainsRune("([{—–/-\"“„«", r)
}

// closesLater tells whether a ' that could close a quotation follows on the line before another that could open one.
func (t *setter) closesLater(i int) bool {
	for j := i + 1; j < len(t.in) && t.in[j] != '\n'; j++ {
		if t.in[j] != '\'' {
			continue
		}
		before, after := t.at(j-1), t.at(j+1)
		switch {
		case t.bounds(before):
			return false
		case !unicode.IsLetter(after) && !unicode.IsDigit(after):
			return true
		}
	}
	return false
}
