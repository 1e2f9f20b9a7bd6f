package web

import "net/http"

// deskRoutes lays the routes of the desk.
func (s *Server) deskRoutes(mux *http.ServeMux) {
	mux.Handle("GET /desk", s.reader(s.desk))
	mux.Handle("GET /desk/live", s.reader(s.deskLive))
	mux.Handle("GET /desk/readers/{id}", s.reader(s.deskReader))
	mux.Handle("POST /desk/sanctions/{id}/lift", s.reader(s.liftSanction))
	mux.Handle("POST /comments/{id}/decisions", s.reader(s.decide))
	mux.Handle("POST /desk/decisions/{id}/undo", s.reader(s.undo))
	mux.Handle("POST /desk/claims/{id}", s.reader(s.claim))
	mux.Handle("POST /desk/assign/{id}", s.reader(s.assign))
	mux.Handle("POST /desk/notes/{id}", s.reader(s.note))
	mux.Handle("POST /desk/bulk", s.reader(s.bulk))
	mux.Handle("GET /desk/labels", s.reader(s.labels))
	mux.Handle("POST /comments/{id}/labels", s.reader(s.label))
}
