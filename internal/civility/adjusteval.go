package civility

import (
	"math"

	"github.com/rozmova/rozmova"
)

// An Evaluation tells what LearnSite found, on the texts put aside.
type Evaluation struct {
	Model    string            `json:"model"`              // before
	Adjusted string            `json:"adjusted,omitempty"` // after; empty where nothing is better
	Learnt   int               `json:"learnt"`             // texts learnt from
	Aside    int               `json:"aside"`              // texts measured on
	Better   bool              `json:"better"`             // of one label at least
	Labels   []LabelEvaluation `json:"labels"`
}

// Reason is why a label is not adjusted anew.
type Reason string

// The reasons.
const (
	TooFew     Reason = "few"    // fewer than LeastOfEach of either kind
	NoGain     Reason = "gain"   // the log loss does not fall by enough
	LessCaught Reason = "recall" // fewer are caught where one clean text in twenty is flagged
	MoreAlarms Reason = "alarms" // more clean texts are flagged at the threshold
)

// A LabelEvaluation tells of one label.
type LabelEvaluation struct {
	Label    rozmova.Label `json:"label"`
	Positive int           `json:"positive"` // of all texts, learnt from or not
	Negative int           `json:"negative"`
	Reason   Reason        `json:"reason,omitempty"` // empty: it is better
	Rows     []Compared    `json:"rows,omitempty"`   // all languages, then each that there is
}

// A Compared tells of one label in one language.
type Compared struct {
	Language string  `json:"language"` // empty: all
	N        int     `json:"n"`
	Positive int     `json:"positive"`
	Before   Figures `json:"before"`
	After    Figures `json:"after"`
}

// Figures are how well scores tell texts that have a label from those that have it not. The log loss weighs both kinds alike.
type Figures struct {
	AUC      Figure `json:"auc"`
	AP       Figure `json:"ap"` // average precision
	LogLoss  Figure `json:"log_loss"`
	Recall5  Figure `json:"recall_5"`     // caught where one clean text in twenty is flagged
	Alarms   Figure `json:"false_alarms"` // share of clean texts at or over the threshold
	Caught   Figure `json:"caught"`       // share of the others at or over it
	Positive int    `json:"-"`
}

// By how much the log loss must fall, and how many more clean texts may be flagged at the threshold.
const (
	leastGain  = 0.02 // of what it was
	moreAlarms = 0.02
)

func (m *Model) judgeAll(labelled []Labelled) []rozmova.Verdict {
	all := make([]rozmova.Verdict, len(labelled))
	for i := range labelled {
		all[i] = m.Judge(&labelled[i].Input)
	}
	return all
}

// measure fills in the rows and says whether the label is better off.
func (le *LabelEvaluation) measure(m *Model, held []Labelled, before, after []rozmova.Verdict) {
	for _, language := range append([]string{""}, languages[:]...) {
		var old, now []graded
		for i := range held {
			said := held[i].Labels[le.Label]
			if said < 0 || language != "" && before[i].Language != language {
				continue
			}
			threshold := m.Threshold(before[i].Language, le.Label)
			old = append(old, graded{before[i].Scores[le.Label], said == 1, threshold})
			now = append(now, graded{after[i].Scores[le.Label], said == 1, threshold})
		}
		if len(old) == 0 {
			continue
		}
		row := Compared{Language: language, N: len(old), Before: figures(old), After: figures(now)}
		row.Positive = row.Before.Positive
		le.Rows = append(le.Rows, row)
	}
	all := le.Rows[0]
	switch {
	case !(all.After.LogLoss < all.Before.LogLoss*(1-leastGain)):
		le.Reason = NoGain
	case all.After.Recall5 < all.Before.Recall5:
		le.Reason = LessCaught
	case all.After.Alarms > all.Before.Alarms+moreAlarms:
		le.Reason = MoreAlarms
	}
}

// A graded is a score with what people said.
type graded struct {
	score     float32
	yes       bool
	threshold float32
}

func figures(list []graded) Figures {
	var yes, no, lossYes, lossNo, caught, alarms float64
	scores := make([]Scored, 0, len(list))
	for _, x := range list {
		scores = append(scores, Scored{x.score, x.yes})
		p := min(max(float64(x.score), 1e-6), 1-1e-6)
		over := 0.0
		if x.score >= x.threshold {
			over = 1
		}
		if x.yes {
			yes, lossYes, caught = yes+1, lossYes-math.Log(p), caught+over
		} else {
			no, lossNo, alarms = no+1, lossNo-math.Log(1-p), alarms+over
		}
	}
	f := Figures{
		AUC: Figure(math.NaN()), AP: Figure(math.NaN()), LogLoss: Figure(math.NaN()), Recall5: Figure(math.NaN()),
		Alarms: Figure(alarms / no), Caught: Figure(caught / yes), Positive: int(yes),
	}
	if yes == 0 || no == 0 {
		return f
	}
	recall, _ := RecallAt(scores, 0.05)
	f.AUC, f.AP, f.Recall5 = Figure(AUC(scores)), Figure(AveragePrecision(scores)), Figure(recall)
	f.LogLoss = Figure((lossYes/yes + lossNo/no) / 2)
	return f
}
