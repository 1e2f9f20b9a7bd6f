package train

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
)

// Inventory tells of rows how many come from which source, in which language, under which licence and tier. label says what
// their number is of.
func Inventory(rows []Row, label string) *Table {
	type key struct{ source, lang, licence, tier string }
	counts := map[key]int{}
	for i := range rows {
		r := &rows[i]
		counts[key{r.Source, r.Language, r.Licence, r.Tier}]++
	}
	order := slices.SortedFunc(maps.Keys(counts), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.lang, b.lang), cmp.Compare(a.tier, b.tier), cmp.Compare(a.licence, b.licence))
	})
	t := &Table{Head: []string{"source", "lang", "licence", "tier", label}}
	for _, k := range order {
		t.Rows = append(t.Rows, []string{k.source, k.lang, k.licence, k.tier, strconv.Itoa(counts[k])})
	}
	return t
}

// Fill puts text between the markers <!-- name --> and <!-- /name --> of a page and leaves the rest as it is. Both must be
// there, once, in this order.
func Fill(page, name, text string) (string, error) {
	open, shut := "<!-- "+name+" -->", "<!-- /"+name+" -->"
	before, rest, ok := strings.Cut(page, open)
	if !ok {
		return "", fmt.Errorf("the page has no marker %s", open)
	}
	_, after, ok := strings.Cut(rest, shut)
	if !ok {
		return "", fmt.Errorf("the page has no marker %s behind %s", shut, open)
	}
	if strings.Contains(after, open) {
		return "", fmt.Errorf("the page has the marker %s twice", open)
	}
	return before + open + "\n\n" + strings.TrimSpace(text) + "\n\n" + shut + after, nil
}

// Markdown gives the bars in one table for each part.
func (r *Report) Markdown() string {
	var b strings.Builder
	missed, absent := r.Missed()
	fmt.Fprintf(&b, "Model `%s`. %d bars are missed; %d figures have no data here.\n", r.Model, missed, absent)
	all := r.Table().Rows
	for len(all) > 0 {
		part := all[0][0]
		n := slices.IndexFunc(all, func(row []string) bool { return row[0] != part })
		if n < 0 {
			n = len(all)
		}
		t := &Table{Head: []string{"what", "n", "figure", "bar", "met"}}
		for _, row := range all[:n] {
			t.Rows = append(t.Rows, row[1:])
		}
		fmt.Fprintf(&b, "\n**%s**\n\n%s", part, t.Markdown())
		all = all[n:]
	}
	return b.String()
}

// Summary gives, for the model card, how well the labels are told in each language, and which share of each category of the
// project's own set-aside is flagged. Texts from templates, and those obfuscated on purpose, are left out.
func (r *Report) Summary() string {
	rows := pick(r.Judged, func(j *Judged) bool { return j.Method == "" && !synthetic(j.Row) })
	languages := &Table{Head: []string{"lang", "label", "n", "positive", "AUC", "AP", "F1", "best F1", "recall at 5 % false alarms", "ECE"}}
	for _, g := range Evaluate(rows, r.Thresholds).Groups {
		if g.By == "language" && g.AUC.There() {
			languages.Rows = append(languages.Rows, []string{
				g.Language, g.Label.String(), strconv.Itoa(g.N), strconv.Itoa(g.Positive),
				g.AUC.String(), g.AP.String(), g.F1.String(), g.BestF1.String(), g.Recall5.String(), g.ECE.String(),
			})
		}
	}
	categories := &Table{Head: []string{"lang", "category", "n", "insults of a participant", "flagged as participant %", "flagged as toxicity %"}}
	own := Evaluate(pick(rows, func(j *Judged) bool { return j.Source == ownSource }), r.Thresholds).Groups
	for i, g := range own {
		if g.By != "category" || g.Label != rozmova.Participant {
			continue
		}
		toxic := own[i-int(rozmova.Participant)+int(rozmova.Toxicity)] // each group has all labels, in their order
		categories.Rows = append(categories.Rows, []string{g.Language, g.Name, strconv.Itoa(g.Rows), strconv.Itoa(g.Positive), percent(g.Flagged), percent(toxic.Flagged)})
	}
	return fmt.Sprintf("Model `%s`. By language, over the development rows that no template made and the project’s own set-aside:\n\n%s\nBy category, over the set-aside, at the model’s thresholds:\n\n%s",
		r.Model, languages.Markdown(), categories.Markdown())
}
