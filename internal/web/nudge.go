package web

import (
	"html/template"
	"net/http"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/richtext"
)

// A NudgePart asks a writer to say it another way. It stands in the form; its button posts the words as they are.
type NudgePart struct {
	ID    rozmova.ID[rozmova.Nudge]
	Label string        // participant, threat, identity_attack, obscenity; words: one of the site's list
	Words template.HTML // with those marked that it is about
	Rule  string        // title of the house rule; empty for none
	Text  string        // of the rule
	Waits bool          // what is posted all the same may wait for a person
}

// showNudge brings the form back with a nudge in it: the whole page, or the part of it that a script puts into the form.
func (s *Server) showNudge(w http.ResponseWriter, r *http.Request, p discussion.Posting, n *moderation.Nudged) error {
	v := visitOf(r.Context())
	view, err := s.viewNudge(r, v.lang, p, n)
	if err != nil {
		return err
	}
	if !wantsFragment(r) {
		return s.showForm(w, r, http.StatusConflict, p, func(f *CommentForm) { f.Nudge = view })
	}
	html, err := s.render.Fragment(string(v.lang), "nudge", view)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Rozmova-Nudge", n.Nudge.ID.String())
	w.WriteHeader(http.StatusConflict)
	_, _ = w.Write(html)
	return nil
}

func (s *Server) viewNudge(r *http.Request, lang rozmova.Locale, p discussion.Posting, n *moderation.Nudged) (*NudgePart, error) {
	body, err := s.o.Discussion.Preview(r.Context(), visitOf(r.Context()).reader, p.Thread, p.Body)
	if err != nil {
		return nil, err
	}
	view := &NudgePart{ID: n.Nudge.ID, Label: n.Nudge.Label.String(), Words: nudgedWords(s.printer(lang), body, lang, n.Spans)}
	if n.Words {
		view.Label = "words"
	}
	if n.Rule != nil {
		view.Rule, view.Text = rozmova.In(n.Rule.Title, lang), rozmova.In(n.Rule.Text, lang)
	}
	return view, nil
}

// nudgedWords gives words with those marked that a nudge is about.
func nudgedWords(p *i18n.Printer, body []rozmova.Block, lang rozmova.Locale, spans []rozmova.Marked) template.HTML {
	var marks []richtext.Mark
	for _, s := range spans {
		anchor, err := richtext.AnchorAt(body, s.Start, s.End)
		if err != nil {
			continue
		}
		marks = append(marks, richtext.Mark{Anchor: anchor, Class: "possible", After: template.HTML( //nolint:gosec // escaped here
			`<span class="hidden"> (` + template.HTMLEscapeString(p.T("nudge.mark")) + `)</span>`)})
	}
	return richtext.HTML(body, richtext.Options{Lang: string(lang), Untrusted: true, Typeset: true, Marks: marks})
}
