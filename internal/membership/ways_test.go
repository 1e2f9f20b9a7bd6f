package membership_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/store"
)

// as is what a reader who is signed in asks for.
func as(w *membership.Welcome, purpose membership.Purpose) membership.Asking {
	return membership.Asking{For: purpose, Reader: w.Reader, Session: w.Session, Locale: "uk"}
}

// show asks for a code and enters it.
func (h *house) show(a membership.Asking, email, sentTo string) (*membership.Welcome, error) {
	h.t.Helper()
	secret, err := h.RequestCode(h.t.Context(), a, email)
	if err != nil {
		h.t.Fatal(err)
	}
	h.Wait()
	return h.EnterCode(h.t.Context(), a, secret, h.lastCode(sentTo))
}

func TestAnotherAddress(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		w := h.in(from("1"), "old@example.org")
		if _, err := h.show(as(w, membership.Link), "New@example.org", "new@example.org"); err != nil {
			t.Fatal(err)
		}
		h.Wait()
		if diff := cmp.Diff([]string{"old@example.org → n•••@example.org"}, h.changed); diff != "" {
			t.Errorf("who was told (-want +got):\n%s", diff)
		}
		if again := h.in(from("1"), "new@example.org"); again.Reader.ID != w.Reader.ID {
			t.Error("the new address belongs to somebody else")
		}
		if other := h.in(from("1"), "old@example.org"); other.Reader.ID == w.Reader.ID || !other.New {
			t.Error("the old address still opens the account")
		}
	})
}

// TestTakenAddress: that an address belongs to an account is told to whoever reads its letters, and to nobody else; and it
// stays where it is.
func TestTakenAddress(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		w := h.in(from("1"), "mine@example.org")
		if got := h.request(as(w, membership.Link), "reader0@example.org"); got != "<nil>" {
			t.Errorf("asking for a code to somebody’s address: %s", got)
		}
		h.Wait() // its letter comes first
		secret, err := h.RequestCode(t.Context(), as(w, membership.Link), "reader0@example.org")
		if err != nil {
			t.Fatal(err)
		}
		h.Wait()
		code := h.lastCode("reader0@example.org")
		if _, err := h.EnterCode(t.Context(), as(w, membership.Link), secret, wrong(code)); reasonOf(err) != "code.wrong" {
			t.Errorf("a wrong code: %v", err)
		}
		if _, err := h.EnterCode(t.Context(), as(w, membership.Link), secret, code); reasonOf(err) != "way.taken" || !errors.Is(err, rozmova.Conflict) {
			t.Errorf("the right code: %v, want way.taken", err)
		}
		if _, err := h.EnterCode(t.Context(), as(w, membership.Link), secret, code); reasonOf(err) != "code.over" {
			t.Errorf("once more: %v, want code.over", err)
		}
		h.Wait()
		if email, err := h.Email(t.Context(), w.Reader); email != "mine@example.org" || err != nil || len(h.changed) > 0 {
			t.Errorf("the address is %s, %v; told: %v", email, err, h.changed)
		}
	})
}

func TestConfirming(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		w := h.in(from("1"), "a@example.org")
		proven := func() bool {
			t.Helper()
			ok, err := h.Proven(t.Context(), w.Reader, w.Session)
			if err != nil {
				t.Fatal(err)
			}
			return ok
		}
		if !proven() {
			t.Error("not proven just after the sign-in")
		}
		h.clock.Add(membership.Fresh)
		if proven() {
			t.Errorf("proven %v after the sign-in", membership.Fresh)
		}
		confirmed, err := h.show(as(w, membership.Confirm), "somebody@example.org", "a@example.org")
		if err != nil || confirmed.Session != w.Session || !proven() {
			t.Errorf("with a code to the own address: %+v, %v, proven %v", confirmed, err, proven())
		}
		h.clock.Add(membership.Fresh)
		other := h.in(from("1"), "b@example.org")
		for name, ask := range map[string][2]membership.Asking{
			"for another purpose":        {as(w, membership.Confirm), as(w, membership.Link)},
			"a sign-in does not confirm": {from("1"), as(w, membership.Confirm)},
			"by another reader":          {as(other, membership.Confirm), as(w, membership.Confirm)},
		} {
			secret, err := h.RequestCode(t.Context(), ask[0], "a@example.org")
			if err != nil {
				t.Fatal(err)
			}
			h.Wait()
			sentTo := "a@example.org"
			if ask[0].Reader == other.Reader {
				sentTo = "b@example.org"
			}
			if _, err := h.EnterCode(t.Context(), ask[1], secret, h.lastCode(sentTo)); reasonOf(err) != "code.over" || proven() {
				t.Errorf("%s: %v, proven %v", name, err, proven())
			}
		}
		if _, err := h.Proven(t.Context(), w.Reader, "made up"); !errors.Is(err, rozmova.Unauthenticated) {
			t.Errorf("a made-up session: %v", err)
		}
		if ok, err := h.Proven(t.Context(), other.Reader, w.Session); ok || err != nil {
			t.Errorf("another's session: %v, %v", ok, err)
		}
	})
}

func TestTheLastWayStays(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		w := h.in(from("1"), "a@example.org")
		if err := h.RemoveAddress(t.Context(), w.Reader); reasonOf(err) != "way.last" || !errors.Is(err, rozmova.Conflict) {
			t.Errorf("the only way in: %v, want way.last", err)
		}
		if list, err := h.Ways(t.Context(), w.Reader); err != nil || len(list) != 1 || list[0].Kind != membership.ByCode || list[0].Label != "a@example.org" {
			t.Errorf("ways in: %+v, %v", list, err)
		}
		r := h.Readers[1]
		if err := h.db.Update(t.Context(), func(tx *store.Tx) error { return tx.DropContact(r.ID) }); err != nil {
			t.Fatal(err)
		}
		if list, err := h.Ways(t.Context(), r); err != nil || len(list) != 0 {
			t.Errorf("without an address: %+v, %v", list, err)
		}
		if err := h.RemoveAddress(t.Context(), r); err != nil {
			t.Errorf("one that is gone: %v", err)
		}
	})
}

func TestDevices(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		const phone, desk = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "nobody knows"
		sign := func(agent string) *membership.Welcome {
			a := from("1")
			a.Browser.Agent = agent
			h.clock.Add(time.Minute)
			return h.in(a, "a@example.org")
		}
		first, second, third := sign(phone), sign(desk), sign("")
		list := func() (said []string, ids []string) {
			t.Helper()
			devices, err := h.Devices(t.Context(), first.Reader, first.Session)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range devices {
				said, ids = append(said, fmt.Sprint(d.Name, "|", d.Way, "|", d.Current)), append(ids, d.ID)
			}
			return said, ids
		}
		said, ids := list()
		if diff := cmp.Diff([]string{"Firefox, Android|code|true", "|code|false", "|code|false"}, said); diff != "" {
			t.Errorf("devices (-want +got):\n%s", diff)
		}
		lives := func(w *membership.Welcome) bool { _, err := h.Session(t.Context(), w.Session); return err == nil }
		if err := h.EndDevice(t.Context(), h.Readers[0], ids[1]); !errors.Is(err, rozmova.NotFound) || !lives(third) {
			t.Errorf("by somebody else: %v", err)
		}
		if err := h.EndDevice(t.Context(), first.Reader, ids[1]); err != nil || lives(third) || !lives(second) || !lives(first) {
			t.Errorf("one device: %v; live: %v %v %v", err, lives(first), lives(second), lives(third))
		}
		if err := h.EndDevice(t.Context(), first.Reader, ids[1]); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("the same again: %v", err)
		}
		stranger := h.in(from("1"), "b@example.org")
		if err := h.SignOutEverywhere(t.Context(), first.Reader, first.Session, membership.Browser{}); err != nil || lives(second) || !lives(first) || !lives(stranger) {
			t.Errorf("all but this: %v; live: %v %v %v", err, lives(first), lives(second), lives(stranger))
		}
		if err := h.SignOutEverywhere(t.Context(), first.Reader, "", membership.Browser{}); err != nil || lives(first) {
			t.Errorf("all: %v; lives: %v", err, lives(first))
		}
	})
}

func TestTokensAreListedAndRevoked(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		for name, life := range map[string]time.Duration{"for ever": 0, "an hour": time.Hour, "past": -time.Hour} {
			if _, err := h.NewToken(t.Context(), h.Moderator, name, life); err != nil {
				t.Fatal(err)
			}
		}
		names := func() (names []string) {
			t.Helper()
			list, err := h.Tokens(t.Context(), h.Moderator)
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range list {
				names = append(names, one.Name)
			}
			slices.Sort(names)
			return names
		}
		if diff := cmp.Diff([]string{"an hour", "for ever"}, names()); diff != "" {
			t.Errorf("tokens (-want +got):\n%s", diff)
		}
		list, _ := h.Tokens(t.Context(), h.Moderator)
		if err := h.EndToken(t.Context(), h.Readers[0], list[0].ID); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("somebody else’s: %v", err)
		}
		if err := h.EndToken(t.Context(), h.Moderator, list[0].ID); err != nil || slices.Contains(names(), list[0].Name) {
			t.Errorf("revoked: %v, left %v", err, names())
		}
	})
}

func TestDeviceNames(t *testing.T) {
	for agent, want := range map[string]string{
		"": "", "x": "", "<script>Firefox/1 Linux": "Firefox, Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                           "Firefox, Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":              "Edge, Windows",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":                            "Chrome, Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1":    "Safari, iPhone",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/605.1.15":  "Firefox, iPhone",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15":                      "Safari, macOS",
		"Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36": "Samsung Internet, Android",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0":                        "Opera, Linux",
		"curl/8.15.0": "curl",
	} {
		if got := (membership.Browser{Agent: agent}).Device(); got != want {
			t.Errorf("%s: %q, want %q", agent, got, want)
		}
	}
}

func TestMasked(t *testing.T) {
	for email, want := range map[string]string{"olena@example.org": "o•••@example.org", "ї@example.org": "ї•••@example.org", "": "", "x": ""} {
		if got := membership.Masked(email); got != want {
			t.Errorf("%q: %q, want %q", email, got, want)
		}
	}
}
