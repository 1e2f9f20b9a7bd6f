package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/moderation"
)

// How many entries of the log stand on a page, and on the page that tells of moderation.
const (
	linesOnPage = 50
	linesShown  = 5
)

// transparency tells how moderation works and what it did.
func (s *Server) transparency(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	t, err := s.o.Moderation.Transparency(r.Context())
	if err != nil {
		return err
	}
	p := s.printer(v.lang)
	rules := s.rulesInForce(r, v.lang)
	page := &TransparencyPage{
		Frame: s.frame(r, p.T("public.title")), Mode: string(t.Policy.Mode), Automatic: t.Automatic.String(), AppealDays: t.Policy.AppealDays,
		Rules: rules, Made: t.Made, Outside: t.Outside,
		Total: MonthView{t.Total.Comments, t.Total.Held, t.Total.Removed, t.Total.Appeals, viewShare(p, moderation.ShareOf(t.Total.Reversed, t.Total.Heard))},
	}
	page.Canonical = s.o.Origin + LocalPath(v.lang, "/transparency")
	page.Description = p.T("public.lead")
	page.table(p, t)
	page.draw(p, t.Months)
	for _, rule := range rules {
		if n := t.Total.ByRule[rule.Key]; n > 0 {
			page.ByRule = append(page.ByRule, RuleCount{rule.Key, rule.Version, rule.Title, n, viewShare(p, moderation.ShareOf(n, t.Total.Removed))})
		}
	}
	slices.SortStableFunc(page.ByRule, func(a, b RuleCount) int { return b.N - a.N })
	if n := t.Total.ByLaw; n > 0 {
		page.ByRule = append(page.ByRule, RuleCount{Title: p.T("public.by_law"), N: n, Share: viewShare(p, moderation.ShareOf(n, t.Total.Removed))})
	}
	for _, what := range []string{"held", "report", "illegal", "appeal"} {
		if wait := t.Total.Waited[what]; wait.N > 0 {
			page.Waits = append(page.Waits, WaitRow{what, wait.N, span(p, wait.Median)})
		}
	}
	for _, a := range t.Accuracy {
		page.Accuracy = append(page.Accuracy, viewAccuracy(p, a))
	}
	page.Nudges = viewNudges(p, t.Total.Nudges)
	lines, err := s.o.Moderation.LogBefore(r.Context(), 0, linesShown)
	if err != nil {
		return err
	}
	page.Log = viewLines(lines, rules)
	page.Head, err = s.logSeal(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "transparency", page)
}

// rulesInForce gives the house rules as they stand.
func (s *Server) rulesInForce(r *http.Request, lang rozmova.Locale) []RuleView {
	var list []RuleView
	for _, rule := range s.houseRules.get(r.Context(), s) {
		list = append(list, RuleView{Key: rule.Key, Version: rule.Version, Title: rozmova.In(rule.Title, lang), Text: rozmova.In(rule.Text, lang), Since: rule.Since})
	}
	return list
}

// table makes the rows of the figures: a column for all months together, where there are several, and one for each.
func (page *TransparencyPage) table(p *i18n.Printer, t *moderation.Transparency) {
	columns := t.Months
	for i := range t.Months {
		page.Months = append(page.Months, t.Months[i].Start)
	}
	if len(columns) > 1 {
		columns = append([]moderation.Month{t.Total}, columns...)
	}
	row := func(what string, cell func(m *moderation.Month) ShareView) {
		r := FigureRow{What: what}
		for i := range columns {
			r.Cells = append(r.Cells, cell(&columns[i]))
		}
		page.Rows = append(page.Rows, r)
	}
	count := func(what string, of func(m *moderation.Month) int) {
		row(what, func(m *moderation.Month) ShareView { return ShareView{Percent: p.Number(int64(of(m)))} })
	}
	count("comments", func(m *moderation.Month) int { return m.Comments })
	count("held", func(m *moderation.Month) int { return m.Held })
	count("released", func(m *moderation.Month) int { return m.Released })
	count("removed", func(m *moderation.Month) int { return m.Removed })
	count("sanctions", func(m *moderation.Month) (all int) {
		for _, n := range m.Sanctions {
			all += n
		}
		return all
	})
	row("automatic", func(m *moderation.Month) ShareView { return viewShare(p, m.Automatic) })
	count("branches", func(m *moderation.Month) int { return m.Branches })
	count("reports", func(m *moderation.Month) int { return m.Reports })
	count("illegal", func(m *moderation.Month) int { return m.Illegal })
	count("appeals", func(m *moderation.Month) int { return m.Appeals })
	row("reversed", func(m *moderation.Month) ShareView { return viewShare(p, moderation.ShareOf(m.Reversed, m.Heard)) })
}

// The measures of the picture of the months, in its own units.
const (
	barHeight = 120
	monthWide = 44
)

// draw makes the bars of the months, where there are two at least and anything to see.
func (page *TransparencyPage) draw(p *i18n.Printer, months []moderation.Month) {
	for i := range months {
		page.Top = max(page.Top, months[i].Held, months[i].Removed)
	}
	if len(months) < 2 || page.Top == 0 {
		return
	}
	height := func(n int) int {
		if n == 0 {
			return 0
		}
		return max(2, n*barHeight/page.Top)
	}
	for i := range months {
		m := &months[len(months)-1-i]
		name := []rune(p.Month(m.Start))
		page.Bars = append(page.Bars, MonthBars{m.Start, string(name[:3]), i * monthWide, height(m.Held), height(m.Removed), m.Held, m.Removed})
	}
	page.Width = len(months) * monthWide
}

// Y is where a bar of some height begins.
func (b MonthBars) Y(height int) int { return barHeight - height }

// publicLogPage lists the public log.
func (s *Server) publicLogPage(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64) // 0: from the end
	lines, err := s.o.Moderation.LogBefore(r.Context(), max(0, before), linesOnPage)
	if err != nil {
		return err
	}
	page := &PublicLogPage{Frame: s.frame(r, s.printer(v.lang).T("public.log_title")), Newest: before <= 0}
	if !page.Newest {
		page.Path = "/transparency/log?before=" + strconv.FormatInt(before, 10)
	}
	page.Canonical = s.o.Origin + LocalPath(v.lang, page.Path)
	page.Lines = viewLines(lines, s.rulesInForce(r, v.lang))
	if n := len(lines); n == linesOnPage && lines[n-1].Seq > 1 {
		page.Older = lines[n-1].Seq
	}
	if page.Head, err = s.logSeal(r); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "public-log", page)
}

func viewLines(lines []moderation.LogEntry, rules []RuleView) []LogLine {
	var list []LogLine
	for _, l := range lines {
		at, _ := time.Parse(time.RFC3339Nano, l.At) // the program wrote it
		view := LogLine{
			Seq: l.Seq, At: at, Appeal: l.Outcome, Action: l.Action, Branch: l.Scope == string(rozmova.OfBranch), Automatic: l.Automatic, Source: l.Source,
			Rule: l.Rule, Version: l.Version, Law: l.Ground == string(rozmova.ByLaw) && l.Rule == "", Repairs: l.Repairs != "",
		}
		if i := slices.IndexFunc(rules, func(rule RuleView) bool { return rule.Key == l.Rule }); i >= 0 {
			view.Title = rules[i].Title
		}
		list = append(list, view)
	}
	return list
}

func (s *Server) logSeal(r *http.Request) (*LogSeal, error) {
	head, err := s.o.Moderation.PublicHead(r.Context())
	if err != nil || head == nil {
		return nil, err
	}
	at, _ := time.Parse(time.RFC3339Nano, head.At)
	return &LogSeal{head.Seq, at, head.Hash, head.Key}, nil
}

// publicLog sends the public log from an entry on, an entry a line: all of it, or what came after the number in the query's after.
func (s *Server) publicLog(w http.ResponseWriter, r *http.Request) error {
	after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64) // 0: from the first
	w.Header().Set("Content-Type", "application/jsonl; charset=utf-8")
	for after = max(0, after); ; {
		lines, err := s.o.Moderation.PublicLog(r.Context(), after, 1000)
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			return nil
		}
		for _, line := range lines {
			if _, err := w.Write([]byte(line + "\n")); err != nil {
				return err
			}
		}
		after += int64(len(lines)) // they are numbered without gaps
	}
}

// publicHead sends the last signed head of the public log; NotFound while nothing was signed.
func (s *Server) publicHead(w http.ResponseWriter, r *http.Request) error {
	head, err := s.o.Moderation.PublicHead(r.Context())
	if err != nil {
		return err
	}
	if head == nil {
		return rozmova.NotFound
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(w).Encode(head)
}

// RemovedX is where the second bar of a month begins.
func (b MonthBars) RemovedX() int { return b.X + 17 }
