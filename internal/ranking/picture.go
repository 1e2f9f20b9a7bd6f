package ranking

import "math"

// Mode says what an order goes by.
type Mode uint8

// The modes. Their numbers are stored.
const (
	TooFew   Mode = iota // not enough votes to tell two sides: by cautious approval (Wilson, 95 %)
	OneSided             // enough, and no divide among them: by cautious approval
	Divided              // by approval across the divide
)

// String names a mode in data that leave the program.
func (m Mode) String() string {
	switch m {
	case OneSided:
		return "one_sided"
	case Divided:
		return "divided"
	}
	return "too_few"
}

// Least votes for a divide to be looked for.
const (
	fewestVoters = 30 // who cast
	fewestCast   = 5  // votes each
	fewestSide   = 3  // effective votes of each camp on one comment of a thread
)

// A Picture is what settled votes tell: where voters stand, what divides, which camps there are and what they approve of. It
// does not change; votes that come later are judged against it (Live). Keep it with MarshalBinary: it holds where people
// stand, so it is erased with them (Forget) and shown to nobody. It may be read from many goroutines.
type Picture struct {
	Mode      Mode
	Camps     Camps
	Foretold  float64 // the same share of votes that the axis was not drawn from; below 0 for an axis of chance
	Explained float64 // share of what voters' and comments' levels leave that the axis explains, 0 to 1

	camped   bool    // camps were found, whether or not they are surely a divide
	voters   []place // sorted
	comments []past  // sorted
	doubts   []doubt // by comment and voter
	mu       float64
	ridge    float64 // on a voter's place
	noise    float64
	rates    rates
	typical  [2]float64 // median excess surprise of each camp
	near     float64    // the distance that two in five votes of known voters stay under
}

// A place is where a voter stands.
type place struct {
	id    VoterID
	votes int32
	a, f  float64
	doubt float64 // variance of f
}

// A settled comment is what votes told of it.
type past struct {
	id      CommentID
	thread  ThreadID
	b, q    float64
	sums    sums
	respect float64 // mean place of those who respect it
}

// A doubt is a vote that counts for less, since it came with others of its kind.
type doubt struct {
	comment CommentID
	voter   VoterID
	weight  float64
}

// forgiven is the weight above which a discount does not outlast the picture it was found against.
const forgiven = 0.5

// Settle draws the picture of some votes: of a thread, or of all threads of a section. Give what stands of the picture
// before it (nil at first): the new one starts from that, keeps its sides, and goes on counting for less the votes that
// counted for half or less there, so that a brigade does not come in with the next picture. What counted for more is
// forgiven. The same votes in any order make the same picture. It takes about half a microsecond for each vote, and may be
// called from many goroutines.
func Settle(votes []Vote, standing *Live) *Picture {
	t := tabulate(votes, len(votes))
	p := &Picture{}
	var before *Picture
	if standing != nil {
		before = standing.p
		p.carry(t, standing)
	}
	m := t.fit(p.warm(t, before))
	m.orient(t, before)
	p.mu, p.ridge, p.noise, p.Explained = m.mu, m.ridgeF, m.noise, m.explained
	p.voters = make([]place, len(t.voters))
	active := 0
	for u, id := range t.voters {
		n := len(t.of(u))
		if n >= fewestCast {
			active++
		}
		p.voters[u] = place{id: id, votes: int32(n), a: m.a[u], f: m.f[u], doubt: m.noise / (m.info[u] + m.ridgeF)}
	}
	if active >= fewestVoters {
		p.Mode = OneSided
		if p.camped = p.settleCamps(m); p.camped && p.settleDivide(t, before) {
			p.Mode = Divided
		}
	}
	p.settleComments(t, m)
	p.settleSurprise(t)
	p.near = p.settleDistance(t)
	return p
}

// carry finds which votes go on counting for less.
func (p *Picture) carry(t *table, standing *Live) {
	doubted := map[[2]int32]float64{}
	for u := range standing.voters {
		r := &standing.voters[u]
		voter := int32(-1)
		for i := range r.own {
			s := &r.own[i]
			if s.w > forgiven {
				continue
			}
			if voter < 0 {
				if voter = int32(find(t.voters, r.id)); voter < 0 {
					break
				}
			}
			if c := find(t.comments, standing.comments[s.comment].id); c >= 0 {
				doubted[[2]int32{int32(c), voter}] = s.w
			}
		}
	}
	if len(doubted) == 0 {
		return
	}
	for i := range t.cells {
		v := &t.cells[i]
		if w, ok := doubted[[2]int32{v.comment, v.voter}]; ok {
			v.w = w
			p.doubts = append(p.doubts, doubt{t.comments[v.comment], t.voters[v.voter], w})
		}
	}
}

// warm gives the places of the picture before to the voters of a table; nil where it had no use for places.
func (p *Picture) warm(t *table, before *Picture) *axis {
	if before == nil || before.Mode == TooFew {
		return nil
	}
	m := &axis{a: make([]float64, len(t.voters)), f: make([]float64, len(t.voters))}
	some := 0
	for u, id := range t.voters {
		if v := before.voter(id); v != nil {
			m.a[u], m.f[u] = v.a, v.f
			some++
		}
	}
	if 2*some < len(t.voters) {
		return nil // most are new: the axis is found anew
	}
	return m
}

// orient turns the axis the way it had before. A first one has most voters on the lower side.
func (m *axis) orient(t *table, before *Picture) {
	var way float64
	if before != nil {
		for u, id := range t.voters {
			if v := before.voter(id); v != nil {
				way += v.f * m.f[u]
			}
		}
	}
	if way == 0 {
		for _, f := range m.f {
			switch {
			case f < 0:
				way++
			case f > 0:
				way--
			}
		}
	}
	if way >= 0 {
		return
	}
	for u := range m.f {
		m.f[u] = -m.f[u]
	}
	for c := range m.q {
		m.q[c] = -m.q[c]
	}
}

// settleCamps finds the camps and reports whether there is a divide: centres further apart than known voters' places are
// uncertain.
func (p *Picture) settleCamps(m *axis) bool {
	var f, weight, doubts []float64
	for u := range p.voters {
		if v := &p.voters[u]; v.votes >= fewestPlaced {
			f = append(f, v.f)
			weight = append(weight, m.info[u]/(m.info[u]+m.ridgeF))
			doubts = append(doubts, math.Sqrt(v.doubt))
		}
	}
	c, ok := twoMeans(f, weight)
	if !ok {
		return false
	}
	p.Camps = c
	return c.Centre[1]-c.Centre[0] > median(doubts)
}

// member gives how likely a voter is of the second camp; one half where there are no camps.
func (p *Picture) member(f, doubt float64) float64 {
	if !p.camped {
		return 0.5
	}
	return p.Camps.second(f, doubt)
}

// settleComments sums up what each camp made of each comment.
func (p *Picture) settleComments(t *table, m *axis) {
	members := make([]float64, len(t.voters))
	for u := range p.voters {
		members[u] = p.member(p.voters[u].f, p.voters[u].doubt)
	}
	p.comments = make([]past, len(t.comments))
	var all sums
	for c := range p.comments {
		s := &p.comments[c]
		s.id, s.thread, s.b, s.q = t.comments[c], t.threads[c], m.b[c], m.q[c]
		var places, n float64
		for _, v := range t.on(c) {
			s.sums.add(v.up, members[v.voter], v.w, 1)
			if v.up == 1 {
				places += v.w * m.f[v.voter]
				n += v.w
			}
		}
		if n > 0 {
			s.respect = places / n
		}
		for k := range 2 {
			all.S[k] += s.sums.S[k]
			all.A[k] += s.sums.A[k]
		}
	}
	p.rates = ratesOf(&all, rates{camp: [2]float64{0.5, 0.5}, all: 0.5})
}

// voter finds a voter; nil where the picture does not have one.
func (p *Picture) voter(id VoterID) *place {
	at := search(p.voters, func(v *place) []byte { return v.id[:] }, id[:])
	if at < 0 {
		return nil
	}
	return &p.voters[at]
}

// comment finds a comment; nil where the picture does not have one.
func (p *Picture) comment(id CommentID) *past {
	at := search(p.comments, func(c *past) []byte { return c.id[:] }, id[:])
	if at < 0 {
		return nil
	}
	return &p.comments[at]
}

// chance is how likely a voter of the second camp with probability member, who says anything of a comment's worth, respects it.
func (s *past) chance(member float64) float64 {
	const few = 2 // pseudo-votes
	a, d := s.sums.A, s.sums.D
	overall := (a[0] + a[1] + 1) / (a[0] + a[1] + d[0] + d[1] + 2)
	var by [2]float64
	for k := range 2 {
		by[k] = (a[k] + few*overall) / (a[k] + d[k] + few)
	}
	return (1-member)*by[0] + member*by[1]
}

// Forget takes a voter out: where somebody stood leaves with the account. The sums of comments, which tell of nobody, change with
// the next picture. It gives a new picture and leaves the old one as it is.
func (p *Picture) Forget(id VoterID) *Picture {
	next := *p
	next.voters = without(p.voters, func(v *place) bool { return v.id == id })
	next.doubts = without(p.doubts, func(d *doubt) bool { return d.voter == id })
	return &next
}
