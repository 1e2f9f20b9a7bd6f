package mail

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"github.com/rozmova/rozmova"
)

// domains maps a domain to what the name servers know (UTS 46, non-transitional) and refuses what they cannot.
var domains = idna.New(
	idna.MapForLookup(), idna.BidiRule(), idna.CheckJoiners(true), idna.StrictDomainName(true), idna.VerifyDNSLength(true),
)

// ParseAddress reads an e-mail address and gives it with its domain in lower-case ASCII: what is compared, stored and
// written into letters. It takes the dot-atom form of RFC 5321 (4.1.2) alone, in ASCII before the @, with at least two
// labels behind it, at most 254 bytes in all. Names, comments, groups, quoted parts, address literals and spaces are
// refused: every one of them has once made a mailer write to somebody else. The error is Invalid, email.malformed.
func ParseAddress(s string) (string, error) {
	bad := &rozmova.Error{Kind: rozmova.Invalid, Reason: "email.malformed", Field: "email"}
	if len(s) > 254 || !utf8.ValidString(s) { // idna takes a broken byte for U+FFFD, and that for a letter
		return "", bad
	}
	local, domain, found := strings.Cut(s, "@")
	if !found || len(local) > 64 || !dotAtom(local) || strings.HasSuffix(domain, ".") {
		return "", bad
	}
	domain, err := domains.ToASCII(domain)
	if err != nil {
		return "", bad
	}
	domain = strings.ToLower(domain)
	if again, err := domains.ToASCII(domain); err != nil || again != domain {
		return "", bad // a name that would not be read as it is written
	}
	dot := strings.LastIndexByte(domain, '.')
	if dot < 1 || !strings.ContainsFunc(domain[dot:], func(r rune) bool { return r >= 'a' && r <= 'z' }) {
		return "", bad // one label, or the end of an IP address
	}
	for label := range strings.SplitSeq(domain, ".") {
		if !token(label) || label[0] == '-' || label[len(label)-1] == '-' {
			return "", bad
		}
	}
	if len(local)+1+len(domain) > 254 {
		return "", bad
	}
	return local + "@" + domain, nil
}

// dotAtom reports whether s is atoms joined by single dots (RFC 5322, 3.2.3).
func dotAtom(s string) bool {
	for atom := range strings.SplitSeq(s, ".") {
		if atom == "" {
			return false
		}
		for i := range len(atom) {
			c := atom[i]
			if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) < 0 {
				return false
			}
		}
	}
	return true
}
