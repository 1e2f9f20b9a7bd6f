package web

import (
	"time"

	"github.com/rozmova/rozmova"
)

// FrontPage is the site's first page. Page: front.
type FrontPage struct {
	Frame
	Lead     *StoryCard     // nil: nothing is published yet
	Latest   []StoryCard    // newest first, without the lead
	Sections []SectionBlock // by section, without what stands above; a section without stories is left out
}

// Seconds are the stories of Latest that stand below the lead, where there are enough of them to fill both columns.
func (p *FrontPage) Seconds() []StoryCard {
	switch n := len(p.Latest); {
	case n >= 8:
		return p.Latest[:4]
	case n >= 4:
		return p.Latest[:2]
	}
	return nil
}

// Briefs are the rest of Latest.
func (p *FrontPage) Briefs() []StoryCard { return p.Latest[len(p.Seconds()):] }

// A SectionBlock is a section on the front page.
type SectionBlock struct {
	Section SectionLink
	Stories []StoryCard // newest first
}

// SectionPage lists a section. Page: section.
type SectionPage struct {
	Frame
	Section SectionLink
	Stories []StoryCard // newest first; the first is shown as the lead
	Older   string      // site path of the page with older ones; empty for none
	Newer   string      // site path of the page with newer ones; empty for none
}

// A StoryCard is a story in a list.
type StoryCard struct {
	Slug       rozmova.Slug
	Language   rozmova.Locale
	Section    SectionLink // zero for none
	Headline   string
	Standfirst string
	Byline     string
	Published  time.Time
	Changed    time.Time // shown where it is later than Published
	Comments   int
	Sources    int  // how many sources it names
	Corrected  bool // it carries a correction
	Retracted  bool
}
