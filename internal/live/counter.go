package live

import (
	"net/http"
	"net/netip"
	"sync"
)

// Origin is the network that a request comes from: an IPv4 address, or the /64 that one home or phone has in IPv6.
func Origin(r *http.Request) netip.Prefix {
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

// A Counter bounds what each network has open at once.
type Counter struct {
	most int
	mu   sync.Mutex
	open map[netip.Prefix]int
}

// NewCounter makes a counter that allows so many at once.
func NewCounter(most int) *Counter { return &Counter{most: max(most, 1), open: map[netip.Prefix]int{}} }

// Enter counts one more, and gives what to call at its end; false: there are too many.
func (c *Counter) Enter(from netip.Prefix) (leave func(), ok bool) {
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
