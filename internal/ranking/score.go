package ranking

import "math"

// Constants of the score.
const (
	priorVotes   = 6.0   // pseudo-votes that a camp's approval starts with
	overallVotes = 3.0   // pseudo-votes, at the thread's rate, of a comment's approval over both camps
	oneBelow     = 1.0   // standard deviations that a cautious value stays below the estimate
	exponent     = -4.0  // of the power mean: between the harmonic mean and the lower of the two
	floor        = 0.005 // cautious values stay between it and 1 - floor
)

// Sums are what the votes on a comment come to. Votes count by their weight, in each camp by how likely the voter is of it.
type sums struct {
	S, A, D [2]float64 // votes, respects, and disagreements without respect, by camp
	E, R    [2]float64 // effective votes and respects: only of voters who are plainly of a camp
	voters  int        // votes and respects in full
	respect int
	held    float64 // weight taken from discounted votes
}

// add counts a vote of a voter who is of the second camp with probability p; by is 1, or -1 to take it back.
func (s *sums) add(up int8, p, w, by float64) {
	m := [2]float64{1 - p, p}
	for k := range 2 {
		s.S[k] += by * w * m[k]
		e := by * w * max(0, 2*m[k]-1)
		s.E[k] += e
		switch up {
		case 1:
			s.A[k] += by * w * m[k]
			s.R[k] += e
		case -1:
			s.D[k] += by * w * m[k]
		}
	}
	s.voters += int(by)
	if up == 1 {
		s.respect += int(by)
	}
	s.held += by * (1 - w)
}

// rates are how often comments of a thread are respected: by each camp, and by all.
type rates struct {
	camp [2]float64
	all  float64
}

// ratesOf gives the rates of summed-up votes, leaning on those of a wider circle where votes are few.
func ratesOf(s *sums, wide rates) rates {
	r := rates{all: (s.A[0] + s.A[1] + priorVotes*wide.all) / (s.S[0] + s.S[1] + priorVotes)}
	for k := range 2 {
		r.camp[k] = (s.A[k] + priorVotes*wide.camp[k]) / (s.S[k] + priorVotes)
	}
	return r
}

// cautious gives, for each camp, its approval of a comment as far as the votes can tell: the lower end of Wilson's interval,
// one standard deviation below, with pseudo-votes at what is known of the comment and of the camp. One more respect, of
// whatever camps, raises both; one more vote without it lowers both. That holds for the interval whatever the numbers, which
// it does not for an estimate less its deviation.
func (s *sums) cautious(r rates) [2]float64 {
	overall := (s.A[0] + s.A[1] + overallVotes*r.all) / (s.S[0] + s.S[1] + overallVotes)
	var c [2]float64
	for k := range 2 {
		prior := overall/2 + min(r.camp[k], r.all)/2
		n := max(0, s.S[k]) + priorVotes
		c[k] = min(max(lower(max(0, s.A[k])+priorVotes*prior, n, oneBelow), floor), 1-floor)
	}
	return c
}

// lower is the lower end of Wilson's interval for a successes of n, at z standard deviations; n is above 0.
func lower(a, n, z float64) float64 {
	p := min(max(a/n, 0), 1)
	spread := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, (p+z*z/(2*n)-spread)/(1+z*z/n))
}

// both is the power mean of two approvals, which is near the lower one.
func both(c [2]float64) float64 {
	return math.Pow((math.Pow(c[0], exponent)+math.Pow(c[1], exponent))/2, 1/exponent)
}
