package richtext

import (
	"fmt"
	"strings"

	"github.com/rozmova/rozmova"
)

// Changed is the Op of a BlockChange whose words changed in part.
const Changed Op = "changed"

// A BlockChange tells what became of one block.
type BlockChange struct {
	Op     Op             // Same, Added, Removed or Changed
	Before *rozmova.Block // nil where it was added
	After  *rozmova.Block // nil where it was removed
	Words  []Change       // what Diff says of its text
}

// DiffBlocks tells two revisions of a body apart, in the order of reading. Blocks that share enough words are one that Changed;
// so is a block that kept its words and became, say, a heading, or got another link. The pointers point into the bodies.
func DiffBlocks(before, after []rozmova.Block) []BlockChange {
	a, b := names(before), names(after)
	var out []BlockChange
	for _, e := range edits(a, b) {
		if e.same {
			for i := range e.a1 - e.a0 {
				x, y := &before[e.a0+i], &after[e.b0+i]
				out = append(out, BlockChange{Same, x, y, Diff(x.Text(), y.Text())})
			}
			continue
		}
		out = paired(out, before[e.a0:e.a1], after[e.b0:e.b1])
	}
	return out
}

// names writes out each block, so that blocks are the same when their names are.
func names(body []rozmova.Block) []string {
	out := make([]string, len(body))
	for i := range body {
		out[i] = fmt.Sprintf("%+v", body[i])
	}
	return out
}

// maxPairs bounds how many pairs of blocks are weighed; beyond, blocks went and came.
const maxPairs = 2500

// paired appends the changes between blocks that stand in each other's stead: for each that was, the next that is like it.
func paired(out []BlockChange, before, after []rozmova.Block) []BlockChange {
	next := 0
	add := func(to int) {
		for ; next < to; next++ {
			out = append(out, BlockChange{Added, nil, &after[next], Diff("", after[next].Text())})
		}
	}
	bags := make([]map[string]int, len(after))
	for i := range after {
		bags[i] = bag(after[i].Text())
	}
	for i := range before {
		to, words := -1, bag(before[i].Text())
		for j := next; j < len(after) && len(before)*len(after) <= maxPairs; j++ {
			if before[i].Kind == after[j].Kind && before[i].Text() == after[j].Text() || alike(words, bags[j]) {
				to = j
				break
			}
		}
		if to < 0 {
			out = append(out, BlockChange{Removed, &before[i], nil, Diff(before[i].Text(), "")})
			continue
		}
		add(to)
		out = append(out, BlockChange{Changed, &before[i], &after[to], Diff(before[i].Text(), after[to].Text())})
		next = to + 1
	}
	add(len(after))
	return out
}

// bag counts the words of a text, without its punctuation.
func bag(s string) map[string]int {
	words := map[string]int{}
	for _, t := range tokens(s) {
		if strings.ContainsFunc(t, wordly) {
			words[t]++
		}
	}
	return words
}

// alike reports whether two texts share at least two words in five, which is where a reader sees one text changed rather than
// two texts.
func alike(a, b map[string]int) bool {
	shared, all := 0, 0
	for w, n := range a {
		shared += min(n, b[w])
		all += n
	}
	for _, n := range b {
		all += n
	}
	return all > 0 && 5*2*shared >= 2*all
}
