package newsroom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A Working is the copy of a story that editors work on. Readers see none of it before it is published, and of its statements
// only what an editor confirmed.
type Working struct {
	Story   *rozmova.Story             `json:"-"` // as it stands in the store: what readers see, or a draft
	Base    int                        `json:"-"` // revision of Story that the copy was begun from, or that it became last
	Version int                        `json:"-"` // counts the savings; 0: nobody saved it yet
	By      rozmova.ID[rozmova.Reader] `json:"-"` // who saved it last; zero: nobody, or erased
	Editor  string                     `json:"-"` // pen name of By; empty: nobody's
	Changed time.Time                  `json:"-"`

	Text         int             `json:"text"` // Version at which headline, body and their like were last changed
	Headline     string          `json:"headline"`
	Standfirst   string          `json:"standfirst,omitempty"`
	Byline       string          `json:"byline,omitempty"`
	Section      rozmova.Slug    `json:"section,omitempty"`
	Language     rozmova.Locale  `json:"language"`
	Body         []rozmova.Block `json:"body"`
	Sources      []rozmova.Source
	Sides        []rozmova.Side
	Statements   []Marked // in the order of the body, an outer one before those nested in it; those that are gone last
	Developments []MarkedDate
	LeftOut      []NotStory
	Silences     []rozmova.Silence
	Next         int  // number of the next key
	Public       bool // readers see all that was confirmed: nothing was changed since it was published
}

// A MarkState says what an editor has said of a mark.
type MarkState string

// The states of marks. Readers see what is confirmed and nothing else.
const (
	Suggested MarkState = "suggested" // found in the text; nobody has said anything
	Waiting   MarkState = "waiting"   // an editor changed it and did not confirm it yet
	Confirmed MarkState = "confirmed"
	Again     MarkState = "again" // its words changed after it was confirmed
	Gone      MarkState = "gone"  // its words are no longer in the text
	Wrong     MarkState = "wrong" // dismissed: it is not suggested again
)

// Open reports whether an editor has still to decide about it.
func (s MarkState) Open() bool { return s == Suggested || s == Waiting || s == Again || s == Gone }

// A Marked is a statement of a working copy. Its Anchor marks the words in the copy's body, and its Content is what stands there; of one that is
// Gone it is what stood there.
type Marked struct {
	rozmova.Statement
	State MarkState `json:"state"`
	Turn  int       `json:"turn"`            // counts the changes of this card
	Was   string    `json:"was,omitempty"`   // of Again: the words that were confirmed
	Why   string    `json:"why,omitempty"`   // of one on background: why readers are not told the name
	Read  string    `json:"read,omitempty"`  // the speaker that the finder read in the text when it was confirmed
	Reads string    `json:"reads,omitempty"` // the speaker that it reads there now, where that is another
	Sure  float64   `json:"sure,omitempty"`  // of Suggested: 0 to 1
}

// A MarkedDate is a dated fact of a working copy.
type MarkedDate struct {
	rozmova.Development
	State  MarkState `json:"state"` // not Gone
	Turn   int       `json:"turn"`
	Signal string    `json:"signal,omitempty"` // the words that tell that it moved
	Found  [2]string `json:"found,omitzero"`   // the old and the new date as they stand in the text; empty for what an editor wrote
}

// A NotStory is a piece of the text that is probably not the story's.
type NotStory struct {
	Text  string    `json:"text"`
	Why   string    `json:"why"`   // a reason of attribution.NotStory
	State MarkState `json:"state"` // Suggested; Confirmed: it was left out; Wrong: it stays
}

// Statement gives the statement with a key, nil for none.
func (w *Working) Statement(key string) *Marked {
	for i := range w.Statements {
		if w.Statements[i].Key == key {
			return &w.Statements[i]
		}
	}
	return nil
}

// Source gives the source with a key, nil for none.
func (w *Working) Source(key string) *rozmova.Source {
	for i := range w.Sources {
		if w.Sources[i].Key == key {
			return &w.Sources[i]
		}
	}
	return nil
}

// Count tells how many statements are in a state.
func (w *Working) Count(states ...MarkState) int {
	n := 0
	for i := range w.Statements {
		if slices.Contains(states, w.Statements[i].State) {
			n++
		}
	}
	return n
}

// Behind reports whether the story was published anew, by a file or a program, after the copy was begun.
func (w *Working) Behind() bool { return w.Base < w.Story.Revision }

// key gives a key that nothing in the copy or the story has had.
func (w *Working) key(letter string) string {
	for {
		w.Next++
		key := letter + strconv.Itoa(w.Next)
		if !w.taken(key) {
			return key
		}
	}
}

func (w *Working) taken(key string) bool {
	return w.Statement(key) != nil || w.Source(key) != nil ||
		slices.ContainsFunc(w.Sides, func(s rozmova.Side) bool { return s.Key == key }) ||
		slices.ContainsFunc(w.Developments, func(d MarkedDate) bool { return d.Key == key }) ||
		slices.ContainsFunc(w.Silences, func(s rozmova.Silence) bool { return s.Key == key }) ||
		slices.ContainsFunc(w.Story.Statements, func(s rozmova.Statement) bool { return s.Key == key }) ||
		slices.ContainsFunc(w.Story.Corrections, func(c rozmova.Correction) bool { return c.Statement == key || c.Development == key })
}

// begun makes a working copy of a story as it stands.
func begun(s *rozmova.Story) *Working {
	w := &Working{
		Story: s, Base: s.Revision, Changed: s.Changed, Headline: s.Headline, Standfirst: s.Standfirst, Byline: s.Byline, Section: s.Section,
		Language: s.Language, Body: s.Body, Sources: slices.Clone(s.Sources), Sides: slices.Clone(s.Sides), Silences: slices.Clone(s.Silences), Public: s.Shown(),
	}
	for i := range w.Sources {
		w.Sources[i].Reader = rozmova.ID[rozmova.Reader]{} // publishing puts it back: a copy holds no reader's ID
	}
	for _, st := range s.Statements {
		m := Marked{Statement: st, State: Waiting}
		if st.Confirmed {
			m.State = Confirmed
		}
		w.Statements = append(w.Statements, m)
	}
	for _, dev := range s.Developments {
		w.Developments = append(w.Developments, MarkedDate{Development: dev, State: Confirmed})
	}
	w.sort()
	return w
}

// loaded gives the working copy of a story: what was saved, else one that is begun from the story.
func loaded(tx *store.Tx, s *rozmova.Story) (*Working, error) {
	row, err := tx.Working(s.ID)
	if errors.Is(err, rozmova.NotFound) {
		return begun(s), nil
	}
	if err != nil {
		return nil, err
	}
	return workingOf(s, row)
}

func workingOf(s *rozmova.Story, row *store.Working) (*Working, error) {
	w := &Working{Story: s, Base: row.Base, Version: row.Version, By: row.By, Changed: row.Changed}
	if err := json.Unmarshal(row.Doc, w); err != nil {
		return nil, fmt.Errorf("working copy of %s: %w", s.Slug, err)
	}
	return w, nil
}

// saved writes the next version of a working copy.
func (w *Working) saved(tx *store.Tx, by rozmova.ID[rozmova.Reader], now time.Time) error {
	w.Version++
	w.By, w.Changed = by, now
	doc, err := json.Marshal(w)
	if err != nil {
		return err
	}
	return tx.SetWorking(&store.Working{Story: w.Story.ID, Base: w.Base, Version: w.Version, Doc: doc, By: by, Changed: now})
}

// Working gives the working copy of a story, draft or public, to an editor of its section; where nobody saved one yet, it is the story
// as it stands with what is suggested. The errors are Unauthenticated, NotFound and role.editor_needed (Forbidden).
func (d *Desk) Working(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug) (*Working, error) {
	var w *Working
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		if w, err = d.working(tx, by, slug); err != nil || w.By.IsZero() {
			return err
		}
		saved, err := tx.Reader(w.By)
		if err == nil {
			w.Editor = saved.PenName
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return w, nil
}

// working loads a copy for somebody who may work on it.
func (d *Desk) working(tx *store.Tx, by *rozmova.Reader, slug rozmova.Slug) (*Working, error) {
	if by == nil {
		return nil, rozmova.Unauthenticated
	}
	if !slug.Valid() {
		return nil, rozmova.NotFound
	}
	s, err := tx.StoryBySlug(d.site.ID, slug)
	if err != nil {
		return nil, err
	}
	if by.Site != d.site.ID || !edits(by, s.Section) {
		return nil, &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.editor_needed"}
	}
	w, err := loaded(tx, s)
	if err == nil && w.Version == 0 {
		err = d.suggest(tx, w)
	}
	return w, err
}

// work changes a working copy and saves it. change gives false for what changes nothing.
func (d *Desk) work(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, change func(tx *store.Tx, w *Working) (bool, error)) (*Working, error) {
	var w *Working
	err := d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("slug " + d.site.ID.String() + " " + string(slug)); err != nil {
			return err
		}
		var err error
		if w, err = d.working(tx, by, slug); err != nil {
			return err
		}
		changed, err := change(tx, w)
		if err != nil || !changed {
			return err
		}
		w.sort()
		w.Public = false
		return w.saved(tx, by.ID, d.clock())
	})
	if err != nil {
		return nil, err
	}
	return w, nil
}
