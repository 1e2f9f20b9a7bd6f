package newsroom

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
	"github.com/rozmova/rozmova/internal/store"
)

// MaxEvidence is how many runes may be written where a statement is proven.
const MaxEvidence = 500

// A StatementCard is what an editor fills in about a statement.
type StatementCard struct {
	Mode     rozmova.Mode
	Cue      string
	Speaker  string             // name or, of one who is not named, who that is; empty: nobody is named as having said it
	Kind     rozmova.SourceKind // of the speaker
	Role     string             // at that time; of one who is not named it is Speaker
	Unnamed  string             // why the speaker is not named, or of one on background; empty: the name is shown
	Via      string             // name of the outlet through which the words came; empty: none
	Link     string             // where it stood
	Read     string             // when that was read: RFC 3339, or a day or minute in UTC
	Side     string             // name of the side; empty: none
	Topic    string
	Record   rozmova.Record
	Evidence string
	Enter    bool   // put the speaker and the outlet into the register where they are not there
	Within   string // key of the statement that it is nested in; empty: in none
}

// CardOf gives what stands on the card of a statement.
func (w *Working) CardOf(m *Marked) StatementCard {
	c := StatementCard{Mode: m.Mode, Cue: m.Cue, Role: m.Role, Topic: m.Topic, Record: m.Record, Evidence: m.Evidence, Within: m.Within, Unnamed: m.Why, Kind: rozmova.Person}
	if s := w.Source(m.Speaker); s != nil {
		c.Kind, c.Speaker = s.Kind, s.Name
		if c.Role == "" {
			c.Role = s.Role
		}
		if s.Name == "" {
			c.Speaker, c.Role, c.Unnamed = s.Role, m.Role, s.Anonymous
		}
	}
	if s := w.Source(m.Via); s != nil {
		c.Via, c.Link = s.Name, s.Link
		if !s.Read.IsZero() {
			c.Read = s.Read.UTC().Format("2006-01-02T15:04")
		}
	}
	for _, s := range w.Sides {
		if s.Key == m.Side {
			c.Side = s.Name
		}
	}
	return c
}

// Confirm writes what stands on a card and confirms its statement. Turn is the card's that the editor had before them: where somebody else
// changed it meanwhile it is a Conflict, working.card_changed. A statement whose words are gone cannot be confirmed (working.gone, Conflict).
//
// Further refusals: those of Working; NotFound for a key that no statement has; by field working.speaker_role, working.background,
// working.within, working.link, working.read, publish.value_unknown and publish.too_long.
func (d *Desk) Confirm(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, key string, turn int, c StatementCard) (*Working, error) {
	return d.card(ctx, by, slug, key, turn, func(tx *store.Tx, w *Working, m *Marked) error {
		if m.State == Gone {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.gone"}
		}
		if err := d.fill(tx, w, m, c); err != nil {
			return err
		}
		m = w.Statement(key) // fill may have moved it
		if c.Enter {
			n := &names{d: d, tx: tx}
			side := ""
			if m.Within == "" {
				side = line(c.Side)
			}
			if err := errors.Join(n.enter(by, w.Source(m.Speaker), side), n.enter(by, w.Source(m.Via), "")); err != nil {
				return err
			}
		}
		m.State, m.Confirmed, m.Was, m.Sure = Confirmed, true, "", 0
		if m.Reads != "" {
			m.Read, m.Reads = m.Reads, ""
		}
		return nil
	})
}

// FillCard writes what stands on a card without confirming it: readers do not see it until somebody does. Refusals as of Confirm.
func (d *Desk) FillCard(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, key string, turn int, c StatementCard) (*Working, error) {
	return d.card(ctx, by, slug, key, turn, func(tx *store.Tx, w *Working, m *Marked) error {
		if err := d.fill(tx, w, m, c); err != nil {
			return err
		}
		if m = w.Statement(key); m.State == Suggested || m.State == Confirmed || m.State == Wrong {
			m.State, m.Confirmed = Waiting, false
		}
		return nil
	})
}

// card changes one statement of a working copy.
func (d *Desk) card(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, key string, turn int, change func(*store.Tx, *Working, *Marked) error) (*Working, error) {
	return d.work(ctx, by, slug, func(tx *store.Tx, w *Working) (bool, error) {
		m := w.Statement(key)
		if m == nil {
			return false, rozmova.NotFound
		}
		if m.Turn != turn {
			return false, &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.card_changed"}
		}
		m.Turn++
		if err := change(tx, w, m); err != nil {
			return false, err
		}
		w.nest()
		w.prune()
		return true, nil
	})
}

// fill writes what stands on a card into a statement. The error tells of every field that is wrong.
func (d *Desk) fill(tx *store.Tx, w *Working, m *Marked, c StatementCard) error {
	names, err := d.names(tx)
	if err != nil {
		return err
	}
	var wrong []error
	refuse := func(reason, field string, args map[string]any) {
		wrong = append(wrong, &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: field, Args: args})
	}
	for _, f := range []struct {
		name  string
		value *string
		most  int
	}{
		{"cue", &c.Cue, 200}, {"speaker", &c.Speaker, 200}, {"role", &c.Role, 300}, {"unnamed", &c.Unnamed, 300}, {"via", &c.Via, 200}, {"side", &c.Side, 100},
		{"topic", &c.Topic, 200}, {"evidence", &c.Evidence, MaxEvidence},
	} {
		if *f.value = line(*f.value); utf8.RuneCountInString(*f.value) > f.most {
			refuse("publish.too_long", f.name, map[string]any{"Key": f.name, "Max": f.most})
		}
	}
	if !slices.Contains([]rozmova.Mode{rozmova.Direct, rozmova.Indirect, rozmova.Mixed}, c.Mode) {
		refuse("working.choose", "mode", nil)
	}
	if !slices.Contains([]rozmova.Record{rozmova.OnRecord, rozmova.Background, rozmova.OffRecord}, c.Record) {
		refuse("working.choose", "record", nil)
	}
	if c.Speaker != "" && !slices.Contains([]rozmova.SourceKind{rozmova.Person, rozmova.Organisation, rozmova.Outlet, rozmova.Document}, c.Kind) {
		refuse("working.choose", "kind", nil)
	}
	link, ok := linked(c.Link)
	if !ok {
		refuse("working.link", "link", nil)
	}
	read, ok := momentOf(c.Read)
	if !ok || read.After(d.clock()) {
		refuse("working.read", "read", nil)
	}
	if c.Record == rozmova.Background && c.Speaker != "" && (c.Unnamed == "" || c.Role == "") {
		field := "unnamed"
		if c.Role == "" {
			field = "role"
		}
		refuse("working.background", field, nil)
	}
	if outer := w.Statement(c.Within); c.Within != "" && (outer == nil || outer.Key == m.Key || outer.State == Gone || outer.State == Wrong || !inside(m.Anchor, outer.Anchor) || w.above(outer, m.Key)) {
		refuse("working.within", "within", nil)
	}
	if err := errors.Join(wrong...); err != nil {
		return err
	}
	m.Mode, m.Cue, m.Topic, m.Record, m.Evidence, m.Within = c.Mode, c.Cue, c.Topic, c.Record, c.Evidence, c.Within
	m.Speaker, m.Role, m.Via, m.Why, m.Side = "", "", "", "", w.side(c.Side)
	if c.Speaker != "" {
		want := rozmova.Source{Kind: c.Kind, Name: c.Speaker, Role: c.Role}
		if c.Record == rozmova.Background {
			m.Why = c.Unnamed
		} else if c.Unnamed != "" {
			want = rozmova.Source{Kind: c.Kind, Role: c.Speaker, Anonymous: c.Unnamed}
		}
		src, err := names.source(w, want)
		if err != nil {
			return err
		}
		m.Speaker = src.Key
		if src.Name == "" {
			src.Anonymous = c.Unnamed
		} else {
			if src.Role == "" {
				src.Role = c.Role
			}
			if c.Role != src.Role {
				m.Role = c.Role
			}
			if w.alone(src.Key, m.Key) {
				src.Kind = c.Kind
			}
		}
	}
	if c.Via != "" {
		src, err := names.source(w, rozmova.Source{Kind: rozmova.Outlet, Name: c.Via})
		if err != nil {
			return err
		}
		src.Link, src.Read = link, read
		m.Via = src.Key
	}
	return nil
}

// above reports whether a statement is nested, at whatever depth, in the one with a key.
func (w *Working) above(m *Marked, key string) bool {
	for range w.Statements {
		if m == nil || m.Within == "" {
			return false
		}
		if m.Within == key {
			return true
		}
		m = w.Statement(m.Within)
	}
	return true
}

// alone reports whether no statement but the one with a key refers to a source.
func (w *Working) alone(source, key string) bool {
	return !slices.ContainsFunc(w.Statements, func(m Marked) bool { return m.Key != key && (m.Speaker == source || m.Via == source) }) &&
		w.Story.SourceByKey(source) == nil
}

// linked cleans an address of a page; false where it is none.
func linked(s string) (string, bool) {
	s = line(s)
	if s == "" {
		return "", true
	}
	u, err := url.Parse(s)
	bad := err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || len(s) > 2000 ||
		strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\\' || r == '"' || r == '<' })
	return s, !bad
}

// momentOf reads a time as people and browsers write it, in UTC.
func momentOf(s string) (time.Time, bool) {
	s = line(s)
	if s == "" {
		return time.Time{}, true
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1 {
			return t.UTC().Truncate(time.Microsecond), true
		}
	}
	return time.Time{}, false
}

// anchored puts a statement onto other words of the body.
func (w *Working) anchored(m *Marked, start, end int) bool {
	text := []rune(rozmova.PlainText(w.Body))
	loose := func(r rune) bool { return unicode.IsSpace(r) }
	for start < end && loose(text[start]) {
		start++
	}
	for start < end && loose(text[end-1]) {
		end--
	}
	anchor, err := richtext.AnchorAt(w.Body, start, end)
	if err != nil {
		return false
	}
	m.Anchor, m.Content = anchor, richtext.Words(w.Body, anchor)
	if m.State != Waiting {
		m.State, m.Was = Waiting, ""
	}
	m.Confirmed, m.Sure = false, 0
	return true
}
