package config

import (
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"slices"
	"strings"
)

// ReadTokenKeys reads the keys of the newsroom's own login by their kids: ed25519.PublicKey for EdDSA, *rsa.PublicKey for RS256,
// []byte for HS256.
func (m *Membership) ReadTokenKeys() (map[string]any, error) {
	keys := map[string]any{}
	for _, entry := range m.TokenKeys {
		kid, path, ok := strings.Cut(entry, ":")
		if kid, path = strings.TrimSpace(kid), strings.TrimSpace(path); !ok || kid == "" || path == "" {
			return nil, fmt.Errorf(`%q is not a key such as "2026:/etc/rozmova/login.pem"`, entry)
		}
		if keys[kid] != nil {
			return nil, fmt.Errorf("%s stands there twice", kid)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if keys[kid], err = tokenKey(m.TokenAlgorithm, text); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return keys, nil
}

// tokenKey reads the key of an algorithm. A public key is no secret of HS256, and the other way round: who holds the one could sign
// with it as the other.
func tokenKey(algorithm string, text []byte) (any, error) {
	block, _ := pem.Decode(text)
	if algorithm == "HS256" {
		secret := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
		switch {
		case block != nil || strings.Contains(secret, "-----BEGIN"):
			return nil, fmt.Errorf("is a PEM file, and HS256 takes a secret")
		case len(secret) < 32:
			return nil, fmt.Errorf("has %d bytes, and a secret of HS256 at least 32", len(secret))
		}
		return []byte(secret), nil
	}
	if block == nil || block.Type != "PUBLIC KEY" {
		return nil, fmt.Errorf(`is not a PEM file with a "PUBLIC KEY"`)
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	switch key := key.(type) {
	case ed25519.PublicKey:
		if algorithm == "EdDSA" {
			return key, nil
		}
	case *rsa.PublicKey:
		if algorithm == "RS256" && key.N.BitLen() < 2048 {
			return nil, fmt.Errorf("has %d bits, and a key of RS256 at least 2048", key.N.BitLen())
		}
		if algorithm == "RS256" {
			return key, nil
		}
	}
	return nil, fmt.Errorf("holds a key of another kind than %s takes", algorithm)
}

// validateToken looks at the newsroom's own login.
func (m *Membership) validateToken(add func(key, format string, args ...any)) {
	if m.TokenURL == "" {
		if m.TokenIssuer != "" || len(m.TokenKeys) > 0 {
			add("membership.token_url", "is missing beside membership.token_issuer and membership.token_keys")
		}
		return
	}
	if problem := secureAddress(m.TokenURL, m.AskInside); problem != "" {
		add("membership.token_url", "%s", problem)
	}
	var names Names
	_ = names.UnmarshalText([]byte(m.TokenName)) // never fails
	for lang := range names {
		if lang != "" && !slices.Contains(languages, lang) {
			add("membership.token_name", "%q is no language of the interface", lang)
		}
	}
	if m.TokenIssuer == "" {
		add("membership.token_issuer", "is missing beside membership.token_url")
	}
	algorithms := []string{"EdDSA", "RS256", "HS256"}
	if !slices.Contains(algorithms, m.TokenAlgorithm) {
		oneOf(add, "membership.token_algorithm", m.TokenAlgorithm, algorithms...)
		return
	}
	if len(m.TokenKeys) == 0 {
		add("membership.token_keys", "is missing beside membership.token_url")
	} else if _, err := m.ReadTokenKeys(); err != nil {
		add("membership.token_keys", "%v", err)
	}
}
