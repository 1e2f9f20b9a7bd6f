package attribution

import (
	"strings"
	"unicode"

	"github.com/rozmova/rozmova/internal/lang"
)

// read takes a text apart. An empty language is told from the text; what is neither Russian nor English is read as
// Ukrainian.
func read(text, tag string) *page {
	if tag == "" {
		tag, _ = lang.Detect(text)
	}
	if tag != "ru" && tag != "en" {
		tag = "uk"
	}
	p := &page{lang: tag, runes: []rune(text)}
	for start := 0; start < len(p.runes); {
		end := start
		for end < len(p.runes) && !lineEnd(p.runes[end]) {
			end++
		}
		p.line(start, end)
		start = end + 1
	}
	p.pair()
	p.sentences()
	return p
}

func lineEnd(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }
func upper(r rune) bool   { return unicode.IsUpper(r) || unicode.IsTitle(r) }

// line reads the runes of one paragraph.
func (p *page) line(start, end int) {
	from := len(p.tokens)
	singles := 0 // open single quotation marks
	for i := start; i < end; {
		r := p.runes[i]
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			i++
			continue
		}
		t := token{start: i, para: len(p.paras), quote: -1}
		switch {
		case unicode.IsLetter(r):
			t.kind, i = word, p.wordEnd(i, end)
		case unicode.IsDigit(r):
			t.kind, i = number, p.numberEnd(i, end)
		default:
			t.kind = p.sign(i, start, end, &singles)
			i++
		}
		t.end = i
		t.lower = lower(p.runes[t.start:t.end])
		p.tokens = append(p.tokens, t)
	}
	if from < len(p.tokens) {
		p.paras = append(p.paras, para{from, len(p.tokens)})
	}
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.M, r) }

func apostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' || r == '`' || r == '´'
}

func hyphen(r rune) bool { return r == '-' || r == '‐' || r == '\u2011' }

// wordEnd gives the end of the word that begins at i.
func (p *page) wordEnd(i, end int) int {
	for i++; i < end; i++ {
		r := p.runes[i]
		if letter(r) || unicode.IsDigit(r) {
			continue
		}
		if (apostrophe(r) || hyphen(r)) && i+1 < end && (unicode.IsLetter(p.runes[i+1]) || hyphen(r) && unicode.IsDigit(p.runes[i+1])) && letter(p.runes[i-1]) {
			continue
		}
		break
	}
	return i
}

// numberEnd gives the end of the number that begins at i: 18,4 and 1:40, and 20-ї, 5-го.
func (p *page) numberEnd(i, end int) int {
	for i++; i < end; i++ {
		r := p.runes[i]
		if unicode.IsDigit(r) || unicode.IsLetter(r) {
			continue
		}
		if i+1 < end && ((r == '.' || r == ',' || r == ':') && unicode.IsDigit(p.runes[i+1]) || hyphen(r) && unicode.IsLetter(p.runes[i+1])) {
			continue
		}
		break
	}
	return i
}

// sign tells what a mark is.
func (p *page) sign(i, start, end int, singles *int) tokenKind {
	r := p.runes[i]
	before, after := ' ', ' '
	if i > start {
		before = p.runes[i-1]
	}
	if i+1 < end {
		after = p.runes[i+1]
	}
	opens := (unicode.IsSpace(before) || strings.ContainsRune("([{«„“‘\"'–—-/", before)) && !unicode.IsSpace(after)
	switch r {
	case '«', '„', '‹', '‟':
		return opener
	case '»', '”', '›':
		if r == '”' && opens && (letter(after) || unicode.IsDigit(after)) {
			return opener
		}
		return closer
	case '“', '"', '″', '＂':
		if opens {
			return opener
		}
		return closer
	case '\'', '‘', '’', '‚', '`', '´':
		if opens && (letter(after) || unicode.IsDigit(after)) && p.singleCloses(i+1, end) {
			*singles++
			return opener
		}
		if *singles > 0 && !opens {
			*singles--
			return closer
		}
		return mark
	case '–', '—', '―', '-', '‐', '−':
		if unicode.IsSpace(before) || unicode.IsSpace(after) {
			return dash
		}
		if !hyphen(r) && (strings.ContainsRune("»”“\",.!?…", before)) {
			return dash
		}
	}
	return mark
}

// singleCloses looks whether a single quotation mark closes again before long.
func (p *page) singleCloses(i, end int) bool {
	for stop := min(end, i+400); i < stop; i++ {
		if apostrophe(p.runes[i]) && (i+1 >= end || !letter(p.runes[i+1])) {
			return true
		}
	}
	return false
}

// lower gives a token in lower case, apostrophes as ’, without stress marks.
func lower(runes []rune) string {
	var b strings.Builder
	for _, r := range runes {
		switch {
		case r == '\u0301' || r == '\u0300' || unicode.Is(unicode.Cf, r):
		case len(runes) > 1 && apostrophe(r):
			b.WriteRune('’')
		case len(runes) > 1 && hyphen(r):
			b.WriteByte('-')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
