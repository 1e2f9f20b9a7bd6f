package ranking

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// ErrPicture says that bytes are no picture that this version reads: broken, or of another version. Draw a new one then.
var ErrPicture = errors.New("no settled picture of this version")

// pictureVersion begins a stored picture. A picture of another version, earlier or later, is drawn anew from the votes.
const pictureVersion = "rozmova-picture-1\n"

// MarshalBinary gives a picture as bytes, which hold where each voter stands: keep them as safe as the votes.
func (p *Picture) MarshalBinary() ([]byte, error) {
	b := make([]byte, 0, len(pictureVersion)+128+48*len(p.voters)+176*len(p.comments)+40*len(p.doubts))
	b = append(b, pictureVersion...)
	b = append(b, byte(p.Mode), yes(p.camped))
	b = floats(b, p.Camps.Centre[0], p.Camps.Centre[1], p.Camps.Spread, p.Foretold, p.Explained, p.mu, p.ridge, p.noise,
		p.rates.camp[0], p.rates.camp[1], p.rates.all, p.typical[0], p.typical[1], p.near)
	b = binary.AppendUvarint(b, uint64(len(p.voters)))
	for i := range p.voters {
		v := &p.voters[i]
		b = append(b, v.id[:]...)
		b = binary.AppendUvarint(b, uint64(v.votes))
		b = floats(b, v.a, v.f, v.doubt)
	}
	b = binary.AppendUvarint(b, uint64(len(p.comments)))
	for i := range p.comments {
		c := &p.comments[i]
		b = append(append(b, c.id[:]...), c.thread[:]...)
		b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(c.sums.voters)), uint64(c.sums.respect))
		b = floats(b, c.b, c.q, c.respect, c.sums.held)
		for k := range 2 {
			b = floats(b, c.sums.S[k], c.sums.A[k], c.sums.D[k], c.sums.E[k], c.sums.R[k])
		}
	}
	b = binary.AppendUvarint(b, uint64(len(p.doubts)))
	for _, d := range p.doubts {
		b = floats(append(append(b, d.comment[:]...), d.voter[:]...), d.weight)
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary gave. Anything else is ErrPicture, and leaves the picture as it was.
func (p *Picture) UnmarshalBinary(b []byte) error {
	if len(b) < len(pictureVersion) || string(b[:len(pictureVersion)]) != pictureVersion {
		return ErrPicture
	}
	r := reading{b: b[len(pictureVersion):]}
	var n Picture
	n.Mode, n.camped = Mode(r.byte()), r.byte() == 1
	r.floats(&n.Camps.Centre[0], &n.Camps.Centre[1], &n.Camps.Spread, &n.Foretold, &n.Explained, &n.mu, &n.ridge, &n.noise,
		&n.rates.camp[0], &n.rates.camp[1], &n.rates.all, &n.typical[0], &n.typical[1], &n.near)
	n.voters = make([]place, r.count(41))
	for i := range n.voters {
		v := &n.voters[i]
		r.key(v.id[:])
		v.votes = int32(min(r.uvarint(), math.MaxInt32))
		r.floats(&v.a, &v.f, &v.doubt)
	}
	n.comments = make([]past, r.count(146))
	for i := range n.comments {
		c := &n.comments[i]
		r.key(c.id[:])
		r.key(c.thread[:])
		c.sums.voters, c.sums.respect = int(min(r.uvarint(), math.MaxInt32)), int(min(r.uvarint(), math.MaxInt32))
		r.floats(&c.b, &c.q, &c.respect, &c.sums.held)
		for k := range 2 {
			r.floats(&c.sums.S[k], &c.sums.A[k], &c.sums.D[k], &c.sums.E[k], &c.sums.R[k])
		}
	}
	n.doubts = make([]doubt, r.count(40))
	for i := range n.doubts {
		d := &n.doubts[i]
		r.key(d.comment[:])
		r.key(d.voter[:])
		r.floats(&d.weight)
	}
	if r.broken || len(r.b) > 0 || n.Mode > Divided {
		return fmt.Errorf("%w: its bytes are broken", ErrPicture)
	}
	*p = n
	return nil
}

func yes(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func floats(b []byte, all ...float64) []byte {
	for _, f := range all {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(f))
	}
	return b
}

// A reading goes through bytes; broken says that they ended early or hold what cannot be.
type reading struct {
	b      []byte
	broken bool
}

// take gives the next n bytes; zeros where there are fewer.
func (r *reading) take(n int) []byte {
	if len(r.b) < n {
		r.broken, r.b = true, nil
		return make([]byte, n)
	}
	part := r.b[:n]
	r.b = r.b[n:]
	return part
}

func (r *reading) byte() byte     { return r.take(1)[0] }
func (r *reading) key(key []byte) { copy(key, r.take(len(key))) }

func (r *reading) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.broken, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count reads how many rows of at least so many bytes follow; more than there is room for are none.
func (r *reading) count(least int) int {
	n := r.uvarint()
	if n > uint64(len(r.b)/least) {
		r.broken = true
		return 0
	}
	return int(n)
}

func (r *reading) floats(all ...*float64) {
	for _, f := range all {
		*f = math.Float64frombits(binary.LittleEndian.Uint64(r.take(8)))
		if math.IsNaN(*f) || math.IsInf(*f, 0) {
			r.broken = true
		}
	}
}
