package attribution

import "strings"

// A Score says how what was found in a text, or in several, compares with what people marked. Counts add up; shares are
// made of them by the methods. Statements are those that stand by themselves; continuations and nested ones are counted
// apart, as the rules of annotation ask.
type Score struct {
	Texts      int `json:"texts"`
	Gold       int `json:"gold"`       // marked, with a cue
	Found      int `json:"found"`      // of these, found: at least half of the shorter of the two overlaps
	Exact      int `json:"exact"`      // of these, from the same character to the same, outer marks and closing signs aside
	Speaker    int `json:"speaker"`    // of those found, with the right speaker, or rightly with none
	Via        int `json:"via"`        // with the right outlet, or rightly with none
	Side       int `json:"side"`       // with the right side, where the register of the newsroom is given
	Cue        int `json:"cue"`        // with a cue that shares a word with the marked one
	Mode       int `json:"mode"`       // direct, indirect or mixed as marked
	Suggested  int `json:"suggested"`  // statements that were suggested
	Extra      int `json:"extra"`      // of these, such as nobody marked, neither by itself nor nested nor as a continuation
	False      int `json:"false"`      // attributed to somebody who did not say it: a wrong speaker, or an extra one with a speaker
	Continued  int `json:"continued"`  // continuations marked
	Continues  int `json:"continues"`  // of these, found
	Nested     int `json:"nested"`     // nested statements marked
	NestedIn   int `json:"nested_in"`  // of these, found
	NestedBy   int `json:"nested_by"`  // of those, with the right speaker
	Changes    int `json:"changes"`    // dates that moved, marked
	ChangesIn  int `json:"changes_in"` // of these, found with both values
	ChangesNot int `json:"changes_not"`
	Left       int `json:"left"`    // pieces marked as not story
	LeftIn     int `json:"left_in"` // of these, proposed to be left out
	Both       int `json:"both"`    // characters of content marked and found
	Marked     int `json:"marked"`  // characters of content marked
	Covered    int `json:"covered"` // characters of content found
}

// Overlap is the F1 of content: of the characters in marked and in found statements.
func (s *Score) Overlap() float64 { return share(2*s.Both, s.Marked+s.Covered) }

// ExactRate is the share of marked statements whose content was found exactly.
func (s *Score) ExactRate() float64 { return share(s.Exact, s.Gold) }

// Recall is the share of marked statements that were found.
func (s *Score) Recall() float64 { return share(s.Found, s.Gold) }

// Of is the share of those found that are right in something: n of s.Found.
func (s *Score) Of(n int) float64 { return share(n, s.Found) }

// FalsePerText is how many false attributions a text has on average.
func (s *Score) FalsePerText() float64 { return share(s.False, s.Texts) }

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Add adds the counts of another score.
func (s *Score) Add(o *Score) {
	for _, pair := range [][2]*int{
		{&s.Texts, &o.Texts}, {&s.Gold, &o.Gold}, {&s.Found, &o.Found}, {&s.Exact, &o.Exact}, {&s.Speaker, &o.Speaker}, {&s.Via, &o.Via}, {&s.Side, &o.Side},
		{&s.Cue, &o.Cue}, {&s.Mode, &o.Mode}, {&s.Suggested, &o.Suggested}, {&s.Extra, &o.Extra}, {&s.False, &o.False}, {&s.Continued, &o.Continued},
		{&s.Continues, &o.Continues}, {&s.Nested, &o.Nested}, {&s.NestedIn, &o.NestedIn}, {&s.NestedBy, &o.NestedBy}, {&s.Changes, &o.Changes},
		{&s.ChangesIn, &o.ChangesIn}, {&s.ChangesNot, &o.ChangesNot}, {&s.Left, &o.Left}, {&s.LeftIn, &o.LeftIn}, {&s.Both, &o.Both}, {&s.Marked, &o.Marked},
		{&s.Covered, &o.Covered},
	} {
		*pair[0] += *pair[1]
	}
}

// A Miss is one thing that is not as marked, for whoever mends the finder.
type Miss struct {
	What string `json:"what"` // missed, extra, inexact, speaker, via, side, cue, mode, nested, change, left_out
	Gold string `json:"gold"`
	Got  string `json:"got"`
}

// Compare measures what was found in a text against its annotation. sided is what was found with the annotation's Register,
// from which the sides are read: without one nobody can know them, and with one the names would be known beforehand.
func Compare(text string, found, sided *Found, g *Gold) (*Score, []Miss) {
	c := &comparison{s: &Score{Texts: 1}, runes: []rune(text)}
	c.contents(found, g)
	top, spare := c.match(found.Statements, g.Statements)
	bySide, _ := c.match(sided.Statements, g.Statements)
	for i := range g.Statements {
		c.statement(&g.Statements[i], top[i], bySide[i])
	}
	var all []Statement
	for _, st := range found.Statements {
		all = append(all, flatten(st)...)
	}
	for i := range g.Statements {
		c.nested(g.Statements[i].Nested, all)
	}
	c.s.Suggested = len(found.Statements)
	for _, st := range spare {
		c.spare(st, g.Statements)
	}
	c.dates(found, g)
	for i := range g.LeftOut {
		c.left(found.LeftOut, &g.LeftOut[i])
	}
	return c.s, c.misses
}

// A comparison is one run of Compare.
type comparison struct {
	s      *Score
	runes  []rune
	misses []Miss
}

func (c *comparison) miss(what, gold, got string) { c.misses = append(c.misses, Miss{what, gold, got}) }

// contents counts the characters of content.
func (c *comparison) contents(found *Found, g *Gold) {
	marked, covered := make([]bool, len(c.runes)), make([]bool, len(c.runes))
	for i := range g.Statements {
		for r := g.Statements[i].Span[0]; r < g.Statements[i].Span[1]; r++ {
			marked[r] = true
		}
	}
	for i := range found.Statements {
		for r := found.Statements[i].Start; r < found.Statements[i].End; r++ {
			covered[r] = true
		}
	}
	for i := range c.runes {
		if marked[i] {
			c.s.Marked++
		}
		if covered[i] {
			c.s.Covered++
		}
		if marked[i] && covered[i] {
			c.s.Both++
		}
	}
}

// match pairs marked statements with found ones, each once, those that overlap most first. It gives the partner of each marked one, nil
// for none, and what was found beside.
func (c *comparison) match(found []Statement, gold []GoldStatement) (partners []*Statement, spare []*Statement) {
	partners = make([]*Statement, len(gold))
	taken := make([]bool, len(found))
	for {
		best, bestG, bestF := 0.0, -1, -1
		for i := range gold {
			if partners[i] != nil {
				continue
			}
			for j := range found {
				if taken[j] {
					continue
				}
				both, f := overlap(found[j].Span, gold[i].Span)
				if both && f > best {
					best, bestG, bestF = f, i, j
				}
			}
		}
		if bestG < 0 {
			break
		}
		partners[bestG], taken[bestF] = &found[bestF], true
	}
	for j := range found {
		if !taken[j] {
			spare = append(spare, &found[j])
		}
	}
	return partners, spare
}

// overlap tells whether two spans are of the same statement, at least half of the shorter being in both, and the F1 of their characters.
func overlap(a Span, b [2]int) (same bool, f1 float64) {
	both := min(a.End, b[1]) - max(a.Start, b[0])
	if both <= 0 {
		return false, 0
	}
	la, lb := a.End-a.Start, b[1]-b[0]
	return 2*both >= min(la, lb), 2 * float64(both) / float64(la+lb)
}

func (c *comparison) statement(g *GoldStatement, st, sided *Statement) {
	if g.Cue == nil { // a continuation: optional, counted apart
		c.s.Continued++
		if st != nil {
			c.s.Continues++
			c.wrongSpeaker(g, st)
		}
		return
	}
	c.s.Gold++
	if st == nil {
		c.miss("missed", g.Text, "")
		return
	}
	c.s.Found++
	if c.trimmed(st.Start, st.End) == c.trimmed(g.Span[0], g.Span[1]) {
		c.s.Exact++
	} else {
		c.miss("inexact", g.Text, st.Text)
	}
	if !c.wrongSpeaker(g, st) {
		c.s.Speaker++
	}
	c.right("via", &c.s.Via, sameName(g.Via, st.Via, true), orNone(g.Via), orNone(st.Via))
	side := (*string)(nil)
	if sided != nil {
		side = sided.Side
	}
	c.right("side", &c.s.Side, orNone(side) == g.Side, g.Side, orNone(side))
	cue := ""
	if st.Cue != nil {
		cue = st.Cue.Text
	}
	c.right("cue", &c.s.Cue, shareWord(cue, g.Cue.Text), g.Cue.Text, cue)
	c.right("mode", &c.s.Mode, st.Mode == g.Kind, g.Kind+": "+g.Text, st.Mode)
}

func (c *comparison) right(what string, count *int, ok bool, gold, got string) {
	if ok {
		*count++
	} else {
		c.miss(what, gold, got)
	}
}

// wrongSpeaker counts a false attribution where somebody is named who did not say it, and tells whether the speaker is other than marked.
func (c *comparison) wrongSpeaker(g *GoldStatement, st *Statement) bool {
	if sameName(g.Speaker, st.Speaker, g.Named) {
		return false
	}
	c.miss("speaker", orNone(g.Speaker)+": "+g.Text, orNone(st.Speaker))
	if st.Speaker != nil {
		c.s.False++
	}
	return true
}

// nested looks for marked nested statements among all that were found.
func (c *comparison) nested(gold []GoldStatement, all []Statement) {
	for i := range gold {
		g := &gold[i]
		c.s.Nested++
		best := 0.0
		var partner *Statement
		for j := range all {
			if same, f := overlap(all[j].Span, g.Span); same && f > best && f > 0.5 {
				best, partner = f, &all[j]
			}
		}
		switch {
		case partner == nil:
			c.miss("nested", orNone(g.Speaker)+": "+g.Text, "")
		case sameName(g.Speaker, partner.Speaker, g.Speaker != nil && partner.SpeakerNamed):
			c.s.NestedIn++
			c.s.NestedBy++
		default:
			c.s.NestedIn++
			c.miss("nested", orNone(g.Speaker)+": "+g.Text, orNone(partner.Speaker))
		}
		c.nested(g.Nested, all)
	}
}

// spare counts what was found beside the marked statements. What was marked as nested is no invention, if its speaker is right.
func (c *comparison) spare(st *Statement, gold []GoldStatement) {
	var inner func(list []GoldStatement) bool
	inner = func(list []GoldStatement) bool {
		for i := range list {
			if same, _ := overlap(st.Span, list[i].Span); same && (st.Speaker == nil || sameName(list[i].Speaker, st.Speaker, st.SpeakerNamed)) || inner(list[i].Nested) {
				return true
			}
		}
		return false
	}
	if inner(gold) { // also the second part of a statement that was marked as one
		return
	}
	c.s.Extra++
	if st.Speaker != nil {
		c.s.False++
	}
	c.miss("extra", "", orNone(st.Speaker)+": "+st.Text)
}

func flatten(s Statement) []Statement {
	all := []Statement{s}
	for _, n := range s.Nested {
		all = append(all, flatten(n)...)
	}
	return all
}

func (c *comparison) dates(found *Found, g *Gold) {
	taken := make([]bool, len(found.Developments))
	var each func(s *GoldStatement)
	each = func(s *GoldStatement) {
		if want := s.DateChange; want != nil {
			c.s.Changes++
			hit := false
			for i, d := range found.Developments {
				if !taken[i] && d.From.Value == want.From && d.To.Value == want.To {
					taken[i], hit = true, true
					c.s.ChangesIn++
					break
				}
			}
			if !hit {
				c.miss("change", want.From+" → "+want.To, "")
			}
		}
		for i := range s.Nested {
			each(&s.Nested[i])
		}
	}
	for i := range g.Statements {
		each(&g.Statements[i])
	}
	for i, d := range found.Developments {
		if !taken[i] {
			c.s.ChangesNot++
			c.miss("change", "", d.From.Value+" → "+d.To.Value)
		}
	}
}

func (c *comparison) left(found []LeftOut, g *GoldSpan) {
	c.s.Left++
	for _, l := range found {
		if same, f := overlap(l.Span, g.Span); same && f > 0.8 {
			c.s.LeftIn++
			return
		}
	}
	c.miss("left_out", g.Text, "")
}

// trimmed narrows a span to what is asked for exactly: without outer marks, dashes, and a full stop or comma at the end.
func (c *comparison) trimmed(start, end int) [2]int {
	const outer = " \u00a0\n\"'«»„“”‘’–—-"
	for start < end && strings.ContainsRune(outer, c.runes[start]) {
		start++
	}
	for start < end && strings.ContainsRune(outer+".,;:", c.runes[end-1]) {
		end--
	}
	return [2]int{start, end}
}
