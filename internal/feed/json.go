package feed

import (
	"encoding/json"
	"io"

	"github.com/rozmova/rozmova"
)

type jsonFeed struct {
	Version     string     `json:"version"`
	Title       line       `json:"title"`
	HomePage    line       `json:"home_page_url,omitempty"`
	FeedURL     line       `json:"feed_url,omitempty"`
	Description line       `json:"description,omitempty"`
	Language    line       `json:"language,omitempty"`
	Items       []jsonItem `json:"items"`
}

type jsonAuthor struct {
	Name line `json:"name"`
}

type jsonItem struct {
	ID        line         `json:"id"`
	URL       line         `json:"url,omitempty"`
	Title     line         `json:"title,omitempty"`
	HTML      markup       `json:"content_html,omitempty"`
	Text      line         `json:"content_text,omitempty"` // only where there is no HTML: one of both is required
	Summary   line         `json:"summary,omitempty"`
	Image     line         `json:"image,omitempty"`
	Published moment       `json:"date_published,omitempty"`
	Modified  moment       `json:"date_modified,omitempty"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []line       `json:"tags,omitempty"`
	Language  line         `json:"language,omitempty"`
	Rozmova   *jsonExtra   `json:"_rozmova,omitempty"`
}

// jsonExtra is our extension: JSON Feed has no place for a discussion or a correction.
type jsonExtra struct {
	About       string           `json:"about"`
	CommentsURL line             `json:"comments_url,omitempty"`
	Comments    *int             `json:"comment_count,omitempty"`
	Corrections []jsonCorrection `json:"corrections,omitempty"`
	Answers     line             `json:"in_reply_to,omitempty"` // id of the item answered
	AnswersURL  line             `json:"in_reply_to_url,omitempty"`
}

type jsonCorrection struct {
	Kind  rozmova.CorrectionKind `json:"kind"`
	At    moment                 `json:"at"`
	Text  line                   `json:"text"`
	Wrong line                   `json:"wrong,omitempty"`
	Right line                   `json:"right,omitempty"`

	Statement   line `json:"statement,omitempty"`   // key of the statement that it corrects
	Development line `json:"development,omitempty"` // key of the dated fact that it corrects
}

// JSONFeed writes the channel as JSON Feed 1.1. The discussion and the corrections of an item stand, besides in its
// content, in the extension _rozmova.
func (c *Channel) JSONFeed(w io.Writer) error {
	f := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: line(c.Title), HomePage: line(c.SiteURL), FeedURL: line(c.FeedURL),
		Description: line(c.Description), Language: line(c.Language), Items: []jsonItem{},
	}
	for i := range c.Items {
		f.Items = append(f.Items, c.jsonItem(&c.Items[i]))
	}
	b, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

func (c *Channel) jsonItem(it *Item) jsonItem {
	out := jsonItem{
		ID: line(it.id()), URL: line(it.URL), Title: line(it.Title), HTML: markup(c.content(it)), Summary: line(c.summary(it)),
		Image: line(webAddress(it.Image)), Published: at(it.Published), Modified: at(it.updated()),
	}
	if out.HTML == "" {
		out.Text, out.Summary = out.Summary, ""
		if out.Text == "" {
			out.Text = out.Title
		}
	}
	if it.Author != "" {
		out.Authors = []jsonAuthor{{Name: line(it.Author)}}
	}
	if it.Section != "" {
		out.Tags = []line{line(it.Section)}
	}
	if it.Language != c.Language {
		out.Language = line(it.Language)
	}
	if it.CommentsURL != "" || it.Answers != "" || len(it.Corrections) > 0 {
		extra := &jsonExtra{About: "https://github.com/rozmova/rozmova", Answers: line(it.Answers), AnswersURL: line(it.AnswersURL)}
		if it.CommentsURL != "" {
			extra.CommentsURL, extra.Comments = line(it.CommentsURL), &it.Comments
		}
		for _, fix := range it.corrections() {
			extra.Corrections = append(extra.Corrections, jsonCorrection{
				fix.Kind, at(fix.At), line(fix.Text), line(fix.Wrong), line(fix.Right), line(fix.Statement), line(fix.Development),
			})
		}
		out.Rozmova = extra
	}
	return out
}
