package richtext

import "slices"

// maxEdits is how many words may differ before two texts are taken as wholly different: the time and memory of a comparison
// grow with its square, to some 20 ms and 8 MB here.
const maxEdits = 1000

// edit is a stretch of two sequences: a[a0:a1] and b[b0:b1] are the same, or the one stands where the other stood.
type edit struct {
	same           bool
	a0, a1, b0, b1 int
}

// edits compares two sequences by the greedy algorithm of E. W. Myers, “An O(ND) difference algorithm and its variations”
// (1986). It is ours since it has forty lines: of the libraries, go-diff compares runes and udiff lines, and both would have
// to be given words in disguise.
func edits(a, b []string) []edit {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []edit
	if head > 0 {
		out = append(out, edit{true, 0, head, 0, head})
	}
	for _, e := range middle(intern(a[head:len(a)-tail], b[head:len(b)-tail])) {
		out = append(out, edit{e.same, e.a0 + head, e.a1 + head, e.b0 + head, e.b1 + head})
	}
	if tail > 0 {
		out = append(out, edit{true, len(a) - tail, len(a), len(b) - tail, len(b)})
	}
	return out
}

// intern numbers the words, since numbers compare faster.
func intern(a, b []string) ([]int32, []int32) {
	numbers := map[string]int32{}
	number := func(words []string) []int32 {
		out := make([]int32, len(words))
		for i, w := range words {
			n, ok := numbers[w]
			if !ok {
				n = int32(len(numbers))
				numbers[w] = n
			}
			out[i] = n
		}
		return out
	}
	return number(a), number(b)
}

// middle compares what is left between a common head and tail.
func middle(a, b []int32) []edit {
	switch {
	case len(a) == 0 && len(b) == 0:
		return nil
	case len(a) == 0 || len(b) == 0:
		return []edit{{false, 0, len(a), 0, len(b)}}
	}
	most := min(len(a)+len(b), maxEdits)
	reach := make([]int32, 2*most+2) // reach[most+k]: how far in a the furthest path on diagonal k = x-y comes
	var trace [][]int32              // reach[most-d-1 : most+d+2] before step d
	for d := range most + 1 {
		if d > 0 {
			trace = append(trace, slices.Clone(reach[most-d:most+d+1]))
		}
		for k := -d; k <= d; k += 2 {
			var x int32
			if d > 0 {
				if k == -d || k != d && reach[most+k-1] < reach[most+k+1] {
					x = reach[most+k+1]
				} else {
					x = reach[most+k-1] + 1
				}
			}
			y := x - int32(k)
			for int(x) < len(a) && int(y) < len(b) && y >= 0 && a[x] == b[y] {
				x, y = x+1, y+1
			}
			reach[most+k] = x
			if int(x) >= len(a) && int(y) >= len(b) {
				return walkBack(trace, len(a), len(b))
			}
		}
	}
	return []edit{{false, 0, len(a), 0, len(b)}}
}

// walkBack follows the trace from the end of both sequences to their beginning.
func walkBack(trace [][]int32, x, y int) []edit {
	var out []edit
	push := func(e edit) {
		if n := len(out); n > 0 && out[n-1].same == e.same {
			out[n-1].a0, out[n-1].b0 = e.a0, e.b0
			return
		}
		out = append(out, e)
	}
	for d := len(trace); d > 0; d-- {
		reach := func(k int) int { return int(trace[d-1][k+d]) } // for |k| <= d
		k := x - y
		from := k - 1
		if k == -d || k != d && reach(k-1) < reach(k+1) {
			from = k + 1
		}
		px := reach(from)
		py := px - from
		sx, sy := px, py+1 // where the snake after the step begins
		if from == k-1 {
			sx, sy = px+1, py
		}
		if x > sx {
			push(edit{true, sx, x, sy, y})
		}
		push(edit{false, px, sx, py, sy})
		x, y = px, py
	}
	if x > 0 {
		push(edit{true, 0, x, 0, y})
	}
	slices.Reverse(out)
	return out
}
