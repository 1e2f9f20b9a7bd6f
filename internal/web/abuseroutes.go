package web

import "net/http"

// abuseRoutes lays the routes of what looks like abuse by numbers.
func (s *Server) abuseRoutes(mux *http.ServeMux) {
	mux.Handle("GET /desk/abuse", s.reader(s.abuse))
	mux.Handle("POST /desk/abuse/{id}", s.reader(s.closeSignal))
}
