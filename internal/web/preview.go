package web

import (
	"html/template"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/richtext"
)

// longestName bounds what a pen name is looked up by, in runes.
const longestName = 64

// previewed gives a text as it would look in a thread. It is rendered within the limits of a comment, and so often from one
// network address only as people type.
func (s *Server) previewed(r *http.Request, thread rozmova.ID[rozmova.Thread], text string) (template.HTML, error) {
	if !s.previews.Allow(r, time.Now()) {
		return "", &rozmova.Error{Kind: rozmova.TooMany, Reason: "too_many", Args: map[string]any{"Seconds": 60}}
	}
	v := visitOf(r.Context())
	blocks, err := s.o.Discussion.Preview(r.Context(), v.reader, thread, text)
	if err != nil {
		return "", err
	}
	return richtext.HTML(blocks, richtext.Options{Lang: string(v.lang), Untrusted: true, Typeset: true}), nil
}

// preview gives the island the words as they would look.
func (s *Server) preview(w http.ResponseWriter, r *http.Request) error {
	thread, err := rozmova.ParseID[rozmova.Thread](r.PathValue("thread"))
	if err != nil {
		return rozmova.NotFound
	}
	html, err := s.previewed(r, thread, r.PostFormValue("body"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(html))
	return nil
}

// showPreview shows the page with the form as it was filled in, and above it how the words would look.
func (s *Server) showPreview(w http.ResponseWriter, r *http.Request, p discussion.Posting) error {
	html, err := s.previewed(r, p.Thread, p.Body)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.postAgain(w, r, p, err, errs, code)
	}
	if err != nil {
		return err
	}
	return s.showForm(w, r, http.StatusOK, p, func(f *CommentForm) { f.Preview = html })
}

// participants gives the island pen names of those who take part in a discussion, to mention them.
func (s *Server) participants(w http.ResponseWriter, r *http.Request) error {
	thread, err := rozmova.ParseID[rozmova.Thread](r.PathValue("thread"))
	if err != nil {
		return rozmova.NotFound
	}
	if !s.previews.Allow(r, time.Now()) {
		return &rozmova.Error{Kind: rozmova.TooMany, Reason: "too_many", Args: map[string]any{"Seconds": 60}}
	}
	names := []string{}
	prefix := r.URL.Query().Get("q")
	if utf8.ValidString(prefix) && utf8.RuneCountInString(prefix) <= longestName {
		found, err := s.o.Discussion.Participants(r.Context(), visitOf(r.Context()).reader, thread, prefix)
		if err != nil {
			return err
		}
		names = append(names, found...)
	}
	return writeJSON(w, names)
}
