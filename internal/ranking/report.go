package ranking

import (
	"cmp"
	"math"
	"slices"
)

// sampled is how many votes tell of usual distances, about: enough for two figures.
const sampled = 20_000

// settleDistance finds how near voters are to those who respect what they vote on, in the 40th of a hundred.
func (p *Picture) settleDistance(t *table) float64 {
	var all []float64
	for i := 0; i < len(t.cells); i += 1 + len(t.cells)/sampled {
		v := &t.cells[i]
		if r := &p.voters[v.voter]; r.votes >= fewestPlaced && p.comments[v.comment].sums.respect > 0 {
			all = append(all, math.Abs(r.f-p.comments[v.comment].respect))
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.SortFunc(all, cmp.Compare)
	return all[len(all)*2/5]
}

// A Report is that somebody reports a comment.
type Report struct {
	Reporter VoterID
	Comment  CommentID
	Author   VoterID
}

// Reported is what the reports of one comment come to.
type Reported struct {
	Weight float64    // sum of weights
	Sides  [2]float64 // the same by camp of the reporters
	Both   bool       // each camp reports it: it sinks below what nobody reports, and goes to the moderators
}

// unplaced is the weight of a report from nobody knows where.
const unplaced = 0.25

// bothFrom is the effective reporters of each side that it takes to say that both report a comment.
const bothFrom = 1.5

// ReportWeight weighs a report by how far the reporter stands from the writer: 1 / (1 + (distance/d)⁵), where two in five
// votes come from nearer than d. A report from close by weighs 1, one from the writer's camp a half in the mean, one from the
// other next to nothing: who stands with the writer gains nothing by it. Where the writer's place is not known, that of the
// readers who respect the comment stands for it; where either is not known, or there is no divide, a report weighs a
// quarter, which is the mean of both camps.
func (p *Picture) ReportWeight(r Report) float64 {
	reporter := p.placed(r.Reporter)
	if p.Mode != Divided || reporter == nil || p.near == 0 {
		return unplaced
	}
	var at float64
	if author := p.placed(r.Author); author != nil {
		at = author.f
	} else if c := p.comment(r.Comment); c != nil && c.sums.respect > 0 {
		at = c.respect
	} else {
		return unplaced
	}
	return 1 / (1 + math.Pow(math.Abs(reporter.f-at)/p.near, 5))
}

// Weigh sums up the reports of one comment, each reporter once.
func (p *Picture) Weigh(reports []Report) Reported {
	var w Reported
	var camps [2]float64
	seen := map[VoterID]bool{}
	for _, r := range reports {
		if seen[r.Reporter] {
			continue
		}
		seen[r.Reporter] = true
		weight := p.ReportWeight(r)
		w.Weight += weight
		if v := p.placed(r.Reporter); v != nil && p.Mode == Divided {
			m := p.member(v.f, v.doubt)
			for k, share := range [2]float64{1 - m, m} {
				w.Sides[k] += weight * share
				camps[k] += max(0, 2*share-1)
			}
		}
	}
	w.Both = min(camps[0], camps[1]) >= bothFrom
	return w
}
