package discussion

import (
	"context"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// mayAct refuses a reader whom a sanction keeps from a deed.
func (d *Desk) mayAct(tx *store.Tx, reader *rozmova.Reader, deed moderation.Deed) error {
	if d.moderation == nil {
		return nil
	}
	return d.moderation.MayAct(tx, reader, deed, d.now())
}

// Resubmit puts new words into an own comment that was held or removed, and sends it once more: a person reads it before others do. Where
// the decision does not permit that (moderation.Mendable) it is a Conflict comment.not_mendable, as it is with the words as they were. The
// other refusals are Edit's.
func (d *Desk) Resubmit(ctx context.Context, author *rozmova.Reader, id rozmova.ID[rozmova.Comment], revision int, markdown string) (c *rozmova.Comment, err error) {
	source, err := clean(markdown)
	if err != nil {
		return nil, err
	}
	var ask *question
	var body []rozmova.Block
	read := func(tx *store.Tx, find func(rozmova.ID[rozmova.Comment]) (*rozmova.Comment, error)) (thread *rozmova.Thread, s *rozmova.Story, terms Terms, err error) {
		if c, err = own(find, author, id); err != nil {
			return nil, nil, terms, err
		}
		if thread, s, err = d.shown(tx, author, c.Thread); err != nil {
			return nil, nil, terms, err
		}
		terms = d.Terms(thread, s)
		if err := terms.closed(); err != nil {
			return nil, nil, terms, err
		}
		return thread, s, terms, mendable(tx, c, revision, source, d.now())
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		_, s, terms, err := read(tx, tx.Comment)
		if err != nil {
			return err
		}
		if body, err = terms.read(source); err != nil {
			return err
		}
		ask, err = d.question(tx, author, c, s.ID, body)
		return err
	})
	if err != nil {
		return nil, err
	}
	verdict := d.verdict(ctx, ask, "comment", id)
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		thread, s, terms, err := read(tx, tx.CommentToChange)
		if err != nil {
			return err
		}
		now := d.now()
		if err := terms.mayWrite(tx, author, thread, s, now); err != nil {
			return err
		}
		if err := d.mayAct(tx, author, moderation.DeedPost); err != nil {
			return err
		}
		if err := terms.paceMending(tx, author.ID, now); err != nil {
			return err
		}
		marked, _, err := mention(tx, c.Thread, body)
		if err != nil {
			return err
		}
		seq, err := tx.Append(d.event(c, rozmova.CommentPending, author, now))
		if err != nil {
			return err
		}
		if err := tx.ReviseComment(c, source, marked, now, seq); err != nil {
			return err
		}
		if verdict != nil {
			if err := tx.PutVerdict(c.ID, c.Revision, verdict, now); err != nil {
				return err
			}
		}
		if err := c.State.Move(rozmova.ByResubmission, rozmova.Pending); err != nil {
			return err
		}
		return tx.MoveComment(c, rozmova.Pending, seq)
	})
	return unless(c, err)
}

// mendable refuses new words for a comment whose last decision does not permit them.
func mendable(tx *store.Tx, c *rozmova.Comment, revision int, source string, now time.Time) error {
	if revision != 0 && revision != c.Revision {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.changed"}
	}
	decisions, err := tx.Decisions(c.ID)
	if err != nil {
		return err
	}
	if len(decisions) > 0 && now.Before(decisions[0].Final) { // it may be undone yet, and nobody was told of it
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.not_mendable"}
	}
	if len(decisions) == 0 || !moderation.Mendable(decisions[0], c.State) || c.Revision >= MaxRevisions {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.not_mendable"}
	}
	if source == c.Source {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.not_mended", Field: "body"}
	}
	return nil
}
