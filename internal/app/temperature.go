package app

import (
	"context"
	"time"
)

// coolBranches ends temperatures whose time is over, and writes down which nudges nothing followed.
func (a *App) coolBranches(ctx context.Context) error {
	for {
		if err := a.Moderation.CoolBranches(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("ending the temperatures of branches", "error", err)
		}
		if err := a.Moderation.DropNudges(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("writing down what nothing followed", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Second):
		}
	}
}
