package discussion

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/richtext"
	"github.com/rozmova/rozmova/internal/store"
)

// A Posting is a new comment as a reader sends it.
type Posting struct {
	Thread rozmova.ID[rozmova.Thread]
	Parent rozmova.ID[rozmova.Comment] // the comment to answer; zero for none
	Body   string                      // Markdown
	Locale rozmova.Locale              // of the interface
	Key    string                      // tells a repeated request from a new one, for a day; empty: each is new
}

// Post takes a comment and returns when it is durable. A request repeated with the same key gives the same comment and
// adds none; fresh tells whether this request made it. Refusals: Unauthenticated; Invalid body; NotFound or Conflict for
// the thread or parent; TooMany.
func (d *Desk) Post(ctx context.Context, author *rozmova.Reader, p Posting) (c *rozmova.Comment, fresh bool, err error) {
	if err := signedIn(author); err != nil {
		return nil, false, err
	}
	source, body, err := d.read(p.Body)
	if err != nil {
		return nil, false, err
	}
	key, digest := d.requestKey(author, p, source)
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		fresh = false
		if p.Key != "" {
			result, done, err := tx.Once(key, digest)
			if err != nil {
				return err
			}
			if done {
				c, err = tx.Comment(rozmova.ID[rozmova.Comment](result))
				return err
			}
		}
		if c, err = d.add(tx, author, p, source, body); err != nil {
			return err
		}
		fresh = true
		if p.Key == "" {
			return nil
		}
		return tx.Done(key, digest, c.ID, c.Created)
	})
	if err != nil {
		return nil, false, err
	}
	if fresh {
		d.posted()
	}
	return c, fresh, nil
}

// read cleans what was sent and turns it into blocks.
func (d *Desk) read(markdown string) (string, []rozmova.Block, error) {
	source, err := lang.Clean(markdown)
	if err != nil {
		return "", nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "text.not_utf8", Field: "body", Err: err}
	}
	body, err := richtext.Comment(source, richtext.CommentLimits{Runes: d.limits.Runes, Links: d.limits.Links})
	return source, body, err
}

func (d *Desk) requestKey(author *rozmova.Reader, p Posting, source string) (key, digest []byte) {
	k := sha256.Sum256([]byte("post " + author.ID.String() + " " + p.Key))
	b := sha256.Sum256([]byte(p.Thread.String() + " " + p.Parent.String() + " " + source))
	return k[:], b[:]
}

func (d *Desk) add(tx *store.Tx, author *rozmova.Reader, p Posting, source string, body []rozmova.Block) (*rozmova.Comment, error) {
	now := d.now()
	thread, _, err := d.shown(tx, author, p.Thread)
	if errors.Is(err, rozmova.NotFound) {
		return nil, &rozmova.Error{Kind: rozmova.NotFound, Reason: "thread.missing"}
	} else if err != nil {
		return nil, err
	}
	state, err := moderation.Arrival(thread)
	if err != nil {
		return nil, err
	}
	if !p.Parent.IsZero() {
		if err := answerable(tx, p); err != nil {
			return nil, err
		}
	}
	if err := d.notTooMany(tx, author, now); err != nil {
		return nil, err
	}
	c := &rozmova.Comment{
		ID: rozmova.NewID[rozmova.Comment](now), Site: thread.Site, Thread: thread.ID, Story: thread.Story, Parent: p.Parent, Author: author.ID,
		Language: p.Locale, Source: source, Body: body, State: state, Revision: 1, Created: now, Changed: now,
	}
	kind := rozmova.CommentPublished
	if state == rozmova.Pending {
		kind = rozmova.CommentPending
	}
	if c.Seq, err = tx.Append(d.event(c, kind, author, now)); err != nil {
		return nil, err
	}
	return c, tx.AddComment(c)
}

func answerable(tx *store.Tx, p Posting) error {
	parent, err := tx.Comment(p.Parent)
	if errors.Is(err, rozmova.NotFound) || err == nil && (parent.Thread != p.Thread || !parent.State.Placed()) {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "comment.parent_missing", Field: "parent"}
	}
	if err == nil && parent.State != rozmova.Published {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.parent_gone", Field: "parent"}
	}
	return err
}

func (d *Desk) notTooMany(tx *store.Tx, author *rozmova.Reader, now time.Time) error {
	if err := tx.Lock("posting " + author.ID.String()); err != nil {
		return err
	}
	n, err := tx.CountComments(author.ID, now.Add(-time.Minute), now.Add(time.Minute)) // not more ahead: a clock that was put back
	if err == nil && n >= d.limits.PerMinute {
		return &rozmova.Error{Kind: rozmova.TooMany, Reason: "comment.too_fast", Args: map[string]any{"N": n, "Seconds": 60}}
	}
	return err
}

func (d *Desk) event(c *rozmova.Comment, kind rozmova.EventKind, actor *rozmova.Reader, at time.Time) rozmova.Event {
	return rozmova.Event{At: at, Kind: kind, Site: c.Site, Story: c.Story, Thread: c.Thread, Comment: c.ID, Actor: actor.ID}
}
