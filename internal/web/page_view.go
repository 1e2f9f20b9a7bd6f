package web

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
)

// ViewStory makes the view of a story, its body set with the typography of its language and its confirmed statements marked.
func ViewStory(s *rozmova.Story, section SectionLink) StoryView {
	v := StoryView{
		StoryRef:   refOf(s),
		ID:         s.ID,
		Section:    section,
		Standfirst: typeset(s.Language, s.Standfirst),
		Byline:     s.Byline,
		Published:  s.Published,
		Changed:    s.LastModified(),
		Worded:     s.Worded.UnixMicro(),
		Revision:   s.Revision,
		Draft:      s.State == rozmova.Draft,
		Retracted:  s.State == rozmova.RetractedNote,
		Notes:      ViewNotes(s),
	}
	v.Body = richtext.HTML(s.Body, richtext.Options{
		Lang: string(s.Language), Typeset: true, BlockIDs: true, Marks: viewMarks(s, v.Notes),
	})
	v.Sources = viewSources(s, v.Notes)
	v.Accounts, v.Unanswered = viewAccounts(s, v.Notes), viewUnanswered(s)
	v.Facts = viewFacts(s)
	v.Corrections = viewCorrections(s, v.Notes)
	return v
}

// viewMarks gives the marks of the statements, each with its number behind it, which leads to the note.
func viewMarks(s *rozmova.Story, notes []StatementNote) []richtext.Mark {
	anchors := make(map[string]rozmova.Anchor, len(s.Statements))
	for _, st := range s.Statements {
		anchors[st.Key] = st.Anchor
	}
	marks := make([]richtext.Mark, 0, len(notes))
	for _, n := range notes {
		key := template.HTMLEscapeString(n.Key)
		marks = append(marks, richtext.Mark{Anchor: anchors[n.Key], Key: n.Key, After: template.HTML( //nolint:gosec // escaped above
			`<a class="ref" href="#st-` + key + `-card">` + strconv.Itoa(n.Number) + `</a>`)})
	}
	return marks
}

// ViewNotes makes the notes of a story's confirmed statements.
func ViewNotes(s *rozmova.Story) []StatementNote {
	in := s.InOrder()
	byKey := make(map[string]*StatementNote, len(in))
	statement := make(map[string]*rozmova.Statement, len(in))
	notes := make([]StatementNote, len(in))
	for i := range in {
		st := &in[i]
		n := &notes[i]
		*n = StatementNote{Key: st.Key, Number: i + 1, Mode: st.Mode, Words: typeset(s.Language, unquoted(st)), Role: st.Role, Topic: st.Topic}
		if side := s.SideByKey(st.Side); side != nil {
			n.Side = side.Name
		}
		if src := s.SourceByKey(st.Speaker); src != nil {
			n.Speaker = &SourceView{Source: *src}
			if n.Role == "" {
				n.Role = src.Role
			}
		}
		if src := s.SourceByKey(st.Via); src != nil && st.Via != st.Speaker {
			n.Via = &SourceView{Source: *src}
		}
		byKey[st.Key], statement[st.Key] = n, st
	}
	for i := range in {
		n := &notes[i]
		if outer := byKey[in[i].Within]; outer != nil && outer != n {
			n.Within = &NoteRef{outer.Key, outer.Number}
		}
		if chain := viewChain(statement, &in[i], s, 0); len(chain) > 1 {
			n.Chain = chain
		}
	}
	for _, c := range s.Corrections {
		if n := byKey[c.Statement]; n != nil {
			n.Fixed, n.Fix = c.Text, c.Kind
		}
	}
	return notes
}

// mostNested bounds a chain, so that statements said to be within each other cannot make it endless.
const mostNested = 8

// viewChain tells from whom the reader has a statement, the outermost first: the outlet, who spoke to it, whom they quoted.
func viewChain(all map[string]*rozmova.Statement, st *rozmova.Statement, s *rozmova.Story, depth int) []ChainLink {
	var chain []ChainLink
	if outer := all[st.Within]; outer != nil && outer != st && depth < mostNested {
		chain = viewChain(all, outer, s, depth+1)
	}
	link := func(key, role string) {
		src := s.SourceByKey(key)
		if src == nil {
			return
		}
		if role == "" {
			role = src.Role
		}
		l := ChainLink{src.Kind, src.Name, role}
		if l.Name == "" {
			l.Name, l.Role = role, ""
		}
		if slices.Contains(chain, l) {
			return
		}
		chain = append(chain, l)
	}
	link(st.Via, "")
	link(st.Speaker, st.Role)
	return chain
}

// unquoted gives the words of a statement without the quotation marks around them: pages set their own.
func unquoted(st *rozmova.Statement) string {
	words := strings.TrimSpace(st.Content)
	if st.Mode != rozmova.Direct {
		return words
	}
	for _, pair := range [][2]string{{"«", "»"}, {"“", "”"}, {"„", "“"}, {"\"", "\""}} {
		inner, ok := strings.CutPrefix(words, pair[0])
		if !ok {
			continue
		}
		if inner, ok = strings.CutSuffix(inner, pair[1]); ok && !strings.ContainsAny(inner, pair[0]+pair[1]) {
			return inner
		}
	}
	return words
}

// viewSources gives the sources in their order, each with the numbers of the notes that rest on it.
func viewSources(s *rozmova.Story, notes []StatementNote) []SourceView {
	var views []SourceView
	for _, src := range s.Sources {
		v := SourceView{Source: src}
		for _, n := range notes {
			if n.Speaker != nil && n.Speaker.Key == src.Key || n.Via != nil && n.Via.Key == src.Key {
				v.Notes = append(v.Notes, NoteRef{n.Key, n.Number})
			}
		}
		views = append(views, v)
	}
	return views
}
