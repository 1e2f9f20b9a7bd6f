package newsroom

import (
	"context"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Out tells which of the statements of a copy readers will see: those that are confirmed, on the record or on background, and whose outer
// one they will see too.
func (w *Working) Out(m *Marked) bool {
	for range w.Statements {
		if m == nil || m.State != Confirmed || m.Record == rozmova.OffRecord {
			return false
		}
		if m.Within == "" {
			return true
		}
		m = w.Statement(m.Within)
	}
	return false
}

// story gives the story that a copy becomes: what was confirmed, without what is for the newsroom alone.
func (w *Working) story() rozmova.Story {
	s := rozmova.Story{
		Slug: w.Story.Slug, Group: w.Story.Group, Authors: w.Story.Authors, Section: w.Section, Language: w.Language, Headline: w.Headline,
		Standfirst: w.Standfirst, Byline: w.Byline, Body: w.Body, Sides: slices.Clone(w.Sides), Silences: slices.Clone(w.Silences),
	}
	used := map[string]bool{}
	var hidden []rozmova.Source // those on background, without their names
	for i := range w.Statements {
		m := &w.Statements[i]
		if !w.Out(m) {
			continue
		}
		st := m.Statement
		st.Confirmed, st.Evidence = true, ""
		if src := w.Source(st.Speaker); src != nil && st.Record == rozmova.Background && src.Name != "" {
			anonymous := rozmova.Source{Key: src.Key + "-" + m.Key, Kind: src.Kind, Role: src.Role, Anonymous: m.Why}
			if m.Role != "" {
				anonymous.Role = m.Role
			}
			st.Speaker, st.Role = anonymous.Key, ""
			hidden = append(hidden, anonymous)
		}
		used[st.Speaker], used[st.Via], used["side "+st.Side] = true, true, true
		s.Statements = append(s.Statements, st)
	}
	for _, m := range w.Developments {
		if m.State != Confirmed {
			continue
		}
		s.Developments = append(s.Developments, m.Development)
		used[m.Source] = true
		for _, e := range m.Earlier {
			used[e.Source] = true
		}
	}
	for _, n := range s.Silences {
		used[n.Source], used["side "+n.Side] = true, true
	}
	for _, src := range w.Sources {
		was := w.Story.SourceByKey(src.Key)
		if !used[src.Key] && (was == nil || w.marked(src.Key)) {
			continue // known from what readers do not see
		}
		if was != nil {
			src.Reader = was.Reader
		}
		s.Sources = append(s.Sources, src)
	}
	s.Sources = append(s.Sources, hidden...)
	s.Sides = slices.DeleteFunc(s.Sides, func(side rozmova.Side) bool { return !used["side "+side.Key] && w.Story.SideByKey(side.Key) == nil })
	return s
}

// marked reports whether some statement of the copy has a source.
func (w *Working) marked(source string) bool {
	return slices.ContainsFunc(w.Statements, func(m Marked) bool { return m.Speaker == source || m.Via == source })
}

// PublishWorking makes the working copy of a story what readers see, as Publish does: a new revision with its event, unless nothing changes;
// corrections stay. Of its statements and dated facts only those go out that were confirmed. Version is the one that the editor saw.
//
// Refusals: those of Working; working.changed (Conflict): somebody saved it meanwhile; working.behind (Conflict): the story was published
// anew from elsewhere; working.body_missing (Invalid on field body); publish.not_editor (Forbidden).
func (d *Desk) PublishWorking(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, version int) (*Published, error) {
	w, err := d.Working(ctx, by, slug)
	if err != nil {
		return nil, err
	}
	switch {
	case w.Version != version:
		return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.changed"}
	case w.Behind():
		return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.behind"}
	case len(w.Body) == 0:
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "working.body_missing", Field: "body"}
	}
	draft := &Draft{Story: w.story(), desk: true}
	return d.publish(ctx, by.ID, draft, PublishOptions{Replace: true}, func(tx *store.Tx, p *publication, done *Published) error {
		w, err := loaded(tx, w.Story)
		if err != nil {
			return err
		}
		if w.Version != version || done.Revision > w.Story.Revision+1 {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.changed"}
		}
		if w.Version == 0 {
			return nil // as it stands, nobody saved anything
		}
		w.Story, w.Base, w.Public = done.Story, done.Revision, true
		return w.saved(tx, by.ID, p.now)
	})
}

// Begin anew: what DiscardWorking does with a copy.
const (
	FromPublic = "public" // throw it away and begin from what readers see; evidence and what is off the record stay
	KeepMine   = "mine"   // keep it, though the story was published anew from elsewhere: publishing it puts it in that one's place
)

// DiscardWorking throws the working copy away, or keeps it in the face of a newer story, by one of the words above. Refusals as of Working, and
// working.changed (Conflict).
func (d *Desk) DiscardWorking(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, version int, how string) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("slug " + d.site.ID.String() + " " + string(slug)); err != nil {
			return err
		}
		w, err := d.working(tx, by, slug)
		if err != nil || w.Version == 0 {
			return err
		}
		if w.Version != version {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.changed"}
		}
		now := d.clock()
		if how == KeepMine {
			w.Base = w.Story.Revision
			return w.saved(tx, by.ID, now)
		}
		next := begun(w.Story)
		next.Version, next.Next, next.Text, next.Public = w.Version, w.Next, w.Version+1, w.Story.Shown()
		next.private(w)
		if err := d.suggest(tx, next); err != nil {
			return err
		}
		if err := next.saved(tx, by.ID, now); err != nil {
			return err
		}
		return tx.AddAudit(&rozmova.Audit{
			ID: rozmova.NewID[rozmova.Audit](now), Site: d.site.ID, Actor: by.ID, Action: "story.discarded", Kind: "story", Subject: w.Story.ID, At: now,
		})
	})
}

// private takes over from another copy what is for the newsroom alone: evidence, and what was said off the record or on background.
func (w *Working) private(from *Working) {
	for _, m := range from.Statements {
		if m.State == Gone || m.State == Wrong || m.Evidence == "" && m.Record == rozmova.OnRecord {
			continue
		}
		if now := w.Statement(m.Key); now != nil {
			now.Evidence = m.Evidence
			if m.Record == rozmova.Background {
				if src := from.Source(m.Speaker); src != nil && w.Source(src.Key) == nil {
					w.Sources = append(w.Sources, *src)
				}
				now.Speaker, now.Role, now.Why = m.Speaker, m.Role, m.Why
			}
			continue
		}
		if anchor, ok := nearest(w.Body, m.Content, 0); ok && m.Record == rozmova.OffRecord {
			for _, key := range []string{m.Speaker, m.Via} {
				if src := from.Source(key); src != nil && w.Source(key) == nil {
					w.Sources = append(w.Sources, *src)
				}
			}
			m.Anchor, m.Within, m.Side = anchor, "", ""
			w.Statements = append(w.Statements, m)
		}
	}
}

// A WorkingCard is a story in the newsroom's list.
type WorkingCard struct {
	Working *Working
	At      time.Time // when the story or its copy was last changed
	Unnamed int       // confirmed statements whose speaker readers are not told
	Of      int       // confirmed statements
}

// WorkingList gives the stories, drafts among them, of the sections that somebody edits, what was last changed first, from a cursor on. The cursor
// is the empty one for the beginning, then those that WorkingList gave, empty again at the end. Unauthenticated; role.editor_needed (Forbidden)
// for who edits no section.
func (d *Desk) WorkingList(ctx context.Context, by *rozmova.Reader, before string, limit int) ([]WorkingCard, string, error) {
	if by == nil {
		return nil, "", rozmova.Unauthenticated
	}
	sections, held := by.SectionsOf(rozmova.Editor)
	if by.Site != d.site.ID || !held {
		return nil, "", &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.editor_needed"}
	}
	after, err := parseCursor(before)
	if err != nil {
		return nil, "", err
	}
	limit = min(max(limit, 1), MostCards)
	var cards []WorkingCard
	more := ""
	err = d.db.View(ctx, func(tx *store.Tx) error {
		cards, more = nil, ""
		list, err := tx.DeskStories(d.site.ID, sections, after, limit+1)
		if err != nil {
			return err
		}
		for i, row := range list {
			if i == limit {
				more = cursorOf(list[limit-1].At, list[limit-1].Story.ID)
				break
			}
			w := begun(row.Story)
			if row.Working != nil {
				if w, err = workingOf(row.Story, row.Working); err != nil {
					return err
				}
			}
			card := WorkingCard{Working: w, At: row.At}
			card.Unnamed, card.Of = w.Unnamed()
			cards = append(cards, card)
		}
		return nil
	})
	return cards, more, err
}

// Unnamed counts the confirmed statements of a copy, and those whose speaker readers are not told.
func (w *Working) Unnamed() (n, of int) {
	for i := range w.Statements {
		m := &w.Statements[i]
		if !w.Out(m) || m.Speaker == "" {
			continue
		}
		of++
		if src := w.Source(m.Speaker); src == nil || src.Name == "" || m.Record == rozmova.Background {
			n++
		}
	}
	return n, of
}
