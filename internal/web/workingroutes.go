package web

import "net/http"

// workingRoutes lays the routes of the newsroom's working copies.
func (s *Server) workingRoutes(mux *http.ServeMux) {
	mux.Handle("GET /desk/stories", s.reader(s.stories))
	mux.Handle("GET /desk/stories/new", s.reader(s.newStory))
	mux.Handle("POST /desk/stories/new", s.reader(s.beginStory))
	mux.Handle("GET /desk/stories/{slug}", s.reader(s.editStory))
	mux.Handle("POST /desk/stories/{slug}", s.reader(s.saveStory))
	mux.Handle("GET /desk/stories/{slug}/statements", s.reader(s.marks))
	mux.Handle("POST /desk/stories/{slug}/statements", s.reader(s.mark))
	mux.Handle("GET /desk/stories/{slug}/publish", s.reader(s.publishForm))
	mux.Handle("POST /desk/stories/{slug}/publish", s.reader(s.publishStory))
	s.evidenceRoutes(mux)
}
