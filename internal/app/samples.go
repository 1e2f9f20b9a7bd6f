package app

import (
	"context"
	"time"
)

// drawSamples draws the decisions that a second person looks at and, once a day, the comments by which the automation is measured.
func (a *App) drawSamples(ctx context.Context) error {
	after := a.now().Add(-48 * time.Hour) // what was drawn before is drawn again to the same end
	for {
		var err error
		if after, err = a.Moderation.DrawLooks(ctx, after); err != nil && ctx.Err() == nil {
			a.Log.Warn("drawing second looks", "error", err)
		}
		if err := a.Moderation.DrawSamples(ctx, a.Config.Location()); err != nil && ctx.Err() == nil {
			a.Log.Warn("drawing the sample", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Minute):
		}
	}
}
