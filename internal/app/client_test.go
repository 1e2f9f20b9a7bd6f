package app

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/rozmova/rozmova/internal/config"
)

func TestWhoAsks(t *testing.T) {
	cfg := config.Default()
	cfg.Server.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8::/64")}
	a := &App{Core: &Core{Config: cfg}}
	for _, tt := range []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"nobody in between", "192.0.2.1:1234", nil, "192.0.2.1:1234"},
		{"a stranger who claims to be another", "192.0.2.1:1234", []string{"203.0.113.9"}, "192.0.2.1:1234"},
		{"a proxy", "127.0.0.1:99", []string{"203.0.113.9"}, "203.0.113.9:0"},
		{"a proxy over IPv6 in disguise", "[::ffff:127.0.0.1]:99", []string{"203.0.113.9"}, "203.0.113.9:0"},
		{"a proxy that passes on what a reader claimed", "127.0.0.1:99", []string{"8.8.8.8, 203.0.113.9"}, "203.0.113.9:0"},
		{"the claim in a header of its own", "127.0.0.1:99", []string{"8.8.8.8", "203.0.113.9"}, "203.0.113.9:0"},
		{"two proxies", "127.0.0.1:99", []string{"8.8.8.8, 203.0.113.9, 10.1.2.3"}, "203.0.113.9:0"},
		{"a reader who claims to be a proxy", "127.0.0.1:99", []string{"8.8.8.8, 10.1.2.3, 203.0.113.9"}, "203.0.113.9:0"},
		{"over IPv6", "[2001:db8::1]:99", []string{"2001:db8:1::7"}, "[2001:db8:1::7]:0"},
		{"a proxy that says nothing", "127.0.0.1:99", nil, "127.0.0.1:99"},
		{"proxies alone", "127.0.0.1:99", []string{"10.1.2.3"}, "127.0.0.1:99"},
		{"what cannot be read", "127.0.0.1:99", []string{"203.0.113.9, unknown"}, "127.0.0.1:99"},
		{"an address with a port", "127.0.0.1:99", []string{"203.0.113.9:77"}, "127.0.0.1:99"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = tt.peer
		for _, f := range tt.forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
		if got := a.client(r); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
