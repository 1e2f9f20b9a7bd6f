package web

import "net/http"

// policyRoutes lays the routes of the policy editor.
func (s *Server) policyRoutes(mux *http.ServeMux) {
	mux.Handle("GET /desk/policy", s.reader(s.policies))
	mux.Handle("GET /desk/policy/edit", s.reader(s.policyForm))
	mux.Handle("POST /desk/policy/edit", s.acting(s.setPolicy))
}
