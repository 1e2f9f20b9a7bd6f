package e2e_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

func TestRequestsFromOtherSitesAreRefused(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	reader := h.signedIn(t, h.member(t, "reader@example.org"))
	for _, tt := range []struct {
		name    string
		headers []string
		code    int
	}{
		{"same origin", []string{"Sec-Fetch-Site", "same-origin"}, 303},
		{"typed by hand", []string{"Sec-Fetch-Site", "none"}, 303},
		{"an old browser on this site", []string{"Origin", h.url}, 303},
		{"no browser", nil, 303},
		{"another site", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a neighbouring host", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"an old browser on another site", []string{"Origin", "https://evil.example"}, 403},
		{"a frame without an origin", []string{"Origin", "null"}, 403},
	} {
		for _, lang := range []string{"", "/en"} {
			form := url.Values{"body": {"Від " + tt.name + lang}, "nonce": {tt.name + lang}}
			headers := append([]string{"Content-Type", "application/x-www-form-urlencoded"}, tt.headers...)
			got := reader.do(http.MethodPost, lang+h.commentsOf(bridge), strings.NewReader(form.Encode()), headers...)
			expect(t, tt.name+lang, got.code, tt.code)
			if tt.code == 403 {
				expect(t, tt.name+": policy of the refusal", got.header.Get("Content-Security-Policy"), policy)
				page := map[string]string{"": "uk", "/en": "en"}[lang]
				got.must(t, tt.name+lang, 403, h.words(page, "error.request.cross_origin"))
			}
		}
	}
	big := reader.do(http.MethodPost, h.commentsOf(bridge), strings.NewReader("body="+strings.Repeat("я", 1<<20)),
		"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site")
	expect(t, "another site sends two megabytes", big.code, 403)
}

func TestLargeForms(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}})
	reader := h.signedIn(t, h.member(t, "reader@example.org"))
	moderator := h.signedIn(t, h.member(t, "moderator@example.org", rozmova.Moderator))
	mine := "/comments/" + h.say(t, "reader@example.org", bridge, "Моє.", nil).ID.String()
	other := "/comments/" + h.comments[bridge]["c1"].ID.String()
	for _, size := range []int{70 << 10, 1 << 20} {
		large := strings.Repeat("x", size)
		for _, tt := range []struct {
			who         *visitor
			path, field string
		}{
			{reader, h.commentsOf(bridge), "body"}, {h.visitor(t), h.commentsOf(bridge), "body"}, {reader, mine + "/edit", "body"},
			{reader, other + "/report", "text"}, {reader, "/welcome", "pen_name"}, {h.visitor(t), "/sign-in", "email"},
			{h.visitor(t), "/sign-in/code", "code"}, {h.visitor(t), "/sign-in/link", "token"}, {moderator, other + "/decisions", "facts"},
		} {
			got := tt.who.post(tt.path, url.Values{tt.field: {large}, "rule": {"respect"}, "action": {"remove"}})
			got.must(t, tt.path, 413, h.words("uk", "error.too_large"))
		}
	}
	refused := reader.post(h.commentsOf(bridge), url.Values{"body": {strings.Repeat("x", 70<<10)}}, "Rozmova-Fragment", "1")
	refused.must(t, "asked by the island", 413, h.words("uk", "error.too_large"))
	expect(t, "type of the refusal", refused.header.Get("Content-Type"), "application/problem+json")
}

// TestUnknownAndForbiddenLookAlike: who may not see a thing does not learn whether it is there.
func TestUnknownAndForbiddenLookAlike(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	h.setMode(t, bridge, rozmova.Premoderated)
	waiting := h.say(t, "author@example.org", bridge, "Ще ніхто не бачив.", nil)
	h.setMode(t, bridge, rozmova.Open)
	removed := h.say(t, "author@example.org", bridge, "Образливе.", nil)
	moderator := h.member(t, "moderator@example.org", rozmova.Moderator)
	decision, err := h.Moderation.Decide(t.Context(), moderator, moderation.Ruling{Comment: removed.ID, Action: rozmova.Remove, Rule: "respect", Facts: "Образа."})
	must(t, err)
	nobody := rozmova.NewID[rozmova.Comment](time.Now()).String()
	for name, v := range map[string]*visitor{"a reader": h.signedIn(t, h.member(t, "other@example.org")), "somebody": h.visitor(t)} {
		for _, pair := range [][2]string{
			{"/comments/" + waiting.ID.String(), "/comments/" + nobody},
			{"/comments/" + waiting.ID.String() + "/revisions", "/comments/" + nobody + "/revisions"},
			{"/comments/" + waiting.ID.String() + "/edit", "/comments/" + nobody + "/edit"},
			{"/comments/" + waiting.ID.String() + "/withdraw", "/comments/" + nobody + "/withdraw"},
			{"/comments/" + waiting.ID.String() + "/report", "/comments/" + nobody + "/report"},
			{"/comments/" + removed.ID.String() + "/revisions", "/comments/" + nobody + "/revisions"},
			{"/decisions/" + decision.ID.String(), "/decisions/" + nobody},
			{h.path(bridge) + "/branch/" + waiting.ID.String(), h.path(bridge) + "/branch/" + nobody},
			{"/comments/" + nobody, "/comments/not-an-id"},
		} {
			real, made := v.get(pair[0]), v.get(pair[1])
			expect(t, name+": "+pair[0], real.code, made.code)
			if strip(real) != strip(made) {
				t.Errorf("%s: %s can be told from %s", name, pair[0], pair[1])
			}
			if real.code != 404 && real.code != 303 {
				t.Errorf("%s: %s: status %d", name, pair[0], real.code)
			}
		}
	}
}

var anID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)

// strip takes out of a page what names the request: its own ID, and the IDs in links to this very page.
func strip(r *reply) string {
	body := r.body
	if id := r.header.Get("X-Request-Id"); id != "" {
		body = strings.ReplaceAll(body, id, "")
	}
	return strings.ReplaceAll(anID.ReplaceAllString(body, ""), "not-an-id", "")
}

// TestSlowClientsAreCut: who sends a request byte by byte does not hold a connection for long.
func TestSlowClientsAreCut(t *testing.T) {
	t.Parallel()
	h := open(t, setup{silent: true})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			c, err := net.Dial("tcp", h.running.Addr())
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			start := time.Now()
			gone := make(chan struct{})
			go func() {
				defer close(gone)
				_ = c.SetReadDeadline(start.Add(20 * time.Second))
				_, _ = io.Copy(io.Discard, bufio.NewReader(c))
			}()
			for i := 0; ; i++ {
				piece := "GET / HTTP/1.1\r\nHost: a\r\n"
				if i > 0 {
					piece = "X-Slow: 1\r\n"
				}
				_, _ = io.WriteString(c, piece)
				select {
				case <-gone:
					if took := time.Since(start); took > 12*time.Second {
						t.Errorf("a slow client was cut after %v only", took)
					}
					return
				case <-time.After(500 * time.Millisecond):
				}
			}
		})
	}
	wg.Wait()
	h.visitor(t).get("/").must(t, "afterwards", 200)
}
