package civility

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/rozmova/rozmova"
)

// headBits is the size of the head's table: Features.Pairs are folded to so many bits.
const headBits = 12

const headRows = 1 << headBits

// headed are the labels that have a head, in the order of its columns. Others are calibrated alone.
var headed = [...]rozmova.Label{rozmova.Participant, rozmova.Toxicity}

// An Adjustment is what a site has taught the model: for each language and label another slope and shift of what the score is made
// of, and a small linear head that adds to it. It goes with the weights it was learnt on and says nothing beside others.
type Adjustment struct {
	Version string `json:"-"`    // site-… and a hash of the rest; Decode and LearnSite set it
	Base    string `json:"base"` // version of the weights

	// By language (uk, ru, en, other) and label; 1 and 0 leave things as they are.
	Slope [4][rozmova.Labels]float32 `json:"slope"`
	Shift [4][rozmova.Labels]float32 `json:"shift"`

	Head Head `json:"head"`
}

// A Head holds those weights that are not zero: row by row in rising order, and for each a weight of every label that has a head.
type Head struct {
	Rows        []uint16  `json:"rows"`
	Participant []float32 `json:"participant"`
	Toxicity    []float32 `json:"toxicity"`
}

// columns are the weights in the order of headed.
func (h *Head) columns() [len(headed)]*[]float32 {
	return [len(headed)]*[]float32{&h.Participant, &h.Toxicity}
}

// Bounds of an adjustment: nothing that moderators teach needs more.
const (
	mostAdjustment = 1 << 18 // bytes
	leastSlope     = 0.25
	mostSlope      = 4
	mostShift      = 6
	mostWeight     = 16
)

// noAdjustment leaves the model as it is.
func noAdjustment(base string) *Adjustment {
	a := &Adjustment{Base: base}
	for li := range a.Slope {
		for l := range a.Slope[li] {
			a.Slope[li][l] = 1
		}
	}
	return a
}

// Encode gives the bytes that Decode reads. The same adjustment gives the same bytes.
func (a *Adjustment) Encode() ([]byte, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	return json.Marshal(a)
}

// DecodeAdjustment reads what Encode gives. It refuses what is too large, not finite or out of bounds.
func DecodeAdjustment(file []byte) (*Adjustment, error) {
	if len(file) > mostAdjustment {
		return nil, fmt.Errorf("an adjustment of %d bytes, at most %d are read", len(file), mostAdjustment)
	}
	d := json.NewDecoder(bytes.NewReader(file))
	d.DisallowUnknownFields()
	a := &Adjustment{}
	if err := d.Decode(a); err != nil {
		return nil, fmt.Errorf("read an adjustment: %w", err)
	}
	if d.More() {
		return nil, errors.New("something stands behind the adjustment")
	}
	if err := a.check(); err != nil {
		return nil, err
	}
	return a, a.name()
}

// name sets the version.
func (a *Adjustment) name() error {
	file, err := a.Encode()
	sum := sha256.Sum256(file)
	a.Version = "site-" + hex.EncodeToString(sum[:4])
	return err
}

func (a *Adjustment) check() error {
	within := func(what string, x float32, from, to float64) error {
		if v := float64(x); !(v >= from && v <= to) { // not a number is neither
			return fmt.Errorf("adjustment: a %s of %v is not between %v and %v", what, x, from, to)
		}
		return nil
	}
	var errs []error
	for li := range a.Slope {
		for l := range a.Slope[li] {
			errs = append(errs, within("slope", a.Slope[li][l], leastSlope, mostSlope), within("shift", a.Shift[li][l], -mostShift, mostShift))
		}
	}
	for i, row := range a.Head.Rows {
		if int(row) >= headRows || i > 0 && row <= a.Head.Rows[i-1] {
			return errors.New("adjustment: rows of the head are out of order or not in the table")
		}
	}
	for _, column := range a.Head.columns() {
		if len(*column) != len(a.Head.Rows) {
			return errors.New("adjustment: the columns of the head have not the length of its rows")
		}
		for _, x := range *column {
			errs = append(errs, within("weight", x, -mostWeight, mostWeight))
		}
	}
	return errors.Join(errs...)
}

// adjusted is an adjustment as a model holds it.
type adjusted struct {
	from    *Adjustment
	version string
	whole   [rozmova.Labels]bool // labels that it leaves alone
	head    [headRows][len(headed)]float32
	heads   bool
}

// With gives the model as a site adjusted it. It shares the weights, which are not changed; nil takes an adjustment away, and one that
// was learnt on other weights is none.
func (m *Model) With(a *Adjustment) *Model {
	other := *m
	other.site = nil
	if a == nil || a.Base != m.weights.Version {
		return &other
	}
	x := &adjusted{from: a, version: m.weights.Version + "+" + a.Version, heads: len(a.Head.Rows) > 0}
	for i, row := range a.Head.Rows {
		for c, column := range a.Head.columns() {
			x.head[row][c] = (*column)[i]
		}
	}
	for l := range x.whole {
		x.whole[l] = true
		for li := range a.Slope {
			x.whole[l] = x.whole[l] && a.Slope[li][l] == 1 && a.Shift[li][l] == 0
		}
	}
	other.site = x
	return &other
}

// Adjustment gives what the model was adjusted by; nil for none.
func (m *Model) Adjustment() *Adjustment {
	if m.site == nil {
		return nil
	}
	return m.site.from
}

// adjust changes the logits of a reading, so that the score that the weights' own slope and shift make of them is the site's.
func (m *Model) adjust(logits *[rozmova.Labels]float32, f *Features, language int) {
	x, w := m.site, m.weights
	if x == nil {
		return
	}
	var added [rozmova.Labels]float32
	if x.heads {
		var sum [len(headed)]float32
		for _, p := range f.Pairs {
			row := &x.head[p&(headRows-1)]
			for c := range sum {
				sum[c] += row[c]
			}
		}
		for c, l := range headed {
			added[l] = sum[c] * perPair(len(f.Pairs))
		}
	}
	for l := range logits {
		slope, shift := w.Slope[language][l], w.Shift[language][l]
		if x.whole[l] && added[l] == 0 || slope == 0 {
			continue
		}
		logit := slope*logits[l] + shift
		logits[l] = (x.from.Slope[language][l]*logit + x.from.Shift[language][l] + added[l] - shift) / slope
	}
}

// perPair makes the head of a long text weigh what that of a short one does.
func perPair(n int) float32 { return float32(1 / math.Sqrt(float64(max(n, 8)))) }
