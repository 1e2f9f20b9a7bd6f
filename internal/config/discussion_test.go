package config

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSectionsHaveTermsOfTheirOwn(t *testing.T) {
	file := write(t, `
[discussion]
nesting = 0
[discussion.sections.svit]
links = 0
languages = ["uk", "ru"]
[discussion.sections.nasha-hromada]
runes = 1_000
older_than_days = 3
`)
	c, err := Load(file, []string{
		"ROZMOVA_DISCUSSION_SECTIONS_SVIT_PER_MINUTE=2", "ROZMOVA_DISCUSSION_SECTIONS_NASHA_HROMADA_OLDER_THAN_DAYS=30",
		"ROZMOVA_DISCUSSION_SECTIONS_NASHA_HROMADA_RUNES=", "ROZMOVA_DISCUSSION_SECTIONS_LYSTY_DO_NAS_WRITERS=invited",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]*SectionTerms{
		"svit":          {Links: new(0), Languages: []string{"uk", "ru"}, PerMinute: new(2)},
		"nasha-hromada": {OlderThanDays: new(30)},
		"lysty-do-nas":  {Writers: "invited"},
	}
	if diff := cmp.Diff(want, c.Discussion.Sections); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if c.Discussion.Nesting != 0 || c.Discussion.Order != "oldest" {
		t.Errorf("the site has %+v", c.Discussion)
	}
	var told []string
	for _, s := range c.Settings() {
		if len(s.Key) > len(sectionTable) && s.Key[:len(sectionTable)] == sectionTable {
			told = append(told, s.Key+"="+s.Value)
		}
	}
	if want := []string{
		"discussion.sections.lysty-do-nas.writers=invited", "discussion.sections.nasha-hromada.older_than_days=30",
		"discussion.sections.svit.links=0", "discussion.sections.svit.per_minute=2", "discussion.sections.svit.languages=uk,ru",
	}; !slices.Equal(told, want) {
		t.Errorf("check would tell %q, want %q", told, want)
	}
}
