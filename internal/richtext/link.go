package richtext

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxAddress is how many bytes an address may have; browsers and proxies begin to refuse longer ones.
const maxAddress = 2000

// address gives raw as the absolute address that a link may carry, and false where it is not one: http and https with a host
// and without credentials (https://bank.example@evil.example reads like the bank), mailto with one mailbox. Entities and
// backslashes must be decoded already. Nothing is repaired: an address with white space, control or invisible characters,
// backslashes, or any other scheme in whatever disguise is not a link. An address that was given is given again unchanged.
func address(raw string) (string, bool) {
	raw = strings.Trim(raw, " ")
	if raw == "" || len(raw) > maxAddress || !visible(raw) {
		return "", false
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "", false
	}
	switch u.Scheme {
	case "http", "https":
		if u.User != nil || u.Opaque != "" || !validHost(u.Hostname()) {
			return "", false
		}
		u.Host = strings.ToLower(u.Host)
		return u.Scheme + "://" + u.Host + tail(u), true
	case "mailto":
		return mailbox(u)
	}
	return "", false
}

// tail gives path, query and fragment, percent-encoded.
func tail(u *url.URL) string {
	s := u.EscapedPath()
	if u.RawQuery != "" || u.ForceQuery {
		s += "?" + encode(u.RawQuery)
	}
	if u.Fragment != "" {
		s += "#" + u.EscapedFragment()
	}
	return s
}

// encode percent-encodes what may not stand in an address and leaves what is encoded already.
func encode(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7F || strings.IndexByte("\"<>`'{}|^\\", c) >= 0 {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// visible reports whether every rune is to be seen: no space of any kind, control, format or private character, and no
// backslash, which browsers read as a slash.
func visible(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r == '\\' || r > ' ' && r < 0x7F {
			if r == '\\' {
				return false
			}
			continue
		}
		if !unicode.IsGraphic(r) || unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// validHost reports whether a host name (or IP address) has the form of one.
func validHost(host string) bool {
	if host == "" || len(host) > 253 || host[0] == '.' || strings.Contains(host, "..") {
		return false
	}
	for _, r := range host {
		if r != '-' && r != '.' && r != '_' && r != ':' && !unicode.In(r, unicode.L, unicode.M, unicode.Nd) {
			return false
		}
	}
	return true
}

// mailbox gives a mailto address of one mailbox, with a subject or none; other header fields could add receivers or text.
func mailbox(u *url.URL) (string, bool) {
	box, err := url.PathUnescape(u.Opaque)
	local, domain, ok := strings.Cut(box, "@")
	if err != nil || !ok || local == "" || !validHost(domain) || strings.Contains(domain, ":") || !visible(box) ||
		strings.ContainsAny(local, "\"(),:;<>@[]%?&#/") {
		return "", false
	}
	if u.RawQuery == "" {
		return "mailto:" + box, true
	}
	fields, err := url.ParseQuery(u.RawQuery)
	if err != nil || len(fields) != 1 || len(fields["subject"]) != 1 || strings.ContainsFunc(fields.Get("subject"), unicode.IsControl) {
		return "", false
	}
	return "mailto:" + box + "?subject=" + strings.ReplaceAll(url.QueryEscape(fields.Get("subject")), "+", "%20"), true
}

// picture gives raw as the address of a picture: absolute http or https, or a path on the site itself.
func picture(raw string) (string, bool) {
	raw = strings.Trim(raw, " ")
	if a, ok := address(raw); ok {
		return a, !strings.HasPrefix(a, "mailto:")
	}
	if raw == "" || len(raw) > maxAddress || !visible(raw) || strings.HasPrefix(raw, "//") {
		return "", false
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Path == "" || strings.HasPrefix(tail(u), "//") {
		return "", false
	}
	return tail(u), true
}
