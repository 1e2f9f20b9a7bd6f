package web

import "net/http"

// publicRoutes lays the routes of what is public about moderation.
func (s *Server) publicRoutes(mux *http.ServeMux) {
	mux.Handle("GET /transparency", s.page(s.transparency))
	mux.Handle("GET /transparency/log", s.page(s.publicLogPage))
	mux.Handle("GET /transparency/log.jsonl", s.page(s.publicLog))
	mux.Handle("GET /transparency/head.json", s.page(s.publicHead))
}
