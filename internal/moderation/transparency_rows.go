package moderation

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// appealRows tells of internal complaints (Art. 20), disputes out of court (Art. 21) and suspensions for misuse (Art. 23).
func (y *yearly) appealRows() [][]string {
	rows := [][]string{{"Section", "Indicator", "Scope", "Value"}}
	for _, who := range []struct {
		name     string
		wanted   func(*store.AppealTally) bool
		combined bool
	}{
		{"Complaints", func(*store.AppealTally) bool { return true }, true},
		{"Complaints by authors", func(a *store.AppealTally) bool { return !a.Notifier }, false},
		{"Complaints by notifiers", func(a *store.AppealTally) bool { return a.Notifier }, false},
	} {
		n := map[rozmova.AppealState]int{}
		all := 0
		for i := range y.appeals {
			if a := &y.appeals[i]; who.wanted(a) {
				n[a.State] += a.N
				all += a.N
			}
		}
		for _, line := range []struct {
			scope string
			n     int
		}{
			{"total", all}, {"decision upheld", n[rozmova.AppealUpheld]}, {"decision reversed", n[rozmova.AppealReversed] + n[rozmova.AppealAmended]}, {"not decided yet", n[rozmova.AppealOpen]},
		} {
			rows = append(rows, []string{"Internal complaints", who.name, line.scope, strconv.Itoa(line.n)})
		}
		if who.combined {
			rows = append(rows, []string{"Internal complaints", who.name, "median time to decide (hours)", hours(y.waits[store.WaitAppeal])})
		}
	}
	for _, scope := range []string{"total", "decision upheld", "decision reversed", "omitted", "median time to decide (hours)"} {
		rows = append(rows, []string{"Out-of-court disputes", "Disputes", scope, ""}) // nobody tells the program of them
	}
	suspended := y.total.Sanctions[string(rozmova.Suspend)] + y.total.Sanctions[string(rozmova.Ban)]
	return append(rows,
		[]string{"Recidivism", "Suspensions for manifestly illegal content or repeated breaches", "total", strconv.Itoa(suspended)},
		[]string{"Recidivism", "Suspensions for manifestly unfounded notices", "total", "0"},
		[]string{"Recidivism", "Suspensions for manifestly unfounded complaints", "total", "0"})
}

// automatedMeans tells what automation did and how well (Art. 15(1)(e)).
func (y *yearly) automatedMeans() [][]string {
	rows := [][]string{{"Applicability", "Service", "Reporting period", "Section", "Indicator", "Scope", "Value", "Contextual Information"}}
	period := day(y.from) + "/" + day(y.to.AddDate(0, 0, -1))
	row := func(section, indicator, scope, value, context string) {
		rows = append(rows, []string{"all", y.frame.Service, period, section, indicator, scope, value, context})
	}
	solely, others := 0, 0
	for i := range y.decisions {
		if t := &y.decisions[i]; t.Action.Restricts() && t.Source != rozmova.ByAppeal {
			if t.Automatic {
				solely += t.N
			} else {
				others += t.N
			}
		}
	}
	machine, people := 0, 0
	for _, n := range y.notices {
		switch {
		case n.Kind == rozmova.RuleNotice || n.Outcome == "":
		case n.Automatic:
			machine += n.N
		default:
			people += n.N
		}
	}
	row("Use of automated means", "Measures taken solely by automated means", totalRow, strconv.Itoa(solely), "holding until a person decides counts")
	row("Use of automated means", "Measures not taken solely by automated means", totalRow, strconv.Itoa(others), "")
	row("Use of automated means", "Notices processed solely by automated means", totalRow, strconv.Itoa(machine), "")
	row("Use of automated means", "Notices not processed solely by automated means", totalRow, strconv.Itoa(people), "")
	for _, a := range y.accuracy {
		language := strings.ToUpper(cmp.Or(a.Language, totalRow))
		for _, figure := range []struct {
			name  string
			share Share
		}{{"Accuracy", a.Correct}, {"Precision", a.Precision}, {"Recall", a.Recall}} {
			if figure.share.Of == 0 {
				row("Indicators of accuracy", figure.name, language, "", "no case in the sample")
				continue
			}
			row("Indicators of accuracy", figure.name, language, fmt.Sprintf("%.4f", figure.share.Value()),
				fmt.Sprintf("%d of %d comments drawn by lot and read by people; 95 %% interval %.4f to %.4f", figure.share.N, figure.share.Of, figure.share.Low, figure.share.High))
		}
	}
	if len(y.accuracy) == 0 {
		row("Indicators of accuracy", "Accuracy", totalRow, "", "nobody has read the sample yet")
	}
	return rows
}

// qualitative describes what cannot be counted.
func (y *yearly) qualitative() [][]string {
	automation := "Automation can ask a writer to rephrase, mark a comment for moderators and hold it until a person decides. It removes nothing and sanctions nobody."
	if y.automatic != rozmova.NoRung {
		automation = fmt.Sprintf("Automation can ask a writer to rephrase, mark, hold and, above a very high score, remove a comment, and sanction its author up to: %s.", y.automatic)
	}
	return [][]string{
		{"Section", "Text"},
		{"Content moderation at the provider's own initiative", "Before a comment is posted, its writer may be asked to say it more kindly. Comments can be held by the policy of the section, found by moderators or reported by readers. Every hold, removal and sanction comes with a statement of reasons and can be appealed against for six months."},
		{"Automated means: purpose", automation},
		{"Automated means: errors and safeguards", "A sample drawn by lot is read by people who do not know what the classifier said; accuracy by language follows from it. Appeals are heard by another person than the decider, never by a machine alone. Decisions stand in a public, hash-chained and signed log: " + y.frame.Origin + "/transparency/log"},
		{"Training and assistance of moderators", ""},
		{"Summary of out-of-court disputes", ""},
	}
}

// notApplicable are the parts that very large platforms alone fill in.
func notApplicable(columns ...string) [][]string {
	row := make([]string, len(columns))
	row[0] = "not applicable: the service is no very large online platform"
	return [][]string{columns, row}
}

func numbers(counts ...int) []string {
	var list []string
	for _, n := range counts {
		list = append(list, strconv.Itoa(n))
	}
	return list
}

// hours writes a median in hours; empty where nobody waited.
func hours(w Wait) string {
	if w.N == 0 {
		return ""
	}
	return strconv.FormatFloat(w.Median.Hours(), 'f', 2, 64)
}

func yesNo(yes bool) string {
	if yes {
		return "Yes"
	}
	return "No"
}
