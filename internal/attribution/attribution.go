// Package attribution finds in a story's text who said what: the words, the cue that tells that they were said, the
// speaker with the role, the outlet they came through, and the side whose account the reader gets; and the dated facts
// that changed. It suggests; an editor confirms. A wrong speaker is worse than none, so where the text leaves room for
// doubt the speaker stays empty.
//
// The package is pure: text in, suggestions out; the same text gives the same suggestions. All offsets are runes
// (Unicode code points) of the text as given, end exclusive. It reads Ukrainian first, then Russian and English.
package attribution

// A Span is a piece of the text: the runes from Start up to End, and the words that stand there.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Found is all that was found in a text.
type Found struct {
	Lang         string      `json:"lang"` // uk, ru or en
	Statements   []Statement `json:"statements"`
	Developments []Change    `json:"developments"`
	LeftOut      []LeftOut   `json:"left_out"`
}

// A Statement is a suggestion: somebody said something. The modes are those of rozmova.Statement: direct, indirect, mixed.
type Statement struct {
	Span
	Mode         string      `json:"mode"`
	Cue          *Span       `json:"cue"`     // nil: the continuation of the statement before
	Speaker      *string     `json:"speaker"` // canonical name, in the nominative; nil where the text names nobody
	SpeakerNamed bool        `json:"speaker_named"`
	Role         *string     `json:"role"`
	Via          *string     `json:"via"`  // the outlet through which the words came
	Side         *string     `json:"side"` // key of Options.Register
	Confidence   float64     `json:"confidence"`
	Nested       []Statement `json:"nested"` // statements inside this one, told by its speaker
	Mention      *Span       `json:"-"`      // where the text names the speaker of this statement; nil where it is resolved from elsewhere or nobody is
}

// A Change is a dated fact that had another value before.
type Change struct {
	From   Dated `json:"from"`
	To     Dated `json:"to"`
	Signal Span  `json:"signal"` // the words that tell of the change
}

// Dated is a date in the text. Value is its normal form: YYYY-MM-DD, or --MM-DD while no year stands with it.
type Dated struct {
	Span
	Value string `json:"value"`
}

// LeftOut is a piece of the text that is not the story's, proposed to be left out: Why is notice, read_also, subscribe,
// photo or advert.
type LeftOut struct {
	Span
	Why string `json:"why"`
}

// Options tell what the newsroom knows. The zero value knows nothing.
type Options struct {
	Lang     string  // uk, ru or en; empty: told from the text
	Register []Known // persons, institutions and outlets of the newsroom's register
}

// Known is one entry of the newsroom's register.
type Known struct {
	Name    string   // canonical
	Aliases []string // other names and spellings, in the nominative
	Kind    string   // person, organisation or outlet
	Role    string
	Side    string // key of the side it speaks for; empty for none
}
