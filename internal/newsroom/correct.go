package newsroom

import (
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// MaxCorrection is how many runes each text of a correction may have.
const MaxCorrection = 2000

// A Fix is a correction that an editor makes to a published story: the words of Right are put where those of Wrong stand.
type Fix struct {
	rozmova.Correction        // without At
	Date               string // of the dated fact as it is now, as rozmova.Development has it; empty: not known, where its value changes
	Seen               int    // the revision that the editor read
	Again              bool   // another revision may have come since: the editor has been told
}

// Correct makes a correction of a published story: a new revision, in which the right words stand where the wrong ones stood. Where words
// are corrected in a statement they are looked for there alone, and the statement stays confirmed; where in a dated fact, there and in
// what the text says outside of statements, for those are of who made them; else in headline, standfirst and text, outside of statements.
//
// Refusals: as of ToEdit; correction.changed (Conflict: there is a newer revision); Invalid by field, joined: correction.kind,
// correction.text_missing, correction.too_long, correction.target_unknown, correction.wrong_missing, correction.same,
// correction.no_place (in_place), and on wrong correction.not_found with Near, correction.several with N, correction.in_statement with Number.
func (d *Desk) Correct(ctx context.Context, editor *rozmova.Reader, slug rozmova.Slug, f Fix) (*rozmova.Story, error) {
	var next *rozmova.Story
	err := d.change(ctx, editor, slug, func(tx *store.Tx, s *rozmova.Story, now time.Time) (_ *rozmova.Audit, err error) {
		if next, err = f.revise(s, now); err != nil {
			return nil, err
		}
		if err := tx.ReviseStory(next, editor.ID); err != nil {
			return nil, err
		}
		seq, err := tx.Append(rozmova.Event{At: next.Changed, Kind: rozmova.StoryChanged, Site: s.Site, Story: s.ID, Thread: s.Thread, Actor: editor.ID})
		if err != nil {
			return nil, err
		}
		return &rozmova.Audit{Action: "story.corrected", Kind: "story", Subject: s.ID}, tx.TouchThread(s.Thread, seq)
	})
	if err != nil {
		return nil, err
	}
	return next, nil
}

// PreviewFix gives a story as it is and as it would be with a correction. Nothing is stored. Refusals as of Correct.
func (d *Desk) PreviewFix(ctx context.Context, editor *rozmova.Reader, slug rozmova.Slug, f Fix) (before, after *rozmova.Story, err error) {
	if before, err = d.ToEdit(ctx, editor, slug); err != nil {
		return nil, nil, err
	}
	after, err = f.revise(before, d.clock())
	return before, after, err
}

// revise gives the revision that a correction makes of a story.
func (f *Fix) revise(s *rozmova.Story, now time.Time) (*rozmova.Story, error) {
	if f.Seen != s.Revision && !f.Again {
		return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "correction.changed"}
	}
	c, err := f.clean(s)
	if err != nil {
		return nil, err
	}
	next := *s
	next.Revision, next.Changed = s.Revision+1, later(now, s.Changed)
	c.At = next.Changed
	next.Corrections = append(slices.Clone(s.Corrections), c)
	next.Statements, next.Developments = slices.Clone(s.Statements), slices.Clone(s.Developments)
	if c.Wrong != "" {
		if err := f.replace(&next, &c); err != nil {
			return nil, err
		}
		next.Corrections[len(s.Corrections)].Wrong = c.Wrong // as it stood
	}
	for i := range next.Statements {
		next.Statements[i].Anchor.Revision = next.Revision
	}
	if retracted(next.Corrections) {
		next.State = rozmova.RetractedNote
	}
	filled(&next)
	next.Modified, next.Worded = next.ModifiedAfter(s), next.WordedAfter(s)
	return &next, nil
}

// clean gives the correction with clean texts, or everything that is wrong with it but where the words stand.
func (f *Fix) clean(s *rozmova.Story) (rozmova.Correction, error) {
	c := f.Correction
	var wrong []error
	refuse := func(reason, field string, args map[string]any) {
		wrong = append(wrong, &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: field, Args: args})
	}
	for _, t := range []struct {
		text  *string
		field string
	}{{&c.Text, "text"}, {&c.Wrong, "wrong"}, {&c.Right, "right"}} {
		*t.text = line(*t.text)
		if n := utf8.RuneCountInString(*t.text); n > MaxCorrection {
			refuse("correction.too_long", t.field, map[string]any{"Max": MaxCorrection, "Number": n})
		}
	}
	if !slices.Contains([]rozmova.CorrectionKind{rozmova.Corrected, rozmova.Clarified, rozmova.Updated, rozmova.Retraction}, c.Kind) {
		refuse("correction.kind", "kind", nil)
	}
	if c.Text == "" {
		refuse("correction.text_missing", "text", nil)
	}
	statement := slices.ContainsFunc(s.Statements, func(st rozmova.Statement) bool { return st.Key == c.Statement })
	fact := slices.ContainsFunc(s.Developments, func(d rozmova.Development) bool { return d.Key == c.Development })
	if c.Statement != "" && !statement || c.Development != "" && (!fact || c.Statement != "") {
		refuse("correction.target_unknown", "target", nil)
	}
	switch {
	case c.Right != "" && c.Wrong == "":
		refuse("correction.wrong_missing", "wrong", nil)
	case c.Wrong != "" && c.Wrong == c.Right:
		refuse("correction.same", "right", nil)
	case c.InPlace && c.Wrong == "" && c.Statement == "" && c.Development == "":
		refuse("correction.no_place", "in_place", nil)
	}
	if f.Date = line(f.Date); f.Date != "" && !isDate(f.Date) {
		refuse("correction.date", "date", nil)
	}
	return c, errors.Join(wrong...)
}
