package newsroom

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
)

// LeftOut is a piece of a file that is not the story's, and so is not in the body.
type LeftOut struct {
	Text string // as it stood; for WhyElement, the element's name with its address
	Why  string // one of the message keys below
}

// The reasons why something is left out, as message keys.
const (
	WhyNotice    = "cli.left_out_why.notice"    // what the comment form asks of readers
	WhyReadAlso  = "cli.left_out_why.read_also" // a pointer to other stories
	WhySubscribe = "cli.left_out_why.subscribe" // a call to subscribe
	WhyPhoto     = "cli.left_out_why.photo"     // a photo credit
	WhyAdvert    = "cli.left_out_why.advert"    // the label of an advertisement
	WhyHeadline  = "cli.left_out_why.headline"  // a headline other than the one that was given
	WhyElement   = "cli.left_out_why.element"   // a part of a page that a story cannot hold
)

// furniture is what stands around stories on pages, by how its paragraph begins, in lower case.
var furniture = []struct {
	why    string
	runes  int // a longer paragraph is the story's own
	begins []string
	holds  [][]string // one of each of them follows
}{
	{WhyNotice, 500,
		[]string{"додаючи коментар", "додаючи свій коментар", "залишаючи коментар", "пишучи коментар", "коментуючи",
			"добавляя комментарий", "оставляя комментарий", "комментируя",
			"when adding a comment", "when you add a comment", "by adding a comment", "when commenting", "when leaving a comment", "when posting a comment", "by commenting"},
		[][]string{
			{"толерант", "образ", "оскорбл", "toleran", "insult"},
			{"будь ласка", "будьте", "утримуйтес", "пожалуйста", "воздерж", "please"}, // to the reader, not about somebody
		}},
	{WhyReadAlso, 300, []string{"читайте також", "дивіться також", "читайте также", "смотрите также", "read also", "see also", "also read"}, nil},
	{WhySubscribe, 300, []string{"підписуйтеся", "підписуйтесь", "підпишіться", "подписывайтесь", "подпишитесь", "subscribe to", "follow us on", "sign up for"}, nil},
	{WhyPhoto, 160, []string{"фото:", "фото автора", "фото авторки", "світлина:", "photo:", "photos:", "photo by", "photograph:", "picture:"}, nil},
}

// adverts are the labels of advertisements. Nothing else stands in the paragraph.
var adverts = []string{"реклама", "реклама на сайті", "реклама на сайте", "advertisement", "advertising"}

// leaveOut takes out of a body what is not the story's: the comment form's notice wherever it stands as a paragraph, the
// label of an advertisement before the first paragraph, and everything of the kind behind the last. Nothing else in the
// midst of a body is touched.
func leaveOut(body []rozmova.Block) ([]rozmova.Block, []LeftOut) {
	var head, middle, tail []LeftOut
	for len(body) > 0 && why(&body[0]) == WhyAdvert {
		head = append(head, LeftOut{body[0].Text(), WhyAdvert})
		body = body[1:]
	}
	for len(body) > 0 {
		n := len(body) - 1
		reason := why(&body[n])
		if at := links(body); at < n && why(&body[at]) == WhyReadAlso {
			for i := n; i > at; i-- {
				tail = append(tail, LeftOut{body[i].Text(), WhyReadAlso})
			}
			n, reason = at, WhyReadAlso
		}
		if reason == "" {
			break
		}
		tail = append(tail, LeftOut{body[n].Text(), reason})
		body = body[:n]
	}
	kept := body[:0:0]
	for i := range body {
		if why(&body[i]) == WhyNotice {
			middle = append(middle, LeftOut{body[i].Text(), WhyNotice})
			continue
		}
		kept = append(kept, body[i])
	}
	out := append(head, middle...)
	for i := len(tail) - 1; i >= 0; i-- {
		out = append(out, tail[i])
	}
	return kept, out
}

// why tells for what reason a block is left out where it may be, empty for none.
func why(b *rozmova.Block) string {
	if b.Kind != rozmova.Paragraph && b.Kind != rozmova.Heading || b.Quote > 0 {
		return ""
	}
	text := strings.ToLower(strings.TrimSpace(b.Text()))
	n := utf8.RuneCountInString(text)
	if slices.Contains(adverts, strings.TrimRight(text, " .:")) {
		return WhyAdvert
	}
	for _, f := range furniture {
		if n <= f.runes && begins(text, f.begins) && holds(text, f.holds) {
			return f.why
		}
	}
	return ""
}

// begins reports whether text begins with one of some phrases and the phrase ends where a word does.
func begins(text string, phrases []string) bool {
	for _, phrase := range phrases {
		if rest, ok := strings.CutPrefix(text, phrase); ok {
			if next, _ := utf8.DecodeRuneInString(rest); rest == "" || strings.HasSuffix(phrase, ":") || strings.ContainsRune(" ,.:;!—–-\u00a0\n", next) {
				return true
			}
		}
	}
	return false
}

// holds reports whether text holds one word of each list.
func holds(text string, lists [][]string) bool {
	for _, words := range lists {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) }) {
			return false
		}
	}
	return true
}

// links gives the number of the block before the run of blocks at the end of a body that are nothing but links.
func links(body []rozmova.Block) int {
	at := len(body) - 1
	for ; at > 0; at-- {
		for _, span := range body[at].Spans {
			if span.Link == "" && strings.TrimSpace(span.Text) != "" {
				return at
			}
		}
		if len(body[at].Spans) == 0 {
			return at
		}
	}
	return at
}
