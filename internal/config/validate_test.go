package config

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"math"
	"math/big"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// valid is settings without a problem, for tests to spoil.
func valid() *Config {
	c := Default()
	c.Site.URL = "https://news.example"
	c.SMTP.Addr, c.SMTP.From = "mail.example:587", "News <no-reply@news.example>"
	return c
}

func TestValidate(t *testing.T) {
	if problems := valid().Validate(); len(problems) > 0 {
		t.Fatalf("settings without a problem: %v", problems)
	}
	there := filepath.Join(t.TempDir(), "cert.pem")
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		spoil func(*Config)
		want  string // keys with problems
	}{
		{"no address", func(c *Config) { c.Site.URL = "" }, "site.url"},
		{"plain http", func(c *Config) { c.Site.URL = "http://news.example" }, "site.url"},
		{"http that only looks local", func(c *Config) { c.Site.URL = "http://localhost.news.example" }, "site.url"},
		{"http on 127.1.2.3", func(c *Config) { c.Site.URL = "http://127.1.2.3:8080" }, ""},
		{"http on ::1", func(c *Config) { c.Site.URL = "http://[::1]:8080/" }, ""},
		{"http on localhost", func(c *Config) { c.Site.URL = "http://localhost" }, ""},
		{"a path", func(c *Config) { c.Site.URL = "https://news.example/talk" }, "site.url"},
		{"a password", func(c *Config) { c.Site.URL = "https://a:b@news.example" }, "site.url"},
		{"a script", func(c *Config) { c.Site.URL = "javascript://news.example" }, "site.url"},
		{"no scheme", func(c *Config) { c.Site.URL = "news.example" }, "site.url"},
		{"no host", func(c *Config) { c.Site.URL = "https://:443" }, "site.url"},
		{"language", func(c *Config) { c.Site.Languages = []string{"uk", "tlh"} }, "site.languages"},
		{"default language", func(c *Config) { c.Site.Languages = []string{"en"} }, "site.default_language"},
		{"time zone", func(c *Config) { c.Site.TimeZone = "Europe/Kyjiv" }, "site.time_zone"},
		{"time zone of the machine", func(c *Config) { c.Site.TimeZone = "Local" }, "site.time_zone"},
		{"contact", func(c *Config) { c.Site.Contact = "Desk <desk@news.example>" }, "site.contact"},
		{"address", func(c *Config) { c.Server.Addr = "8080" }, "server.addr"},
		{"metrics on the same port", func(c *Config) { c.Server.MetricsAddr = c.Server.Addr }, "server.metrics_addr"},
		{"certificate without key", func(c *Config) { c.Server.TLSCert = there }, "server.tls_key"},
		{"key without certificate", func(c *Config) { c.Server.TLSKey = there }, "server.tls_cert"},
		{"no such certificate", func(c *Config) { c.Server.TLSCert, c.Server.TLSKey = there+"x", there }, "server.tls_cert"},
		{"trusting everybody", func(c *Config) { c.Server.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")} }, "server.trusted_proxies"},
		{"proxy with host bits", func(c *Config) { c.Server.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.7/8")} }, "server.trusted_proxies"},
		{"proxies", func(c *Config) { c.Server.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} }, ""},
		{"timeout in nanoseconds", func(c *Config) { c.Server.ShutdownTimeout = 10 }, "server.shutdown_timeout"},
		{"data source", func(c *Config) { c.Store.DSN = "mysql://x" }, "store.dsn"},
		{"no mail server", func(c *Config) { c.SMTP.Addr = "" }, "smtp.addr"},
		{"mail server without port", func(c *Config) { c.SMTP.Addr = "mail.example" }, "smtp.addr"},
		{"no sender", func(c *Config) { c.SMTP.From = "" }, "smtp.from"},
		{"sender with a line break", func(c *Config) { c.SMTP.From = "a@b.example\nBcc: c@d.example" }, "smtp.from"},
		{"user without password", func(c *Config) { c.SMTP.Username = "u" }, "smtp.password"},
		{"password without user", func(c *Config) { c.SMTP.Password = "p" }, "smtp.username"},
		{"password in the clear", func(c *Config) { c.SMTP.Username, c.SMTP.Password, c.SMTP.TLS = "u", "p", "none" }, "smtp.tls"},
		{"password in the clear at home", func(c *Config) {
			c.SMTP.Username, c.SMTP.Password, c.SMTP.TLS, c.SMTP.Addr = "u", "p", "none", "localhost:25"
		}, ""},
		{"encryption", func(c *Config) { c.SMTP.TLS = "ssl" }, "smtp.tls"},
		{"less than none", func(c *Config) { c.Limits.CommentLinks = -1 }, "limits.comment_links"},
		{"more than a form carries", func(c *Config) { c.Limits.CommentRunes = 10_001 }, "limits.comment_runes"},
		{"slow for ever", func(c *Config) { c.Discussion.SlowMinutes = 1_441 }, "discussion.slow_minutes"},
		{"closed before it opens", func(c *Config) { c.Discussion.CloseAfterDays = -1 }, "discussion.close_after_days"},
		{"writers", func(c *Config) { c.Discussion.Writers = "staff" }, "discussion.writers"},
		{"older than anybody", func(c *Config) { c.Discussion.OlderThanDays = 4_000 }, "discussion.older_than_days"},
		{"answers all the way down", func(c *Config) { c.Discussion.Nesting = 201 }, "discussion.nesting"},
		{"no answers to answers", func(c *Config) { c.Discussion.Nesting = 0 }, ""},
		{"languages of comments", func(c *Config) { c.Discussion.Languages = []string{"uk", "ua"} }, "discussion.languages"},
		{"all languages and one", func(c *Config) { c.Discussion.Languages = []string{"*", "uk"} }, "discussion.languages"},
		{"all languages", func(c *Config) { c.Discussion.Languages = []string{"*"} }, ""},
		{"window in nanoseconds", func(c *Config) { c.Discussion.EditWindow = 300 }, "discussion.edit_window"},
		{"totals", func(c *Config) { c.Discussion.Totals = "none" }, "discussion.totals"},
		{"order", func(c *Config) { c.Discussion.Order = "best" }, "discussion.order"},
		{"leanings", func(c *Config) { c.Discussion.Leanings = "site" }, "discussion.leanings"},
		{"a section", func(c *Config) {
			c.Discussion.Sections = terms("svit", &SectionTerms{Links: new(0), Nesting: new(0), Languages: []string{"uk"}})
		}, ""},
		{"no slug", func(c *Config) { c.Discussion.Sections = terms("Світ", &SectionTerms{}) }, "discussion.sections.Світ"},
		{"everything in a section", func(c *Config) {
			c.Discussion.Sections = terms("svit", &SectionTerms{Runes: new(19), Links: new(-1), PerMinute: new(0), SlowMinutes: new(0), CloseAfterDays: new(-1),
				Writers: "x", OlderThanDays: new(0), Nesting: new(-1), Languages: []string{"x"}})
		}, "discussion.sections.svit.runes discussion.sections.svit.links discussion.sections.svit.per_minute discussion.sections.svit.slow_minutes " +
			"discussion.sections.svit.close_after_days discussion.sections.svit.writers discussion.sections.svit.older_than_days discussion.sections.svit.nesting " +
			"discussion.sections.svit.languages"},
		{"failure", func(c *Config) { c.Civility.Failure = "drop" }, "civility.failure"},
		{"limit in nanoseconds", func(c *Config) { c.Civility.TimeLimit = 50 }, "civility.time_limit"},
		{"scores beyond all", func(c *Config) { c.Civility.Hold, c.Civility.Mark = 1.01, -.1 }, "civility.hold civility.mark"},
		{"no number", func(c *Config) { c.Civility.Hold = math.NaN() }, "civility.hold"},
		{"scores", func(c *Config) { c.Civility.Hold, c.Civility.Mark = 1, .4 }, ""},
		{"format", func(c *Config) { c.Log.Format = "xml" }, "log.format"},
		{"several at once", func(c *Config) {
			c.Site.URL, c.Site.TimeZone, c.Server.Addr, c.SMTP.From, c.Limits.Streams, c.Log.Format = "", "x", "x", "x", -1, "x"
		}, "site.url site.time_zone server.addr smtp.from limits.streams log.format"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := valid()
			tt.spoil(c)
			var got []string
			for _, p := range c.Validate() {
				got = append(got, p.Key)
				if !slices.Contains(keys(), p.Key) && !strings.HasPrefix(p.Key, sectionTable) || p.Message == "" {
					t.Errorf("problem with no key or no message: %+v", p)
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("problems %v, want %q", got, tt.want)
			}
		})
	}
}

func TestDemoNeedsNeitherAddressNorMail(t *testing.T) {
	c := Default()
	if got := len(c.Validate()); got != 3 {
		t.Errorf("%d problems of empty settings, want site.url, smtp.addr, smtp.from", got)
	}
	c.Demo = true
	if problems := c.Validate(); len(problems) > 0 {
		t.Errorf("a demo has problems: %v", problems)
	}
}

func TestOrigin(t *testing.T) {
	for url, want := range map[string]string{
		"https://News.example/":     "https://news.example",
		"https://news.example:443":  "https://news.example",
		"https://news.example:8443": "https://news.example:8443",
		"http://localhost:80":       "http://localhost",
		"http://[::1]:8080":         "http://[::1]:8080",
		"":                          "http://127.0.0.1:8080",
	} {
		c := valid()
		c.Site.URL = url
		if got := c.Origin(); got != want {
			t.Errorf("origin of %q: %q, want %q", url, got, want)
		}
	}
}

func TestLocation(t *testing.T) {
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	if got := summer.In(valid().Location()).Format("15:04"); got != "15:00" {
		t.Errorf("noon UTC in Kyiv's summer is %s", got)
	}
}

func terms(slug string, t *SectionTerms) map[string]*SectionTerms {
	return map[string]*SectionTerms{slug: t}
}

// TestValidateProviders: whom readers may sign in with, and with which keys.
func TestValidateProviders(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, text []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	public := func(key any) []byte {
		der, err := x509.MarshalPKIXPublicKey(key)
		if err != nil {
			t.Fatal(err)
		}
		return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	}
	edKey, _, _ := ed25519.GenerateKey(rand.Reader)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	weak := &rsa.PublicKey{N: new(big.Int).Rsh(rsaKey.N, 1024), E: 65537}
	ed, rs := file("ed", public(edKey)), file("rs", public(rsaKey.Public()))
	weakRS, secret, short, empty := file("weak", public(weak)), file("secret", []byte(strings.Repeat("s", 32)+"\n")), file("short", []byte(strings.Repeat("s", 31)+"\n")), file("empty", nil)
	providers := func(texts ...string) func(*Config) {
		return func(c *Config) {
			for _, text := range texts {
				var p Provider
				if err := p.UnmarshalText([]byte(text)); err != nil {
					t.Fatal(err)
				}
				c.Membership.Providers = append(c.Membership.Providers, p)
			}
		}
	}
	login := func(algorithm string, keys ...string) func(*Config) {
		return func(c *Config) {
			m := &c.Membership
			m.TokenURL, m.TokenIssuer, m.TokenAlgorithm, m.TokenKeys = "https://news.example/login", "https://news.example", algorithm, keys
		}
	}
	for _, tt := range []struct {
		name  string
		spoil func(*Config)
		want  string // keys with problems
	}{
		{"two", providers("google: issuer=https://accounts.google.com; client=1; secret_file="+secret+"; Google", "own-2: issuer=https://id.example/realms/x; client=2; uk=Наш; en=Ours"), ""},
		{"the same twice", providers("a: issuer=https://a.example; client=1", "a: issuer=https://b.example; client=1"), "membership.providers"},
		{"a key that is no address", providers("a/b: issuer=https://a.example; client=1"), "membership.providers"},
		{"in the clear", providers("a: issuer=http://a.example; client=1"), "membership.providers"},
		{"in the clear at home", providers("a: issuer=http://127.0.0.1:8081; client=1"), ""},
		{"in the clear inside", func(c *Config) { c.Membership.AskInside = true; providers("a: issuer=http://a.example; client=1")(c) }, ""},
		{"no address", providers("a: issuer=a.example; client=1"), "membership.providers"},
		{"a query", providers("a: issuer=https://a.example?x; client=1"), "membership.providers"},
		{"no such secret", providers("a: issuer=https://a.example; client=1; secret_file=" + dir + "/none"), "membership.providers"},
		{"an empty secret", providers("a: issuer=https://a.example; client=1; secret_file=" + empty), "membership.providers"},
		{"a misspelt word", providers("a: issuer=https://a.example; client=1; secretfile=" + secret), "membership.providers"},
		{"EdDSA", login("EdDSA", "1:"+ed, "2:"+ed), ""},
		{"RS256", login("RS256", "1:"+rs), ""},
		{"HS256", login("HS256", "1:"+secret), ""},
		{"another algorithm", login("none", "1:"+ed), "membership.token_algorithm"},
		{"RSA for EdDSA", login("EdDSA", "1:"+rs), "membership.token_keys"},
		{"EdDSA for RSA", login("RS256", "1:"+ed), "membership.token_keys"},
		{"a public key as a secret", login("HS256", "1:"+rs), "membership.token_keys"},
		{"a secret as a public key", login("RS256", "1:"+secret), "membership.token_keys"},
		{"a weak key", login("RS256", "1:"+weakRS), "membership.token_keys"},
		{"a short secret", login("HS256", "1:"+short), "membership.token_keys"},
		{"no keys", login("HS256"), "membership.token_keys"},
		{"no kid", login("HS256", secret), "membership.token_keys"},
		{"the same kid", login("HS256", "1:"+secret, "1:"+secret), "membership.token_keys"},
		{"no such file", login("EdDSA", "1:"+dir+"/none"), "membership.token_keys"},
		{"no issuer", func(c *Config) { login("EdDSA", "1:"+ed)(c); c.Membership.TokenIssuer = "" }, "membership.token_issuer"},
		{"a login in the clear", func(c *Config) { login("EdDSA", "1:"+ed)(c); c.Membership.TokenURL = "http://news.example/login" }, "membership.token_url"},
		{"keys and no login", func(c *Config) { login("EdDSA", "1:"+ed)(c); c.Membership.TokenURL = "" }, "membership.token_url"},
		{"a name in no language", func(c *Config) { login("EdDSA", "1:"+ed)(c); c.Membership.TokenName = "xx=Y" }, "membership.token_name"},
	} {
		c := valid()
		tt.spoil(c)
		var got []string
		for _, p := range c.Validate() {
			got = append(got, p.Key)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: problems %v, want %q", tt.name, c.Validate(), tt.want)
		}
	}
}
