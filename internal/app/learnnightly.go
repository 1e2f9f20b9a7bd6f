package app

import (
	"context"
	"time"

	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/store"
)

// learnt is the name under which the store keeps the day on which the classifier was last taught by itself.
const learnt = "civility"

// The quiet hour of the site's time zone.
const (
	quietHour   = 3
	quietMinute = 30
)

// nextQuiet gives the first quiet hour after now.
func nextQuiet(now time.Time, zone *time.Location) time.Time {
	local := now.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), quietHour, quietMinute, 0, 0, zone)
	if !at.After(now) {
		at = time.Date(local.Year(), local.Month(), local.Day()+1, quietHour, quietMinute, 0, 0, zone)
	}
	return at
}

// learnNightly teaches the classifier every night, where the settings say so.
func (a *App) learnNightly(ctx context.Context) error {
	for {
		now := time.Now()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(nextQuiet(now, a.Config.Location()).Sub(now)):
		}
		if err := a.learnTonight(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("teaching the classifier", "error", err)
		}
	}
}

// learnTonight teaches the classifier where enough is new and no other process does so tonight. The log gets figures and no text.
func (c *Core) learnTonight(ctx context.Context) error {
	if !c.Config.Civility.Learn || c.Model == nil {
		return nil
	}
	more, err := c.Moderation.Lacking(ctx)
	if err != nil {
		return err
	}
	if more > 0 {
		c.Log.Info("the classifier was not taught: too little is new", "lacking", more)
		return nil
	}
	mine, err := c.takeTonight(ctx)
	if err != nil || !mine {
		return err
	}
	r, err := c.learn(ctx, false)
	if err != nil {
		return err
	}
	e := r.Evaluation
	c.Log.Info("the classifier was taught", "in_force", r.InForce, "model", e.Model, "adjusted", e.Adjusted, "learnt", e.Learnt, "aside", e.Aside)
	for _, l := range e.Labels {
		attrs := []any{"label", l.Label.String(), "positive", l.Positive, "negative", l.Negative, "kept_for", string(l.Reason)}
		if len(l.Rows) > 0 {
			attrs = append(attrs, figuresOf("before", l.Rows[0].Before)...)
			attrs = append(attrs, figuresOf("after", l.Rows[0].After)...)
		}
		c.Log.Info("what the classifier learnt", attrs...)
	}
	return nil
}

func figuresOf(when string, f civility.Figures) []any {
	return []any{when + "_auc", float64(f.AUC), when + "_log_loss", float64(f.LogLoss), when + "_false_alarms", float64(f.Alarms)}
}

// takeTonight reports whether this process is the one that teaches tonight: the first to ask.
func (c *Core) takeTonight(ctx context.Context) (mine bool, err error) {
	local := c.now().In(c.Config.Location())
	day := int64(local.Year()*10_000 + int(local.Month())*100 + local.Day())
	err = c.Store.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("civility"); err != nil {
			return err
		}
		last, _, err := tx.Position(learnt)
		if mine = last < day; err != nil || !mine {
			return err
		}
		return tx.SetPosition(learnt, day)
	})
	return mine, err
}
