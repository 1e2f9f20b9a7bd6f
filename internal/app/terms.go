package app

import (
	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
)

// siteTerms are the terms of every discussion, as the operator set them. In the settings zero is zero; in them it is Never,
// for there a zero says nothing.
func siteTerms(c *config.Config) rozmova.ThreadSettings {
	d, l := &c.Discussion, &c.Limits
	t := rozmova.ThreadSettings{
		SlowMinutes: d.SlowMinutes, CloseAfterDays: orNever(&d.CloseAfterDays), Writers: rozmova.Writers(d.Writers), OlderThanDays: d.OlderThanDays,
		Runes: l.CommentRunes, Links: orNever(&l.CommentLinks), PerMinute: l.CommentsPerMinute, Nesting: orNever(&d.Nesting), Languages: locales(d.Languages),
	}
	if len(t.Languages) == 0 {
		t.Languages = []rozmova.Locale{rozmova.AnyLanguage}
	}
	return t
}

// sectionTerms are those of the sections that have some of their own, by their slugs.
func sectionTerms(c *config.Config) map[rozmova.Slug]rozmova.ThreadSettings {
	all := map[rozmova.Slug]rozmova.ThreadSettings{}
	for slug, s := range c.Discussion.Sections {
		if s == nil {
			continue
		}
		all[rozmova.Slug(slug)] = rozmova.ThreadSettings{
			SlowMinutes: orNothing(s.SlowMinutes), CloseAfterDays: orNever(s.CloseAfterDays), Writers: rozmova.Writers(s.Writers),
			OlderThanDays: orNothing(s.OlderThanDays), Runes: orNothing(s.Runes), Links: orNever(s.Links), PerMinute: orNothing(s.PerMinute),
			Nesting: orNever(s.Nesting), Languages: locales(s.Languages),
		}
	}
	return all
}

// orNever gives a number of the settings, Never for zero, and nothing where it is not set.
func orNever(n *int) int {
	if n != nil && *n == 0 {
		return rozmova.Never
	}
	return orNothing(n)
}

func orNothing(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

func locales(languages []string) []rozmova.Locale {
	var all []rozmova.Locale
	for _, l := range languages {
		all = append(all, rozmova.Locale(l))
	}
	return all
}
