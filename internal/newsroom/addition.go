package newsroom

import (
	"context"
	"crypto/sha256"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/richtext"
	"github.com/rozmova/rozmova/internal/store"
)

// Bounds of an addition, in runes.
const (
	MaxAddition = 20_000 // of its text
	MaxTitle    = 200
	MaxByline   = 120
	MaxNote     = 500
)

// An AdditionText is what an editor types.
type AdditionText struct {
	Title  string
	Body   string // Markdown, as readers have it: a line break stays one
	Byline string // empty: as it was, or the editor's pen name
	Key    string // known again where it is sent twice; empty: it is not
}

// Add publishes an addition to a developing story. The editor must be one of the story's section. What was added before with the same Key is given
// again.
//
// Refusals: Unauthenticated, Forbidden (role.editor_needed), NotFound, addition.closed (Conflict: the story does not develop);
// Invalid by field: addition.empty and addition.too_long (body, title, byline).
func (d *Desk) Add(ctx context.Context, editor *rozmova.Reader, slug rozmova.Slug, text AdditionText) (*rozmova.Addition, error) {
	var a *rozmova.Addition
	err := d.change(ctx, editor, slug, func(tx *store.Tx, s *rozmova.Story, now time.Time) (*rozmova.Audit, error) {
		key := sha256.Sum256([]byte("addition " + editor.ID.String() + " " + s.ID.String() + " " + text.Key))
		digest := sha256.Sum256([]byte(text.Title + "\x00" + text.Body + "\x00" + text.Byline))
		if text.Key != "" {
			result, done, err := tx.Once(key[:], digest[:])
			if err != nil {
				return nil, err
			}
			if done {
				a, err = tx.Addition(rozmova.ID[rozmova.Addition](result))
				return nil, err
			}
		}
		if s.Developing == rozmova.NotDeveloping || s.State != rozmova.PublicStory {
			return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "addition.closed"}
		}
		a = &rozmova.Addition{ID: rozmova.NewID[rozmova.Addition](now), Site: s.Site, Story: s.ID, By: editor.ID, State: rozmova.AdditionPublished, At: now, Changed: now}
		if err := write(a, editor, text); err != nil {
			return nil, err
		}
		if err := tx.AddAddition(a); err != nil {
			return nil, err
		}
		if text.Key != "" {
			if err := tx.Done(key[:], digest[:], a.ID, now); err != nil {
				return nil, err
			}
		}
		return d.added(tx, editor, s, a, "addition.published")
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// ChangeAddition puts other words in the place of an addition's, with a note for readers that says why. Unchanged words change nothing.
// Refusals as of Add, besides addition.note_missing and addition.too_long on note (Invalid) and addition.taken_back (Conflict).
func (d *Desk) ChangeAddition(ctx context.Context, editor *rozmova.Reader, slug rozmova.Slug, id rozmova.ID[rozmova.Addition], text AdditionText, note string) error {
	return d.change(ctx, editor, slug, func(tx *store.Tx, s *rozmova.Story, now time.Time) (*rozmova.Audit, error) {
		a, err := standing(tx, s, id)
		if err != nil {
			return nil, err
		}
		before := *a
		var wrong error
		if a.Note, wrong = noted(note); wrong != nil {
			wrong = errors.Join(write(a, editor, text), wrong)
		} else {
			wrong = write(a, editor, text)
		}
		if before.Source == a.Source && before.Title == a.Title && before.Byline == a.Byline {
			return nil, nil
		}
		if wrong != nil {
			return nil, wrong
		}
		a.Changed = later(now, a.Changed)
		if err := tx.ChangeAddition(a); err != nil {
			return nil, err
		}
		return d.added(tx, editor, s, a, "addition.changed")
	})
}

// TakeBackAddition takes the words of an addition away; its place, its time and the note that says why stay. Refusals as of ChangeAddition.
func (d *Desk) TakeBackAddition(ctx context.Context, editor *rozmova.Reader, slug rozmova.Slug, id rozmova.ID[rozmova.Addition], note string) error {
	return d.change(ctx, editor, slug, func(tx *store.Tx, s *rozmova.Story, now time.Time) (*rozmova.Audit, error) {
		a, err := standing(tx, s, id)
		if err != nil {
			return nil, err
		}
		if a.Note, err = noted(note); err != nil {
			return nil, err
		}
		a.State, a.Title, a.Source, a.Body, a.Changed = rozmova.AdditionTakenBack, "", "", []rozmova.Block{}, later(now, a.Changed)
		if err := tx.ChangeAddition(a); err != nil {
			return nil, err
		}
		return d.added(tx, editor, s, a, "addition.taken_back")
	})
}

// SetDeveloping begins or ends that a story is added to, or turns the order of its additions. Open pages hear that the
// story changed; when readers were last told of a change does not move. Refusals as of Add, and story.developing (Invalid).
func (d *Desk) SetDeveloping(ctx context.Context, editor *rozmova.Reader, slug rozmova.Slug, how rozmova.Developing) error {
	return d.change(ctx, editor, slug, func(tx *store.Tx, s *rozmova.Story, now time.Time) (*rozmova.Audit, error) {
		switch {
		case how > rozmova.OldestFirst:
			return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "story.developing", Field: "order"}
		case how == s.Developing:
			return nil, nil
		}
		s.Developing = how
		if err := tx.SetDeveloping(s); err != nil {
			return nil, err
		}
		seq, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.StoryChanged, Site: s.Site, Story: s.ID, Thread: s.Thread, Actor: editor.ID})
		if err != nil {
			return nil, err
		}
		return &rozmova.Audit{Action: "story.developing", Kind: "story", Subject: s.ID}, tx.TouchThread(s.Thread, seq)
	})
}

// added tells the log of an addition and keeps when readers were last told of a change.
func (d *Desk) added(tx *store.Tx, editor *rozmova.Reader, s *rozmova.Story, a *rozmova.Addition, action string) (*rozmova.Audit, error) {
	s.Modified = s.ModifiedBy(a)
	if err := tx.SetDeveloping(s); err != nil {
		return nil, err
	}
	seq, err := tx.Append(rozmova.Event{At: a.Changed, Kind: rozmova.AdditionChanged, Site: s.Site, Story: s.ID, Thread: s.Thread, Actor: editor.ID, Ref: a.ID})
	if err != nil {
		return nil, err
	}
	return &rozmova.Audit{Action: action, Kind: "story", Subject: s.ID}, tx.TouchThread(s.Thread, seq)
}

// standing gives an addition of a story that was not taken back.
func standing(tx *store.Tx, s *rozmova.Story, id rozmova.ID[rozmova.Addition]) (*rozmova.Addition, error) {
	a, err := tx.Addition(id)
	if err != nil {
		return nil, err
	}
	if a.Story != s.ID {
		return nil, rozmova.NotFound
	}
	if a.State == rozmova.AdditionTakenBack {
		return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "addition.taken_back"}
	}
	return a, nil
}

// write puts what was typed into an addition. The error tells of every field that is wrong.
func write(a *rozmova.Addition, editor *rozmova.Reader, text AdditionText) error {
	var wrong []error
	refuse := func(reason, field string, args map[string]any) {
		wrong = append(wrong, &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: field, Args: args})
	}
	bounded := func(field, s string, most int) string {
		if n := utf8.RuneCountInString(s); n > most {
			refuse("addition.too_long", field, map[string]any{"Max": most, "Number": n})
		}
		return s
	}
	a.Title = bounded("title", line(text.Title), MaxTitle)
	if by := bounded("byline", line(text.Byline), MaxByline); by != "" {
		a.Byline = by
	} else if a.Byline == "" {
		a.Byline = editor.PenName
	}
	source, err := lang.Clean(strings.ToValidUTF8(text.Body, "\uFFFD"))
	if err != nil {
		return err
	}
	a.Source = strings.TrimSpace(strings.ReplaceAll(source, "\r\n", "\n"))
	body, err := richtext.Comment(a.Source, richtext.CommentLimits{Runes: MaxAddition, Links: 100})
	var e *rozmova.Error
	switch {
	case errors.As(err, &e) && e.Reason == "comment.too_long":
		bounded("body", a.Source, MaxAddition)
	case errors.As(err, &e) && e.Reason == "comment.empty":
		refuse("addition.empty", "body", nil)
	case err != nil:
		wrong = append(wrong, err)
	}
	a.Body = body
	return errors.Join(wrong...)
}

// noted cleans a note that must not be empty.
func noted(note string) (string, error) {
	note = line(note)
	if note == "" {
		return "", &rozmova.Error{Kind: rozmova.Invalid, Reason: "addition.note_missing", Field: "note"}
	}
	if n := utf8.RuneCountInString(note); n > MaxNote {
		return note, &rozmova.Error{Kind: rozmova.Invalid, Reason: "addition.too_long", Field: "note", Args: map[string]any{"Max": MaxNote, "Number": n}}
	}
	return note, nil
}

// later gives a time that is after another, where a clock was set back too.
func later(now, before time.Time) time.Time {
	if now.After(before) {
		return now
	}
	return before.Add(time.Microsecond)
}
