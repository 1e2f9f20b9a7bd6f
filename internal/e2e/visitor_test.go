package e2e_test

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

// A visitor is somebody with a browser that keeps cookies and does as little as a program can.
type visitor struct {
	t    testing.TB
	h    *house
	http *http.Client
	host string // in place of the address that is connected to; empty for that
}

// A reply is what a visitor got.
type reply struct {
	code   int
	header http.Header
	body   string
}

func (h *house) visitor(t testing.TB) *visitor {
	jar, err := cookiejar.New(nil)
	must(t, err)
	transport := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64}
	t.Cleanup(transport.CloseIdleConnections)
	return &visitor{t: t, h: h, http: &http.Client{
		Jar: jar, Transport: transport, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// signedIn is a visitor who has come through a sign-in link.
func (h *house) signedIn(t testing.TB, r *rozmova.Reader) *visitor {
	t.Helper()
	v := h.visitor(t)
	token := h.link(t, r)
	if got := v.post("/sign-in/link", url.Values{"token": {token[strings.Index(token, "=")+1:]}}); got.code != http.StatusSeeOther {
		t.Fatalf("sign-in link: %d\n%s", got.code, got.body)
	}
	return v
}

// do sends a request; headers come in pairs.
func (v *visitor) do(method, path string, body io.Reader, headers ...string) *reply {
	v.t.Helper()
	r, err := v.send(context.Background(), method, path, body, headers...)
	must(v.t, err)
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	must(v.t, err)
	return &reply{r.StatusCode, r.Header, string(text)}
}

func (v *visitor) send(ctx context.Context, method, path string, body io.Reader, headers ...string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, v.h.url+path, body)
	if err != nil {
		return nil, err
	}
	if v.host != "" {
		r.Host = v.host
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return v.http.Do(r)
}

func (v *visitor) get(path string, headers ...string) *reply {
	v.t.Helper()
	return v.do(http.MethodGet, path, nil, headers...)
}

func (v *visitor) post(path string, form url.Values, headers ...string) *reply {
	v.t.Helper()
	headers = append([]string{"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"}, headers...)
	return v.do(http.MethodPost, path, strings.NewReader(form.Encode()), headers...)
}

// comments is where comments of a story are posted to.
func (h *house) commentsOf(file string) string {
	return "/threads/" + h.stories[file].Thread.String() + "/comments"
}

var inputs = regexp.MustCompile(`<input type="hidden" name="([a-z_]+)" value="([^"]*)">`)

// hidden reads the hidden fields of a page; where one stands twice, the first counts.
func (r *reply) hidden() url.Values {
	form := url.Values{}
	for _, m := range inputs.FindAllStringSubmatch(r.body, -1) {
		if !form.Has(m[1]) {
			form.Set(m[1], html.UnescapeString(m[2]))
		}
	}
	return form
}

// holds tells whether the page shows a text, whatever spaces it is set with.
func (r *reply) holds(text string) bool {
	return strings.Contains(strings.ReplaceAll(html.UnescapeString(r.body), "\u00a0", " "), strings.ReplaceAll(text, "\u00a0", " "))
}

// must fails the test unless the page came with a status and holds texts.
func (r *reply) must(t testing.TB, what string, code int, texts ...string) *reply {
	t.Helper()
	if r.code != code {
		t.Errorf("%s: status %d, want %d: %s", what, r.code, code, r.text())
	}
	for _, text := range texts {
		if !r.holds(text) {
			t.Errorf("%s: the page does not say %q: %s", what, text, r.text())
		}
	}
	return r
}

// words gives what the interface says in a language.
func (h *house) words(lang, id string, args ...any) string {
	return h.Bundle.Printer(lang).T(id, args...)
}

var sixDigits = regexp.MustCompile(`\b[0-9]{6}\b`)

// code waits for the letter with a sign-in code, in the demo's mailbox, and gives the code.
func (h *house) code(t testing.TB, email string) string {
	t.Helper()
	v := h.visitor(t)
	var code string
	eventually(t, "a letter with a code for "+email, func() bool {
		box := v.get("/mailbox").body
		for _, row := range strings.Split(box, "<li>") {
			at := strings.Index(row, `href="/mailbox/`)
			if at < 0 || !strings.Contains(row, email) {
				continue
			}
			path, _, _ := strings.Cut(row[at+len(`href="`):], `"`)
			if _, before := h.opened.Load(path); before {
				continue // of an earlier sign-in: the new letter is on its way
			}
			if code = sixDigits.FindString(html.UnescapeString(between(v.get(path).body, `<div class="letter">`, "</div>"))); code != "" {
				h.opened.Store(path, true)
				return true
			}
		}
		return false
	})
	return code
}

// letter waits for a letter to somebody that holds a text, and gives its text.
func (h *house) letter(t testing.TB, email, text string) string {
	t.Helper()
	v := h.visitor(t)
	var letter string
	eventually(t, "a letter to "+email+" with "+text, func() bool {
		for _, row := range strings.Split(v.get("/mailbox").body, "<li>") {
			if !strings.Contains(row, email) {
				continue
			}
			letter = html.UnescapeString(tags.ReplaceAllString(between(v.get("/mailbox/"+between(row, `href="/mailbox/`, `"`)).body, `<div class="letter">`, "</div>"), " "))
			if strings.Contains(letter, text) {
				return true
			}
		}
		return false
	})
	return letter
}

// between cuts out what stands behind a beginning and before an end.
func between(s, beginning, end string) string {
	_, s, _ = strings.Cut(s, beginning)
	s, _, _ = strings.Cut(s, end)
	return s
}

var tags = regexp.MustCompile(`(?s)<[^>]*>|\s+`)

// text gives the first words of a page, without its head.
func (r *reply) text() string {
	_, main, found := strings.Cut(r.body, "<main")
	if !found {
		main = r.body
	}
	return fmt.Sprintf("%.300s", html.UnescapeString(tags.ReplaceAllString(main, " ")))
}
