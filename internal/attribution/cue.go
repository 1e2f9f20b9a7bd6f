package attribution

import (
	"strings"
	"sync"
)

// cueClass says in which ways a verb can tell of a statement.
type cueClass uint16

const (
	cueSays       cueClass = 1 << iota // before a clause or around a quotation: повідомив
	cueThinks                          // the same, and an object with a judgement: вважає рішення незаконним
	cueNames                           // an object with a judgement only: назвала рішення «подарунком»
	cueAsks                            // an infinitive, an object or «до», «про»: закликав до
	cueReacts                          // around a quotation, or before a clause: усміхнувся
	cueCites                           // an outlet that gives another's words: цитує
	cueHolds                           // an adjective: переконаний
	cueImpersonal                      // without a subject: йдеться
	cuePhrase                          // за словами, according to
)

// A form is what a word form can be as a cue.
type form struct {
	class   cueClass
	gender  byte // of a past: m, f, n; 0 any
	plural  bool
	tense   byte // p past, r present, c converb, 0 none
	nobody  bool // agentless: очікувалось
	passive bool
}

var lexicon = map[string]func() map[string]form{
	"uk": sync.OnceValue(func() map[string]form { return slavic(cuesUk, ukEndings, adjectivesUk, passivesUk, agentlessUk) }),
	"ru": sync.OnceValue(func() map[string]form { return slavic(cuesRu, ruEndings, adjectivesRu, passivesRu, agentlessRu) }),
	"en": sync.OnceValue(english),
}

type ending struct {
	text string
	form form
}

var ukEndings = [2][]ending{
	{{"в", form{gender: 'm', tense: 'p'}}, {"ла", form{gender: 'f', tense: 'p'}}, {"ло", form{gender: 'n', tense: 'p'}}, {"ли", form{plural: true, tense: 'p'}}, {"вши", form{tense: 'c'}}},
	{{"вся", form{gender: 'm', tense: 'p'}}, {"лася", form{gender: 'f', tense: 'p'}}, {"лась", form{gender: 'f', tense: 'p'}}, {"лося", form{gender: 'n', tense: 'p'}}, {"лися", form{plural: true, tense: 'p'}}, {"лись", form{plural: true, tense: 'p'}}, {"вшись", form{tense: 'c'}}},
}

var ruEndings = [2][]ending{
	{{"л", form{gender: 'm', tense: 'p'}}, {"ла", form{gender: 'f', tense: 'p'}}, {"ло", form{gender: 'n', tense: 'p'}}, {"ли", form{plural: true, tense: 'p'}}, {"в", form{tense: 'c'}}},
	{{"лся", form{gender: 'm', tense: 'p'}}, {"лась", form{gender: 'f', tense: 'p'}}, {"лось", form{gender: 'n', tense: 'p'}}, {"лись", form{plural: true, tense: 'p'}}, {"вшись", form{tense: 'c'}}},
}

var classes = map[string]cueClass{"say": cueSays, "think": cueThinks | cueSays, "name": cueNames, "ask": cueAsks, "react": cueReacts, "cite": cueCites}

// slavic writes out the forms of a list of verbs.
func slavic(list string, endings [2][]ending, adjectives, passives, agentless string) map[string]form {
	forms := map[string]form{}
	add := func(text string, f form) {
		old := forms[text]
		f.class |= old.class
		forms[text] = f
	}
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		class := classes[fields[0]]
		for _, verb := range fields[1:] {
			if text, f, one := strings.Cut(verb, ":"); one {
				add(text, single(class, f))
				continue
			}
			parts := strings.Split(verb, "/")
			stem, back := strings.CutSuffix(parts[0], "*")
			set := endings[0]
			if back {
				set = endings[1]
			}
			for _, e := range set {
				e.form.class = class
				add(stem+e.text, e.form)
			}
			for n, text := range parts[1:] {
				add(text, form{class: class, plural: n == 1, tense: 'r'})
				if n == 1 {
					add(converb(text), form{class: class, tense: 'c'})
				}
			}
		}
	}
	for _, text := range strings.Fields(adjectives) {
		f := form{class: cueHolds | cueSays, gender: 'm'}
		switch {
		case strings.HasSuffix(text, "а"):
			f.gender = 'f'
		case strings.HasSuffix(text, "і"), strings.HasSuffix(text, "ы"):
			f.gender, f.plural = 0, true
		}
		add(text, f)
	}
	for _, text := range strings.Fields(passives) {
		forms[text] = form{class: cueImpersonal | cueSays, passive: true}
	}
	for _, text := range strings.Fields(agentless) {
		forms[text] = form{class: cueThinks | cueSays | cueAsks, nobody: true}
	}
	return forms
}

// single reads a form written out: m, f past; s, p present or past plural.
func single(class cueClass, mark string) form {
	switch mark {
	case "p":
		return form{class: class, plural: true}
	case "s":
		return form{class: class, tense: 'r'}
	}
	return form{class: class, gender: mark[0], tense: 'p'}
}

// converb makes «додаючи» of «додають», «отмечая» of «отмечают».
func converb(plural string) string {
	switch {
	case strings.HasSuffix(plural, "ться"):
		return strings.TrimSuffix(plural, "ться") + "чись"
	case strings.HasSuffix(plural, "ть"):
		return strings.TrimSuffix(plural, "ть") + "чи"
	case strings.HasSuffix(plural, "ются"), strings.HasSuffix(plural, "ятся"):
		return strings.TrimSuffix(strings.TrimSuffix(plural, "ются"), "ятся") + "ясь"
	case strings.HasSuffix(plural, "ют"), strings.HasSuffix(plural, "ят"):
		return strings.TrimSuffix(strings.TrimSuffix(plural, "ют"), "ят") + "я"
	}
	return plural
}

// english writes out the English verbs.
func english() map[string]form {
	forms := map[string]form{}
	for line := range strings.Lines(cuesEn) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		for _, verb := range fields[1:] {
			for n, text := range strings.Split(verb, "/") {
				if text == "" {
					continue
				}
				f := form{class: classes[fields[0]] | forms[text].class, tense: "prrc"[min(n, 3)], plural: n == 2}
				forms[text] = f
			}
		}
	}
	return forms
}
