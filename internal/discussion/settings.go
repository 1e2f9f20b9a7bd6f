package discussion

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// A Setup is how a thread is kept, as its story's editor sets it.
type Setup struct {
	Mode    rozmova.ThreadMode
	Own     rozmova.ThreadSettings
	Beneath rozmova.ThreadSettings // what holds where Own says nothing; Configure does not read it
	Invited []string               // pen names of those who may write where Writers is Invited, besides the staff
}

// MaxMessage is the longest message above a discussion, in runes; MaxInvited how many readers can be invited to one.
const (
	MaxMessage = 500
	MaxInvited = 200
)

// Settings gives how a thread is kept to an editor of its story's section: Unauthenticated and Forbidden to others.
func (d *Desk) Settings(ctx context.Context, editor *rozmova.Reader, thread rozmova.ID[rozmova.Thread]) (setup *Setup, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		t, s, err := d.kept(tx, editor, thread)
		if err != nil {
			return err
		}
		setup = &Setup{Mode: t.Mode, Own: t.Settings, Beneath: d.beneath(s)}
		ids, err := tx.Invited(thread)
		if err != nil {
			return err
		}
		people, err := tx.Readers(ids)
		for _, r := range people {
			setup.Invited = append(setup.Invited, r.PenName)
		}
		slices.Sort(setup.Invited)
		return err
	})
	if err != nil {
		return nil, err
	}
	return setup, nil
}

// Configure sets how a thread is kept, for an editor of its story's section. What holds for a comment is what holds when it
// comes in. Each value that is wrong is an Invalid with its field, the name that ThreadSettings has in JSON, mode or invited;
// where there are several they are joined (errors.Join).
func (d *Desk) Configure(ctx context.Context, editor *rozmova.Reader, thread rozmova.ID[rozmova.Thread], setup Setup) error {
	if err := signedIn(editor); err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("thread " + thread.String()); err != nil { // the last event is of what holds
			return err
		}
		t, invited, err := d.fit(tx, editor, thread, &setup)
		if err != nil {
			return err
		}
		t.Mode, t.Settings = setup.Mode, setup.Own
		now := d.now()
		if err := d.audited(tx, editor, "thread.changed", "thread", t.ID, now); err != nil {
			return err
		}
		seq, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.ThreadChanged, Site: t.Site, Story: t.Story, Thread: t.ID, Actor: editor.ID})
		if err != nil {
			return err
		}
		if err := tx.SetThread(t); err != nil {
			return err
		}
		if err := tx.SetInvited(t.ID, invited); err != nil {
			return err
		}
		return tx.TouchThread(t.ID, seq)
	})
}

// CheckSetup tells what Configure would refuse, and sets nothing.
func (d *Desk) CheckSetup(ctx context.Context, editor *rozmova.Reader, thread rozmova.ID[rozmova.Thread], setup Setup) error {
	if err := signedIn(editor); err != nil {
		return err
	}
	return d.db.View(ctx, func(tx *store.Tx) error {
		_, _, err := d.fit(tx, editor, thread, &setup)
		return err
	})
}

// fit looks at how an editor would keep a thread, of which it cleans the message: it gives the thread and those who are
// invited, or all that is wrong.
func (d *Desk) fit(tx *store.Tx, editor *rozmova.Reader, thread rozmova.ID[rozmova.Thread], setup *Setup) (*rozmova.Thread, []rozmova.ID[rozmova.Reader], error) {
	t, _, err := d.kept(tx, editor, thread)
	if err != nil {
		return nil, nil, err
	}
	wrong := check(setup.Mode, &setup.Own)
	names, err := penNames(setup.Invited)
	if err != nil {
		wrong = append(wrong, err)
	}
	invited, err := d.named(tx, names)
	if err != nil && !errors.Is(err, rozmova.Invalid) {
		return nil, nil, err
	}
	return t, invited, errors.Join(append(wrong, err)...)
}

// kept gives an editor a thread to look after, with its story's head.
func (d *Desk) kept(tx *store.Tx, editor *rozmova.Reader, id rozmova.ID[rozmova.Thread]) (*rozmova.Thread, *rozmova.Story, error) {
	t, s, err := d.open(tx, editor, id)
	if err != nil {
		return nil, nil, err
	}
	return t, s, edits(editor, s)
}

// check looks at a mode and at a story's own settings, of which it cleans the message. It gives what is wrong.
func check(mode rozmova.ThreadMode, s *rozmova.ThreadSettings) (wrong []error) {
	refuse := func(reason, field string, args map[string]any) {
		wrong = append(wrong, &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: field, Args: args})
	}
	if mode < rozmova.Open || mode > rozmova.Closed {
		refuse("settings.mode", "mode", nil)
	}
	for _, n := range []struct {
		field      string
		value      int
		least, max int
		never      bool
	}{
		{"slow_minutes", s.SlowMinutes, 1, 1440, false},
		{"close_after_days", s.CloseAfterDays, 1, 3650, true},
		{"older_than_days", s.OlderThanDays, 1, 3650, false},
		{"runes", s.Runes, 20, 10_000, false},
		{"links", s.Links, 1, 100, true},
		{"per_minute", s.PerMinute, 1, 60, false},
		{"nesting", s.Nesting, 1, rozmova.MaxNesting, true},
	} {
		if n.value != 0 && (n.value < n.least || n.value > n.max) && !(n.never && n.value == rozmova.Never) {
			refuse("settings.number", n.field, map[string]any{"Min": n.least, "Max": n.max})
		}
	}
	for field, at := range map[string]time.Time{"opens": s.Opens, "closes": s.Closes} {
		if !at.IsZero() && (at.Year() < 2000 || at.Year() > 2999) {
			refuse("settings.time", field, nil)
		}
	}
	if !s.Opens.IsZero() && !s.Closes.IsZero() && !s.Opens.Before(s.Closes) {
		refuse("settings.closes_first", "closes", nil)
	}
	s.Opens, s.Closes = s.Opens.UTC(), s.Closes.UTC()
	if message, err := lang.Clean(s.Message); err != nil {
		refuse("text.not_utf8", "message", nil)
	} else if s.Message = strings.TrimSpace(message); utf8.RuneCountInString(s.Message) > MaxMessage {
		refuse("settings.message_too_long", "message", map[string]any{"N": utf8.RuneCountInString(s.Message), "Max": MaxMessage})
	}
	switch s.Writers {
	case "", rozmova.Anyone, rozmova.OlderReaders, rozmova.Invited:
	default:
		refuse("settings.writers", "writers", nil)
	}
	if !languages(s.Languages) {
		refuse("settings.languages", "languages", nil)
	}
	return wrong
}

// languages reports whether these may be the languages of a thread: AnyLanguage alone, or up to ten tags of two or three
// letters, each once.
func languages(list []rozmova.Locale) bool {
	if slices.Equal(list, []rozmova.Locale{rozmova.AnyLanguage}) {
		return true
	}
	for i, l := range list {
		if i == 10 || len(l) < 2 || len(l) > 3 || strings.Trim(string(l), "abcdefghijklmnopqrstuvwxyz") != "" || slices.Contains(list[:i], l) {
			return false
		}
	}
	return true
}

// penNames cleans a list of pen names; empty ones are left out.
func penNames(list []string) (names []string, err error) {
	for _, name := range list {
		name, err := lang.CleanLine(name)
		if err != nil {
			return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "text.not_utf8", Field: "invited", Err: err}
		}
		if name = strings.TrimPrefix(name, "@"); name != "" {
			names = append(names, name)
		}
	}
	if len(names) > MaxInvited {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "settings.invited_too_many", Field: "invited", Args: map[string]any{"N": len(names), "Max": MaxInvited}}
	}
	return names, nil
}

// named finds readers by pen names, whatever their case: Invalid with the names that nobody has.
func (d *Desk) named(tx *store.Tx, names []string) ([]rozmova.ID[rozmova.Reader], error) {
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = lang.PenKey(name)
	}
	found, err := tx.ReadersNamed(d.site.ID, keys)
	if err != nil {
		return nil, err
	}
	ids, has := make([]rozmova.ID[rozmova.Reader], len(found)), map[string]bool{}
	for i, r := range found {
		ids[i] = r.ID
		has[lang.PenKey(r.PenName)] = true
	}
	var missing []string
	for i, name := range names {
		if !has[keys[i]] {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "settings.invited_unknown", Field: "invited", Args: map[string]any{"Names": strings.Join(missing, ", ")}}
	}
	return ids, nil
}
