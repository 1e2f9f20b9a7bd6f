package web

import "net/http"

// rulesRoutes lays the routes of the house rules' versions and of their editor.
func (s *Server) rulesRoutes(mux *http.ServeMux) {
	mux.Handle("GET /rules/{key}/{version}", s.keep(s.ruleVersion))
	mux.Handle("GET /desk/rules", s.reader(s.deskRules))
	mux.Handle("GET /desk/rules/edit", s.reader(s.ruleForm))
	mux.Handle("POST /desk/rules/edit", s.acting(s.setRule))
}
