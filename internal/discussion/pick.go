package discussion

import (
	"context"
	"errors"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Feature puts a comment among the newsroom's picks: into the box of them and, unless block is rozmova.Never, into the story
// as it is now, behind that block of its body, counted from 0. A pick may be put somewhere else by the same call. It is for
// editors of the story's section. It is shown only while the comment is: what is held or removed comes back with it,
// what is withdrawn is no pick any more. Refusals: Unauthenticated; Forbidden; NotFound; Conflict feature.not_shown; Invalid
// block.
func (d *Desk) Feature(ctx context.Context, editor *rozmova.Reader, id rozmova.ID[rozmova.Comment], block int) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		c, s, err := d.picked(tx, editor, id)
		switch {
		case err != nil:
			return err
		case c.State != rozmova.Published:
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "feature.not_shown"}
		case block != rozmova.Never && (block < 0 || block >= len(s.Body)):
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "feature.block", Field: "block", Args: map[string]any{"Max": len(s.Body)}}
		}
		now := d.now()
		seq, err := tx.Append(d.event(c, rozmova.CommentFeatured, editor, now))
		if err != nil {
			return err
		}
		pick := rozmova.Pick{Comment: c.ID, Thread: c.Thread, Story: c.Story, By: editor.ID, At: now, Block: block, Revision: s.Revision}
		if err := tx.PutPick(pick); err != nil {
			return err
		}
		if err := d.audited(tx, editor, "pick.made", "comment", c.ID, now); err != nil {
			return err
		}
		return tx.TouchThread(c.Thread, seq)
	})
}

// Unfeature takes a comment out of the newsroom's picks. What is none stays as it is.
func (d *Desk) Unfeature(ctx context.Context, editor *rozmova.Reader, id rozmova.ID[rozmova.Comment]) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		c, _, err := d.picked(tx, editor, id)
		if err != nil || c.Featured.IsZero() {
			return err
		}
		seq, err := tx.Append(d.event(c, rozmova.CommentFeatured, editor, d.now()))
		if err != nil {
			return err
		}
		if err := unpick(tx, c); err != nil {
			return err
		}
		if err := d.audited(tx, editor, "pick.removed", "comment", c.ID, d.now()); err != nil {
			return err
		}
		return tx.TouchThread(c.Thread, seq)
	})
}

// picked gives an editor a comment to feature or not, with the whole story.
func (d *Desk) picked(tx *store.Tx, editor *rozmova.Reader, id rozmova.ID[rozmova.Comment]) (*rozmova.Comment, *rozmova.Story, error) {
	if err := signedIn(editor); err != nil {
		return nil, nil, err
	}
	c, err := tx.CommentToChange(id)
	if err != nil {
		return nil, nil, err
	}
	if !mayKnow(editor, c) { // before the role is asked: a refusal would tell that it is there
		return nil, nil, rozmova.NotFound
	}
	s, err := tx.Story(c.Story)
	if err != nil {
		return nil, nil, err
	}
	return c, s, edits(editor, s)
}

// edits refuses who is no editor of the section that a story stands in.
func edits(editor *rozmova.Reader, s *rozmova.Story) error {
	if err := signedIn(editor); err != nil {
		return err
	}
	if !editor.HasFor(rozmova.Editor, s.Section) {
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.editor_needed"}
	}
	return nil
}

func unpick(tx *store.Tx, c *rozmova.Comment) error {
	if err := tx.DropPick(c.ID); err != nil && !errors.Is(err, rozmova.NotFound) {
		return err
	}
	return nil
}
