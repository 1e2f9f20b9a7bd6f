package lang

import (
	"fmt"
	"hash/fnv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxSlug is the longest slug, in bytes.
const maxSlug = 80

// Slug makes the last part of an address from a headline: a-z, 0-9 and single hyphens between them, 80 at most, cut at a
// word where one ends in the second half. Cyrillic is written as the Cabinet of Ministers' Resolution 55 of 27 January 2010
// has it; in "ru" the letters that sound otherwise there (г, и, е, …) as ICAO Doc 9303 has them. A headline of which nothing
// is left gets a slug that tells it from others. It is never empty, and the same for the same headline.
func Slug(lang, headline string) string {
	var b strings.Builder
	for _, w := range Words(norm.NFC.String(strings.ToLower(headline))) {
		part := latin(lang, w.Text)
		if part == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(part)
		if b.Len() > maxSlug {
			break
		}
	}
	slug := b.String()
	if len(slug) > maxSlug {
		cut := slug[:maxSlug]
		if i := strings.LastIndexByte(cut, '-'); slug[maxSlug] != '-' && i >= maxSlug/2 {
			cut = cut[:i]
		}
		slug = strings.TrimRight(cut, "-")
	}
	if slug == "" {
		h := fnv.New32a()
		_, _ = h.Write([]byte(headline))
		return fmt.Sprintf("story-%08x", h.Sum32())
	}
	return slug
}

// latin writes one word, in lower case, with a-z, 0-9 and single hyphens inside.
func latin(lang, word string) string {
	var out []byte
	runes := []rune(word)
	first := true // of the word, or of its part after a hyphen
	for i, r := range runes {
		if len(out) > maxSlug {
			break
		}
		if r == '-' || r == '‐' || r == '\u2011' || r == '.' || r == ',' { // 3,5 → 3-5
			if len(out) > 0 && out[len(out)-1] != '-' {
				out = append(out, '-')
			}
			first = true
			continue
		}
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			out = append(out, byte(r))
		case lang == "ru" && russian[r] != "":
			out = append(out, russian[r]...)
		case first && initial[r] != "":
			out = append(out, initial[r]...)
		case r == 'г' && i > 0 && runes[i-1] == 'з':
			out = append(out, "gh"...) // зг → zgh, to tell it from ж → zh
		case cyrillic[r] != "":
			out = append(out, cyrillic[r]...)
		case foreign[r] != "":
			out = append(out, foreign[r]...)
		default:
			// é → e: what is left of a letter without its marks.
			for _, d := range norm.NFKD.String(string(r)) {
				if d >= 'a' && d <= 'z' || d >= '0' && d <= '9' {
					out = append(out, byte(d))
				}
			}
		}
		first = first && !unicode.IsLetter(r)
	}
	return strings.Trim(string(out), "-")
}

// initial are the letters written otherwise at the beginning of a word.
var initial = map[rune]string{'є': "ye", 'ї': "yi", 'й': "y", 'ю': "yu", 'я': "ya"}

// cyrillic is the resolution's table; ь and the apostrophe are left out. The letters Ukrainian has not are last.
var cyrillic = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "h", 'ґ': "g", 'д': "d", 'е': "e", 'є': "ie", 'ж': "zh", 'з': "z", 'и': "y", 'і': "i",
	'ї': "i", 'й': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u",
	'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ю': "iu", 'я': "ia",
	'ё': "io", 'ъ': "", 'ы': "y", 'э': "e", 'ў': "u",
}

var russian = map[rune]string{'г': "g", 'и': "i", 'е': "e", 'ё': "e", 'ю': "iu", 'я': "ia", 'й': "i", 'ъ': "ie"}

// foreign are Latin letters that have no marks to lose.
var foreign = map[rune]string{'ß': "ss", 'ł': "l", 'đ': "d", 'ø': "o", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ð': "d", 'ı': "i", 'ħ': "h"}
