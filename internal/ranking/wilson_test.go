package ranking

import (
	"math"
	"testing"
)

// TestRespected compares with values worked out by hand: where all respect, the bound is n/(n+z²) with z² = 3.841459, and
// otherwise (p + z²/2n − z√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
func TestRespected(t *testing.T) {
	for _, tt := range []struct {
		respect, voters int
		want            float64
	}{
		{0, 0, 0},
		{0, 1, 0},
		{0, 1_000, 0},
		{1, 1, 0.206549},   // 1/4.841459
		{10, 10, 0.722467}, // 10/13.841459
		{5, 10, 0.236593},  // (0.692073 − 1.959964·0.186020)/1.384146
		{1, 2, 0.094531},   // (1.460365 − 1.959964·0.600012)/2.920729
		{50, 100, 0.403832},
		{100, 100, 0.963007}, // 100/103.841459
		// What cannot be is taken for the nearest that can.
		{5, 0, 0},
		{-3, 10, 0},
		{3, -10, 0},
		{11, 10, 0.722467},
		{math.MaxInt, 1, 0.206549},
		{math.MinInt, math.MaxInt, 0},
	} {
		if got := Respected(tt.respect, tt.voters); math.Abs(got-tt.want) > 5e-7 {
			t.Errorf("%d respects of %d voters: %.6f, want %.6f", tt.respect, tt.voters, got, tt.want)
		}
	}
}

// TestRespectedIsMonotone holds what a reader expects of the order: one more respect lifts a comment, one more vote without
// it does not, and of equal shares the one that more voted on stands higher.
func TestRespectedIsMonotone(t *testing.T) {
	for voters := 1; voters <= 120; voters++ {
		for respect := 0; respect <= voters; respect++ {
			score := Respected(respect, voters)
			if score < 0 || score > 1 || math.IsNaN(score) || score > float64(respect)/float64(voters) {
				t.Fatalf("%d of %d: %v, want it in [0, the share]", respect, voters, score)
			}
			if more := Respected(respect+1, voters+1); more <= score {
				t.Errorf("%d of %d: %v, and with one more respect %v", respect, voters, score, more)
			}
			if other := Respected(respect, voters+1); other > score || other == score && respect > 0 {
				t.Errorf("%d of %d: %v, and with one more vote without respect %v", respect, voters, score, other)
			}
			if respect > 0 {
				if twice := Respected(2*respect, 2*voters); twice <= score {
					t.Errorf("%d of %d: %v, and of twice as many %v", respect, voters, score, twice)
				}
			}
		}
	}
}

// TestRespectedNeedsMoreThanOne holds the example for which the bound was chosen: one vote is no triumph.
func TestRespectedNeedsMoreThanOne(t *testing.T) {
	if one, many := Respected(1, 1), Respected(90, 100); one >= many {
		t.Errorf("one of one: %v, ninety of a hundred: %v", one, many)
	}
}

func TestMillionths(t *testing.T) {
	for _, tt := range []struct {
		score float64
		want  int64
	}{
		{0, 0}, {1, 1_000_000}, {0.2365930905, 236_593}, {0.0000005, 1}, {0.0000004, 0},
		{-1, 0}, {2, 1_000_000}, {math.Inf(1), 1_000_000}, {math.Inf(-1), 0}, {math.NaN(), 0},
	} {
		if got := Millionths(tt.score); got != tt.want {
			t.Errorf("%v: %d, want %d", tt.score, got, tt.want)
		}
	}
}
