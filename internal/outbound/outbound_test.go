package outbound_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rozmova/rozmova/internal/outbound"
)

func TestOutside(t *testing.T) {
	for _, tt := range []struct {
		addr string
		want bool
	}{
		{"8.8.8.8", true}, {"193.0.6.139", true}, {"172.32.0.1", true}, {"2a00:1450:400d:80d::200e", true}, {"2606:4700::1111", true},
		{"127.0.0.1", false}, {"127.9.9.9", false}, {"10.1.2.3", false}, {"172.16.0.1", false}, {"192.168.1.1", false},
		{"169.254.169.254", false}, {"100.64.0.1", false}, {"224.0.0.1", false}, {"239.1.2.3", false}, {"0.0.0.0", false},
		{"0.1.2.3", false}, {"255.255.255.255", false}, {"240.0.0.1", false}, {"192.0.0.8", false}, {"192.0.2.1", false},
		{"198.51.100.7", false}, {"203.0.113.9", false}, {"198.18.0.1", false}, {"192.88.99.1", false},
		{"::1", false}, {"::", false}, {"fe80::1", false}, {"fe80::1%eth0", false}, {"fc00::1", false}, {"fd12:3456::1", false}, {"ff02::1", false},
		{"::ffff:8.8.8.8", false}, {"::ffff:127.0.0.1", false}, {"::127.0.0.1", false}, {"64:ff9b::7f00:1", false}, {"64:ff9b:1::1", false},
		{"2002:7f00:1::1", false}, {"2001::1", false}, {"2001:db8::1", false}, {"3fff::1", false}, {"fec0::1", false}, {"100::1", false},
	} {
		if got := outbound.Outside(netip.MustParseAddr(tt.addr)); got != tt.want {
			t.Errorf("Outside(%s) = %v, want %v", tt.addr, got, tt.want)
		}
	}
}

// names answers for a resolver, one list after another for each time it is asked.
func names(asked *atomic.Int32, lists ...[]string) func(context.Context, string) ([]netip.Addr, error) {
	return func(context.Context, string) ([]netip.Addr, error) {
		i := int(asked.Add(1)) - 1
		var addrs []netip.Addr
		for _, s := range lists[min(i, len(lists)-1)] {
			addrs = append(addrs, netip.MustParseAddr(s))
		}
		return addrs, nil
	}
}

func TestRefuses(t *testing.T) {
	for _, tt := range []struct {
		url   string
		addrs []string // of the host
	}{
		{"http://127.0.0.1/", nil},
		{"http://[::1]/", nil},
		{"http://[::ffff:8.8.8.8]/", nil},
		{"http://169.254.169.254/latest/meta-data/", nil},
		{"http://localhost/", []string{"127.0.0.1"}},
		{"https://inside.example/", []string{"10.0.0.5"}},
		{"https://mapped.example/", []string{"::ffff:10.0.0.5"}},
		{"https://both.example/", []string{"8.8.8.8", "10.0.0.5"}},
		{"https://shop.example:8443/", []string{"8.8.8.8"}},
		{"http://mail.example:25/", []string{"8.8.8.8"}},
		{"ftp://files.example/", []string{"8.8.8.8"}},
		{"https://user:secret@site.example/", []string{"8.8.8.8"}},
	} {
		var asked atomic.Int32
		client := outbound.NewClient(outbound.Options{Timeout: time.Second, Resolve: names(&asked, tt.addrs)})
		_, err := client.Get(tt.url)
		if refused := new(outbound.Refused); !errors.As(err, &refused) {
			t.Errorf("%s: %v, want it refused", tt.url, err)
		}
	}
}

// A name that leads outside when it is looked at and inside when it is dialled must not get through: it is resolved once.
func TestResolvesOnce(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the inner server was asked") }))
	defer server.Close()
	u, _ := url.Parse(server.URL)
	var asked atomic.Int32
	client := outbound.NewClient(outbound.Options{Timeout: time.Second, Resolve: names(&asked, []string{"192.0.2.1"}, []string{u.Hostname()})})
	if _, err := client.Get("http://rebinding.example/"); err == nil {
		t.Error("an address for documentation was asked")
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the name was resolved %d times, want once", n)
	}
}

func TestRedirects(t *testing.T) {
	var inner *httptest.Server
	inner = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch step := strings.TrimPrefix(r.URL.Path, "/"); step {
		case "0":
			fmt.Fprint(w, "there")
		case "ftp":
			http.Redirect(w, r, "ftp://files.example/", http.StatusFound)
		default:
			http.Redirect(w, r, inner.URL+"/"+map[string]string{"1": "0", "2": "1", "3": "2", "4": "3"}[step], http.StatusFound)
		}
	}))
	defer inner.Close()
	client := outbound.NewClient(outbound.Options{Inside: true})
	for _, tt := range []struct {
		method, path string
		code         int // 0: refused
	}{
		{"GET", "/3", 200}, {"GET", "/4", 302}, {"POST", "/1", 302}, {"GET", "/ftp", 0},
	} {
		r, _ := http.NewRequest(tt.method, inner.URL+tt.path, nil)
		answer, err := client.Do(r)
		if refused := new(outbound.Refused); tt.code == 0 && errors.As(err, &refused) {
			continue
		}
		if err != nil || answer.StatusCode != tt.code {
			t.Errorf("%s %s: %v, %v, want %d", tt.method, tt.path, answer, err, tt.code)
			continue
		}
		answer.Body.Close()
	}
}

func TestBoundsAnswers(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := 512 << 10
		if r.URL.Path == "/more" {
			n++
		}
		io.WriteString(w, strings.Repeat("x", n))
	}))
	defer server.Close()
	client := outbound.NewClient(outbound.Options{Inside: true})
	for path, want := range map[string]error{"/": nil, "/more": outbound.ErrTooLong} {
		answer, err := client.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if !errors.Is(err, want) || len(body) != 512<<10 {
			t.Errorf("%s: %d bytes, %v, want %d and %v", path, len(body), err, 512<<10, want)
		}
	}
}

func TestTakesTimeLimitAndNoProxy(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:9")
	t.Setenv("http_proxy", "http://127.0.0.1:9")
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			<-over
		}
	}))
	defer server.Close()
	defer close(over)
	u, _ := url.Parse(server.URL)
	var asked atomic.Int32
	client := outbound.NewClient(outbound.Options{Inside: true, Timeout: 200 * time.Millisecond, Resolve: names(&asked, []string{u.Hostname()})})
	answer, err := client.Get("http://name.example:" + u.Port() + "/")
	if err != nil {
		t.Fatalf("with a proxy in the environment: %v", err)
	}
	answer.Body.Close()
	if _, err := client.Get(server.URL + "/slow"); err == nil {
		t.Error("a server that does not answer was waited for")
	}
}
