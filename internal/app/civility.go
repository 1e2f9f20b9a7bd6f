package app

import (
	"errors"
	"sync"
	"sync/atomic"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// A classifier judges texts; the model, or one that a site adjusted.
type classifier struct {
	judge     func(*civility.Input) rozmova.Verdict
	threshold func(language string, l rozmova.Label) float32
}

// loadModel finds the classifier that texts are judged by. Without weights the program runs all the same and says so: what
// becomes of comments then is civility.failure's.
func (c *Core) loadModel(o Options) error {
	c.classifier = new(atomic.Pointer[classifier])
	c.adopting = new(sync.Mutex)
	c.adopted, c.given = new(atomic.Pointer[rozmova.ID[store.Adjustment]]), o.Judge != nil
	c.adopted.Store(new(rozmova.ID[store.Adjustment])) // none
	model, err := civility.Load()
	switch {
	case o.Judge != nil:
		c.UseJudge(o.Judge, nil)
	case err == nil:
		c.UseJudge(model.Judge, model.Threshold)
	case errors.Is(err, civility.ErrNoWeights):
		c.Log.Warn("this build has no classifier", "civility.failure", c.Config.Civility.Failure)
		return nil
	default:
		return err
	}
	if err == nil {
		c.Model = model
	}
	c.Judge = func(in *civility.Input) rozmova.Verdict { return c.classifier.Load().judge(in) }
	return nil
}

// UseJudge judges comments by another classifier from now on, in every desk of this core: the model as a site adjusted it.
// threshold may be nil: the model's own.
func (c *Core) UseJudge(judge func(*civility.Input) rozmova.Verdict, threshold func(language string, l rozmova.Label) float32) {
	if threshold == nil {
		threshold = func(language string, l rozmova.Label) float32 {
			if c.Model == nil {
				return 0.5
			}
			return c.Model.Threshold(language, l)
		}
	}
	c.classifier.Store(&classifier{judge, threshold})
}

// policy is what the settings say of verdicts.
func (c *Core) policy() moderation.Policy {
	s := &c.Config.Civility
	return moderation.Policy{
		Failure: moderation.Failure(s.Failure), Hold: float32(s.Hold), Mark: float32(s.Mark),
		Threshold: func(language string, l rozmova.Label) float32 {
			if now := c.classifier.Load(); now != nil {
				return now.threshold(language, l)
			}
			return 0.5
		},
	}
}

// ModelVersion names the model that this build has; empty where it was built without.
func ModelVersion() string {
	model, err := civility.Load()
	if err != nil {
		return ""
	}
	return model.Version()
}

// unjudged tells, for whoever looks at /readyz, what becomes of comments that no classifier reads.
func unjudged(s *config.Civility) string {
	switch s.Failure {
	case "pass":
		return "no classifier in this build: comments are taken unread"
	case "trusted":
		return "no classifier in this build: comments of new readers wait for a person"
	}
	return "no classifier in this build: comments wait for a person"
}
