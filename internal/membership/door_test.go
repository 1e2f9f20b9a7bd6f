package membership_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/outbound"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// A doorHouse is a house with a provider and the newsroom's own login.
type doorHouse struct {
	*membership.Desk
	*rozmovatest.Seed
	t     *testing.T
	db    *store.DB
	clock *rozmovatest.Clock
	oidc  *rozmovatest.OIDC
}

const siteOrigin = "https://visnyk.example"

func newDoorHouse(t *testing.T, db *store.DB, change func(*config.Membership)) *doorHouse {
	t.Helper()
	h := &doorHouse{t: t, Seed: rozmovatest.SeedStore(t, db, 2), db: db, clock: rozmovatest.NewClock()}
	h.oidc = rozmovatest.NewOIDC(t, h.clock.Now)
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte(h.oidc.Secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m := config.Membership{AskInside: true, Providers: []config.Provider{{Key: "test", Issuer: h.oidc.URL, Client: h.oidc.Client, SecretFile: secret}}}
	if change != nil {
		change(&m)
	}
	h.Desk = membership.New(db, membership.Options{
		Now: h.clock.Now, Site: h.Site, Origin: siteOrigin, Settings: m, Outbound: outbound.NewClient(outbound.Options{Inside: true, Timeout: 2 * time.Second}),
	})
	return h
}

// walk goes to an address as a browser does, to where it is sent back to this site, and gives the query of that.
func walk(t *testing.T, to string) url.Values {
	t.Helper()
	client := &http.Client{CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), siteOrigin) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	r, err := client.Get(to)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	back, err := r.Location()
	if err != nil || !strings.HasPrefix(back.String(), siteOrigin+"/sign-in/provider/test/callback?") {
		t.Fatalf("the provider sent the browser to %v (%v, status %d)", back, err, r.StatusCode)
	}
	return back.Query()
}

func answerOf(q url.Values) membership.Answer {
	return membership.Answer{Code: q.Get("code"), State: q.Get("state"), Issuer: q.Get("iss"), Error: q.Get("error")}
}

// in goes through the provider.
func (h *doorHouse) in(a membership.Asking) (*membership.Welcome, *membership.Begun, error) {
	h.t.Helper()
	to, secret, err := h.BeginProvider(h.t.Context(), "test", a, []byte("carried"))
	if err != nil {
		return nil, nil, err
	}
	a.For = "" // the errand knows
	return h.FinishProvider(h.t.Context(), "test", secret, answerOf(walk(h.t, to)), a)
}

var signIn = membership.Asking{For: membership.SignIn, Locale: "en"}

func doorsOnEachEngine(t *testing.T, test func(t *testing.T, h *doorHouse)) {
	t.Helper()
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) { test(t, newDoorHouse(t, db, nil)) })
}

func (h *doorHouse) must(w *membership.Welcome, b *membership.Begun, err error) *membership.Welcome {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
	if string(b.Carry) != "carried" {
		h.t.Errorf("carried %q", b.Carry)
	}
	return w
}

// TestErrands: an answer counts once, in the browser that asked, for the provider that was asked, in time.
func TestErrands(t *testing.T) {
	doorsOnEachEngine(t, func(t *testing.T, h *doorHouse) {
		ctx := t.Context()
		begin := func() (string, membership.Answer) {
			to, secret, err := h.BeginProvider(ctx, "test", signIn, nil)
			if err != nil {
				t.Fatal(err)
			}
			return secret, answerOf(walk(t, to))
		}
		over := func(what, secret string, answer membership.Answer) {
			t.Helper()
			if w, _, err := h.FinishProvider(ctx, "test", secret, answer, membership.Asking{}); w != nil || reasonOf(err) != "provider.over" {
				t.Errorf("%s: %+v, %v", what, w, err)
			}
		}
		secret, answer := begin()
		other, _ := begin()
		over("another browser", other, answer)
		over("no cookie", "", answer)
		wrong := answer
		wrong.State = "x"
		over("another state", secret, wrong)
		if _, _, err := h.FinishProvider(ctx, "test", secret, answer, membership.Asking{}); err != nil {
			t.Errorf("strangers' tries spoilt it: %v", err)
		}
		over("a second time", secret, answer)
		secret, answer = begin()
		h.clock.Add(membership.DoorLife + time.Second)
		over("after its time", secret, answer)
		if _, _, err := h.BeginProvider(ctx, "nobody", signIn, nil); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("no such provider: %v", err)
		}
	})
}

// signedIn gives a reader's session by the provider.
func (h *doorHouse) asking(w *membership.Welcome, purpose membership.Purpose) membership.Asking {
	return membership.Asking{For: purpose, Reader: w.Reader, Session: w.Session, Locale: "uk"}
}

func TestLinkAndUnlink(t *testing.T) {
	doorsOnEachEngine(t, func(t *testing.T, h *doorHouse) {
		ctx := context.Background()
		olha := h.must(h.in(signIn))
		h.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Subject, k.Email = "work", "work@example.org" })
		h.must(h.in(h.asking(olha, membership.Link)))
		list, err := h.Identities(ctx, olha.Reader)
		if err != nil || len(list) != 2 || list[1].Label != "work@example.org" {
			t.Fatalf("linked: %+v, %v", list, err)
		}
		if email, _ := h.Email(ctx, olha.Reader); email != "olha@example.org" {
			t.Errorf("linking changed the address to %q", email)
		}
		if w := h.must(h.in(signIn)); w.Reader.ID != olha.Reader.ID {
			t.Errorf("the linked identity is %+v", w)
		}
		h.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Subject, k.Email = "petro", "" })
		petro := h.must(h.in(signIn))
		if _, _, err := h.in(h.asking(olha, membership.Link)); reasonOf(err) != "way.taken" {
			t.Errorf("linking what is another's: %v", err)
		}
		if err := h.RemoveIdentity(ctx, petro.Reader, list[0].ID); err == nil {
			t.Error("removed another's identity")
		}
		own, _ := h.Identities(ctx, petro.Reader)
		if err := h.RemoveIdentity(ctx, petro.Reader, own[0].ID); reasonOf(err) != "way.last" {
			t.Errorf("removing the only way in: %v", err)
		}
		for _, one := range list {
			if err := h.RemoveIdentity(ctx, olha.Reader, one.ID); err != nil {
				t.Errorf("unlink: %v", err)
			}
		}
		if list, _ = h.Identities(ctx, olha.Reader); len(list) != 0 {
			t.Errorf("after unlinking: %+v", list)
		}
		// Whoever is signed in by now is not who asked.
		to, secret, err := h.BeginProvider(ctx, "test", h.asking(olha, membership.Link), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.FinishProvider(ctx, "test", secret, answerOf(walk(t, to)), h.asking(petro, "")); reasonOf(err) != "provider.over" {
			t.Errorf("linking to another who is signed in by now: %v", err)
		}
	})
}

func TestConfirmByProvider(t *testing.T) {
	h := newDoorHouse(t, rozmovatest.SQLite(t), nil)
	olha := h.must(h.in(signIn))
	h.clock.Add(time.Hour)
	old := h.clock.Now().Add(-30 * time.Minute).Unix()
	for _, tt := range []struct {
		name  string
		spoil func(*rozmovatest.OIDCKnobs)
		want  string
	}{
		{"signed in there half an hour ago", func(k *rozmovatest.OIDCKnobs) { k.Claims = map[string]any{"auth_time": old} }, "provider.old"},
		{"nobody knows when", func(k *rozmovatest.OIDCKnobs) { k.Claims = map[string]any{"auth_time": nil} }, "provider.old"},
		{"somebody else", func(k *rozmovatest.OIDCKnobs) { k.Subject = "x" }, "confirm.not_own"},
		{"just now", func(*rozmovatest.OIDCKnobs) {}, ""},
	} {
		h.oidc.Set(func(k *rozmovatest.OIDCKnobs) {
			*k = rozmovatest.OIDCKnobs{Subject: "olha-1", Email: "olha@example.org"}
			tt.spoil(k)
		})
		if proven, err := h.Proven(t.Context(), olha.Reader, olha.Session); err != nil || proven {
			t.Errorf("before %s: proven %v, %v", tt.name, proven, err)
		}
		if _, _, err := h.in(h.asking(olha, membership.Confirm)); err != nil && reasonOf(err) != tt.want || err == nil && tt.want != "" {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if proven, err := h.Proven(t.Context(), olha.Reader, olha.Session); err != nil || !proven {
		t.Errorf("afterwards: proven %v, %v", proven, err)
	}
}
