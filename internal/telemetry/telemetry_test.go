package telemetry

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

func TestLoggerMasksSecrets(t *testing.T) {
	for _, format := range []string{"json", "text"} {
		var out bytes.Buffer
		log := NewLogger(&out, slog.LevelDebug, format)
		ctx := With(context.Background(), "csrf_token", "canary")
		log.With("password", "canary").WithGroup("smtp").InfoContext(ctx, "x",
			"Authorization", "Bearer canary", "set-cookie", "canary", "code", "canary", "reader.email", "canary",
			slog.Group("secret", "inner", "canary"),
			"error", fmt.Errorf("connect: %w", errors.New("postgres://rozmova:canary@db/x refused, postgres://a:canary@b")),
			"url", "smtp://u:canary@mail:25?x=1")
		if strings.Contains(out.String(), "canary") {
			t.Errorf("%s: a secret leaked: %s", format, out.String())
		}
		for _, kept := range []string{"postgres://rozmova:***@db/x refused", "postgres://a:***@b", "smtp://u:***@mail:25?x=1"} {
			if !strings.Contains(out.String(), kept) {
				t.Errorf("%s: want %q kept in %s", format, kept, out.String())
			}
		}
	}
}

func TestLoggerKeepsTheRest(t *testing.T) {
	var out bytes.Buffer
	log := NewLogger(&out, slog.LevelInfo, "auto") // a buffer is no terminal, hence JSON
	log.Debug("not seen")
	log.Info("answered", "author", "a", "status_code", 200, "took", time.Second, "url", "https://news.example/a@b:c", "at", "a:b@c")
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v in %q", err, out.String())
	}
	want := map[string]any{"author": "a", "status_code": 200.0, "took": 1e9, "url": "https://news.example/a@b:c", "at": "a:b@c", "msg": "answered", "level": "INFO"}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s is %v, want %v", k, got[k], v)
		}
	}
	if at, _ := got["time"].(string); !strings.HasSuffix(at, "Z") {
		t.Errorf("time %q is not UTC", at)
	}
}

func TestLoggerTextOnATerminal(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if !terminal(null) || terminal(&bytes.Buffer{}) {
		t.Error("a character device takes text, a buffer JSON")
	}
	file, err := os.Create(t.TempDir() + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if terminal(file) {
		t.Error("a file is no terminal")
	}
}

func TestContextAttributesStack(t *testing.T) {
	var out bytes.Buffer
	log := NewLogger(&out, slog.LevelInfo, "text")
	// Three attributes have room for a fourth behind them, which two contexts must not share.
	request := With(With(With(context.Background(), "node", 1), "route", "/"), "request", "r1")
	story, other := With(request, "story", "s1"), With(request, "story", "s2")
	log.InfoContext(story, "a", "n", 1)
	log.InfoContext(other, "b")
	log.Info("c")
	lines := strings.Split(out.String(), "\n")
	for i, want := range []string{"msg=a n=1 node=1 route=/ request=r1 story=s1", "msg=b node=1 route=/ request=r1 story=s2", "msg=c"} {
		if !strings.HasSuffix(lines[i], want) {
			t.Errorf("got %q, want it to end with %q", lines[i], want)
		}
	}
}

// scrape gives what Prometheus would read.
func scrape(t *testing.T, m *Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

func TestMetrics(t *testing.T) {
	m := NewMetrics()
	m.PageCacheHit()
	m.PageCacheMiss()
	m.PageCacheBytes(4096)
	m.Streams(3)
	m.Streams(-1)
	m.FollowerLag("letters", 7)
	m.CommentPosted()
	m.Judged("late", 50*time.Millisecond)
	m.Commit(8, 3*time.Millisecond)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /stories/{slug}", func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(scrape(t, m), "rozmova_http_requests_in_flight 1\n") {
			t.Error("a request under way is not counted")
		}
		_, _ = io.WriteString(w, "x")
	})
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Errorf("flush through the recorder: %v", err)
		}
	})
	mux.HandleFunc("GET /silent", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	mux.HandleFunc("/early", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(103); w.WriteHeader(204) })
	h := m.Instrument(mux)
	for _, r := range []string{"GET /stories/a", "GET /stories/b", "GET /live", "GET /silent", "GET /panic", "GET /nowhere/1", "HACK /nowhere/2", "POST /early"} {
		method, path, _ := strings.Cut(r, " ")
		func() {
			defer func() { _ = recover() }()
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
		}()
	}
	got := scrape(t, m)
	for _, want := range []string{
		`rozmova_http_requests_total{method="GET",route="/stories/{slug}",status="2xx"} 2`,
		`rozmova_http_requests_total{method="GET",route="/live",status="2xx"} 1`,
		`rozmova_http_requests_total{method="GET",route="/silent",status="2xx"} 1`,
		`rozmova_http_requests_total{method="GET",route="/panic",status="5xx"} 1`,
		`rozmova_http_requests_total{method="GET",route="none",status="4xx"} 1`,
		`rozmova_http_requests_total{method="other",route="none",status="4xx"} 1`,
		`rozmova_http_requests_total{method="POST",route="/early",status="2xx"} 1`,
		`rozmova_http_request_duration_seconds_count{route="/stories/{slug}"} 2`,
		"rozmova_http_requests_in_flight 0",
		"rozmova_page_cache_hits_total 1", "rozmova_page_cache_misses_total 1", "rozmova_page_cache_bytes 4096",
		"rozmova_live_streams 2", `rozmova_follower_lag_events{follower="letters"} 7`, "rozmova_comments_posted_total 1", `rozmova_verdicts_total{result="late"} 1`, "rozmova_verdict_duration_seconds_sum 0.05",
		"rozmova_store_commit_batch_sum 8", `rozmova_store_commit_duration_seconds_bucket{le="0.004"} 1`,
		"go_goroutines ", "process_start_time_seconds ",
	} {
		if !strings.Contains(got, "\n"+want) {
			t.Errorf("metrics lack %s", want)
		}
	}
	for _, bad := range []string{`duration_seconds_count{route="/live"}`, "nowhere", "HACK"} {
		if strings.Contains(got, bad) {
			t.Errorf("metrics hold %s", bad)
		}
	}
}

func TestTwoRegistriesDoNotMeet(t *testing.T) {
	a, b := NewMetrics(), NewMetrics()
	a.CommentPosted()
	if !strings.Contains(scrape(t, b), "\nrozmova_comments_posted_total 0") {
		t.Error("one program's metrics count another's")
	}
}

func TestNoMetrics(t *testing.T) {
	var m *Metrics
	m.Request("/", "GET", 200, time.Second)
	m.InFlight(1)
	m.PageCacheHit()
	m.PageCacheMiss()
	m.PageCacheBytes(1)
	m.Streams(1)
	m.FollowerLag("x", 1)
	m.CommentPosted()
	m.Judged("judged", 1)
	m.Commit(1, time.Second)
	w := httptest.NewRecorder()
	m.Instrument(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("status %d", w.Code)
	}
}

func BenchmarkInstrument(b *testing.B) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /stories/{slug}", func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "x") })
	h := NewMetrics().Instrument(mux)
	r := httptest.NewRequest("GET", "/stories/a", nil)
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
}
