package web

import (
	"context"
	"encoding/json"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/live"
)

// orderEvent writes where the comments stand now that have moved in the order across a divide, and what is told of them.
func (s *Server) orderEvent(ctx context.Context, lang string, e rozmova.Event) []byte {
	places, err := s.o.Discussion.Places(ctx, e.Thread, e.At)
	if err != nil || len(places) == 0 {
		return nil
	}
	type line struct {
		ID    rozmova.ID[rozmova.Comment] `json:"id"`
		Place int64                       `json:"place"`
		Told  string                      `json:"told"`
	}
	lines := make([]line, len(places))
	for i, p := range places {
		html, err := s.render.Fragment(lang, "told", CommentView{Told: viewTold(p.Told)})
		if err != nil {
			s.o.Log.Error("rendering the place of a comment", "error", err)
			return nil
		}
		lines[i] = line{p.Comment, p.Key, string(html)}
	}
	data, err := json.Marshal(lines)
	if err != nil {
		return nil
	}
	return live.Event(nil, "order", e.Seq, data)
}
