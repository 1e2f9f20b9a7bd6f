package app

import (
	"context"
	"time"
)

// learnSpamEvery is how often what people decided is taught to the classifier of spam.
const learnSpamEvery = 5 * time.Minute

// watchAbuse looks for votes that several people give together, every minute, and teaches the classifier of spam.
func (a *App) watchAbuse(ctx context.Context) error {
	var learnt time.Time
	for {
		if err := a.Moderation.WatchVotes(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("looking for votes given together", "error", err)
		}
		if time.Since(learnt) >= learnSpamEvery {
			n, err := a.Moderation.LearnSpam(ctx)
			switch {
			case err == nil && n > 0:
				a.Log.Info("the classifier of spam was taught", "comments", n)
			case err != nil && ctx.Err() == nil:
				a.Log.Warn("teaching the classifier of spam", "error", err)
			}
			learnt = time.Now()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Minute):
		}
	}
}
