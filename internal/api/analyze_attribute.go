package api

import (
	"math"
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
)

// An attribute is what the old service called a label.
type attribute struct {
	name     string // as it was asked for, with _EXPERIMENTAL and @version
	score    func(*rozmova.Scores) float32
	labels   []rozmova.Label // whose marks are its spans
	toAuthor bool            // asks how it reads when it speaks to the story's author
}

// findAttribute gives the attribute of a name. known says of one that we do not have that the old service had it.
func findAttribute(name string) (a attribute, known bool) {
	base, version, versioned := strings.Cut(name, "@")
	if versioned && (version == "" || strings.Trim(version, "0123456789") != "") {
		return attribute{}, false
	}
	base = strings.TrimSuffix(base, "_EXPERIMENTAL")
	of := func(l rozmova.Label) func(*rozmova.Scores) float32 {
		return func(s *rozmova.Scores) float32 { return s[l] }
	}
	a = attribute{name: name}
	switch base {
	case "TOXICITY", "TOXICITY_FAST":
		a.score = of(rozmova.Toxicity)
		a.labels = []rozmova.Label{rozmova.Toxicity, rozmova.Insult, rozmova.Threat, rozmova.Obscenity, rozmova.IdentityAttack, rozmova.Participant}
	case "SEVERE_TOXICITY":
		a.score = severe
		a.labels = []rozmova.Label{rozmova.Toxicity, rozmova.Threat, rozmova.IdentityAttack}
	case "IDENTITY_ATTACK":
		a.score, a.labels = of(rozmova.IdentityAttack), []rozmova.Label{rozmova.IdentityAttack}
	case "INSULT":
		a.score, a.labels = of(rozmova.Insult), []rozmova.Label{rozmova.Insult}
	case "PROFANITY", "OBSCENE":
		a.score, a.labels = of(rozmova.Obscenity), []rozmova.Label{rozmova.Obscenity}
	case "THREAT":
		a.score, a.labels = of(rozmova.Threat), []rozmova.Label{rozmova.Threat}
	case "ATTACK_ON_COMMENTER":
		a.score, a.labels = of(rozmova.Participant), []rozmova.Label{rozmova.Participant}
	case "ATTACK_ON_AUTHOR":
		a.score, a.labels, a.toAuthor = of(rozmova.Participant), []rozmova.Label{rozmova.Participant}, true
	default:
		return a, slices.Contains(strings.Fields(elsewhere), base)
	}
	return a, true
}

// elsewhere are attributes of the old service that we have nothing for.
const elsewhere = `ATTACK_ON_PUBLISHER FLIRTATION INCOHERENT INFLAMMATORY LIKELY_TO_REJECT OFF_TOPIC SEXUALLY_EXPLICIT SPAM UNSUBSTANTIAL
	AFFINITY_EXPERIMENTAL AFFINITY COMPASSION CURIOSITY NUANCE PERSONAL_STORY REASONING RESPECT ALIENATION FEARMONGERING
	GENERALIZATION MORAL_OUTRAGE POWER_APPEAL SCAPEGOATING`

// severe is for what stays toxic however much swearing a site allows: the geometric mean of toxicity and the worst of a threat,
// an attack on an identity, and an insult in obscene words; never more than toxicity. docs/move.md tells it to people.
func severe(s *rozmova.Scores) float32 {
	worst := max(s[rozmova.Threat], s[rozmova.IdentityAttack], min(s[rozmova.Insult], s[rozmova.Obscenity]))
	mean := float32(math.Sqrt(float64(s[rozmova.Toxicity]) * float64(worst)))
	return min(s[rozmova.Toxicity], mean)
}
