package newsroom

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
)

// next gives the story that the draft makes: a new one or, where there is a current one, its next revision.
func (p *publication) next(current *rozmova.Story) *rozmova.Story {
	s := p.draft.Story // its slices are not written to
	s.Site, s.Changed, s.Published = p.d.site.ID, p.now, p.published()
	if current == nil {
		s.ID, s.Thread, s.Revision = rozmova.NewID[rozmova.Story](p.now), rozmova.NewID[rozmova.Thread](p.now), 1
		current = &rozmova.Story{}
	} else {
		s.ID, s.Thread, s.Revision = current.ID, current.Thread, current.Revision+1
		if !s.Changed.After(current.Changed) { // a clock that was set back
			s.Changed = current.Changed.Add(time.Microsecond)
		}
	}
	s.Corrections = corrected(current.Corrections, s.Corrections, p.now)
	s.State = rozmova.PublicStory
	switch {
	case p.o.Draft:
		s.State = rozmova.Draft
		s.Published = time.Time{}
	case current.Shown():
		s.Published = current.Published
	case current.Revision > 0: // a draft: what was written before it went out is not for readers
		s.Published = s.Changed
	case s.Published.IsZero():
		s.Published = s.Changed
	default: // it appeared elsewhere, then
		s.Changed = s.Published
	}
	if !p.o.Draft && retracted(s.Corrections) {
		s.State = rozmova.RetractedNote
	}
	if p.draft.lines["developing"] == 0 { // the file does not say
		s.Developing = current.Developing
	}
	s.Statements = slices.Clone(s.Statements)
	for i := range s.Statements {
		s.Statements[i].Anchor.Revision = s.Revision
	}
	filled(&s)
	s.Modified, s.Worded = s.ModifiedAfter(current), s.WordedAfter(current)
	return &s
}

// filled makes lists that have no items empty ones, as the API shows them.
func filled(s *rozmova.Story) {
	s.Sources = append([]rozmova.Source{}, s.Sources...)
	s.Sides = append([]rozmova.Side{}, s.Sides...)
	s.Statements = append([]rozmova.Statement{}, s.Statements...)
	s.Developments = append([]rozmova.Development{}, s.Developments...)
	for i := range s.Developments {
		s.Developments[i].Earlier = append([]rozmova.EarlierValue{}, s.Developments[i].Earlier...)
	}
	s.Corrections = append([]rozmova.Correction{}, s.Corrections...)
}

// corrected gives the corrections that were there and behind them those that are new. One of the file is one that was there
// where they are alike in everything the file says, else where they have kind and time in common: then its words have been
// mended, and it stands in the old one's stead.
func corrected(before, now []rozmova.Correction, at time.Time) []rozmova.Correction {
	all := slices.Clone(before)
	taken := make([]bool, len(before))
	find := func(is func(old rozmova.Correction) bool) int {
		for i, old := range before {
			if !taken[i] && is(old) {
				taken[i] = true
				return i
			}
		}
		return -1
	}
	var rest []rozmova.Correction
	for _, c := range now {
		if find(func(old rozmova.Correction) bool {
			if c.At.IsZero() || old.At.Equal(c.At) {
				old.At = c.At
			}
			return old == c
		}) < 0 {
			rest = append(rest, c)
		}
	}
	for _, c := range rest {
		if c.At.IsZero() {
			c.At = at
			all = append(all, c)
		} else if i := find(func(old rozmova.Correction) bool { return old.Kind == c.Kind && old.At.Equal(c.At) }); i >= 0 {
			all[i] = c
		} else {
			all = append(all, c)
		}
	}
	return all
}

// retracted reports whether the story as a whole was taken back, and not one of its statements or dated facts.
func retracted(corrections []rozmova.Correction) bool {
	return slices.ContainsFunc(corrections, func(c rozmova.Correction) bool {
		return c.Kind == rozmova.Retraction && c.Statement == "" && c.Development == ""
	})
}

// same reports whether two revisions of a story have the same content.
func same(a, b *rozmova.Story) bool {
	content := func(s *rozmova.Story) string {
		c := *s
		c.Revision, c.Changed, c.Modified = 0, time.Time{}, time.Time{}
		c.Statements = slices.Clone(c.Statements)
		for i := range c.Statements {
			c.Statements[i].Anchor.Revision = 0
		}
		filled(&c)
		text, err := json.Marshal(c)
		if err != nil {
			return err.Error() // a year above 9999, which Parse does not let in
		}
		return string(text)
	}
	return a.Group == b.Group && slices.Equal(a.Authors, b.Authors) && content(a) == content(b)
}

// join puts the story into the group of those that translate each other, and gives the others that readers may see.
func (p *publication) join(s *rozmova.Story) ([]*rozmova.Story, error) {
	if s.Group = s.ID; p.draft.desk && !p.draft.Story.Group.IsZero() {
		s.Group = p.draft.Story.Group
	}
	if p.draft.TranslationOf == "" {
		return p.siblings(s)
	}
	of, err := p.tx.StoryBySlug(p.d.site.ID, p.draft.TranslationOf)
	if errors.Is(err, rozmova.NotFound) || err == nil && of.ID == s.ID {
		return nil, p.refuse(rozmova.Invalid, "translation_of", "publish.translation_unknown", "Slug", string(p.draft.TranslationOf))
	}
	if err != nil {
		return nil, err
	}
	s.Group = of.Group
	siblings, err := p.siblings(s)
	if err != nil {
		return nil, err
	}
	for _, other := range append(siblings, of) {
		if other.ID != s.ID && other.Language == s.Language {
			return nil, p.refuse(rozmova.Invalid, "translation_of", "publish.translation_language", "Slug", string(other.Slug), "Language", string(s.Language))
		}
	}
	return siblings, nil
}

// siblings gives the stories of a story's group that readers may see, without itself.
func (p *publication) siblings(s *rozmova.Story) ([]*rozmova.Story, error) {
	group, err := p.tx.Translations(s.Group)
	return slices.DeleteFunc(group, func(other *rozmova.Story) bool { return other.ID == s.ID }), err
}
