package moderation

import (
	"slices"

	"github.com/rozmova/rozmova"
)

// Failure says what becomes of a new comment that the classifier did not read: it took too long, it broke, or the program was
// built without its weights.
type Failure string

// What a site may choose.
const (
	FailureHold    Failure = "hold"    // a person reads it first
	FailurePass    Failure = "pass"    // it is taken as if nobody had asked
	FailureTrusted Failure = "trusted" // so it is for those with a good standing; of others a person reads it first
)

// TrustedAfter is how many published comments, and none removed, make a reader's word good where nothing reads it first.
const TrustedAfter = 10

// A Policy is what a site does with verdicts. It is a table: the same case has the same outcome. The zero Policy lets a person
// read first what was not judged, holds nothing, and marks from the thresholds on.
type Policy struct {
	Failure   Failure                                        // empty: FailureHold
	Hold      float32                                        // score from which on a person reads a comment before others do; 0: never
	Mark      float32                                        // score from which on it is shown, with a mark for the moderators; 0: Threshold
	Threshold func(language string, l rozmova.Label) float32 // from which on a label is said of a text; nil: 0.5
}

// A Case is a comment as the policy meets it.
type Case struct {
	Mode    rozmova.ThreadMode // in force in its thread
	Verdict *rozmova.Verdict   // nil: the classifier failed
	Trusted bool               // its author has a good standing
}

// An Outcome is what the policy says of a Case.
type Outcome struct {
	State rozmova.CommentState // Pending, Published, or Held with reasons
	Mark  bool                 // Published, and on the moderators' list
	Label rozmova.Label        // for which it is held or marked
	Score float32              // of that label
}

// grave are the labels that the house rule is about. Rude words alone, at the weather or at a situation, are not.
var grave = [...]rozmova.Label{rozmova.Participant, rozmova.Threat, rozmova.IdentityAttack}

// Arrival gives the state that a new comment begins in, and a changed one would. A closed thread takes none (Conflict
// thread.closed); in a premoderated one a person reads first whatever the classifier says.
func (p *Policy) Arrival(c Case) (Outcome, error) {
	state, err := Arrival(c.Mode)
	if err != nil || state == rozmova.Pending {
		return Outcome{State: state}, err
	}
	if c.Verdict == nil {
		if p.Failure == FailurePass || p.Failure == FailureTrusted && c.Trusted {
			return Outcome{State: state}, nil
		}
		return Outcome{State: rozmova.Pending}, nil
	}
	v := c.Verdict
	if p.Hold > 0 {
		if l, found := worst(v, func(rozmova.Label) float32 { return p.Hold }); found {
			return Outcome{State: rozmova.Held, Label: l, Score: v.Scores[l]}, nil
		}
	}
	if l, found := worst(v, func(l rozmova.Label) float32 { return p.markFrom(v.Language, l) }); found {
		return Outcome{State: state, Mark: true, Label: l, Score: v.Scores[l]}, nil
	}
	return Outcome{State: state}, nil
}

// worst gives the grave label with the highest score of those that reach their bar.
func worst(v *rozmova.Verdict, bar func(rozmova.Label) float32) (label rozmova.Label, found bool) {
	for _, l := range grave {
		if v.Scores[l] >= bar(l) && (!found || v.Scores[l] > v.Scores[label]) {
			label, found = l, true
		}
	}
	return label, found
}

func (p *Policy) markFrom(language string, l rozmova.Label) float32 {
	if p.Mark > 0 {
		return p.Mark
	}
	return p.threshold(language, l)
}

func (p *Policy) threshold(language string, l rozmova.Label) float32 {
	if p.Threshold == nil {
		return 0.5
	}
	return p.Threshold(language, l)
}

// A Finding is a label that may be said of a text, with its score.
type Finding struct {
	Label rozmova.Label
	Score float32
}

// Findings gives the labels that a verdict says of its text: those with a score from the threshold on, or from where the site
// marks, in the order of the labels.
func (p *Policy) Findings(v *rozmova.Verdict) []Finding {
	var found []Finding
	for l := range rozmova.Labels {
		from := p.threshold(v.Language, l)
		if slices.Contains(grave[:], l) {
			from = min(from, p.markFrom(v.Language, l))
		}
		if v.Scores[l] >= from {
			found = append(found, Finding{l, v.Scores[l]})
		}
	}
	return found
}
