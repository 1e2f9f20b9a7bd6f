package discussion

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// A Place is where a comment stands in the order across a divide.
type Place struct {
	Comment rozmova.ID[rozmova.Comment]
	Key     int64         // the highest first; 0 for one that answers another: those stand in the order they were written
	Told    *ranking.Told // nil: nothing is
}

// placesAtOnce is how many comments Places tells of.
const placesAtOnce = 200

// Places gives the comments of a thread whose place in the order across a divide, or what is told of it, changed at or after a time,
// the latest first and 200 at most; none where the thread is not Divided, or totals of votes are not shown to everybody.
func (d *Desk) Places(ctx context.Context, thread rozmova.ID[rozmova.Thread], since time.Time) (list []Place, err error) {
	if d.totals != TotalsShown {
		return nil, nil
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list = nil
		t, _, err := d.shown(tx, nil, thread)
		if err != nil || t.Divide != rozmova.Divided {
			return err
		}
		moved, err := tx.Moved(thread, since, placesAtOnce)
		for _, m := range moved {
			p := Place{Comment: m.Comment, Told: told(m.Told)}
			if m.Root {
				p.Key = m.Bridge
			}
			list = append(list, p)
		}
		return err
	})
	return list, err
}

// told gives what may be told of a published comment of a thread that is Divided. Of one of which nothing is known yet that is told.
func told(t store.Valued) *ranking.Told {
	if t.Label == 0 {
		return &ranking.Told{Label: ranking.NotYet}
	}
	return &ranking.Told{Label: ranking.Label(t.Label), More: t.More, Less: t.Less, MoreVotes: t.MoreVotes, LessVotes: t.LessVotes} //nolint:gosec // as it was stored
}

// On the first page of the order Bridges some comments stand that hardly anybody has voted on yet.
const (
	turnEvery = time.Minute // after which it is the turn of others
	newLooked = 200         // of the latest comments, among which they are
	mostNew   = RootsPerPage / 8
)

// withNew gives the first page of the order Bridges with the new comments whose turn it is in their places, and which they are. roots are
// those that stand first, more than there is room for.
func (d *Desk) withNew(tx *store.Tx, roots []*rozmova.Comment) (page []*rozmova.Comment, fresh []rozmova.ID[rozmova.Comment], err error) {
	page = roots[:RootsPerPage]
	behind, err := tx.LatestBehind(page[0].Thread, store.PlaceOf(page[RootsPerPage-1], store.Bridged), newLooked)
	if err != nil || len(behind) == 0 {
		return page, nil, err
	}
	at := map[rozmova.ID[rozmova.Comment]]*rozmova.Comment{}
	var order []ranking.Standing
	for _, c := range slices.Concat(page, behind) {
		at[c.ID] = c
		order = append(order, ranking.Standing{Comment: c.ID, Voters: c.Votes.Voters})
	}
	shown := ranking.WithNew(order, RootsPerPage, uint64(max(0, d.now().Unix()/int64(turnEvery/time.Second))))
	stood := page
	page = nil
	for _, s := range shown[:RootsPerPage] {
		c := at[s.Comment]
		if !slices.Contains(stood, c) {
			fresh = append(fresh, c.ID)
		}
		page = append(page, c)
	}
	return page, fresh, nil
}

// backWithNew puts the new comments of a first page, as its cursor names them, back into their places.
func backWithNew(tx *store.Tx, thread rozmova.ID[rozmova.Thread], roots []*rozmova.Comment, fresh []rozmova.ID[rozmova.Comment]) ([]*rozmova.Comment, error) {
	found, err := tx.CommentsByID(fresh)
	for i, id := range fresh {
		if c := found[id]; c != nil && c.Thread == thread && c.ID == c.Root && c.State.Placed() {
			roots = slices.Insert(roots, min(len(roots), (i+1)*8-1), c)
		}
	}
	return roots, err
}

// A cursor in the order Bridges also names the new comments that the first page showed, so that no other page shows them again.
const freshMark = "."

func withFresh(cursor string, fresh []rozmova.ID[rozmova.Comment]) string {
	if len(fresh) == 0 {
		return cursor
	}
	var b []byte
	for _, id := range fresh {
		b = append(b, id[:]...)
	}
	return cursor + freshMark + base64.RawURLEncoding.EncodeToString(b)
}

// parseFresh takes the new comments from a cursor that withFresh made. Anything else is Invalid page.cursor.
func parseFresh(s, field string, o Order) (cursor string, fresh []rozmova.ID[rozmova.Comment], err error) {
	cursor, names, ok := strings.Cut(s, freshMark)
	if !ok || o != Bridges {
		return s, nil, nil
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(names)
	if err != nil || len(b) == 0 || len(b)%16 != 0 || len(b) > 16*mostNew || base64.RawURLEncoding.EncodedLen(len(b)) != len(names) {
		return "", nil, badCursor(field)
	}
	for id := range slices.Chunk(b, 16) {
		fresh = append(fresh, rozmova.ID[rozmova.Comment](id))
	}
	return cursor, fresh, nil
}

// but leaves some comments out of a list.
func but(list []*rozmova.Comment, ids []rozmova.ID[rozmova.Comment]) []*rozmova.Comment {
	if len(ids) == 0 {
		return list
	}
	return slices.DeleteFunc(list, func(c *rozmova.Comment) bool { return slices.Contains(ids, c.ID) })
}
