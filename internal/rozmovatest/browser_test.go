package rozmovatest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/rozmova/rozmova/internal/rozmovatest"
)

// probe stands for the test that a browser is started for, and takes its failures.
type probe struct {
	testing.TB
	errors   int
	cleanups []func()
}

func (p *probe) Errorf(string, ...any) { p.errors++ }
func (p *probe) Cleanup(f func())      { p.cleanups = append(p.cleanups, f) }

func TestChromiumShowsAndWatches(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!doctype html><html lang="uk"><title>Міст</title><link rel="icon" href="data:,"><p>Добрий день</p>`))
		if r.URL.Path == "/bad" {
			_, _ = w.Write([]byte(`<script>console.error("лихо"); throw new Error("біда")</script>`))
		}
	}))
	defer site.Close()
	ctx := rozmovatest.Chromium(t)
	if err := rozmovatest.Viewport(ctx, 320, 640, true); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(site.URL)); err != nil {
		t.Fatal(err)
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[string](
		`[document.querySelector("p").textContent, innerWidth, matchMedia("(prefers-color-scheme: dark)").matches].join(" ")`))
	if want := "Добрий день 320 true"; err != nil || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}

	p := &probe{TB: t}
	tab, cancel := chromedp.NewContext(ctx)
	defer cancel()
	rozmovatest.Watch(p, tab)
	if err := chromedp.Do(tab, chromedp.Navigate(site.URL+"/bad")); err != nil {
		t.Fatal(err)
	}
	for _, f := range p.cleanups {
		f()
	}
	if p.errors != 2 {
		t.Errorf("%d errors of the page were told, want its console's and its exception", p.errors)
	}
}

// TestChromiumBlocksThirdPartyCookies: what another site sets inside a page, it does not get back there; where it is the page
// itself, it does.
func TestChromiumBlocksThirdPartyCookies(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]string{}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen[r.URL.Path] = r.Header.Get("Cookie")
		mu.Unlock()
		switch r.URL.Path {
		case "/page":
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte(`<!doctype html><title>x</title><link rel="icon" href="data:,"><iframe src="http://` + strings.Replace(r.Host, "127.0.0.1", "localhost", 1) + `/set"></iframe>`))
		case "/set":
			http.SetCookie(w, &http.Cookie{Name: "third", Value: "1", SameSite: http.SameSiteNoneMode, Secure: true})
			http.Redirect(w, r, "/got", http.StatusFound)
		}
	}))
	defer site.Close()
	ctx := rozmovatest.Chromium(t)
	own := strings.Replace(site.URL, "127.0.0.1", "localhost", 1)
	got := func(address string) string {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		defer mu.Unlock()
		cookie, asked := seen["/got"]
		if !asked {
			t.Fatalf("%s did not lead there", address)
		}
		delete(seen, "/got")
		return cookie
	}
	if cookie := got(site.URL + "/page"); cookie != "" {
		t.Errorf("inside another site it has %q", cookie)
	}
	if cookie := got(own + "/set"); cookie != "third=1" {
		t.Errorf("by itself it has %q", cookie)
	}
}
