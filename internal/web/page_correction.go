package web

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/richtext"
)

// A CorrectionView is a correction with the note that it concerns.
type CorrectionView struct {
	rozmova.Correction
	Note   *NoteRef // nil for none
	Fact   string   // what the dated fact is that it concerns; empty for none
	Number int      // counts from 1, the first that was published
	Story  StoryRef // that it was published on
	Placed bool     // it is shown where it was wrong, and told of below the story
}

// Path is the site path of the correction in its story.
func (c CorrectionView) Path() string {
	return "/stories/" + string(c.Story.Slug) + "#correction-" + strconv.Itoa(c.Number)
}

// Stamp is the time of the correction in microseconds.
func (c CorrectionView) Stamp() int64 { return c.At.UnixMicro() }

// viewCorrections gives the corrections of a story, the latest first.
func viewCorrections(s *rozmova.Story, notes []StatementNote) []CorrectionView {
	refs := map[string]*NoteRef{}
	for _, n := range notes {
		refs[n.Key] = &NoteRef{n.Key, n.Number}
	}
	var views []CorrectionView
	for _, c := range s.Corrections {
		view := CorrectionView{Correction: c, Note: refs[c.Statement], Story: refOf(s)}
		for _, d := range s.Developments {
			if d.Key == c.Development {
				view.Fact = d.What
			}
		}
		views = append(views, view)
	}
	for i := range views {
		views[i].Number = s.CorrectionNumber(i)
	}
	slices.SortFunc(views, func(a, b CorrectionView) int { return b.Number - a.Number })
	return views
}

// Top are the corrections that are shown above the story.
func (s *StoryView) Top() []CorrectionView { return s.corrections(false) }

// Below are those that are shown in place, which are told of below the story.
func (s *StoryView) Below() []CorrectionView { return s.corrections(true) }

func (s *StoryView) corrections(placed bool) (list []CorrectionView) {
	for _, c := range s.Corrections {
		if c.Placed == placed {
			list = append(list, c)
		}
	}
	return list
}

// placeInText shows the corrections in place that have one: the old words struck before the new ones, with the way to the explanation. What
// has no place stays above the story.
func placeInText(v *StoryView, s *rozmova.Story, p *i18n.Printer) {
	marks := viewMarks(s, v.Notes)
	found := false
	for i := range v.Corrections {
		c := &v.Corrections[i]
		if !c.InPlace {
			continue
		}
		if c.Development != "" {
			c.Placed = placeFact(v, s, c)
			continue
		}
		if mark, ok := placeWords(s, c, p); ok {
			marks = append(marks, mark)
			c.Placed, found = true, true
		}
	}
	if found {
		v.Body = richtext.HTML(s.Body, richtext.Options{Lang: string(s.Language), Typeset: true, BlockIDs: true, Marks: marks})
	}
}

// placeFact puts a correction with its dated fact.
func placeFact(v *StoryView, s *rozmova.Story, c *CorrectionView) bool {
	for i, d := range s.Developments {
		if d.Key == c.Development && i < len(v.Facts) {
			v.Facts[i].Fixes = append(v.Facts[i].Fixes, *c)
			return true
		}
	}
	return false
}

// placeWords marks the words that a correction put in, where they stand once; else the statement that it corrects.
func placeWords(s *rozmova.Story, c *CorrectionView, p *i18n.Printer) (richtext.Mark, bool) {
	number := strconv.Itoa(c.Number)
	spoken := func(id string) string {
		return `<span class="hidden" lang="` + p.Lang() + `">` + template.HTMLEscapeString(p.T(id)) + ` </span>`
	}
	link := `<a class="fix" href="#correction-` + number + `" lang="` + p.Lang() + `" aria-label="` + template.HTMLEscapeString(p.T("corrections.see", "Number", c.Number)) + `">*</a>`
	struck := ""
	if c.Wrong != "" {
		struck = `<del>` + spoken("corrections.was") + template.HTMLEscapeString(typeset(s.Language, c.Wrong)) + `</del> `
	}
	i := slices.IndexFunc(s.Statements, func(st rozmova.Statement) bool {
		return st.Key == c.Statement && st.Confirmed && st.Record != rozmova.OffRecord
	})
	if c.Right != "" {
		start, end := 0, len([]rune(rozmova.PlainText(s.Body)))
		if i >= 0 {
			start, end = richtext.Offsets(s.Body, s.Statements[i].Anchor)
		}
		text := string([]rune(rozmova.PlainText(s.Body))[start:end])
		if strings.Count(text, c.Right) == 1 {
			at := start + len([]rune(text[:strings.Index(text, c.Right)]))
			if a, err := richtext.AnchorAt(s.Body, at, at+len([]rune(c.Right))); err == nil {
				before := template.HTML(struck)                                                                                                                        //nolint:gosec // escaped above
				return richtext.Mark{Anchor: a, Class: "right", Ins: true, Before: before + template.HTML(spoken("corrections.is")), After: template.HTML(link)}, true //nolint:gosec // so is this
			}
		}
	}
	if i < 0 {
		return richtext.Mark{}, false
	}
	return richtext.Mark{Anchor: s.Statements[i].Anchor, Class: "corrected", After: template.HTML(" " + struck + link)}, true //nolint:gosec // escaped above
}

// CorrectionsPage lists the corrections of all stories. Page: corrections-page.
type CorrectionsPage struct {
	Frame
	Months []CorrectionMonth // those of this part, the latest first
	All    []MonthLink       // in which there are some
	Older  string            // site path of the part behind this one; empty for none
	Newest string            // site path of the first part; empty where this is it
}

// A CorrectionMonth is the corrections of a month that are on the page.
type CorrectionMonth struct {
	At   time.Time // in the month
	List []CorrectionView
}

// A MonthLink leads to where the corrections of a month begin.
type MonthLink struct {
	At    time.Time
	Path  string // site path
	Count int
	Here  bool
}
