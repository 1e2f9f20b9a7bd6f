// Package outbound is the one HTTP client that asks other servers: providers of sign-ins, receivers of push messages. What
// addresses it asks is decided by others, readers among them, so it asks none that lies inside (OWASP SSRF): it resolves a name,
// looks at every address, and dials the one it looked at.
package outbound

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

// maxBody is how many bytes of an answer are read, after what was compressed is unpacked.
const maxBody = 512 << 10

// maxRedirects is how many redirects are followed.
const maxRedirects = 3

// Options say what a client may do; each may be zero.
type Options struct {
	// Inside lets it ask loopback and private addresses and any port: for tests, and for operators whose provider stands in
	// their own network.
	Inside  bool
	Timeout time.Duration // of a whole exchange; 0: 5 seconds
	// Resolve gives the addresses of a host; nil: the system's resolver.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
}

// Refused says that an address is not asked: it lies inside, or its scheme or port is not one of the web.
type Refused struct {
	Address string // what was to be asked
	Reason  string // for the log
}

func (r *Refused) Error() string { return "outbound: " + r.Address + " is not asked: " + r.Reason }

// ErrTooLong is what reading an answer ends with that is longer than 512 KiB.
var ErrTooLong = errors.New("outbound: the answer is too long")

// NewClient makes a client. It follows up to three redirects of a GET or HEAD and none of a POST, keeps no cookies, and asks no
// proxy. A request that it does not send fails with a *Refused; an answer is read to 512 KiB and then fails with ErrTooLong. It
// is safe for use by many goroutines.
func NewClient(o Options) *http.Client {
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Second
	}
	if o.Resolve == nil {
		o.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	d := &dialer{o: o}
	return &http.Client{
		Timeout: o.Timeout,
		Transport: &transport{inside: o.Inside, next: &http.Transport{
			DialContext:            d.dial,
			ForceAttemptHTTP2:      true,
			MaxIdleConns:           16,
			MaxIdleConnsPerHost:    2,
			MaxConnsPerHost:        4,
			IdleConnTimeout:        30 * time.Second,
			TLSHandshakeTimeout:    o.Timeout,
			ResponseHeaderTimeout:  o.Timeout,
			MaxResponseHeaderBytes: 64 << 10,
		}},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects || via[0].Method != http.MethodGet && via[0].Method != http.MethodHead {
				return http.ErrUseLastResponse
			}
			if via[len(via)-1].URL.Scheme == "https" && r.URL.Scheme != "https" {
				return &Refused{Address: r.URL.Host, Reason: "a redirect from https to http"}
			}
			return nil
		},
	}
}

// transport looks at what is to be asked, each redirect too, and bounds the answer.
type transport struct {
	inside bool
	next   http.RoundTripper
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := look(r.URL, t.inside); err != nil {
		if r.Body != nil {
			r.Body.Close()
		}
		return nil, err
	}
	answer, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer.Body = &bounded{ReadCloser: answer.Body, left: maxBody}
	return answer, nil
}

// look refuses what is no address of the web.
func look(u *url.URL, inside bool) error {
	refused := func(reason string) error { return &Refused{Address: u.Host, Reason: reason} }
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return refused("the scheme " + u.Scheme)
	case u.Hostname() == "":
		return refused("no host")
	case u.User != nil:
		return refused("a name or password in the address")
	}
	if port := u.Port(); !inside && port != "" && port != "80" && port != "443" {
		return refused("port " + port)
	}
	return nil
}

// bounded reads so many bytes and no more.
type bounded struct {
	io.ReadCloser
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if len(p) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if n > b.left {
		n, err = b.left, ErrTooLong
	}
	b.left -= n
	return n, err
}
