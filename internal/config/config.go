// Package config reads the settings: one TOML file, each key of which the environment may override.
//
// A key named store.dir in the file is ROZMOVA_STORE_DIR in the environment; lists are separated by commas there. The
// environment wins over the file, the file over the defaults. What is not set, or set to zero where zero would make no
// sense, has the default given beside its field. A key that does not exist is an error, in the file and, under the name of
// a section, in the environment. docs/rozmova.example.toml explains every key to the operator.
package config

import (
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"time"
	_ "time/tzdata" // site.time_zone must mean the same in a container without zoneinfo
)

// Config is what the operator decided. It is read once, at start, and not changed afterwards.
type Config struct {
	Site   Site   `toml:"site"`
	Server Server `toml:"server"`
	Store  Store  `toml:"store"`
	SMTP   SMTP   `toml:"smtp"`
	Limits Limits `toml:"limits"`
	Log    Log    `toml:"log"`

	Discussion Discussion `toml:"discussion"`
	Analyze    Analyze    `toml:"analyze"`
	Civility   Civility   `toml:"civility"`
	Membership Membership `toml:"membership"`
	Alerts     Alerts     `toml:"alerts"`
	Spam       Spam       `toml:"spam"`
	Law        Law        `toml:"law"`
	Retention  Retention  `toml:"retention"`

	// Demo is set by `rozmova demo`, never by a file: no site.url and no SMTP are needed then.
	Demo bool `toml:"-"`
}

// Site is the title as its readers know it.
type Site struct {
	Name            string    `toml:"name"`             // Rozmova
	URL             string    `toml:"url"`              // scheme and host, no path; no default
	Languages       []string  `toml:"languages"`        // of the interface: uk, en
	DefaultLanguage string    `toml:"default_language"` // the first of Languages
	TimeZone        string    `toml:"time_zone"`        // IANA name: Europe/Kyiv
	Contact         string    `toml:"contact"`          // e-mail address, shown to readers and authorities (DSA Art. 11 and 12)
	Owner           string    `toml:"owner"`            // who publishes the site, for the imprint
	Sections        []Section `toml:"sections"`         // names of sections, in the order they are shown; others go by their slugs
}

// Server is how the program is reached.
type Server struct {
	Addr            string         `toml:"addr"`             // host:port, 127.0.0.1:8080
	TLSCert         string         `toml:"tls_cert"`         // PEM file with the chain; both or neither of the two
	TLSKey          string         `toml:"tls_key"`          // PEM file
	TrustedProxies  []netip.Prefix `toml:"trusted_proxies"`  // whose X-Forwarded-For is believed; nobody's by default
	MetricsAddr     string         `toml:"metrics_addr"`     // empty: /metrics on Addr, for loopback peers alone
	ShutdownTimeout time.Duration  `toml:"shutdown_timeout"` // 10s
}

// Store is where everything is kept.
type Store struct {
	Dir     string `toml:"dir"`      // ./rozmova-data, relative to the working directory
	DSN     Secret `toml:"dsn"`      // postgres://…; empty: SQLite in Dir
	DSNFile string `toml:"dsn_file"` // file that holds DSN
}

// SMTP is how letters leave.
type SMTP struct {
	Addr         string `toml:"addr"` // host:port
	Username     string `toml:"username"`
	Password     Secret `toml:"password"`
	PasswordFile string `toml:"password_file"` // file that holds Password
	From         string `toml:"from"`          // Name <address> or the address alone
	TLS          string `toml:"tls"`           // starttls (default), tls, none
}

// Limits keep one visitor from spoiling it for the others.
type Limits struct {
	CommentRunes      int   `toml:"comment_runes"`       // longest comment, in code points: 5000
	CommentLinks      int   `toml:"comment_links"`       // 5; zero means none
	CommentsPerMinute int   `toml:"comments_per_minute"` // by one reader: 4
	CodesPerHour      int   `toml:"codes_per_hour"`      // sign-in codes to one address: 5
	CodesPerMinute    int   `toml:"codes_per_minute"`    // sign-in codes to all addresses: 300
	SignInsPerMinute  int   `toml:"sign_ins_per_minute"` // tries from one network address: 10
	PageCacheBytes    int64 `toml:"page_cache_bytes"`    // 64 MiB; zero turns the cache off
	Streams           int   `toml:"streams"`             // live streams at once: 20000
	StreamsPerAddr    int   `toml:"streams_per_addr"`    // from one network address: 500
}

// Log is how the program tells the operator what it does.
type Log struct {
	Level  slog.Level `toml:"level"`  // debug, info (default), warn, error
	Format string     `toml:"format"` // json, text, auto (default: text on a terminal, else JSON)
}

// Default is the settings of an empty file.
func Default() *Config {
	c := &Config{Limits: Limits{CommentLinks: 5, PageCacheBytes: 64 << 20}, Discussion: Discussion{Nesting: 100, Bridges: true}, Alerts: Alerts{DigestHour: 8, Push: true}, Membership: Membership{StaffSecondFactor: true}, Law: Law{MartialLaw: true}}
	c.fill()
	return c
}

// fill gives their defaults to the zero values that make no sense. CommentLinks, PageCacheBytes, Nesting, DigestHour, Push and
// StaffSecondFactor, of which zero does, get theirs in Default.
func (c *Config) fill() {
	def(&c.Site.Name, "Rozmova")
	if len(c.Site.Languages) == 0 {
		c.Site.Languages = []string{"uk", "en"}
	}
	def(&c.Site.DefaultLanguage, c.Site.Languages[0])
	def(&c.Site.TimeZone, "Europe/Kyiv")
	def(&c.Server.Addr, "127.0.0.1:8080")
	def(&c.Server.ShutdownTimeout, 10*time.Second)
	def(&c.Store.Dir, "./rozmova-data")
	def(&c.SMTP.TLS, "starttls")
	def(&c.Limits.CommentRunes, 5000)
	def(&c.Limits.CommentsPerMinute, 4)
	def(&c.Limits.CodesPerHour, 5)
	def(&c.Limits.CodesPerMinute, 300)
	def(&c.Limits.SignInsPerMinute, 10)
	def(&c.Limits.Streams, 20000)
	def(&c.Limits.StreamsPerAddr, 500)
	def(&c.Log.Format, "auto")
	c.Discussion.fill()
	c.Civility.fill()
	c.Membership.fill()
	c.Spam.fill()
	c.Retention.fill()
}

func def[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Origin is the site's scheme, host and, where it is not the scheme's own, port, as browsers write it in the Origin header
// and as absolute addresses begin. Without site.url, which only a demo lacks, it is the listening address.
func (c *Config) Origin() string {
	u, err := url.Parse(c.Site.URL)
	if err != nil || u.Host == "" {
		return "http://" + c.Server.Addr
	}
	host := strings.ToLower(u.Host)
	switch u.Scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return u.Scheme + "://" + host
}

// Location is the site's time zone; UTC if Validate would complain about it.
func (c *Config) Location() *time.Location {
	loc, err := time.LoadLocation(c.Site.TimeZone)
	if err != nil {
		return time.UTC
	}
	return loc
}
