package outbound

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
)

// inner are the ranges that lead inside, to nobody, or by a translator to who knows where (IANA special-purpose address
// registries, RFC 6890), besides those that netip.Addr tells by itself.
var inner = func() []netip.Prefix {
	var list []netip.Prefix
	for _, s := range []string{
		"0.0.0.0/8",       // this network
		"100.64.0.0/10",   // carrier-grade NAT
		"192.0.0.0/24",    // protocol assignments
		"192.0.2.0/24",    // documentation
		"192.88.99.0/24",  // 6to4 relays
		"198.18.0.0/15",   // benchmarks
		"198.51.100.0/24", // documentation
		"203.0.113.0/24",  // documentation
		"240.0.0.0/4",     // reserved, and broadcast
		"::/96",           // IPv4-compatible
		"64:ff9b::/96",    // NAT64
		"64:ff9b:1::/48",  // local NAT64
		"100::/64",        // discarded
		"2001::/23",       // protocol assignments, Teredo and ORCHID among them
		"2001:db8::/32",   // documentation
		"2002::/16",       // 6to4
		"3fff::/20",       // documentation
		"5f00::/16",       // segment routing
		"fec0::/10",       // site-local
	} {
		list = append(list, netip.MustParsePrefix(s))
	}
	return list
}()

// Outside reports whether an address is one of the public internet.
func Outside(a netip.Addr) bool {
	if !a.IsValid() || a.Is4In6() || a.Zone() != "" || !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, p := range inner {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// dialer dials only addresses that it has looked at.
type dialer struct {
	o   Options
	net net.Dialer
}

// dial resolves a host, refuses it where any of its addresses lies inside, and dials the first that answers.
func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	var addrs []netip.Addr
	if a, err := netip.ParseAddr(host); err == nil {
		addrs = []netip.Addr{a}
	} else if addrs, err = d.o.Resolve(ctx, host); err != nil {
		return nil, err
	}
	for i, a := range addrs {
		// The system's resolver may give an IPv4 address in the form of an IPv6 one; one written so in the address is refused.
		if host != a.String() {
			addrs[i] = a.Unmap()
		}
		if !d.o.Inside && !Outside(addrs[i]) {
			return nil, &Refused{Address: host, Reason: fmt.Sprintf("%s lies inside", a)}
		}
	}
	var errs []error
	for _, a := range addrs {
		c, err := d.net.DialContext(ctx, network, net.JoinHostPort(a.String(), port))
		if err == nil {
			return c, nil
		}
		errs = append(errs, err)
	}
	if len(errs) == 0 {
		return nil, fmt.Errorf("outbound: %s has no address", host)
	}
	return nil, errors.Join(errs...)
}
