package config

import (
	"fmt"
	"slices"
	"strings"
)

// A Section names a section of the site in the languages of the interface. It is written "svit: uk=Світ; en=The world", and
// "svit: Світ" where one name serves all.
type Section struct {
	Slug  string
	Names map[string]string // by language; "" for all that have none of their own
}

// UnmarshalText reads a section as it stands in the settings.
func (s *Section) UnmarshalText(text []byte) error {
	slug, rest, ok := strings.Cut(string(text), ":")
	s.Slug, s.Names = strings.TrimSpace(slug), map[string]string{}
	if !ok || s.Slug == "" || strings.TrimSpace(rest) == "" {
		return fmt.Errorf(`%q is not a section such as "svit: uk=Світ; en=The world"`, text)
	}
	for part := range strings.SplitSeq(rest, ";") {
		lang, name, ok := strings.Cut(part, "=")
		if !ok {
			lang, name = "", part
		}
		if lang, name = strings.TrimSpace(lang), strings.TrimSpace(name); name != "" {
			s.Names[lang] = name
		}
	}
	return nil
}

// String writes the section as UnmarshalText reads it.
func (s Section) String() string {
	var parts []string
	for lang, name := range s.Names {
		if lang != "" {
			name = lang + "=" + name
		}
		parts = append(parts, name)
	}
	slices.Sort(parts)
	return s.Slug + ": " + strings.Join(parts, "; ")
}

// MarshalText is String.
func (s Section) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
