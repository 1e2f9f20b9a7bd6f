package ranking

import "math"

// z is the quantile of the normal distribution for a confidence of 95 %, both sides together.
const z = 1.959963984540054

// Respected is the lower bound of the Wilson score interval at 95 % for the share of a comment's voters who respect it: how
// large that share is among all readers at least, as far as this many votes can tell. It lies in [0, 1] and is 0 without
// voters. Of two comments with the same share the one that more readers voted on stands higher, and one vote alone is
// little. More respects than voters count as many as there are voters, fewer than none as none.
//
// E. B. Wilson: Probable Inference, the Law of Succession, and Statistical Inference. Journal of the American Statistical
// Association 22 (1927), pages 209–212.
func Respected(respect, voters int) float64 {
	if voters <= 0 || respect <= 0 {
		return 0 // the formula's own value at no respect, without the rounding error that can make it less than nothing
	}
	n := float64(voters)
	p := float64(min(respect, voters)) / n
	middle := p + z*z/(2*n)
	spread := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, (middle-spread)/(1+z*z/n))
}

// Millionths gives a score as the whole number by which the store keeps the order, rounded to the nearest: 1 is 1,000,000.
// Scores outside [0, 1] become the nearer end, and what is no number becomes 0.
func Millionths(score float64) int64 {
	if !(score > 0) {
		return 0
	}
	return int64(math.Round(min(score, 1) * 1e6))
}
