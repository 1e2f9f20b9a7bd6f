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
	Statements  []jsonStatement  `json:"statements,omitempty"`  // who said what, in the order of the body
	Annotations line             `json:"annotations,omitempty"` // address of the same as W3C Web Annotations
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

// jsonStatement is a confirmed statement that nobody took back.
type jsonStatement struct {
	URL     line         `json:"url,omitempty"`
	Mode    rozmova.Mode `json:"mode"`
	Text    line         `json:"text"`
	Start   int          `json:"start"` // runes of the story's text, from 0
	End     int          `json:"end"`
	Speaker line         `json:"speaker,omitempty"` // a name; nothing for somebody who is not named
	Role    line         `json:"role,omitempty"`
	Via     line         `json:"via,omitempty"` // the outlet through which the words came
	ViaURL  line         `json:"via_url,omitempty"`
	Side    line         `json:"side,omitempty"`
	Within  line         `json:"within,omitempty"` // url of the statement that it is nested in
}

func jsonStatements(s *rozmova.Story, url string) []jsonStatement {
	var out []jsonStatement
	for _, st := range s.InOrder() {
		if s.TakenBack(st.Key) != nil {
			continue
		}
		told := jsonStatement{URL: permalink(url, st.Key), Mode: st.Mode, Text: line(st.Content), Role: line(st.Role)}
		told.Start, told.End = st.Anchor.In(s.Body)
		if src := s.SourceByKey(st.Speaker); src != nil {
			if src.Anonymous == "" {
				told.Speaker = line(src.Name)
			}
			if told.Role == "" {
				told.Role = line(src.Role)
			}
		}
		if src := s.SourceByKey(st.Via); src != nil {
			told.Via, told.ViaURL = line(src.Name), line(webAddress(src.Link))
		}
		if side := s.SideByKey(st.Side); side != nil {
			told.Side = line(side.Name)
		}
		if outer := s.StatementByKey(st.Within); outer != nil && s.TakenBack(outer.Key) == nil {
			told.Within = permalink(url, outer.Key)
		}
		out = append(out, told)
	}
	return out
}

// JSONFeed writes the channel as JSON Feed 1.1. The discussion and the corrections of an item stand, besides in its
// content, in the extension _rozmova, and so do the statements of its story.
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
	if it.CommentsURL != "" || it.Answers != "" || len(it.Corrections) > 0 || it.Story != nil {
		extra := &jsonExtra{About: "https://github.com/rozmova/rozmova", Answers: line(it.Answers), AnswersURL: line(it.AnswersURL)}
		if it.CommentsURL != "" {
			extra.CommentsURL, extra.Comments = line(it.CommentsURL), &it.Comments
		}
		for _, fix := range it.corrections() {
			extra.Corrections = append(extra.Corrections, jsonCorrection{
				fix.Kind, at(fix.At), line(fix.Text), line(fix.Wrong), line(fix.Right), line(fix.Statement), line(fix.Development),
			})
		}
		if it.Story != nil && it.Story.State != rozmova.RetractedNote {
			if extra.Statements = jsonStatements(it.Story, it.URL); extra.Statements != nil {
				extra.Annotations = line(it.URL + "/annotations.json")
			}
		}
		out.Rozmova = extra
	}
	return out
}
