package feed

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"time"
)

// MaxURLs is how many addresses one sitemap may hold (sitemaps.org, protocol 0.9).
const MaxURLs = 50_000

// MaxNews and NewsAge bound a news sitemap: the newest thousand stories of the last two days.
const (
	MaxNews = 1_000
	NewsAge = 48 * time.Hour
)

// ErrTooManyURLs is what Sitemap gives for more than MaxURLs.
var ErrTooManyURLs = errors.New("feed: more than 50,000 addresses in a sitemap")

// A URL is one address of a sitemap.
type URL struct {
	Loc        string
	LastMod    time.Time // zero: not told
	Alternates []Alternate
}

// An Alternate is the same page in another language. A page names every one, itself too (hreflang).
type Alternate struct {
	Lang string
	Href string
}

type urlSet struct {
	XMLName xml.Name  `xml:"urlset"`
	NS      string    `xml:"xmlns,attr"`
	XHTML   string    `xml:"xmlns:xhtml,attr,omitempty"`
	News    string    `xml:"xmlns:news,attr,omitempty"`
	URLs    []siteURL `xml:"url"`
}

type siteURL struct {
	Loc     line        `xml:"loc"`
	LastMod moment      `xml:"lastmod,omitempty"`
	Links   []siteLink  `xml:"xhtml:link"`
	News    *newsInSite `xml:"news:news"`
}

type siteLink struct {
	Rel  string `xml:"rel,attr"`
	Lang line   `xml:"hreflang,attr"`
	Href line   `xml:"href,attr"`
}

type newsInSite struct {
	Name      line   `xml:"news:publication>news:name"`
	Language  line   `xml:"news:publication>news:language"`
	Published moment `xml:"news:publication_date"`
	Title     line   `xml:"news:title"`
}

const sitemapNS = "http://www.sitemaps.org/schemas/sitemap/0.9"

// Sitemap writes the addresses as a sitemap with hreflang alternates.
func Sitemap(w io.Writer, urls []URL) error {
	if len(urls) > MaxURLs {
		return ErrTooManyURLs
	}
	set := urlSet{NS: sitemapNS, XHTML: "http://www.w3.org/1999/xhtml"}
	for _, u := range urls {
		out := siteURL{Loc: line(u.Loc), LastMod: at(u.LastMod)}
		for _, a := range u.Alternates {
			out.Links = append(out.Links, siteLink{Rel: "alternate", Lang: line(a.Lang), Href: line(a.Href)})
		}
		set.URLs = append(set.URLs, out)
	}
	return writeXML(w, set)
}

// A NewsItem is one story of a news sitemap.
type NewsItem struct {
	Loc         string
	Publication string // the title's name, exactly as its pages tell it
	Language    string // of the story: uk, en
	Title       string
	Published   time.Time // first publication, never that of a change
}

// NewsSitemap writes a news sitemap (namespace sitemap-news/0.9) of the newest MaxNews items that were published in the
// NewsAge before now, the newest first. Items of the future, older ones and those past the limit are left out. The
// caller's slice stays as it is.
func NewsSitemap(w io.Writer, items []NewsItem, now time.Time) error {
	var fresh []NewsItem
	for _, it := range items {
		if age := now.Sub(it.Published); age >= 0 && age <= NewsAge {
			fresh = append(fresh, it)
		}
	}
	slices.SortStableFunc(fresh, func(a, b NewsItem) int { return b.Published.Compare(a.Published) })
	fresh = fresh[:min(len(fresh), MaxNews)]

	set := urlSet{NS: sitemapNS, News: "http://www.google.com/schemas/sitemap-news/0.9"}
	for _, it := range fresh {
		set.URLs = append(set.URLs, siteURL{Loc: line(it.Loc), News: &newsInSite{
			Name: line(it.Publication), Language: line(it.Language), Published: at(it.Published), Title: line(it.Title),
		}})
	}
	return writeXML(w, set)
}
