package moderation

import (
	"maps"
	"slices"

	"github.com/rozmova/rozmova"
)

// NeverScore is the score that no text reaches: a label with it as its threshold does nothing.
const NeverScore = 1.1

// nudges are the scores from which on a writer is asked to say it another way, where no policy says. They are high: asking
// somebody who was civil costs more than letting a hint pass. Fewer than one calm comment in a hundred is asked about (docs/civility.md).
var nudges = map[string]float32{"participant": 0.93, "threat": 0.9, "identity_attack": 0.9, "obscenity": 0.97}

// Base gives the policy beneath those of the site: complete, but for labels that only the thresholds of the model mark.
func (p *Policy) Base() rozmova.Policy {
	base := rozmova.Policy{
		Mode: rozmova.PostModeration, Newcomer: 3, Nudge: maps.Clone(nudges), Mark: map[string]float32{}, Hold: map[string]float32{}, Nudged: rozmova.Keep,
		Links: rozmova.Never, NewHours: 24, NewPerHour: rozmova.Never, NewLinks: rozmova.Never, Failure: string(p.Failure), Reports: 3, Sample: rozmova.Never,
		Heated: 0.5, Boiling: 0.8, Ladders: ladders, AppealDays: 10, Spam: 0.9, Numbers: numbersAct,
	}
	if p.Failure == "" {
		base.Failure = string(FailureHold)
	}
	for _, l := range grave {
		if p.Hold > 0 {
			base.Hold[l.String()] = p.Hold
		}
		if p.Mark > 0 {
			base.Mark[l.String()] = p.Mark
		}
	}
	return base
}

// over lays a policy over what the levels beneath say. Neither is changed.
func over(beneath, p *rozmova.Policy) *rozmova.Policy {
	all := *beneath
	set(&all.Mode, p.Mode)
	set(&all.Newcomer, p.Newcomer)
	set(&all.Nudged, p.Nudged)
	set(&all.Links, p.Links)
	set(&all.NewHours, p.NewHours)
	set(&all.NewPerHour, p.NewPerHour)
	set(&all.NewLinks, p.NewLinks)
	set(&all.Failure, p.Failure)
	set(&all.Reports, p.Reports)
	set(&all.Sample, p.Sample)
	set(&all.Heated, p.Heated)
	set(&all.Boiling, p.Boiling)
	set(&all.Automatic, p.Automatic)
	set(&all.AppealDays, p.AppealDays)
	set(&all.Spam, p.Spam)
	all.Nudge, all.Mark, all.Hold = with(all.Nudge, p.Nudge), with(all.Mark, p.Mark), with(all.Hold, p.Hold)
	all.Ladders, all.Numbers = with(all.Ladders, p.Ladders), with(all.Numbers, p.Numbers)
	all.Words = slices.Concat(all.Words, p.Words)
	return &all
}

func set[T comparable](field *T, value T) {
	var zero T
	if value != zero {
		*field = value
	}
}

func with[T any](beneath, own map[string]T) map[string]T {
	if len(own) == 0 {
		return beneath
	}
	all := make(map[string]T, len(beneath)+len(own))
	maps.Copy(all, beneath)
	maps.Copy(all, own)
	return all
}
