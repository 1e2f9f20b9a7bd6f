package attribution

import (
	"strings"
)

// linking gives how many words of a preposition join a noun to what it is about: «з питань», «з», «від», «у справах»; 0
// for none.
func (n *namer) linking(i int) int {
	p := n.p
	two := [][2]string{{"з", "питань"}, {"із", "питань"}, {"у", "справах"}, {"в", "справах"}, {"по", "вопросам"}, {"по", "делам"}, {"із", "прав"}, {"з", "прав"}, {"по", "правам"}}
	for _, w := range two {
		if p.is(i, w[0]) && p.is(i+1, w[1]) {
			return 2
		}
	}
	head := p.tokens[i-1].lower
	switch {
	case p.is(i, "в", "у") && (p.is(i+1, regions...) || p.is(i+2, regions...) && p.capital(i+1)):
		return 1
	case p.is(i, "від", "от") && i+1 < len(p.tokens) && (p.capital(i+1) || p.tokens[i+1].kind == opener || len(n.words(p.tokens[i+1].lower)) > 0) && (strings.HasPrefix(head, "депутат") || strings.HasPrefix(head, "представни") || strings.HasPrefix(head, "представител") || strings.HasPrefix(head, "кандидат") || strings.HasPrefix(head, "депутат")):
		return 1
	case p.is(i, "з", "із") && (hasAny(head, "ради", "рада", "раді", "раду", "радою") || strings.Contains(head, "служб") || strings.HasPrefix(head, "комісі") || strings.HasPrefix(head, "тренер") || strings.HasPrefix(head, "голов") || strings.HasPrefix(head, "заступни") || strings.HasPrefix(head, "агентств") || strings.HasPrefix(head, "радни") || strings.HasPrefix(head, "управлінн") || strings.HasPrefix(head, "комітет") || strings.HasPrefix(head, "збірн") || strings.HasPrefix(head, "федераці") || strings.HasPrefix(head, "чемпіон") || strings.HasPrefix(head, "секці") || strings.HasPrefix(head, "фахів") || strings.HasPrefix(head, "експерт") || strings.HasPrefix(head, "уповноважен")):
		return 1
	case p.is(i, "по") && (strings.HasPrefix(head, "совет") || strings.Contains(head, "служб") || strings.HasPrefix(head, "комисси") || strings.HasPrefix(head, "комитет") || strings.HasPrefix(head, "агентств")):
		return 1
	case p.is(i, "в", "у") && (hasAny(head, "джерело", "джерела", "джерелом", "источник", "источника", "источником", "источники", "співрозмовник", "співрозмовниця", "собеседник") || strings.HasPrefix(head, "посол") || strings.HasPrefix(head, "представни") || strings.HasPrefix(head, "представител")):
		return 1
	case p.is(i, "в", "у", "при") && i+1 < len(p.tokens) && p.capital(i+1) && (n.allCapital(i+1) || n.placeWord(p.tokens[i+1].lower)) && n.envoy(i):
		return 1
	}
	return 0
}

// regions stand behind «в» in the name of an office: «ГУ ДСНС в Одеській області».
var regions = []string{"області", "районі", "місті", "регіоні", "громаді", "області", "области", "районе", "городе"}

// envoy tells whether somebody who is sent to a place stands a few words before: «посол ЄС в Україні».
func (n *namer) envoy(i int) bool {
	for j := i - 1; j >= 0 && j > i-4 && n.p.tokens[j].sent == n.p.tokens[i].sent; j-- {
		if w := n.p.tokens[j].lower; strings.HasPrefix(w, "посол") || strings.HasPrefix(w, "посл") || strings.HasPrefix(w, "представни") || strings.HasPrefix(w, "постпред") {
			return true
		}
	}
	return false
}

// objective tells whether a word may stand behind a preposition in a name: a noun or an adjective that is no verb.
func (n *namer) objective(i int) bool {
	t := n.p.tokens[i]
	return t.kind == word && !n.isVerb(i) && !stopWords[t.lower] && (len([]rune(t.lower)) > 3 || n.p.capital(i)) && !n.startsName(i)
}
