package feed

import (
	"bytes"
	"encoding/xml"
	"io"
	"time"
)

// The elements of Atom (RFC 4287), of its threading extension (RFC 4685) and of Media RSS.
type atomFeed struct {
	XMLName  xml.Name    `xml:"feed"`
	NS       string      `xml:"xmlns,attr"`
	Thr      string      `xml:"xmlns:thr,attr"`
	Media    string      `xml:"xmlns:media,attr"`
	Lang     line        `xml:"xml:lang,attr,omitempty"`
	ID       line        `xml:"id"`
	Title    line        `xml:"title"`
	Subtitle line        `xml:"subtitle,omitempty"`
	Updated  moment      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	Author   atomPerson  `xml:"author"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel   string `xml:"rel,attr"`
	Type  string `xml:"type,attr,omitempty"`
	Href  line   `xml:"href,attr"`
	Count *int   `xml:"thr:count,attr,omitempty"`
}

type atomPerson struct {
	Name line `xml:"name"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Body markup `xml:",chardata"`
}

type atomCategory struct {
	Term line `xml:"term,attr"`
}

type mediaContent struct {
	URL    line   `xml:"url,attr"`
	Medium string `xml:"medium,attr"`
}

type atomAnswers struct {
	Ref  line   `xml:"ref,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href line   `xml:"href,attr,omitempty"`
}

type atomEntry struct {
	Lang      line          `xml:"xml:lang,attr,omitempty"`
	ID        line          `xml:"id"`
	Title     line          `xml:"title"`
	Published moment        `xml:"published,omitempty"`
	Updated   moment        `xml:"updated"`
	Links     []atomLink    `xml:"link"`
	InReplyTo *atomAnswers  `xml:"thr:in-reply-to"`
	Author    *atomPerson   `xml:"author"`
	Category  *atomCategory `xml:"category"`
	Summary   *atomText     `xml:"summary"`
	Content   *atomText     `xml:"content"`
	Media     *mediaContent `xml:"media:content"`
}

// Atom writes the channel as Atom 1.0 (RFC 4287).
func (c *Channel) Atom(w io.Writer) error {
	f := atomFeed{
		NS: "http://www.w3.org/2005/Atom", Thr: "http://purl.org/syndication/thread/1.0", Media: "http://search.yahoo.com/mrss/",
		Lang: line(c.Language), ID: line(c.FeedURL), Title: line(c.Title), Subtitle: line(c.Description),
		Updated: atomTime(c.Updated),
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: line(c.FeedURL)},
			{Rel: "alternate", Type: "text/html", Href: line(c.SiteURL)},
		},
		Author: atomPerson{Name: line(c.Title)}, // an entry without an author takes the feed's (RFC 4287, 4.1.2)
	}
	for i := range c.Items {
		f.Entries = append(f.Entries, c.atomEntry(&c.Items[i]))
	}
	return writeXML(w, f)
}

func (c *Channel) atomEntry(it *Item) atomEntry {
	e := atomEntry{
		ID: line(it.id()), Title: line(it.Title), Published: at(it.Published), Updated: atomTime(it.updated()),
		Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: line(it.URL)}},
	}
	if it.Language != c.Language {
		e.Lang = line(it.Language)
	}
	if it.CommentsURL != "" {
		e.Links = append(e.Links, atomLink{Rel: "replies", Type: "text/html", Href: line(it.CommentsURL), Count: &it.Comments})
	}
	if it.Answers != "" {
		e.InReplyTo = &atomAnswers{Ref: line(it.Answers), Href: line(it.AnswersURL)}
		if it.AnswersURL != "" {
			e.InReplyTo.Type = "text/html"
		}
	}
	if it.Author != "" {
		e.Author = &atomPerson{Name: line(it.Author)}
	}
	if it.Section != "" {
		e.Category = &atomCategory{Term: line(it.Section)}
	}
	if s := c.summary(it); s != "" {
		e.Summary = &atomText{Type: "text", Body: markup(s)}
	}
	if s := c.content(it); s != "" {
		e.Content = &atomText{Type: "html", Body: markup(s)}
	}
	if image := webAddress(it.Image); image != "" {
		e.Media = &mediaContent{URL: line(image), Medium: "image"}
	}
	return e
}

// atomTime is at, but never empty: Atom wants a time where a feed that was never changed has none.
func atomTime(t time.Time) moment {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return at(t)
}

// writeXML writes v behind an XML declaration, in one piece or, where it cannot be written as XML, not at all.
func writeXML(w io.Writer, v any) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err := w.Write(b.Bytes())
	return err
}
