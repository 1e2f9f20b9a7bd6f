package web

import (
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// origin is the network that a request comes from: an IPv4 address, or the /64 that one home or phone has in IPv6.
func origin(r *http.Request) netip.Prefix {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Prefix{}
	}
	addr, bits := at.Addr().Unmap(), 64
	if addr.Is4() {
		bits = 32
	}
	p, _ := addr.WithZone("").Prefix(bits)
	return p
}

// mostOrigins bounds the memory of a limiter.
const mostOrigins = 50_000

// A limiter lets each network try so many times a minute.
type limiter struct {
	perMinute int
	mu        sync.Mutex
	origins   map[netip.Prefix]*rate.Limiter
}

func newLimiter(perMinute int) *limiter {
	return &limiter{perMinute: max(perMinute, 1), origins: map[netip.Prefix]*rate.Limiter{}}
}

func (l *limiter) allow(r *http.Request, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	from := origin(r)
	one := l.origins[from]
	if one == nil {
		if len(l.origins) >= mostOrigins {
			for p, old := range l.origins { // those who have not tried lately have their tries back anyway
				if old.TokensAt(now) >= float64(l.perMinute) {
					delete(l.origins, p)
				}
			}
			if len(l.origins) >= mostOrigins {
				return false // sign-in is closed rather than unbounded while so many try at once
			}
		}
		one = rate.NewLimiter(rate.Every(time.Minute/time.Duration(l.perMinute)), l.perMinute)
		l.origins[from] = one
	}
	return one.AllowN(now, 1)
}

// A counter bounds what each network has open at once.
type counter struct {
	most int
	mu   sync.Mutex
	open map[netip.Prefix]int
}

func newCounter(most int) *counter { return &counter{most: max(most, 1), open: map[netip.Prefix]int{}} }

// enter counts one more, and gives what to call at its end; false: there are too many.
func (c *counter) enter(r *http.Request) (leave func(), ok bool) {
	from := origin(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open[from] >= c.most {
		return nil, false
	}
	c.open[from]++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.open[from]--; c.open[from] == 0 {
			delete(c.open, from)
		}
	}, true
}
