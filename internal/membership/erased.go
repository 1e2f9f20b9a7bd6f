package membership

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// An Erased names an account that was erased, by the only thing that is kept of it: the ID it had.
type Erased struct {
	Reader rozmova.ID[rozmova.Reader] `json:"reader"`
	Keep   bool                       `json:"keep,omitempty"`
}

// String is the line of a list: the ID and what became of the texts.
func (e Erased) String() string {
	if e.Keep {
		return e.Reader.String() + " keep"
	}
	return e.Reader.String() + " remove"
}

// ParseErased reads what String writes; anything else is Invalid.
func ParseErased(line string) (Erased, error) {
	id, mode, _ := strings.Cut(line, " ")
	reader, err := rozmova.ParseID[rozmova.Reader](id)
	if err != nil || mode != "keep" && mode != "remove" {
		return Erased{}, &rozmova.Error{Kind: rozmova.Invalid, Reason: "id.malformed"}
	}
	return Erased{reader, mode == "keep"}, nil
}

// ErasedAccounts gives the accounts whose erasure is done, the earliest first.
func (d *Desk) ErasedAccounts(ctx context.Context) (list []Erased, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		all, err := tx.Erasures(false)
		list = nil
		for _, e := range all {
			if !e.Done.IsZero() {
				list = append(list, Erased{e.Reader, e.Keep})
			}
		}
		return err
	})
	return list, err
}

// EraseAgain asks for the erasure of accounts that were erased before a backup was restored in which they still are, and tells how many
// there are. EraseAll does it. It asks no roles: they wished to be gone.
func (d *Desk) EraseAgain(ctx context.Context, accounts []Erased) (n int, err error) {
	now := d.o.Now()
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		n = 0
		for i, a := range accounts {
			_, err := tx.Reader(a.Reader)
			if errors.Is(err, rozmova.NotFound) {
				continue
			}
			if err != nil {
				return err
			}
			n++
			at := now.Add(time.Duration(i) * time.Microsecond) // the order of the list
			e, err := tx.ErasureOf(a.Reader)
			if err == nil {
				err = tx.AgainErasure(e.ID, at)
			} else if errors.Is(err, rozmova.NotFound) {
				err = tx.AddErasure(&store.Erasure{ID: rozmova.NewID[store.Erasure](at), Reader: a.Reader, Keep: a.Keep, Asked: at})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}
