package membership_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// from is a browser of which nothing is known but its network.
func from(network string) membership.Asking {
	return membership.Asking{For: membership.SignIn, Browser: membership.Browser{Origin: network}, Locale: "uk"}
}

// known is a browser that was signed in, in a network.
func known(w *membership.Welcome, network string) membership.Asking {
	a := from(network)
	a.Browser.Known = membership.KnownCookie(w.Session)
	return a
}

// limited gives the words for an answer: how long to wait, or the kind of refusal.
func limited(err error) string {
	var e *rozmova.Error
	if errors.As(err, &e) {
		if seconds, ok := e.Args["Seconds"]; ok {
			return fmt.Sprint(e.Reason, " ", seconds)
		}
		return e.Reason
	}
	return fmt.Sprint(err)
}

func (h *house) request(a membership.Asking, email string) string {
	h.t.Helper()
	_, err := h.RequestCode(h.t.Context(), a, email)
	return limited(err)
}

// in signs in from a browser.
func (h *house) in(a membership.Asking, email string) *membership.Welcome {
	h.t.Helper()
	secret, err := h.RequestCode(h.t.Context(), a, email)
	if err != nil {
		h.t.Fatal(err)
	}
	h.Wait()
	w, err := h.EnterCode(h.t.Context(), a, secret, h.lastCode(email))
	if err != nil {
		h.t.Fatal(err)
	}
	return w
}

// lastCode is the latest code sent to an address.
func (h *house) lastCode(email string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	codes := h.sent[strings.ToLower(email)]
	return codes[len(codes)-1]
}

func TestOneAskerWaits(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		for range 5 {
			if got := h.request(from("192.0.2.1/32"), "a@example.org"); got != "<nil>" {
				t.Fatalf("within the limit: %s", got)
			}
			h.clock.Add(time.Minute)
		}
		if got := h.request(from("192.0.2.1/32"), "a@example.org"); got != "code.too_many 3300" {
			t.Errorf("the sixth, five minutes after the first: %s", got)
		}
		if got := h.request(from("192.0.2.2/32"), "a@example.org"); got != "<nil>" {
			t.Errorf("from another network: %s", got)
		}
		if got := h.request(from("192.0.2.1/32"), "b@example.org"); got != "<nil>" {
			t.Errorf("for another address: %s", got)
		}
		h.clock.Add(55 * time.Minute)
		if got := h.request(from("192.0.2.1/32"), "a@example.org"); got != "<nil>" {
			t.Errorf("when the first is an hour old: %s", got)
		}
		if got := h.request(from("192.0.2.1/32"), "a@example.org"); got != "code.too_many 60" {
			t.Errorf("one more: %s", got)
		}
	})
}

// TestStrangersLockNobodyOut: however many browsers ask for codes to an address, and guess at them, who was signed in before
// gets in.
func TestStrangersLockNobodyOut(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		owner := h.in(from("198.51.100.1/32"), "reader0@example.org")
		sent := 0
		for i := range 100 {
			if h.request(from(fmt.Sprintf("192.0.2.%d/32", i)), "reader0@example.org") == "<nil>" {
				sent++
			}
		}
		if sent != 30 {
			t.Errorf("strangers had %d letters sent within an hour, want 30", sent)
		}
		if got := h.request(known(owner, "192.0.2.1/32"), "stranger@example.org"); got != "<nil>" {
			t.Errorf("another address from the same browser: %s", got)
		}
		for range 5 {
			if again := h.in(known(owner, "192.0.2.1/32"), "reader0@example.org"); again.Reader.ID != owner.Reader.ID {
				t.Error("somebody else came in")
			} else {
				owner = again // the cookie is another one after each sign-in
			}
		}
		for range 5 {
			if got := h.request(known(owner, ""), "reader0@example.org"); got != "<nil>" {
				t.Errorf("codes of its own: %s", got)
			}
		}
		if got := h.request(known(owner, ""), "reader0@example.org"); got != "code.too_many 3600" {
			t.Errorf("the sixth from a known browser: %s", got)
		}
		old := known(owner, "192.0.2.1/32")
		if err := h.SignOutEverywhere(t.Context(), owner.Reader, "", membership.Browser{}); err != nil {
			t.Fatal(err)
		}
		if got := h.request(old, "reader0@example.org"); !strings.HasPrefix(got, "code.too_many") {
			t.Errorf("known no more after signing out everywhere: %s", got)
		}
	})
}

// TestGuessing: from twenty wrong codes on, strangers' codes are so long that guessing is hopeless; the owner's are not.
func TestGuessing(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		owner := h.in(from("198.51.100.1/32"), "reader0@example.org")
		length := func(a membership.Asking) int {
			t.Helper()
			secret, err := h.RequestCode(t.Context(), a, "reader0@example.org")
			if err != nil || len(secret) != 43 {
				t.Fatal(secret, err)
			}
			h.Wait()
			return len(h.lastCode("reader0@example.org"))
		}
		for i := range 4 {
			a := from(fmt.Sprintf("192.0.2.%d/32", i))
			if got := length(a); got != 6 {
				t.Fatalf("%d digits after %d wrong codes", got, 5*i)
			}
			secret, err := h.RequestCode(t.Context(), a, "reader0@example.org")
			if err != nil {
				t.Fatal(err)
			}
			h.Wait()
			for range 5 {
				_, _ = h.EnterCode(t.Context(), a, secret, wrong(h.lastCode("reader0@example.org")))
			}
		}
		if got := length(from("203.0.113.9/32")); got != 12 {
			t.Errorf("%d digits for a stranger after twenty wrong codes, want 12", got)
		}
		if got := length(known(owner, "203.0.113.9/32")); got != 6 {
			t.Errorf("%d digits for the owner, want 6", got)
		}
		if got := h.in(from("203.0.113.10/32"), "reader0@example.org"); got.Reader.ID != owner.Reader.ID {
			t.Error("the long code let somebody else in")
		}
		h.clock.Add(24 * time.Hour)
		if got := length(from("203.0.113.9/32")); got != 6 {
			t.Errorf("%d digits a day later, want 6", got)
		}
	})
}

func TestAllTogetherWait(t *testing.T) {
	db := rozmovatest.SQLite(t)
	seed, clock := rozmovatest.SeedStore(t, db, 1), rozmovatest.NewClock()
	h := &house{t: t, Seed: seed, db: db, clock: clock, sent: map[string][]string{}}
	h.Desk = membership.New(db, membership.Options{Now: clock.Now, Site: seed.Site, CodesPerMin: 3, SendCode: h.take})
	owner := h.in(from("198.51.100.1/32"), "reader0@example.org")
	got := []string{}
	for i := range 4 {
		got = append(got, h.request(from(fmt.Sprint(i)), fmt.Sprintf("%d@example.org", i)))
	}
	if want := "<nil> <nil> code.busy code.busy"; strings.Join(got, " ") != want {
		t.Errorf("answers to many: %s, want %s", strings.Join(got, " "), want)
	}
	if got := h.request(known(owner, ""), "reader0@example.org"); got != "<nil>" {
		t.Errorf("a known browser: %s", got)
	}
	clock.Add(20 * time.Second)
	if got := h.request(from("9"), "9@example.org"); got != "<nil>" {
		t.Errorf("a third of a minute later: %s", got)
	}
}

// TestOriginIsNotKept: what is kept of who asked does not say which network it was.
func TestOriginIsNotKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		h.request(from("192.0.2.1/32"), "a@example.org")
		sent := func(origin string) error {
			return h.db.View(context.Background(), func(tx *store.Tx) error {
				_, err := tx.SignInCodeSent(h.Site.ID, "a@example.org", origin, 1, h.clock.Now().Add(-time.Hour), h.clock.Now())
				return err
			})
		}
		if err := sent("192.0.2.1/32"); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("the network stands there as it is: %v", err)
		}
		if err := sent(""); err != nil {
			t.Errorf("no code at all: %v", err)
		}
	})
}
