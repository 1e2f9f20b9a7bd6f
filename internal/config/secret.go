package config

import (
	"fmt"
	"io"
	"log/slog"
)

// A Secret is a text that must not be seen: whatever prints, logs or encodes it shows ***, and an empty one shows nothing,
// so that a missing password can be told from a set one.
type Secret string

// Reveal is the secret itself. Call it where the secret is used, not before.
func (s Secret) Reveal() string { return string(s) }

// String masks the secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "***"
}

// Format masks the secret under every verb: without it %d would print the text within its complaint.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText masks the secret in JSON, TOML and wherever else encoders ask for text.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue masks the secret in log lines.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
