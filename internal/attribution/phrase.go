package attribution

import "strings"

// sourcePhrases open a source phrase: their words in order; * stands for a possessive, + for one or two adjectives or none.
var sourcePhrases = map[string][]string{
	"за":       {"за * +", "словами даними інформацією версією оцінками оцінкою підрахунками прогнозом прогнозами свідченнями твердженням твердженнями повідомленням повідомленнями розрахунками спостереженнями словам"},
	"на":       {"на * +", "думку переконання погляд"},
	"зі":       {"зі * +", "слів"},
	"із":       {"із * +", "слів"},
	"згідно":   {"згідно з * +", byPapers, "згідно із * +", byPapers, "згідно зі * +", byPapers},
	"по":       {"по * +", "словам данным мнению информации версии оценке оценкам подсчётам подсчетам прогнозам прогнозу"},
	"со":       {"со * +", "слов"},
	"согласно": {"согласно * +", "данным сообщению информации отчёту отчету заявлению версии"},
	"с":        {"с * +", "слов"},
}

// byPapers are what one may go by, in the instrumental.
const byPapers = "даними повідомленням повідомленнями інформацією заявою заявами звітом звітами висновком висновками словами версією розрахунками розрахунком оцінками оцінкою підрахунками прогнозом прогнозами " +
	"свідченнями свідченням рапортом довідкою зведенням протоколом спостереженнями вимірюваннями дослідженням опитуванням поясненням поясненнями"

var possessives = set("його його її їх їхніми їхньою їхню їхнім нього неї них своїми его её ее их")

// phrase reads the source phrase that begins at a unit: «за його словами», «за даними гідрометцентру».
func (f *finder) phrase(s *sentence, i int) (cue, bool) {
	p, from := f.p, s.units[i].from
	c := cue{unit: i, from: from, form: form{class: cuePhrase | cueSays}}
	if p.lang == "en" {
		return f.englishPhrase(s, c)
	}
	rows := sourcePhrases[p.tokens[from].lower]
	for r := 0; r+1 < len(rows); r += 2 {
		j := i
		ok := true
		for _, w := range strings.Fields(rows[r]) {
			switch w {
			case "*":
				if j < len(s.units) && possessives[p.tokens[s.units[j].from].lower] {
					c.owner = p.tokens[s.units[j].from].lower
					j++
					if j < len(s.units) && p.is(s.units[j].from, "ж", "же", "власними") {
						j++
					}
				}
			case "+":
				for n := 0; n < 2 && j < len(s.units) && obliqueEnding(p.tokens[s.units[j].from].lower) && !contains(rows[r+1], p.tokens[s.units[j].from].lower); n++ {
					j++
				}
			default:
				ok = ok && j < len(s.units) && p.tokens[s.units[j].from].lower == w
				j++
			}
		}
		if !ok || j >= len(s.units) || !contains(rows[r+1], p.tokens[s.units[j].from].lower) {
			c.owner = ""
			continue
		}
		j++
		return f.owned(s, c, j)
	}
	return f.conforming(s, c, i)
}

// conforming reads «згідно з реєстром»: a paper is the source.
func (f *finder) conforming(s *sentence, c cue, i int) (cue, bool) {
	p := f.p
	if i+2 >= len(s.units) || !p.is(s.units[i].from, "згідно", "согласно") {
		return c, false
	}
	j := i + 1
	if p.is(s.units[j].from, "з", "із", "зі") {
		j++
	}
	if f.mentionAt[s.units[j].from] < 0 && !(j+1 < len(s.units) && p.is(s.units[j+1].from, ",") && hasAny(p.tokens[s.units[j].from].lower, "ом")) {
		return c, false
	}
	return f.owned(s, c, j)
}

// owned ends a source phrase with the one whose words they are: j is the unit behind the noun.
func (f *finder) owned(s *sentence, c cue, j int) (cue, bool) {
	p := f.p
	if c.owner == "" {
		if j >= len(s.units) {
			return c, false
		}
		if p.lang == "en" {
			return f.englishOwner(s, c, j)
		}
		if j+1 < len(s.units) && possessives[p.tokens[s.units[j].from].lower] && f.mentionAt[s.units[j+1].from] >= 0 {
			j++
		}
		end := j
		if f.mentionAt[s.units[j].from] >= 0 {
			for end < len(s.units) {
				m := f.mentionAt[s.units[end].from]
				if m < 0 || end > j && f.ms[m].cases&genitive == 0 && f.ms[m].cases != 0 {
					break
				}
				for end < len(s.units) && s.units[end].from < f.ms[m].to {
					end++
				}
			}
			end = f.apposition(s, j, end)
		} else {
			for end < len(s.units) && end < j+9 && p.divides(s.units[end]) == "" {
				end++
			}
			if end == len(s.units) || end == j || p.divides(s.units[end]) != "," && end != s.end(p) || prepositions[p.tokens[s.units[j].from].lower] {
				return c, false
			}
		}
		j = end
	}
	c.last, c.to = j, s.units[j-1].to
	return c, true
}

// apposition goes on behind a role in the genitive to the name set beside it: «захисниці Коваля, адвокатки Вікторії Петренко,». from and end are units
// of the role; it gives end where there is no such name.
func (f *finder) apposition(s *sentence, from, end int) int {
	p := f.p
	n := f.mentionAt[s.units[from].from]
	if n < 0 || f.ms[n].kind != role || end+1 >= len(s.units) || !p.is(s.units[end].from, ",") {
		return end
	}
	k := f.mentionAt[s.units[end+1].from]
	if k >= 0 && k+1 < len(f.ms) && f.ms[k].kind != person && f.ms[k].gender == f.ms[n].gender && f.ms[k+1].from == f.ms[k].to {
		k++ // «адвокатки Вікторії Петренко»
	}
	if k < 0 || f.ms[k].kind != person || f.ms[k].cases != 0 && f.ms[k].cases&genitive == 0 || f.ms[k].gender != f.ms[n].gender && f.ms[k].gender != 0 && f.ms[n].gender != 0 {
		return end
	}
	to := end + 1
	for to < len(s.units) && s.units[to].from < f.ms[k].to {
		to++
	}
	if to < len(s.units) && !p.is(s.units[to].from, ",", ".") {
		return end
	}
	return to
}

// obliqueEnding tells whether a word has the ending of an adjective in an oblique case.
func obliqueEnding(w string) bool {
	for _, e := range []string{"ими", "іми", "ою", "їми", "ому", "ым", "им", "ыми", "ой", "ого", "их", "ых", "ньою", "ним", "у"} {
		if strings.HasSuffix(w, e) && len(w) > len(e)+4 {
			return true
		}
	}
	return false
}

// contains tells whether a word stands in a list of words.
func contains(list, w string) bool {
	for rest := list; w != ""; {
		i := strings.Index(rest, w)
		if i < 0 {
			return false
		}
		end := i + len(w)
		if (i == 0 || rest[i-1] == ' ') && (end == len(rest) || rest[end] == ' ') {
			return true
		}
		rest = rest[end:]
	}
	return false
}

// englishPhrase reads «according to», «in her view».
func (f *finder) englishPhrase(s *sentence, c cue) (cue, bool) {
	p, i := f.p, c.unit
	at := func(k int, words ...string) bool { return k < len(s.units) && p.is(s.units[k].from, words...) }
	switch {
	case at(i, "according") && at(i+1, "to"):
		if at(i+2, "him", "her", "them") {
			c.owner = p.tokens[s.units[i+2].from].lower
			c.last, c.to = i+3, s.units[i+2].to
			return c, true
		}
		return f.owned(s, c, i+2)
	case at(i, "in") && at(i+1, "his", "her", "their") && at(i+2, "view", "opinion", "words"):
		c.owner = p.tokens[s.units[i+1].from].lower
		c.last, c.to = i+3, s.units[i+2].to
		return c, true
	}
	return c, false
}
