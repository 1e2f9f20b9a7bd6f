package config

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Names are what something is called in the languages of the interface, written "uk=Світ; en=The world", and "Світ" where one
// name serves all.
type Names map[string]string

// UnmarshalText reads names as they stand in the settings.
func (n *Names) UnmarshalText(text []byte) error {
	*n = Names{}
	for part := range strings.SplitSeq(string(text), ";") {
		n.add(part)
	}
	return nil
}

// add reads one of them; a language whose name is empty is left out.
func (n Names) add(part string) {
	lang, name, ok := strings.Cut(part, "=")
	if !ok {
		lang, name = "", part
	}
	if lang, name = strings.TrimSpace(lang), strings.TrimSpace(name); name != "" {
		n[lang] = name
	}
}

// String writes the names as UnmarshalText reads them.
func (n Names) String() string {
	var parts []string
	for lang, name := range n {
		if lang != "" {
			name = lang + "=" + name
		}
		parts = append(parts, name)
	}
	slices.Sort(parts)
	return strings.Join(parts, "; ")
}

// MarshalText is String.
func (n Names) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// In gives the name in a language, else the one for all.
func (n Names) In(lang string) string {
	if name := n[lang]; name != "" {
		return name
	}
	return n[""]
}

// A Provider lets readers sign in by OpenID Connect. It is written
// "google: issuer=https://accounts.google.com; client=…; secret_file=/etc/rozmova/google; uk=Google; en=Google".
type Provider struct {
	Key        string // part of its addresses: letters, digits and hyphens
	Issuer     string // as the provider's discovery document has it
	Client     string // client_id
	SecretFile string // file that holds client_secret; empty: a public client
	Names      Names
}

// UnmarshalText reads a provider as it stands in the settings.
func (p *Provider) UnmarshalText(text []byte) error {
	key, rest, ok := strings.Cut(string(text), ":")
	p.Key, p.Names = strings.TrimSpace(key), Names{}
	for part := range strings.SplitSeq(rest, ";") {
		name, value, _ := strings.Cut(part, "=")
		switch value = strings.TrimSpace(value); strings.TrimSpace(name) {
		case "issuer":
			p.Issuer = value
		case "client":
			p.Client = value
		case "secret_file":
			p.SecretFile = value
		default:
			p.Names.add(part)
		}
	}
	if !ok || p.Key == "" || p.Issuer == "" || p.Client == "" {
		return fmt.Errorf(`%q is not a provider such as "google: issuer=https://accounts.google.com; client=…; secret_file=…; uk=Google"`, text)
	}
	return nil
}

// String writes the provider as UnmarshalText reads it.
func (p Provider) String() string {
	parts := []string{"issuer=" + p.Issuer, "client=" + p.Client}
	if p.SecretFile != "" {
		parts = append(parts, "secret_file="+p.SecretFile)
	}
	if names := p.Names.String(); names != "" {
		parts = append(parts, names)
	}
	return p.Key + ": " + strings.Join(parts, "; ")
}

// MarshalText is String.
func (p Provider) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// Secret reads the client's secret; empty for a public client.
func (p *Provider) Secret() (string, error) {
	var secret Secret
	err := readSecret("membership.providers: "+p.Key+": secret", &secret, p.SecretFile)
	return secret.Reveal(), err
}

// providerKey is what a provider's key may be, which is a part of addresses.
var providerKey = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)

// validateProviders looks at the providers together; inside lets them stand in the operator's own network.
func validateProviders(list []Provider, inside bool, add func(key, format string, args ...any)) {
	const key = "membership.providers"
	seen := map[string]bool{}
	for _, p := range list {
		if !providerKey.MatchString(p.Key) {
			add(key, "%q is no key: it may have up to 40 of a–z, 0–9 and hyphens inside", p.Key)
		}
		if seen[p.Key] {
			add(key, "%s stands there twice", p.Key)
		}
		seen[p.Key] = true
		if problem := secureAddress(p.Issuer, inside); problem != "" {
			add(key, "%s: issuer %s", p.Key, problem)
		} else if strings.ContainsAny(p.Issuer, "?#") {
			add(key, "%s: issuer %q must have neither query nor fragment", p.Key, p.Issuer)
		}
		if _, err := p.Secret(); err != nil {
			add(key, "%v", err)
		}
		for lang := range p.Names {
			if lang != "" && !slices.Contains(languages, lang) {
				add(key, "%s: %q is none of issuer, client, secret_file, nor a language of the interface", p.Key, lang)
			}
		}
	}
}

// secureAddress tells what is wrong with an address that secrets go to; empty: nothing.
func secureAddress(address string, inside bool) string {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http":
		return fmt.Sprintf("%q is not an address such as https://accounts.example", address)
	case u.Scheme == "http" && !inside && !loopback(u.Hostname()):
		return fmt.Sprintf("%q must be https", address)
	}
	return ""
}
