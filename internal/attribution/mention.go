package attribution

// A mention is a place where the text names somebody or something that can speak. mentions (names.go) finds them, in the
// order of the text, none overlapping: a role and the name beside it are one mention («речниця Білого дому Джен Псакі»),
// and so are an outlet and the word before it («порталу «Тактика»»). Pronouns are none.
type mention struct {
	from, to int // tokens, to exclusive
	kind     mentionKind
	name     string // canonical, in the nominative, as full as the text gives it anywhere: «Юрій Ушаков», «Білий дім», «посадовець Ради з національної безпеки США»
	role     string // in the nominative, lower case, when the text gives one with the name here or elsewhere
	known    string // the name in Options.Register that it is, empty if none
	gender   byte   // m, f or n; 0 not known
	plural   bool   // «рятувальники», «Збройні сили»
	cases    cases  // those that the form here may have; 0 not known (indeclinable, Latin letters, English)
	entity   int    // the same number for every mention of the same one; 0 and up
	head     int    // the token of the head word: of a person the family name, of a role or institution the noun
}

// mentionKind tells mentions apart.
type mentionKind uint8

const (
	person      mentionKind = iota // with a name: «Юрія Ушакова», «прокурор Мельничук», «Галина Петрівна»
	role                           // without one: «прокурор», «мешканка села», «джерело в поліції»
	institution                    // «Білий дім», «у пресслужбі суду», «федерація»
	outlet                         // «Голос Америки», «портал «Тактика»», «виданню»
	group                          // «синоптики», «робітники цеху», «мешканці»
)

// cases is a set of grammatical cases.
type cases uint8

const (
	nominative cases = 1 << iota
	genitive
	dative
	accusative
	instrumental
	locative
	vocative
)
