package web

import (
	"errors"
	"net/http"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
)

// LinkPage asks whoever opened a sign-in link to press a button: opening an address changes nothing. Page: link.
type LinkPage struct {
	Frame
	Token string // secret of the link, sent to POST /sign-in/link
}

func (s *Server) me(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	page := &MePage{Frame: s.frame(r, v.reader.PenName), PenName: v.reader.PenName, Joined: v.reader.Joined}
	email, err := s.o.Membership.Email(r.Context(), v.reader)
	if err != nil && !errors.Is(err, rozmova.NotFound) {
		return err
	}
	page.Email = email
	page.Avatar = AvatarView{v.reader.PenName, v.reader.Picture}
	if !v.reader.Guest {
		page.Profile = "/readers/" + v.reader.ID.String()
	}
	if page.Bounced, err = s.bounced(r); err != nil {
		return err
	}
	for _, g := range v.reader.Grants {
		if !slices.Contains(page.Roles, g.Role) {
			page.Roles = append(page.Roles, g.Role)
		}
	}
	lines, err := s.o.Discussion.Mine(r.Context(), v.reader, 50)
	if err != nil {
		return err
	}
	for _, l := range lines {
		mine := MyComment{ID: l.Comment.ID, Story: refOf(l.Story), Excerpt: richtext.Excerpt(l.Comment.Body, 160), State: l.Comment.State, Created: l.Comment.Created}
		if l.Decision != nil && l.Decision.Action.Restricts() {
			mine.Decision = l.Decision.ID
		}
		page.Comments = append(page.Comments, mine)
	}
	muted, err := s.o.Discussion.Muted(r.Context(), v.reader)
	if err != nil {
		return err
	}
	for _, m := range muted {
		page.Muted = append(page.Muted, MutedReader{m.ID, m.PenName})
	}
	page.Answers = "/readers/" + v.reader.ID.String() + "/answers.atom"
	return s.show(w, r, http.StatusOK, "me", page)
}

func (s *Server) mailbox(w http.ResponseWriter, r *http.Request) error {
	page := &MailboxPage{Frame: s.frame(r, s.printer(visitOf(r.Context()).lang).T("page.mailbox")), Letters: s.o.Letters()}
	return s.show(w, r, http.StatusOK, "mailbox", page)
}

func (s *Server) letter(w http.ResponseWriter, r *http.Request) error {
	for _, l := range s.o.Letters() {
		if l.ID == r.PathValue("id") {
			return s.show(w, r, http.StatusOK, "letter", &LetterPage{Frame: s.frame(r, l.Subject), Letter: l})
		}
	}
	return rozmova.NotFound
}
