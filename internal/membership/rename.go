package membership

import (
	"context"
	"regexp"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// A FormerName is a pen name that a reader went by.
type FormerName struct {
	Name  string
	Until time.Time // when it was given up
}

// madeUpName is what madeUp writes.
var madeUpName = regexp.MustCompile(`^(Читач|Reader) [0-9]+$`)

// likeMadeUp is what would be taken for one that madeUp wrote.
var likeMadeUp = regexp.MustCompile(`(?i)^(Читач|Reader)[^\p{L}]*\p{Nd}[^\p{L}]*$`)

// MayRename gives when a reader may next change the pen name; zero: now. The first choice and the first change after it are
// free, later there is one in thirty days.
func (d *Desk) MayRename(r *rozmova.Reader) time.Time {
	if next := r.Renamed.Add(KeepName); !r.Renamed.IsZero() && d.o.Now().Before(next) {
		return next
	}
	return time.Time{}
}

// Free gives a name as it would be kept, where a reader may have it: the errors are those of Rename.
func (d *Desk) Free(ctx context.Context, r *rozmova.Reader, name string) (string, error) {
	name, err := checkPenName(name)
	if err != nil {
		return "", err
	}
	return name, d.db.View(ctx, func(tx *store.Tx) error { return d.free(tx, r, name) })
}

// Rename gives a reader another pen name, and keeps the one before among those the reader went by, unless the program had
// made it up. Invalid for one that is too long, of the wrong letters (name.signs), of letters of several scripts
// (name.mixed) or reserved; a Conflict for one that somebody goes by already or lately did, or that looks like it (name.taken),
// and before thirty days are over (name.too_soon, with the Date). Of two who claim one name at once, one has it. The name
// that the reader has already changes nothing.
func (d *Desk) Rename(ctx context.Context, r *rozmova.Reader, name string) (*rozmova.Reader, error) {
	name, err := checkPenName(name)
	if err != nil {
		return nil, err
	}
	var renamed rozmova.Reader
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("pen names"); err != nil {
			return err
		}
		is, err := tx.Reader(r.ID)
		if err != nil {
			return err
		}
		renamed = *is
		if is.PenName == name {
			return nil
		}
		return d.rename(tx, &renamed, name, d.o.Now())
	})
	if err != nil {
		return nil, err
	}
	return &renamed, nil
}

// rename does what Rename does, for a reader as the store has it.
func (d *Desk) rename(tx *store.Tx, r *rozmova.Reader, name string, now time.Time) error {
	if r.Guest || r.Erased {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "name.guest", Field: "pen_name"}
	}
	if next := d.MayRename(r); !next.IsZero() {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "name.too_soon", Field: "pen_name", Args: map[string]any{"Date": next}}
	}
	if err := d.free(tx, r, name); err != nil {
		return err
	}
	if first := r.Renamed.IsZero() && madeUpName.MatchString(r.PenName); !first {
		if err := tx.AddFormerName(r, r.PenName, lang.PenKey(r.PenName), now); err != nil {
			return err
		}
		if err := tx.SetRenamed(r.ID, now); err != nil {
			return err
		}
		r.Renamed = now
	}
	if err := tx.Rename(r.ID, name, lang.PenKey(name)); err != nil {
		return err
	}
	r.PenName = name
	_, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.ReaderRenamed, Site: r.Site, Actor: r.ID})
	return err
}

// Names gives the pen names that a reader went by, the latest first, to moderators and to the reader; it is Forbidden to
// everybody else.
func (d *Desk) Names(ctx context.Context, by *rozmova.Reader, reader rozmova.ID[rozmova.Reader]) (list []FormerName, err error) {
	if by == nil || by.ID != reader && !by.Has(rozmova.Moderator, "") {
		return nil, &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.moderator_needed"}
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		found, err := tx.FormerNames(reader)
		list = nil
		for _, f := range found {
			list = append(list, FormerName(f))
		}
		return err
	})
	return list, err
}
