package web

import "net/http"

// appealRoutes lays the routes of appeals against decisions.
func (s *Server) appealRoutes(mux *http.ServeMux) {
	mux.Handle("GET /decisions/{id}/appeal", s.reader(s.appealForm))
	mux.Handle("POST /decisions/{id}/appeal", s.acting(s.makeAppeal))
	mux.Handle("GET /desk/appeals/{id}", s.reader(s.hearing))
	mux.Handle("POST /desk/appeals/{id}", s.reader(s.hear))
}
