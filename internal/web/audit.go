package web

import (
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

// console is the choice of what nobody who is signed in did.
const console = "console"

// audit tells administrators what the staff did.
func (s *Server) audit(w http.ResponseWriter, r *http.Request) error {
	v, q := visitOf(r.Context()), r.URL.Query()
	page := &AuditPage{Who: q.Get("who"), Area: q.Get("area"), Since: q.Get("since"), Until: q.Get("until")}
	f := moderation.AuditFilter{Area: page.Area, Console: page.Who == console}
	var err error
	if page.Who != "" && !f.Console {
		if f.Actor, err = rozmova.ParseID[rozmova.Reader](page.Who); err != nil {
			page.Who = ""
		}
	}
	if f.Since, err = s.day(page.Since); err != nil {
		page.Since = ""
	}
	if f.Until, err = s.day(page.Until); err != nil {
		page.Until = ""
	} else if !f.Until.IsZero() {
		f.Until = f.Until.AddDate(0, 0, 1)
	}
	if before, err := rozmova.ParseID[rozmova.Audit](q.Get("before")); err == nil {
		f.Before = before
	}
	trail, err := s.o.Moderation.Trail(r.Context(), v.reader, f)
	if err != nil {
		return err
	}
	p := s.printer(v.lang)
	page.DeskFrame = s.deskFrame(r, "audit", p.T("staff.audit.title"))
	for _, one := range trail.Staff {
		page.Staff = append(page.Staff, PersonChoice{one.ID.String(), one.PenName})
	}
	for _, area := range trail.Areas {
		page.Areas = append(page.Areas, AreaChoice{area, s.auditWord(v.lang, "area", area)})
	}
	for _, a := range trail.Entries {
		page.Entries = append(page.Entries, s.viewAudit(v.lang, a, trail.People))
	}
	if !trail.Next.IsZero() {
		q.Set("before", trail.Next.String())
		page.Next = "/desk/audit?" + q.Encode()
	}
	return s.show(w, r, http.StatusOK, "audit", page)
}

// day reads a day as forms send it; the zero time for none.
func (s *Server) day(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	loc := s.o.Location
	if loc == nil {
		loc = time.UTC
	}
	return time.ParseInLocation(time.DateOnly, text, loc)
}

// auditWord names an action, an area or a kind of subject; by its key where the catalogue does not know it.
func (s *Server) auditWord(lang rozmova.Locale, kind, key string) string {
	id := "staff.audit." + kind + "." + key
	if p := s.printer(lang); p.Has(id) {
		return p.T(id)
	}
	return key
}

func (s *Server) viewAudit(lang rozmova.Locale, a *rozmova.Audit, people map[rozmova.ID[rozmova.Reader]]*rozmova.Reader) AuditView {
	line := AuditView{At: a.At, What: s.auditWord(lang, "action", a.Action)}
	if p := people[a.Actor]; p != nil {
		line.Who = p.PenName
	} else if !a.Actor.IsZero() {
		line.Who = s.printer(lang).T("staff.audit.gone")
	}
	if a.Subject != [16]byte{} {
		id := rozmova.ID[rozmova.Reader](a.Subject)
		line.Subject = s.auditWord(lang, "kind", a.Kind)
		switch a.Kind {
		case "reader":
			if p := people[id]; p != nil {
				line.Subject, line.Path = p.PenName, "/readers/"+id.String()
			}
			if id == a.Actor {
				line.Subject, line.Path = "", ""
			}
		case "comment":
			line.Path = "/desk?" + url.Values{"comment": {id.String()}}.Encode()
		case "decision":
			line.Path = "/decisions/" + id.String()
		case "appeal":
			line.Path = "/desk/appeals/" + id.String()
		default:
			line.Subject += " " + hex.EncodeToString(a.Subject[12:])
		}
	}
	for _, key := range slices.Sorted(maps.Keys(a.Detail)) {
		value := a.Detail[key]
		switch key {
		case "role":
			value = s.auditWord(lang, "value", "role_"+value)
		case "section":
			value = s.sectionLink(lang, rozmova.Slug(value)).Name
		case "way":
			value = s.auditWord(lang, "value", "way_"+value)
		default:
			value = s.auditWord(lang, "detail", key) + ": " + value
		}
		line.Detail = append(line.Detail, value)
	}
	return line
}
