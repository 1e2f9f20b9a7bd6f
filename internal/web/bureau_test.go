package web_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/live"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/web"
)

// A bureau is the pages on a store of its own, with a clock that stands still until it is moved. Under the story are three
// confirmed statements, and an editor looks after it.
type bureau struct {
	t          testing.TB
	db         *store.DB
	discussion *discussion.Desk
	members    *membership.Desk
	bundle     *i18n.Bundle
	web        *web.Server
	story      *rozmova.Story
	readers    map[string]*rozmova.Reader // reader, other, editor, moderator

	mu   sync.Mutex
	now  time.Time // guarded by mu
	code string    // the latest; guarded by mu
}

const bureauStory = `---
headline: "Міст відкрили"
byline: "Олена Коваль"
section: hromada
language: uk
slug: mist
sources:
  - key: mer
    kind: person
    name: "Богдан Гук"
    role: "голова громади"
statements:
  - key: s1
    quote: "міст простоїть сто років"
    mode: indirect
    cue: "каже"
    speaker: mer
---
Міст через річку відкрили в понеділок.

За словами голови громади Богдана Гука, міст простоїть сто років.

Руху ще немає.
`

func newBureau(t testing.TB, settings ...rozmova.ThreadSettings) *bureau {
	t.Helper()
	db := rozmovatest.SQLite(t)
	seed := rozmovatest.SeedStore(t, db, 2)
	b := &bureau{t: t, db: db, now: rozmovatest.Noon.Add(time.Hour), readers: map[string]*rozmova.Reader{
		"reader": seed.Readers[0], "other": seed.Readers[1], "moderator": seed.Moderator,
	}}
	own := rozmova.ThreadSettings{PerMinute: 1000}
	for _, s := range settings {
		own = s.Over(own)
	}
	bundle, err := i18n.Load()
	b.must(err)
	b.bundle = bundle
	news := newsroom.New(db, newsroom.Options{Now: b.clock, Site: seed.Site})
	b.discussion = discussion.New(db, discussion.Options{Now: b.clock, Site: seed.Site, Settings: own})
	b.members = membership.New(db, membership.Options{Now: b.clock, Site: seed.Site, CodesPerHour: 1000, SendCode: func(_ context.Context, _, code string, _ rozmova.Locale) error {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.code = code
		return nil
	}})
	b.readers["editor"], err = b.members.Invite(t.Context(), "editor@example.org", "Редакторка", "uk", rozmova.Grant{Role: rozmova.Editor})
	b.must(err)
	draft, err := newsroom.Parse("mist.md", []byte(bureauStory), newsroom.ParseOptions{})
	b.must(err)
	published, err := news.Publish(t.Context(), rozmova.ID[rozmova.Reader]{}, draft, newsroom.PublishOptions{Replace: true})
	b.must(err)
	b.story = published.Story
	hub := live.NewHub(10)
	t.Cleanup(hub.Close)
	kyiv := time.FixedZone("Europe/Kyiv", 2*3600)
	b.web, err = web.New(web.Options{
		Site: seed.Site, Origin: "http://news.example", Location: kyiv, Bundle: bundle, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Newsroom: news, Discussion: b.discussion, Moderation: moderation.New(db, moderation.Options{Now: b.clock, Site: seed.Site}), Membership: b.members,
		Hub: hub, CacheBytes: 1 << 20, SignIns: 20, Streams: 10,
	})
	b.must(err)
	return b
}

func (b *bureau) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bureau) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bureau) later(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

// configure sets how the discussion is kept.
func (b *bureau) configure(mode rozmova.ThreadMode, own rozmova.ThreadSettings, invited ...string) {
	b.t.Helper()
	b.must(b.discussion.Configure(b.t.Context(), b.readers["editor"], b.story.Thread, discussion.Setup{Mode: mode, Own: own, Invited: invited}))
}

// say posts a comment past the pages.
func (b *bureau) say(who, text string, parent *rozmova.Comment) *rozmova.Comment {
	b.t.Helper()
	p := discussion.Posting{Thread: b.story.Thread, Body: text, Locale: "uk"}
	if parent != nil {
		p.Parent = parent.ID
	}
	c, _, err := b.discussion.Post(b.t.Context(), b.readers[who], p)
	b.must(err)
	return c
}

// words says a text of the catalogue in Ukrainian, as it stands in a page.
func (b *bureau) words(id string, args ...any) string { return b.bundle.Printer("uk").T(id, args...) }

func (b *bureau) comments() string { return "/threads/" + b.story.Thread.String() + "/comments" }

// A browser keeps cookies and follows nothing by itself.
type browser struct {
	b       *bureau
	cookies map[string]string
}

// browser is somebody's, signed in, or nobody's.
func (b *bureau) browser(who string) *browser {
	b.t.Helper()
	br := &browser{b, map[string]string{}}
	if who == "" {
		return br
	}
	secret, err := b.members.Link(b.t.Context(), b.readers[who], time.Hour, 1)
	b.must(err)
	br.post("/sign-in/link", url.Values{"token": {secret}}).must("sign in as "+who, 303)
	return br
}

// A reply is what came back.
type reply struct {
	b      *bureau
	code   int
	header http.Header
	body   string
}

func (br *browser) do(r *http.Request, headers ...string) *reply {
	br.b.t.Helper()
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	for name, value := range br.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value}) //nolint:gosec // a request has no attributes
	}
	w := httptest.NewRecorder()
	br.b.web.ServeHTTP(w, r)
	got := w.Result()
	for _, c := range got.Cookies() {
		if br.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(br.cookies, c.Name)
		}
	}
	body, err := io.ReadAll(got.Body)
	br.b.must(err)
	return &reply{br.b, got.StatusCode, got.Header, string(body)}
}

func (br *browser) get(path string, headers ...string) *reply {
	br.b.t.Helper()
	path, _, _ = strings.Cut(path, "#")
	return br.do(httptest.NewRequest(http.MethodGet, "http://news.example"+path, http.NoBody), headers...)
}

func (br *browser) post(path string, form url.Values, headers ...string) *reply {
	br.b.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://news.example"+path, strings.NewReader(form.Encode()))
	headers = append([]string{"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"}, headers...)
	return br.do(r, headers...)
}

// fragment posts as the island does.
func (br *browser) fragment(path string, form url.Values) *reply {
	br.b.t.Helper()
	return br.post(path, form, "Rozmova-Fragment", "1")
}

// must holds a reply to a status and to words that are in it.
func (r *reply) must(what string, code int, words ...string) *reply {
	r.b.t.Helper()
	if r.code != code {
		r.b.t.Errorf("%s: status %d, want %d: %.600s", what, r.code, code, r.text())
	}
	for _, w := range words {
		if !strings.Contains(plain(html.UnescapeString(r.body)), plain(w)) {
			r.b.t.Errorf("%s: no %q in %.3000s", what, w, r.text())
		}
	}
	return r
}

// plain is a text without the no-break spaces of good setting.
func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

func (r *reply) mustNot(what string, words ...string) *reply {
	r.b.t.Helper()
	for _, w := range words {
		if strings.Contains(plain(html.UnescapeString(r.body)), plain(w)) {
			r.b.t.Errorf("%s: there is %q", what, w)
		}
	}
	return r
}

var (
	tags   = regexp.MustCompile(`(?s)<head>.*?</head>|<[^>]*>`)
	blanks = regexp.MustCompile(`\s+`)
)

// text is what a page says, without its tags.
func (r *reply) text() string {
	return blanks.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(r.body, " ")), " ")
}

var hiddenInput = regexp.MustCompile(`<input type="hidden" name="([a-z_]+)" value="([^"]*)">`)

// hidden reads the hidden fields of the form whose address has a part.
func (r *reply) hidden(action string) url.Values {
	r.b.t.Helper()
	form := regexp.MustCompile(`(?s)<form[^>]*action="[^"]*` + regexp.QuoteMeta(action) + `.*?</form>`).FindString(r.body)
	if form == "" {
		r.b.t.Fatalf("no form for %s in %.3000s", action, r.text())
	}
	fields := url.Values{}
	for _, m := range hiddenInput.FindAllStringSubmatch(form, -1) {
		fields.Set(m[1], html.UnescapeString(m[2]))
	}
	return fields
}

// to is where a reply leads.
func (r *reply) to() string { return r.header.Get("Location") }
