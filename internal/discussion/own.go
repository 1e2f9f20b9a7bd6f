package discussion

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// Edit puts new words into an own comment; the old ones stay as a revision, up to MaxRevisions. Within the desk's EditWindow
// all may change; later the old words must stand first, with more behind them (Conflict comment.append_only). revision is
// the one that the author had before the eyes, or 0: a Conflict when there is a newer. The same words again change nothing. What is late is an addition: like a new comment it is
// refused to who may not write here now (Forbidden) or writes too fast (TooMany). Within the window only how often words are
// mended in a minute is bounded, at three times as many as comments.
func (d *Desk) Edit(ctx context.Context, author *rozmova.Reader, id rozmova.ID[rozmova.Comment], revision int, markdown string) (*rozmova.Comment, error) {
	source, err := clean(markdown)
	if err != nil {
		return nil, err
	}
	return d.revise(ctx, author, id, revision, false, func(*rozmova.Comment) (string, error) { return source, nil })
}

// Append puts a paragraph behind the words of an own comment, at any time. It is always an addition; otherwise it is Edit.
func (d *Desk) Append(ctx context.Context, author *rozmova.Reader, id rozmova.ID[rozmova.Comment], revision int, addition string) (*rozmova.Comment, error) {
	addition, err := clean(addition)
	if err != nil {
		return nil, err
	}
	return d.revise(ctx, author, id, revision, true, func(c *rozmova.Comment) (string, error) {
		if strings.TrimSpace(addition) == "" {
			return "", &rozmova.Error{Kind: rozmova.Invalid, Reason: "comment.empty", Field: "body"}
		}
		return strings.TrimRightFunc(c.Source, unicode.IsSpace) + "\n\n" + strings.TrimLeft(addition, "\n"), nil
	})
}

// revise gives an own comment the source that written makes of it. An addition is one within the edit window too.
func (d *Desk) revise(ctx context.Context, author *rozmova.Reader, id rozmova.ID[rozmova.Comment], revision int, addition bool, written func(*rozmova.Comment) (string, error)) (c *rozmova.Comment, err error) {
	var source string
	var body []rozmova.Block
	var thread *rozmova.Thread
	var s *rozmova.Story
	var ask *question
	read := func(tx *store.Tx, find func(rozmova.ID[rozmova.Comment]) (*rozmova.Comment, error)) (_ *Terms, err error) {
		if c, err = own(find, author, id); err != nil {
			return nil, err
		}
		thread, s, err = d.shown(tx, author, c.Thread)
		if err != nil {
			return nil, err
		}
		terms := d.Terms(thread, s)
		return &terms, d.changeable(author, c, terms.Mode)
	}
	// What is slow comes first, outside of the step that writes.
	err = d.db.View(ctx, func(tx *store.Tx) error {
		terms, err := read(tx, tx.Comment)
		if err != nil {
			return err
		}
		if revision != 0 && revision != c.Revision {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.changed"}
		}
		if source, err = written(c); err != nil || source == c.Source {
			return err
		}
		if body, err = terms.read(source); err != nil {
			return err
		}
		ask, err = d.question(tx, author, c, c.Story, body)
		return err
	})
	if err != nil || source == c.Source {
		return unless(c, err)
	}
	seen := c.Revision
	verdict := d.verdict(ctx, ask, "comment", id)
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		terms, err := read(tx, tx.CommentToChange)
		if err != nil {
			return err
		}
		if c.Revision != seen {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.changed"}
		}
		if d.late(c) && !continues(c, source, body) {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.append_only", Field: "body"}
		}
		if err := d.mayAct(tx, author, moderation.DeedPost); err != nil {
			return err
		}
		now := d.now()
		if addition || d.late(c) {
			if err = terms.mayWrite(tx, author, thread, s, now); err == nil {
				err = terms.pace(tx, author.ID, thread.ID, d.window, now)
			}
		} else {
			err = terms.paceMending(tx, author.ID, now)
		}
		if err != nil {
			return err
		}
		mended := *c
		mended.Source, mended.Body, mended.Revision, mended.Changed = source, body, c.Revision+1, now
		arrival := &moderation.Arrival{
			Mode: terms.Mode, Author: author, Story: s, Comment: &mended, Verdict: verdict, Root: c.Root, Mended: true, Network: moderation.FromOf(ctx).Network, At: now,
		}
		outcome, err := d.outcome(tx, arrival)
		if err == nil {
			err = unread(c, outcome)
		}
		if err != nil {
			return err
		}
		marked, mentioned, err := mention(tx, c.Thread, body)
		if err != nil {
			return err
		}
		seq, err := tx.Append(d.event(c, rozmova.CommentEdited, author, now))
		if err != nil {
			return err
		}
		if err := tx.ReviseComment(c, source, marked, now, seq); err != nil {
			return err
		}
		if author.Guest {
			mentioned = nil
		}
		if err := keepMentions(tx, c, mentioned, now); err != nil {
			return err
		}
		arrival.Comment = c
		return d.mended(tx, arrival, outcome)
	})
	return unless(c, err)
}

// unless gives a comment, or an error and none.
func unless(c *rozmova.Comment, err error) (*rozmova.Comment, error) {
	if err != nil {
		return nil, err
	}
	return c, nil
}

// continues reports whether a new text of a comment is the old one with more behind it: the same source, white space at its
// end aside, and, read as Markdown, the same words, from a new word or line on.
func continues(c *rozmova.Comment, source string, body []rozmova.Block) bool {
	more, ok := strings.CutPrefix(source, strings.TrimRightFunc(c.Source, unicode.IsSpace))
	behind, _ := utf8.DecodeRuneInString(more)
	return ok && unicode.IsSpace(behind) && strings.TrimSpace(more) != "" && strings.HasPrefix(rozmova.PlainText(body), rozmova.PlainText(c.Body))
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
		if !c.Featured.IsZero() {
			if err := unpick(tx, c); err != nil {
				return err
			}
		}
		seq, err := tx.Append(d.event(c, rozmova.CommentWithdrawn, author, d.now()))
		if err != nil {
			return err
		}
		return tx.MoveComment(c, rozmova.Withdrawn, seq)
	})
	return unless(c, err)
}

// MayEdit reports whether an author may change every word of a comment in a thread of which mode is in force (Terms).
func (d *Desk) MayEdit(author *rozmova.Reader, c *rozmova.Comment, mode rozmova.ThreadMode) bool {
	return d.MayAppend(author, c, mode) && !d.late(c)
}

// MayAppend reports whether an author may put more behind the words of a comment in a thread of which mode is in force.
func (d *Desk) MayAppend(author *rozmova.Reader, c *rozmova.Comment, mode rozmova.ThreadMode) bool {
	return author != nil && c.Author == author.ID && d.changeable(author, c, mode) == nil
}

// late reports whether the time in which every word may change is over.
func (d *Desk) late(c *rozmova.Comment) bool { return d.now().After(c.Created.Add(d.window)) }

// changeable tells why a comment's author can neither change it nor add to it; nil: one of them is possible.
func (d *Desk) changeable(author *rozmova.Reader, c *rozmova.Comment, mode rozmova.ThreadMode) error {
	switch {
	case c.State != rozmova.Published && c.State != rozmova.Pending:
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.not_editable"}
	case c.State == rozmova.Published && (mode == rozmova.Premoderated || author.Guest): // nobody would read the new words first
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.not_editable"}
	case mode == rozmova.Closed: // nothing new is said here, whatever mode the thread had before
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "thread.closed"}
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
