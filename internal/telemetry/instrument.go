package telemetry

import (
	"net/http"
	"strings"
	"time"
)

// Instrument counts the requests that next answers. It must stand directly around the mux, or around handlers that hand the
// mux the same *http.Request: the route's pattern is read from the request afterwards.
func (m *Metrics) Instrument(next http.Handler) http.Handler {
	if m == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.InFlight(1)
		defer m.InFlight(-1)
		start := time.Now()
		seen := &recorder{ResponseWriter: w}
		finished := false
		defer func() {
			// Of a handler that panicked before it answered, the server closes the connection.
			status := seen.status
			if status == 0 && finished {
				status = http.StatusOK
			} else if status == 0 {
				status = http.StatusInternalServerError
			}
			took := max(time.Since(start), 1)
			if strings.HasPrefix(w.Header().Get("Content-Type"), "text/event-stream") {
				took = 0
			}
			m.Request(r.Pattern, r.Method, status, took)
		}()
		next.ServeHTTP(seen, r)
		finished = true
	})
}

// A recorder remembers the status of an answer. http.ResponseController finds the rest through Unwrap.
type recorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the first final status; 1xx come before it.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Flush serves those who ask for an http.Flusher instead of a controller.
func (w *recorder) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

// Unwrap gives http.ResponseController the writer beneath.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
