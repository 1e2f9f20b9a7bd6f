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

// A Policy is what the settings of the program say of verdicts: the ground on which the policies of the site, of its sections and of
// stories stand (rozmova.Policy). The zero Policy lets a person read first what was not judged, holds nothing, and marks from the
// thresholds on.
type Policy struct {
	Failure   Failure                                        // empty: FailureHold
	Hold      float32                                        // score from which on a person reads a comment before others do; 0: never
	Mark      float32                                        // score from which on it is shown, with a mark for the moderators; 0: Threshold
	Threshold func(language string, l rozmova.Label) float32 // from which on a label is said of a text; nil: 0.5
}

// grave are the labels that the house rule is about. Rude words alone, at the weather or at a situation, are not.
var grave = [...]rozmova.Label{rozmova.Participant, rozmova.Threat, rozmova.IdentityAttack}

// Arrival gives the state that a new comment begins in where the settings alone decide. A closed thread takes none (Conflict
// thread.closed); in a premoderated one a person reads first whatever the classifier says.
func (p *Policy) Arrival(c Case) (Outcome, error) {
	base := p.Base()
	return judge(&base, p.threshold, &c)
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
