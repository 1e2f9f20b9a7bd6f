package web

import (
	"errors"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// maxEvidenceForm is the largest form with a file that is read, in bytes: the file and what a browser writes around it.
const maxEvidenceForm = newsroom.MaxEvidenceFile + 64<<10

// isEvidencePath reports whether a form that is sent there may hold a file.
func isEvidencePath(path string) bool {
	return strings.HasPrefix(path, "/desk/stories/") && strings.HasSuffix(path, "/evidence")
}

// evidenceRoutes lays the routes of files that prove who said what.
func (s *Server) evidenceRoutes(mux *http.ServeMux) {
	mux.Handle("GET /desk/stories/{slug}/evidence", s.reader(s.evidence))
	mux.Handle("POST /desk/stories/{slug}/evidence", s.acting(s.addEvidence))
	mux.Handle("GET /desk/stories/{slug}/evidence/{id}", s.reader(s.openEvidence))
	mux.Handle("POST /desk/stories/{slug}/evidence/{id}", s.acting(s.dropEvidence))
}

func (s *Server) evidence(w http.ResponseWriter, r *http.Request) error {
	return s.showEvidence(w, r, http.StatusOK, nil)
}

func (s *Server) showEvidence(w http.ResponseWriter, r *http.Request, code int, errs FieldErrors) error {
	v, slug := visitOf(r.Context()), rozmova.Slug(r.PathValue("slug"))
	work, err := s.o.Newsroom.Working(r.Context(), v.reader, slug)
	if err != nil {
		return err
	}
	p := s.printer(v.lang)
	page := &EvidencePage{DeskFrame: s.deskFrame(r, "stories", p.T("evidence.page_title", "Headline", work.Headline)), Story: *storyHead(work, "evidence"), Megabytes: newsroom.MaxEvidenceFile >> 20, Errors: errs}
	if page.Files, err = s.o.Newsroom.EvidenceFiles(r.Context(), v.reader, slug); err != nil {
		return err
	}
	switch r.URL.Query().Get("done") {
	case "added":
		page.Flash = &Flash{Text: p.T("evidence.added")}
	case "dropped":
		page.Flash = &Flash{Text: p.T("evidence.dropped")}
	}
	return s.show(w, r, code, "evidence", page)
}

func (s *Server) addEvidence(w http.ResponseWriter, r *http.Request) error {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(pictureTime)) // where it cannot be set, the server's holds
	slug := r.PathValue("slug")
	name, file, err := filePart(r)
	if err == nil {
		_, err = s.o.Newsroom.AddEvidence(r.Context(), visitOf(r.Context()).reader, rozmova.Slug(slug), name, file)
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = &rozmova.Error{Kind: rozmova.Invalid, Reason: "evidence.too_large", Field: "file", Args: map[string]any{"Megabytes": newsroom.MaxEvidenceFile >> 20}, Err: err}
	}
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showEvidence(w, r, code, errs)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/desk/stories/"+slug+"/evidence?done=added")
}

// filePart finds the file in a form. It is read as it comes.
func filePart(r *http.Request) (name string, file *multipart.Part, err error) {
	none := &rozmova.Error{Kind: rozmova.Invalid, Reason: "evidence.none", Field: "file"}
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, none
	}
	for {
		part, err := form.NextPart()
		var tooLarge *http.MaxBytesError
		switch {
		case errors.As(err, &tooLarge):
			return "", nil, err
		case err != nil:
			return "", nil, none
		case part.FormName() == "file" && part.FileName() != "":
			return part.FileName(), part, nil
		}
	}
}

// openEvidence gives a file to be saved: nothing of it runs or shows here.
func (s *Server) openEvidence(w http.ResponseWriter, r *http.Request) error {
	name, body, err := s.o.Newsroom.OpenEvidence(r.Context(), visitOf(r.Context()).reader, rozmova.Slug(r.PathValue("slug")), r.PathValue("id"))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) //nolint:gosec // octets to be saved
	return nil
}

func (s *Server) dropEvidence(w http.ResponseWriter, r *http.Request) error {
	slug := r.PathValue("slug")
	if err := s.o.Newsroom.DropEvidence(r.Context(), visitOf(r.Context()).reader, rozmova.Slug(slug), r.PathValue("id")); err != nil {
		return err
	}
	return s.seeOther(w, r, "/desk/stories/"+slug+"/evidence?done=dropped")
}
