// Package bridges keeps the order across a divide: it draws the settled pictures, follows the votes, writes where comments stand and
// what is told of them, and shows moderators what counts for less. One process of an installation does that at a time. How comments are
// scored is ranking's; by what a discussion is ordered, discussion's. docs/bridging.md tells how it runs.
package bridges

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// What is when. Times of votes, pictures and holds go by the keeper's clock, pauses between passes by that of the machine.
const (
	settleAfter = 6 * time.Hour    // a vote so old is in the next settled picture
	grownAfter  = 24 * time.Hour   // an account so old is listened to before the next settled picture
	drawEvery   = time.Hour        // a settled picture
	holdFor     = 30 * time.Minute // a comment that fell suddenly
	baseEvery   = 10 * time.Minute // what falls within one to two of these fell suddenly
	passAfter   = 1500 * time.Millisecond
	passShare   = 10 // a pass takes one part in so many of the time
	leaseFor    = 15 * time.Second
	leaseEvery  = 5 * time.Second
	tick        = 250 * time.Millisecond
	poll        = 500 * time.Millisecond
)

// leaseName is the work that one process does at a time.
const leaseName = "bridges"

// Options are what a keeper needs besides the store.
type Options struct {
	Now        func() time.Time // nil: time.Now
	Site       *rozmova.Site
	Log        *slog.Logger // nil: none
	Moderation *moderation.Desk
	ByThread   bool                                // leanings are found in each thread by itself, not over all threads of a section
	OnPass     func(took time.Duration, votes int) // told of every pass over a section, or thread; may be nil
	OnLease    func(held bool)                     // told when this process takes the work up and lays it down; may be nil
}

// A Keeper keeps the order of a site. It is for one goroutine.
type Keeper struct {
	o      Options
	db     *store.DB
	holder string
	head   int64 // up to where the log is in what it knows

	units   map[string]*unit                       // those that are loaded, by key
	threads map[rozmova.ID[rozmova.Thread]]*thread // those that it has heard of
}

// New makes the keeper of a site.
func New(db *store.DB, o Options) *Keeper {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.OnPass == nil {
		o.OnPass = func(time.Duration, int) {}
	}
	if o.OnLease == nil {
		o.OnLease = func(bool) {}
	}
	return &Keeper{o: o, db: db, holder: rand.Text()}
}

// errLost says that another process does the work now.
var errLost = errors.New("another process keeps the order across a divide")

// Run keeps the order until ctx ends, whenever no other process does.
func (k *Keeper) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		ok, err := k.Take(ctx)
		if err != nil && ctx.Err() == nil {
			k.o.Log.Warn("asking whether to keep the order across a divide", "error", err)
		}
		if ok {
			k.o.OnLease(true)
			err := k.work(ctx)
			k.o.OnLease(false)
			k.forget()
			if ctx.Err() == nil {
				k.o.Log.Warn("the order across a divide is laid down", "error", err)
			}
			k.drop(context.WithoutCancel(ctx))
		}
		select {
		case <-ctx.Done():
		case <-time.After(leaseEvery / 2):
		}
	}
	return ctx.Err()
}

// Take takes the work up, and reports whether it is this keeper's now.
func (k *Keeper) Take(ctx context.Context) (ok bool, err error) {
	err = k.db.Update(ctx, func(tx *store.Tx) (err error) {
		now := k.o.Now()
		ok, err = tx.TakeLease(leaseName, k.holder, now, now.Add(leaseFor))
		return err
	})
	return ok && err == nil, err
}

// drop gives the work to whoever wants it.
func (k *Keeper) drop(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := k.db.Update(ctx, func(tx *store.Tx) error { return tx.DropLease(leaseName, k.holder) }); err != nil {
		k.o.Log.Warn("giving the order across a divide back", "error", err)
	}
}

// forget empties the memory: what is kept is in the store.
func (k *Keeper) forget() { k.units, k.threads = nil, nil }

// update does a step of writing, where the work is still this keeper's; errLost where it is not.
func (k *Keeper) update(ctx context.Context, fn func(tx *store.Tx, now time.Time) error) error {
	return k.db.Update(ctx, func(tx *store.Tx) error {
		now := k.o.Now()
		ok, err := tx.KeepLease(leaseName, k.holder, now.Add(leaseFor))
		if err != nil {
			return err
		}
		if !ok {
			return errLost
		}
		return fn(tx, now)
	})
}

// work loads what is there and follows the log until something fails.
func (k *Keeper) work(ctx context.Context) error {
	if err := k.Load(ctx); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	batches, failed := make(chan []rozmova.Event), make(chan error, 1)
	go func() {
		failed <- k.db.Follow(ctx, k.head, poll, func(batch []rozmova.Event) error {
			select {
			case batches <- batch:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	beat := time.NewTicker(tick)
	defer beat.Stop()
	renewed := time.Now()
	for {
		var err error
		select {
		case err = <-failed:
		case batch := <-batches:
			err = k.Happened(ctx, batch)
		case <-beat.C:
			err = k.Tick(ctx, time.Now())
			if err == nil && time.Since(renewed) >= leaseEvery {
				renewed = time.Now()
				err = k.update(ctx, func(*store.Tx, time.Time) error { return nil })
			}
		}
		if err != nil {
			return err
		}
	}
}

// Load begins with what is kept: each section, or thread, with votes that its settled picture does not know yet is judged anew, and a
// picture drawn where there is none from within the hour. The others wait until something happens in them.
func (k *Keeper) Load(ctx context.Context) error {
	k.units, k.threads = map[string]*unit{}, map[rozmova.ID[rozmova.Thread]]*thread{}
	var list []store.VotedThread
	late := map[string]bool{}
	err := k.db.View(ctx, func(tx *store.Tx) (err error) {
		if k.head, err = tx.Head(); err != nil { // first: what is read after it is at least as new
			return err
		}
		list, err = tx.VotedThreads(k.o.Site.ID)
		for i := range list {
			key := k.keyOf(&list[i])
			if err != nil || late[key] {
				continue
			}
			late[key], err = unsettled(tx, k.o.Site.ID, key, list[i].Voted)
		}
		return err
	})
	if err != nil {
		return err
	}
	for i := range list {
		if key := k.keyOf(&list[i]); late[key] {
			if _, err := k.unit(ctx, key); err != nil {
				return err
			}
		}
	}
	return nil
}

// unsettled reports whether a picture does not know votes that changed at some time, or never will.
func unsettled(tx *store.Tx, site rozmova.ID[rozmova.Site], key string, voted time.Time) (bool, error) {
	kept, err := tx.SettledPicture(site, key)
	if errors.Is(err, rozmova.NotFound) {
		return true, nil
	}
	return err != nil || voted.After(kept.Drawn.Add(-grownAfter-settleAfter)) || (&ranking.Picture{}).UnmarshalBinary(kept.Doc) != nil, err
}

// keyOf names what the leanings of a thread's readers are found in.
func (k *Keeper) keyOf(t *store.VotedThread) string {
	if k.o.ByThread {
		return t.Thread.String()
	}
	return string(t.Section)
}

// Tick does what is due at a moment by the machine's clock: passes, pictures, the end of holds.
func (k *Keeper) Tick(ctx context.Context, at time.Time) error {
	now := k.o.Now()
	for _, u := range k.units {
		switch {
		case u.stale || now.Sub(u.drawn) >= drawEvery || u.drawn.After(now):
			if err := k.redraw(ctx, u); err != nil {
				return err
			}
		case !u.changed.IsZero() && at.Sub(u.changed) >= max(passAfter, passShare*u.took):
			if err := k.pass(ctx, u); err != nil {
				return err
			}
		}
	}
	for _, t := range k.threads {
		if t.unit != nil && !t.held.IsZero() && !now.Before(t.held) {
			if err := k.release(ctx, t, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// Clear takes the order across a divide out of a store, where the settings do not want it any more: pictures, places, and what is told.
func Clear(ctx context.Context, db *store.DB, site rozmova.ID[rozmova.Site]) error {
	return db.Update(ctx, func(tx *store.Tx) error {
		keys, err := tx.SettledPictures(site)
		for _, key := range keys {
			err = errors.Join(err, tx.DropSettledPicture(site, key))
		}
		if err != nil {
			return err
		}
		list, err := tx.VotedThreads(site)
		for _, t := range list {
			if err == nil && t.Divide != rozmova.TooFew {
				err = tx.SetDivide(t.Thread, rozmova.TooFew)
			}
		}
		return err
	})
}
