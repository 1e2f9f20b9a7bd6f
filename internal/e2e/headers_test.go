package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
)

// policy is what browsers are told to load and run: nothing in the page itself, nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types rozmova rozmova-desk rozmova-worker"

// A stop is an address with who goes there and what to expect.
type stop struct {
	path string
	who  *visitor
	code int
	kept bool // everybody gets the same
}

// stops lists an address of each page.
func (h *house) stops(t *testing.T, somebody, reader, moderator *visitor) []stop {
	story := h.path(bridge)
	said := h.comments[bridge]
	id := func(key string) string { return "/comments/" + said[key].ID.String() }
	mine := h.say(t, "reader@example.org", bridge, "Мій коментар.", nil)
	return []stop{
		{"/", somebody, 200, true}, {"/en/", somebody, 200, true}, {"/sections/hromada", somebody, 200, true},
		{story, somebody, 200, true}, {"/en" + story, somebody, 200, true}, {story + "?reply=" + said["c1"].ID.String(), somebody, 200, false},
		{story + "/branch/" + said["c1"].ID.String(), somebody, 200, true},
		{story + "/revisions", somebody, 200, true}, {story + "/revisions/1", somebody, 200, true}, {"/rules", somebody, 200, true},
		{"/feed.atom", somebody, 200, true}, {"/feed.rss", somebody, 200, true}, {"/feed.json", somebody, 200, true},
		{"/sections/hromada/feed.atom", somebody, 200, true}, {"/sitemap.xml", somebody, 200, true}, {"/news-sitemap.xml", somebody, 200, true},
		{"/robots.txt", somebody, 200, false}, {"/favicon.ico", somebody, 302, false},
		{id("c1"), somebody, 303, false}, {id("c10") + "/revisions", somebody, 200, true},
		{"/sign-in", somebody, 200, false}, {"/sign-in/link?token=x", somebody, 200, false}, {"/me", somebody, 303, false},
		{"/desk", somebody, 303, false}, {id("c1") + "/report", somebody, 200, false}, {"/mailbox", somebody, 200, false},
		{"/nowhere", somebody, 404, false}, {"/stories/nowhere", somebody, 404, false}, {"/assets/nothing.js", somebody, 404, false},
		{"/", reader, 200, false}, {story, reader, 200, false}, {"/me", reader, 200, false}, {"/welcome", reader, 200, false},
		{"/comments/" + mine.ID.String() + "/edit", reader, 200, false}, {"/comments/" + mine.ID.String() + "/withdraw", reader, 200, false},
		{id("c1") + "/report", reader, 200, false}, {"/desk", reader, 403, false}, {"/sign-in", reader, 303, false},
		{"/desk", moderator, 200, false}, {"/desk?comment=" + said["c1"].ID.String(), moderator, 200, false},
	}
}

func TestHeadersOfEveryPage(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}})
	reader := h.signedIn(t, h.member(t, "reader@example.org"))
	moderator := h.signedIn(t, h.member(t, "moderator@example.org", rozmova.Moderator))
	for _, s := range h.stops(t, h.visitor(t), reader, moderator) {
		got := s.who.get(s.path)
		if got.code != s.code {
			t.Errorf("%s: status %d, want %d\n%.300s", s.path, got.code, s.code, got.body)
		}
		want := map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "",
		}
		if strings.HasPrefix(s.path, "/sign-in/link") {
			want["Referrer-Policy"] = "no-referrer"
		}
		switch {
		case s.kept:
			want["Cache-Control"] = "public, max-age=0, s-maxage=1"
		case s.path != "/robots.txt" && s.path != "/favicon.ico" && !strings.HasPrefix(s.path, "/assets/"):
			want["Cache-Control"] = "private, no-store"
		}
		for name, value := range want {
			if got.header.Get(name) != value {
				t.Errorf("%s: %s is %q, want %q", s.path, name, got.header.Get(name), value)
			}
		}
		if got.header.Get("X-Request-Id") == "" {
			t.Errorf("%s: no X-Request-Id", s.path)
		}
		if c := got.header.Values("Set-Cookie"); len(c) > 0 {
			t.Errorf("%s: sets cookies %q although nobody signs in", s.path, c)
		}
		if got.code == 200 && strings.Contains(got.header.Get("Content-Type"), "text/html") && strings.Contains(got.body, " style=") {
			t.Errorf("%s: a style in the page itself, which the policy forbids", s.path)
		}
	}
}

// TestCookies: on a site with https they can be neither read, nor sent in the clear, nor set by a neighbouring host; on
// loopback, where there is no https, they have plain names.
func TestCookies(t *testing.T) {
	for _, tt := range []struct {
		site, host, session, code string
		secure                    bool
	}{
		{"", "", "rozmova", "rozmova-code", false},
		{"https://visnyk.example", "visnyk.example", "__Host-rozmova", "__Host-rozmova-code", true},
	} {
		h := open(t, setup{stories: []string{bridge}, silent: true, config: func(c *config.Config) { c.Site.URL = tt.site }})
		v := h.visitor(t)
		v.host = tt.host
		asked := v.post("/sign-in", url.Values{"email": {"ola@example.org"}})
		token := h.link(t, h.member(t, "ola@example.org"))
		entered := v.post("/sign-in/link", url.Values{"token": {token[strings.Index(token, "=")+1:]}})
		for _, set := range []struct {
			by    *reply
			names []string
		}{{asked, []string{tt.code}}, {entered, []string{tt.session, tt.session + "-known"}}} {
			cookies := (&http.Response{Header: set.by.header}).Cookies()
			if len(cookies) != len(set.names) {
				t.Fatalf("%s: cookies %v, want %v (status %d)", tt.site, cookies, set.names, set.by.code)
			}
			for i, c := range cookies {
				if c.Name != set.names[i] || c.Secure != tt.secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
					t.Errorf("%s: cookie %s", tt.site, c)
				}
			}
		}
		hsts := v.get("/rules").header.Get("Strict-Transport-Security")
		expect(t, tt.site+": Strict-Transport-Security is told", hsts != "", tt.secure)
	}
}

// TestAddressesFollowTheSite: canonical addresses come from the settings, whatever a client says its host is.
func TestAddressesFollowTheSite(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true, config: func(c *config.Config) { c.Site.URL = "https://visnyk.example" }})
	v := h.visitor(t)
	v.host = "evil.example"
	for _, path := range []string{h.path(bridge), "/feed.atom", "/feed.json", "/sitemap.xml", "/robots.txt", "/"} {
		got := v.get(path).must(t, path, 200, "https://visnyk.example/")
		if strings.Contains(got.body, "evil.example") {
			t.Errorf("%s: repeats the host that the client made up", path)
		}
	}
}
