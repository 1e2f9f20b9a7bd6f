package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/store"
)

// learnSeed says which comments are put aside to measure with. It never changes, so that none of them is ever learnt from.
const learnSeed = 1

// adoptEvery is how often a server looks whether another process has put an adjustment in force.
const adoptEvery = 30 * time.Second

// A CivilityCommand teaches the classifier, takes that back, or gives what it is taught from. Exactly one is set.
type CivilityCommand struct {
	Learn  bool `json:"learn,omitempty"`
	DryRun bool `json:"dry_run,omitempty"` // with Learn: change nothing
	Revert bool `json:"revert,omitempty"`
	Export bool `json:"export,omitempty"`
}

// A CivilityResult is what came of it.
type CivilityResult struct {
	Evaluation *civility.Evaluation `json:"evaluation,omitempty"`
	InForce    bool                 `json:"in_force,omitempty"` // what was learnt is
	Was        string               `json:"was,omitempty"`      // model before a revert
	Model      string               `json:"model,omitempty"`    // and behind it
	Rows       []byte               `json:"rows,omitempty"`     // JSON lines
	N          int                  `json:"n,omitempty"`        // how many
}

func (c *Core) doCivility(ctx context.Context, command *CivilityCommand) (*CivilityResult, error) {
	switch {
	case command.Learn:
		return c.learn(ctx, command.DryRun)
	case command.Revert:
		return c.revert(ctx)
	case command.Export:
		if err := c.Moderation.NoteAudit(ctx, nil, "export.lessons", "", [16]byte{}, nil); err != nil {
			return nil, err
		}
		return c.export(ctx)
	}
	return nil, errors.New("empty command")
}

// learn teaches the classifier anew by what moderators have said so far, and puts that in force where it is better.
func (c *Core) learn(ctx context.Context, dry bool) (r *CivilityResult, err error) {
	defer func() {
		if p := recover(); p != nil { // a comment that breaks the classifier must not end the program; the panic's words may be the comment's
			r, err = nil, fmt.Errorf("teaching the classifier broke:\n%s", debug.Stack())
		}
	}()
	if c.Model == nil {
		return nil, &rozmova.Error{Kind: rozmova.Unavailable, Reason: "civility.no_model"}
	}
	before, model, err := c.inForce(ctx)
	if err != nil {
		return nil, err
	}
	taught, err := c.Discussion.Taught(ctx)
	if err != nil {
		return nil, err
	}
	labelled := make([]civility.Labelled, len(taught))
	for i := range taught {
		labelled[i] = taught[i].Labelled()
	}
	adjustment, e := civility.LearnSite(model, labelled, learnSeed)
	r = &CivilityResult{Evaluation: &e}
	if adjustment == nil || dry {
		return r, nil
	}
	body, err := adjustment.Encode()
	if err != nil {
		return nil, err
	}
	evaluation, err := json.Marshal(&e)
	if err != nil {
		return nil, err
	}
	now := c.now()
	err = c.Store.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("civility"); err != nil {
			return err
		}
		id, err := tx.AdjustmentID()
		if err != nil {
			return err
		}
		if id != before { // it was measured against another
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "civility.changed"}
		}
		return tx.PutAdjustment(&store.Adjustment{ID: rozmova.NewID[store.Adjustment](now), Made: now, Model: e.Adjusted, Body: body, Evaluation: evaluation})
	})
	if err != nil {
		return nil, err
	}
	r.InForce = true
	return r, c.adopt(ctx)
}

// revert puts the adjustment before the one in force in force again; none where there was none.
func (c *Core) revert(ctx context.Context) (*CivilityResult, error) {
	r := &CivilityResult{}
	err := c.Store.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("civility"); err != nil {
			return err
		}
		was, is, err := tx.RevertAdjustment()
		if errors.Is(err, rozmova.NotFound) {
			return &rozmova.Error{Kind: rozmova.NotFound, Reason: "civility.nothing_to_revert"}
		} else if err != nil {
			return err
		}
		r.Was = was.Model
		if is != nil {
			r.Model = is.Model
		} else if c.Model != nil {
			r.Model = c.Model.Version()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return r, c.adopt(ctx)
}

// export gives what people have said of comments, without names. The salt of the IDs is thrown away.
func (c *Core) export(ctx context.Context) (*CivilityResult, error) {
	taught, err := c.Discussion.Taught(ctx)
	if err != nil {
		return nil, err
	}
	salt := make([]byte, 32)
	_, _ = rand.Read(salt) // never fails
	rows, n, err := discussion.Anonymous(taught, salt)
	return &CivilityResult{Rows: rows, N: n}, err
}

// inForce gives the adjustment that the store has in force and the model with it. What cannot be used is told of, and left.
func (c *Core) inForce(ctx context.Context) (id rozmova.ID[store.Adjustment], model *civility.Model, err error) {
	var kept *store.Adjustment
	err = c.Store.View(ctx, func(tx *store.Tx) (err error) {
		kept, err = tx.Adjustment()
		return err
	})
	if errors.Is(err, rozmova.NotFound) {
		return id, c.Model, nil
	}
	if err != nil {
		return id, nil, err
	}
	adjustment, err := civility.DecodeAdjustment(kept.Body)
	if err != nil {
		c.Log.Error("what the classifier was taught cannot be read, and is not used", "adjustment", kept.ID, "error", err)
		return kept.ID, c.Model, nil
	}
	model = c.Model.With(adjustment)
	if model.Adjustment() == nil {
		c.Log.Warn("what the classifier was taught belongs to other weights, and is not used; teach it anew", "adjustment", kept.Model, "model", c.Model.Version())
	}
	return kept.ID, model, nil
}

// adopt judges from now on by the adjustment that the store has in force, where it is another than before.
func (c *Core) adopt(ctx context.Context) error {
	if c.Model == nil || c.given {
		return nil
	}
	c.adopting.Lock() // two at once might leave the one's model and the other's ID
	defer c.adopting.Unlock()
	var id rozmova.ID[store.Adjustment]
	err := c.Store.View(ctx, func(tx *store.Tx) (err error) {
		id, err = tx.AdjustmentID()
		return err
	})
	if err != nil || id == *c.adopted.Load() {
		return err
	}
	id, model, err := c.inForce(ctx)
	if err != nil {
		return err
	}
	c.UseJudge(model.Judge, model.Threshold)
	c.adopted.Store(&id)
	c.Log.Info("comments are judged by another model", "model", model.Version())
	return nil
}

// followAdjustments takes up what other processes have taught the classifier.
func (a *App) followAdjustments(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(adoptEvery):
		}
		if err := a.adopt(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("looking for what the classifier was taught", "error", err)
		}
	}
}
