package civility

import (
	"github.com/rozmova/rozmova"
)

// mark finds the words that carried the scores of a reading. Neighbours are one span; where no word stands out, the one that
// does most is it.
func (m *Model) mark(s *scratch, f *Features, v *rozmova.Verdict, language int) {
	w := &m.weights.Nets[0]
	w.look(s, f) // the channels may be another reading's, and are the other net's
	n := f.Words()
	s.marked = s.marked[:0]
	best, at := float32(-1e9), -1
	for i := range n {
		x := w.mark(s, i, n)
		if f.Trait[i]>>kindTraits&(1<<letters|1<<emoji|1<<number) == 0 { // punctuation carries nothing
			continue
		}
		if x > best {
			best, at = x, i
		}
		if x >= m.weights.Marks {
			s.marked = append(s.marked, m.span(v, f, i, logistic(x), language))
		}
	}
	if len(s.marked) == 0 && at >= 0 {
		s.marked = append(s.marked, m.span(v, f, at, logistic(best), language))
	}
	v.Spans = join(s.marked)
}

// span tells of one word which label it carries: what the lists know it for, else the strongest of the text.
func (m *Model) span(v *rozmova.Verdict, f *Features, i int, score float32, language int) rozmova.Marked {
	label, most := rozmova.Toxicity, float32(-1)
	for _, l := range []rozmova.Label{rozmova.Insult, rozmova.Threat, rozmova.Obscenity, rozmova.IdentityAttack} {
		likely := v.Scores[l] / m.weights.Threshold[language][l]
		if known(classes(f.Trait[i]), l) {
			likely *= 3
		}
		if v.Scores[l] >= m.weights.Threshold[language][l]/2 && likely > most {
			label, most = l, likely
		}
	}
	return rozmova.Marked{Start: int(f.Start[i]), End: int(f.End[i]), Label: label, Score: score}
}

// known reports whether the lists know a word for a label.
func known(c classes, l rozmova.Label) bool {
	switch l {
	case rozmova.Insult:
		return c.any(classSet(classInsult, classSly, classBot, classDismiss, classAnimal, classDim, classKin))
	case rozmova.Threat:
		return c.any(classSet(classThreat, classWish))
	case rozmova.Obscenity:
		return c.any(classSet(classObscene, classRude))
	case rozmova.IdentityAttack:
		return c.any(classSet(classSlur, classIdentity))
	}
	return false
}

// join makes one span of neighbours with the same label: a gap of two runes is a space or a comma and a space. The result is
// the caller's.
func join(words []rozmova.Marked) []rozmova.Marked {
	var all []rozmova.Marked
	for _, w := range words {
		if n := len(all); n > 0 && all[n-1].Label == w.Label && w.Start-all[n-1].End <= 2 {
			all[n-1].End, all[n-1].Score = w.End, max(all[n-1].Score, w.Score)
			continue
		} else if n > 0 && w.Start < all[n-1].End {
			continue
		}
		all = append(all, w)
	}
	return all
}
