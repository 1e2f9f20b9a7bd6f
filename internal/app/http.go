package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"github.com/rozmova/rozmova/internal/api"
	"github.com/rozmova/rozmova/internal/live"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/telemetry"
)

// newServer bounds what a slow or greedy client can take.
func (a *App) newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second, // streams set their own for each write
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          a.serverLog(),
	}
}

// serverLog takes what net/http has to say of single connections (a handshake that failed), which is of use to whoever
// looks for a fault and to nobody else.
func (a *App) serverLog() *log.Logger { return slog.NewLogLogger(a.Log.Handler(), slog.LevelDebug) }

// handler puts the doors together and, around them, what is true of every request.
func (a *App) handler(pages, rest http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/", rest)
	mux.Handle("GET /openapi.json", rest)
	for _, path := range api.ExternalPaths() {
		mux.Handle(path, rest)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", a.ready)
	if a.Config.Server.MetricsAddr == "" {
		mux.HandleFunc("GET /metrics", a.localMetrics)
	}
	mux.Handle("/", pages)
	counted := a.Core.metrics.Instrument(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := requestID()
		w.Header().Set("X-Request-Id", id)
		r.RemoteAddr = a.client(r)
		ctx := telemetry.With(r.Context(), "request", id)
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			ctx = moderation.WithFrom(ctx, fromOf(r))
		}
		r = r.WithContext(ctx)
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			a.Log.ErrorContext(r.Context(), "a handler panicked", "route", r.Pattern, "panic", p, "stack", string(debug.Stack()))
			plain(w, http.StatusInternalServerError, "internal error, request "+id)
		}()
		counted.ServeHTTP(w, r)
	})
}

func plain(w http.ResponseWriter, code int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_, _ = w.Write([]byte(text + "\n"))
}

// ready says whether requests may be sent here: the store answers and the program is not stopping.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	select {
	case <-a.draining:
		plain(w, http.StatusServiceUnavailable, "stopping")
		return
	default:
	}
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := a.Store.Check(ctx); err != nil {
		a.Log.Error("the store does not answer", "error", err)
		plain(w, http.StatusServiceUnavailable, "the store does not answer")
		return
	}
	if a.Judge == nil {
		plain(w, http.StatusOK, "ready; "+unjudged(&a.Config.Civility))
		return
	}
	plain(w, http.StatusOK, "ready")
}

// localMetrics shows the numbers to this machine alone.
func (a *App) localMetrics(w http.ResponseWriter, r *http.Request) {
	if at, err := netip.ParseAddrPort(r.RemoteAddr); err != nil || !at.Addr().Unmap().IsLoopback() || r.Header.Get("X-Forwarded-For") != "" {
		plain(w, http.StatusNotFound, "not found")
		return
	}
	a.Core.metrics.Handler().ServeHTTP(w, r)
}

// client is the address of who asks: the connection's or, behind proxies that the settings name, the right-most one in
// X-Forwarded-For that is none of them.
func (a *App) client(r *http.Request) string {
	trusted := func(addr netip.Addr) bool {
		for _, p := range a.Config.Server.TrustedProxies {
			if p.Contains(addr) {
				return true
			}
		}
		return false
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !trusted(peer.Addr().Unmap()) {
		return r.RemoteAddr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		addr, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break // what stands left of something unreadable is not to be believed
		}
		if addr = addr.Unmap(); !trusted(addr) {
			return net.JoinHostPort(addr.String(), "0")
		}
	}
	return r.RemoteAddr
}

func requestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}

// letterID names a letter of the mailbox in its address.
func letterID(l mail.Received) string {
	sum := sha256.Sum256([]byte(l.To + "\n" + l.Subject + "\n" + l.At.String()))
	return hex.EncodeToString(sum[:8])
}

// fromOf is where a request comes from, for those who look for abuse by numbers.
func fromOf(r *http.Request) moderation.From {
	f := moderation.From{Agent: r.UserAgent()}
	if at, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		f.Network, f.Address = live.Origin(r).String(), at.Addr().Unmap().String()
	}
	return f
}
