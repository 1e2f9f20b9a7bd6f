package rozmova

import (
	"slices"
	"time"
)

// LastModified is when readers were last told that the story changed: dateModified of its markup, the updated time of its feeds, lastmod
// of sitemaps, and what its page says. Only a correction of any kind or, of a developing story, an addition that is published,
// changed or taken back moves it: a typing error that is mended and not told of does not. It is Published where nothing ever did,
// and the zero time of a draft.
func (s *Story) LastModified() time.Time {
	if s.Modified.After(s.Published) {
		return s.Modified
	}
	return s.Published
}

// ModifiedAfter gives Modified for the revision of a story that follows before; nil stands for none. Of a story that
// goes out for the first time the corrections tell that it brings from elsewhere.
func (s *Story) ModifiedAfter(before *Story) time.Time {
	if before == nil || !before.Shown() {
		at := s.Published
		for _, c := range s.Corrections {
			if s.Shown() && c.At.After(at) {
				at = c.At
			}
		}
		return at
	}
	at := before.LastModified()
	for _, c := range s.Corrections {
		known := slices.ContainsFunc(before.Corrections, func(old Correction) bool {
			same := old.At.Equal(c.At)
			old.At = c.At
			return same && old == c
		})
		if !known && s.Changed.After(at) {
			at = s.Changed
		}
	}
	return at
}

// WordedAfter gives Worded for the revision of a story that follows before; nil stands for none.
func (s *Story) WordedAfter(before *Story) time.Time {
	switch {
	case before == nil || !before.Shown():
		return s.Published
	case s.Headline != before.Headline || s.Standfirst != before.Standfirst || PlainText(s.Body) != PlainText(before.Body):
		return s.Changed
	case before.Worded.IsZero():
		return before.Changed
	}
	return before.Worded
}

// ModifiedBy gives Modified for a story of which an addition was published, changed or taken back.
func (s *Story) ModifiedBy(a *Addition) time.Time {
	if at := s.LastModified(); !a.Changed.After(at) {
		return at
	}
	return a.Changed
}

// CorrectionNumber gives the number of the i-th correction of the story, from 1 in the order of their times: what its address has.
func (s *Story) CorrectionNumber(i int) int {
	n := 1
	for j := range s.Corrections {
		if a, b := s.Corrections[j].At, s.Corrections[i].At; a.Before(b) || a.Equal(b) && j > i {
			n++
		}
	}
	return n
}

// TakenBack finds the correction by which a statement of the story was taken back; nil for none. The statement's address
// goes on answering, with that correction; nobody is said to have said it any more.
func (s *Story) TakenBack(statement string) *Correction {
	for i := range s.Corrections {
		if c := &s.Corrections[i]; c.Kind == Retraction && c.Statement == statement && statement != "" {
			return c
		}
	}
	return nil
}
