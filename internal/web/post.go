package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
)

// longestKey bounds the key of a statement, in bytes, before anybody looks it up.
const longestKey = 200

// readPosting reads the form of a comment.
func readPosting(r *http.Request) (discussion.Posting, error) {
	thread, err := rozmova.ParseID[rozmova.Thread](r.PathValue("thread"))
	if err != nil {
		return discussion.Posting{}, rozmova.NotFound
	}
	p := discussion.Posting{
		Thread: thread, Body: r.PostFormValue("body"), Statement: r.PostFormValue("statement"), Key: r.PostFormValue("nonce"),
		Locale: visitOf(r.Context()).lang, Kindly: true,
	}
	for _, field := range []string{"nudge", "anyway"} {
		if id, err := rozmova.ParseID[rozmova.Nudge](r.PostFormValue(field)); err == nil {
			p.Nudge, p.Anyway = id, field == "anyway"
		}
	}
	if len(p.Statement) > longestKey {
		p.Statement = p.Statement[:longestKey] // no statement has such a key
	}
	if parent := r.PostFormValue("parent"); parent != "" {
		if p.Parent, err = rozmova.ParseID[rozmova.Comment](parent); err != nil {
			err = &rozmova.Error{Kind: rozmova.Invalid, Reason: "comment.parent_missing", Field: "parent"}
		}
	}
	return p, err
}

// postComment takes a comment, or shows how it would look. Whoever is not signed in keeps the text through the sign-in.
func (s *Server) postComment(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	posting, err := readPosting(r)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok && !wantsFragment(r) {
		return s.postAgain(w, r, posting, err, errs, code)
	}
	if err != nil {
		return err
	}
	if r.PostForm.Has("preview") {
		if wantsFragment(r) {
			return s.preview(w, r)
		}
		return s.showPreview(w, r, posting)
	}
	if v.reader == nil {
		if wantsFragment(r) {
			return &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
		}
		parked := &Parked{Thread: posting.Thread, Parent: posting.Parent, Statement: posting.Statement, Body: posting.Body}
		return s.showSignIn(w, r, http.StatusOK, SignInPage{Parked: parked})
	}
	c, fresh, err := s.o.Discussion.Post(r.Context(), v.reader, posting)
	if nudged := (*moderation.Nudged)(nil); errors.As(err, &nudged) {
		return s.showNudge(w, r, posting, nudged)
	}
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
	html, err := s.render.Fragment(string(v.lang), "comment", s.viewComment(v, one.Story, one.Node, one.Terms.Mode))
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

// postAgain shows the page with the form as it was filled in, and what is wrong with it. What can no longer be answered or
// spoken to is left out, so that the words can be posted all the same. The form keeps its key, unless a comment was made with
// it already: whoever went back to an old form could never send it.
func (s *Server) postAgain(w http.ResponseWriter, r *http.Request, p discussion.Posting, refusal error, errs FieldErrors, code int) error {
	var e *rozmova.Error
	if errors.As(refusal, &e) {
		switch {
		case e.Field == "parent":
			p.Parent = rozmova.ID[rozmova.Comment]{}
		case e.Field == "statement":
			p.Statement = ""
		case e.Reason == "idempotency.other_body":
			p.Key = ""
		}
	}
	return s.showForm(w, r, code, p, func(f *CommentForm) { f.Errors, f.Decision = errs, s.toldOf(r, refusal) })
}

// showForm shows the story's page with a comment in the form; change adds to the form what else it is to show.
func (s *Server) showForm(w http.ResponseWriter, r *http.Request, code int, p discussion.Posting, change func(*CommentForm)) error {
	_, head, err := s.o.Discussion.Thread(r.Context(), p.Thread)
	if err != nil {
		return err
	}
	again := r.Clone(r.Context())
	again.SetPathValue("slug", string(head.Slug))
	query := url.Values{}
	if !p.Parent.IsZero() {
		query.Set("reply", p.Parent.String())
	}
	if p.Statement != "" {
		query.Set("statement", p.Statement)
	}
	again.URL.RawQuery = query.Encode()
	visitOf(r.Context()).path = "/stories/" + string(head.Slug)
	a, err := s.story(again)
	if err != nil {
		return err
	}
	page := a.data.(*StoryPage)
	form := &page.Discussion.Form
	form.Body, form.Quote = p.Body, ""
	if p.Key != "" {
		form.Nonce = p.Key
	}
	change(form)
	return s.show(w, r, code, a.name, page)
}
