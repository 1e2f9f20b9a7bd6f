package web

import (
	"context"
	"sync"

	"github.com/rozmova/rozmova"
)

// houseRules remembers the house rules between requests: every placeholder of a removed comment names one. They are read
// anew after the site changed.
type houseRules struct {
	mu    sync.Mutex
	rules []rozmova.Rule
}

func (h *houseRules) get(ctx context.Context, s *Server) []rozmova.Rule {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.rules == nil {
		rules, err := s.o.Moderation.Current(ctx)
		if err != nil {
			s.o.Log.Warn("reading the house rules", "error", err)
			return nil
		}
		h.rules = rules
	}
	return h.rules
}

func (h *houseRules) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.rules = nil
}
