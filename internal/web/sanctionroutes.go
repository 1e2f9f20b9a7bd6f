package web

import "net/http"

// sanctionRoutes lays the routes of statements of reasons and of what was decided about a reader.
func (s *Server) sanctionRoutes(mux *http.ServeMux) {
	mux.Handle("GET /decisions/{id}", s.reader(s.decision))
	mux.Handle("POST /decisions/{id}/read", s.acting(s.readWarning))
	mux.Handle("POST /comments/{id}/resubmit", s.acting(s.resubmit))
	mux.Handle("GET /me/standing", s.reader(s.standing))
}
