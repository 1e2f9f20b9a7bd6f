package web

import (
	"context"

	"github.com/rozmova/rozmova"
)

// deskCounts are the tabs of the lists, each with how many wait in it, in the sections that a moderator has.
func (s *Server) deskCounts(ctx context.Context, by *rozmova.Reader) ([]DeskTab, error) {
	counts, err := s.o.Moderation.Counts(ctx, by)
	if err != nil {
		return nil, err
	}
	var tabs []DeskTab
	for _, list := range rozmova.QueueLists {
		tabs = append(tabs, DeskTab{string(list), "/desk?list=" + string(list), counts[list]})
	}
	return append(tabs, DeskTab{decidedList, "/desk?list=" + decidedList, 0}), nil
}

// A cardState is what the stream tells of a card.
type cardState struct {
	by, name string // who works on it; empty: nobody
	waits    bool
	revision int
}

func (s *Server) cardState(ctx context.Context, by *rozmova.Reader, id rozmova.ID[rozmova.Comment]) (st cardState, err error) {
	card, err := s.o.Moderation.Card(ctx, by, id)
	if err != nil {
		return st, err
	}
	st.waits, st.revision = len(card.Queued) > 0, card.Comment.Revision
	if card.Claim != nil {
		st.by = card.Claim.By.String()
		if p := card.People[card.Claim.By]; p != nil {
			st.name = p.PenName
		}
	}
	return st, nil
}
