package config

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

// Discussion is how readers talk under the stories. What a single comment may be stands in Limits; a section may have other
// terms, and a story its own, which its editor sets on its page.
type Discussion struct {
	SlowMinutes    int           `toml:"slow_minutes"`     // between two comments of a reader where a discussion is slow: 5
	CloseAfterDays int           `toml:"close_after_days"` // after a story came out; 0 (default): never
	Writers        string        `toml:"writers"`          // anyone (default), older, invited
	OlderThanDays  int           `toml:"older_than_days"`  // how long ago a reader must have joined where writers is older: 7
	Nesting        int           `toml:"nesting"`          // answers to answers in a row: 100; 0: all stand one under the other
	Languages      []string      `toml:"languages"`        // that comments may be written in; none (default): all
	EditWindow     time.Duration `toml:"edit_window"`      // in which authors may change every word: 5m
	Totals         string        `toml:"totals"`           // who sees the votes: shown (default: all), voted, hidden
	Order          string        `toml:"order"`            // where the reader chose none and there is no divide: bridges, respected, newest, oldest (default), answered
	Bridges        bool          `toml:"bridges"`          // the order across a divide is kept, and comes first where there is one: true
	Leanings       string        `toml:"leanings"`         // what leanings are found over for it: section (default: all its discussions), thread

	// Sections are the terms of some sections, by their slugs.
	Sections map[string]*SectionTerms `toml:"sections"`
}

// SectionTerms hold in one section, over those of the site. A key that is not set, which is nil or empty, says nothing.
type SectionTerms struct {
	Runes          *int     `toml:"runes"`      // limits.comment_runes
	Links          *int     `toml:"links"`      // limits.comment_links
	PerMinute      *int     `toml:"per_minute"` // limits.comments_per_minute
	SlowMinutes    *int     `toml:"slow_minutes"`
	CloseAfterDays *int     `toml:"close_after_days"` // 0: never
	Writers        string   `toml:"writers"`
	OlderThanDays  *int     `toml:"older_than_days"`
	Nesting        *int     `toml:"nesting"`   // 0: all stand one under the other
	Languages      []string `toml:"languages"` // * alone: all
}

func (d *Discussion) fill() {
	def(&d.SlowMinutes, 5)
	def(&d.Writers, "anyone")
	def(&d.OlderThanDays, 7)
	def(&d.EditWindow, 5*time.Minute)
	def(&d.Totals, "shown")
	def(&d.Order, "oldest")
	def(&d.Leanings, "section")
}

// sectionTable begins the keys of SectionTerms: discussion.sections.svit.runes.
const sectionTable = "discussion.sections."

// slugs lists the sections that have terms, in order.
func (d *Discussion) slugs() []string {
	var slugs []string
	for slug, terms := range d.Sections {
		if terms != nil {
			slugs = append(slugs, slug)
		}
	}
	slices.Sort(slugs)
	return slugs
}

// sectionKeys lists the keys of SectionTerms, without a table.
func sectionKeys() []string {
	var all []string
	for field := range reflect.TypeFor[SectionTerms]().Fields() {
		all = append(all, field.Tag.Get("toml"))
	}
	return all
}

// ofSection parts the name of a variable such as ROZMOVA_DISCUSSION_SECTIONS_SVIT_PER_MINUTE into the section, of which a
// hyphen is an underscore there, and the key. A section that the settings know wins over one that would be new.
func (d *Discussion) ofSection(name string) (slug, key string, ok bool) {
	rest, ok := strings.CutPrefix(name, envName(sectionTable))
	if !ok {
		return "", "", false
	}
	found := ""
	for _, k := range sectionKeys() {
		section, ok := strings.CutSuffix(rest, "_"+envPart(k))
		if ok && section != "" && len(k) > len(found) { // SVIT_OLDER_THAN_DAYS is no THAN_DAYS of SVIT_OLDER
			slug, found = strings.ToLower(strings.ReplaceAll(section, "_", "-")), k
		}
	}
	return slug, found, found != ""
}

// section gives the terms of a section, new ones where it has none.
func (d *Discussion) section(slug string) *SectionTerms {
	for _, known := range d.slugs() {
		if strings.ReplaceAll(known, "_", "-") == slug {
			return d.Sections[known]
		}
	}
	if d.Sections == nil {
		d.Sections = map[string]*SectionTerms{}
	}
	d.Sections[slug] = &SectionTerms{}
	return d.Sections[slug]
}

// writingLanguages are those in which comments can be told apart.
var writingLanguages = []string{"uk", "en", "ru"}

// Bounds of a discussion's terms.
const (
	fewestRunes   = 20
	mostRunes     = 10_000 // a form may have 64 KiB, and a Cyrillic letter takes six bytes in it (%D0%B0)
	mostLinks     = 100
	mostPerMinute = 60
	mostSlow      = 1_440 // a day
	mostDays      = 3_650
	mostNesting   = 200
)

func (d *Discussion) validate(add func(key, format string, args ...any)) {
	within(add, "discussion.slow_minutes", &d.SlowMinutes, 1, mostSlow)
	within(add, "discussion.close_after_days", &d.CloseAfterDays, 0, mostDays)
	oneOf(add, "discussion.writers", d.Writers, "anyone", "older", "invited")
	within(add, "discussion.older_than_days", &d.OlderThanDays, 1, mostDays)
	within(add, "discussion.nesting", &d.Nesting, 0, mostNesting)
	spoken(add, "discussion.languages", d.Languages)
	if d.EditWindow < time.Second || d.EditWindow > 24*time.Hour {
		add("discussion.edit_window", `%v is not between a second and a day; write it with its unit, such as "5m"`, d.EditWindow)
	}
	oneOf(add, "discussion.totals", d.Totals, "shown", "voted", "hidden")
	oneOf(add, "discussion.order", d.Order, "bridges", "respected", "newest", "oldest", "answered")
	oneOf(add, "discussion.leanings", d.Leanings, "section", "thread")
	for _, slug := range d.slugs() {
		key := sectionTable + slug
		if !isSlug(slug) {
			add(key, "%q is not the slug of a section: a to z, 0 to 9 and hyphens between them", slug)
		}
		s := d.Sections[slug]
		within(add, key+".runes", s.Runes, fewestRunes, mostRunes)
		within(add, key+".links", s.Links, 0, mostLinks)
		within(add, key+".per_minute", s.PerMinute, 1, mostPerMinute)
		within(add, key+".slow_minutes", s.SlowMinutes, 1, mostSlow)
		within(add, key+".close_after_days", s.CloseAfterDays, 0, mostDays)
		if s.Writers != "" {
			oneOf(add, key+".writers", s.Writers, "anyone", "older", "invited")
		}
		within(add, key+".older_than_days", s.OlderThanDays, 1, mostDays)
		within(add, key+".nesting", s.Nesting, 0, mostNesting)
		spoken(add, key+".languages", s.Languages)
	}
}

// within refuses a number outside its bounds; nil is none.
func within(add func(key, format string, args ...any), key string, n *int, least, most int) {
	if n != nil && (*n < least || *n > most) {
		add(key, "%d is not between %d and %d", *n, least, most)
	}
}

func oneOf(add func(key, format string, args ...any), key, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		add(key, "%q is none of %s", value, strings.Join(allowed, ", "))
	}
}

// spoken refuses languages that comments cannot be told to be in.
func spoken(add func(key, format string, args ...any), key string, languages []string) {
	for _, lang := range languages {
		switch {
		case lang == "*" && len(languages) > 1:
			add(key, "* means all languages and stands alone")
		case lang != "*" && !slices.Contains(writingLanguages, lang):
			add(key, "%q is not known; there are %s, and * for all", lang, strings.Join(writingLanguages, ", "))
		}
	}
}

// isSlug tells what a section's slug is made of, as the root package has it.
func isSlug(s string) bool {
	return s != "" && len(s) <= 80 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && s[0] != '-' && s[len(s)-1] != '-' && !strings.Contains(s, "--")
}
