package train

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// A Table is figures in columns, for a terminal or for a page of the documentation. Its words are those of the field, in
// English: whoever reads F1 and AUC reads them in every language.
type Table struct {
	Head []string
	Rows [][]string
}

// numeric reports whether a column is set flush right: all of it but the heading are numbers or dashes.
func (t *Table) numeric(column int) bool {
	for _, row := range t.Rows {
		cell := strings.Trim(row[column], "–≥≤ %")
		if _, err := strconv.ParseFloat(cell, 64); cell != "" && err != nil {
			return false
		}
	}
	return true
}

// Text writes the table for a terminal.
func (t *Table) Text(w io.Writer) error {
	widths := make([]int, len(t.Head))
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i > 0 {
				line.WriteString("  ")
			}
			if t.numeric(i) {
				line.WriteString(pad + cell)
			} else {
				line.WriteString(cell + pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Markdown gives the table for a page.
func (t *Table) Markdown() string {
	var b strings.Builder
	row := func(cells []string) {
		escaped := slices.Clone(cells)
		for i := range escaped {
			escaped[i] = strings.ReplaceAll(escaped[i], "|", `\|`)
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(escaped, " | "))
	}
	row(t.Head)
	rule := make([]string, len(t.Head))
	for i := range rule {
		rule[i] = "---"
		if t.numeric(i) {
			rule[i] = "---:"
		}
	}
	row(rule)
	for _, r := range t.Rows {
		row(r)
	}
	return b.String()
}

// Table gives the groups, and the marked words in a table of their own. A label that nobody asked for has no row, but for the two
// whose false alarms matter most.
func (e *Evaluation) Table() (groups, spans *Table) {
	groups = &Table{Head: []string{"by", "lang", "name", "label", "rows", "n", "positive", "AUC", "AP", "F1", "best F1", "at", "recall@1%", "recall@5%", "ECE", "flagged %"}}
	for _, g := range e.Groups {
		if g.N == 0 && g.Label != rozmova.Toxicity && g.Label != rozmova.Participant {
			continue
		}
		groups.Rows = append(groups.Rows, []string{
			g.By, g.Language, g.Name, g.Label.String(), strconv.Itoa(g.Rows), strconv.Itoa(g.N), strconv.Itoa(g.Positive),
			g.AUC.String(), g.AP.String(), g.F1.String(), g.BestF1.String(), g.BestAt.String(), g.Recall1.String(), g.Recall5.String(), g.ECE.String(),
			percent(g.Flagged),
		})
	}
	spans = &Table{Head: []string{"lang", "source", "n", "span F1"}}
	for _, s := range e.Spans {
		spans.Rows = append(spans.Rows, []string{s.Language, s.Source, strconv.Itoa(s.N), s.F1.String()})
	}
	return groups, spans
}

func percent(f civility.Figure) string {
	if !f.There() {
		return "–"
	}
	return strconv.FormatFloat(100*float64(f), 'f', 1, 64)
}
