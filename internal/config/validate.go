package config

import (
	"cmp"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// languages are those the interface is translated into.
var languages = []string{"uk", "en"}

// A Problem is a setting the program cannot run with, and why.
type Problem struct{ Key, Message string }

func (p Problem) String() string { return p.Key + ": " + p.Message }

// Validate tells every problem at once, in the order of the sections. It looks at the settings and at whether the TLS files
// are there, and asks nothing of the network.
func (c *Config) Validate() []Problem {
	var found []Problem
	add := func(key, format string, args ...any) {
		found = append(found, Problem{key, fmt.Sprintf(format, args...)})
	}
	c.Site.validate(c.Demo, add)
	c.Server.validate(add)
	if dsn := c.Store.DSN.Reveal(); dsn != "" && !strings.HasPrefix(dsn, "postgres://") && !strings.HasPrefix(dsn, "postgresql://") {
		add("store.dsn", "must begin with postgres://, or be empty for the embedded store")
	}
	if !c.Demo || c.SMTP.Addr != "" {
		c.SMTP.validate(add)
	}
	c.Limits.validate(add)
	c.Discussion.validate(add)
	c.Analyze.validate(add)
	c.Civility.validate(add)
	c.Membership.validate(add)
	c.Alerts.validate(add)
	c.Spam.validate(add)
	c.Retention.validate(add)
	if !slices.Contains([]string{"json", "text", "auto"}, c.Log.Format) {
		add("log.format", "%q is none of json, text, auto", c.Log.Format)
	}
	return found
}

func (s *Site) validate(demo bool, add func(key, format string, args ...any)) {
	u, err := url.Parse(s.URL)
	switch {
	case s.URL == "" && demo:
	case s.URL == "":
		add("site.url", "is missing: the address readers use, such as https://news.example")
	case err != nil || u.Host == "" || u.Hostname() == "":
		add("site.url", "%q is not an address such as https://news.example", s.URL)
	case u.Scheme != "https" && u.Scheme != "http":
		add("site.url", "must begin with https://, not %s:", u.Scheme)
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Trim(u.Path, "/") != "":
		add("site.url", "must be scheme and host alone, without path, query or password")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		add("site.url", "must be https: plain http is for localhost alone, as anyone on the way could read sign-in codes")
	}
	for _, lang := range s.Languages {
		if !slices.Contains(languages, lang) {
			add("site.languages", "%q is not known; there are %s", lang, strings.Join(languages, ", "))
		}
	}
	if !slices.Contains(s.Languages, s.DefaultLanguage) {
		add("site.default_language", "%q is not among site.languages", s.DefaultLanguage)
	}
	// LoadLocation takes "Local" too, which would be whatever the machine is set to.
	if _, err := time.LoadLocation(s.TimeZone); err != nil || s.TimeZone == "Local" {
		add("site.time_zone", "%q is not an IANA time zone such as Europe/Kyiv", s.TimeZone)
	}
	if s.Contact != "" {
		if a, err := mail.ParseAddress(s.Contact); err != nil || a.Address != s.Contact {
			add("site.contact", "%q is not a plain e-mail address", s.Contact)
		}
	}
}

func (s *Server) validate(add func(key, format string, args ...any)) {
	if err := checkAddr(s.Addr); err != nil {
		add("server.addr", "%v", err)
	}
	if s.MetricsAddr != "" {
		if err := checkAddr(s.MetricsAddr); err != nil {
			add("server.metrics_addr", "%v", err)
		} else if s.MetricsAddr == s.Addr {
			add("server.metrics_addr", "is the same as server.addr; leave it empty to share the port")
		}
	}
	if (s.TLSCert == "") != (s.TLSKey == "") {
		missing, given := "server.tls_key", "server.tls_cert"
		if s.TLSCert == "" {
			missing, given = given, missing
		}
		add(missing, "is missing beside %s", given)
	}
	for _, f := range []struct{ key, path string }{{"server.tls_cert", s.TLSCert}, {"server.tls_key", s.TLSKey}} {
		if f.path == "" {
			continue
		}
		if _, err := os.Stat(f.path); err != nil {
			add(f.key, "%v", err)
		}
	}
	for _, p := range s.TrustedProxies {
		switch {
		case !p.IsValid():
			add("server.trusted_proxies", "an entry is empty")
		case p.Bits() == 0:
			add("server.trusted_proxies", "%s trusts everybody, so anyone could claim any address; name your proxy's network", p)
		case p != p.Masked():
			add("server.trusted_proxies", "%s has bits after its mask; write %s", p, p.Masked())
		}
	}
	if s.ShutdownTimeout < time.Second {
		add("server.shutdown_timeout", `%v is less than a second; write it with its unit, such as "10s"`, s.ShutdownTimeout)
	}
}

func (s *SMTP) validate(add func(key, format string, args ...any)) {
	host, _, _ := net.SplitHostPort(s.Addr)
	switch err := checkAddr(s.Addr); {
	case s.Addr == "":
		add("smtp.addr", "is missing: readers sign in by a code sent by e-mail")
	case err != nil || host == "":
		add("smtp.addr", "%q is not host:port, such as mail.example:587", s.Addr)
	}
	if s.From == "" {
		add("smtp.from", "is missing: the address letters come from")
	} else if _, err := mail.ParseAddress(s.From); err != nil {
		add("smtp.from", "%q is not an e-mail address", s.From)
	}
	if s.Username != "" && s.Password == "" {
		add("smtp.password", "is missing beside smtp.username")
	}
	if s.Username == "" && s.Password != "" {
		add("smtp.username", "is missing beside smtp.password")
	}
	switch s.TLS {
	case "starttls", "tls":
	case "none":
		if s.Username != "" && !loopback(host) {
			add("smtp.tls", "none would send the password to %s in the clear", host)
		}
	default:
		add("smtp.tls", "%q is none of starttls, tls, none", s.TLS)
	}
}

func (l *Limits) validate(add func(key, format string, args ...any)) {
	for _, n := range []struct {
		key        string
		value, low int64
	}{
		{"limits.comment_runes", int64(l.CommentRunes), 1},
		{"limits.comment_links", int64(l.CommentLinks), 0},
		{"limits.comments_per_minute", int64(l.CommentsPerMinute), 1},
		{"limits.codes_per_hour", int64(l.CodesPerHour), 1},
		{"limits.codes_per_minute", int64(l.CodesPerMinute), 1},
		{"limits.sign_ins_per_minute", int64(l.SignInsPerMinute), 1},
		{"limits.page_cache_bytes", l.PageCacheBytes, 0},
		{"limits.streams", int64(l.Streams), 1},
		{"limits.streams_per_addr", int64(l.StreamsPerAddr), 1},
	} {
		if n.value < n.low {
			add(n.key, "%d is less than %d", n.value, n.low)
		}
	}
	if l.CommentRunes > mostRunes {
		add("limits.comment_runes", "%d is more than %d, which is what a form can carry", l.CommentRunes, mostRunes)
	}
}

// checkAddr tells whether addr is host:port with a port by number; the host may be empty.
func checkAddr(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("%q is not host:port, such as 127.0.0.1:8080", cmp.Or(addr, " "))
	}
	return nil
}

// loopback tells whether a host name or address is this machine.
func loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
