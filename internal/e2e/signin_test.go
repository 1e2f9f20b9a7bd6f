package e2e_test

import (
	"net/url"
	"path"
	"strings"
	"testing"

	"github.com/rozmova/rozmova/internal/config"
)

// TestNextStaysHere: a sign-in leads nowhere but into this site, whatever the address that asked for it says.
func TestNextStaysHere(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	reader := h.signedIn(t, h.member(t, "reader@example.org"))
	for _, next := range []string{
		"//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\\/evil.example", "https://evil.example", "HTTPS:evil.example",
		"https:/evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example",
		"/%2f/evil.example", "/%5cevil.example", "/.//evil.example", "/..//evil.example", "/x/..//evil.example", "/?next=//evil.example", "/@evil.example",
		"//evil.example/%2f..", "http://127.0.0.1@evil.example", "/\u2028/evil.example", "", "evil.example", ".evil.example", "/en//evil.example", "//\x00evil",
	} {
		for _, lang := range []string{"", "/en"} {
			to := reader.get(lang + "/sign-in?next=" + url.QueryEscape(next)).header.Get("Location")
			u, err := url.Parse(to)
			if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\t\n ") ||
				strings.HasPrefix(path.Clean(u.Path), "//") {
				t.Errorf("next=%q in %q leads to %q", next, lang, to)
			}
		}
		page := h.visitor(t).get("/sign-in?next=" + url.QueryEscape(next))
		if kept := page.hidden().Get("next"); !strings.HasPrefix(kept, "/") || strings.HasPrefix(kept, "//") || strings.Contains(kept, "\\") {
			t.Errorf("next=%q is kept as %q", next, kept)
		}
	}
}

// TestSignInLeadsBack: who signs in from a page comes back to it, in each language.
func TestSignInLeadsBack(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	reader := h.member(t, "reader@example.org")
	for _, lang := range []string{"", "/en"} {
		for _, from := range []string{h.path(bridge), "/", "/rules", h.path(bridge) + "?after=x%26y"} {
			v := h.visitor(t)
			page := v.get(lang + from)
			if page.code != 200 {
				continue
			}
			href := between(page.body, `class="account"`, "</nav>")
			href = between(href, `href="`, `"`)
			form := v.get(strings.ReplaceAll(href, "&amp;", "&")).must(t, href, 200).hidden()
			form.Set("email", "reader@example.org")
			v.post(lang+"/sign-in", form).must(t, "address", 200)
			form.Set("code", h.code(t, "reader@example.org"))
			to := v.post(lang+"/sign-in/code", form).must(t, "code", 303).header.Get("Location")
			expect(t, "signing in from "+lang+from, to, lang+from)
			v.get(to).must(t, to, 200, reader.PenName)
		}
	}
}

func TestWrongCodes(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true, config: func(c *config.Config) { c.Limits.CodesPerHour = 3 }})
	v := h.visitor(t)
	text := "Текст, який я довго писала."
	form := url.Values{"email": {"nova@example.org"}, "parked_thread": {h.stories[bridge].Thread.String()}, "parked_body": {text}}
	v.post("/sign-in", url.Values{"email": {"not an address"}, "parked_thread": form["parked_thread"], "parked_body": {text}}).
		must(t, "no address", 422, h.words("uk", "error.email.malformed"), text)
	v.post("/sign-in", form).must(t, "address", 200, text)
	code := h.code(t, "nova@example.org")
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	form.Set("code", wrong)
	v.post("/sign-in/code", form).must(t, "wrong code", 422, text)
	form.Set("code", code)
	h.visitor(t).post("/sign-in/code", form).must(t, "the right code in another browser", 422, h.words("uk", "error.code.over"), text)
	form.Set("code", code[:3]+" "+code[3:])
	welcome := v.post("/sign-in/code", form).must(t, "the code with a space", 200, text, h.words("uk", "membership.choose_name"))
	v.post("/sign-in/code", form).must(t, "the code twice", 422)
	named := welcome.hidden()
	named.Set("pen_name", "x")
	v.post("/welcome", named).must(t, "a name too short", 422, text, h.words("uk", "error.name.too_short"))
	named.Set("pen_name", "Нова людина")
	to := v.post("/welcome", named).must(t, "a name", 303).header.Get("Location")
	v.get(to).must(t, "where it stands", 200, text, "Нова людина")
	v.post("/welcome", named).must(t, "the name twice", 303)
	expect(t, "how often it stands there", strings.Count(h.visitor(t).get(h.path(bridge)).body, text), 1)
	for range 3 {
		h.visitor(t).post("/sign-in", form).must(t, "more codes", 200)
	}
	limited := h.visitor(t).post("/sign-in", form).must(t, "too many codes", 429, h.words("uk", "error.code.too_many"), text)
	if !limited.holds("nova@example.org") {
		t.Error("the address that was typed is lost")
	}
}

// TestSignInIsLimited: one network cannot try for ever, and what was written is not lost.
func TestSignInIsLimited(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true, config: func(c *config.Config) { c.Limits.SignInsPerMinute = 5 }})
	v := h.visitor(t)
	form := url.Values{"email": {"a@example.org"}, "parked_thread": {h.stories[bridge].Thread.String()}, "parked_body": {"Мій текст."}}
	for range 5 {
		v.post("/sign-in", form).must(t, "within the limit", 200)
	}
	got := v.post("/sign-in", form).must(t, "beyond it", 429, "Мій текст.")
	if got.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	v.post("/sign-in/code", url.Values{"code": {"000000"}}).must(t, "codes count too", 429)
	v.post("/sign-in/link", url.Values{"token": {"x"}}).must(t, "links too", 429)
}

func TestSignOut(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	v := h.signedIn(t, h.member(t, "reader@example.org"))
	cookie := v.http.Jar.Cookies(&url.URL{Scheme: "http", Host: strings.TrimPrefix(h.url, "http://"), Path: "/"})
	v.post("/sign-out", nil).must(t, "sign out", 303)
	v.get("/me").must(t, "afterwards", 303)
	old := h.visitor(t)
	got := old.get("/me", "Cookie", cookie[0].String()).must(t, "with the old cookie", 303)
	if !strings.Contains(got.header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("a session that is over is not forgotten: %q", got.header.Get("Set-Cookie"))
	}
}
