package moderation

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// MaxNote is the longest note, in runes.
const MaxNote = 2000

// AddNote writes a note for the other moderators, about a comment and its author. It never leaves the desk.
func (d *Desk) AddNote(ctx context.Context, by *rozmova.Reader, comment rozmova.ID[rozmova.Comment], text string) error {
	text, err := lang.Clean(text)
	if err != nil {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "text.not_utf8", Field: "note", Err: err}
	}
	text = strings.TrimSpace(text)
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "note.empty", Field: "note"}
	case n > MaxNote:
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "note.too_long", Field: "note", Args: map[string]any{"N": n, "Max": MaxNote}}
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.Comment(comment)
		if err != nil {
			return err
		}
		if err := mayAbout(tx, by, c, "decision.own_comment"); err != nil {
			return err
		}
		now := d.now()
		return tx.AddNote(&store.Note{ID: rozmova.NewID[store.Note](now), Site: c.Site, Reader: c.Author, Comment: c.ID, By: by.ID, Text: text, At: now})
	})
}

// A History is what the desk knows of a reader, with the comments that its decisions are about.
type History struct {
	Record   *Record
	Comments map[rozmova.ID[rozmova.Comment]]*rozmova.Comment
	People   map[rozmova.ID[rozmova.Reader]]*rozmova.Reader
}

// longHistory is how many decisions and notes History gives.
const longHistory = 200

// History gives what was decided about a reader, to moderators. That somebody looked is written into the audit.
func (d *Desk) History(ctx context.Context, by *rozmova.Reader, reader rozmova.ID[rozmova.Reader]) (h *History, err error) {
	sections, held := by.SectionsOf(rozmova.Moderator)
	if !held {
		return nil, may(by, "")
	}
	if by.ID == reader {
		return nil, &rozmova.Error{Kind: rozmova.Forbidden, Reason: "decision.own_comment"}
	}
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		h = &History{}
		var err error
		if h.Record, err = d.record(tx, by, reader, rozmova.ID[rozmova.Comment]{}, true); err != nil {
			return err
		}
		if h.Record.History, err = tx.DecisionsAbout(reader, longHistory); err != nil {
			return err
		}
		if err := elsewhere(tx, h.Record.History, by); err != nil {
			return err
		}
		var comments []rozmova.ID[rozmova.Comment]
		people := []rozmova.ID[rozmova.Reader]{reader}
		for _, decision := range h.Record.History {
			comments, people = append(comments, decision.Comment), append(people, decision.By)
		}
		for _, n := range h.Record.Notes {
			people = append(people, n.By)
		}
		if h.Comments, err = tx.CommentsByID(comments); err != nil {
			return err
		}
		if len(sections) > 0 { // what stands in the sections of others is not theirs to read
			if err := h.within(tx, sections); err != nil {
				return err
			}
		}
		if h.People, err = tx.Readers(people); err != nil {
			return err
		}
		return d.Audited(tx, by, "history.opened", "reader", reader, nil)
	})
	if err != nil {
		return nil, err
	}
	return h, nil
}

func (h *History) within(tx *store.Tx, sections []rozmova.Slug) error {
	var stories []rozmova.ID[rozmova.Story]
	for _, c := range h.Comments {
		stories = append(stories, c.Story)
	}
	heads, err := tx.StoryHeadsByID(stories)
	if err != nil {
		return err
	}
	mine := map[rozmova.Slug]bool{}
	for _, s := range sections {
		mine[s] = true
	}
	for id, c := range h.Comments {
		if head := heads[c.Story]; head == nil || !mine[head.Section] {
			delete(h.Comments, id)
		}
	}
	return nil
}
