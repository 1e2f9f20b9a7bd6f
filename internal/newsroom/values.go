package newsroom

import (
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/rozmova/rozmova"
)

// key gives the name by which an item is referred to: 1 to 40 of a–z, A–Z, 0–9, - and _. It becomes part of the addresses
// of statements.
func (f fields) key() string {
	s := f.required("key")
	if len(s) > 40 || strings.Trim(s, lowerCase+"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		f.p.refuse(f.at("key"), "key", "publish.key_malformed", "Key", shown(s))
		return ""
	}
	return s
}

func (f fields) slug(key string) rozmova.Slug {
	s := rozmova.Slug(f.text(key))
	if s != "" && !s.Valid() {
		f.p.refuse(f.at(key), key, "publish.slug_malformed", "Key", key, "Slug", shown(string(s)))
		return ""
	}
	return s
}

// source gives the key of one of the story's sources.
func (f fields) source(key string) string {
	s := f.text(key)
	if s != "" && f.p.draft.Story.SourceByKey(s) == nil {
		f.p.refuse(f.at(key), key, "publish.source_unknown", "Key", shown(s))
	}
	return s
}

// side gives the key of one of the story's sides.
func (f fields) side(key string) string {
	s := f.text(key)
	if s != "" && f.p.draft.Story.SideByKey(s) == nil {
		f.p.refuse(f.at(key), key, "publish.side_unknown", "Key", shown(s))
	}
	return s
}

// time gives a moment: RFC 3339, or a day, which begins at midnight UTC.
func (f fields) time(key string) time.Time {
	s := f.text(key)
	if s == "" {
		return time.Time{}
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1 {
			return t.UTC().Truncate(time.Microsecond)
		}
	}
	f.p.refuse(f.at(key), key, "publish.time_malformed", "Key", key, "Value", shown(s))
	return time.Time{}
}

// date gives a day as a Development has it: YYYY-MM-DD, YYYY-MM, --MM-DD or RFC 3339.
func (f fields) date(key string) string {
	s := f.text(key)
	if s == "" {
		return ""
	}
	if !isDate(s) {
		f.p.refuse(f.at(key), key, "publish.date_malformed", "Key", key, "Value", shown(s))
		return ""
	}
	return s
}

// isDate reports whether s is a day as a Development has it.
func isDate(s string) bool {
	day := s
	if rest, ok := strings.CutPrefix(s, "--"); ok {
		day = "2024-" + rest // a leap year, so that 29 February is one
	}
	for _, layout := range []struct{ layout, s string }{{time.DateOnly, day}, {time.RFC3339, s}, {"2006-01", s}} {
		if _, err := time.Parse(layout.layout, layout.s); err == nil {
			return true
		}
	}
	return false
}

// DateOf gives of a date that attribution found what a Development takes: the day without an hour, a month with its year; empty for a month
// alone, which no page can tell machines.
func DateOf(value string) string {
	if day, _, ok := strings.Cut(value, "T"); ok && !isDate(value) {
		value = day
	}
	if value == "" || !isDate(value) {
		return ""
	}
	return value
}

// link gives an absolute http or https address.
func (f fields) link(key string) string {
	s := f.text(key)
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || len(s) > 2000 ||
		strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\\' || r == '"' || r == '<' }) {
		f.p.refuse(f.at(key), key, "publish.link_malformed", "Key", key, "Value", shown(s))
		return ""
	}
	return s
}
