package membership_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// hospitable runs a test in a house that takes guests.
func hospitable(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		h := &house{t: t, Seed: rozmovatest.SeedStore(t, db, 2), db: db, clock: rozmovatest.NewClock(), sent: map[string][]string{}}
		h.Desk = membership.New(db, membership.Options{Now: h.clock.Now, Site: h.Site, SendCode: h.take, Settings: config.Membership{Guests: "held"}, GuestsInAll: 8})
		test(t, h)
	})
}

func (h *house) guest(network, name string) (*membership.Welcome, error) {
	return h.JoinAsGuest(h.t.Context(), membership.Browser{Origin: network}, name, "uk")
}

func TestGuests(t *testing.T) {
	hospitable(t, func(t *testing.T, h *house) {
		w, err := h.guest("1", "Марічка")
		if err != nil || !w.Reader.Guest || w.New || w.Way != membership.AsGuest {
			t.Fatalf("join: %+v, %v", w, err)
		}
		if again, err := h.guest("2", "Марічка"); err != nil || again.Reader.ID == w.Reader.ID {
			t.Errorf("two guests of one name: %v", err)
		}
		for name, want := range map[string]string{h.Readers[0].PenName: "name.taken", "": "name.too_short", "Редакція": "name.reserved", "a@b": "name.signs"} {
			if _, err := h.guest("3", name); reasonOf(err) != want {
				t.Errorf("a guest called %q: %v, want %s", name, err, want)
			}
		}
		r, err := h.Session(t.Context(), w.Session)
		if err != nil || !r.Guest || r.PenName != "Марічка" {
			t.Fatalf("session: %+v, %v", r, err)
		}
		h.clock.Add(membership.GuestLife - time.Minute)
		if _, err := h.Session(t.Context(), w.Session); err != nil {
			t.Errorf("just before the day is over: %v", err)
		}
		h.clock.Add(2 * time.Minute) // its use did not make it longer
		if _, err := h.Session(t.Context(), w.Session); reasonOf(err) != "session.over" {
			t.Errorf("after a day: %v", err)
		}
	})
}

func TestTooManyGuests(t *testing.T) {
	hospitable(t, func(t *testing.T, h *house) {
		for i := range 5 {
			if _, err := h.guest("1", fmt.Sprint("Гостина ", i)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := h.guest("1", "Шостина"); reasonOf(err) != "guest.too_many" {
			t.Errorf("the sixth from one network: %v", err)
		}
		for i := range 3 {
			if _, err := h.guest(fmt.Sprint(2+i), "Хтось"); err != nil {
				t.Errorf("from another network: %v", err)
			}
		}
		if _, err := h.guest("9", "Хтось"); reasonOf(err) != "guest.busy" {
			t.Errorf("one too many in all: %v", err)
		}
		h.clock.Add(time.Hour)
		if _, err := h.guest("1", "Шостина"); err != nil {
			t.Errorf("an hour later: %v", err)
		}
	})
}

// TestNoGuests: a site takes none unless it says so, and none any longer once it says so no more.
func TestNoGuests(t *testing.T) {
	hospitable(t, func(t *testing.T, h *house) {
		w, err := h.guest("1", "Марічка")
		if err != nil {
			t.Fatal(err)
		}
		h.Desk = membership.New(h.db, membership.Options{Now: h.clock.Now, Site: h.Site, SendCode: h.take})
		if _, err := h.guest("1", "Оленка"); reasonOf(err) != "guest.off" {
			t.Errorf("join: %v", err)
		}
		if _, err := h.Session(t.Context(), w.Session); reasonOf(err) != "session.over" {
			t.Errorf("a guest of before: %v", err)
		}
	})
}

// TestGuestStays: with an address a guest becomes a member, under the name if nobody took it.
func TestGuestStays(t *testing.T) {
	hospitable(t, func(t *testing.T, h *house) {
		stays := func(name, email string) string {
			w, err := h.guest(email, name)
			if err != nil {
				t.Fatal(err)
			}
			if name == "Зайнята" {
				if _, err := h.Invite(t.Context(), "first@example.org", name, "uk"); err != nil {
					t.Fatal(err)
				}
			}
			a := as(w, membership.Link)
			secret, err := h.RequestCode(t.Context(), a, email)
			if err != nil {
				t.Fatal(err)
			}
			h.Wait()
			in, err := h.EnterCode(t.Context(), a, secret, h.lastCode(email))
			if err != nil || in.Reader.ID != w.Reader.ID || in.Reader.Guest {
				t.Fatalf("link an address: %+v, %v", in, err)
			}
			if again := h.in(from("x"), email); again.Reader.ID != w.Reader.ID || again.Reader.Guest || again.New {
				t.Errorf("who comes by the address: %+v", again.Reader)
			}
			return in.Reader.PenName
		}
		if got := stays("Вільна", "free@example.org"); got != "Вільна" {
			t.Errorf("a free name became %q", got)
		}
		if got := stays("Зайнята", "taken@example.org"); got == "Зайнята" || got == "" {
			t.Errorf("a name that is taken became %q", got)
		}
		if _, err := h.guest("5", "Вільна"); reasonOf(err) != "name.taken" {
			t.Errorf("a guest by the member's name: %v", err)
		}
	})
}
