package ranking

import "math"

// Constants of the fit (shared with the recommendation; docs/bridging.md says how they were checked).
const (
	ridgeComment = 2.0  // on a comment's own level
	ridgeVoter   = 4.0  // on a voter's own level
	ridgePlace   = 1.0  // on places along the axis, and
	ridgeDensity = 0.12 // for each vote that a comment, or a voter, has in the mean
	powerSteps   = 5
	coldRounds   = 12
	warmRounds   = 5
)

// An axis explains votes: y = mu + a(voter) + b(comment) + f(voter)·q(comment). f is where a voter stands, q how much a
// comment divides, and which way.
type axis struct {
	mu             float64
	a, f           []float64 // by voter
	b, q           []float64 // by comment
	info           []float64 // by voter: Σq² over what was voted on, how much the votes tell of f
	ridgeF, ridgeQ float64
	noise          float64 // variance of what is left
	explained      float64 // share of what levels leave that the axis takes away
}

// A link is a vote as one end of it sees it.
type link struct {
	to   int32 // the comment, or the voter
	y, w float32
}

// A fitting holds votes close together, from both ends, since it goes through them some thirty times.
type fitting struct {
	*axis
	comments, voters   []link
	first, ownFirst    []int32
	some, contributing float64 // weight of the votes; voters who cast any
}

func (t *table) fitting(m *axis) *fitting {
	g := &fitting{axis: m, comments: make([]link, len(t.cells)), voters: make([]link, len(t.cells)), first: t.first, ownFirst: t.ownFirst}
	var sum float64
	for i := range t.cells {
		v := &t.cells[i]
		g.comments[i] = link{v.voter, float32(v.y), float32(v.w)}
		sum += v.w * float64(v.y)
		g.some += v.w
	}
	for i, at := range t.own {
		v := &t.cells[at]
		g.voters[i] = link{v.comment, float32(v.y), float32(v.w)}
	}
	for u := range t.voters {
		if t.ownFirst[u+1] > t.ownFirst[u] {
			g.contributing++
		}
	}
	if g.some > 0 {
		m.mu = sum / g.some
		m.ridgeQ = ridgePlace + ridgeDensity*g.some/float64(len(t.comments))
		m.ridgeF = ridgePlace + ridgeDensity*g.some/g.contributing
	}
	return g
}

func (g *fitting) on(comment int) []link { return g.comments[g.first[comment]:g.first[comment+1]] }
func (g *fitting) of(voter int) []link   { return g.voters[g.ownFirst[voter]:g.ownFirst[voter+1]] }

// fit finds the axis by turns, each in closed form. It starts from warm where that is not nil (f and a of the picture before).
func (t *table) fit(warm *axis) *axis {
	m := &axis{
		a: make([]float64, len(t.voters)), f: make([]float64, len(t.voters)), info: make([]float64, len(t.voters)),
		b: make([]float64, len(t.comments)), q: make([]float64, len(t.comments)),
	}
	g := t.fitting(m)
	if g.some == 0 {
		return m
	}
	rounds := warmRounds
	if warm != nil {
		copy(m.f, warm.f)
		copy(m.a, warm.a)
	} else {
		g.start()
		rounds = coldRounds
	}
	for range rounds {
		g.turnComments()
		g.turnVoters()
	}
	g.turnComments()
	m.measure(t)
	return m
}

// start places voters by the comment that divides most, and lets that spread over what else they voted on.
func (g *fitting) start() {
	most, at := -1.0, 0
	for c := range g.b {
		var agree, disagree float64
		for _, v := range g.on(c) {
			switch v.y {
			case 1:
				agree += float64(v.w)
			case -1:
				disagree += float64(v.w)
			}
		}
		if s := min(agree, disagree); s > most {
			most, at = s, c
		}
	}
	// Levels without an axis, so that the steps see only what they leave.
	for range 2 {
		g.turnComments()
		g.turnVoters()
	}
	clear(g.q)
	clear(g.f)
	for _, v := range g.on(at) {
		g.f[v.to] = float64(v.y)
	}
	for range powerSteps {
		for c := range g.q {
			var sum, n float64
			for _, v := range g.on(c) {
				w := float64(v.w)
				sum += w * g.f[v.to] * (float64(v.y) - g.mu - g.a[v.to] - g.b[c])
				n += w
			}
			g.q[c] = sum / (n + g.ridgeQ)
		}
		unit(g.q)
		for u := range g.f {
			var sum, n float64
			for _, v := range g.of(u) {
				w := float64(v.w)
				sum += w * g.q[v.to] * (float64(v.y) - g.mu - g.a[u] - g.b[v.to])
				n += w
			}
			g.f[u] = sum / (n + g.ridgeF)
		}
		unit(g.f)
	}
}

// left is what the levels leave of a vote.
func (m *axis) left(v cell) float64 { return float64(v.y) - m.mu - m.a[v.voter] - m.b[v.comment] }

// unit scales numbers to a mean square of 1.
func unit(x []float64) {
	var sum float64
	for _, v := range x {
		sum += v * v
	}
	if sum == 0 {
		return
	}
	scale := math.Sqrt(float64(len(x)) / sum)
	for i := range x {
		x[i] *= scale
	}
}

// turnComments finds each comment's level and place with the voters held.
func (g *fitting) turnComments() {
	for c := range g.b {
		var l line
		for _, v := range g.on(c) {
			l.add(float64(v.w), g.f[v.to], float64(v.y)-g.mu-g.a[v.to])
		}
		g.b[c], g.q[c] = l.solve(ridgeComment, g.ridgeQ)
	}
}

// turnVoters finds each voter's level and place with the comments held.
func (g *fitting) turnVoters() {
	for u := range g.f {
		var l line
		for _, v := range g.of(u) {
			l.add(float64(v.w), g.q[v.to], float64(v.y)-g.mu-g.b[v.to])
		}
		g.a[u], g.f[u] = l.solve(ridgeVoter, g.ridgeF)
		g.info[u] = l.xx
	}
}

// measure finds what is left over, with the axis and without.
func (m *axis) measure(t *table) {
	var with, without, n float64
	for i := range t.cells {
		v := &t.cells[i]
		l := m.left(*v)
		r := l - m.f[v.voter]*m.q[v.comment]
		with += v.w * r * r
		without += v.w * l * l
		n += v.w
	}
	m.noise = with / n
	if without > 0 {
		m.explained = max(0, 1-with/without)
	}
}

// A line gathers y over x for a level and a slope.
type line struct{ n, x, xx, y, xy float64 }

func (l *line) add(w, x, y float64) {
	l.n += w
	l.x += w * x
	l.xx += w * x * x
	l.y += w * y
	l.xy += w * x * y
}

// solve gives level and slope of the ridge regression. Its determinant is above level·slope > 0.
func (l *line) solve(level, slope float64) (float64, float64) {
	p, r := l.n+level, l.xx+slope
	det := p*r - l.x*l.x
	return (l.y*r - l.xy*l.x) / det, (l.xy*p - l.y*l.x) / det
}
