package feed

import (
	"github.com/rozmova/rozmova"
)

// ldPosting is an addition to a developing story.
type ldPosting struct {
	Type      string    `json:"@type"`
	Headline  line      `json:"headline,omitempty"`
	URL       line      `json:"url,omitempty"`
	Published moment    `json:"datePublished"`
	Modified  moment    `json:"dateModified,omitempty"`
	Authors   []ldAgent `json:"author,omitempty"`
	Body      line      `json:"articleBody"`
}

// liveBlog is a type of its own beside NewsArticle: a story that was added to is both.
var liveBlog = []string{"NewsArticle", "LiveBlogPosting"}

// updates are the additions that stand, in the order given. What was taken back is not told on.
func (a *Article) updates() []ldPosting {
	var out []ldPosting
	for _, add := range a.Additions {
		if add.State != rozmova.AdditionPublished {
			continue
		}
		p := ldPosting{
			Type: "BlogPosting", Headline: line(add.Title), Published: at(add.At), Authors: authors(add.Byline, a.Publisher, a.Story.Sources),
			Body: line(oneLine(rozmova.PlainText(add.Body))),
		}
		if a.URL != "" {
			p.URL = line(a.URL + "/additions/" + add.ID.String())
		}
		if p.Headline == "" {
			p.Headline = line(beginning(string(p.Body)))
		}
		if add.Changed.After(add.At) {
			p.Modified = at(add.Changed)
		}
		out = append(out, p)
	}
	return out
}

// mostHeadline is how many runes of an addition without a heading stand for one.
const mostHeadline = 110

// beginning gives the first words of a text.
func beginning(text string) string {
	runes := []rune(text)
	if len(runes) <= mostHeadline {
		return text
	}
	cut := mostHeadline - 1
	for i := cut; i > mostHeadline/2; i-- {
		if runes[i] == ' ' {
			cut = i
			break
		}
	}
	return string(runes[:cut]) + "…"
}
