package feed

import (
	"encoding/json"
	"strings"

	"github.com/rozmova/rozmova"
)

// around is how many runes of the text a quote selector tells before and behind the words.
const around = 32

const specific = "SpecificResource"

type waCollection struct {
	Context any      `json:"@context"`
	ID      string   `json:"id"`
	Type    string   `json:"type"`
	Label   line     `json:"label"`
	Creator *waAgent `json:"creator,omitempty"`
	Total   int      `json:"total"`
	First   waPage   `json:"first"`
}

// waAgent is whoever made the annotations.
type waAgent struct {
	Type string `json:"type"`
	Name line   `json:"name"`
	Home line   `json:"homepage,omitempty"`
}

type waPage struct {
	ID    string         `json:"id"`
	Type  string         `json:"type"`
	Start int            `json:"startIndex"`
	Items []waAnnotation `json:"items"`
}

type waAnnotation struct {
	ID         string     `json:"id"`
	Type       string     `json:"type"`
	Motivation string     `json:"motivation"`
	Created    moment     `json:"created,omitempty"`
	Modified   moment     `json:"modified,omitempty"`
	Body       []any      `json:"body"` // a waText in words, a waPageRef
	Target     []waTarget `json:"target"`
	About      waSaying   `json:"schema:about"`
}

type waText struct {
	Type     string `json:"type"`
	Purpose  string `json:"purpose"`
	Format   string `json:"format"`
	Language line   `json:"language,omitempty"`
	Value    line   `json:"value"`
}

// waPageRef is the page about the statement.
type waPageRef struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Format   string `json:"format"`
	Language line   `json:"language,omitempty"`
}

type waSaying struct {
	ID      string  `json:"id"`
	Type    string  `json:"type"`
	Text    line    `json:"schema:text"`
	Speaker *waWho  `json:"schema:spokenByCharacter,omitempty"`
	Creator *waWho  `json:"schema:creator,omitempty"`
	BasedOn *waWork `json:"schema:isBasedOn,omitempty"`
	Within  *waRef  `json:"schema:isPartOf,omitempty"`
}

type waWho struct {
	Type string `json:"type"`
	Name line   `json:"schema:name"`
	Job  line   `json:"schema:jobTitle,omitempty"`
}

type waWork struct {
	ID        line   `json:"id,omitempty"`
	Type      string `json:"type"`
	Name      line   `json:"schema:name,omitempty"`
	Publisher *waWho `json:"schema:publisher,omitempty"`
}

type waRef struct {
	ID string `json:"id"`
}

type waTarget struct {
	Type     string       `json:"type"`
	Source   string       `json:"source"`
	Scope    string       `json:"scope,omitempty"`
	Selector []waSelector `json:"selector"`
}

type waSelector struct {
	Type   string  `json:"type"`
	Start  *int    `json:"start,omitempty"`
	End    *int    `json:"end,omitempty"`
	Exact  string  `json:"exact,omitempty"`
	Prefix *string `json:"prefix,omitempty"`
	Suffix *string `json:"suffix,omitempty"`
}

// Annotations gives who said what in a story as an AnnotationCollection of the W3C Web Annotation Data Model (2017), one annotation for each
// confirmed statement that nobody took back, in the order of the body; a retracted story has none. a.URL has to be given: the collection is
// at a.URL/annotations.json, an annotation at the statement's own address. Each has two targets: the page, by a TextQuoteSelector, and the words of the
// story as plain text at a.URL/text.txt, by a TextPositionSelector (code points from 0) besides. Who said it stands in the body in
// words, and in schema:about as a schema.org Quotation or Statement.
func Annotations(a Article) ([]byte, error) {
	s := a.Story
	at0 := a.URL + "/annotations.json"
	out := waCollection{
		Context: []any{"http://www.w3.org/ns/anno.jsonld", map[string]string{"schema": "https://schema.org/"}},
		ID:      at0, Type: "AnnotationCollection", Label: line(s.Headline), First: waPage{ID: at0 + "#first", Type: "AnnotationPage", Items: []waAnnotation{}},
	}
	if a.Publisher != "" {
		out.Creator = &waAgent{"Organization", line(a.Publisher), line(webAddress(a.PublisherURL))}
	}
	if s.State != rozmova.RetractedNote {
		text := []rune(rozmova.PlainText(s.Body))
		for _, part := range statements(s, a.URL) {
			st := s.StatementByKey(strings.TrimPrefix(string(part.ID), a.URL+"/statements/"))
			out.First.Items = append(out.First.Items, annotation(a, st, &part, text))
		}
	}
	out.Total = len(out.First.Items)
	return json.MarshalIndent(out, "", " ")
}

// annotation tells of one statement, which part describes already.
func annotation(a Article, st *rozmova.Statement, part *ldStatement, text []rune) waAnnotation {
	s := a.Story
	start, end := st.Anchor.In(s.Body)
	prefix, suffix := string(text[max(0, start-around):start]), string(text[end:min(len(text), end+around)])
	quote := waSelector{Type: "TextQuoteSelector", Exact: string(text[start:end]), Prefix: &prefix, Suffix: &suffix}
	saying := waSaying{ID: string(part.ID) + "#saying", Type: "schema:" + part.Type, Text: part.Text, Speaker: whoOf(part.Speaker), Creator: whoOf(part.Creator)}
	if w := part.BasedOn; w != nil {
		saying.BasedOn = &waWork{ID: w.URL, Type: "schema:" + w.Type, Name: w.Name, Publisher: whoOf(w.Publisher)}
	}
	if part.Within != nil {
		saying.Within = &waRef{string(part.Within.ID)}
	}
	out := waAnnotation{
		ID: string(part.ID), Type: "Annotation", Motivation: "describing", Created: at(s.Published), Body: []any{}, About: saying,
		Target: []waTarget{
			{Type: specific, Source: a.URL, Selector: []waSelector{quote}},
			{Type: specific, Source: a.URL + "/text.txt", Scope: a.URL, Selector: []waSelector{{Type: "TextPositionSelector", Start: &start, End: &end}, quote}},
		},
	}
	for _, c := range s.Corrections {
		if c.Statement == st.Key {
			out.Modified = max(out.Modified, at(c.At))
		}
	}
	if words := inWords(s, st); words != "" {
		out.Body = append(out.Body, waText{"TextualBody", "describing", "text/plain", line(s.Language), line(words)})
	}
	out.Body = append(out.Body, waPageRef{string(part.ID), "Text", "text/html", line(s.Language)})
	return out
}

// inWords names who said it, in what role and through whom: what the story says of them, parted by commas.
func inWords(s *rozmova.Story, st *rozmova.Statement) string {
	var parts []string
	add := func(of *rozmova.Source, role string) {
		if of == nil {
			return
		}
		if role == "" {
			role = of.Role
		}
		if of.Name != "" && of.Anonymous == "" {
			parts = append(parts, of.Name)
		}
		if role != "" {
			parts = append(parts, role)
		}
	}
	add(s.SourceByKey(st.Speaker), st.Role)
	if st.Via != st.Speaker {
		if via := s.SourceByKey(st.Via); via != nil && via.Name != "" {
			parts = append(parts, via.Name)
		}
	}
	return strings.Join(parts, ", ")
}

func whoOf(of *ldAgent) *waWho {
	if of == nil {
		return nil
	}
	return &waWho{Type: "schema:" + of.Type, Name: of.Name, Job: of.JobTitle}
}
