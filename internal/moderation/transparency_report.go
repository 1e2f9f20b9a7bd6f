package moderation

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A ReportPart is one of the eleven parts of a yearly transparency report (Implementing Regulation (EU) 2024/2835), as a file in CSV
// (RFC 4180, UTF-8).
type ReportPart struct {
	File string // such as 04_notices.csv
	CSV  []byte
}

// A ReportFrame says whose report it is.
type ReportFrame struct {
	Provider string // who publishes the site
	Service  string // the site's name
	Contact  string
	Origin   string // such as https://news.example
}

// A yearly is what the report of one year is made from.
type yearly struct {
	frame     ReportFrame
	from, to  time.Time // the last day is the one before to
	made      time.Time
	decisions []store.DecisionTally
	notices   []store.NoticeTally
	appeals   []store.AppealTally
	waits     map[string]Wait
	accuracy  []Accuracy
	total     Month
	automatic rozmova.Rung
}

// YearReport makes the yearly transparency report of a calendar year: always eleven parts. Of a year that is not over it tells what there is.
// Nothing in it is about anybody.
func (d *Desk) YearReport(ctx context.Context, year int, frame ReportFrame) ([]ReportPart, error) {
	y := &yearly{frame: frame, made: d.now(), from: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), to: time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC)}
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		if y.decisions, err = tx.TallyDecisions(d.site.ID, y.from, y.to); err != nil {
			return err
		}
		if y.notices, err = tx.TallyNotices(d.site.ID, y.from, y.to); err != nil {
			return err
		}
		if y.appeals, err = tx.TallyAppeals(d.site.ID, y.from, y.to); err != nil {
			return err
		}
		if y.total, err = d.tally(tx, y.from, y.to); err != nil {
			return err
		}
		y.waits = y.total.Waited
		if y.accuracy, err = d.accuracy(tx, y.from, y.to); err != nil {
			return err
		}
		policy, err := d.PolicyOf(tx, "", rozmova.ID[rozmova.Story]{})
		if err != nil {
			return err
		}
		y.automatic, err = d.mostAutomatic(tx, policy)
		return err
	})
	if err != nil {
		return nil, err
	}
	var parts []ReportPart
	for i, part := range []struct {
		name string
		rows [][]string
	}{
		{"report_identification", y.identification()},
		{"categories_names", categoryNames()},
		{"member_states_orders", y.orders()},
		{"notices", y.noticeRows()},
		{"own_initiative_illegal", y.measures(rozmova.ByLaw)},
		{"own_initiative_TC", y.measures(rozmova.ByRule)},
		{"appeals_and_recidivism", y.appealRows()},
		{"automated_means", y.automatedMeans()},
		{"human_resources", notApplicable("Linguistic expertise", "Number of human resources")},
		{"AMAR", notApplicable("Member State", "Average monthly active recipients")},
		{"qualitative", y.qualitative()},
	} {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.UseCRLF = true
		if err := w.WriteAll(part.rows); err != nil {
			return nil, err
		}
		parts = append(parts, ReportPart{File: fmt.Sprintf("%02d_%s.csv", i+1, part.name), CSV: b.Bytes()})
	}
	return parts, nil
}

func (y *yearly) identification() [][]string {
	return [][]string{
		{"Field", "Value"},
		{"Name of the service provider", cmp.Or(y.frame.Provider, y.frame.Service)},
		{"Name of the service", y.frame.Service},
		{"Address of the service", y.frame.Origin},
		{"Contact", y.frame.Contact},
		{"Starting date of the reporting period", day(y.from)},
		{"Ending date of the reporting period", day(y.to.AddDate(0, 0, -1))},
		{"Date of the publication of the report", day(y.made)},
		{"Reporting period is over", yesNo(!y.made.Before(y.to))},
	}
}

// everything in a report stands first under this name, then by category.
const totalRow = "TOTAL"

// categoryOrder are the categories in the order of the report.
func categoryOrder() []string {
	var list []string
	for name := range categories {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// categoryNames tells what the categories are called.
func categoryNames() [][]string {
	rows := [][]string{{"Category", "Name"}, {totalRow, "All categories"}}
	for _, c := range categoryOrder() {
		words := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(c, "STATEMENT_CATEGORY_"), "_", " "))
		rows = append(rows, []string{c, strings.ToUpper(words[:1]) + words[1:]})
	}
	var keys []string
	for k := range keywords {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		words := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(k, "KEYWORD_"), "_", " "))
		rows = append(rows, []string{k, strings.ToUpper(words[:1]) + words[1:]})
	}
	return rows
}

// orders are those of member states (Art. 9, 10). They do not come through the program, so there is nothing to count.
func (y *yearly) orders() [][]string {
	rows := [][]string{{"Category", "Orders to act (Art. 9)", "Orders to provide information (Art. 10)", "Median time to inform of receipt (hours)", "Median time to give effect (hours)", "Contextual information"}}
	return append(rows, []string{totalRow, "", "", "", "", "Orders are not received through this program; enter them by hand"})
}

// noticeRows tells of notices of illegal content (Art. 16), by category.
func (y *yearly) noticeRows() [][]string {
	rows := [][]string{{"Category", "Notices", "Notices by trusted flaggers", "Items concerned", "Items concerned by trusted flaggers", "Median time to act (hours)", "Actions on the law", "Actions on terms and conditions", "Notices processed solely by automated means"}}
	type row struct{ n, flagged, items, flaggedItems, law, terms, solely int }
	by := map[string]*row{totalRow: {}}
	for _, n := range y.notices {
		if n.Kind == rozmova.RuleNotice {
			continue
		}
		category := cmp.Or(n.Category, "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE")
		if by[category] == nil {
			by[category] = &row{}
		}
		for _, r := range []*row{by[totalRow], by[category]} {
			r.n += n.N
			r.items += n.Items
			if n.Notifier == rozmova.FlaggerNotifier {
				r.flagged += n.N
				r.flaggedItems += n.Items
			}
			if n.Outcome == rozmova.NoticeRestricted {
				if n.Ground == rozmova.ByLaw {
					r.law += n.N
				} else {
					r.terms += n.N
				}
			}
			if n.Automatic {
				r.solely += n.N
			}
		}
	}
	for _, category := range append([]string{totalRow}, categoryOrder()...) {
		r := by[category]
		if r == nil {
			r = &row{}
		}
		median := ""
		if category == totalRow {
			median = hours(y.waits[store.WaitIllegal])
		}
		rows = append(rows, append([]string{category}, append(numbers(r.n, r.flagged, r.items, r.flaggedItems), append([]string{median}, numbers(r.law, r.terms, r.solely)...)...)...))
	}
	return rows
}

// measures tells of what was done of one's own accord on one ground, by category. Readers' reports of a broken rule lead to measures of
// one's own; notices of illegal content are in their part, and what came of an appeal in its own.
func (y *yearly) measures(ground rozmova.Ground) [][]string {
	columns := []string{
		"Removal", "Disabling", "Demotion", "Age restriction", "Interaction restriction", "Labelling", "Other visibility",
		"Monetary suspension", "Monetary termination", "Other monetary", "Service suspension", "Service termination", "Account suspension", "Account termination",
	}
	at := map[rozmova.Action]int{rozmova.Remove: 0, rozmova.Hold: 1, rozmova.Warn: 10, rozmova.CoolDown: 10, rozmova.Suspend: 12, rozmova.Ban: 12}
	rows := [][]string{append([]string{"Category", "Measures", "Detected solely by automated means"}, columns...)}
	by := map[string][]int{totalRow: make([]int, len(columns)+2)}
	add := func(category string, t *store.DecisionTally, column int) {
		if by[category] == nil {
			by[category] = make([]int, len(columns)+2)
		}
		by[category][0] += t.N
		if t.Detected && t.Source == rozmova.Voluntary {
			by[category][1] += t.N
		}
		by[category][2+column] += t.N
	}
	for i := range y.decisions {
		t := &y.decisions[i]
		column, restricts := at[t.Action]
		if !restricts || t.Source == rozmova.ByAppeal || t.Ground != ground || t.Source == rozmova.ByNotice || t.Source == rozmova.ByFlagger || t.Source == rozmova.ByAuthority {
			continue
		}
		category, words := categoryOf(t)
		add(totalRow, t, column)
		add(category, t, column)
		for _, word := range words {
			add(word, t, column)
		}
	}
	for _, category := range append([]string{totalRow}, categoryOrder()...) {
		counts := by[category]
		if counts == nil {
			counts = make([]int, len(columns)+2)
		}
		rows = append(rows, append([]string{category}, numbers(counts...)...))
		delete(by, category)
	}
	var rest []string
	for word := range by {
		rest = append(rest, word)
	}
	slices.Sort(rest)
	for _, word := range rest {
		rows = append(rows, append([]string{word}, numbers(by[word]...)...))
	}
	return rows
}

// categoryOf tells under which category a decision counts, and its keywords: as in its Statement.
func categoryOf(t *store.DecisionTally) (string, []string) {
	if t.Ground == rozmova.ByLaw {
		if categories[t.Category] {
			return t.Category, nil
		}
		return "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", nil
	}
	if c, ok := ruleCategories[t.Rule]; ok {
		return "STATEMENT_CATEGORY_" + c.category, c.keywords
	}
	return "STATEMENT_CATEGORY_OTHER_VIOLATION_TC", nil
}
