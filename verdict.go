package rozmova

import "fmt"

// A Label names what the classifier looks for in a text.
type Label uint8

// The labels. Participant is the one that the house rule is about: an insult, a threat or an attack on the identity of somebody
// who takes part in the discussion, its story's author included.
const (
	Toxicity Label = iota
	Insult
	Threat
	Obscenity
	IdentityAttack
	Participant
	Labels // how many there are
)

var labelNames = [Labels]string{"toxicity", "insult", "threat", "obscenity", "identity_attack", "participant"}

// String gives the name of a label as programs exchange it: toxicity, insult, threat, obscenity, identity_attack, participant.
func (l Label) String() string {
	if l < Labels {
		return labelNames[l]
	}
	return fmt.Sprintf("label %d", uint8(l))
}

// MarshalText gives the name of a label.
func (l Label) MarshalText() ([]byte, error) {
	if l >= Labels {
		return nil, fmt.Errorf("no such label: %d", uint8(l))
	}
	return []byte(labelNames[l]), nil
}

// UnmarshalText reads what MarshalText gives.
func (l *Label) UnmarshalText(name []byte) error {
	for i, n := range labelNames {
		if n == string(name) {
			*l = Label(i)
			return nil
		}
	}
	return fmt.Errorf("no such label: %q", name)
}

// Scores hold how sure the classifier is of each label, in [0,1]: of the texts with a score of 0.8 four in five have what the
// label names (docs/civility.md tells on which texts that was measured).
type Scores [Labels]float32

// Reading says how the classifier had to read a text to come to its scores.
type Reading uint8

// The readings, the plainest first.
const (
	AsWritten      Reading = iota
	Unmasked               // look-alike letters, digits, dots, stars and the like put back to letters
	Transliterated         // Cyrillic words written in Latin letters, or the other way round
)

var readingNames = [...]string{"as_written", "unmasked", "transliterated"}

// String gives the name of a reading as programs exchange it: as_written, unmasked, transliterated.
func (r Reading) String() string {
	if int(r) < len(readingNames) {
		return readingNames[r]
	}
	return fmt.Sprintf("reading %d", uint8(r))
}

// MarshalText gives the name of a reading.
func (r Reading) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText gives.
func (r *Reading) UnmarshalText(name []byte) error {
	for i, n := range readingNames {
		if n == string(name) {
			*r = Reading(i)
			return nil
		}
	}
	return fmt.Errorf("no such reading: %q", name)
}

// Marked are the words of a text that carried a score: runes [Start, End) of the text as it was given, whole words.
type Marked struct {
	Start int     `json:"start"`
	End   int     `json:"end"`
	Label Label   `json:"label"`
	Score float32 `json:"score"`
}

// A Verdict is what the classifier says of one text. It never acts by itself; it is kept with the revision that it read.
type Verdict struct {
	Scores   Scores
	Spans    []Marked // in order, apart from each other; none where the whole does not pass
	Language string   // uk, ru, en or other, as it was read
	Reading  Reading
	Model    string // version of the model, which docs/civility.md tells the data and licences of
}
