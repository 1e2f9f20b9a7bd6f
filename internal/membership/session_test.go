package membership_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

// signIn gives the secret of a new session.
func (h *house) signIn(email string) string {
	h.t.Helper()
	secret, code := h.ask(email)
	w, err := h.EnterCode(h.t.Context(), asking, secret, code)
	if err != nil {
		h.t.Fatal(err)
	}
	return w.Session
}

func TestSessions(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		lives := func(secret string) bool {
			_, err := h.Session(t.Context(), secret)
			if err != nil && reasonOf(err) != "session.over" {
				t.Errorf("session: %v", err)
			}
			return err == nil
		}
		idle, used, ended, other := h.signIn("a@example.org"), h.signIn("b@example.org"), h.signIn("c@example.org"), h.signIn("c@example.org")
		if err := errors.Join(h.SignOut(t.Context(), ended), h.SignOut(t.Context(), ended)); err != nil {
			t.Errorf("sign out, twice: %v", err)
		}
		if lives(ended) || !lives(other) {
			t.Error("signing out ends that browser's session and no other")
		}
		if lives("") || lives("made up") || lives(used+"x") {
			t.Error("a made-up session lives")
		}
		for range 17 { // used every ten days, it lasts half a year and no longer
			h.clock.Add(10 * 24 * time.Hour)
			if !lives(used) {
				t.Fatal("a session in use ended before its time")
			}
		}
		if lives(idle) {
			t.Error("a session nobody used for 170 days lives")
		}
		h.clock.Add(10*24*time.Hour + time.Second)
		if lives(used) {
			t.Errorf("a session lives longer than %v", membership.SessionMost)
		}
		last := h.signIn("d@example.org")
		h.clock.Add(membership.SessionLife - time.Minute)
		h.clock.Add(-24 * time.Hour) // a clock that is put back ends nothing
		if !lives(last) {
			t.Error("a session ended early")
		}
		if err := h.Tidy(t.Context()); err != nil || !lives(last) {
			t.Errorf("tidying ended a session: %v", err)
		}
	})
}

func TestARevokedRoleIsGoneAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		r, err := h.Invite(t.Context(), "m@example.org", "Марко", "uk", rozmova.Grant{Role: rozmova.Moderator, Section: "sport"})
		if err != nil || !r.Has(rozmova.Moderator, "sport") {
			t.Fatalf("invite: %+v, %v", r, err)
		}
		session := h.signIn("M@example.org")
		token, err := h.NewToken(t.Context(), r, "script", 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Revoke(t.Context(), r, rozmova.Grant{Role: rozmova.Moderator, Section: "sport"}); err != nil {
			t.Fatal(err)
		}
		bySession, err := h.Session(t.Context(), session)
		byToken, err2 := h.ByToken(t.Context(), token)
		if err != nil || err2 != nil || bySession.Staff() || byToken.Staff() {
			t.Errorf("with the role gone: %+v, %+v, %v, %v", bySession, byToken, err, err2)
		}
		if err := h.Revoke(t.Context(), r, rozmova.Grant{Role: rozmova.Moderator, Section: "sport"}); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("revoked twice: %v, want NotFound", err)
		}
	})
}

func TestLinks(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		r := h.Readers[0]
		link := func(life time.Duration, uses int) string {
			secret, err := h.Link(t.Context(), r, life, uses)
			if err != nil {
				t.Fatal(err)
			}
			return secret
		}
		follow := func(secret string) bool {
			w, err := h.FollowLink(t.Context(), membership.Browser{}, secret)
			if err != nil && reasonOf(err) != "link.over" {
				t.Errorf("follow a link: %v", err)
			}
			return err == nil && w.Reader.ID == r.ID && !w.New
		}
		three := link(time.Hour, 3)
		for i, want := range []bool{true, true, true, false, false} {
			if got := follow(three); got != want {
				t.Errorf("use %d of a link for three: %v", i+1, got)
			}
		}
		once := link(time.Hour, 1)
		var wg sync.WaitGroup
		in := make(chan bool, 10)
		for range 10 {
			wg.Go(func() { _, err := h.FollowLink(context.Background(), membership.Browser{}, once); in <- err == nil })
		}
		wg.Wait()
		n := 0
		for range 10 {
			if <-in {
				n++
			}
		}
		if n != 1 || follow(link(time.Hour, 0)) || follow("") || follow("made up") {
			t.Errorf("a link for one was used %d times at once, or one for none works", n)
		}
		week := link(7*24*time.Hour, 1)
		h.clock.Add(6 * 24 * time.Hour)
		if err := h.Tidy(t.Context()); err != nil || !follow(week) {
			t.Errorf("a link for a week does not work on the sixth day: %v", err)
		}
		late := link(time.Hour, 1)
		h.clock.Add(time.Hour + time.Second)
		if follow(late) {
			t.Error("a link works after its time")
		}
		secret, code := h.ask("reader0@example.org")
		if follow(secret) {
			t.Error("the secret of a code works as a link")
		}
		if _, err := h.EnterCode(t.Context(), asking, link(time.Hour, 1), code); err == nil {
			t.Error("a link works as the secret of a code")
		}
		for range 9 { // links are no letters: nobody is kept from a code by them
			link(time.Hour, 9)
		}
		if _, err := h.RequestCode(t.Context(), asking, "reader0@example.org"); err != nil {
			t.Errorf("a code beside nine links: %v", err)
		}
	})
}

func TestTokens(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		token := func(life time.Duration) string {
			s, err := h.NewToken(t.Context(), h.Moderator, "script", life)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		forever, hour, past := token(0), token(time.Hour), token(-time.Hour)
		works := func(s string) bool {
			r, err := h.ByToken(t.Context(), s)
			if err != nil && !errors.Is(err, rozmova.Unauthenticated) {
				t.Errorf("by token: %v", err)
			}
			return err == nil && r.ID == h.Moderator.ID && r.Has(rozmova.Moderator, "")
		}
		if !works(forever) || !works(hour) || works(past) {
			t.Errorf("new tokens: for ever %v, for an hour %v, for less than nothing %v", works(forever), works(hour), works(past))
		}
		h.clock.Add(time.Hour + time.Second)
		if !works(forever) || works(hour) {
			t.Error("after an hour")
		}
		for _, bad := range []string{"", "rz_", "rz_x", forever[3:], forever[:len(forever)-1], "RZ_" + forever[3:], h.signIn("a@example.org"), "rz_" + h.signIn("b@example.org")} {
			if works(bad) {
				t.Errorf("%q works as a token", bad)
			}
		}
	})
}
