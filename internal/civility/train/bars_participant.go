package train

import (
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// participants measures the label that the rule is about on the rows that the project wrote and keeps aside.
func (b *bench) participants(all []Judged) {
	for _, lang := range []string{"uk", "ru", "en"} {
		rows := pick(all, func(j *Judged) bool { return j.Source == ownSource && j.Language == lang })
		part := languageName(lang) + ", own set-aside: participant"
		bar := func(f civility.Figure) civility.Figure {
			if lang == "uk" {
				return f
			}
			return none()
		}
		s := scored(rows, rozmova.Participant)
		positive, _ := civility.Kinds(s)
		recall, at := civility.RecallAt(s, 0.05)
		b.least(part, "AUC", len(s), civility.Figure(civility.AUC(s)), bar(0.95), "")
		b.least(part, "insults caught at 5 % false alarms", positive, civility.Figure(recall), bar(0.80), "%")
		for _, c := range []struct {
			what  string
			cats  string
			least civility.Figure
		}{{"without a rude word (sly)", "sly", 0.55}, {"obfuscated (hidden)", "hidden", 0.88}} {
			b.caught(part, c.what, insulting(rows, c.cats), at, bar(c.least))
		}
		for _, c := range []struct {
			what string
			cats string
			most civility.Figure
		}{
			{"sharp but clean (disagree, critic, counter, tease)", "disagree critic counter tease", 0.05},
			{"quotes and reports (quote)", "quote", 0.04},
			{"benign look-alikes (lookalike)", "lookalike", 0},
		} {
			b.alarmed(part, c.what, clean(rows, c.cats), at, bar(c.most))
		}
	}
}

// handmade measures the same on the shared rows in the manner of a news site.
func (b *bench) handmade(all []Judged) {
	const part = "Ukrainian, shared handmade set: participant"
	rows := pick(all, func(j *Judged) bool { return j.Source == "rozmova-handmade-dev" })
	s := scored(rows, rozmova.Participant)
	positive, _ := civility.Kinds(s)
	recall, at := civility.RecallAt(s, 0.05)
	b.measured(part, "AUC", len(s), civility.Figure(civility.AUC(s)), "")
	b.measured(part, "insults caught at 5 % false alarms", positive, civility.Figure(recall), "%")
	insults := insulting(rows, "insult_participant")
	subtle := pick(insults, func(j *Judged) bool { f, _ := j.Attrs["subtle"].(float64); return f == 1 })
	b.caught(part, "without a rude word (subtle)", subtle, at, none())
	b.caught(part, "obfuscated", insulting(rows, "obfuscated_insult"), at, none())
	b.alarmed(part, "sharp but clean", clean(rows, "sharp_no_insult"), at, none())
	b.alarmed(part, "quotes and reports", clean(rows, "quote_or_report"), at, none())
}

// insulting are the rows of some categories that insult a participant, clean those that do not.
func insulting(rows []Judged, categories string) []Judged {
	return pick(rows, func(j *Judged) bool {
		return slices.Contains(strings.Fields(categories), j.Category) && j.Labels[rozmova.Participant] == 1
	})
}

func clean(rows []Judged, categories string) []Judged {
	return pick(rows, func(j *Judged) bool {
		return slices.Contains(strings.Fields(categories), j.Category) && j.Labels[rozmova.Participant] == 0
	})
}

// caught says how many of some insults the rule's label is said of: at the threshold of 5 % false alarms, which has the bar,
// and at the model's own.
func (b *bench) caught(part, what string, rows []Judged, at float32, least civility.Figure) {
	five, own := b.saidOf(rows, at)
	b.least(part, what+": caught at 5 % false alarms", len(rows), five, least, "%")
	b.measured(part, what+": caught at the model’s threshold", len(rows), own, "%")
}

// alarmed says the same of clean rows; the bar holds at both thresholds.
func (b *bench) alarmed(part, what string, rows []Judged, at float32, most civility.Figure) {
	five, own := b.saidOf(rows, at)
	b.most(part, what+": flagged at 5 % false alarms", len(rows), five, most, "%")
	b.most(part, what+": flagged at the model’s threshold", len(rows), own, most, "%")
}

// saidOf is the share of rows that the rule's label is said of, at a threshold and at the model's own.
func (b *bench) saidOf(rows []Judged, at float32) (given, model civility.Figure) {
	atGiven, atModel := 0, 0
	for _, j := range rows {
		if j.Verdict.Scores[rozmova.Participant] >= at {
			atGiven++
		}
		if b.t.flagged(&j.Verdict, rozmova.Participant) {
			atModel++
		}
	}
	return share(atGiven, len(rows)), share(atModel, len(rows))
}
