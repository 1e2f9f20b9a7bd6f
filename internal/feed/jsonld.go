package feed

import (
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"github.com/rozmova/rozmova"
)

// An Article is a story with what its JSON-LD needs besides. Empty fields are left out.
type Article struct {
	Story        *rozmova.Story
	URL          string // canonical address
	Section      string // the section's name; the slug where it is empty
	Image        string
	Publisher    string // name of the title
	PublisherURL string
	Logo         string
	Comments     int    // published ones
	Discussion   string // address of the discussion; empty: none, and Comments is not told

	Original     *Alternate  // the story that this one translates
	Translations []Alternate // the stories that translate this one

	Additions    []*rozmova.Addition // those on the page, of a story that develops or did; it is a LiveBlogPosting then
	Begun, Ended time.Time           // when the first and the last of all were published; zero where none stand
}

type ldArticle struct {
	Context       string         `json:"@context"`
	Type          any            `json:"@type"` // a string, or several
	URL           line           `json:"url,omitempty"`
	Page          *ldPage        `json:"mainEntityOfPage,omitempty"`
	Headline      line           `json:"headline"`
	Description   line           `json:"description,omitempty"`
	Language      line           `json:"inLanguage,omitempty"`
	Published     moment         `json:"datePublished,omitempty"`
	Modified      moment         `json:"dateModified,omitempty"`
	Status        string         `json:"creativeWorkStatus,omitempty"`
	Authors       []ldAgent      `json:"author,omitempty"`
	Publisher     *ldAgent       `json:"publisher,omitempty"`
	Section       line           `json:"articleSection,omitempty"`
	Image         line           `json:"image,omitempty"`
	Free          bool           `json:"isAccessibleForFree"`
	Words         int            `json:"wordCount,omitempty"`
	Citations     []ldWork       `json:"citation,omitempty"`
	Parts         []ldStatement  `json:"hasPart,omitempty"`
	Corrections   []ldCorrection `json:"correction,omitempty"`
	Comments      *int           `json:"commentCount,omitempty"`
	Interaction   *ldCounter     `json:"interactionStatistic,omitempty"`
	Discussion    line           `json:"discussionUrl,omitempty"`
	Translations  []ldWork       `json:"workTranslation,omitempty"`
	TranslationOf *ldWork        `json:"translationOfWork,omitempty"`
	CoverageStart moment         `json:"coverageStartTime,omitempty"`
	CoverageEnd   moment         `json:"coverageEndTime,omitempty"`
	Updates       []ldPosting    `json:"liveBlogUpdate,omitempty"`
}

type ldPage struct {
	Type string `json:"@type"`
	ID   line   `json:"@id"`
}

type ldWork struct {
	Type      string   `json:"@type"`
	Name      line     `json:"name,omitempty"`
	URL       line     `json:"url,omitempty"`
	Language  line     `json:"inLanguage,omitempty"`
	Publisher *ldAgent `json:"publisher,omitempty"`
}

type ldCorrection struct {
	Type      string `json:"@type"`
	Text      line   `json:"text"`
	Published moment `json:"datePublished,omitempty"`
}

type ldCounter struct {
	Type  string `json:"@type"`
	Kind  ldKind `json:"interactionType"`
	Count int    `json:"userInteractionCount"`
}

type ldKind struct {
	Type string `json:"@type"`
}

// JSONLD gives the article as a schema.org NewsArticle. Every <, > and & in it is escaped, so that it may stand inside
// <script type="application/ld+json"> whatever the story says.
func JSONLD(a Article) ([]byte, error) {
	s := a.Story
	out := ldArticle{
		Context: "https://schema.org", Type: "NewsArticle", URL: line(a.URL),
		Headline: line(s.Headline), Description: line(s.Standfirst), Language: line(s.Language),
		Published: at(s.Published), Modified: at(s.LastModified()),
		Authors: authors(s.Byline, a.Publisher, s.Sources), Section: line(a.Section), Image: line(webAddress(a.Image)),
		Free: true, Discussion: line(a.Discussion), TranslationOf: translation(a.Original),
		Citations: citations(s.Sources), Corrections: corrections(s.Corrections),
	}
	if out.Section == "" {
		out.Section = line(s.Section)
	}
	if a.URL != "" {
		out.Page = &ldPage{Type: "WebPage", ID: line(a.URL)}
	}
	if a.Publisher != "" {
		out.Publisher = &ldAgent{Type: organisation, Name: line(a.Publisher), URL: line(webAddress(a.PublisherURL))}
		if logo := webAddress(a.Logo); logo != "" {
			out.Publisher.Logo = &ldImage{Type: "ImageObject", URL: line(logo)}
		}
	}
	if a.Discussion != "" {
		out.Comments = &a.Comments
		out.Interaction = &ldCounter{"InteractionCounter", ldKind{"CommentAction"}, a.Comments}
	}
	for _, t := range a.Translations {
		out.Translations = append(out.Translations, *translation(&t))
	}
	if s.State == rozmova.RetractedNote {
		out.Status = "Retracted" // what the story said is not said on by a machine
	} else {
		out.Words = words(rozmova.PlainText(s.Body))
		out.Parts = statements(s, a.URL)
		if s.Developing != rozmova.NotDeveloping || !a.Begun.IsZero() {
			out.Type, out.Updates = liveBlog, a.updates()
			out.CoverageStart = at(s.Published)
			if s.Developing == rozmova.NotDeveloping {
				out.CoverageEnd = at(a.Ended)
			}
		}
	}
	return json.Marshal(out)
}

func translation(of *Alternate) *ldWork {
	if of == nil {
		return nil
	}
	return &ldWork{Type: "NewsArticle", URL: line(of.Href), Language: line(of.Lang)}
}

// citations are the outlets and documents that the story links to.
func citations(sources []rozmova.Source) []ldWork {
	var out []ldWork
	for _, s := range sources {
		if webAddress(s.Link) != "" && (s.Kind == rozmova.Document || s.Kind == rozmova.Outlet) {
			out = append(out, cited(s))
		}
	}
	return out
}

// cited describes an outlet or a document as what the story is based on.
func cited(s rozmova.Source) ldWork {
	work := ldWork{Type: "CreativeWork", URL: line(webAddress(s.Link))}
	switch {
	case s.Name == "" || s.Anonymous != "":
	case s.Kind == rozmova.Document:
		work.Name = line(s.Name)
	default:
		work.Publisher = &ldAgent{Type: organisation, Name: line(s.Name)}
	}
	return work
}

func corrections(fixes []rozmova.Correction) []ldCorrection {
	var out []ldCorrection
	for _, fix := range fixes {
		out = append(out, ldCorrection{"CorrectionComment", line(fixText(fix)), at(fix.At)})
	}
	return out
}

// words counts the runs of text that hold a letter or a digit: a dash between two words is none.
func words(text string) int {
	n := 0
	for w := range strings.FieldsSeq(text) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}
