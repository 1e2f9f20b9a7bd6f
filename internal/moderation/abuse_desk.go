package moderation

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// mostSignals is how many signals a list shows.
const mostSignals = 50

// shownComments is how many comments of the evidence are shown with their words.
const shownComments = 5

// A SignalCard is a signal with its evidence as moderators read it.
type SignalCard struct {
	Signal   *rozmova.Signal
	Evidence Evidence
	Comments []*rozmova.Comment // the first of them
	Stories  map[rozmova.ID[rozmova.Story]]*rozmova.Story
	People   map[rozmova.ID[rozmova.Reader]]*rozmova.Reader
}

// Signals gives what looks like abuse by numbers, the latest first: what is open, or what somebody has closed. It goes over all
// sections, so it is for those who moderate them all.
func (d *Desk) Signals(ctx context.Context, by *rozmova.Reader, open bool) (cards []SignalCard, err error) {
	if err := may(by, ""); err != nil {
		return nil, err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		cards = nil
		list, err := tx.Signals(d.site.ID, open, mostSignals)
		if err != nil {
			return err
		}
		for _, s := range list { // a page of them: bounded
			card, err := signalCard(tx, s)
			if err != nil {
				return err
			}
			cards = append(cards, *card)
		}
		return nil
	})
	return cards, err
}

func signalCard(tx *store.Tx, s *rozmova.Signal) (*SignalCard, error) {
	card := &SignalCard{Signal: s, Stories: map[rozmova.ID[rozmova.Story]]*rozmova.Story{}}
	if err := json.Unmarshal(s.Doc, &card.Evidence); err != nil {
		return nil, fmt.Errorf("evidence of signal %s: %w", s.ID, err)
	}
	people := append([]rozmova.ID[rozmova.Reader]{s.By, s.Reader}, card.Evidence.Readers...)
	for i, id := range card.Evidence.Comments {
		if i == shownComments {
			break
		}
		c, err := tx.Comment(id)
		if err != nil {
			return nil, err
		}
		card.Comments = append(card.Comments, c)
		people = append(people, c.Author)
		if card.Stories[c.Story] == nil {
			if card.Stories[c.Story], err = tx.StoryHead(c.Story); err != nil {
				return nil, err
			}
		}
	}
	var err error
	card.People, err = tx.Readers(people)
	return card, err
}

// OpenSignals tells how many signals wait for somebody to look.
func (d *Desk) OpenSignals(ctx context.Context) (n int, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.CountSignals(d.site.ID)
		return err
	})
	return n, err
}

// CloseSignal says what a signal was. Where it is dismissed votes that did not count for it count again, and comments of the account are
// held for it no more. Conflict where somebody has closed it.
func (d *Desk) CloseSignal(ctx context.Context, by *rozmova.Reader, id rozmova.ID[rozmova.Signal], confirmed bool) error {
	if err := may(by, ""); err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		s, err := tx.Signal(id)
		if err != nil {
			return err
		}
		now, state := d.now(), 3
		if confirmed {
			state = 2
		}
		if err := tx.CloseSignal(id, state, by.ID, now); err != nil {
			return err
		}
		if err := d.Audited(tx, by, "signal.closed", "signal", id, map[string]string{"kind": s.Kind, "confirmed": fmt.Sprint(confirmed)}); err != nil {
			return err
		}
		if s.Kind == VoteSignal && s.Acted == NumbersIgnore && !confirmed {
			var e Evidence
			if err := json.Unmarshal(s.Doc, &e); err != nil {
				return err
			}
			c, err := tx.CommentToChange(s.Comment)
			if err != nil {
				return err
			}
			if err := d.countVotes(tx, c, e.Readers, false, now); err != nil {
				return err
			}
		}
		_, err = tx.Append(rozmova.Event{At: now, Kind: rozmova.SignalRaised, Site: d.site.ID, Actor: by.ID, Ref: id})
		return err
	})
}
