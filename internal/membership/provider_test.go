package membership_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/rozmovatest"
)

func TestSignInByProvider(t *testing.T) {
	doorsOnEachEngine(t, func(t *testing.T, h *doorHouse) {
		first := h.must(h.in(signIn))
		if !first.New || first.Proposed != "Ольга Коваль" {
			t.Errorf("a newcomer came as %+v", first)
		}
		if email, err := h.Email(t.Context(), first.Reader); err != nil || email != "olha@example.org" {
			t.Errorf("the newcomer's address is %q, %v", email, err)
		}
		if r, err := h.Session(t.Context(), first.Session); err != nil || r.ID != first.Reader.ID {
			t.Errorf("the session is of %v, %v", r, err)
		}
		// The address changes hands; who comes is told by the subject.
		h.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Email, k.Name = "other@example.org", "Інша" })
		if again := h.must(h.in(signIn)); again.New || again.Reader.ID != first.Reader.ID {
			t.Errorf("the same subject came as %+v", again)
		}
		h.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Subject, k.Email = "olha-2", "third@example.org" })
		if other := h.must(h.in(signIn)); !other.New || other.Reader.ID == first.Reader.ID {
			t.Errorf("another subject came as %+v", other)
		}
		if n := h.oidc.Asked("/.well-known/openid-configuration"); n != 1 {
			t.Errorf("the provider's document was read %d times, want once", n)
		}
	})
}

// An address that the provider has not looked at is nobody's.
func TestUnverifiedAddressIsNotTaken(t *testing.T) {
	doorsOnEachEngine(t, func(t *testing.T, h *doorHouse) {
		h.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Email, k.Unverified = "reader0@example.org", true })
		w := h.must(h.in(signIn))
		if !w.New || w.Reader.ID == h.Readers[0].ID {
			t.Errorf("came as %+v", w.Reader)
		}
		if email, err := h.Email(t.Context(), w.Reader); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("took the address %q, %v", email, err)
		}
	})
}

// Who rules the provider must not be anybody here: an address that somebody goes by signs nobody in. Its owner, who shows that
// it is theirs in another way, gets the identity linked.
func TestKnownAddress(t *testing.T) {
	doorsOnEachEngine(t, func(t *testing.T, h *doorHouse) {
		h.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Email = "Reader0@example.org" })
		for _, owner := range []bool{false, true} {
			w, begun, err := h.in(signIn)
			if w != nil || reasonOf(err) != "provider.email_known" || !errors.Is(err, rozmova.Conflict) {
				t.Fatalf("an address that is somebody's: %+v, %v", w, err)
			}
			r := h.Readers[1]
			if owner {
				r = h.Readers[0]
			}
			for range 2 {
				if err := h.LinkPending(t.Context(), r, begun.Pending); err != nil {
					t.Fatal(err)
				}
			}
			if list, err := h.Identities(t.Context(), r); err != nil || len(list) != map[bool]int{true: 1}[owner] {
				t.Errorf("owner %v: identities %+v, %v", owner, list, err)
			}
		}
		if w := h.must(h.in(signIn)); w.New || w.Reader.ID != h.Readers[0].ID {
			t.Errorf("after linking: %+v", w)
		}
	})
}

func TestPendingIdentityRunsOut(t *testing.T) {
	h := newDoorHouse(t, rozmovatest.SQLite(t), nil)
	h.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Email = "reader0@example.org" })
	_, begun, _ := h.in(signIn)
	h.clock.Add(membership.DoorLife + time.Minute)
	if err := h.LinkPending(t.Context(), h.Readers[0], begun.Pending); err != nil {
		t.Fatal(err)
	}
	if list, _ := h.Identities(t.Context(), h.Readers[0]); len(list) != 0 {
		t.Errorf("linked after its time: %+v", list)
	}
}

func otherKey(t *testing.T) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestProviderAnswers: each way in which an answer can be wrong, or the provider be out of order.
func TestProviderAnswers(t *testing.T) {
	h := newDoorHouse(t, rozmovatest.SQLite(t), nil)
	usual := rozmovatest.OIDCKnobs{Subject: "olha-1", Email: "olha@example.org", Name: "Ольга"}
	claims := func(pairs ...any) func(*rozmovatest.OIDCKnobs) {
		return func(k *rozmovatest.OIDCKnobs) {
			k.Claims = map[string]any{}
			for i := 0; i < len(pairs); i += 2 {
				k.Claims[pairs[i].(string)] = pairs[i+1]
			}
		}
	}
	now := h.clock.Now().Unix()
	for _, tt := range []struct {
		name  string
		spoil func(*rozmovatest.OIDCKnobs)
		want  string // reason; empty: it is right
	}{
		{"as it should be", func(*rozmovatest.OIDCKnobs) {}, ""},
		{"several audiences and azp", claims("aud", []string{"rozmova", "x"}, "azp", "rozmova"), ""},
		{"another nonce", claims("nonce", "x"), "provider.refused"},
		{"no nonce", claims("nonce", nil), "provider.refused"},
		{"another audience", claims("aud", "x"), "provider.refused"},
		{"several audiences", claims("aud", []string{"rozmova", "x"}), "provider.refused"},
		{"for another by way of us", claims("azp", "x"), "provider.refused"},
		{"another issuer", claims("iss", "https://evil.example"), "provider.refused"},
		{"issuer with a slash", claims("iss", h.oidc.URL+"/"), "provider.refused"},
		{"expired", claims("exp", now-1), "provider.refused"},
		{"no expiry", claims("exp", nil), "provider.refused"},
		{"issued long ago", claims("iat", now-3600), "provider.refused"},
		{"issued tomorrow", claims("iat", now+86400), "provider.refused"},
		{"not good yet", claims("nbf", now+3600), "provider.refused"},
		{"no subject", claims("sub", ""), "provider.refused"},
		{"subject without end", claims("sub", strings.Repeat("x", 256)), "provider.refused"},
		{"another's key", func(k *rozmovatest.OIDCKnobs) {
			key := otherKey(t)
			k.Sign = func(c []byte) string { return rozmovatest.SignJWT(jose.ES256, key, "1", c) }
		}, "provider.refused"},
		{"no signature", func(k *rozmovatest.OIDCKnobs) {
			k.Sign = func(c []byte) string {
				return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(c) + "."
			}
		}, "provider.refused"},
		{"the client's secret as the key", func(k *rozmovatest.OIDCKnobs) {
			k.Sign = func(c []byte) string {
				return rozmovatest.SignJWT(jose.HS256, []byte(strings.Repeat(h.oidc.Secret, 8)), "1", c)
			}
		}, "provider.refused"},
		{"no token", func(k *rozmovatest.OIDCKnobs) { k.Sign = func([]byte) string { return "" } }, "provider.unavailable"},
		{"an answer of another", func(k *rozmovatest.OIDCKnobs) { k.Issuer = "https://evil.example" }, "provider.refused"},
		{"an answer of nobody", func(k *rozmovatest.OIDCKnobs) { k.Issuer = "-" }, ""},
		{"the person would not", func(k *rozmovatest.OIDCKnobs) { k.Deny = "access_denied" }, "provider.cancelled"},
		{"trouble there", func(k *rozmovatest.OIDCKnobs) { k.Deny = "temporarily_unavailable" }, "provider.unavailable"},
		{"another error", func(k *rozmovatest.OIDCKnobs) { k.Deny = "<script>" }, "provider.refused"},
		{"token endpoint down", func(k *rozmovatest.OIDCKnobs) { k.Down = "/token" }, "provider.unavailable"},
		{"token endpoint talks nonsense", func(k *rozmovatest.OIDCKnobs) { k.Nonsense = "/token" }, "provider.unavailable"},
		{"token endpoint is slow", func(k *rozmovatest.OIDCKnobs) { k.Slow = "/token" }, "provider.unavailable"},
	} {
		h.oidc.Set(func(k *rozmovatest.OIDCKnobs) { *k = usual; tt.spoil(k) })
		w, begun, err := h.in(signIn)
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", tt.name, err)
		case tt.want != "" && (w != nil || reasonOf(err) != tt.want):
			t.Errorf("%s: %+v, %v, want %s", tt.name, w, err, tt.want)
		case begun == nil || string(begun.Carry) != "carried" || begun.For != membership.SignIn || begun.Locale != "en":
			t.Errorf("%s: what was set out with is lost: %+v", tt.name, begun)
		}
	}
}

// TestAnnouncedIssuer: a provider that says it names itself must do so (RFC 9207).
func TestAnnouncedIssuer(t *testing.T) {
	h := newDoorHouse(t, rozmovatest.SQLite(t), nil)
	h.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Announce = true })
	h.must(h.in(signIn))
	h.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Issuer = "-" })
	if _, _, err := h.in(signIn); reasonOf(err) != "provider.refused" {
		t.Errorf("an answer that names nobody: %v", err)
	}
}

// TestProviderOutOfOrder: it keeps nobody waiting, is left alone for a while, and serves again when it is back.
func TestProviderOutOfOrder(t *testing.T) {
	const path = "/.well-known/openid-configuration"
	for name, spoil := range map[string]func(*rozmovatest.OIDCKnobs){
		"down":      func(k *rozmovatest.OIDCKnobs) { k.Down = path },
		"nonsense":  func(k *rozmovatest.OIDCKnobs) { k.Nonsense = path },
		"slow":      func(k *rozmovatest.OIDCKnobs) { k.Slow = path },
		"elsewhere": func(k *rozmovatest.OIDCKnobs) { k.Elsewhere = "file:///etc/passwd" },
	} {
		h := newDoorHouse(t, rozmovatest.SQLite(t), nil)
		h.oidc.Set(spoil)
		for range 3 {
			if _, _, err := h.in(signIn); reasonOf(err) != "provider.unavailable" || !errors.Is(err, rozmova.Unavailable) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := h.oidc.Asked(path); n != 1 {
			t.Errorf("%s: it was asked %d times within a second, want once", name, n)
		}
		h.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Down, k.Nonsense, k.Slow, k.Elsewhere = "", "", "", "" })
		h.clock.Add(2 * time.Second)
		if _, _, err := h.in(signIn); err != nil {
			t.Errorf("%s: when it is back: %v", name, err)
		}
	}
	h := newDoorHouse(t, rozmovatest.SQLite(t), nil)
	h.must(h.in(signIn))
	h.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Down = path })
	h.clock.Add(24 * time.Hour)
	h.must(h.in(signIn)) // what is known is better than nothing
}

// TestInsideIsNotAsked: without ask_inside a provider in the operator's own network is not reached.
func TestInsideIsNotAsked(t *testing.T) {
	h := newDoorHouse(t, rozmovatest.SQLite(t), nil)
	d := membership.New(h.db, membership.Options{Now: h.clock.Now, Site: h.Site, Origin: siteOrigin, Settings: config.Membership{
		Providers: []config.Provider{{Key: "test", Issuer: h.oidc.URL, Client: "x"}},
	}})
	if _, _, err := d.BeginProvider(t.Context(), "test", signIn, nil); reasonOf(err) != "provider.unavailable" {
		t.Errorf("asked: %v", err)
	}
	if n := h.oidc.Asked("/.well-known/openid-configuration"); n != 0 {
		t.Errorf("it was asked %d times", n)
	}
}
