package mail

import (
	"errors"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

func TestParseAddress(t *testing.T) {
	for in, want := range map[string]string{
		"olena@example.com":                "olena@example.com",
		"Olena.Koval+news@Example.COM":     "Olena.Koval+news@example.com", // before the @ case may count, behind it not
		"o'neil!#$%&*-/=?^_`{|}~@e.com":    "o'neil!#$%&*-/=?^_`{|}~@e.com",
		"a@пошта.укр":                      "a@xn--80a1acn3a.xn--j1amh",
		"a@ПОШТА.УКР":                      "a@xn--80a1acn3a.xn--j1amh",
		"a@bücher.example":                 "a@xn--bcher-kva.example",
		"a@sub.sub.example":                "a@sub.sub.example",
		strings.Repeat("a", 64) + "@e.com": strings.Repeat("a", 64) + "@e.com",
	} {
		if got, err := ParseAddress(in); got != want || err != nil {
			t.Errorf("%q: %q, %v; want %q", in, got, err, want)
		}
	}
	long := strings.Repeat("abcdefghi.", 19)
	for _, in := range []string{
		"", "@", "a", "a@", "@b.com", "a@b", "a@localhost", "a@b@c.com", "a b@c.com", " a@b.com", "a@b.com ", "a@b.com\n", "a@b.com\r\nBcc: c@d.com",
		"a\r\n@b.com", "a@b.com\x00", "a@b.com,c@d.com", "a@b.com;c@d.com", "Olena <a@b.com>", "<a@b.com>", `"a b"@c.com`, `"a"@b.com`, `a"b@c.com`,
		"a(comment)@b.com", "a@(comment)b.com", "undisclosed:;", "g:a@b.com;", "g:(((a@b.com;", ".a@b.com", "a.@b.com", "a..b@c.com", "a@.b.com", "a@b.com.",
		"a@b..com", "a@-b.com", "a@b-.com", "a@b_c.com", "a@[127.0.0.1]", "a@[IPv6:::1]", "a@127.0.0.1", "a@1.2", "олена@example.com", "a@b.com/../c",
		"a@b%0d%0a.com", "a@b.com%0aBcc:c@d.com", "a@\u202eb.com", "a\\@b.com", "a@b.com>", "a＠b.com", "a@xn--\x80.com", "0@\x9f.A", "a@\ufffd.com", "=?utf-8?q?a?=@b.com\t",
		strings.Repeat("a", 65) + "@e.com", "a@" + strings.Repeat("b", 64) + ".com",
		strings.Repeat("a", 64) + "@" + long + "com", "a@" + strings.Repeat(strings.Repeat("b", 60)+".", 5) + "com",
	} {
		got, err := ParseAddress(in)
		e, ok := errors.AsType[*rozmova.Error](err)
		if !ok || got != "" || e.Kind != rozmova.Invalid || e.Reason != "email.malformed" || e.Field != "email" {
			t.Errorf("%q: %q, %v; want email.malformed", in, got, err)
		}
	}
}

// What ParseAddress gives can stand in a header and in an SMTP command as it is, and is its own canonical form.
func FuzzParseAddress(f *testing.F) {
	for _, s := range []string{"a@b.com", "a@пошта.укр", "\"a\"@b.com", "a@b.com\r\nX: y", "g:a@b.com;", "a@ß.de", "a@①.com", "a@b。com"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseAddress(s)
		if err != nil {
			return
		}
		if len(got) > 254 || strings.ContainsAny(got, " \t\r\n\x00<>()[]:;,\\\"") || strings.Count(got, "@") != 1 {
			t.Errorf("%q gives %q", s, got)
		}
		for i := range len(got) {
			if got[i] <= ' ' || got[i] > '~' {
				t.Errorf("%q gives %q", s, got)
			}
		}
		if again, err := ParseAddress(got); again != got || err != nil {
			t.Errorf("%q gives %q, which gives %q, %v", s, got, again, err)
		}
	})
}
