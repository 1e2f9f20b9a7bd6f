package newsroom

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Additions is a part of the additions of a story.
type Additions struct {
	List        []*rozmova.Addition
	More        rozmova.ID[rozmova.Addition] // the last of List, where there are others behind it; zero: there are none
	Count       int                          // those that stand, on all parts
	First, Last time.Time                    // when those were published; zero where none stand
	Any         bool                         // there are some, if only such as were taken back
}

// Additions gives up to limit additions of a story in its order, those of a closed one in the order of time, from behind one on; the zero ID, or
// one that is none of the story's, is the beginning.
func (d *Desk) Additions(ctx context.Context, s *rozmova.Story, behind rozmova.ID[rozmova.Addition], limit int) (*Additions, error) {
	var list *Additions
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		list, err = additions(tx, s, behind, limit)
		return err
	})
	return list, err
}

func additions(tx *store.Tx, s *rozmova.Story, behind rozmova.ID[rozmova.Addition], limit int) (*Additions, error) {
	counts, err := tx.CountAdditions(s.ID)
	list := &Additions{Count: counts.Count, First: counts.First, Last: counts.Last, Any: counts.Any}
	if err != nil || !counts.Any {
		return list, err
	}
	var from store.Cursor[rozmova.Addition]
	if !behind.IsZero() {
		switch a, err := tx.Addition(behind); {
		case err == nil && a.Story == s.ID:
			from = store.Cursor[rozmova.Addition]{At: a.At, ID: a.ID}
		case err != nil && !errors.Is(err, rozmova.NotFound):
			return nil, err
		}
	}
	list.List, err = tx.Additions(s.ID, s.Developing == rozmova.NewestFirst, from, limit+1)
	if len(list.List) > limit {
		list.List = list.List[:limit]
		list.More = list.List[limit-1].ID
	}
	return list, err
}

// mostBehind bounds the way to one addition among others.
const mostBehind = 2000

// AdditionPlace finds the part of a story's additions, in parts of size, in which one stands: the addition behind which that part
// begins, zero for the first. NotFound where the story has no such addition.
func (d *Desk) AdditionPlace(ctx context.Context, slug rozmova.Slug, id rozmova.ID[rozmova.Addition], size int) (behind rozmova.ID[rozmova.Addition], err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		behind = rozmova.ID[rozmova.Addition]{}
		s, err := d.shown(tx.StoryBySlug(d.site.ID, slug))
		if err != nil {
			return err
		}
		list, err := tx.Additions(s.ID, s.Developing == rozmova.NewestFirst, store.Cursor[rozmova.Addition]{}, mostBehind)
		at := slices.IndexFunc(list, func(a *rozmova.Addition) bool { return a.ID == id })
		if err == nil && at < 0 {
			err = rozmova.NotFound
		}
		if err == nil && at >= size {
			behind = list[at/size*size-1].ID
		}
		return err
	})
	return behind, err
}

// AdditionByID gives one addition with its story; NotFound for what readers may not see.
func (d *Desk) AdditionByID(ctx context.Context, id rozmova.ID[rozmova.Addition]) (a *rozmova.Addition, s *rozmova.Story, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		if a, err = tx.Addition(id); err != nil {
			return err
		}
		s, err = d.shown(tx.StoryHead(a.Story))
		return err
	})
	return a, s, err
}
