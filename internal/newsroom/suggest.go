package newsroom

import (
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/attribution"
	"github.com/rozmova/rozmova/internal/richtext"
	"github.com/rozmova/rozmova/internal/store"
)

// suggest looks at the text of a copy anew. What nobody has said anything of gives way to what is found now; where an editor's marks
// are, confirmed or dismissed, nothing is suggested again.
func (d *Desk) suggest(tx *store.Tx, w *Working) error {
	names, err := d.names(tx)
	if err != nil {
		return err
	}
	text := rozmova.PlainText(w.Body)
	found := attribution.Find(text, attribution.Options{Lang: string(w.Language), Register: names.known})
	s := &suggesting{w: w, names: names, before: w.Statements}
	w.Statements = slices.DeleteFunc(slices.Clone(w.Statements), func(m Marked) bool { return m.State == Suggested })
	for i := range w.Statements {
		w.Statements[i].Reads = ""
	}
	s.decided = slices.Clone(w.Statements)
	for i := range found.Statements {
		if err := s.statement(&found.Statements[i], ""); err != nil {
			return err
		}
	}
	w.nest()
	s.changes(text, found)
	s.leftOut(found)
	w.prune()
	w.sort()
	return nil
}

// suggesting is one look at a text.
type suggesting struct {
	w       *Working
	names   *names
	before  []Marked // with the suggestions of the look before, whose keys stay
	decided []Marked // what an editor said something of
}

// statement suggests what was found, and what is nested in it, within the statement with a key; empty: within none.
func (s *suggesting) statement(f *attribution.Statement, within string) error {
	anchor, err := richtext.AnchorAt(s.w.Body, f.Start, f.End)
	if err != nil {
		return nil // between two blocks
	}
	key, free := s.place(f, anchor, within)
	if free {
		m := Marked{State: Suggested, Sure: f.Confidence, Statement: rozmova.Statement{
			Key: key, Anchor: anchor, Mode: rozmova.Mode(f.Mode), Content: richtext.Words(s.w.Body, anchor), Within: within,
		}}
		if f.Cue != nil {
			m.Cue = line(f.Cue.Text)
		}
		if err := s.spoken(f, &m); err != nil {
			return err
		}
		s.w.Statements = append(s.w.Statements, m)
	} else if key == "" {
		return nil // dismissed, with what is in it
	}
	for i := range f.Nested {
		if err := s.statement(&f.Nested[i], key); err != nil {
			return err
		}
	}
	return nil
}

// place tells whether a statement may be suggested at a place, and its key; else the key of the one of the editor's that stands there,
// empty where that was dismissed.
func (s *suggesting) place(f *attribution.Statement, anchor rozmova.Anchor, within string) (key string, free bool) {
	for i := range s.decided {
		m := &s.decided[i]
		if m.State == Gone || !overlaps(m.Anchor, anchor) || m.Key == within {
			continue
		}
		if within == "" && m.Within != "" && m.State != Wrong && inside(m.Anchor, anchor) && m.Anchor != anchor {
			continue // what is found may be the one that it stands in
		}
		if within != "" && m.Within == "" && inside(anchor, m.Anchor) && m.Anchor != anchor && m.State != Wrong {
			continue
		}
		if m.State == Wrong {
			return "", false
		}
		if f.Speaker != nil && m.Anchor == anchor && m.Read != "" && *f.Speaker != m.Read {
			s.w.Statement(m.Key).Reads = *f.Speaker
		}
		return m.Key, false
	}
	for i := range s.before {
		m := &s.before[i]
		if m.State == Suggested && m.Anchor == anchor && (m.Within == "") == (within == "") && s.w.Statement(m.Key) == nil {
			return m.Key, true
		}
	}
	return s.w.key("s"), true
}

// overlaps reports whether two anchors mark a rune in common.
func overlaps(a, b rozmova.Anchor) bool { return before(a.Start, b.End) && before(b.Start, a.End) }

// spoken says who spoke, in what role, through which outlet and for which side.
func (s *suggesting) spoken(f *attribution.Statement, m *Marked) error {
	role := ""
	if f.Role != nil {
		role = *f.Role
	}
	if f.Speaker != nil {
		m.Read = *f.Speaker
		kind := rozmova.Organisation
		switch {
		case f.Via != nil && *f.Via == *f.Speaker:
			kind = rozmova.Outlet
		case f.SpeakerNamed || role == *f.Speaker:
			kind = rozmova.Person
		}
		named := rozmova.Source{Kind: kind, Name: *f.Speaker, Role: role}
		if kind == rozmova.Person && !f.SpeakerNamed {
			named = rozmova.Source{Kind: kind, Role: *f.Speaker, Anonymous: unnamedReason[s.w.Language]}
			if named.Anonymous == "" {
				named.Anonymous = unnamedReason["en"]
			}
		}
		src, err := s.names.source(s.w, named)
		if err != nil {
			return err
		}
		m.Speaker = src.Key
		if src.Name != "" && src.Role == "" {
			src.Role = role
		} else if src.Name != "" && role != src.Role {
			m.Role = role
		}
	}
	if f.Via != nil {
		src, err := s.names.source(s.w, rozmova.Source{Kind: rozmova.Outlet, Name: *f.Via})
		if err != nil {
			return err
		}
		m.Via = src.Key
	}
	if f.Side != nil {
		m.Side = s.w.side(*f.Side)
	}
	return nil
}

// unnamedReason says of a speaker whom the text does not name no more than that, in the language of the story.
var unnamedReason = map[rozmova.Locale]string{
	"uk": "У тексті, з якого це відомо, імені немає.",
	"en": "The account that this comes from gives no name.",
	"ru": "В тексте, из которого это известно, имени нет.",
}

// side gives the key of the side with a name, which is made where there is none; empty for no name.
func (w *Working) side(name string) string {
	if name = line(name); name == "" {
		return ""
	}
	for _, s := range w.Sides {
		if strings.EqualFold(s.Name, name) || s.Key == name {
			return s.Key
		}
	}
	w.Sides = append(w.Sides, rozmova.Side{Key: w.key("side"), Name: name})
	return w.Sides[len(w.Sides)-1].Key
}

// changes suggests the dates that moved.
func (s *suggesting) changes(text string, found *attribution.Found) {
	w := s.w
	w.Developments = slices.DeleteFunc(slices.Clone(w.Developments), func(d MarkedDate) bool { return d.State == Suggested })
	for i := range w.Developments {
		d := &w.Developments[i]
		if d.State == Confirmed && d.Found[1] != "" && !(strings.Contains(text, d.Found[0]) && strings.Contains(text, d.Found[1])) {
			d.State = Again
			d.Turn++
		}
	}
	for _, c := range found.Developments {
		dates := [2]string{c.From.Text, c.To.Text}
		if slices.ContainsFunc(w.Developments, func(d MarkedDate) bool {
			return d.Found == dates || d.Value == c.To.Text && len(d.Earlier) > 0 && d.Earlier[0].Value == c.From.Text ||
				d.Date != "" && d.Date == DateOf(c.To.Value) && len(d.Earlier) > 0 && d.Earlier[0].Date == DateOf(c.From.Value)
		}) {
			continue
		}
		w.Developments = append(w.Developments, MarkedDate{State: Suggested, Signal: c.Signal.Text, Found: dates, Development: rozmova.Development{
			Key: w.key("d"), What: happens(text, c), Value: c.To.Text, Date: DateOf(c.To.Value), Source: s.says(c),
			Earlier: []rozmova.EarlierValue{{Value: c.From.Text, Date: DateOf(c.From.Value)}},
		}})
	}
}

// happens gives the words of a sentence before its new date, as a beginning for what it is that moved.
func happens(text string, c attribution.Change) string {
	runes := []rune(text)
	at := min(c.To.Start, c.From.Start)
	if c.To.Start > 0 {
		at = c.To.Start
	}
	from := at
	for from > 0 && !strings.ContainsRune("\n.!?…«“\"", runes[from-1]) {
		from--
	}
	what := strings.Trim(line(string(runes[from:at])), " -–—:;,«»“”\"")
	if len([]rune(what)) > 200 {
		return ""
	}
	return what
}

// says gives the key of who says in the text that a date moved.
func (s *suggesting) says(c attribution.Change) string {
	for i := range s.w.Statements {
		m := &s.w.Statements[i]
		if m.State == Gone || m.State == Wrong || m.Within != "" {
			continue
		}
		start, end := richtext.Offsets(s.w.Body, m.Anchor)
		if start <= c.To.Start && c.To.End <= end {
			return m.Speaker
		}
	}
	return ""
}

// leftOut proposes to leave out what is probably not the story's.
func (s *suggesting) leftOut(found *attribution.Found) {
	w := s.w
	w.LeftOut = slices.DeleteFunc(slices.Clone(w.LeftOut), func(n NotStory) bool { return n.State == Suggested })
	for _, l := range found.LeftOut {
		if !slices.ContainsFunc(w.LeftOut, func(n NotStory) bool { return n.State == Wrong && n.Text == l.Text }) {
			w.LeftOut = append(w.LeftOut, NotStory{Text: l.Text, Why: l.Why, State: Suggested})
		}
	}
}

// prune lets go of sources and sides that nothing refers to any more, unless the story has them.
func (w *Working) prune() {
	used := map[string]bool{}
	for i := range w.Statements {
		if m := &w.Statements[i]; m.State != Wrong {
			used[m.Speaker], used[m.Via], used["side "+m.Side] = true, true, true
		}
	}
	for _, d := range w.Developments {
		if used[d.Source] = true; d.State == Wrong {
			continue
		}
		for _, e := range d.Earlier {
			used[e.Source] = true
		}
	}
	for _, s := range w.Silences {
		used[s.Source], used["side "+s.Side] = true, true
	}
	w.Sources = slices.DeleteFunc(slices.Clone(w.Sources), func(s rozmova.Source) bool { return !used[s.Key] && w.Story.SourceByKey(s.Key) == nil })
	w.Sides = slices.DeleteFunc(slices.Clone(w.Sides), func(s rozmova.Side) bool { return !used["side "+s.Key] && w.Story.SideByKey(s.Key) == nil })
}
