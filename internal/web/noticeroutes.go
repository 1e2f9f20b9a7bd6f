package web

import "net/http"

// noticeRoutes lays the routes of notices of illegal content, which anybody can send.
func (s *Server) noticeRoutes(mux *http.ServeMux) {
	mux.Handle("GET /comments/{id}/notice", s.page(s.noticeForm))
	mux.Handle("POST /comments/{id}/notice", s.page(s.sendNotice))
	mux.Handle("GET /notices/{code}", s.page(s.noticePage))
	mux.Handle("POST /notices/{code}/appeal", s.page(s.appealNotice))
}
