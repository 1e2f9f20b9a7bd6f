package train

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// An example is a row as the net reads it.
type example struct {
	f      *civility.Features
	truth  [labels]int8
	weight float32
	own    bool   // of the project's own rows
	marks  []int8 // by word, for rows whose source marked words
}

// sources weigh what a row teaches: single patterns and silver labels little, the project's own comments much.
var sources = map[string]float32{
	"rozmova-own": 3, "rozmova-templates": 0.15, "madlibs": 0.1, "ua-gec": 0.4, "parlamint-uk": 1, "cat-gn": 1.5, "edos": 0.5,
	"hatexplain": 0.5, "davidson": 0.5, "toxic-spans": 0.7, "hatemoji-build": 0.5, "stormfront": 0.5, "wiki-detox-250": 4, "jigsaw-samples": 4,
	"surge-toxicity": 1.5, "convabuse": 1, "vk": 1.5,
}

func weightOf(r *Row) float32 {
	w, known := sources[r.Source]
	if !known {
		w = 1
	}
	if r.Origin == "machine-translated" || strings.HasPrefix(r.Source, "mt-") {
		w *= 0.4
	}
	return w
}

// examples turns a row into what is learnt from it: of an abusive one the deepest reading, of a clean one every reading, for
// none of them may be taken for abuse.
func examples(reader *civility.Reader, r *Row) (all []example) {
	in := &civility.Input{Text: r.Text, Answers: r.Context}
	readings, _ := reader.Read(in)
	deepest := 0
	for i, f := range readings {
		if f != nil {
			deepest = i
		}
	}
	w := weightOf(r)
	for i, f := range readings {
		if f == nil || r.Labels[rozmova.Toxicity] != 0 && i != deepest {
			continue
		}
		e := example{f: f.Clone(), truth: r.Labels, weight: w, own: r.Source == ownSource}
		e.marks = marks(f, r)
		all = append(all, e)
		if r.Source == ownSource {
			all = append(all, sentences(&e, r)...)
		}
	}
	return all
}

// sentences gives the sentences of a text of several as examples of their own, half as heavy: an abusive one is what a span stands in.
func sentences(e *example, r *Row) (all []example) {
	from := int32(0)
	for _, to := range e.f.Cut {
		part := e.f.Part(int(from), int(to))
		s := example{f: part.Clone(), truth: e.truth, weight: e.weight / 2, own: e.own}
		if e.marks != nil {
			s.marks = e.marks[from:to]
		}
		if r.Labels[rozmova.Toxicity] == 1 || r.Labels[rozmova.Obscenity] == 1 {
			if e.marks == nil {
				return nil
			}
			if !slices.Contains(s.marks, 1) {
				s.truth = [labels]int8{}
			}
		}
		all = append(all, s)
		from = to
	}
	return all
}

// marks tells for each word whether a span of the row covers it.
func marks(f *civility.Features, r *Row) []int8 {
	if !r.Spanned && r.Labels[rozmova.Toxicity] != 0 {
		return nil
	}
	if !r.Spanned && r.Source != "rozmova-own" {
		return nil
	}
	all := make([]int8, f.Words())
	for i := range all {
		for _, s := range r.Spans {
			if int(f.Start[i]) < s.End && int(f.End[i]) > s.Start {
				all[i] = 1
			}
		}
	}
	return all
}

// fit teaches a net of a kind by examples. It ends early with ctx.
func fit(ctx context.Context, all []example, s Settings, k kind, stage string) *net {
	n := newNet(rand.New(rand.NewPCG(s.Seed, 1)), k.calm)
	chance := rand.New(rand.NewPCG(s.Seed, 2))
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	for epoch := range k.epochs {
		chance.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		left := 1 - float32(epoch)/float32(k.epochs)
		r := rates{table: k.rates.table * left, dense: k.rates.dense * left, wide: k.rates.wide * left}
		var loss float64
		for at, i := range order {
			if at%10_000 == 0 {
				if ctx.Err() != nil {
					return n
				}
				s.Tell(stage, epoch*len(all)+at, k.epochs*len(all), loss/float64(max(at, 1)))
			}
			e := &all[i]
			loss += float64(n.learn(e.f, e.truth, k.weigh(e), e.marks, 0.3, r, chance))
		}
	}
	return n
}

// weigh gives the weights of an example's labels for a kind of net.
func (k *kind) weigh(e *example) (w [labels]float32) {
	for l := range w {
		switch {
		case !e.own && l == int(rozmova.Participant):
			w[l] = e.weight * k.others
		case !e.own:
			w[l] = e.weight
		case l == int(rozmova.Participant):
			w[l] = e.weight * k.own
		default:
			w[l] = e.weight * k.ownAll
		}
	}
	return w
}

// among reports whether a word is one of some marked words or stretches of words.
func among(word string, marked []string) bool {
	word = strings.TrimFunc(word, func(c rune) bool { return !unicode.IsLetter(c) })
	for _, m := range marked {
		if len(word) > 4 && strings.Contains(m, word) {
			return true
		}
	}
	return false
}
