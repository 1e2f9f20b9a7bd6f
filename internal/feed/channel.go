// Package feed writes what other programs read about stories and the comments under them: Atom, RSS and JSON Feed, sitemaps, and the JSON-LD in a
// story page. It is pure: values in, bytes out, no clock.
//
// The formats are structs given to encoding/xml and encoding/json. gorilla/feeds, which the plan names first, has none
// of atom:link, slash:comments, xml:lang, thr:count, language per item or any sitemap, so that nothing was left for it.
package feed

import (
	"html"
	"slices"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

// A Channel is a list that a reader can follow: of the stories of the front page or of one section, or of comments.
type Channel struct {
	Title       string
	Description string
	Language    string // BCP 47
	SiteURL     string // the page that the feed is of
	FeedURL     string // the feed's own address, in the format that is written; it is also the Atom id
	Updated     time.Time
	Items       []Item // newest first, as the caller wants them

	// CorrectionNames are the words for each kind of correction, in Language ("Виправлення"). The caller takes them
	// from the catalogues, which this package may not read. A kind without a name is told by its date alone.
	CorrectionNames map[rozmova.CorrectionKind]string
}

// An Item is one story or one comment of a Channel. Everything but HTML is plain text.
type Item struct {
	ID          string // never changes: a tag: URI (RFC 4151) or an address; URL where it is empty
	URL         string
	Title       string
	Summary     string
	HTML        string // the body as richtext wrote it: nothing here makes it safe
	Author      string
	Section     string
	Published   time.Time
	Updated     time.Time // zero: Published
	Language    string    // where it is not the Channel's
	Comments    int
	CommentsURL string // empty: the story has no discussion, and Comments is not told
	Corrections []rozmova.Correction
	Answers     string         // ID of the Item that it answers, wherever that is told; empty for none
	AnswersURL  string         // the address of that
	Story       *rozmova.Story // whose statements are told besides; nil for none
	Image       string         // absolute http or https address; anything else is left out
}

// Touch makes Updated the latest time of any item, where it is not later already.
func (c *Channel) Touch() {
	for i := range c.Items {
		if at := c.Items[i].updated(); at.After(c.Updated) {
			c.Updated = at
		}
	}
}

func (it *Item) id() string {
	if it.ID != "" {
		return it.ID
	}
	return it.URL
}

func (it *Item) updated() time.Time {
	if it.Updated.IsZero() {
		return it.Published
	}
	return it.Updated
}

// corrections gives the item's corrections, the latest first.
func (it *Item) corrections() []rozmova.Correction {
	sorted := slices.Clone(it.Corrections)
	slices.SortStableFunc(sorted, func(a, b rozmova.Correction) int { return b.At.Compare(a.At) })
	return sorted
}

// label begins a correction: its name, where the channel has one, and its day.
func (c *Channel) label(fix rozmova.Correction) string {
	day := fix.At.UTC().Format(time.DateOnly)
	if name := oneLine(c.CorrectionNames[fix.Kind]); name != "" {
		return name + " (" + day + ")"
	}
	return day
}

// summary is the item's summary as plain text, every correction behind it: many programs show nothing else of a story.
func (c *Channel) summary(it *Item) string {
	parts := []string{oneLine(it.Summary)}
	for _, fix := range it.corrections() {
		parts = append(parts, "["+c.label(fix)+": "+fixText(fix)+"]")
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// content is the item's HTML with every correction before it, as on the story page; empty where there is neither.
func (c *Channel) content(it *Item) string {
	var b strings.Builder
	for _, fix := range it.corrections() {
		b.WriteString("<p><strong>" + html.EscapeString(c.label(fix)) + ":</strong> " + html.EscapeString(oneLine(fix.Text)) + "</p>")
		if fix.Wrong != "" || fix.Right != "" {
			b.WriteString("<p>")
			if fix.Wrong != "" {
				b.WriteString("<del>" + html.EscapeString(oneLine(fix.Wrong)) + "</del> ")
			}
			if fix.Right != "" {
				b.WriteString("<ins>" + html.EscapeString(oneLine(fix.Right)) + "</ins>")
			}
			b.WriteString("</p>")
		}
	}
	if it.HTML == "" && b.Len() > 0 && it.Summary != "" {
		b.WriteString("<p>" + html.EscapeString(oneLine(it.Summary)) + "</p>")
	}
	b.WriteString(it.HTML)
	return b.String()
}

// fixText tells a correction in plain words: its text, or what it put in place of what.
func fixText(fix rozmova.Correction) string {
	text, wrong, right := oneLine(fix.Text), oneLine(fix.Wrong), oneLine(fix.Right)
	switch {
	case wrong == "" && right == "":
		return text
	case right == "":
		right = "—" // taken out
	case wrong == "":
		wrong = "—" // put in
	}
	return strings.TrimSpace(text + " " + wrong + " → " + right)
}
