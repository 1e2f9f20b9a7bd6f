package web

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/moderation"
)

// qualityArea is the key of the desk's tab with the figures of quality.
const qualityArea = "quality"

// qualityMonths are the spans that the figures are told for.
var qualityMonths = []int{1, 3, 12}

func (s *Server) quality(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	months, _ := strconv.Atoi(r.URL.Query().Get("months")) // 0 is none of the spans
	if !slices.Contains(qualityMonths, months) {
		months = 3
	}
	since := sinceMonths(time.Now(), months)
	q, err := s.o.Moderation.Quality(r.Context(), v.reader, since)
	if err != nil {
		return err
	}
	p := s.printer(v.lang)
	page := &QualityPage{
		DeskFrame: s.deskFrame(r, qualityArea, p.T("quality.title")), Months: months, Spans: qualityMonths, Looks: q.Looks, Samples: q.Samples,
		Machine: viewShare(p, q.Automatic),
	}
	page.Path = "/desk/quality?months=" + strconv.Itoa(months)
	nudges, err := s.o.Moderation.Nudges(r.Context(), v.reader, since)
	if err != nil {
		return err
	}
	page.Nudges = viewNudges(p, nudges)
	if q.All.Agreed.Of > 0 {
		page.Kappa = p.Hundredths(q.All.Kappa)
	}
	page.Work = []WorkView{viewWork(p, q.Mine), viewWork(p, q.All)}
	page.Work[0].Me = true
	for _, w := range q.People {
		if w.By.ID != v.reader.ID {
			page.Work = append(page.Work, viewWork(p, w))
		}
	}
	for _, a := range q.Automaton {
		page.Rows = append(page.Rows, viewAccuracy(p, a))
	}
	return s.show(w, r, http.StatusOK, "quality", page)
}

func viewWork(p *i18n.Printer, w moderation.Work) WorkView {
	view := WorkView{Decided: w.Decided, Agreed: viewShare(p, w.Agreed), SameRule: viewShare(p, w.SameRule), Reversed: viewShare(p, w.Reversed)}
	if w.By != nil {
		view.Who = w.By.PenName
	}
	if w.Decided > 0 {
		view.Median, view.Ninth = span(p, w.Median), span(p, w.Ninth)
	}
	return view
}

func viewAccuracy(p *i18n.Printer, a moderation.Accuracy) AccuracyView {
	return AccuracyView{a.Language, a.Correct.Of, a.Breaks, viewShare(p, a.Correct), viewShare(p, a.Precision), viewShare(p, a.Recall)}
}

// viewNudges gives nil where nobody was nudged.
func viewNudges(p *i18n.Printer, f moderation.NudgeFigures) *NudgeCounts {
	if f.Shown == 0 {
		return nil
	}
	return &NudgeCounts{f.Shown, viewShare(p, f.Changed), viewShare(p, f.Anyway), viewShare(p, f.Dropped)}
}

// viewShare writes a share as people read it.
func viewShare(p *i18n.Printer, s moderation.Share) ShareView {
	if s.Of == 0 {
		return ShareView{}
	}
	whole := func(x float64) int64 { return int64(math.Round(100 * x)) }
	return ShareView{
		Percent: p.T("quality.percent", "Percent", p.Number(whole(s.Value()))),
		Of:      p.T("quality.of", "Some", p.Number(int64(s.N)), "All", p.Number(int64(s.Of))),
		Range:   p.T("quality.range", "Low", p.Number(whole(s.Low)), "High", p.Number(whole(s.High))),
	}
}

// span tells how long something took, in one unit.
func span(p *i18n.Printer, d time.Duration) string {
	switch {
	case d < time.Minute:
		return p.T("quality.seconds", "Count", p.Number(int64(d.Round(time.Second)/time.Second)))
	case d < 2*time.Hour:
		return p.T("quality.minutes", "Count", p.Number(int64(d.Round(time.Minute)/time.Minute)))
	case d < 48*time.Hour:
		return p.T("quality.hours", "Count", p.Number(int64(d.Round(time.Hour)/time.Hour)))
	}
	return p.T("quality.days", "Count", p.Number(int64(d.Round(24*time.Hour)/(24*time.Hour))))
}

func (s *Server) look(w http.ResponseWriter, r *http.Request) error {
	return s.showLook(w, r, http.StatusOK, nil)
}

func (s *Server) showLook(w http.ResponseWriter, r *http.Request, code int, errs FieldErrors) error {
	v := visitOf(r.Context())
	look, err := s.o.Moderation.NextLook(r.Context(), v.reader)
	if err != nil {
		return err
	}
	page, err := s.lookPage(r, "quality.look_title", "/desk/quality/look")
	if err != nil {
		return err
	}
	if look != nil {
		item := s.deskItem(v, look.Card)
		item.Comment.State = rozmova.Published // which it is now would tell what was decided
		page.Decision, page.Item, page.Errors = look.Decision, &item, errs
		page.Action, page.Rule = rozmova.Action(r.PostFormValue("action")), r.PostFormValue("rule")
	}
	return s.show(w, r, code, "look", page)
}

func (s *Server) lookPage(r *http.Request, title, path string) (*LookPage, error) {
	v := visitOf(r.Context())
	rules, err := s.ruleChoices(r, v.lang)
	if err != nil {
		return nil, err
	}
	page := &LookPage{DeskFrame: s.deskFrame(r, qualityArea, s.printer(v.lang).T(title)), Rules: rules}
	page.Path = path
	return page, nil
}

func (s *Server) lookAgain(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Decision](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	err = s.o.Moderation.LookAgain(r.Context(), visitOf(r.Context()).reader, id, rozmova.Action(r.PostFormValue("action")), r.PostFormValue("rule"))
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showLook(w, r, code, errs)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/desk/quality/look")
}

func (s *Server) sampled(w http.ResponseWriter, r *http.Request) error {
	return s.showSampled(w, r, http.StatusOK, nil)
}

func (s *Server) showSampled(w http.ResponseWriter, r *http.Request, code int, errs FieldErrors) error {
	v := visitOf(r.Context())
	card, err := s.o.Moderation.NextSample(r.Context(), v.reader)
	if err != nil {
		return err
	}
	page, err := s.lookPage(r, "quality.sample_title", "/desk/quality/sample")
	if err != nil {
		return err
	}
	if card != nil {
		item := s.deskItem(v, card)
		item.Comment.State = rozmova.Published // what became of it is not to tell people what to say
		page.Item, page.Errors = &item, errs
	}
	return s.show(w, r, code, "sampled", page)
}

func (s *Server) answerSample(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	revision, _ := strconv.Atoi(r.PostFormValue("revision")) // 0 is none
	err = s.o.Moderation.AnswerSample(r.Context(), visitOf(r.Context()).reader, id, revision, rozmova.ParseAnswer(r.PostFormValue("said")))
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showSampled(w, r, code, errs)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/desk/quality/sample")
}
