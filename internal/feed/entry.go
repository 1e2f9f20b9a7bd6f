package feed

import (
	"encoding/json"

	"github.com/rozmova/rozmova"
)

// A Saying is a statement in which an entry of the register has a part.
type Saying struct {
	Story     *rozmova.Story
	Statement rozmova.Statement
	URL       string // where it stands
}

type ldEntry struct {
	Context     string      `json:"@context"`
	Type        string      `json:"@type"`
	ID          line        `json:"@id"`
	Name        line        `json:"name"`
	Alternate   []line      `json:"alternateName,omitempty"`
	Description line        `json:"description,omitempty"`
	JobTitle    line        `json:"jobTitle,omitempty"`
	URL         line        `json:"url,omitempty"`
	SubjectOf   []ldSubject `json:"subjectOf,omitempty"`
}

// ldSubject is a story in which the entry speaks. schema.org's subjectOf takes a CreativeWork.
type ldSubject struct {
	Type     string `json:"@type"`
	URL      line   `json:"url"`
	Headline line   `json:"headline"`
	Language line   `json:"inLanguage,omitempty"`
}

// EntryJSONLD describes somebody or something of the register, whose page is url, as a schema.org Person, Organization, NewsMediaOrganization or
// CreativeWork, with the stories in which they speak. Every <, > and & in it is escaped.
func EntryJSONLD(e *rozmova.Entry, url string, said []Saying) ([]byte, error) {
	out := ldEntry{Context: "https://schema.org", ID: line(url), Name: line(e.Name), Description: line(e.About), URL: line(webAddress(e.Link))}
	switch e.Kind {
	case rozmova.Person:
		out.Type = person
		for _, r := range e.Roles {
			if r.Until == "" {
				out.JobTitle = line(r.Role)
			}
		}
	case rozmova.Outlet:
		out.Type = "NewsMediaOrganization"
	case rozmova.Document:
		out.Type = "CreativeWork"
	default:
		out.Type = organisation
	}
	for _, a := range e.Aliases {
		out.Alternate = append(out.Alternate, line(a))
	}
	told := map[rozmova.ID[rozmova.Story]]bool{}
	for _, s := range said {
		if !told[s.Story.ID] {
			told[s.Story.ID] = true
			out.SubjectOf = append(out.SubjectOf, ldSubject{"NewsArticle", line(s.URL), line(s.Story.Headline), line(s.Story.Language)})
		}
	}
	return json.Marshal(out)
}
