package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
)

// Locate finds the words of quote, rune by rune, in the whole text of a body, rozmova.PlainText: so a quote goes from one
// block to the next only where it holds a line feed. White space around it does not count. Occurrence says which one is
// meant, from 1 in the order of the text and without overlaps; 0 says that there must be only one. The anchor's Revision is
// left to the caller.
//
// The errors are rozmova.Invalid on field quote: publish.quote_ambiguous with Quote and N, how often it stands there;
// publish.quote_too_few with Quote, N and Occurrence; and publish.quote_missing with Quote and Near, the words of the text
// that differ from it only in quotation marks, apostrophes, dashes, spaces, ellipses or case, empty where there are none.
func Locate(body []rozmova.Block, quote string, occurrence int) (rozmova.Anchor, error) {
	quote = strings.TrimSpace(harmless(quote))
	text := rozmova.PlainText(body)
	n := 0
	if quote != "" {
		n = strings.Count(text, quote)
	}
	refuse := func(reason string, args map[string]any) (rozmova.Anchor, error) {
		args["Quote"] = quote
		return rozmova.Anchor{}, &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: "quote", Args: args}
	}
	switch {
	case n == 0:
		return refuse("publish.quote_missing", map[string]any{"Near": near(text, quote)})
	case n > 1 && occurrence == 0:
		return refuse("publish.quote_ambiguous", map[string]any{"N": n})
	case occurrence > n || occurrence < 0:
		return refuse("publish.quote_too_few", map[string]any{"N": n, "Occurrence": occurrence})
	}
	at := strings.Index(text, quote)
	for range occurrence - 1 {
		at += len(quote)
		at += strings.Index(text[at:], quote)
	}
	start := utf8.RuneCountInString(text[:at])
	return AnchorAt(body, start, start+utf8.RuneCountInString(quote))
}

// near finds the words that quote probably means, as they stand in the text.
func near(text, quote string) string {
	wanted, _ := fold(quote)
	if wanted == "" {
		return ""
	}
	folded, from := fold(text)
	at := strings.Index(folded, wanted)
	if at < 0 {
		return ""
	}
	return strings.TrimSpace(text[from[at]:from[at+len(wanted)]])
}

// fold writes alike what people type alike. from gives, for each byte of the folded text and for its end, the byte of s that
// it came from.
func fold(s string) (folded string, from []int) {
	var out []byte
	space := false
	for i, r := range s {
		start := len(out)
		switch {
		case unicode.IsSpace(r):
			if !space {
				out = append(out, ' ')
			}
		case strings.ContainsRune("\"«»“”„‟‹›‚‘’ʼ'`´′″", r): // an apostrophe may be typed as a quotation mark
			out = append(out, '\'')
		case strings.ContainsRune("-‐‑‒–—―−", r):
			out = append(out, '-')
		case r == '…':
			out = append(out, "..."...)
		case unicode.Is(unicode.Cf, r):
		default:
			out = utf8.AppendRune(out, unicode.ToLower(r))
		}
		space = unicode.IsSpace(r)
		for range len(out) - start {
			from = append(from, i)
		}
	}
	return string(out), append(from, len(s))
}
