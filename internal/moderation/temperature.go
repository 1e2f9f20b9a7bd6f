package moderation

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// How the temperature of a branch is taken.
const (
	heatWindow   = time.Hour // comments older than that are left out
	heatComments = 12        // and all but the last so many
	heatLeast    = 4         // fewer are no quarrel
	heatSpeed    = 10 * time.Minute
	heatFast     = 8   // comments within heatSpeed that are as fast as it gets
	heatFrom     = 0.6 // score from which on a comment counts as uncivil at all
	heatHalf     = 4   // comments after which one counts half
)

// How long a state lasts by itself when nothing new feeds it.
const (
	HeatedFor  = 30 * time.Minute
	BoilingFor = time.Hour
)

// BranchPause is how long everybody waits between two comments in a branch that is heated or boils.
const BranchPause = 5 * time.Minute

// heatOf tells how heated a branch is, [0,1], from its last comments, the latest first: incivility, which alone can heat it, more so the
// faster it goes and the more it is two who answer each other. A fast discussion without a bad word stays cold.
//
//	incivility  mean of (score − 0.6)/0.4, each comment half as heavy as the one four later
//	speed       comments in the last ten minutes, of eight
//	duel        of the last eight steps from one comment to the next, those between the same two
//	heat        √incivility · (0.6 + 0.2·speed + 0.2·duel)
func heatOf(breaths []store.Breath, now time.Time) float64 {
	if len(breaths) < heatLeast {
		return 0
	}
	uncivil, weights, fast := 0.0, 0.0, 0
	people := map[rozmova.ID[rozmova.Reader]]bool{}
	for i, b := range breaths {
		w := math.Pow(0.5, float64(i)/heatHalf)
		uncivil += w * max(0, (float64(b.Incivil)-heatFrom)/(1-heatFrom))
		weights += w
		if now.Sub(b.At) <= heatSpeed {
			fast++
		}
		people[b.Author] = true
	}
	if len(people) < 2 { // nobody quarrels alone
		return 0
	}
	speed := min(1, float64(fast)/heatFast)
	return math.Sqrt(uncivil/weights) * (0.6 + 0.2*speed + 0.2*duel(breaths))
}

// duel tells how much of a branch is two who answer each other, [0,1].
func duel(breaths []store.Breath) float64 {
	type pair [2]rozmova.ID[rozmova.Reader]
	steps, most := 0, 0
	between := map[pair]int{}
	for i := 0; i+1 < len(breaths) && i < 8; i++ {
		a, b := breaths[i].Author, breaths[i+1].Author
		steps++
		if a == b {
			continue
		}
		if string(a[:]) > string(b[:]) {
			a, b = b, a
		}
		between[pair{a, b}]++
		most = max(most, between[pair{a, b}])
	}
	if steps == 0 {
		return 0
	}
	return float64(most) / float64(steps)
}

// HeatOf gives the temperature of a branch; nil where it was never taken.
func (d *Desk) HeatOf(tx *store.Tx, root rozmova.ID[rozmova.Comment]) (*rozmova.Temperature, error) {
	t, err := tx.Temperature(root)
	if errors.Is(err, rozmova.NotFound) {
		return nil, nil
	}
	return t, err
}

// warm takes the temperature of the branch after a comment of it arrived, and writes down what changed: a decision, which readers see.
func (d *Desk) warm(tx *store.Tx, c *rozmova.Comment, v *rozmova.Verdict, p *rozmova.Policy, now time.Time) error {
	if c.ID == c.Root || p.Heated > 1 && p.Boiling > 1 {
		return nil
	}
	before, err := d.HeatOf(tx, c.Root)
	if err != nil {
		return err
	}
	if before == nil && (v == nil || max(v.Scores[rozmova.Participant], v.Scores[rozmova.Threat], v.Scores[rozmova.IdentityAttack]) < heatFrom) {
		return nil // what was cold is not heated by a civil word
	}
	breaths, err := tx.Breaths(c.Root, now.Add(-heatWindow), heatComments)
	if err != nil {
		return err
	}
	heat := heatOf(breaths, now)
	was, state, lasts := before.In(now), rozmova.Calm, time.Duration(0)
	switch {
	case heat >= p.Boiling:
		state, lasts = rozmova.Boiling, BoilingFor
	case heat >= p.Heated:
		state, lasts = rozmova.Heated, HeatedFor
	}
	if state == rozmova.Calm || state < was { // it ends by itself, and not by the next civil word
		return nil
	}
	t := &rozmova.Temperature{Root: c.Root, Site: c.Site, Thread: c.Thread, State: state, Heat: heat, Since: now, Until: now.Add(lasts)}
	if state == was {
		t.Since, t.Decision = before.Since, before.Decision
		return tx.PutTemperature(t)
	}
	action := rozmova.SlowBranch
	if state == rozmova.Boiling {
		action = rozmova.WaitBranch
	}
	return d.branchDecision(tx, t, action, now)
}

// branchDecision writes the decision about a branch and its temperature, and puts it into the queue or takes it out.
func (d *Desk) branchDecision(tx *store.Tx, t *rozmova.Temperature, action rozmova.Action, now time.Time) error {
	root, err := tx.Comment(t.Root)
	if err != nil {
		return err
	}
	facts := ""
	if d.words != nil && len(d.site.Languages) > 0 {
		facts = d.words.Printer(string(d.site.Languages[0])).T("temperature.facts." + string(action))
	}
	at, err := d.after(tx, root)
	if err != nil {
		return err
	}
	decision := &rozmova.Decision{
		ID: rozmova.NewID[rozmova.Decision](at), Site: t.Site, Scope: rozmova.OfBranch, Comment: t.Root, Revision: root.Revision, Before: root.State, Action: action,
		Facts: facts, Source: rozmova.ByNumbers, Automatic: true, At: at, Final: at,
	}
	if _, err := tx.AddDecision(decision); err != nil {
		return err
	}
	t.Decision = decision.ID
	if err := tx.PutTemperature(t); err != nil {
		return err
	}
	if t.State == rozmova.Calm {
		err = tx.DropQueue(rozmova.HeatedList, t.Root)
	} else {
		var story *rozmova.Story
		if story, err = tx.StoryHead(root.Story); err == nil {
			err = tx.PutQueue(&rozmova.Queued{
				List: rozmova.HeatedList, Subject: [16]byte(t.Root), Site: t.Site, Comment: t.Root, Story: root.Story, Section: story.Section, Author: root.Author,
				Urgency: rozmova.Urgency{Harm: t.Heat, Doubt: 0.5, Created: now}, Since: t.Since,
			})
		}
	}
	if err != nil {
		return err
	}
	_, err = tx.Append(rozmova.Event{At: now, Kind: rozmova.BranchChanged, Site: t.Site, Story: root.Story, Thread: t.Thread, Comment: t.Root, Ref: decision.ID})
	if err != nil {
		return err
	}
	return d.settle(tx, decision)
}

// cooledAtOnce is how many branches one step of CoolBranches ends.
const cooledAtOnce = 50

// CoolBranches ends the temperatures whose time is over, each with a decision. It is called by the program every few seconds.
func (d *Desk) CoolBranches(ctx context.Context) error {
	for {
		n := 0
		err := d.db.Update(ctx, func(tx *store.Tx) error {
			now := d.now()
			list, err := tx.CooledBranches(d.site.ID, now, cooledAtOnce)
			n = len(list)
			for _, t := range list {
				t.State, t.Heat, t.Since = rozmova.Calm, 0, now
				if err == nil {
					err = d.branchDecision(tx, t, rozmova.CoolBranch, now)
				}
			}
			return err
		})
		if err != nil || n < cooledAtOnce {
			return err
		}
	}
}

// PaceInBranch refuses who writes too fast in a branch that is heated or boils: TooMany comment.branch_slow, with the seconds to wait. The
// staff of the section may.
func (d *Desk) PaceInBranch(tx *store.Tx, author *rozmova.Reader, section rozmova.Slug, root rozmova.ID[rozmova.Comment], now time.Time) error {
	if author.HasFor(rozmova.Moderator, section) {
		return nil
	}
	t, err := d.HeatOf(tx, root)
	if err != nil || t.In(now) == rozmova.Calm {
		return err
	}
	last, err := tx.WroteInBranch(author.ID, root, now.Add(-BranchPause))
	if err != nil || last.IsZero() {
		return err
	}
	wait := max(1, int(math.Ceil(last.Add(BranchPause).Sub(now).Seconds())))
	return &rozmova.Error{Kind: rozmova.TooMany, Reason: "comment.branch_slow", Args: map[string]any{"Minutes": int(BranchPause / time.Minute), "Seconds": wait}}
}
