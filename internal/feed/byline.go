package feed

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/rozmova/rozmova"
)

// ldAgent is a Person or an Organization of schema.org.
type ldAgent struct {
	Type     string   `json:"@type"`
	Name     line     `json:"name"`
	JobTitle line     `json:"jobTitle,omitempty"`
	URL      line     `json:"url,omitempty"`
	Logo     *ldImage `json:"logo,omitempty"`
}

type ldImage struct {
	Type string `json:"@type"`
	URL  line   `json:"url"`
}

const (
	person       = "Person"
	organisation = "Organization"
)

// byAnd parts the names of a byline, in Ukrainian, Russian and English.
var byAnd = regexp.MustCompile(`\s*[,;&]\s*|\s+(?:і|й|та|и|and)\s+`)

// byWord is what may stand before the first name.
var byWord = regexp.MustCompile(`^(?i:by|автор|автори|авторка|авторы|текст|text)\s*:?\s+`)

// deskWords mark a name as that of an office, not of a person.
var deskWords = []string{
	"редакція", "агентство", "агенція", "служба", "бюро", "новини", "редакция", "новости", "відділ", "отдел",
	"newsroom", "staff", "desk", "agency", "press", "news", "team", "editors", "editorial", "correspondents",
}

// authors reads a byline. A part is an Organization where the story's sources, the publisher or a word of it say so, and
// a Person where it looks like a name of two to four capitalised words. Parts that are neither ("Kyiv" after a name) are
// not told: an author who is made up is worse than one who is missing. Without any author the publisher stands.
func authors(byline, publisher string, sources []rozmova.Source) []ldAgent {
	byline = strings.Trim(byWord.ReplaceAllString(oneLine(byline), ""), " ,;&")
	var out []ldAgent
	for _, part := range byAnd.Split(byline, -1) {
		switch {
		case part == "":
		case isOffice(part, publisher, sources):
			out = append(out, ldAgent{Type: organisation, Name: line(part)})
		case isName(part):
			out = append(out, ldAgent{Type: person, Name: line(part)})
		}
	}
	switch {
	case len(out) > 0:
	case byline != "":
		out = []ldAgent{{Type: organisation, Name: line(byline)}}
	case publisher != "":
		out = []ldAgent{{Type: organisation, Name: line(publisher)}}
	}
	return out
}

func isOffice(name, publisher string, sources []rozmova.Source) bool {
	if strings.EqualFold(name, publisher) {
		return true
	}
	if slices.ContainsFunc(sources, func(s rozmova.Source) bool {
		return (s.Kind == rozmova.Outlet || s.Kind == rozmova.Organisation) && strings.EqualFold(s.Name, name)
	}) {
		return true
	}
	return slices.ContainsFunc(strings.Fields(strings.ToLower(name)), func(w string) bool { return slices.Contains(deskWords, w) })
}

// isName reports whether s is two to four words that each begin with a capital and hold no digit.
func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 4 {
		return false
	}
	for _, w := range words {
		for i, r := range w {
			if i == 0 && !unicode.IsUpper(r) || unicode.IsDigit(r) {
				return false
			}
		}
	}
	return true
}
