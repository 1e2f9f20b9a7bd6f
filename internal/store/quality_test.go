package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

func TestSecondLooksAndSamples(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 4)
		c := reported(t, db, s, 1, rozmova.Published, 2)
		first := &rozmova.Decision{
			ID: rozmova.NewID[rozmova.Decision](at(130)), Site: s.Site.ID, Comment: c.ID, Revision: 1, Action: rozmova.Hold, Rule: "respect", Version: 1, By: s.Moderator.ID,
			At: at(130), Final: at(130),
		}
		second := s.Readers[3]
		step(t, db, func(tx *store.Tx) error {
			_, err := tx.AddDecision(first)
			return errors.Join(err, tx.SettleDecision(first.ID, at(131)), tx.PutVerdict(c.ID, 1, &rozmova.Verdict{Language: "uk", Model: "m"}, at(1)))
		})
		step(t, db, func(tx *store.Tx) error {
			settled, err := tx.SettledSince(s.Site.ID, at(0), 10)
			if err != nil || len(settled) != 1 || settled[0].ID != first.ID {
				t.Errorf("settled %v, %v", settled, err)
			}
			if settled, err := tx.SettledSince(s.Site.ID, at(131), 10); err != nil || len(settled) != 0 {
				t.Errorf("settled later %v, %v", settled, err)
			}
			if err := errors.Join(tx.DrawLook(first.ID, at(132)), tx.DrawLook(first.ID, at(133))); err != nil {
				return err
			}
			if _, err := tx.NextLook(s.Site.ID, s.Moderator.ID, nil); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("its decider looks again: %v", err)
			}
			if _, err := tx.NextLook(s.Site.ID, second.ID, []rozmova.Slug{"elsewhere"}); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("of another section: %v", err)
			}
			if d, err := tx.NextLook(s.Site.ID, second.ID, nil); err != nil || d.ID != first.ID {
				t.Errorf("the next look is %v, %v", d, err)
			}
			if err := tx.PutLook(first.ID, second.ID, rozmova.Remove, "spam", at(140)); err != nil {
				return err
			}
			if err := tx.PutLook(first.ID, second.ID, rozmova.Keep, "", at(141)); !errors.Is(err, rozmova.Conflict) {
				t.Errorf("a third look: %v", err)
			}
			looks, err := tx.Looks(s.Site.ID, at(140), 10)
			if want := (store.Look{First: rozmova.Hold, Second: rozmova.Remove, Rule: "respect", Other: "spam", By: s.Moderator.ID}); err != nil || len(looks) != 1 || looks[0] != want {
				t.Errorf("looks %v, %v", looks, err)
			}
			paces, err := tx.Paces(s.Site.ID, at(0), 10)
			if err != nil || len(paces) != 1 || paces[0].By != s.Moderator.ID || paces[0].Took != 31*time.Minute { // the first report came at 99
				t.Errorf("paces %v, %v", paces, err)
			}

			if n, err := tx.DrawSamples(s.Site.ID, at(0), at(1), 5, at(150)); err != nil || n != 0 {
				t.Errorf("drew %d of another time, %v", n, err)
			}
			if n, err := tx.DrawSamples(s.Site.ID, at(0), at(2), 5, at(150)); err != nil || n != 1 {
				t.Errorf("drew %d, %v", n, err)
			}
			if n, err := tx.SamplesDrawn(s.Site.ID, at(150)); err != nil || n != 1 {
				t.Errorf("drawn %d, %v", n, err)
			}
			if looks, samples, err := tx.CountChecks(s.Site.ID); err != nil || looks != 0 || samples != 1 {
				t.Errorf("wait %d, %d, %v", looks, samples, err)
			}
			if _, err := tx.NextSample(s.Site.ID, c.Author, nil); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("its author is asked: %v", err)
			}
			if got, err := tx.NextSample(s.Site.ID, second.ID, nil); err != nil || got.ID != c.ID {
				t.Errorf("the next of the sample is %v, %v", got, err)
			}
			if err := tx.PutSample(c.ID, second.ID, rozmova.Yes, at(151)); err != nil {
				return err
			}
			if err := tx.PutSample(c.ID, second.ID, rozmova.No, at(152)); !errors.Is(err, rozmova.Conflict) {
				t.Errorf("answered twice: %v", err)
			}
			said, err := tx.Samples(s.Site.ID, at(0), at(1e6), 10)
			if err != nil || len(said) != 1 || said[0].Language != "uk" || said[0].Said != rozmova.Yes {
				t.Errorf("said %v, %v", said, err)
			}
			heard, err := tx.AppealsHeard(s.Site.ID, at(0), 10)
			if err != nil || len(heard) != 0 {
				t.Errorf("heard %v, %v", heard, err)
			}
			return nil
		})
	})
}
