package feed

import "github.com/rozmova/rozmova"

// ldStatement is a statement of a story as a part of its article.
//
// Words that are the speaker's own are a Quotation. Where they are the newsroom's, wholly or in part (indirect, mixed),
// the part is a Claim: whoever takes our pages apart must not find words in somebody's mouth that were never said.
type ldStatement struct {
	Type     string   `json:"@type"`
	Text     line     `json:"text"`
	Speaker  *ldAgent `json:"spokenByCharacter,omitempty"` // of a Quotation
	Creator  *ldAgent `json:"creator,omitempty"`
	BasedOn  line     `json:"isBasedOn,omitempty"` // address of what the words came through
	Position int      `json:"position"`
}

// statements are the confirmed statements of a story that nobody took back, in its own order. Who is not named there is not named here.
func statements(s *rozmova.Story) []ldStatement {
	var out []ldStatement
	for i := range s.Statements {
		st := &s.Statements[i]
		if !st.Confirmed || st.Record == rozmova.OffRecord || s.TakenBack(st.Key) != nil {
			continue
		}
		part := ldStatement{Type: "Claim", Text: line(st.Content), Creator: speaker(s, st), Position: len(out) + 1}
		if st.Mode == rozmova.Direct {
			part.Type, part.Speaker = "Quotation", part.Creator
		}
		if via := s.SourceByKey(st.Via); via != nil {
			part.BasedOn = line(webAddress(via.Link))
		}
		out = append(out, part)
	}
	return out
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
