package moderation

import (
	"context"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// ClaimLife is how long a claim lasts without being renewed: pages that are open renew it, those that were left let it run out.
const ClaimLife = 3 * time.Minute

// Claim takes a card for a moderator, or renews the claim, so that nobody else works on it. Conflict card.claimed, with the Name of
// whoever has it; a senior moderator of the section may take it over.
func (d *Desk) Claim(ctx context.Context, by *rozmova.Reader, comment rozmova.ID[rozmova.Comment], over bool) (*Claim, error) {
	var claim *Claim
	err := d.db.Update(ctx, func(tx *store.Tx) error {
		c, row, err := d.claimable(tx, by, comment)
		if err != nil {
			return err
		}
		now := d.now()
		if over {
			if err := d.seniorFor(tx, by, c); err != nil {
				return err
			}
		} else if err := free(tx, row, by.ID, now); err != nil {
			return err
		}
		fresh := !row.In(now) || row.By != by.ID
		row.By, row.Until = by.ID, now.Add(ClaimLife)
		claim = &Claim{By: row.By, Until: row.Until}
		if err := tx.PutClaim(row); err != nil || !fresh {
			return err
		}
		return d.tellDesk(tx, c, by, now)
	})
	if err != nil {
		return nil, err
	}
	return claim, nil
}

// seniorFor refuses who is no senior moderator where a comment stands.
func (d *Desk) seniorFor(tx *store.Tx, by *rozmova.Reader, c *rozmova.Comment) error {
	story, err := tx.StoryHead(c.Story)
	if err == nil && !by.HasFor(rozmova.Senior, story.Section) {
		err = &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.senior_needed"}
	}
	return err
}

// Release gives a card back. It is nothing to somebody who does not have it.
func (d *Desk) Release(ctx context.Context, by *rozmova.Reader, comment rozmova.ID[rozmova.Comment]) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		c, row, err := d.claimable(tx, by, comment)
		if err != nil || row.By != by.ID {
			return err
		}
		row.By, row.Until = rozmova.ID[rozmova.Reader]{}, time.Time{}
		if err := tx.PutClaim(row); err != nil {
			return err
		}
		return d.tellDesk(tx, c, by, d.now())
	})
}

// Assign says who is to decide about a comment: a moderator of its section; the zero ID takes that back. Whoever has the card keeps it.
func (d *Desk) Assign(ctx context.Context, by *rozmova.Reader, comment rozmova.ID[rozmova.Comment], to rozmova.ID[rozmova.Reader]) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		c, row, err := d.claimable(tx, by, comment)
		if err != nil {
			return err
		}
		if !to.IsZero() {
			somebody, err := tx.Reader(to)
			if err != nil && !errors.Is(err, rozmova.NotFound) {
				return err
			}
			story, e := tx.StoryHead(c.Story)
			if e != nil {
				return e
			}
			if err != nil || !somebody.HasFor(rozmova.Moderator, story.Section) || to == c.Author {
				return &rozmova.Error{Kind: rozmova.Invalid, Reason: "card.assign", Field: "to"}
			}
		}
		row.Assigned = to
		if err := tx.PutClaim(row); err != nil {
			return err
		}
		return d.tellDesk(tx, c, by, d.now())
	})
}

// Colleagues gives those who may decide about what stands in a section, by their names.
func (d *Desk) Colleagues(ctx context.Context, by *rozmova.Reader, section rozmova.Slug) (list []*rozmova.Reader, err error) {
	if err := may(by, section); err != nil {
		return nil, err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list = nil
		staff, err := tx.Staff(d.site.ID)
		for _, r := range staff {
			if r.HasFor(rozmova.Moderator, section) {
				list = append(list, r)
			}
		}
		return err
	})
	return list, err
}

func (d *Desk) claimable(tx *store.Tx, by *rozmova.Reader, comment rozmova.ID[rozmova.Comment]) (*rozmova.Comment, *store.Claim, error) {
	c, err := tx.CommentToChange(comment)
	if err != nil {
		return nil, nil, err
	}
	if err := mayAbout(tx, by, c, "decision.own_comment"); err != nil {
		return nil, nil, err
	}
	row, err := tx.Claim(comment)
	if errors.Is(err, rozmova.NotFound) {
		return c, &store.Claim{Comment: comment}, nil
	}
	return c, row, err
}

// free refuses where somebody else has the card.
func free(tx *store.Tx, row *store.Claim, by rozmova.ID[rozmova.Reader], now time.Time) error {
	if !row.In(now) || row.By == by {
		return nil
	}
	name := ""
	if r, err := tx.Reader(row.By); err == nil {
		name = r.PenName
	} else if !errors.Is(err, rozmova.NotFound) {
		return err
	}
	return &rozmova.Error{Kind: rozmova.Conflict, Reason: "card.claimed", Args: map[string]any{"Name": name}}
}

// unclaimed refuses a decision where somebody else has the card, and gives the card back where the decider has it.
func (d *Desk) unclaimed(tx *store.Tx, comment rozmova.ID[rozmova.Comment], by rozmova.ID[rozmova.Reader]) error {
	row, err := tx.Claim(comment)
	if errors.Is(err, rozmova.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := free(tx, row, by, d.now()); err != nil {
		return err
	}
	row.By, row.Until = rozmova.ID[rozmova.Reader]{}, time.Time{}
	return tx.PutClaim(row)
}

// tellDesk has the open pages of the desk look again. The event names no thread: readers' pages are not concerned.
func (d *Desk) tellDesk(tx *store.Tx, c *rozmova.Comment, by *rozmova.Reader, now time.Time) error {
	_, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.QueueChanged, Site: c.Site, Actor: by.ID, Ref: c.ID})
	return err
}
