package moderation_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

func scored(l rozmova.Label, score float32) *rozmova.Verdict {
	v := &rozmova.Verdict{Language: "uk"}
	v.Scores[l] = score
	return v
}

func TestPolicy(t *testing.T) {
	const (
		open, slow, pre = rozmova.Open, rozmova.Slow, rozmova.Premoderated
		insult          = rozmova.Participant
	)
	shown, waits := moderation.Outcome{State: rozmova.Published}, moderation.Outcome{State: rozmova.Pending}
	marked := func(l rozmova.Label, score float32) moderation.Outcome {
		return moderation.Outcome{State: rozmova.Published, Mark: true, Label: l, Score: score}
	}
	held := func(l rozmova.Label, score float32) moderation.Outcome {
		return moderation.Outcome{State: rozmova.Held, Label: l, Score: score}
	}
	both := scored(insult, .95)
	both.Scores[rozmova.Threat] = .97
	standard := moderation.Policy{Threshold: func(language string, l rozmova.Label) float32 {
		if language == "ru" {
			return .9
		}
		return .6
	}}
	holds, marks := standard, standard
	holds.Hold = .9
	marks.Mark, marks.Hold = .8, .7
	russian := scored(insult, .8)
	russian.Language = "ru"
	pass, trusted := moderation.Policy{Failure: moderation.FailurePass}, moderation.Policy{Failure: moderation.FailureTrusted}
	for _, tt := range []struct {
		name    string
		policy  moderation.Policy
		mode    rozmova.ThreadMode
		verdict *rozmova.Verdict
		good    bool // standing
		want    moderation.Outcome
	}{
		{"nothing in it", standard, open, scored(insult, .2), false, shown},
		{"at the threshold", standard, slow, scored(insult, .6), false, marked(insult, .6)},
		{"below that of its language", standard, open, russian, false, shown},
		{"a threat", standard, open, scored(rozmova.Threat, .7), false, marked(rozmova.Threat, .7)},
		{"an attack on who people are", standard, open, scored(rozmova.IdentityAttack, .7), true, marked(rozmova.IdentityAttack, .7)},
		{"rude words alone", standard, open, scored(rozmova.Obscenity, 1), false, shown},
		{"toxic, but to nobody here", holds, open, scored(rozmova.Toxicity, 1), false, shown},
		{"an insult of somebody who is not here", holds, open, scored(rozmova.Insult, 1), false, shown},
		{"the worse of two", standard, open, both, false, marked(rozmova.Threat, .97)},
		{"never held unless the site says so", standard, open, scored(insult, 1), false, marked(insult, 1)},
		{"held", holds, open, scored(insult, .9), false, held(insult, .9)},
		{"held for the worse", holds, open, both, false, held(rozmova.Threat, .97)},
		{"just not held", holds, open, scored(insult, .89), false, marked(insult, .89)},
		{"the site's own bar of marks", marks, open, scored(insult, .65), false, shown},
		{"hold beneath mark", marks, open, scored(insult, .7), false, held(insult, .7)},
		{"a person reads first anyway", holds, pre, scored(insult, 1), true, waits},
		{"unread in a premoderated thread", pass, pre, nil, true, waits},
		{"unread", standard, open, nil, true, waits},
		{"unread, pass", pass, slow, nil, false, shown},
		{"unread, of a good standing", trusted, open, nil, true, shown},
		{"unread, of none yet", trusted, open, nil, false, waits},
		{"no threshold known", moderation.Policy{}, open, scored(insult, .5), false, marked(insult, .5)},
		{"nothing set, nothing known", moderation.Policy{}, open, nil, true, waits},
	} {
		got, err := tt.policy.Arrival(moderation.Case{Mode: tt.mode, Verdict: tt.verdict, Trusted: tt.good})
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, err, diff)
		}
	}
	if _, err := pass.Arrival(moderation.Case{Mode: rozmova.Closed}); !errors.Is(err, rozmova.Conflict) {
		t.Errorf("a closed thread takes a comment: %v", err)
	}
}

func TestFindings(t *testing.T) {
	p := moderation.Policy{Mark: .4}
	v := &rozmova.Verdict{Scores: rozmova.Scores{rozmova.Toxicity: .5, rozmova.Insult: .45, rozmova.Threat: .4, rozmova.Participant: .9}}
	want := []moderation.Finding{{Label: rozmova.Toxicity, Score: .5}, {Label: rozmova.Threat, Score: .4}, {Label: rozmova.Participant, Score: .9}}
	if diff := cmp.Diff(want, p.Findings(v)); diff != "" {
		t.Errorf("what is said of it (-want +got):\n%s", diff)
	}
}
