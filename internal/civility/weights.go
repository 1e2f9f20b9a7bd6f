package civility

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/rozmova/rozmova"
)

// Languages in the order in which the weights hold what differs between them.
var languages = [...]string{"uk", "ru", "en", "other"}

func languageIndex(tag string) int {
	for i, l := range languages {
		if l == tag {
			return i
		}
	}
	return len(languages) - 1
}

// About is what the weights tell of themselves, and the small numbers that people may want to read.
type About struct {
	Version  string // changes with every training
	Licence  string // of the weights
	Licences string // of what they were trained on

	// By language (uk, ru, en, other) and label: a score is the logistic function of Slope·logit + Shift.
	Slope, Shift [4][rozmova.Labels]float32
	Threshold    [4][rozmova.Labels]float32
	// Mix is the share of the second net in the logits of a label, the first one's is the rest.
	Mix   [rozmova.Labels]float32
	Marks float32 // logit from which on a word is of a span
}

// Weights are the trained nets as they ship. They are read-only. The first is taught by all sources alike, the second mostly by the
// project's own comments, for what no other source tells: who is meant.
type Weights struct {
	About
	Nets [2]Net
}

// A Net is tables of bytes, 128 standing for zero, and the dense layers.
type Net struct {
	Scale     [4]float32         // a step of a byte in the n-grams' table, in those of words and stems, in the linear part, in the traits'
	Gram      []byte             // [1<<GramBits][Hidden]
	Word      []byte             // [1<<WordBits][Hidden]
	Stem      [Around][]byte     // [1<<StemBits][Hidden] for the words 2 before, 1 before, 1 behind, 2 behind
	Trait     [Around + 1][]byte // [Traits][Hidden]; the last: of the word itself
	Wide      []byte             // [1<<PairBits][Labels]
	Bias      [Hidden]float32
	Dense     [Dense][Inputs]float32
	DenseBias [Dense]float32
	Out       [rozmova.Labels][Dense]float32
	OutBias   [rozmova.Labels]float32
	Span      [3][Hidden]float32 // of the word before, the word, the word behind
	SpanBias  [1]float32
}

// format changes with the sizes and with the way features are made.
const format = "rozmova civility 3\n"

// tables lists the bytes of a net in the order of the file.
func (w *Net) tables() []*[]byte {
	all := []*[]byte{&w.Gram, &w.Word}
	for i := range w.Stem {
		all = append(all, &w.Stem[i])
	}
	for i := range w.Trait {
		all = append(all, &w.Trait[i])
	}
	return append(all, &w.Wide)
}

func (w *Net) sizes() []int {
	all := []int{Hidden << GramBits, Hidden << WordBits}
	for range w.Stem {
		all = append(all, Hidden<<StemBits)
	}
	for range w.Trait {
		all = append(all, Hidden*Traits)
	}
	return append(all, int(rozmova.Labels)<<PairBits)
}

// floats lists the dense layers in the order of the file.
func (w *Net) floats() [][]float32 {
	all := [][]float32{w.Scale[:], w.Bias[:]}
	for i := range w.Dense {
		all = append(all, w.Dense[i][:])
	}
	all = append(all, w.DenseBias[:])
	for i := range w.Out {
		all = append(all, w.Out[i][:])
	}
	all = append(all, w.OutBias[:])
	for i := range w.Span {
		all = append(all, w.Span[i][:])
	}
	return append(all, w.SpanBias[:])
}

// Encode gives the file of the weights. The same weights give the same bytes.
func (w *Weights) Encode() ([]byte, error) {
	about, err := json.Marshal(w.About)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteString(format)
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(about))))
	out.Write(about)
	for n := range w.Nets {
		net := &w.Nets[n]
		for i, t := range net.tables() {
			if len(*t) != net.sizes()[i] {
				return nil, fmt.Errorf("table %d of net %d has %d bytes, not %d", i, n, len(*t), net.sizes()[i])
			}
			out.Write(*t)
		}
		for _, f := range net.floats() {
			for _, x := range f {
				out.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(x)))
			}
		}
	}
	return out.Bytes(), nil
}

var errShort = errors.New("the file of weights ends too early")

// Decode reads what Encode gives. The weights share the memory of the file.
func Decode(file []byte) (*Weights, error) {
	if len(file) == 0 {
		return nil, ErrNoWeights
	}
	rest, ok := bytes.CutPrefix(file, []byte(format))
	if !ok {
		return nil, fmt.Errorf("weights of another kind than %q", format)
	}
	take := func(n int) []byte {
		if n < 0 || len(rest) < n {
			rest = nil
			return nil
		}
		part := rest[:n:n]
		rest = rest[n:]
		return part
	}
	w := &Weights{}
	size := take(4)
	if size == nil {
		return nil, errShort
	}
	about := take(int(binary.LittleEndian.Uint32(size)))
	if about == nil {
		return nil, errShort
	}
	if err := json.Unmarshal(about, &w.About); err != nil {
		return nil, fmt.Errorf("what the weights tell of themselves: %w", err)
	}
	for n := range w.Nets {
		if err := w.Nets[n].decode(take); err != nil {
			return nil, err
		}
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("%d bytes behind the weights", len(rest))
	}
	return w, nil
}

// decode reads a net from what take gives.
func (w *Net) decode(take func(int) []byte) error {
	sizes := w.sizes()
	for i, t := range w.tables() {
		if *t = take(sizes[i]); *t == nil {
			return errShort
		}
	}
	for _, f := range w.floats() {
		part := take(4 * len(f))
		if part == nil {
			return errShort
		}
		for i := range f {
			f[i] = math.Float32frombits(binary.LittleEndian.Uint32(part[4*i:]))
			if x := float64(f[i]); math.IsNaN(x) || math.IsInf(x, 0) {
				return errors.New("the weights hold what is no number")
			}
		}
	}
	return nil
}
