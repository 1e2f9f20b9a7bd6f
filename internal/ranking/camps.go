package ranking

import "math"

// fewestPlaced is how many votes make a voter known: fewer tell too little of where somebody stands.
const fewestPlaced = 3

// Camps are the two ends that voters gather at. Neither has a name: which one is first is an accident that later pictures keep.
type Camps struct {
	Centre [2]float64 // places on the axis
	Spread float64    // standard deviation inside a camp
}

// twoMeans finds the camps among some places, each weighing what is known of it: from one deviation either side of the middle.
func twoMeans(f, weight []float64) (Camps, bool) {
	var n, sum, square float64
	for i, x := range f {
		n += weight[i]
		sum += weight[i] * x
		square += weight[i] * x * x
	}
	if n == 0 {
		return Camps{}, false
	}
	mean := sum / n
	deviation := math.Sqrt(max(0, square/n-mean*mean))
	c := Camps{Centre: [2]float64{mean - deviation, mean + deviation}}
	for range 100 {
		middle := (c.Centre[0] + c.Centre[1]) / 2
		var n, sum [2]float64
		for i, x := range f {
			k := 0
			if x > middle {
				k = 1
			}
			n[k] += weight[i]
			sum[k] += weight[i] * x
		}
		if n[0] == 0 || n[1] == 0 {
			return c, false
		}
		next := [2]float64{sum[0] / n[0], sum[1] / n[1]}
		if next == c.Centre {
			break
		}
		c.Centre = next
	}
	middle, within := (c.Centre[0]+c.Centre[1])/2, 0.0
	for i, x := range f {
		k := 0
		if x > middle {
			k = 1
		}
		within += weight[i] * (x - c.Centre[k]) * (x - c.Centre[k])
	}
	c.Spread = math.Sqrt(within / n)
	return c, true
}

// second gives how likely somebody at place f, known with a variance of doubt, belongs to the second camp: both camps as
// likely beforehand, so that a small one is not swallowed. It is one half where nothing is known.
func (c *Camps) second(f, doubt float64) float64 {
	variance := c.Spread*c.Spread + doubt
	if variance <= 0 {
		return 0.5
	}
	d0, d1 := f-c.Centre[0], f-c.Centre[1]
	return 1 / (1 + math.Exp((d1*d1-d0*d0)/(2*variance)))
}
