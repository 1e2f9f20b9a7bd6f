package web

import "net/http"

// qualityRoutes lays the routes of the quality of moderation.
func (s *Server) qualityRoutes(mux *http.ServeMux) {
	mux.Handle("GET /desk/quality", s.reader(s.quality))
	mux.Handle("GET /desk/quality/look", s.reader(s.look))
	mux.Handle("POST /desk/quality/look/{id}", s.reader(s.lookAgain))
	mux.Handle("GET /desk/quality/sample", s.reader(s.sampled))
	mux.Handle("POST /desk/quality/sample/{id}", s.reader(s.answerSample))
}
