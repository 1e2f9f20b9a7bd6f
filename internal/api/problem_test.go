package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
)

func TestStatuses(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	a := &API{o: Options{Bundle: bundle, Log: slog.New(slog.NewTextHandler(&log, nil))}}
	c := &call{printer: bundle.Printer("en"), id: "req-1"}
	own := func(k rozmova.Kind, reason string, args map[string]any) error {
		return fmt.Errorf("load: %w", &rozmova.Error{Kind: k, Reason: reason, Args: args, Err: errors.New("dsn=secret")})
	}
	tests := []struct {
		err        error
		status     int
		reason     string
		retryAfter string
	}{
		{rozmova.NotFound, 404, "not_found", ""},
		{fmt.Errorf("thread: %w", rozmova.NotFound), 404, "not_found", ""},
		{own(rozmova.NotFound, "thread.missing", nil), 404, "not_found", ""},
		{own(rozmova.Invalid, "comment.empty", nil), 422, "comment.empty", ""},
		{own(rozmova.Unauthenticated, "token.unknown", nil), 401, "token.unknown", ""},
		{own(rozmova.Forbidden, "comment.not_yours", nil), 403, "comment.not_yours", ""},
		{own(rozmova.Conflict, "thread.closed", nil), 409, "thread.closed", ""},
		{own(rozmova.TooMany, "comment.too_fast", map[string]any{"Seconds": 42}), 429, "comment.too_fast", "42"},
		{own(rozmova.TooMany, "", nil), 429, "too_many", "60"},
		{own(rozmova.TooLarge, "", nil), 413, "too_large", ""},
		{own(rozmova.Unavailable, "store.busy", nil), 503, "store.busy", "5"},
		{rozmova.Unavailable, 503, "unavailable", "5"},
		{context.Canceled, 503, "unavailable", "5"},
		{errors.New("dsn=secret"), 500, "internal", ""},
	}
	for _, tt := range tests {
		p := a.problem(c, tt.err)
		if p.Status != tt.status || p.Reason != tt.reason || p.header.Get("Retry-After") != tt.retryAfter {
			t.Errorf("%v: %d %s, Retry-After %q; want %d %s, %q", tt.err, p.Status, p.Reason, p.header.Get("Retry-After"), tt.status, tt.reason, tt.retryAfter)
		}
		if told := fmt.Sprintf("%+v", *p); strings.Contains(told, "secret") || strings.Contains(told, "⟦") {
			t.Errorf("%v is told as %s", tt.err, told)
		}
		if got, want := p.RequestID != "", tt.status == 500; got != want {
			t.Errorf("%v: request ID %q", tt.err, p.RequestID)
		}
	}
	if n := strings.Count(log.String(), "dsn=secret"); n != 1 || !strings.Contains(log.String(), "req-1") {
		t.Errorf("the log should tell of the fault alone, whole and with its request:\n%s", log.String())
	}
	if p := a.problem(c, own(rozmova.Unauthenticated, "token.needed", nil)); p.header.Get("WWW-Authenticate") != `Bearer realm="rozmova"` {
		t.Errorf("without a token: WWW-Authenticate %s", p.header.Get("WWW-Authenticate"))
	}
	at := time.Date(2026, 11, 30, 16, 5, 0, 0, time.UTC)
	c.printer = c.printer.In(time.FixedZone("", 2*3600))
	p := a.problem(c, own(rozmova.Conflict, "thread.not_yet", map[string]any{"When": at}))
	if p.When == nil || !p.When.Equal(at) || !strings.Contains(p.Detail, "30\u00a0November\u00a02026, 18:05") {
		t.Errorf("a time is told as %v in %q", p.When, p.Detail)
	}
	if got := http.StatusText(a.problem(c, rozmova.Conflict).Status); got != "Conflict" {
		t.Error(got)
	}
}
