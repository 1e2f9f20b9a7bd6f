package ranking

import (
	"bytes"
	"slices"
	"sort"

	"github.com/rozmova/rozmova"
)

// A Live judges the votes of a thread, or of a section, against a settled picture, and keeps the scores. Nothing that comes
// later moves the axis, the camps or what they are expected to approve of. NewLive judges all votes at once and sums in a
// fixed order; Set renews one comment at once. Not safe for concurrent use.
type Live struct {
	p         *Picture
	voters    []reader
	comments  []entry
	voterAt   map[VoterID]int32
	commentAt map[CommentID]int32
	threads   map[ThreadID]rates
}

// A reader is a voter with what that voter said.
type reader struct {
	id       VoterID
	known    *place // nil: not in the picture, or with too few votes there
	member   float64
	weight   float64 // of votes since the picture
	surprise float64
	mates    band // accounts with the same unlikely votes, this one among them; shared between them
	copies   band // accounts with nearly the same votes, likewise
	own      []said
}

// newcomer reports whether the picture does not know a voter, or hardly.
func (r *reader) newcomer() bool { return r.known == nil }

// A said is a vote of a reader, as it was counted.
type said struct {
	comment   int32
	y, up     int8
	later     bool
	member, w float64 // it was counted with
}

// An entry is a comment with what its votes come to.
type entry struct {
	id     CommentID
	thread ThreadID
	known  int32      // in the picture; -1 for a new comment
	flood  [2]float64 // what unlikely votes against it, and for it, count for
	sums   sums
}

// NewLive judges votes: settled are those that the picture was drawn from, later those since then, which replace settled
// ones of the same voter on the same comment. The order within each list does not matter.
func NewLive(p *Picture, settled, later []Vote) *Live {
	t := tabulate(append(slices.Clip(settled), later...), len(settled))
	l := &Live{
		p: p, voters: make([]reader, len(t.voters)), comments: make([]entry, len(t.comments)),
		voterAt: make(map[VoterID]int32, len(t.voters)), commentAt: make(map[CommentID]int32, len(t.comments)),
		threads: p.threads(),
	}
	for c, id := range t.comments {
		l.commentAt[id] = int32(c)
		l.comments[c] = entry{id: id, thread: t.threads[c], known: int32(search(p.comments, func(c *past) []byte { return c.id[:] }, id[:]))}
	}
	doubts := l.doubts(t)
	all := make([]said, len(t.cells))
	for u, id := range t.voters {
		l.voterAt[id] = int32(u)
		r := &l.voters[u]
		r.id, r.weight, r.known = id, 1, p.placed(id)
		own := t.of(u)
		from := t.ownFirst[u]
		for i, at := range own {
			v := &t.cells[at]
			all[int(from)+i] = said{comment: v.comment, y: v.y, up: v.up, later: v.later, w: 1}
		}
		r.own = all[from:t.ownFirst[u+1]:t.ownFirst[u+1]]
		l.stand(r)
	}
	l.judge()
	for u := range l.voters { // by voter, so that the votes on each comment are summed in the order of their voters
		r := &l.voters[u]
		for i := range r.own {
			s := &r.own[i]
			s.member = r.member
			if s.later {
				s.w = l.weigh(r, s)
			} else if w, ok := doubts[[2]int32{s.comment, int32(u)}]; ok {
				s.w = w
			}
			l.comments[s.comment].sums.add(s.up, s.member, s.w, 1)
		}
	}
	return l
}

// Picture gives what the votes are judged against.
func (l *Live) Picture() *Picture { return l.p }

// doubts finds the votes that the picture has doubts about.
func (l *Live) doubts(t *table) map[[2]int32]float64 {
	m := map[[2]int32]float64{}
	for _, d := range l.p.doubts {
		if c, v := find(t.comments, d.comment), find(t.voters, d.voter); c >= 0 && v >= 0 {
			m[[2]int32{int32(c), int32(v)}] = d.weight
		}
	}
	return m
}

// placed finds a voter whom the picture knows well enough to keep in place.
func (p *Picture) placed(id VoterID) *place {
	if v := p.voter(id); v != nil && v.votes >= fewestPlaced {
		return v
	}
	return nil
}

// stand finds where a reader stands: as settled, or, for newcomers, by all that they said, on the axis as it is.
func (l *Live) stand(r *reader) {
	if r.known != nil {
		r.member = l.p.member(r.known.f, r.known.doubt)
		return
	}
	var all line
	for i := range r.own {
		s := &r.own[i]
		if known := l.comments[s.comment].known; known >= 0 {
			c := &l.p.comments[known]
			all.add(1, c.q, float64(s.y)-l.p.mu-c.b)
		}
	}
	_, f := all.solve(ridgeVoter, max(l.p.ridge, ridgePlace))
	r.member = l.p.member(f, l.p.noise/(all.xx+max(l.p.ridge, ridgePlace)))
}

// threads gives the settled rates of every thread.
func (p *Picture) threads() map[ThreadID]rates {
	total := map[ThreadID]*sums{}
	for i := range p.comments {
		c := &p.comments[i]
		s := total[c.thread]
		if s == nil {
			s = &sums{}
			total[c.thread] = s
		}
		for k := range 2 {
			s.S[k] += c.sums.S[k]
			s.A[k] += c.sums.A[k]
		}
	}
	m := make(map[ThreadID]rates, len(total))
	for id, s := range total {
		m[id] = ratesOf(s, p.rates)
	}
	return m
}

// rates gives those of a thread; of all, for a new one.
func (l *Live) rates(id ThreadID) rates {
	if r, ok := l.threads[id]; ok {
		return r
	}
	return l.p.rates
}

// Set counts a vote at once, in place of any of the same voter on the same comment, and gives the comment's new standing. A
// newcomer's place is found anew for it. The voter's other comments, and what there may be of a brigade, follow with the
// next NewLive.
func (l *Live) Set(v Vote) Standing {
	c := l.entry(v.Comment, v.Thread)
	r := &l.voters[l.reader(v.Voter)]
	e := &l.comments[c]
	at, found := r.on(c)
	var old said
	if found {
		old = r.own[at]
		e.sums.add(old.up, old.member, old.w, -1)
	} else {
		r.own = slices.Insert(r.own, at, said{comment: c})
	}
	s := &r.own[at]
	s.y, s.up, s.later = int8(v.Opinion), int8(up(v.Vote)), true
	l.stand(r)
	if s.member, s.w = r.member, l.weigh(r, s); found && (old.up == 1) == (s.up == 1) {
		s.member, s.w = old.member, old.w // it respects or does not, as before: a voter's own move must not change the sums
	}
	e.sums.add(s.up, s.member, s.w, 1)
	return l.standing(e)
}

// Take takes a vote back and gives the comment's new standing.
func (l *Live) Take(comment CommentID, voter VoterID) Standing {
	c, ok := l.commentAt[comment]
	if !ok {
		return Standing{Comment: comment}
	}
	e := &l.comments[c]
	if u, ok := l.voterAt[voter]; ok {
		r := &l.voters[u]
		if at, found := r.on(c); found {
			old := r.own[at]
			e.sums.add(old.up, old.member, old.w, -1)
			r.own = slices.Delete(r.own, at, at+1)
			l.stand(r)
		}
	}
	return l.standing(e)
}

// Trust counts every vote on a comment in full, as a moderator may say who has looked at the evidence, and gives the
// comment's new standing. The next picture takes that over where it is drawn from this Live.
func (l *Live) Trust(comment CommentID) Standing {
	c, ok := l.commentAt[comment]
	if !ok {
		return Standing{Comment: comment}
	}
	e := &l.comments[c]
	e.sums = sums{}
	for u := range l.voters {
		r := &l.voters[u]
		if at, found := r.on(c); found {
			s := &r.own[at]
			s.w = 1
			e.sums.add(s.up, s.member, 1, 1)
		}
	}
	return l.standing(e)
}

// Voters gives who voted on a comment, as far as it is counted, in no particular order.
func (l *Live) Voters(comment CommentID) []VoterID {
	c, ok := l.commentAt[comment]
	if !ok {
		return nil
	}
	var all []VoterID
	for u := range l.voters {
		if _, found := l.voters[u].on(c); found {
			all = append(all, l.voters[u].id)
		}
	}
	return all
}

// on finds a reader's vote on a comment, or the place for it.
func (r *reader) on(comment int32) (int, bool) {
	return sort.Find(len(r.own), func(i int) int { return int(comment) - int(r.own[i].comment) })
}

// entry finds a comment, or makes a place for it.
func (l *Live) entry(id CommentID, thread ThreadID) int32 {
	c, ok := l.commentAt[id]
	if !ok {
		c = int32(len(l.comments))
		l.commentAt[id] = c
		l.comments = append(l.comments, entry{id: id, thread: thread, known: -1, flood: [2]float64{1, 1}})
	}
	return c
}

// reader finds a voter, or makes a place.
func (l *Live) reader(id VoterID) int32 {
	u, ok := l.voterAt[id]
	if !ok {
		u = int32(len(l.voters))
		l.voterAt[id] = u
		l.voters = append(l.voters, reader{id: id, weight: 1, known: l.p.placed(id)})
	}
	return u
}

// Standing gives how a comment stands; for one without votes, how a new comment does.
func (l *Live) Standing(id CommentID, thread ThreadID) Standing {
	if c, ok := l.commentAt[id]; ok {
		return l.standing(&l.comments[c])
	}
	return l.standing(&entry{id: id, thread: thread, known: -1, flood: [2]float64{1, 1}})
}

// Order gives the comments of a thread, best first, those of equal score by their keys.
func (l *Live) Order(thread ThreadID) []Standing {
	var all []Standing
	for i := range l.comments {
		if e := &l.comments[i]; e.thread == thread {
			all = append(all, l.standing(e))
		}
	}
	sortStandings(all)
	return all
}

func sortStandings(all []Standing) {
	slices.SortFunc(all, func(a, b Standing) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return bytes.Compare(a.Comment[:], b.Comment[:])
	})
}

// Votes gives back every vote that a Live counts: those of the picture, and those since.
func (l *Live) Votes() (settled, later []Vote) {
	for u := range l.voters {
		r := &l.voters[u]
		for i := range r.own {
			s := &r.own[i]
			c := &l.comments[s.comment]
			v := Vote{Comment: c.id, Voter: r.id, Thread: c.thread, Vote: rozmova.Vote{Opinion: rozmova.Opinion(s.y), Respect: s.up == 1}}
			if s.later {
				later = append(later, v)
			} else {
				settled = append(settled, v)
			}
		}
	}
	return settled, later
}
