package app

import (
	"context"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// searchFollower is the name under which the log's position is kept. A restored store has none, nor an index, and begins anew.
const searchFollower = "search"

// farBehind is how many events the index may lack before the operator is told that it is being built.
const farBehind = 5_000

// beginSearch finds out from where the log is read for the search index: from its beginning where there is none.
func (a *App) beginSearch(ctx context.Context) error {
	return a.Store.View(ctx, func(tx *store.Tx) error {
		position, _, err := tx.Position(searchFollower)
		a.searched.Store(position)
		return err
	})
}

// followSearch keeps the search index. To index an event again does no harm, so that its position need not be saved with
// every batch, and several processes may do it at once.
func (a *App) followSearch(ctx context.Context) error {
	position := a.searched.Load()
	head, err := a.logHead(ctx)
	if err != nil {
		return err
	}
	building := head-position > farBehind
	if building {
		a.Log.Info("the search index is being built", "event", position, "of", head)
	}
	saved, told := time.Now(), time.Now()
	return a.Store.Follow(ctx, position, poll, func(batch []rozmova.Event) error {
		if err := a.Discussion.Index(ctx, batch); err != nil {
			return err
		}
		position := batch[len(batch)-1].Seq
		a.searched.Store(position)
		switch {
		case building && position >= head:
			building = false
			a.Log.Info("the search index is built", "event", position)
		case building && time.Since(told) > saveEvery:
			told = time.Now()
			a.Log.Info("the search index is being built", "event", position, "of", head)
		}
		if time.Since(saved) < saveEvery {
			return nil
		}
		saved = time.Now()
		return a.saveSearch(ctx)
	})
}

// saveSearch remembers how far the index is.
func (a *App) saveSearch(ctx context.Context) error {
	position := a.searched.Load()
	if position == 0 {
		return nil
	}
	return a.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetPosition(searchFollower, position) })
}

func (a *App) logHead(ctx context.Context) (head int64, err error) {
	err = a.Store.View(ctx, func(tx *store.Tx) error {
		head, err = tx.Head()
		return err
	})
	return head, err
}

// tellVotes tells open pages of votes, twice a second however many there are: what moves by them is to be seen within a second.
func (a *App) tellVotes(ctx context.Context) error {
	beat := time.NewTicker(time.Second / 2)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-beat.C:
		}
		if err := a.Discussion.FlushVotes(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("telling of votes", "error", err)
		}
	}
}
