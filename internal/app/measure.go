package app

import (
	"context"
	"runtime/debug"
	"time"

	"github.com/rozmova/rozmova/internal/store"
)

// mostLag is where counting stops: who is so far behind is behind.
const mostLag = 1000

// measure sets the numbers that nobody tells by themselves: open streams, and how far the followers of the log are behind.
func (a *App) measure(ctx context.Context) error {
	debug.FreeOSMemory() // what bundling and parsing took at the start, and a demo's filling
	streams := 0
	for {
		now := a.hub.Streams()
		a.Core.metrics.Streams(now - streams)
		streams = now
		err := a.Store.View(ctx, func(tx *store.Tx) error {
			letters, _, err := tx.Position(lettersFollower)
			if err != nil {
				return err
			}
			for name, position := range map[string]int64{lettersFollower: letters, "pages": a.head.Load(), searchFollower: a.searched.Load()} {
				waiting, err := tx.Events(position, mostLag)
				if err != nil {
					return err
				}
				a.Core.metrics.FollowerLag(name, int64(len(waiting)))
			}
			return nil
		})
		if err != nil && ctx.Err() == nil {
			a.Log.Warn("measuring", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Second):
		}
	}
}
