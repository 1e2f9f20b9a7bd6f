package attribution

import (
	"strings"
)

// words gives what nouns a word may be a form of; of a double one («лікарки-інфекціоністки») the first part tells.
func (n *namer) words(w string) []noun {
	if known, ok := n.nouns[w]; ok {
		return known
	}
	for _, former := range []string{"екс-", "екс", "экс-", "віце-", "вице-"} {
		if rest, ok := strings.CutPrefix(w, former); ok && len(n.nouns[rest]) > 0 {
			if known, ok := n.double[w]; ok {
				return known
			}
			var out []noun
			for _, k := range n.nouns[rest] {
				k.lemma = former + k.lemma
				out = append(out, k)
			}
			n.double[w] = out
			return out
		}
	}
	front, back, ok := strings.Cut(w, "-")
	if !ok || len(front) < 6 || len(back) < 6 || strings.Contains(back, "-") {
		return nil
	}
	if known, ok := n.double[w]; ok {
		return known
	}
	var out []noun
	for _, k := range n.nouns[front] {
		second := ""
		for _, b := range n.nouns[back] {
			if b.cases&k.cases != 0 && b.plural == k.plural {
				second = b.lemma
			}
		}
		if second == "" {
			second = likewise(front, k.lemma, back)
		}
		if second != "" {
			k.lemma += "-" + second
			out = append(out, k)
		}
	}
	n.double[w] = out
	return out
}

// likewise brings a word into the nominative as another was: лікарки – лікарка, інфекціоністки – інфекціоністка.
func likewise(form, lemma, other string) string {
	same := 0
	for same < len(form) && same < len(lemma) && form[same] == lemma[same] {
		same++
	}
	for same > 0 && same < len(form) && form[same]&0xC0 == 0x80 {
		same--
	}
	if same == len(form) && strings.HasPrefix(lemma, form) {
		return other + lemma[same:]
	}
	stem, ok := strings.CutSuffix(other, form[same:])
	if !ok {
		return ""
	}
	return stem + lemma[same:]
}

// agreed is a noun with its adjectives, brought into the nominative.
type agreed struct {
	noun  noun
	cases cases
	words []string
}

// agree brings the words from a token up to the noun at head into the nominative, if they agree.
func (n *namer) agree(from, head int) (agreed, bool) {
	limit := n.before(from)
	var best agreed
	found := false
	for _, k := range n.words(n.p.tokens[head].lower) {
		c := k.cases
		words := make([]string, 0, head-from+1)
		for i := from; i < head && c != 0; i++ {
			t := n.p.tokens[i]
			w, ac := n.adjective(t.lower, k.gender, k.plural)
			c &= ac
			if w != "" && !dropped[w] {
				words = append(words, n.shape(i, w, i == from))
			}
		}
		if c == 0 {
			continue
		}
		narrow := c & limit
		if narrow == 0 {
			narrow = c
		}
		nominal := k.lemma
		if k.plural && k.gender != 0 {
			nominal = n.manyOf(k)
		}
		words = append(words, n.shape(head, nominal, from == head))
		better := !found || !(found && k.plural && best.cases&genitive != 0 && n.nounBefore(from)) && narrow&nominative != 0 && best.cases&nominative == 0 && limit&nominative != 0 ||
			c&limit != 0 && best.cases&limit == 0 || best.noun.plural && !k.plural && narrow&nominative != 0 ||
			best.noun.plural && !k.plural && narrow&genitive != 0 && n.nounBefore(from)
		if better {
			best, found = agreed{k, narrow, words}, true
		}
	}
	return best, found
}

// nounBefore tells whether a phrase follows a noun, and so is in the genitive rather than the subject.
func (n *namer) nounBefore(i int) bool {
	if i == 0 || !n.beside(i-1) || n.p.tokens[i-1].kind != word {
		return false
	}
	w := n.p.tokens[i-1].lower
	return !stopWords[w] && !n.isVerb(i-1) && governs[n.p.lang][w] == 0 && !n.adjectival(w) && !n.p.capital(i-1)
}

// manyOf gives the nominative plural of a noun: the form that the table has for it.
func (n *namer) manyOf(k noun) string {
	if k.gender == 0 {
		return k.lemma
	}
	lemma := k.lemma
	switch {
	case k.gender == 'n' && hasAny(lemma, "о"):
		return lemma[:len(lemma)-2] + "а"
	case k.gender == 'n' && n.p.lang == "ru" && hasAny(lemma, "ие", "ье"):
		return lemma[:len(lemma)-2] + "я"
	case k.gender == 'n':
		return lemma
	case n.p.lang == "uk" && hasAny(lemma, "ія"):
		return lemma[:len(lemma)-2] + "ї"
	}
	if n.p.lang == "ru" {
		switch {
		case strings.HasSuffix(lemma, "нин"):
			return strings.TrimSuffix(lemma, "ин") + "е"
		case strings.HasSuffix(lemma, "ий"), strings.HasSuffix(lemma, "ый"):
			return lemma[:len(lemma)-2] + "е"
		case strings.HasSuffix(lemma, "ец"):
			return strings.TrimSuffix(lemma, "ец") + "цы"
		case strings.HasSuffix(lemma, "ь"), strings.HasSuffix(lemma, "й"), strings.HasSuffix(lemma, "я"):
			return lemma[:len(lemma)-2] + "и"
		case strings.HasSuffix(lemma, "ка"), strings.HasSuffix(lemma, "га"):
			return lemma[:len(lemma)-2] + "и"
		case strings.HasSuffix(lemma, "а"):
			return lemma[:len(lemma)-2] + "ы"
		case hasAny(lemma, "к", "г", "х", "ч", "ш", "щ", "ж"):
			return lemma + "и"
		case hasAny(lemma, "тель"):
			return lemma[:len(lemma)-2] + "и"
		}
		return lemma + "ы"
	}
	switch {
	case strings.HasSuffix(lemma, "ий"):
		return lemma[:len(lemma)-4] + "і"
	case strings.HasSuffix(lemma, "єць"):
		return strings.TrimSuffix(lemma, "єць") + "йці"
	case strings.HasSuffix(lemma, "ець"):
		return strings.TrimSuffix(lemma, "ець") + "ці"
	case strings.HasSuffix(lemma, "нин"):
		return strings.TrimSuffix(lemma, "ин") + "и"
	case hasAny(lemma, "ій"):
		return strings.TrimSuffix(lemma, "й") + "ї"
	case hasAny(lemma, "ь", "я"):
		return lemma[:len(lemma)-2] + "і"
	case hasAny(lemma, "ар", "ч", "ш", "щ", "ж"):
		return lemma + "і"
	case hasAny(lemma, "а", "о"):
		return lemma[:len(lemma)-2] + "и"
	}
	return lemma + "и"
}

func hasAny(s string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// dropped are words before a role that are none of its name.
var dropped = map[string]bool{"неназваний": true, "неназвана": true, "анонімний": true, "анонімна": true, "неназванный": true, "неназванная": true, "анонимный": true,
	"цей": true, "ця": true, "сам": true, "інший": true, "інша": true}

// shape gives a word the capital that the token has, save the capital of a sentence's first word.
func (n *namer) shape(i int, w string, first bool) string {
	if !n.p.capital(i) {
		return w
	}
	if first && n.start(i) && !(hasAny(w, "ський", "ська", "ське", "цький", "цька", "цьке", "зький", "зька", "зьке") && !plainAdjective[w]) {
		return w
	}
	return title(w)
}

// plainAdjective are adjectives that look as if they were made of a place's name.
var plainAdjective = map[string]bool{"міський": true, "міська": true, "міське": true, "сільський": true, "сільська": true, "районний": true,
	"людський": true, "військовий": true, "громадський": true, "громадська": true, "громадське": true, "поліцейський": true, "учительський": true,
	"український": true, "українська": true, "українське": true, "російський": true, "російська": true, "американський": true, "американська": true,
	"британський": true, "британська": true, "польський": true, "польська": true, "німецький": true, "німецька": true, "французький": true, "данський": true, "данська": true,
	"європейський": true, "тренерський": true, "батьківський": true, "дитячий": true, "цивільний": true}

// title makes the first letter a capital.
func title(w string) string {
	for i, r := range w {
		if i == 0 {
			return strings.ToUpper(string(r)) + w[len(string(r)):]
		}
	}
	return w
}
