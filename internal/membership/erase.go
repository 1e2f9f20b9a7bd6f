package membership

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// An Erasure is the end of an account, as its receipt tells it: nothing in it tells whose it was.
type Erasure struct {
	ID    rozmova.ID[store.Erasure]
	Keep  bool
	Asked time.Time
	Done  time.Time // zero: not yet
}

// AskErasure writes down that the account of a reader is to be erased; keep leaves published texts, without the name. From then
// on nobody comes in by it: the sessions, ways in and roles are gone. What is left is done in the background, by Erase. It is
// a Conflict for the last administrator of a site: erase.last_admin. Who asks twice gets the first receipt.
func (d *Desk) AskErasure(ctx context.Context, r *rozmova.Reader, keep bool) (*Erasure, error) {
	now := d.o.Now()
	var asked *Erasure
	err := d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("roles"); err != nil {
			return err
		}
		if e, err := tx.ErasureOf(r.ID); err == nil {
			asked = receipt(e)
			return nil
		} else if !errors.Is(err, rozmova.NotFound) {
			return err
		}
		fresh, err := tx.Reader(r.ID)
		if err != nil {
			return err
		}
		if err := mayLeave(tx, fresh); err != nil {
			return err
		}
		e := &store.Erasure{ID: rozmova.NewID[store.Erasure](now), Reader: r.ID, Keep: keep, Asked: now}
		if err := tx.AddErasure(e); err != nil {
			return err
		}
		if len(fresh.Grants) > 0 {
			if _, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.RoleRevoked, Site: fresh.Site}); err != nil {
				return err
			}
		}
		asked = receipt(e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	select {
	case d.erasing.asked <- struct{}{}:
	default:
	}
	return asked, nil
}

// mayLeave refuses to let the last administrator go.
func mayLeave(tx *store.Tx, r *rozmova.Reader) error {
	for _, g := range r.Grants {
		if g.Role != rozmova.Admin || g.Section != "" {
			continue
		}
		n, err := tx.CountRole(r.Site, rozmova.Admin)
		if err != nil {
			return err
		}
		if n < 2 {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "erase.last_admin"}
		}
	}
	return nil
}

func receipt(e *store.Erasure) *Erasure {
	return &Erasure{ID: e.ID, Keep: e.Keep, Asked: e.Asked, Done: e.Done}
}

// Erasure gives the receipt with a number; NotFound where there is none.
func (d *Desk) Erasure(ctx context.Context, id rozmova.ID[store.Erasure]) (e *Erasure, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		kept, err := tx.Erasure(id)
		if err == nil {
			e = receipt(kept)
		}
		return err
	})
	return e, err
}

// ErasureAsked is told whenever somebody asks for an erasure in this process.
func (d *Desk) ErasureAsked() <-chan struct{} { return d.erasing.asked }

// Bounds of one step of an erasure: other steps come in between.
const (
	eraseAtOnce = 20   // comments, or votes
	leaveAtOnce = 200  // rows of the other kinds
	logAtOnce   = 5000 // events that are looked at
)

// EraseAll does all erasures that were asked for and are not done. A process that ends in the middle of one begins it anew at
// the next start: what is gone stays gone. One before which somebody set out to sign in elsewhere, and has not come back, stays
// open until that errand has run out, DoorLife at most: what it holds may be the reader's, and nothing tells. It may be called
// from many goroutines, of which one works.
func (d *Desk) EraseAll(ctx context.Context) error {
	d.erasing.one.Lock()
	defer d.erasing.one.Unlock()
	var open []*store.Erasure
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		open, err = tx.Erasures(true)
		return err
	})
	if err != nil || len(open) == 0 {
		return err
	}
	began := time.Now()
	var done []*passage
	for try := 1; ; try++ {
		if done, err = d.eraseEach(ctx, open); err == nil || try == mostTries || ctx.Err() != nil || errors.Is(err, rozmova.Unavailable) {
			break
		}
	}
	if err != nil {
		return err
	}
	for _, e := range done {
		delete(d.erasing.passages, e.ID)
		d.o.Log.Info("an account was erased", "receipt", e.ID.String(), "took", time.Since(began).Round(time.Millisecond))
		if d.o.OnErased == nil {
			continue
		}
		if err := d.o.OnErased(Erased{e.Reader, e.Keep}); err != nil {
			d.o.Log.Error("the list of erased accounts was not written: keep the output of rozmova user erased beside the backups", "error", err)
		}
	}
	return nil
}

// mostTries is how often erasures are gone through when something new of their readers appears meanwhile: a request that was under way
// when an account was closed may write one more row, and then the last step fails.
const mostTries = 5

// A passage is how far the erasure of one account has come in this process.
type passage struct {
	*store.Erasure
	tombstone rozmova.ID[rozmova.Reader]
	position  int64 // in the log
}

// eraseEach goes through everything of some accounts, makes what was deleted unreadable, and only then notes that it is done: an
// erasure that is done needs nothing more. It gives those that are done; the others wait for errands.
func (d *Desk) eraseEach(ctx context.Context, open []*store.Erasure) ([]*passage, error) {
	var ready []*passage
	for _, e := range open {
		p := d.erasing.passages[e.ID]
		if p == nil {
			p = &passage{Erasure: e}
			d.erasing.passages[e.ID] = p
		}
		if err := d.empty(ctx, p); err != nil {
			return nil, fmt.Errorf("erase account, receipt %s: %w", e.ID, err)
		}
		waits, err := d.errandsLeft(ctx, e)
		if err != nil {
			return nil, err
		}
		if !waits {
			ready = append(ready, p)
		}
	}
	if len(ready) == 0 {
		return nil, nil
	}
	if err := d.db.Scrub(ctx); err != nil {
		return nil, err
	}
	for _, p := range ready {
		if err := d.conclude(ctx, p); err != nil {
			return nil, fmt.Errorf("end of erasing, receipt %s: %w", p.ID, err)
		}
	}
	return ready, nil
}

// errandsLeft deletes the challenges that have run out and reports whether one is left that may hold what the reader wrote.
func (d *Desk) errandsLeft(ctx context.Context, e *store.Erasure) (left bool, err error) {
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.DropExpired(d.o.Now()); err != nil {
			return err
		}
		n, err := tx.ErrandsBefore(e.Asked)
		left = n > 0
		return err
	})
	return left, err
}

// empty takes everything from an account but its row.
func (d *Desk) empty(ctx context.Context, p *passage) error {
	if err := d.eraseComments(ctx, p.Erasure); err != nil {
		return err
	}
	if err := d.eraseVotes(ctx, p.Erasure); err != nil {
		return err
	}
	if err := d.erasePlaces(ctx, p.Erasure); err != nil {
		return err
	}
	if p.tombstone == (rozmova.ID[rozmova.Reader]{}) {
		var tombstone rozmova.ID[rozmova.Reader]
		err := d.db.Update(ctx, func(tx *store.Tx) (err error) {
			tombstone, err = tx.AddTombstone(d.o.Site.ID)
			return err
		})
		if err != nil {
			return err
		}
		p.tombstone = tombstone
	}
	if err := d.eraseRows(ctx, p); err != nil {
		return err
	}
	return d.eraseLog(ctx, p)
}

// conclude deletes the account's row, which holds nothing any more.
func (d *Desk) conclude(ctx context.Context, p *passage) error {
	now := d.o.Now()
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if e, err := tx.Erasure(p.ID); err != nil || !e.Done.IsZero() {
			return err // another process did it
		}
		if _, _, err := tx.LeaveLog(p.Reader, p.tombstone, p.position, 1<<20); err != nil { // what came while the log was read
			return err
		}
		if err := tx.EndErasure(p.ID, p.Reader, now); err != nil {
			return err
		}
		_, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.ReaderErased, Site: d.o.Site.ID, Ref: p.ID})
		return err
	})
}

// eraseRows does away with what else holds the reader's ID, but for the log, and with the name.
func (d *Desk) eraseRows(ctx context.Context, p *passage) error {
	err := d.db.Update(ctx, func(tx *store.Tx) error { return errors.Join(tx.Shut(p.Reader), tx.Unname(p.Reader)) })
	for more := true; err == nil && more; {
		err = d.db.Update(ctx, func(tx *store.Tx) error {
			reasons, err := tx.ClearReasons(p.Reader, p.tombstone, leaveAtOnce)
			if err != nil {
				return err
			}
			left, err := tx.Leave(p.Reader, p.tombstone, leaveAtOnce)
			more = reasons > 0 || left > 0
			return err
		})
	}
	return err
}

// eraseLog goes through the log.
func (d *Desk) eraseLog(ctx context.Context, p *passage) error {
	for {
		done := false
		var to int64
		err := d.db.Update(ctx, func(tx *store.Tx) (err error) {
			to, done, err = tx.LeaveLog(p.Reader, p.tombstone, p.position, logAtOnce)
			return err
		})
		if err != nil {
			return err
		}
		if p.position = to; done {
			return nil
		}
	}
}

// ParseErasure reads the number of a receipt.
func ParseErasure(s string) (rozmova.ID[store.Erasure], error) {
	return rozmova.ParseID[store.Erasure](s)
}
