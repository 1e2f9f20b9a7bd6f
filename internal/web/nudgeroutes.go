package web

import "net/http"

// nudgeRoutes lays the routes of nudges (B).
func (s *Server) nudgeRoutes(mux *http.ServeMux) {}
