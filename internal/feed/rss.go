package feed

import (
	"encoding/xml"
	"html"
	"io"
	"time"
)

// The elements of RSS 2.0 and of the modules that go with it. Names with a colon are written as they stand: the prefixes
// are declared on the root.
type rssFeed struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Content string     `xml:"xmlns:content,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Media   string     `xml:"xmlns:media,attr"`
	Slash   string     `xml:"xmlns:slash,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       line      `xml:"title"`
	Link        line      `xml:"link"`
	Description line      `xml:"description"`
	Language    line      `xml:"language,omitempty"`
	Built       string    `xml:"lastBuildDate,omitempty"`
	Self        atomLink  `xml:"atom:link"`
	Items       []rssItem `xml:"item"`
}

type rssGUID struct {
	Permanent bool `xml:"isPermaLink,attr"`
	ID        line `xml:",chardata"`
}

type rssItem struct {
	Title       line          `xml:"title"`
	Link        line          `xml:"link"`
	GUID        rssGUID       `xml:"guid"`
	Published   string        `xml:"pubDate,omitempty"`
	Updated     moment        `xml:"atom:updated,omitempty"`
	Creator     line          `xml:"dc:creator,omitempty"`
	Language    line          `xml:"dc:language,omitempty"`
	Category    line          `xml:"category,omitempty"`
	Description markup        `xml:"description,omitempty"`
	Content     markup        `xml:"content:encoded,omitempty"`
	CommentsURL line          `xml:"comments,omitempty"`
	Comments    *int          `xml:"slash:comments"`
	Media       *mediaContent `xml:"media:content"`
}

// RSS writes the channel as RSS 2.0 with atom:link, dc:creator, content:encoded and slash:comments.
func (c *Channel) RSS(w io.Writer) error {
	f := rssFeed{
		Version: "2.0",
		Atom:    "http://www.w3.org/2005/Atom",
		Content: "http://purl.org/rss/1.0/modules/content/",
		DC:      "http://purl.org/dc/elements/1.1/",
		Media:   "http://search.yahoo.com/mrss/",
		Slash:   "http://purl.org/rss/1.0/modules/slash/",
		Channel: rssChannel{
			Title: line(c.Title), Link: line(c.SiteURL), Description: line(c.Description), Language: line(c.Language),
			Built: rssTime(c.Updated),
			Self:  atomLink{Rel: "self", Type: "application/rss+xml", Href: line(c.FeedURL)},
		},
	}
	for i := range c.Items {
		f.Channel.Items = append(f.Channel.Items, c.rssItem(&c.Items[i]))
	}
	return writeXML(w, f)
}

func (c *Channel) rssItem(it *Item) rssItem {
	out := rssItem{
		Title: line(it.Title), Link: line(it.URL),
		GUID:      rssGUID{Permanent: it.id() == it.URL, ID: line(it.id())},
		Published: rssTime(it.Published),
		Creator:   line(it.Author), Category: line(it.Section),
		// Programs take an RSS description for HTML, so that plain text is escaped once more.
		Description: markup(html.EscapeString(c.summary(it))),
		Content:     markup(c.content(it)),
	}
	if it.updated().After(it.Published) {
		out.Updated = at(it.updated())
	}
	if it.Language != c.Language {
		out.Language = line(it.Language)
	}
	if it.CommentsURL != "" {
		out.CommentsURL, out.Comments = line(it.CommentsURL), &it.Comments
	}
	if image := webAddress(it.Image); image != "" {
		out.Media = &mediaContent{URL: line(image), Medium: "image"}
	}
	return out
}

// rssTime gives a time as RFC 822 wants it, with the year in four digits; nothing for the zero time.
func rssTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC1123Z)
}
