package live

import (
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// mostOrigins bounds the memory of a limiter.
const mostOrigins = 50_000

// A Limiter lets each network (see Origin) try so many times a minute. It is safe for use by many goroutines.
type Limiter struct {
	perMinute int
	mu        sync.Mutex
	origins   map[netip.Prefix]*rate.Limiter
}

// NewLimiter makes one for so many tries a minute, one at least.
func NewLimiter(perMinute int) *Limiter {
	return &Limiter{perMinute: max(perMinute, 1), origins: map[netip.Prefix]*rate.Limiter{}}
}

// Allow counts a try of the network that a request comes from, and reports whether it was within the bounds.
func (l *Limiter) Allow(r *http.Request, now time.Time) bool { return l.AllowFrom(Origin(r), now) }

// AllowFrom is Allow for a network that is known already.
func (l *Limiter) AllowFrom(from netip.Prefix, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
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
