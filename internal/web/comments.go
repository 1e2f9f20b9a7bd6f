package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/richtext"
)

// nonce makes the key by which a form that is sent twice is known.
func nonce() string { return rand.Text() }

// permalink leads to the page where a comment stands.
func (s *Server) permalink(w http.ResponseWriter, r *http.Request) error {
	one, err := s.one(r)
	if err != nil {
		return err
	}
	id := one.Node.ID.String()
	return s.seeOther(w, r, "/stories/"+string(one.Story.Slug)+"/branch/"+id+"#c-"+id)
}

// one reads the comment that the path names.
func (s *Server) one(r *http.Request) (*discussion.One, error) {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return nil, rozmova.NotFound
	}
	return s.o.Discussion.Comment(r.Context(), visitOf(r.Context()).reader, id)
}

func refOf(story *rozmova.Story) StoryRef {
	return StoryRef{story.Slug, typeset(story.Language, story.Headline), story.Language}
}

// typeset sets a line for display.
func typeset(l rozmova.Locale, s string) string { return lang.Typeset(string(l), s) }

func (s *Server) commentRevisions(r *http.Request) (*answer, error) {
	v := visitOf(r.Context())
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return nil, rozmova.NotFound
	}
	one, list, err := s.o.Discussion.Revisions(r.Context(), v.reader, id)
	if err != nil {
		return nil, err
	}
	list = append(list, rozmova.CommentRevision{Revision: one.Node.Revision, Body: one.Node.Body, At: one.Node.Changed})
	page := &CommentRevisionsPage{Frame: s.frame(r, one.Story.Headline), Story: refOf(one.Story), Comment: s.viewComment(v, one.Story, one.Node, rozmova.Closed)}
	for i := len(list) - 1; i >= 0; i-- {
		rev := CommentRevisionView{
			Revision: list[i].Revision, At: list[i].At,
			Body: richtext.HTML(list[i].Body, richtext.Options{Lang: string(one.Node.Language), Untrusted: true, Typeset: true}),
		}
		if i > 0 {
			rev.Changes = DiffWords(rozmova.PlainText(list[i-1].Body), rozmova.PlainText(list[i].Body))
		}
		page.Revisions = append(page.Revisions, rev)
	}
	return &answer{name: "comment-revisions", data: page, shows: [][16]byte{one.Story.ID}}, nil
}

func (s *Server) reportForm(w http.ResponseWriter, r *http.Request) error {
	return s.showReport(w, r, http.StatusOK, ReportPage{})
}

func (s *Server) showReport(w http.ResponseWriter, r *http.Request, code int, page ReportPage) error {
	v := visitOf(r.Context())
	one, err := s.one(r)
	if err != nil {
		return err
	}
	if !one.Node.State.Visible() && page.Errors == nil {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "notice.not_shown"}
	}
	if page.Rules, err = s.ruleChoices(r, v.lang); err != nil {
		return err
	}
	page.Frame, page.Story, page.Limit = s.frame(r, one.Story.Headline), refOf(one.Story), discussion.MaxReport
	if v.reader == nil {
		page.SignIn = "/sign-in?next=" + url.QueryEscape(v.path)
	}
	page.Comment = s.viewComment(v, one.Story, one.Node, rozmova.Closed)
	return s.show(w, r, code, "report", &page)
}

func (s *Server) report(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	rule, text := r.PostFormValue("rule"), r.PostFormValue("text")
	_, err = s.o.Discussion.Report(r.Context(), visitOf(r.Context()).reader, id, rule, text)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showReport(w, r, code, ReportPage{Rule: rule, Text: text, Errors: errs})
	}
	if err != nil {
		return err
	}
	one, err := s.one(r)
	if errors.Is(err, rozmova.NotFound) {
		return s.seeOther(w, r, "/?done=reported")
	} else if err != nil {
		return err
	}
	return s.seeOther(w, r, "/stories/"+string(one.Story.Slug)+"/branch/"+id.String()+"?done=reported#c-"+id.String())
}
