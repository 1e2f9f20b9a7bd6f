package moderation

import (
	"context"
	"errors"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// MostBulk is how many comments may be decided about at once.
const MostBulk = 200

// A BulkItem is one of several comments that somebody wants to decide about in the same way, with what would come of it, or came.
type BulkItem struct {
	Card     Card
	To       rozmova.CommentState // after the ruling; as it is where it moves nothing
	Refused  error                // nil: it can be done
	Decision *rozmova.Decision    // of Bulk; nil where it was refused
}

// BulkPreview tells what a ruling would do to several comments, and does nothing. The ruling's comment and revision are not looked at.
// Invalid bulk.none and bulk.too_many.
func (d *Desk) BulkPreview(ctx context.Context, by *rozmova.Reader, ids []rozmova.ID[rozmova.Comment], r Ruling) (items []BulkItem, err error) {
	ids, err = several(by, ids)
	if err != nil {
		return nil, err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		items = nil
		for _, id := range ids { // bounded by MostBulk
			c, err := tx.Comment(id)
			if errors.Is(err, rozmova.NotFound) {
				continue
			}
			if err != nil {
				return err
			}
			story, err := tx.StoryHead(c.Story)
			if err != nil {
				return err
			}
			if may(by, story.Section) != nil {
				continue // not theirs to see
			}
			card, err := d.card(tx, c)
			if err != nil {
				return err
			}
			item := BulkItem{Card: *card, To: c.State, Refused: d.wouldRefuse(tx, by, card, r)}
			if to, moves := r.Action.To(); moves {
				item.To = to
			}
			items = append(items, item)
		}
		return nil
	})
	return items, err
}

// wouldRefuse tells why a ruling about a card's comment would be refused; nil: it would not.
func (d *Desk) wouldRefuse(tx *store.Tx, by *rozmova.Reader, card *Card, r Ruling) error {
	if err := mayAbout(tx, by, card.Comment, "decision.own_comment"); err != nil {
		return err
	}
	if card.Claim != nil && card.Claim.By != by.ID {
		return free(tx, &store.Claim{By: card.Claim.By, Until: card.Claim.Until}, by.ID, d.now())
	}
	for _, a := range card.Actions() {
		if a == r.Action {
			return nil
		}
	}
	if r.Action == rozmova.Keep {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "decision.nothing_waits"}
	}
	return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.state"}
}

// Bulk makes the same ruling on several comments, each in a step of its own; what is refused is told and does not stop the rest. It ends
// early where ctx does. revisions are those that the moderator has read; a comment that has another since is refused.
func (d *Desk) Bulk(ctx context.Context, by *rozmova.Reader, ids []rozmova.ID[rozmova.Comment], revisions map[rozmova.ID[rozmova.Comment]]int, r Ruling) ([]BulkItem, error) {
	items, err := d.BulkPreview(ctx, by, ids, r)
	if err != nil {
		return nil, err
	}
	for i := range items {
		item := &items[i]
		if item.Refused != nil {
			continue
		}
		one := r
		one.Comment, one.Revision = item.Card.Comment.ID, item.Card.Comment.Revision
		if seen := revisions[one.Comment]; seen != 0 {
			one.Revision = seen
		}
		item.Decision, item.Refused = d.Decide(ctx, by, one)
		if item.Refused != nil {
			if bad := (*rozmova.Error)(nil); !errors.As(item.Refused, &bad) {
				return items, item.Refused // ours, not the request's
			} else if bad.Kind == rozmova.Invalid {
				return nil, item.Refused // of all of them alike: no rule, no facts
			}
		}
	}
	return items, nil
}

func several(by *rozmova.Reader, ids []rozmova.ID[rozmova.Comment]) ([]rozmova.ID[rozmova.Comment], error) {
	if !by.Has(rozmova.Moderator, "") {
		return nil, may(by, "")
	}
	once := make([]rozmova.ID[rozmova.Comment], 0, len(ids))
	seen := map[rozmova.ID[rozmova.Comment]]bool{}
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			once = append(once, id)
		}
	}
	switch {
	case len(once) == 0:
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "bulk.none", Field: "comments"}
	case len(once) > MostBulk:
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "bulk.too_many", Field: "comments", Args: map[string]any{"Max": MostBulk}}
	}
	return once, nil
}
