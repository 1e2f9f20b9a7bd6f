package bridges_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// rush has accounts vote against what both sides value, and lift what one side does.
func (h *hall) rush(accounts []*rozmova.Reader) {
	h.t.Helper()
	h.update(func(tx *store.Tx) error {
		since := h.clock.Now()
		for _, r := range accounts {
			for _, i := range []int{0, 1, 2, 11, 12, 13, 14, 20, 21} {
				up := -1
				if i == 0 {
					up = 1
				}
				if err := h.cast(tx, r, h.list[i], ranking.Plain(up)); err != nil {
					return err
				}
			}
		}
		return h.told(tx, since)
	})
	h.follow()
}

// signals gives the open signals of a kind.
func (h *hall) signals(kind string) (found []moderation.SignalCard) {
	h.t.Helper()
	cards, err := h.mod.Signals(h.t.Context(), h.Moderator, true)
	h.must(err)
	for _, c := range cards {
		if c.Signal.Kind == kind {
			found = append(found, c)
		}
	}
	return found
}

// TestABrigadeOfNewAccounts fails to move what both sides value: on the day it joins, when its votes settle, and when it has waited a day.
// In plain orders all its votes count.
func TestABrigadeOfNewAccounts(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.divide()
		h.open()
		first := func(when string) {
			t.Helper()
			if got := h.order(); slices.Min(got[:2]) != 20 {
				t.Errorf("%s: first stand %v", when, got[:5])
			}
		}
		first("before")
		stood := h.stored(h.list[20]).Bridge
		var brigade []*rozmova.Reader
		for i := range 30 {
			brigade = append(brigade, h.newcomer(i))
		}
		h.rush(brigade)
		if now := h.stored(h.list[20]); now.Bridge != stood || now.Votes.Voters != crowd+30 || now.Rank >= 500_000 {
			t.Errorf("accounts made today moved it from %d to %d; plainly: %+v, %d", stood, now.Bridge, now.Votes, now.Rank)
		}
		h.pass()
		first("the pass")
		for range 4 {
			h.clock.Add(7 * time.Hour)
			h.pass()
			first("a settled picture")
		}
	})
}

// TestModeratorsSeeWhatCountsForLess: with both counts and the accounts; where they find nothing in it, all of it counts.
func TestModeratorsSeeWhatCountsForLess(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.divide()
		var brigade []*rozmova.Reader
		for i := range 30 {
			brigade = append(brigade, h.newcomer(i))
		}
		h.clock.Add(25 * time.Hour)
		h.open()
		h.rush(brigade)
		h.pass()
		if got := h.order(); slices.Min(got[:2]) != 20 {
			t.Errorf("accounts of yesterday have %v stand first", got[:5])
		}
		cards := h.signals(moderation.DiscountSignal)
		at := slices.IndexFunc(cards, func(c moderation.SignalCard) bool { return c.Signal.Comment == h.list[20].ID })
		if at < 0 {
			t.Fatalf("%d signals, none of what both sides value", len(cards))
		}
		e := cards[at].Evidence
		if e.Total != crowd+30 || e.Fewer != 30 || len(e.Readers) != 30 || e.Counted > crowd+15 || e.Counted < crowd-1 {
			t.Errorf("the evidence is %+v", e)
		}
		before := h.stored(h.list[20]).Bridge
		h.pass()
		if n := len(h.signals(moderation.DiscountSignal)); n != len(cards) {
			t.Errorf("%d signals after another pass, %d before", n, len(cards))
		}
		h.must(h.mod.CloseSignal(t.Context(), h.Moderator, cards[at].Signal.ID, false))
		h.follow()
		trusted := h.stored(h.list[20]).Bridge
		if trusted >= before {
			t.Errorf("trusted votes leave it at %d, it was %d", trusted, before)
		}
		h.pass()
		h.keeper = h.another()
		h.clock.Add(time.Minute)
		h.open()
		if now := h.stored(h.list[20]).Bridge; now != trusted {
			t.Errorf("after a restart it stands at %d, trusted %d", now, trusted)
		}
		for range 5 {
			h.clock.Add(9 * time.Hour)
			h.pass()
		}
		if now := h.stored(h.list[20]).Bridge; now > (before+trusted)/2 {
			t.Errorf("two days later it stands at %d, trusted %d, distrusted %d", now, trusted, before)
		}
	})
}

// TestASuddenFallIsHeld at its old place for half an hour, and moderators see it.
func TestASuddenFallIsHeld(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.divide()
		h.open()
		fresh := h.say()
		vote := func(from, to, up int) {
			t.Helper()
			h.update(func(tx *store.Tx) error {
				since := h.clock.Now()
				for _, r := range h.Readers[from:to] {
					if err := h.cast(tx, r, fresh, ranking.Plain(up)); err != nil {
						return err
					}
				}
				return h.told(tx, since)
			})
			h.follow()
			h.pass()
		}
		vote(0, 26, 1)
		h.clock.Add(11 * time.Minute)
		vote(26, 28, 1)
		if at := slices.Index(h.order(), 22); at > 5 {
			t.Fatalf("respected by all it stands at %d", at)
		}
		stood := h.stored(fresh).Bridge
		h.clock.Add(5 * time.Minute)
		vote(2, 60, -1)
		if now := h.stored(fresh).Bridge; now < stood*9/10 {
			t.Errorf("held it stands at %d, it was %d", now, stood)
		}
		cards := h.signals(moderation.FallSignal)
		if len(cards) != 1 || cards[0].Evidence.Before == 0 || cards[0].Evidence.Now <= 10 || len(cards[0].Evidence.Readers) < 50 {
			t.Fatalf("moderators see %+v", cards)
		}
		h.clock.Add(29 * time.Minute)
		h.pass()
		if now := h.stored(fresh).Bridge; now < stood*9/10 {
			t.Errorf("held for 29 minutes it stands at %d, it was %d", now, stood)
		}
		h.keeper = h.another() // what is held outlasts a restart
		h.open()
		if now := h.stored(fresh).Bridge; now < stood*9/10 {
			t.Errorf("after a restart it stands at %d, it was %d", now, stood)
		}
		h.clock.Add(2 * time.Minute)
		h.pass()
		fallen := h.stored(fresh).Bridge
		if fallen > stood*3/4 || slices.Index(h.order(), 22) < 10 {
			t.Errorf("half an hour later it stands at %d, it was %d", fallen, stood)
		}
		h.clock.Add(time.Minute)
		h.pass()
		if now := h.stored(fresh).Bridge; now != fallen {
			t.Errorf("it is held again: %d, it had fallen to %d", now, fallen)
		}
	})
}

// TestWhatBothSidesReportSinks below what nobody reports, until moderators keep it. A report from the writer's own side weighs most.
func TestWhatBothSidesReportSinks(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.divide()
		h.open()
		desk := discussion.New(h.db, discussion.Options{Now: h.clock.Now, Site: h.Site, Moderation: h.mod})
		report := func(reader int) {
			t.Helper()
			_, err := desk.Report(t.Context(), h.Readers[reader], h.list[20].ID, "respect", "")
			h.must(err)
			h.follow()
		}
		for _, r := range []int{0, 2, 4, 6} {
			report(r)
		}
		if now := h.stored(h.list[20]).Bridge; now < 0 {
			t.Errorf("one side sinks it: %d", now)
		}
		for _, r := range []int{1, 3, 5, 7} {
			report(r)
		}
		if order := h.order(); order[len(order)-1] != 20 || h.stored(h.list[20]).Bridge >= 0 {
			t.Errorf("both sides report it and it stands at %d of %d", slices.Index(order, 20), len(order))
		}
		h.pass()
		h.keeper = h.another()
		h.clock.Add(time.Minute)
		h.open()
		if now := h.stored(h.list[20]).Bridge; now >= 0 {
			t.Errorf("after a restart it stands at %d", now)
		}
		queue, err := h.mod.Queue(t.Context(), h.Moderator, moderation.Filter{List: rozmova.ReportedList, Limit: 10})
		h.must(err)
		if len(queue.Cards) != 1 {
			t.Errorf("%d cards wait", len(queue.Cards))
		}
		_, err = h.mod.Decide(t.Context(), h.Moderator, moderation.Ruling{Comment: h.list[20].ID, Action: rozmova.Keep})
		h.must(err)
		h.follow()
		if order := h.order(); slices.Min(order[:2]) != 20 || !slices.Contains(order[:2], 20) {
			t.Errorf("kept, it stands at %d", slices.Index(order, 20))
		}
	})
}

// TestTheErasedAreInNoPicture: neither in those that are kept, nor in what the keeper goes by and will draw.
func TestTheErasedAreInNoPicture(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.divide()
		h.open()
		gone := h.Readers[7]
		holds := func() bool { return bytes.Contains(h.picture().Doc, gone.ID[:]) }
		if !holds() {
			t.Fatal("the picture does not know the reader to begin with")
		}
		members := membership.New(h.db, membership.Options{Now: h.clock.Now, Site: h.Site})
		_, err := members.AskErasure(t.Context(), gone, false)
		h.must(err)
		h.must(members.EraseAll(t.Context()))
		if holds() {
			t.Error("erased, the reader is in the kept picture")
		}
		h.follow()
		h.clock.Add(2 * time.Hour)
		h.pass()
		if holds() {
			t.Error("erased, the reader is in the next picture")
		}
	})
}
