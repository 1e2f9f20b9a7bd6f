package newsroom

import (
	"strings"

	"github.com/rozmova/rozmova"
)

// language settles the story's: what the file says, else what the option says, else what the letters tell.
func (p *parser) language(o ParseOptions) {
	s := &p.draft.Story
	if s.Language == "" {
		s.Language = rozmova.Locale(o.Language)
	}
	if s.Language == "" {
		s.Language = guess(s.Headline + "\n" + rozmova.PlainText(s.Body))
	}
	if n := len(s.Language); n < 2 || n > 3 || strings.Trim(string(s.Language), lowerCase) != "" {
		p.refuse(p.draft.lines["language"], "language", "publish.language_malformed", "Value", string(s.Language))
	}
}

const lowerCase = "abcdefghijklmnopqrstuvwxyz"

// guess tells the language by letters: Latin is English; Cyrillic is Ukrainian, unless there are more letters that only
// Russian has.
func guess(text string) rozmova.Locale {
	var latin, cyrillic, ukrainian, russian int
	for _, r := range text {
		switch {
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z':
			latin++
		case r >= 'Ѐ' && r <= 'ӿ':
			cyrillic++
			if strings.ContainsRune("ґєіїҐЄІЇ", r) {
				ukrainian++
			} else if strings.ContainsRune("ёъыэЁЪЫЭ", r) {
				russian++
			}
		}
	}
	switch {
	case cyrillic < latin:
		return "en"
	case russian > ukrainian:
		return "ru"
	}
	return "uk"
}
