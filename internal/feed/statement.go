package feed

import (
	"encoding/json"

	"github.com/rozmova/rozmova"
)

// ldStatement is a statement of a story as a part of its article.
//
// Words that are the speaker's own are a Quotation. Where they are the newsroom's, wholly or in part (indirect, mixed),
// the part is a Statement: whoever takes our pages apart must not find words in somebody's mouth that were never said.
type ldStatement struct {
	Type     string   `json:"@type"`
	ID       line     `json:"@id,omitempty"`
	Text     line     `json:"text"`
	Speaker  *ldAgent `json:"spokenByCharacter,omitempty"` // of a Quotation
	Creator  *ldAgent `json:"creator,omitempty"`
	BasedOn  *ldWork  `json:"isBasedOn,omitempty"` // what the words came through
	Within   *ldRef   `json:"isPartOf,omitempty"`  // the statement that it is nested in
	Position int      `json:"position"`            // its number on the page
}

// ldRef points at something that is described elsewhere.
type ldRef struct {
	ID line `json:"@id"`
}

// statements are the confirmed statements of a story at url that nobody took back, in the order of its body. Who is not named there is not
// named here.
func statements(s *rozmova.Story, url string) []ldStatement {
	var out []ldStatement
	for n, st := range s.InOrder() {
		if s.TakenBack(st.Key) != nil {
			continue
		}
		part := ldStatement{Type: "Statement", ID: permalink(url, st.Key), Text: line(st.Content), Creator: speaker(s, &st), BasedOn: through(s, &st), Position: n + 1}
		if st.Mode == rozmova.Direct {
			part.Type, part.Speaker = "Quotation", part.Creator
		}
		if outer := s.StatementByKey(st.Within); outer != nil && url != "" && outer.Confirmed && outer.Record != rozmova.OffRecord && s.TakenBack(outer.Key) == nil {
			part.Within = &ldRef{permalink(url, outer.Key)}
		}
		out = append(out, part)
	}
	return out
}

// permalink is the address of a statement of the story at url; empty where that is.
func permalink(url, key string) line {
	if url == "" {
		return ""
	}
	return line(url + "/statements/" + key)
}

// through is the outlet that the words came through, or the document they stand in; nil for none, and for one with neither name nor address.
func through(s *rozmova.Story, st *rozmova.Statement) *ldWork {
	via := s.SourceByKey(st.Via)
	if via == nil {
		return nil
	}
	work := cited(*via)
	if work.URL == "" && work.Publisher == nil && work.Name == "" {
		return nil
	}
	return &work
}

// speaker tells who said it; nil for somebody who is not named, or is to stay unnamed.
func speaker(s *rozmova.Story, st *rozmova.Statement) *ldAgent {
	src := s.SourceByKey(st.Speaker)
	if src == nil || src.Name == "" || src.Anonymous != "" {
		return nil
	}
	switch src.Kind {
	case rozmova.Person:
		role := st.Role
		if role == "" {
			role = src.Role
		}
		return &ldAgent{Type: person, Name: line(src.Name), JobTitle: line(role)}
	case rozmova.Organisation, rozmova.Outlet:
		return &ldAgent{Type: organisation, Name: line(src.Name)}
	}
	return nil // a document says nothing aloud; it stands among the citations
}

type ldStatementPage struct {
	Context string `json:"@context"`
	*ldStatement
	URL     line      `json:"url"`
	Story   ldSubject `json:"mainEntityOfPage"`
	Quotes  ldSubject `json:"subjectOf"`
	Created moment    `json:"datePublished,omitempty"`
}

// StatementJSONLD describes one statement of a story, which has its own page, as a schema.org Quotation or Statement; nil, without an error, for
// one that the story does not tell. a.URL has to be given. Every <, > and & in it is escaped.
func StatementJSONLD(a Article, key string) ([]byte, error) {
	for _, part := range statements(a.Story, a.URL) {
		if part.ID != permalink(a.URL, key) {
			continue
		}
		story := ldSubject{"NewsArticle", line(a.URL), line(a.Story.Headline), line(a.Story.Language)}
		return json.Marshal(ldStatementPage{"https://schema.org", &part, part.ID, ldSubject{"WebPage", part.ID, line(a.Story.Headline), line(a.Story.Language)}, story, at(a.Story.Published)})
	}
	return nil, nil
}
