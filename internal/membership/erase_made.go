package membership

import (
	"context"
	"errors"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// eraseComments erases a reader's comments; where texts are kept, it takes the author from those that are published.
func (d *Desk) eraseComments(ctx context.Context, e *store.Erasure) error {
	for _, words := range []bool{true, false} {
		for {
			n := 0
			err := d.db.Update(ctx, func(tx *store.Tx) error {
				ids, err := tx.CommentsToErase(e.Reader, e.Keep && words, eraseAtOnce)
				n = len(ids)
				if err != nil {
					return err
				}
				return d.eraseBatch(tx, ids, words)
			})
			if err != nil {
				return err
			}
			if n < eraseAtOnce {
				break
			}
		}
	}
	return nil
}

// eraseBatch erases some comments, or takes but the author from them. The locks are taken before the first event, as
// store.CommentToChange asks.
func (d *Desk) eraseBatch(tx *store.Tx, ids []rozmova.ID[rozmova.Comment], words bool) error {
	list := make([]*rozmova.Comment, len(ids))
	for i, id := range ids {
		var err error
		if list[i], err = tx.CommentToChange(id); err != nil {
			return err
		}
	}
	for _, c := range list {
		if !words && c.State == rozmova.Published {
			if err := tx.ForgetAuthor(c); err != nil {
				return err
			}
			continue
		}
		seq, err := tx.Append(rozmova.Event{At: d.o.Now(), Kind: rozmova.CommentErased, Site: c.Site, Story: c.Story, Thread: c.Thread, Comment: c.ID})
		if err != nil {
			return err
		}
		if err := tx.EraseComment(c, seq); err != nil {
			return err
		}
	}
	return nil
}

// eraseVotes takes a reader's votes back, with the totals and the places that hang on them.
func (d *Desk) eraseVotes(ctx context.Context, e *store.Erasure) error {
	for {
		n := 0
		err := d.db.Update(ctx, func(tx *store.Tx) error {
			ids, err := tx.VotedBy(e.Reader, eraseAtOnce)
			n = len(ids)
			for _, id := range ids {
				if err != nil {
					break
				}
				err = d.eraseVote(tx, id, e.Reader)
			}
			return err
		})
		if err != nil || n < eraseAtOnce {
			return err
		}
	}
}

func (d *Desk) eraseVote(tx *store.Tx, id rozmova.ID[rozmova.Comment], reader rozmova.ID[rozmova.Reader]) error {
	c, err := tx.CommentToChange(id)
	if err != nil {
		return err
	}
	v, err := tx.Vote(id, reader)
	if err != nil {
		return err
	}
	totals := c.Votes.Change(v, rozmova.Vote{})
	rank := ranking.Millionths(ranking.Respected(totals.Respect, totals.Voters))
	return tx.PutVote(c, reader, rozmova.Vote{}, totals, rank, d.o.Now())
}

// erasePlaces takes where the reader stands out of the settled pictures. What cannot be read is deleted: it is drawn anew.
func (d *Desk) erasePlaces(ctx context.Context, e *store.Erasure) error {
	var keys []string
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		keys, err = tx.SettledPictures(d.o.Site.ID)
		return err
	})
	for _, key := range keys {
		if err != nil {
			break
		}
		err = d.db.Update(ctx, func(tx *store.Tx) error {
			if err := tx.LockPictures(); err != nil {
				return err
			}
			kept, err := tx.SettledPicture(d.o.Site.ID, key)
			if errors.Is(err, rozmova.NotFound) {
				return nil
			}
			if err != nil {
				return err
			}
			p := &ranking.Picture{}
			if err := p.UnmarshalBinary(kept.Doc); err != nil {
				return tx.DropSettledPicture(d.o.Site.ID, key)
			}
			if kept.Doc, err = p.Forget(e.Reader).MarshalBinary(); err != nil {
				return err
			}
			return tx.PutSettledPicture(d.o.Site.ID, kept)
		})
	}
	return err
}
