package train

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// runWords is how many words in a row make two texts alike.
	runWords = 5
	// tooMuch is the share of a test's runs from which on it counts as known.
	tooMuch = 0.6
)

// A Leak is a test that the training data know: its own words, or Share of its five-word runs, stand there. Training is the
// row that holds the most of them; the others may stand in other rows.
type Leak struct {
	Test, Training Row
	Share          float64
}

// folded are the words of a text as leaks are looked for: NFKC, lower case, without punctuation. Three letters and more that
// stand apart are one word: i d i o t is no run of five.
func folded(text string) []string {
	words := strings.FieldsFunc(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			return unicode.ToLower(r)
		case r == '\'' || r == '’' || r == 'ʼ' || r == '`' || unicode.Is(unicode.Cf, r): // within a word
			return -1
		}
		return ' '
	}, norm.NFKC.String(text)), unicode.IsSpace)
	joined := words[:0]
	for len(words) > 0 {
		n := 0
		for n < len(words) && utf8.RuneCountInString(words[n]) == 1 {
			n++
		}
		if n < 3 {
			joined = append(joined, words[0])
			words = words[1:]
			continue
		}
		joined = append(joined, strings.Join(words[:n], ""))
		words = words[n:]
	}
	return joined
}

// prints are the hashes of a text: of all its words, and of each run that it has.
func prints(text string) (whole uint64, runs []uint64) {
	words := folded(text)
	if len(words) == 0 {
		return 0, nil // signs alone: nothing to be known by
	}
	for i := 0; i+runWords <= len(words); i++ {
		runs = append(runs, hashOf(words[i:i+runWords]))
	}
	slices.Sort(runs)
	return hashOf(words), slices.Compact(runs)
}

func hashOf(words []string) uint64 {
	h := fnv.New64a()
	for _, w := range words {
		_, _ = h.Write([]byte(w)) // never fails
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}

// Leaks finds the tests that the training data know, in their order.
func Leaks(training, test []Row) []Leak {
	return newLeakage(training, test).find(nil)
}

// A leakage knows which training rows hold what of which test.
type leakage struct {
	training, test []Row
	wholes         [][]int32          // by test: the training rows with the same words
	runs           [][]uint64         // by test
	holders        map[uint64][]int32 // by run of a test: the training rows that hold it
}

func newLeakage(training, test []Row) *leakage {
	k := &leakage{training: training, test: test, wholes: make([][]int32, len(test)), runs: make([][]uint64, len(test)), holders: map[uint64][]int32{}}
	byWhole := map[uint64][]int32{}
	for i := range test {
		whole, runs := prints(test[i].Text)
		k.runs[i] = runs
		if whole != 0 {
			byWhole[whole] = append(byWhole[whole], int32(i))
		}
		for _, r := range runs {
			k.holders[r] = nil
		}
	}
	for n := range training {
		whole, runs := prints(training[n].Text)
		if whole != 0 {
			for _, i := range byWhole[whole] {
				k.wholes[i] = append(k.wholes[i], int32(n))
			}
		}
		for _, r := range runs {
			if held, asked := k.holders[r]; asked {
				k.holders[r] = append(held, int32(n))
			}
		}
	}
	return k
}

// find gives the leaks that are left without some training rows.
func (k *leakage) find(without map[int32]bool) (all []Leak) {
	k.each(without, func(test int, worst int32, share float64) {
		all = append(all, Leak{k.test[test], k.training[worst], share})
	})
	return all
}

func (k *leakage) each(without map[int32]bool, leak func(test int, worst int32, share float64)) {
	for i := range k.test {
		if at := slices.IndexFunc(k.wholes[i], func(n int32) bool { return !without[n] }); at >= 0 {
			leak(i, k.wholes[i][at], 1)
			continue
		}
		known, by := 0, map[int32]int{}
		for _, r := range k.runs[i] {
			held := false
			for _, n := range k.holders[r] {
				if !without[n] {
					held = true
					by[n]++
				}
			}
			if held {
				known++
			}
		}
		if known == 0 || float64(known) < tooMuch*float64(len(k.runs[i])) {
			continue
		}
		worst, most := int32(-1), 0
		for n, held := range by {
			if held > most || held == most && n < worst {
				worst, most = n, held
			}
		}
		leak(i, worst, float64(known)/float64(len(k.runs[i])))
	}
}

// ownSource is the source of the project's own rows.
const ownSource = "rozmova-own"

// A LeakError says which tests the project's own training rows know. They are to be mended by hand, never trained on.
type LeakError struct{ Leaks []Leak }

// Error names the rows on lines of their own.
func (e *LeakError) Error() string {
	lines := []string{fmt.Sprintf("%d tests stand in the training data", len(e.Leaks))}
	for _, l := range e.Leaks {
		lines = append(lines, fmt.Sprintf("test %s, training %s: %.0f %% of its words", l.Test.ID, l.Training.ID, 100*l.Share))
	}
	return strings.Join(lines, "\n")
}

// WithoutLeaks gives the training rows that may be learnt from, in their order, and those that it left out because a test
// stands in them. Where a row of the project's own is one of these it refuses with a *LeakError.
func WithoutLeaks(training, test []Row) (kept, dropped []Row, err error) {
	k := newLeakage(training, test)
	without := map[int32]bool{}
	for {
		var refused []Leak
		before := len(without)
		found := map[int32]bool{}
		k.each(without, func(i int, worst int32, share float64) {
			if training[worst].Source == ownSource {
				refused = append(refused, Leak{test[i], training[worst], share})
				return
			}
			found[worst] = true
		})
		if len(refused) > 0 {
			slices.SortFunc(refused, func(a, b Leak) int { return cmp.Compare(a.Test.ID, b.Test.ID) })
			return nil, nil, &LeakError{refused}
		}
		for n := range found {
			without[n] = true
		}
		if len(without) == before {
			break
		}
	}
	for n := range training {
		if without[int32(n)] {
			dropped = append(dropped, training[n])
		} else {
			kept = append(kept, training[n])
		}
	}
	return kept, dropped, nil
}

// Tests are the rows that nothing may be trained on: those for development in the data folder, and those that the project
// keeps aside.
func Tests(data, own string) ([]Row, error) {
	rows, err := ReadAll(data, "dev-")
	if err != nil {
		return nil, err
	}
	aside, err := ReadAll(own, "aside-")
	return append(rows, aside...), err
}

// Training are the rows that weights which ship are trained on: of the data folder those with a licence for it, and the
// project's own; without those that a test stands in, which are dropped. A *LeakError refuses all.
func Training(data, own string) (kept, dropped []Row, err error) {
	rows, err := ReadAll(data, "train-")
	if err != nil {
		return nil, nil, err
	}
	mine, err := ReadAll(own, "train-")
	if err != nil {
		return nil, nil, err
	}
	tests, err := Tests(data, own)
	if err != nil {
		return nil, nil, err
	}
	return WithoutLeaks(pick(append(rows, mine...), (*Row).Shippable), tests)
}
