package config

import (
	"fmt"
	"strings"
)

// A Section names a section of the site in the languages of the interface. It is written "svit: uk=Світ; en=The world", and
// "svit: Світ" where one name serves all.
type Section struct {
	Slug  string
	Names Names
}

// UnmarshalText reads a section as it stands in the settings.
func (s *Section) UnmarshalText(text []byte) error {
	slug, rest, ok := strings.Cut(string(text), ":")
	s.Slug, s.Names = strings.TrimSpace(slug), Names{}
	if !ok || s.Slug == "" || strings.TrimSpace(rest) == "" {
		return fmt.Errorf(`%q is not a section such as "svit: uk=Світ; en=The world"`, text)
	}
	return s.Names.UnmarshalText([]byte(rest))
}

// String writes the section as UnmarshalText reads it.
func (s Section) String() string { return s.Slug + ": " + s.Names.String() }

// MarshalText is String.
func (s Section) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
