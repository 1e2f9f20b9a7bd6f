package civility

import (
	"crypto/sha256"
	"encoding/binary"
	"math"

	"github.com/rozmova/rozmova"
)

// A Labelled is a text that people of the site have judged.
type Labelled struct {
	ID     string // by which it is put aside or learnt from: always the same part
	Input  Input
	Labels [rozmova.Labels]int8 // 1, 0, or -1: nobody said
}

// NotSaid are the labels of a text that nobody has judged.
func NotSaid() (labels [rozmova.Labels]int8) {
	for l := range labels {
		labels[l] = -1
	}
	return labels
}

// taught are the labels that a site can teach.
var taught = [...]rozmova.Label{rozmova.Participant, rozmova.Toxicity, rozmova.Threat}

// LeastOfEach is how many texts that have a label, and how many that have it not, are needed to learn it.
const LeastOfEach = 50

// What pulls towards no change, as if that many texts spoke for it.
const (
	pullHead  = 2
	pullSlope = 30
	pullShift = 5
)

const (
	steps = 150  // of the descent
	reach = 0.05 // of its first step
)

// aside reports whether a text is put aside to measure with: one in five.
func aside(seed uint64, id string) bool {
	sum := sha256.Sum256(append(binary.LittleEndian.AppendUint64(nil, seed), id...))
	return binary.LittleEndian.Uint64(sum[:])%5 == 0
}

// LearnSite learns from what people of a site have said of texts, and measures on the texts put aside: m, which may be adjusted
// already, against the new adjustment. A label of which the new one is not better stays as m has it; where no label is better, there
// is no adjustment. The same texts in the same order and the same seed give the same bytes. It takes some seconds for ten thousand.
func LearnSite(m *Model, labelled []Labelled, seed uint64) (*Adjustment, Evaluation) {
	base := m.With(nil)
	var learn, held []Labelled
	for _, x := range labelled {
		if aside(seed, x.ID) {
			held = append(held, x)
		} else {
			learn = append(learn, x)
		}
	}
	e := Evaluation{Model: m.Version(), Learnt: len(learn), Aside: len(held)}
	lessons := base.lessons(learn)
	candidate := noAdjustment(base.Version())
	var columns [len(headed)][headRows]float32
	for _, l := range taught {
		le := LabelEvaluation{Label: l}
		le.Positive, le.Negative = count(labelled, l)
		heldYes, heldNo := count(held, l)
		if min(le.Positive, le.Negative) < LeastOfEach || heldYes == 0 || heldNo == 0 {
			le.Reason = TooFew
		} else {
			candidate.teach(lessons, l, &columns)
		}
		e.Labels = append(e.Labels, le)
	}
	candidate.gather(&columns)
	before, after := m.judgeAll(held), base.With(candidate).judgeAll(held)
	for i := range e.Labels {
		if le := &e.Labels[i]; le.Reason != TooFew {
			le.measure(base, held, before, after)
			e.Better = e.Better || le.Reason == ""
		}
	}
	if !e.Better {
		return nil, e
	}
	for _, le := range e.Labels {
		if le.Reason != "" {
			candidate.keep(m.Adjustment(), le.Label, &columns)
		}
	}
	candidate.gather(&columns)
	if candidate.name() != nil { // nothing that teach and keep give is out of bounds
		return nil, e
	}
	e.Adjusted = base.With(candidate).Version()
	return candidate, e
}

func count(labelled []Labelled, l rozmova.Label) (yes, no int) {
	for i := range labelled {
		switch labelled[i].Labels[l] {
		case 1:
			yes++
		case 0:
			no++
		}
	}
	return yes, no
}

// A lesson is a text as it is learnt from: what the weights make of the reading that told most, and the rows of the head.
type lesson struct {
	said     [rozmova.Labels]int8
	logits   [rozmova.Labels]float64 // before the logistic function
	language int
	rows     []uint16
	scale    float64
}

func (m *Model) lessons(labelled []Labelled) []lesson {
	s := m.scratch.Get().(*scratch) // not put back where something breaks
	w := m.weights
	all := make([]lesson, len(labelled))
	for i := range labelled {
		x := &all[i]
		x.said = labelled[i].Labels
		readings, tag := s.reader.Read(&labelled[i].Input)
		x.language = languageIndex(tag)
		most := math.Inf(-1)
		for _, f := range readings {
			if f == nil {
				continue
			}
			logits := m.logits(s, f, x.language)
			if p := float64(logits[rozmova.Participant]); p > most+1e-3 {
				most = p
				for l := range logits {
					x.logits[l] = float64(w.Slope[x.language][l]*logits[l] + w.Shift[x.language][l])
				}
				x.rows = x.rows[:0]
				for _, p := range f.Pairs {
					x.rows = append(x.rows, uint16(p&(headRows-1)))
				}
				x.scale = float64(perPair(len(f.Pairs)))
			}
		}
	}
	m.scratch.Put(s)
	return all
}

// columnOf gives the column of a label in the head; -1 for none.
func columnOf(l rozmova.Label) int {
	for c, h := range headed {
		if h == l {
			return c
		}
	}
	return -1
}

// teach fits one label: what it changes is pulled back to no change, so that few texts change little. Texts that have the label
// weigh together what those do that have it not: which of them moderators meet says nothing of how common they are.
func (a *Adjustment) teach(lessons []lesson, l rozmova.Label, columns *[len(headed)][headRows]float32) {
	var yes, no float64
	for i := range lessons {
		switch lessons[i].said[l] {
		case 1:
			yes++
		case 0:
			no++
		}
	}
	if yes == 0 || no == 0 {
		return
	}
	column := columnOf(l)
	const others = 8 // slopes, then shifts
	x := make([]float64, others+headRows)
	pull := make([]float64, len(x))
	for i := range pull {
		switch {
		case i < 4:
			pull[i], x[i] = pullSlope, 1
		case i < others:
			pull[i] = pullShift
		default:
			pull[i] = pullHead
		}
	}
	gradient, first, second := make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(x))
	for step := 1; step <= steps; step++ {
		for i := range gradient {
			gradient[i] = pull[i] * x[i]
			if i < 4 {
				gradient[i] = pull[i] * (x[i] - 1)
			}
		}
		for i := range lessons {
			t := &lessons[i]
			if t.said[l] < 0 {
				continue
			}
			z := x[t.language]*t.logits[l] + x[4+t.language]
			if column >= 0 {
				sum := 0.0
				for _, row := range t.rows {
					sum += x[others+int(row)]
				}
				z += sum * t.scale
			}
			weight, want := (yes+no)/(2*no), 0.0
			if t.said[l] == 1 {
				weight, want = (yes+no)/(2*yes), 1
			}
			g := weight * (1/(1+math.Exp(-z)) - want)
			gradient[t.language] += g * t.logits[l]
			gradient[4+t.language] += g
			if column >= 0 {
				g *= t.scale
				for _, row := range t.rows {
					gradient[others+int(row)] += g
				}
			}
		}
		rate := reach * (1 - float64(step-1)/steps)
		for i, g := range gradient {
			first[i] = .9*first[i] + .1*g
			second[i] = .99*second[i] + .01*g*g
			m, v := first[i]/(1-math.Pow(.9, float64(step))), second[i]/(1-math.Pow(.99, float64(step)))
			x[i] -= rate * m / (math.Sqrt(v) + 1e-8)
		}
	}
	for li := range 4 {
		a.Slope[li][l] = rounded(x[li], leastSlope, mostSlope)
		a.Shift[li][l] = rounded(x[4+li], -mostShift, mostShift)
	}
	if column >= 0 {
		for row := range headRows {
			columns[column][row] = rounded(x[others+row], -mostWeight, mostWeight)
		}
	}
}

// rounded keeps a number within bounds and to what a few digits write.
func rounded(x, from, to float64) float32 {
	return float32(math.Round(min(max(x, from), to)*256) / 256)
}

// keep puts back what a label has in an adjustment; nil: nothing.
func (a *Adjustment) keep(old *Adjustment, l rozmova.Label, columns *[len(headed)][headRows]float32) {
	if old == nil {
		old = noAdjustment(a.Base)
	}
	for li := range a.Slope {
		a.Slope[li][l], a.Shift[li][l] = old.Slope[li][l], old.Shift[li][l]
	}
	if c := columnOf(l); c >= 0 {
		columns[c] = [headRows]float32{}
		for i, row := range old.Head.Rows {
			columns[c][row] = (*old.Head.columns()[c])[i]
		}
	}
}

// gather writes the rows of the head that hold anything.
func (a *Adjustment) gather(columns *[len(headed)][headRows]float32) {
	a.Head = Head{Rows: []uint16{}, Participant: []float32{}, Toxicity: []float32{}}
	for row := range headRows {
		some := false
		for c := range columns {
			some = some || columns[c][row] != 0
		}
		if !some {
			continue
		}
		a.Head.Rows = append(a.Head.Rows, uint16(row))
		for c, column := range a.Head.columns() {
			*column = append(*column, columns[c][row])
		}
	}
}
