package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

// OwnDataPage tells a reader what is kept about them. Page: own-data.
type OwnDataPage struct {
	Frame
	Kept []OwnLine
}

// An OwnLine is a kind of what is kept, and how much of it there is.
type OwnLine struct {
	Name string // as in messages: own_data.sec_…
	N    int
}

// ErasePage asks for the erasure of the account: POST /me/data/erase. Page: erase.
type ErasePage struct {
	Frame
	PenName string
	Staff   bool
	Texts   string      // what was chosen: remove, keep; empty for nothing yet
	Errors  FieldErrors // fields: texts, pen_name
}

// ErasurePage is the receipt of an erasure. It says nothing of whose it was. Page: erasure.
type ErasurePage struct {
	Frame
	Erasure membership.Erasure
}

// Finished reports whether nothing is left to do.
func (p *ErasurePage) Finished() bool { return !p.Erasure.Done.IsZero() }

// ownDataRoutes lays the routes of own data.
func (s *Server) ownDataRoutes(mux *http.ServeMux) {
	mux.Handle("GET /me/data", s.reader(s.ownData))
	mux.Handle("POST /me/data/export", s.acting(s.fresh(s.export)))
	mux.Handle("GET /me/data/erase", s.reader(s.fresh(s.eraseForm)))
	mux.Handle("POST /me/data/erase", s.acting(s.fresh(s.erase)))
	mux.Handle("GET /erasures/{id}", s.page(s.erasure))
}

func (s *Server) ownData(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	page := &OwnDataPage{Frame: s.frame(r, s.printer(v.lang).T("own_data.title"))}
	counts, err := s.o.Membership.OwnCounts(r.Context(), v.reader)
	if err != nil {
		return err
	}
	for _, c := range counts {
		if c.Section != "reader" {
			page.Kept = append(page.Kept, OwnLine{c.Section, c.Rows})
		}
	}
	return s.show(w, r, http.StatusOK, "own-data", page)
}

// portionTime is how long a browser may take for one portion of a download.
const portionTime = 30 * time.Second

// portions writes a download, each portion with a deadline of its own.
type portions struct {
	w http.ResponseWriter
}

func (p portions) Write(b []byte) (int, error) {
	_ = http.NewResponseController(p.w).SetWriteDeadline(time.Now().Add(portionTime)) // where it cannot be set, the server's holds
	return p.w.Write(b)
}

func (s *Server) export(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	begun := false
	err := s.o.Membership.Export(r.Context(), v.reader, s.printer(v.lang), portions{w}, func(size int64) {
		begun = true
		w.Header().Set("Content-Type", "application/zip")
		w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
		w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="rozmova-%s.zip"`, time.Now().In(s.o.Location).Format(time.DateOnly)))
	})
	if err != nil && begun {
		s.o.Log.Warn("a download of own data broke off", "error", err)
		panic(http.ErrAbortHandler) // the browser must not take a part for the whole
	}
	return err
}

func (s *Server) eraseForm(w http.ResponseWriter, r *http.Request) error {
	return s.showErase(w, r, http.StatusOK, ErasePage{})
}

func (s *Server) showErase(w http.ResponseWriter, r *http.Request, code int, page ErasePage) error {
	v := visitOf(r.Context())
	page.Frame = s.frame(r, s.printer(v.lang).T("own_data.erase_title"))
	page.Path = "/me/data/erase"
	page.PenName, page.Staff = v.reader.PenName, v.reader.Staff()
	return s.show(w, r, code, "erase", &page)
}

func (s *Server) erase(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	page := ErasePage{Texts: r.PostFormValue("texts")}
	var asked *membership.Erasure
	var err error
	switch {
	case page.Texts != "keep" && page.Texts != "remove":
		err = &rozmova.Error{Kind: rozmova.Invalid, Reason: "erase.choose", Field: "texts"}
	case !sameName(r.PostFormValue("pen_name"), v.reader.PenName):
		err = &rozmova.Error{Kind: rozmova.Invalid, Reason: "erase.wrong_name", Field: "pen_name"}
	default:
		asked, err = s.o.Membership.AskErasure(r.Context(), v.reader, page.Texts == "keep")
	}
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showErase(w, r, code, page)
	}
	if err != nil {
		return err
	}
	s.setCookie(w, "")
	return s.seeOther(w, r, "/erasures/"+asked.ID.String())
}

// sameName compares a name that somebody typed: a phone may write the first letter large, and spaces more than once.
func sameName(typed, name string) bool {
	plain := strings.NewReplacer("'", "’", "ʼ", "’", "`", "’")
	return strings.EqualFold(plain.Replace(strings.Join(strings.Fields(typed), " ")), plain.Replace(strings.Join(strings.Fields(name), " ")))
}

func (s *Server) erasure(w http.ResponseWriter, r *http.Request) error {
	id, err := membership.ParseErasure(r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	e, err := s.o.Membership.Erasure(r.Context(), id)
	if err != nil {
		return err
	}
	title := "own_data.receipt_title"
	if !e.Done.IsZero() {
		title = "own_data.receipt_done_title"
	}
	return s.show(w, r, http.StatusOK, "erasure", &ErasurePage{Frame: s.frame(r, s.printer(visitOf(r.Context()).lang).T(title)), Erasure: *e})
}
