package newsroom

import (
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/attribution"
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

// why tells for what reason a block is left out where it may be, empty for none. The reasons of attribution.NotStory are
// the ends of the keys above.
func why(b *rozmova.Block) string {
	if b.Kind != rozmova.Paragraph && b.Kind != rozmova.Heading || b.Quote > 0 {
		return ""
	}
	if why := attribution.NotStory(b.Text()); why != "" {
		return "cli.left_out_why." + why
	}
	return ""
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
