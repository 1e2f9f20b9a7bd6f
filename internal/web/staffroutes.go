package web

import "net/http"

// staffRoutes lays the routes of the staff: the second factor, the first administrator, roles and the audit log.
func (s *Server) staffRoutes(mux *http.ServeMux) {
	s.secondRoutes(mux)
	mux.Handle("GET /setup", s.page(s.setupForm))
	mux.Handle("POST /setup", s.page(s.setUp))
	mux.Handle("GET /desk/staff", s.reader(s.staff))
	mux.Handle("POST /desk/staff", s.acting(s.fresh(s.giveRole)))
	mux.Handle("POST /desk/staff/{id}/take", s.acting(s.fresh(s.takeRole)))
	mux.Handle("GET /desk/audit", s.reader(s.audit))
}
