package e2e_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"html"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/rozmovatest"
)

// doors are a provider and a newsroom's own login, on other sites than the one that is tested.
type doors struct {
	oidc *rozmovatest.OIDC
	site string // where the newsroom's readers sign in
	key  ed25519.PrivateKey
	file string // with its public half
}

func openDoors(t *testing.T) *doors {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	der, err := x509.MarshalPKIXPublicKey(public)
	must(t, err)
	d := &doors{oidc: rozmovatest.NewOIDC(t, time.Now), key: private, file: filepath.Join(t.TempDir(), "login.pem")}
	must(t, os.WriteFile(d.file, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), 0o600))
	login := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="uk"><title>Вісник</title><link rel="icon" href="data:,"><p><a id="yes" href="%s">Так, це я</a>`, html.EscapeString(d.back(r.URL.Query())))
	}))
	t.Cleanup(login.Close)
	d.site = strings.Replace(login.URL, "127.0.0.1", "localhost", 1)
	return d
}

// back is where the newsroom's login sends its reader Petro.
func (d *doors) back(q url.Values) string {
	to, err := url.Parse(q.Get("return"))
	if err != nil {
		return "/"
	}
	now := time.Now().Unix()
	claims := map[string]any{
		"iss": d.site, "aud": to.Scheme + "://" + to.Host, "sub": "petro", "name": "Петро Вісник", "jti": rand.Text(), "iat": now, "exp": now + 60, "state": q.Get("state"),
	}
	if q.Get("prompt") == "login" {
		claims["auth_time"] = now
	}
	payload, _ := json.Marshal(claims)
	to.RawQuery = url.Values{"state": {q.Get("state")}, "token": {rozmovatest.SignJWT(jose.EdDSA, d.key, "1", payload)}}.Encode()
	return to.String()
}

// settings lets a house have the doors. It has to know its port beforehand, as the doors send readers back to it.
func (d *doors) settings(t *testing.T) func(*config.Config) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	addr := free.Addr().String()
	must(t, free.Close())
	secret := filepath.Join(t.TempDir(), "secret")
	must(t, os.WriteFile(secret, []byte(d.oidc.Secret), 0o600))
	return func(c *config.Config) {
		c.Server.Addr = addr
		m := &c.Membership
		m.AskInside = true
		m.Providers = []config.Provider{{Key: "test", Issuer: d.oidc.URL, Client: d.oidc.Client, SecretFile: secret, Names: config.Names{"uk": "Тестову пошту", "en": "Test mail"}}}
		m.TokenURL, m.TokenIssuer, m.TokenName, m.TokenKeys = d.site+"/login", d.site, "uk=Вхід Вісника; en=Visnyk", []string{"1:" + d.file}
	}
}

// TestDoorsInTheBrowser walks both sign-ins through other sites, in a browser that gives those no cookies.
func TestDoorsInTheBrowser(t *testing.T) {
	d := openDoors(t)
	h := open(t, setup{stories: []string{bridge}, silent: true, config: d.settings(t)})
	browser, source := chromium(t), axe(t)
	a := h.tab(t, browser, look{})
	a.excuse("a request elsewhere: " + d.oidc.URL)
	a.excuse("a request elsewhere: " + strings.Replace(d.oidc.URL, "localhost", "127.0.0.1", 1))
	a.excuse("a request elsewhere: " + d.site)
	provider, site := `form[action$="/provider/test"] button`, `form[action$="/site"] button`

	// A comment is written before the sign-in. The first time the person thinks better of it, then comes by way of a third site.
	d.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Login = true })
	a.to(h.path(bridge))
	a.fill("#body", "Пишу, ще не ввійшовши.")
	a.arrives("the sign-in", func() { a.click("#form [type=submit]") }, `document.querySelector("#email") && `+shows("Пишу, ще не ввійшовши."))
	expect(t, "the button", eval[string](a, fmt.Sprintf(`document.querySelector(%s).innerText`, q(provider))), h.words("uk", "provider.sign_in", "Name", "Тестову пошту"))
	a.check("the sign-in with doors", source)
	a.arrives("the provider", func() { a.click(provider) }, `document.querySelector("#no")`)
	a.arrives("the sign-in again", func() { a.click("#no") }, `document.querySelector("#email") && `+shows(h.words("uk", "error.provider.cancelled")))
	a.safe()
	expect(t, "the comment is kept", eval[bool](a, shows("Пишу, ще не ввійшовши.")), true)
	a.check("the sign-in after a change of mind", source)
	d.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Hop = strings.Replace(d.oidc.URL, "localhost", "127.0.0.1", 1) })
	a.arrives("the provider", func() { a.click(provider) }, `document.querySelector("#yes")`)
	a.arrives("the question for a name", func() { a.click("#yes") }, `document.querySelector("#pen_name")`)
	expect(t, "the name that is proposed", eval[string](a, `document.querySelector("#pen_name").value`), "Ольга Коваль")
	a.arrives("the comment in its place", func() { a.click("main form [type=submit]") }, `location.hash.startsWith("#c-") && `+shows("Пишу, ще не ввійшовши."))
	a.safe()

	// The newsroom's own login is added, in English, and used.
	d.oidc.Set(func(k *rozmovatest.OIDCKnobs) { k.Login, k.Hop = false, "" })
	a.to("/en/me/ways")
	a.check("the ways in with doors", source)
	expect(t, "identities", eval[int](a, `document.querySelectorAll("#providers .rows > li").length`), 1)
	a.arrives("the newsroom's login", func() { a.click("#providers " + site) }, `document.querySelector("#yes")`)
	a.arrives("the ways in again", func() { a.click("#yes") }, `location.pathname === "/en/me/ways" && `+shows(h.words("en", "provider.done.linked")))
	expect(t, "identities", eval[int](a, `document.querySelectorAll("#providers .rows > li").length`), 2)
	a.check("two identities", source)
	a.to("/en/me")
	a.arrives("the front page", func() { a.click(`form[action$="/sign-out"] button`) }, `location.pathname === "/en/"`)
	a.to("/sign-in?next=/me/ways")
	a.arrives("the newsroom's login", func() { a.click(site) }, `document.querySelector("#yes")`)
	a.arrives("the same account", func() { a.click("#yes") }, `location.pathname === "/me/ways" && `+shows("olha@example.org"))

	// Long after the sign-in the provider is asked once more, and one of the two is unlinked.
	reader, err := h.Membership.ByEmail(t.Context(), "olha@example.org")
	must(t, err)
	h.stale(t, reader)
	remove := "#providers .rows > li:last-child form button"
	a.arrives("whether it is still she", func() { a.click(remove) }, `location.pathname === "/confirm"`)
	a.check("confirm with doors", source)
	a.arrives("the ways in", func() { a.click(provider) }, `location.pathname === "/me/ways"`)
	a.arrives("that it is gone", func() { a.click(remove) }, shows(h.words("uk", "provider.done.unlinked")))
	expect(t, "identities", eval[int](a, `document.querySelectorAll("#providers .rows > li").length`), 1)
	a.safe()
	if strings.Contains(h.logged(), "token=") || strings.Contains(h.logged(), "code=") {
		t.Errorf("secrets are logged:\n%s", h.logged())
	}
}

// through goes where a page that refreshes itself leads, up to where the browser is sent back to.
func (d *doors) through(v *visitor, going *reply) string {
	v.t.Helper()
	_, to, ok := strings.Cut(going.header.Get("Refresh"), "url=")
	if !ok {
		v.t.Fatalf("the page leads nowhere: %d %s", going.code, going.text())
	}
	if strings.HasPrefix(to, d.site) {
		u, err := url.Parse(to)
		must(v.t, err)
		to = d.back(u.Query())
	} else {
		r, err := v.http.Get(to)
		must(v.t, err)
		r.Body.Close()
		to = r.Header.Get("Location")
	}
	return strings.TrimPrefix(to, v.h.url)
}

// TestDoorsOutOfOrder: whatever goes wrong at a provider, the other ways in are offered and the comment is not lost.
func TestDoorsOutOfOrder(t *testing.T) {
	d := openDoors(t)
	h := open(t, setup{stories: []string{bridge}, silent: true, config: d.settings(t)})
	form := url.Values{"parked_thread": {h.stories[bridge].Thread.String()}, "parked_body": {"Довгий текст."}, "next": {"/rules"}}
	h.member(t, "known@example.org")
	for _, tt := range []struct {
		name   string
		spoil  func(*rozmovatest.OIDCKnobs)
		code   int
		reason string
	}{
		{"slow", func(k *rozmovatest.OIDCKnobs) { k.Slow = "/token" }, 503, "unavailable"},
		{"another's answer", func(k *rozmovatest.OIDCKnobs) { k.Issuer = "https://evil.example" }, 422, "refused"},
		{"another's token", func(k *rozmovatest.OIDCKnobs) { k.Claims = map[string]any{"aud": "x"} }, 422, "refused"},
		{"a change of mind", func(k *rozmovatest.OIDCKnobs) { k.Deny = "access_denied" }, 200, "cancelled"},
	} {
		d.oidc.Set(func(k *rozmovatest.OIDCKnobs) { *k = rozmovatest.OIDCKnobs{Subject: "x"}; tt.spoil(k) })
		v := h.visitor(t)
		back := d.through(v, v.post("/en/sign-in/provider/test", form).must(t, tt.name, 200))
		v.get(back).must(t, tt.name, tt.code, "Довгий текст.", h.words("en", "error.provider."+tt.reason), h.words("en", "membership.email"))
	}
	d.oidc.Set(func(k *rozmovatest.OIDCKnobs) { *k = rozmovatest.OIDCKnobs{Subject: "x", Email: "known@example.org"} })

	// An address that somebody goes by: they enter the code, and the identity is linked.
	v := h.visitor(t)
	back := d.through(v, v.post("/sign-in/provider/test", form))
	asked := v.get(back).must(t, "a known address", 409, "Довгий текст.", h.words("uk", "error.provider.email_known", "Email", "known@example.org"))
	expect(t, "Referrer-Policy of an address with a code", asked.header.Get("Referrer-Policy"), "no-referrer")
	v.get(back).must(t, "a second time", 422, h.words("uk", "error.provider.over"))
	carried := asked.hidden()
	carried.Set("email", "known@example.org")
	v.post("/sign-in", carried).must(t, "the address", 200, "Довгий текст.")
	carried.Set("code", h.code(t, "known@example.org"))
	v.post("/sign-in/code", carried).must(t, "the code", 303)
	v.get("/me/ways").must(t, "the ways in", 200, h.words("uk", "provider.unlink"))
	again := h.visitor(t)
	back = d.through(again, again.post("/sign-in/provider/test", url.Values{"next": {"//evil.example"}}))
	expect(t, "next", again.get(back).must(t, "by the provider", 303).header.Get("Location"), "/")
	again.get("/me/ways").must(t, "signed in", 200, "known@example.org")

	// In another browser than the one that asked nothing happens.
	v = h.visitor(t)
	back = d.through(v, v.post("/sign-in/site", nil))
	h.visitor(t).get(back).must(t, "in another browser", 422, h.words("uk", "error.provider.over"))
	v.get(back).must(t, "in this one", 200, h.words("uk", "membership.choose_name"))
	v.get(back).must(t, "twice", 303)
	h.visitor(t).post("/sign-in/provider/nobody", nil).must(t, "no such provider", 404)
}
