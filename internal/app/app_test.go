package app

import (
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/rozmova/rozmova/internal/config"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// demo gives the settings of a demo on a free port.
func demo(t *testing.T) *config.Config {
	t.Helper()
	cfg := config.Default()
	cfg.Demo, cfg.Server.Addr, cfg.Store.Dir = true, "127.0.0.1:0", t.TempDir()
	cfg.Server.ShutdownTimeout = 5 * time.Second
	cfg.Civility.Failure = "pass" // tests of comments are to hold in a build without weights too
	return cfg
}

// A running App and how it ends.
type running struct {
	*App
	url  string
	stop func() // waits for the end, which must be an orderly one; may be called again
}

func start(t *testing.T, cfg *config.Config, o Options) *running {
	t.Helper()
	a, err := New(t.Context(), cfg, o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	stopped := false
	stop := func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the program ended with %v", err)
		}
	}
	t.Cleanup(stop)
	return &running{a, "http://" + a.Addr(), stop}
}

// get asks for a page and gives its status and text.
func get(t *testing.T, url string, header ...string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func publish(t *testing.T, cfg *config.Config, headline string) *Result {
	t.Helper()
	r, err := DoCommand(t.Context(), cfg, Options{}, Command{Publish: &PublishCommand{Name: "story.txt", Content: []byte("Text.\n"), Headline: headline}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestDoorsOfADemo(t *testing.T) {
	a := start(t, demo(t), Options{})
	for path, want := range map[string]int{"/": 200, "/en/": 200, "/healthz": 200, "/readyz": 200, "/metrics": 200, "/openapi.json": 200, "/mailbox": 200, "/nowhere": 404} {
		if got, body := get(t, a.url+path); got != want {
			t.Errorf("GET %s: %d, want %d\n%.300s", path, got, want, body)
		}
	}
	if got, want := a.Config.Origin(), a.url; got != want {
		t.Errorf("the site says it is at %s, and listens on %s", got, want)
	}
	if got := "http://" + a.Site.Host; got != a.url {
		t.Errorf("the store says it is at %s, want %s", got, a.url)
	}
}

func TestMetricsAreForThisMachineAlone(t *testing.T) {
	a := start(t, demo(t), Options{})
	if code, _ := get(t, a.url+"/metrics", "X-Forwarded-For", "127.0.0.1"); code != 404 {
		t.Errorf("through a proxy that says it speaks for this machine: %d, want 404", code)
	}
	for peer, want := range map[string]int{"127.0.0.1:5": 200, "[::1]:5": 200, "[::ffff:127.0.0.1]:5": 200, "192.0.2.7:5": 404, "10.0.0.1:5": 404} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.RemoteAddr = peer
		w := httptest.NewRecorder()
		a.server.Handler.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("from %s: %d, want %d", peer, w.Code, want)
		}
	}
}

func TestMetricsOnTheirOwnAddress(t *testing.T) {
	cfg := demo(t)
	cfg.Server.MetricsAddr = "127.0.0.1:0"
	a := start(t, cfg, Options{})
	if code, _ := get(t, a.url+"/metrics"); code != 404 {
		t.Errorf("/metrics on the main address: %d, want 404", code)
	}
	if code, body := get(t, "http://"+a.metrics.Addr().String()+"/metrics"); code != 200 || !strings.Contains(body, "rozmova_http_requests_total") {
		t.Errorf("/metrics on its own address: %d", code)
	}
}

func TestAPanicIsOneRequestsOwn(t *testing.T) {
	a := start(t, demo(t), Options{})
	h := a.handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("broken") }), http.NotFoundHandler())
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "broken") || !strings.Contains(w.Body.String(), w.Header().Get("X-Request-Id")) {
		t.Errorf("%d %q: want 500 with the request's id and nothing of the panic", w.Code, w.Body)
	}
}
