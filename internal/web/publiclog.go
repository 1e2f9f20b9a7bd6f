package web

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/rozmova/rozmova"
)

// publicLog sends all of the public log, an entry a line.
func (s *Server) publicLog(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "application/jsonl; charset=utf-8")
	for after := int64(0); ; {
		lines, err := s.o.Moderation.PublicLog(r.Context(), after, 1000)
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			return nil
		}
		for _, line := range lines {
			if _, err := io.WriteString(w, line+"\n"); err != nil {
				return err
			}
		}
		after += int64(len(lines)) // they are numbered without gaps
	}
}

// publicHead sends the last signed head of the public log; NotFound while nothing was signed.
func (s *Server) publicHead(w http.ResponseWriter, r *http.Request) error {
	head, err := s.o.Moderation.PublicHead(r.Context())
	if err != nil {
		return err
	}
	if head == nil {
		return rozmova.NotFound
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(w).Encode(head)
}
