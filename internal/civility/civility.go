// Package civility tells an insult of another participant from disagreement, in Ukrainian, Russian, their mix and English: a
// text becomes scores, and the words that carried them. It is pure: no clock, no network, no database; the same text gives
// the same verdict. docs/civility.md tells what it was trained on, how good it is and where it is weak.
package civility

import (
	"errors"
	"math"
	"sync"

	"github.com/rozmova/rozmova"
)

// An Input is a text with what is known about where it stands. Only Text is needed.
type Input struct {
	Text     string
	Answers  string   // the text that it answers; empty for none
	Names    []string // pen names of those who take part in the branch; more than 64 words of them are not looked at
	ToAuthor bool     // it speaks to the story's author
}

// ErrNoWeights says that the program was built without the trained weights (build tag noweights).
var ErrNoWeights = errors.New("civility: this build has no trained weights")

// A Model judges texts. It is safe for use by many goroutines.
type Model struct {
	weights *Weights
	scratch *sync.Pool // of *scratch
	site    *adjusted  // what a site taught it; nil: nothing
}

// Load reads the weights embedded in the program: ErrNoWeights where there are none.
func Load() (*Model, error) {
	w, err := Decode(embedded)
	if err != nil {
		return nil, err
	}
	return New(w), nil
}

// New makes a model of weights.
func New(w *Weights) *Model {
	l := newLens(newLexicon())
	return &Model{weights: w, scratch: &sync.Pool{New: func() any { return &scratch{reader: newReader(l)} }}}
}

// Version names the model; it changes with the weights and with what a site has taught it.
func (m *Model) Version() string {
	if m.site == nil {
		return m.weights.Version
	}
	return m.site.version
}

// About tells the licence of the weights and what they were trained on.
func (m *Model) About() About { return m.weights.About }

// Weights are those that the model judges by. They are not to be changed.
func (m *Model) Weights() *Weights { return m.weights }

// Threshold is the score from which on a label is said of a text in a language (uk, ru, en or other) unless a site chooses
// another.
func (m *Model) Threshold(language string, l rozmova.Label) float32 {
	return m.weights.Threshold[languageIndex(language)][l]
}

// Judge scores a text for every label and marks the words that carried a score above its Threshold. It takes any bytes, reads
// the first 20,000 runes, takes time linear in the length, and never fails.
func (m *Model) Judge(in *Input) rozmova.Verdict {
	s := m.scratch.Get().(*scratch)
	v := m.judge(s, in)
	m.scratch.Put(s)
	return v
}

func (m *Model) judge(s *scratch, in *Input) rozmova.Verdict {
	v := rozmova.Verdict{Model: m.Version()}
	readings, language := s.reader.Read(in)
	v.Language = language
	if readings[rozmova.AsWritten].Words() == 0 { // nothing is said
		return v
	}
	li := languageIndex(language)
	best, deepest := float32(-1), 0
	for i, f := range readings {
		if f == nil {
			continue
		}
		logits := m.logits(s, f, li)
		var most float32
		for l := range v.Scores {
			score := logistic(m.weights.Slope[li][l]*logits[l] + m.weights.Shift[li][l])
			most = max(most, score)
			v.Scores[l] = max(v.Scores[l], score)
		}
		if most > best+0.02 { // the plainest that tells as much
			best, deepest = most, i
		}
	}
	v.Reading = rozmova.Reading(deepest)
	if m.passes(&v, li) {
		m.mark(s, readings[deepest], &v, li)
	}
	return v
}

// Logits gives what Judge makes scores of: for each label the highest of the readings, and the place of the language in About.
func (m *Model) Logits(in *Input) (logits [rozmova.Labels]float32, language int) {
	s := m.scratch.Get().(*scratch) // not put back where something breaks
	readings, tag := s.reader.Read(in)
	li := languageIndex(tag)
	logits = m.logits(s, readings[rozmova.AsWritten], li)
	for _, f := range readings[1:] {
		if f == nil {
			continue
		}
		for l, x := range m.logits(s, f, li) {
			logits[l] = max(logits[l], x)
		}
	}
	m.scratch.Put(s)
	return logits, li
}

// logits gives those of one reading, as the site adjusted them.
func (m *Model) logits(s *scratch, f *Features, language int) [rozmova.Labels]float32 {
	logits := m.weights.whole(s, f)
	m.adjust(&logits, f, language)
	return logits
}

func (m *Model) passes(v *rozmova.Verdict, language int) bool {
	for l, score := range v.Scores {
		if score >= m.weights.Threshold[language][l] {
			return true
		}
	}
	return false
}

func logistic(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }
