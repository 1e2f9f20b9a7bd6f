package discussion

import (
	"context"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Edit puts new words into an own comment, within EditWindow of writing it and up to MaxRevisions; the old ones stay as
// revisions. revision is the one that the author had before the eyes: a Conflict when there is a newer. The same words again
// change nothing.
func (d *Desk) Edit(ctx context.Context, author *rozmova.Reader, id rozmova.ID[rozmova.Comment], revision int, markdown string) (c *rozmova.Comment, err error) {
	source, body, err := d.read(markdown)
	if err != nil {
		return nil, err
	}
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if c, err = own(tx.CommentToChange, author, id); err != nil {
			return err
		}
		thread, err := tx.Thread(c.Thread)
		if err != nil {
			return err
		}
		now := d.now()
		if err := d.editable(c, thread.Mode); err != nil {
			return err
		}
		switch {
		case revision != 0 && revision != c.Revision:
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.changed"}
		case source == c.Source:
			return nil
		}
		seq, err := tx.Append(d.event(c, rozmova.CommentEdited, author, now))
		if err != nil {
			return err
		}
		return tx.ReviseComment(c, source, body, now, seq)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Withdraw takes an own comment back, for good. A placeholder keeps the branch.
func (d *Desk) Withdraw(ctx context.Context, author *rozmova.Reader, id rozmova.ID[rozmova.Comment]) (c *rozmova.Comment, err error) {
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if c, err = own(tx.CommentToChange, author, id); err != nil {
			return err
		}
		if c.State == rozmova.Withdrawn {
			return nil // asked twice
		}
		if err := c.State.Move(rozmova.ByAuthor, rozmova.Withdrawn); err != nil {
			return err
		}
		seq, err := tx.Append(d.event(c, rozmova.CommentWithdrawn, author, d.now()))
		if err != nil {
			return err
		}
		return tx.MoveComment(c, rozmova.Withdrawn, seq)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// MayEdit reports whether an author may still change a comment in a thread of the given mode.
func (d *Desk) MayEdit(author *rozmova.Reader, c *rozmova.Comment, mode rozmova.ThreadMode) bool {
	return author != nil && c.Author == author.ID && d.editable(c, mode) == nil
}

// editable tells why a comment can no longer be changed by its author; nil: it can.
func (d *Desk) editable(c *rozmova.Comment, mode rozmova.ThreadMode) error {
	switch {
	case c.State != rozmova.Published && c.State != rozmova.Pending:
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.not_editable"}
	case c.State == rozmova.Published && mode == rozmova.Premoderated: // nobody would read the new words first
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.not_editable"}
	case d.now().After(c.Created.Add(EditWindow)):
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.edit_late"}
	case c.Revision >= MaxRevisions:
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.edit_often"}
	}
	return nil
}

// Own gives an own comment whole, in whatever state.
func (d *Desk) Own(ctx context.Context, author *rozmova.Reader, id rozmova.ID[rozmova.Comment]) (c *rozmova.Comment, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		c, err = own(tx.Comment, author, id)
		return err
	})
	return c, err
}

// own gives a comment, as read gives it, to its author; to others it is Forbidden, or NotFound where they may not know of it.
func own(read func(rozmova.ID[rozmova.Comment]) (*rozmova.Comment, error), author *rozmova.Reader, id rozmova.ID[rozmova.Comment]) (*rozmova.Comment, error) {
	if err := signedIn(author); err != nil {
		return nil, err
	}
	c, err := read(id)
	if err != nil {
		return nil, err
	}
	if c.Author != author.ID {
		if !c.State.Placed() {
			return nil, rozmova.NotFound
		}
		return nil, &rozmova.Error{Kind: rozmova.Forbidden, Reason: "comment.not_yours"}
	}
	return c, nil
}
