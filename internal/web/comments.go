package web

import (
	"crypto/rand"
	"errors"
	"html/template"
	"net/http"
	"strconv"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/richtext"
)

// nonce makes the key by which a form that is sent twice is known.
func nonce() string { return rand.Text() }

// viewDiscussion makes the view of a page of comments, as the visitor may see it.
func (s *Server) viewDiscussion(v *visit, story *rozmova.Story, p *discussion.Page) *Discussion {
	ref := refOf(story)
	d := &Discussion{
		Thread: p.Thread.ID, Story: ref, Mode: p.Thread.Mode, Count: p.Thread.Comments, Seq: p.Head, Live: true,
		Form: CommentForm{Thread: p.Thread.ID, Story: ref, Mode: p.Thread.Mode, Limit: s.o.Discussion.Limits().Runes, Language: v.lang},
	}
	if v.reader != nil {
		d.Form.PenName = v.reader.PenName
	}
	for _, n := range p.Nodes {
		d.Comments = append(d.Comments, s.viewComment(v, story, n, p.Thread.Mode))
	}
	for _, n := range p.Mine {
		if n.State == rozmova.Pending { // the others stand in their places already
			d.Comments = append(d.Comments, s.viewComment(v, story, n, p.Thread.Mode))
		}
	}
	return d
}

// viewComment makes the view of a comment with its answers, in a thread of the given mode; Closed where nothing is to be
// answered on the page.
func (s *Server) viewComment(v *visit, story *rozmova.Story, n *discussion.Node, mode rozmova.ThreadMode) CommentView {
	c := CommentView{
		ID: n.ID, Root: n.Root, Parent: n.Parent, Story: story.Slug, Depth: n.Depth, Seq: n.Seq, Created: n.Created, Revision: n.Revision,
		State: n.State, Language: n.Language, More: max(n.More, 0),
	}
	if n.Revision > 1 {
		c.Edited = n.Changed
	}
	if n.Author != nil {
		c.Author = AuthorView{PenName: n.Author.PenName, Me: n.Mine}
		if len(n.Author.Grants) > 0 {
			c.Author.Role = n.Author.Grants[0].Role
		}
	}
	if n.To != nil {
		c.To = n.To.PenName
	}
	if n.Body != nil {
		c.Body, _ = s.words.get(words{n.ID, n.Revision}, func() (template.HTML, error) {
			return richtext.HTML(n.Body, richtext.Options{Lang: string(n.Language), Untrusted: true, Typeset: true}), nil
		})
	}
	if n.Decision != nil && n.Decision.Action.Restricts() {
		c.Rule = s.ruleTitle(v.lang, n.Decision.Rule)
		if n.Mine || v.reader.HasFor(rozmova.Moderator, story.Section) {
			c.Decision = n.Decision.ID
		}
	}
	shown := n.State.Visible()
	c.May = CommentMay{
		Answer: shown && mode != rozmova.Closed, Report: shown && !n.Mine, History: shown && n.Revision > 1,
		Edit:     s.o.Discussion.MayEdit(v.reader, n.Comment, mode),
		Withdraw: n.Mine && n.State.Move(rozmova.ByAuthor, rozmova.Withdrawn) == nil,
		Moderate: v.reader.HasFor(rozmova.Moderator, story.Section) && !n.Mine && n.State != rozmova.Withdrawn && n.State != rozmova.Erased,
	}
	for _, a := range n.Answers {
		c.Answers = append(c.Answers, s.viewComment(v, story, a, mode))
	}
	return c
}

func (s *Server) viewParent(n *discussion.Node) *ParentView {
	p := &ParentView{ID: n.ID, Excerpt: richtext.Excerpt(n.Body, 120)}
	if n.Author != nil {
		p.PenName = n.Author.PenName
	}
	return p
}

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

func (s *Server) commentRevisions(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	one, list, err := s.o.Discussion.Revisions(r.Context(), v.reader, id)
	if err != nil {
		return err
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
	return s.show(w, r, http.StatusOK, "comment-revisions", page)
}

// postComment takes a comment. Whoever is not signed in keeps the text through the sign-in.
func (s *Server) postComment(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	thread, err := rozmova.ParseID[rozmova.Thread](r.PathValue("thread"))
	if err != nil {
		return rozmova.NotFound
	}
	posting := discussion.Posting{Thread: thread, Body: r.PostFormValue("body"), Locale: v.lang, Key: r.PostFormValue("nonce")}
	if p := r.PostFormValue("parent"); p != "" {
		if posting.Parent, err = rozmova.ParseID[rozmova.Comment](p); err != nil {
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "comment.parent_missing", Field: "parent"}
		}
	}
	if v.reader == nil {
		if wantsFragment(r) {
			return &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
		}
		parked := &Parked{Thread: thread, Parent: posting.Parent, Body: posting.Body}
		return s.showSignIn(w, r, http.StatusOK, SignInPage{Parked: parked})
	}
	c, fresh, err := s.o.Discussion.Post(r.Context(), v.reader, posting)
	if wantsFragment(r) {
		if err != nil {
			return err
		}
		return s.postedFragment(w, r, c, fresh)
	}
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.postAgain(w, r, posting, err, errs, code)
	}
	if err != nil {
		return err
	}
	return s.seeComment(w, r, c)
}

// seeComment sends the browser to where a comment stands: in its branch, which shows it however long the thread is.
func (s *Server) seeComment(w http.ResponseWriter, r *http.Request, c *rozmova.Comment) error {
	_, story, err := s.o.Discussion.Thread(r.Context(), c.Thread)
	if err != nil {
		return err
	}
	if c.State == rozmova.Pending {
		return s.seeOther(w, r, "/stories/"+string(story.Slug)+"?done=pending#discussion")
	}
	id := c.ID.String()
	return s.seeOther(w, r, "/stories/"+string(story.Slug)+"/branch/"+id+"#c-"+id)
}

func (s *Server) postedFragment(w http.ResponseWriter, r *http.Request, c *rozmova.Comment, fresh bool) error {
	v := visitOf(r.Context())
	one, err := s.o.Discussion.Comment(r.Context(), v.reader, c.ID)
	if err != nil {
		return err
	}
	html, err := s.render.Fragment(string(v.lang), "comment", s.viewComment(v, one.Story, one.Node, one.Thread.Mode))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Location", LocalPath(v.lang, "/comments/"+c.ID.String()))
	code := http.StatusCreated
	if !fresh {
		code = http.StatusOK
	}
	w.WriteHeader(code)
	_, _ = w.Write(html)
	return nil
}

// postAgain shows the story with the form as it was filled in, and what is wrong with it. The form keeps its key, unless a
// comment was made with it already: whoever went back to an old form could never send it.
func (s *Server) postAgain(w http.ResponseWriter, r *http.Request, p discussion.Posting, refusal error, errs FieldErrors, code int) error {
	v := visitOf(r.Context())
	var e *rozmova.Error
	used := errors.As(refusal, &e) && e.Reason == "idempotency.other_body"
	_, head, err := s.o.Discussion.Thread(r.Context(), p.Thread)
	if err != nil {
		return err
	}
	again := r.Clone(r.Context())
	again.SetPathValue("slug", string(head.Slug))
	again.URL.RawQuery = ""
	if !p.Parent.IsZero() {
		again.URL.RawQuery = "reply=" + p.Parent.String()
	}
	v.path = "/stories/" + string(head.Slug)
	a, err := s.story(again)
	if err != nil {
		return err
	}
	page := a.data.(*StoryPage)
	page.Discussion.Form.Body, page.Discussion.Form.Errors = p.Body, errs
	if p.Key != "" && !used {
		page.Discussion.Form.Nonce = p.Key
	}
	return s.show(w, r, code, a.name, page)
}

func (s *Server) editForm(w http.ResponseWriter, r *http.Request) error {
	return s.showEdit(w, r, http.StatusOK, "", nil)
}

// showEdit shows the form in which an author mends a comment: with its words or, after an error, with those sent.
func (s *Server) showEdit(w http.ResponseWriter, r *http.Request, code int, body string, errs FieldErrors) error {
	v := visitOf(r.Context())
	one, err := s.one(r)
	if err != nil {
		return err
	}
	own, err := s.o.Discussion.Own(r.Context(), v.reader, one.Node.ID)
	if err != nil {
		return err
	}
	if body == "" {
		body = own.Source
	}
	if errs == nil && !s.o.Discussion.MayEdit(v.reader, own, one.Thread.Mode) {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.edit_late"}
	}
	return s.show(w, r, code, "edit", &EditPage{
		Frame: s.frame(r, one.Story.Headline), Story: refOf(one.Story), Comment: s.viewComment(v, one.Story, one.Node, rozmova.Closed),
		Body: body, Limit: s.o.Discussion.Limits().Runes, Errors: errs,
	})
}

func (s *Server) edit(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	one, err := s.one(r)
	if err != nil {
		return err
	}
	revision, _ := strconv.Atoi(r.PostFormValue("revision")) // 0: whichever it is
	body := r.PostFormValue("body")
	c, err := s.o.Discussion.Edit(r.Context(), v.reader, one.Node.ID, revision, body)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showEdit(w, r, code, body, errs)
	}
	if err != nil {
		return err
	}
	return s.seeComment(w, r, c)
}

func (s *Server) withdrawForm(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	one, err := s.one(r)
	if err != nil {
		return err
	}
	if !one.Node.Mine {
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "comment.not_yours"}
	}
	return s.show(w, r, http.StatusOK, "withdraw", &WithdrawPage{
		Frame: s.frame(r, one.Story.Headline), Story: refOf(one.Story), Comment: s.viewComment(v, one.Story, one.Node, rozmova.Closed),
	})
}

func (s *Server) withdraw(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	c, err := s.o.Discussion.Withdraw(r.Context(), visitOf(r.Context()).reader, id)
	if err != nil {
		return err
	}
	s.kept.hide(c.Story)
	return s.seeComment(w, r, c)
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
