package web

import "net/http"

// bareRoutes lays the routes that have no language of the interface and are not checked for their origin: what other programs
// ask for (one-click unsubscribing, RFC 8058; answers of providers by form), pictures and the service worker.
func (s *Server) bareRoutes(outer *http.ServeMux) {
	outer.HandleFunc("GET /pictures/{file}", s.picture)
	s.unsubscribeRoutes(outer)
	s.workerRoutes(outer)
}
