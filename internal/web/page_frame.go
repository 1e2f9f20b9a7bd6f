package web

import (
	"html/template"
	"strings"

	"github.com/rozmova/rozmova"
)

// The page types. Each page has one, filled before its template runs; the template of the same name (Page in the comment
// of the type) only branches and loops. They are built of rozmova's types and of small views, so that a test can fill
// them without a store. Addresses in them are site paths without the language's prefix ("/stories/x"): templates add it.

// A Frame is what every page has around its content.
type Frame struct {
	Lang        rozmova.Locale // of the interface
	Path        string         // of this page without the language's prefix, with its query: for the language switch
	SiteName    string
	Title       string           // of the page; empty on the front page, where the site's name stands alone
	Description string           // for search engines and shared links; empty for none
	Canonical   string           // absolute address; empty for pages that are not to be indexed
	Alternates  []Alternate      // translations of what the page shows, itself among them; empty for none
	Open        *OpenGraph       // nil where the page is not made to be shared
	JSONLD      template.JS      // a JSON document with <, > and & escaped, as encoding/json writes it; empty for none
	Feeds       []FeedLink       // offered to feed readers
	Threads     []FeedLink       // of the discussion on the page, offered to feed readers too; empty for none
	Sections    []SectionLink    // in the order of the site
	Here        rozmova.Slug     // the section that is being read; empty for none
	Me          *Me              // nil: nobody is signed in
	Flash       *Flash           // what has just happened; nil for nothing
	Nonce       string           // for the forms; empty on kept pages
	Demo        bool             // a sample newsroom: says so, and links the mailbox
	Languages   []rozmova.Locale // of the interface, the site's default first
	Owner       string           // who publishes the site; empty where that is not told
	Contact     string           // e-mail address for readers and authorities (DSA Art. 11, 12); empty for none
}

// Next is where a reader who signs in from this page goes on: here, unless here is the way in.
func (f Frame) Next() string {
	if strings.HasPrefix(f.Path, "/sign-in") || strings.HasPrefix(f.Path, "/welcome") {
		return "/"
	}
	return f.Path
}

// Own reports whether the page loads what the first visit has no use for: it is for people who sign in, or are about to, or want to know
// how moderation works.
func (f Frame) Own() bool {
	return f.Me != nil || strings.HasPrefix(f.Path, "/sign-in") || strings.HasPrefix(f.Path, "/confirm") || strings.HasPrefix(f.Path, "/transparency") ||
		f.Path == "/order" || strings.HasPrefix(f.Path, "/stories/") && strings.Contains(f.Path, "/statements/") || strings.HasPrefix(f.Path, "/people/") || strings.HasPrefix(f.Path, "/outlets/")
}

// Staffed reports whether this is a page of the desk, which loads what no reader has a use for.
func (f Frame) Staffed() bool {
	return f.Path == "/desk" || strings.HasPrefix(f.Path, "/desk/") || strings.HasPrefix(f.Path, "/desk?")
}

// Searching reports whether this is the page of the search, which has the field for it in its middle.
func (f Frame) Searching() bool { return f.Path == "/search" || strings.HasPrefix(f.Path, "/search?") }

// An Alternate is the same content in another language.
type Alternate struct {
	Lang rozmova.Locale
	URL  string // absolute
}

// OpenGraph is what a shared link shows. Its title and description are the frame's.
type OpenGraph struct {
	Type      string // article, website
	Published string // RFC 3339; empty for none
	Modified  string // RFC 3339; empty for none
	Section   string // name; empty for none
	Locale    string // uk_UA, en_GB
	Image     string // absolute address of a picture; empty for none
	Width     int    // of Image, in pixels
	Height    int    // likewise
}

// A FeedLink offers a feed.
type FeedLink struct {
	Type  string // media type
	Title string
	Path  string // site path; feeds have no language prefix
}

// A SectionLink leads to a section.
type SectionLink struct {
	Slug rozmova.Slug
	Name string // in the language of the interface
}

// Me is the reader who is signed in, as far as pages show it.
type Me struct {
	ID        rozmova.ID[rozmova.Reader]
	PenName   string
	Moderator bool // may open the desk
	Editor    bool
	Staff     bool // has a role, also one that waits for a second factor
	Waiting   int  // comments that wait on the desk; 0 for readers
	Alerts    int  // unread ones, up to alerts.MostUnread
}

// A Flash tells, once, what has just happened.
type Flash struct {
	Text    string // whole, in the language of the interface
	Trouble bool   // it is something that went wrong
	Href    string // site path where the result is seen; empty for none
	Label   string // of that link
}

// A FieldError is what is wrong with a field of a form, in the language of the interface.
type FieldError struct {
	Field string // name of the field; empty: the form as a whole
	Text  string
}

// FieldErrors are what is wrong with a form. It keeps what the person wrote.
type FieldErrors []FieldError

// For gives the text for a field, and "" where nothing is wrong with it.
func (e FieldErrors) For(field string) string {
	for _, x := range e {
		if x.Field == field {
			return x.Text
		}
	}
	return ""
}

// A StoryRef names a story that the page is about and leads to it.
type StoryRef struct {
	Slug     rozmova.Slug
	Headline string
	Language rozmova.Locale
}

// A RuleChoice is a house rule offered in a form.
type RuleChoice struct {
	Key     string
	Version int
	Title   string // in the language of the interface
	Text    string
}
