package newsroom

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
)

// A carrier knows where the words of one text stand in another that it became.
type carrier struct {
	old, new []rune
	to       []int // for each rune of old, where it stands in new; -1: it went
	from     []int // for each rune of new, where it stood in old; -1: it came
}

func newCarrier(before, after string) *carrier {
	c := &carrier{old: []rune(before), new: []rune(after)}
	c.to, c.from = make([]int, len(c.old)), make([]int, len(c.new))
	i, j := 0, 0
	for _, change := range richtext.Diff(before, after) {
		for range change.Text {
			switch change.Op {
			case richtext.Same:
				c.to[i], c.from[j] = j, i
				i, j = i+1, j+1
			case richtext.Removed:
				c.to[i] = -1
				i++
			case richtext.Added:
				c.from[j] = -1
				j++
			}
		}
	}
	return c
}

// kept tells what became of words.
type kept uint8

const (
	gone    kept = iota
	changed      // some of them stand there
	whole        // the same words stand there
)

// span maps the runes [start, end) of the old text to the new one.
func (c *carrier) span(start, end int) (int, int, kept) {
	intact := true
	for i := start; i < end && intact; i++ {
		intact = c.to[i] >= 0 && c.to[i]-c.to[start] == i-start
	}
	if intact {
		return c.to[start], c.to[start] + end - start, whole
	}
	if at := c.again(start, end); at >= 0 {
		return at, at + end - start, whole
	}
	first, last, letters, stayed := -1, -1, 0, 0
	for i := start; i < end; i++ {
		if unicode.IsLetter(c.old[i]) || unicode.IsDigit(c.old[i]) {
			letters++
			if c.to[i] >= 0 {
				stayed++
			}
		}
		if c.to[i] >= 0 {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 || 4*stayed < letters {
		return 0, 0, gone
	}
	from, to := c.to[first], c.to[last]+1
	if first > start && start > 0 && c.to[start-1] >= 0 {
		from = c.to[start-1] + 1
	}
	if last < end-1 && end < len(c.old) && c.to[end] >= 0 {
		to = c.to[end]
	}
	for from < to && unicode.IsSpace(c.new[from]) {
		from++
	}
	for from < to && unicode.IsSpace(c.new[to-1]) {
		to--
	}
	if from >= to {
		return 0, 0, gone
	}
	return from, to, changed
}

// nearby is how many runes beside words tell one place with these words from another.
const nearby = 24

// again finds the same words nearest to where they stood; -1 where they are not there. What stood elsewhere before is another place with the
// same words, unless what is beside it is the same too.
func (c *carrier) again(start, end int) int {
	words := c.old[start:end]
	guess := c.guess(start)
	best, doubtful := -1, -1
	for _, at := range places(c.new, words) {
		other := false
		for i := range words {
			if from := c.from[at+i]; from >= 0 && (from < start || from >= end) {
				other = true
				break
			}
		}
		if !other {
			if best < 0 || distant(at, guess) < distant(best, guess) {
				best = at
			}
		} else if (doubtful < 0 || distant(at, guess) < distant(doubtful, guess)) && c.alike(start, end, at) {
			doubtful = at
		}
	}
	if best < 0 {
		return doubtful
	}
	return best
}

// alike reports whether the text before or behind is the same in both places.
func (c *carrier) alike(start, end, at int) bool {
	before := func(text []rune, i int) []rune { return text[max(0, i-nearby):i] }
	behind := func(text []rune, i int) []rune { return text[i:min(len(text), i+nearby)] }
	same := func(a, b []rune) bool { return len(a) > nearby/3 && slices.Equal(a, b) }
	return same(before(c.old, start), before(c.new, at)) || same(behind(c.old, end), behind(c.new, at+end-start))
}

// guess tells about where a rune that may have gone would stand.
func (c *carrier) guess(i int) int {
	for ; i > 0; i-- {
		if i < len(c.to) && c.to[i] >= 0 {
			return c.to[i]
		}
	}
	return 0
}

func distant(a, b int) int {
	if a < b {
		return b - a
	}
	return a - b
}

// places gives where words stand in a text, which may overlap; at most 1000.
func places(text, words []rune) []int {
	if len(words) == 0 || len(words) > len(text) {
		return nil
	}
	whole, part := string(text), string(words)
	var list []int
	at, runes := 0, 0 // in bytes and runes
	for len(list) < 1000 {
		i := strings.Index(whole[at:], part)
		if i < 0 {
			return list
		}
		runes += len([]rune(whole[at : at+i]))
		at += i
		list = append(list, runes)
		_, n := firstRune(whole[at:])
		at, runes = at+n, runes+1
	}
	return list
}

func firstRune(s string) (rune, int) {
	for i, r := range s {
		if i > 0 {
			return r, i
		}
	}
	return 0, len(s)
}

// carry moves the marks of a copy to a new body. What of an editor's marks still has its words keeps its state; where they changed, it
// has to be confirmed again; where they went, it is gone, and stays with its old words until the editor drops it.
func (w *Working) carry(body []rozmova.Block) {
	before := w.Body
	w.Body = body
	c := newCarrier(rozmova.PlainText(before), rozmova.PlainText(body))
	var list []Marked
	for _, m := range w.Statements {
		if m.State == Gone { // the words may have come back
			if anchor, ok := nearest(body, m.Content, 0); ok && len([]rune(m.Content)) >= nearby {
				m.Anchor, m.State = anchor, Again
				m.Was = m.Content
			}
			list = append(list, m)
			continue
		}
		start, end := richtext.Offsets(before, m.Anchor)
		var how kept
		if start < end {
			start, end, how = c.span(start, end)
		}
		anchor, err := richtext.AnchorAt(body, start, end)
		if err != nil {
			how = gone
		}
		switch {
		case how == whole:
			m.Anchor = anchor
		case m.State == Suggested || m.State == Wrong:
			continue // what is there now is looked at anew
		case how == gone:
			m.State, m.Anchor = Gone, rozmova.Anchor{}
			m.Turn++
		default:
			if m.State == Confirmed || m.State == Again && m.Was == "" {
				m.Was = m.Content
			}
			if m.State == Confirmed {
				m.State = Again
			}
			m.Anchor, m.Content = anchor, richtext.Words(body, anchor)
			m.Turn++
		}
		m.Confirmed = m.State == Confirmed
		list = append(list, m)
	}
	w.Statements = list
	w.nest()
}

// nest lets go of nestings that no longer hold. What is no longer inside of another has to be confirmed again.
func (w *Working) nest() {
	for i := range w.Statements {
		m := &w.Statements[i]
		if m.Within == "" || m.State == Gone {
			continue
		}
		outer := w.Statement(m.Within)
		if outer != nil && outer.State != Gone && outer.State != Wrong && outer != m && inside(m.Anchor, outer.Anchor) {
			continue
		}
		m.Within = ""
		if m.State == Confirmed {
			m.State, m.Was, m.Confirmed = Again, m.Content, false
			m.Turn++
		}
	}
}

// sort brings the statements into the order of the body.
func (w *Working) sort() {
	slices.SortStableFunc(w.Statements, func(a, b Marked) int {
		switch {
		case (a.State == Gone) != (b.State == Gone):
			if a.State == Gone {
				return 1
			}
			return -1
		case before(a.Anchor.Start, b.Anchor.Start):
			return -1
		case before(b.Anchor.Start, a.Anchor.Start):
			return 1
		case before(b.Anchor.End, a.Anchor.End):
			return -1
		case before(a.Anchor.End, b.Anchor.End):
			return 1
		}
		return 0
	})
}

// nearest finds the words of a text nearest to one of its runes.
func nearest(body []rozmova.Block, words string, to int) (rozmova.Anchor, bool) {
	text, want := []rune(rozmova.PlainText(body)), []rune(strings.TrimSpace(words))
	best := -1
	for _, at := range places(text, want) {
		if best < 0 || distant(at, to) < distant(best, to) {
			best = at
		}
	}
	if best < 0 {
		return rozmova.Anchor{}, false
	}
	anchor, err := richtext.AnchorAt(body, best, best+len(want))
	return anchor, err == nil
}
