package ranking

import "math"

// A divide is worth the name where it tells of votes that it was not drawn from.
const (
	heldOut    = 5      // one vote in so many is held out
	fewCells   = 20_000 // under so many, every one in turn; over
	manyCells  = 40_000 // so many, of every second, third … voter only
	gainFrom   = 0.01   // share of what levels leave that the axis must explain of votes held out
	surelyFrom = 3.0    // standard errors that the gain is above nothing; and
	gainKept   = 0.005
	surelyKept = 1.5 // where the picture before had a divide, so that none comes and goes by the hour
)

// foretold fits the axis anew without a part of the votes and gives the correlation of what it says of them with what levels
// leave of them, squared and with its sign, and how many standard errors that is from nothing. Chance gives about 0, however
// closely an axis clings to the votes that it was drawn from. Where votes are few, each of five parts is left out in turn.
func (t *table) foretold() (gain, surely float64) {
	folds := 1
	if len(t.cells) < fewCells {
		folds = heldOut
	}
	var with, square, said, left, n float64
	part := 1 + uint64(len(t.cells)/manyCells)
	for fold := range folds {
		rest := &table{voters: t.voters, comments: t.comments}
		var out []cell
		for i, v := range t.cells {
			if part > 1 && mix(uint64(v.voter))%part != 0 {
				continue
			}
			if mix(uint64(i))%heldOut == uint64(fold) {
				out = append(out, v)
			} else {
				rest.cells = append(rest.cells, v)
			}
		}
		if len(rest.cells) == 0 {
			return 0, 0
		}
		rest.index()
		m := rest.fit(nil)
		for _, v := range out {
			l, s := m.left(v), m.f[v.voter]*m.q[v.comment]
			with += v.w * l * s
			square += v.w * l * s * l * s
			said += v.w * s * s
			left += v.w * l * l
			n += v.w
		}
	}
	if square == 0 || said == 0 || left == 0 {
		return 0, 0
	}
	gain = with * math.Abs(with) / (said * left)
	mean := with / n
	return gain, with / math.Sqrt(max(1e-300, square-n*mean*mean))
}

// settleDivide reports whether the camps found are a divide, and keeps what says so.
func (p *Picture) settleDivide(t *table, before *Picture) bool {
	gain, surely := t.foretold()
	p.Foretold = gain
	if before != nil && before.Mode == Divided {
		return gain >= gainKept && surely >= surelyKept
	}
	return gain >= gainFrom && surely >= surelyFrom
}

// clearly is by how much an axis of a thread's own must do better than that of all threads to take over.
const clearly = 0.05

// Better gives the picture that a thread should be judged by: its own, drawn from its votes alone, where that has a divide
// and foretells votes clearly better than the picture of all threads explains them; else the latter. The comparison favours
// the wide one, which has seen these votes.
func Better(own, wide *Picture, votes []Vote) *Picture {
	if own.Mode == Divided && (wide.Mode != Divided || own.Foretold > wide.explains(votes)+clearly) {
		return own
	}
	return wide
}

// explains gives the correlation, squared and with its sign, of what the axis says of some votes with what levels leave of them.
func (p *Picture) explains(votes []Vote) float64 {
	t := tabulate(votes, len(votes))
	var with, said, left float64
	for i := range t.cells {
		v := &t.cells[i]
		reader, c := p.voter(t.voters[v.voter]), p.comment(t.comments[v.comment])
		if reader == nil || c == nil {
			continue
		}
		l, s := float64(v.y)-p.mu-reader.a-c.b, reader.f*c.q
		with += l * s
		said += s * s
		left += l * l
	}
	if said == 0 || left == 0 {
		return 0
	}
	return with * math.Abs(with) / (said * left)
}
