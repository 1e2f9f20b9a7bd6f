package web

import (
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/richtext"
)

func (s *Server) editForm(w http.ResponseWriter, r *http.Request) error {
	return s.showEdit(w, r, http.StatusOK, EditPage{}, nil)
}

// showEdit shows the form in which an author mends a comment: all of its words while there is time for that, then what is to
// be added to them. After a refusal the page has what was sent, in the field that it can still go into.
func (s *Server) showEdit(w http.ResponseWriter, r *http.Request, code int, page EditPage, refusal error) error {
	v := visitOf(r.Context())
	one, err := s.one(r)
	if err != nil {
		return err
	}
	own, err := s.o.Discussion.Own(r.Context(), v.reader, one.Node.ID)
	if err != nil {
		return err
	}
	whole := s.o.Discussion.MayEdit(v.reader, own, one.Terms.Mode)
	more := !whole && s.o.Discussion.MayAppend(v.reader, own, one.Terms.Mode)
	switch {
	case whole && page.Append: // what was sent is to stand behind the words there are, as it would have
		page.Append, page.Body = false, own.Source+"\n\n"+page.Body
	case whole && page.Body == "" && refusal == nil:
		page.Body = own.Source
	case more && !page.Append:
		added, begins := strings.CutPrefix(clean(page.Body), own.Source)
		if page.Append = true; begins {
			page.Body = strings.TrimLeft(added, " \n")
		} else {
			page.Kept, page.Body = page.Body, ""
		}
	case !whole && !more && refusal == nil:
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.not_editable"}
	}
	var e *rozmova.Error
	if page.Append || errors.As(refusal, &e) && e.Reason == "comment.changed" {
		page.Old = wordsOf(own)
	}
	page.Frame, page.Story, page.Limit, page.Revision = s.frame(r, one.Story.Headline), refOf(one.Story), one.Terms.Runes, own.Revision
	page.Comment = s.viewComment(v, one.Story, one.Node, rozmova.Closed)
	return s.show(w, r, code, "edit", &page)
}

// clean gives a text as the desk would keep it; the text itself where it cannot be kept.
func clean(text string) string {
	if cleaned, err := lang.Clean(text); err == nil {
		return cleaned
	}
	return text
}

func wordsOf(c *rozmova.Comment) template.HTML {
	return richtext.HTML(c.Body, richtext.Options{Lang: string(c.Language), Untrusted: true, Typeset: true})
}

func (s *Server) edit(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	one, err := s.one(r)
	if err != nil {
		return err
	}
	revision, _ := strconv.Atoi(r.PostFormValue("revision")) // 0: whichever it is
	page := EditPage{Append: r.PostForm.Has("addition")}
	var c *rozmova.Comment
	if page.Append {
		page.Body = r.PostFormValue("addition")
		c, err = s.o.Discussion.Append(r.Context(), v.reader, one.Node.ID, revision, page.Body)
	} else {
		page.Body = r.PostFormValue("body")
		c, err = s.o.Discussion.Edit(r.Context(), v.reader, one.Node.ID, revision, page.Body)
	}
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showEdit(w, r, code, page, err)
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
