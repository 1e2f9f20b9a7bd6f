package membership_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// publicPEM writes a public key as the settings take it.
func publicPEM(t *testing.T, key crypto.PublicKey) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// tokenHouse is a house whose newsroom has a login of its own that signs with one of two keys.
func tokenHouse(t *testing.T, db *store.DB, algorithm string, keys map[string][]byte) *doorHouse {
	t.Helper()
	return newDoorHouse(t, db, func(m *config.Membership) {
		m.TokenURL, m.TokenIssuer, m.TokenAlgorithm = "https://visnyk.example/login?from=talk", "https://visnyk.example", algorithm
		for kid, text := range keys {
			path := filepath.Join(t.TempDir(), "key")
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
			m.TokenKeys = append(m.TokenKeys, kid+":"+path)
		}
	})
}

// begun begins a sign-in and gives the secret and the claims of a right token for it.
func (h *doorHouse) begun(a membership.Asking) (secret string, claims map[string]any) {
	h.t.Helper()
	to, secret, err := h.BeginSite(h.t.Context(), a, []byte("carried"))
	if err != nil {
		h.t.Fatal(err)
	}
	u, err := url.Parse(to)
	if err != nil || u.Host != "visnyk.example" || u.Query().Get("from") != "talk" || u.Query().Get("return") != siteOrigin+"/sign-in/site/return" {
		h.t.Fatalf("sent to %s", to)
	}
	now := h.clock.Now().Unix()
	return secret, map[string]any{
		"iss": "https://visnyk.example", "aud": siteOrigin, "sub": "17", "jti": rand.Text(), "iat": now, "exp": now + 120, "state": u.Query().Get("state"),
		"email": "olha@visnyk.example", "email_verified": true, "name": "Ольга",
	}
}

func encode(claims map[string]any) []byte {
	b, _ := json.Marshal(claims)
	return b
}

func part(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

func TestSignInByToken(t *testing.T) {
	public, private, _ := ed25519.GenerateKey(rand.Reader)
	oldPublic, oldPrivate, _ := ed25519.GenerateKey(rand.Reader)
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		h := tokenHouse(t, db, "EdDSA", map[string][]byte{"2026": publicPEM(t, public), "2025": publicPEM(t, oldPublic)})
		var reader rozmova.ID[rozmova.Reader]
		for kid, key := range map[string]ed25519.PrivateKey{"2026": private, "2025": oldPrivate} {
			secret, claims := h.begun(signIn)
			state := claims["state"].(string)
			w := h.must(h.FinishSite(t.Context(), secret, state, rozmovatest.SignJWT(jose.EdDSA, key, kid, encode(claims)), membership.Asking{}))
			if w.New != reader.IsZero() || !w.New && w.Reader.ID != reader {
				t.Errorf("by key %s came %+v", kid, w)
			}
			reader = w.Reader.ID
			if email, err := h.Email(t.Context(), w.Reader); err != nil || email != "olha@visnyk.example" {
				t.Errorf("the address is %q, %v", email, err)
			}
			if w, _, err := h.FinishSite(t.Context(), secret, state, rozmovatest.SignJWT(jose.EdDSA, key, kid, encode(claims)), membership.Asking{}); w != nil || reasonOf(err) != "provider.over" {
				t.Errorf("the token a second time: %+v, %v", w, err)
			}
		}
		// One that was used, for another state.
		secret, claims := h.begun(signIn)
		claims["jti"] = "once"
		h.must(h.FinishSite(t.Context(), secret, claims["state"].(string), rozmovatest.SignJWT(jose.EdDSA, private, "2026", encode(claims)), membership.Asking{}))
		secret, claims = h.begun(signIn)
		claims["jti"] = "once"
		_, begun, err := h.FinishSite(t.Context(), secret, claims["state"].(string), rozmovatest.SignJWT(jose.EdDSA, private, "2026", encode(claims)), membership.Asking{})
		if reasonOf(err) != "provider.refused" || !strings.Contains(err.Error(), "used before") || string(begun.Carry) != "carried" {
			t.Errorf("a token that was used: %v", err)
		}
		// What is spent is forgotten when it could not be used any more.
		h.clock.Add(time.Hour)
		if err := h.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.SpendToken("https://visnyk.example", []byte("x"), h.clock.Now()) }); err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.FinishSite(t.Context(), secret, "", "", membership.Asking{}); reasonOf(err) != "provider.over" {
			t.Errorf("no state: %v", err)
		}
		secret, claims = h.begun(signIn)
		if _, begun, err := h.FinishSite(t.Context(), secret, claims["state"].(string), "", membership.Asking{}); reasonOf(err) != "provider.cancelled" || begun == nil {
			t.Errorf("no token: %v", err)
		}
	})
}

// TestTokensRefused: each way in which a token can be wrong is refused, and the log says why.
func TestTokensRefused(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	otherRSA, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, private, _ := ed25519.GenerateKey(rand.Reader)
	rsaPEM, secret := publicPEM(t, rsaKey.Public()), []byte(strings.Repeat("s", 32))
	houses := map[string]*doorHouse{
		"RS256": tokenHouse(t, rozmovatest.SQLite(t), "RS256", map[string][]byte{"1": rsaPEM}),
		"EdDSA": tokenHouse(t, rozmovatest.SQLite(t), "EdDSA", map[string][]byte{"1": publicPEM(t, public)}),
		"HS256": tokenHouse(t, rozmovatest.SQLite(t), "HS256", map[string][]byte{"1": secret}),
	}
	rs := func(c map[string]any) string { return rozmovatest.SignJWT(jose.RS256, rsaKey, "1", encode(c)) }
	with := func(name string, value any) func(map[string]any) string {
		return func(c map[string]any) string {
			if v, ok := value.(func(now int64) int64); ok {
				c[name] = v(c["iat"].(int64))
			} else if c[name] = value; value == nil {
				delete(c, name)
			}
			return rs(c)
		}
	}
	after := func(seconds int64) func(int64) int64 { return func(now int64) int64 { return now + seconds } }
	for _, tt := range []struct {
		name, house string
		make        func(c map[string]any) string
		want        string // in the error; empty: it is right
	}{
		{"as it should be", "RS256", rs, ""},
		{"a secret", "HS256", func(c map[string]any) string { return rozmovatest.SignJWT(jose.HS256, secret, "1", encode(c)) }, ""},
		{"a list of one audience", "RS256", with("aud", []string{siteOrigin}), ""},
		{"the public key as the secret", "RS256", func(c map[string]any) string { return rozmovatest.SignJWT(jose.HS256, rsaPEM, "1", encode(c)) }, "algorithm"},
		{"the public key's bytes as the secret", "EdDSA", func(c map[string]any) string {
			return rozmovatest.SignJWT(jose.HS256, []byte(public), "1", encode(c))
		}, "algorithm"},
		{"another algorithm, the same key", "RS256", func(c map[string]any) string { return rozmovatest.SignJWT(jose.PS256, rsaKey, "1", encode(c)) }, "algorithm"},
		{"another algorithm", "RS256", func(c map[string]any) string { return rozmovatest.SignJWT(jose.EdDSA, private, "1", encode(c)) }, "algorithm"},
		{"no signature", "RS256", func(c map[string]any) string {
			return part(`{"alg":"none","kid":"1"}`) + "." + part(string(encode(c))) + "."
		}, "algorithm"},
		{"None", "RS256", func(c map[string]any) string {
			return part(`{"alg":"None","kid":"1"}`) + "." + part(string(encode(c))) + "."
		}, "algorithm"},
		{"encrypted", "RS256", func(c map[string]any) string {
			crypter, err := jose.NewEncrypter(jose.A128GCM, jose.Recipient{Algorithm: jose.RSA_OAEP_256, Key: rsaKey.Public(), KeyID: "1"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			jwe, err := crypter.Encrypt(encode(c))
			if err != nil {
				t.Fatal(err)
			}
			s, _ := jwe.CompactSerialize()
			return s
		}, "no compact JWS"},
		{"a key of its own", "RS256", func(c map[string]any) string {
			signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: otherRSA}, (&jose.SignerOptions{EmbedJWK: true}).WithHeader("kid", "1"))
			if err != nil {
				t.Fatal(err)
			}
			jws, _ := signer.Sign(encode(c))
			s, _ := jws.CompactSerialize()
			return s
		}, "wrong"},
		{"another's key", "RS256", func(c map[string]any) string { return rozmovatest.SignJWT(jose.RS256, otherRSA, "1", encode(c)) }, "signature"},
		{"an unknown key", "RS256", func(c map[string]any) string { return rozmovatest.SignJWT(jose.RS256, rsaKey, "2", encode(c)) }, "no key"},
		{"no kid", "RS256", func(c map[string]any) string { return rozmovatest.SignJWT(jose.RS256, rsaKey, "", encode(c)) }, "no key"},
		{"another type", "RS256", func(c map[string]any) string {
			signer, _ := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: rsaKey}, (&jose.SignerOptions{}).WithType("at+jwt").WithHeader("kid", "1"))
			jws, _ := signer.Sign(encode(c))
			s, _ := jws.CompactSerialize()
			return s
		}, "typ"},
		{"changed", "RS256", func(c map[string]any) string {
			head, rest, _ := strings.Cut(rs(c), ".")
			_, signature, _ := strings.Cut(rest, ".")
			c["sub"] = "1"
			return head + "." + part(string(encode(c))) + "." + signature
		}, "signature"},
		{"expired", "RS256", func(c map[string]any) string {
			now := c["iat"].(int64)
			c["iat"], c["exp"] = now-200, now-1
			return rs(c)
		}, "expired"},
		{"good for too long", "RS256", with("exp", after(301)), "after iat"},
		{"over before it begins", "RS256", with("exp", after(0)), "after iat"},
		{"no end", "RS256", with("exp", nil), "missing"},
		{"no beginning", "RS256", with("iat", nil), "missing"},
		{"not good yet", "RS256", with("nbf", after(3600)), "not good yet"},
		{"issued tomorrow", "RS256", func(c map[string]any) string {
			c["iat"], c["exp"] = c["iat"].(int64)+86400, c["iat"].(int64)+86500
			return rs(c)
		}, "not good yet"},
		{"another site", "RS256", with("aud", "https://other.example"), "aud"},
		{"two sites", "RS256", with("aud", []string{siteOrigin, "https://other.example"}), "aud"},
		{"no audience", "RS256", with("aud", nil), "aud"},
		{"another newsroom", "RS256", with("iss", "https://evil.example"), "iss"},
		{"no subject", "RS256", with("sub", nil), "sub"},
		{"no jti", "RS256", with("jti", nil), "jti"},
		{"another state", "RS256", with("state", "x"), "state"},
		{"no state", "RS256", with("state", nil), "state"},
		{"too long", "RS256", with("name", strings.Repeat("x", 8<<10)), "bytes"},
		{"no claims", "RS256", func(map[string]any) string { return rozmovatest.SignJWT(jose.RS256, rsaKey, "1", []byte("[]")) }, "claims"},
		{"nonsense", "RS256", func(map[string]any) string { return "a.b.c" }, ""},
	} {
		h := houses[tt.house]
		cookie, claims := h.begun(signIn)
		state := claims["state"].(string)
		w, begun, err := h.FinishSite(t.Context(), cookie, state, tt.make(claims), membership.Asking{})
		if tt.want == "" && tt.name != "nonsense" {
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
			continue
		}
		if w != nil || reasonOf(err) != "provider.refused" || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %+v, %v, want %q", tt.name, w, err, tt.want)
		}
		if begun == nil || string(begun.Carry) != "carried" {
			t.Errorf("%s: what was set out with is lost", tt.name)
		}
	}
}

func TestConfirmByToken(t *testing.T) {
	public, private, _ := ed25519.GenerateKey(rand.Reader)
	h := tokenHouse(t, rozmovatest.SQLite(t), "EdDSA", map[string][]byte{"1": publicPEM(t, public)})
	finish := func(a membership.Asking, authTime int64) (*membership.Welcome, error) {
		secret, claims := h.begun(a)
		if authTime != 0 {
			claims["auth_time"] = authTime
		}
		w, _, err := h.FinishSite(t.Context(), secret, claims["state"].(string), rozmovatest.SignJWT(jose.EdDSA, private, "1", encode(claims)), a)
		return w, err
	}
	olha, err := finish(signIn, 0)
	if err != nil {
		t.Fatal(err)
	}
	h.clock.Add(time.Hour)
	for at, want := range map[int64]string{0: "provider.old", h.clock.Now().Add(-time.Hour).Unix(): "provider.old", h.clock.Now().Unix(): ""} {
		if _, err := finish(h.asking(olha, membership.Confirm), at); err != nil && reasonOf(err) != want || err == nil && want != "" {
			t.Errorf("signed in there at %d: %v, want %q", at, err, want)
		}
	}
	d := newDoorHouse(t, rozmovatest.SQLite(t), nil)
	if _, _, err := d.BeginSite(t.Context(), signIn, nil); !errors.Is(err, rozmova.NotFound) {
		t.Errorf("where there is no such login: %v", err)
	}
}
