package web

import (
	"net/http"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

// staff tells administrators who has which role.
func (s *Server) staff(w http.ResponseWriter, r *http.Request) error {
	return s.showStaff(w, r, http.StatusOK, StaffPage{Role: rozmova.Moderator})
}

var staffDone = map[string]string{"given": "staff.done_given", "taken": "staff.done_taken"}

func (s *Server) showStaff(w http.ResponseWriter, r *http.Request, code int, page StaffPage) error {
	v := visitOf(r.Context())
	people, err := s.o.Membership.Colleagues(r.Context(), v.reader)
	if err != nil {
		return err
	}
	page.DeskFrame = s.deskFrame(r, "staff", s.printer(v.lang).T("staff.title"))
	page.Path = "/desk/staff"
	if id := staffDone[r.URL.Query().Get("done")]; id != "" {
		page.Flash = &Flash{Text: s.printer(v.lang).T(id)}
	}
	page.Roles, page.Second = membership.Roles(), s.o.Membership.AsksSecond()
	page.Sections = slices.Clone(page.Frame.Sections)
	for _, p := range people {
		one := ColleagueView{ID: p.ID, Name: p.PenName, Email: p.Email, Second: p.Second, Me: p.ID == v.reader.ID}
		for _, g := range p.Grants {
			one.Grants = append(one.Grants, GrantView{g.Role, s.sectionLink(v.lang, g.Section)})
			if g.Section != "" && !slices.ContainsFunc(page.Sections, func(l SectionLink) bool { return l.Slug == g.Section }) {
				page.Sections = append(page.Sections, s.sectionLink(v.lang, g.Section))
			}
		}
		page.People = append(page.People, one)
	}
	return s.show(w, r, code, "staff", &page)
}

func grantOf(r *http.Request) rozmova.Grant {
	return rozmova.Grant{Role: rozmova.Role(r.PostFormValue("role")), Section: rozmova.Slug(r.PostFormValue("section"))}
}

func (s *Server) giveRole(w http.ResponseWriter, r *http.Request) error {
	g, email := grantOf(r), r.PostFormValue("email")
	_, err := s.o.Membership.GiveRole(r.Context(), visitOf(r.Context()).reader, email, g)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showStaff(w, r, code, StaffPage{Email: email, Role: g.Role, Section: g.Section, Errors: errs})
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/desk/staff?done=given")
}

func (s *Server) takeRole(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Reader](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	err = s.o.Membership.TakeRole(r.Context(), visitOf(r.Context()).reader, id, grantOf(r))
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showStaff(w, r, code, StaffPage{Role: rozmova.Moderator, Errors: errs})
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/desk/staff?done=taken")
}
