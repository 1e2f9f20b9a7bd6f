package web

import (
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/rozmova/rozmova/internal/live"
)

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
	from := live.Origin(r)
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
