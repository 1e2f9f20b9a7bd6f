package app

import (
	"context"

	"github.com/rozmova/rozmova/internal/bridges"
)

// keepBridges keeps the order across a divide, or, where the settings do not want it, takes what is left of it out of the store.
func (a *App) keepBridges(ctx context.Context) error {
	if !a.Config.Discussion.Bridges {
		if err := bridges.Clear(ctx, a.Store, a.Site.ID); err != nil {
			return err
		}
		<-ctx.Done()
		return nil
	}
	return a.keeper().Run(ctx)
}

// keeper makes what keeps the order across a divide.
func (c *Core) keeper() *bridges.Keeper {
	return bridges.New(c.Store, bridges.Options{
		Now: c.now, Site: c.Site, Log: c.Log, Moderation: c.Moderation, ByThread: c.Config.Discussion.Leanings == "thread",
		OnPass: c.metrics.RankingPass, OnLease: c.metrics.RankingLease,
	})
}
