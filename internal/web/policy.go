package web

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/moderation"
)

func (s *Server) policies(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	levels, err := s.o.Moderation.PolicyLevels(r.Context(), v.reader)
	if err != nil {
		return err
	}
	p := s.printer(v.lang)
	page := &PoliciesPage{DeskFrame: s.deskFrame(r, "policy", p.T("policy.title"))}
	for i := range levels {
		page.Levels = append(page.Levels, s.viewLevel(v.lang, &levels[i]))
	}
	return s.show(w, r, http.StatusOK, "policies", page)
}

func (s *Server) viewLevel(lang rozmova.Locale, at *moderation.PolicyLevel) PolicyLevelView {
	view := PolicyLevelView{Level: at.Level, Version: at.Version, At: at.At}
	if at.By != nil {
		view.By = at.By.PenName
	}
	p := s.printer(lang)
	switch {
	case at.Story != nil:
		view.Name = p.T("policy.of_story", "Headline", at.Story.Headline)
	case at.Section != "":
		view.Name = p.T("policy.of_section", "Section", s.sectionLink(lang, at.Section).Name)
	default:
		view.Name = p.T("policy.of_site")
	}
	return view
}

func (s *Server) policyForm(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	if slug := strings.TrimSpace(q.Get("story")); slug != "" {
		if u, err := url.Parse(slug); err == nil { // the address of a story will do
			slug = path.Base(u.Path)
		}
		reading, err := s.o.Newsroom.Read(r.Context(), rozmova.Slug(slug))
		if err != nil {
			return err
		}
		return s.seeOther(w, r, "/desk/policy/edit?level="+url.QueryEscape(moderation.StoryLevel(reading.Story.ID)))
	}
	version, err := strconv.Atoi(q.Get("version"))
	if err != nil || version < 0 {
		version = 0
	}
	sheet, err := s.o.Moderation.PolicySheet(r.Context(), visitOf(r.Context()).reader, q.Get("level"), version)
	if err != nil {
		return err
	}
	return s.showPolicy(w, r, http.StatusOK, sheet, fillPolicy(&sheet.Own), sheet.Newest, nil, nil)
}

// setPolicy saves a policy, or shows what it would have done: of the field say.
func (s *Server) setPolicy(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	level := r.PostFormValue("level")
	sheet, err := s.o.Moderation.PolicySheet(r.Context(), v.reader, level, 0)
	if err != nil {
		return err
	}
	form := typedPolicy(r)
	seen, err := strconv.Atoi(form["seen"])
	if err != nil {
		seen = sheet.Newest
	}
	var rules []string
	for _, rule := range sheet.Rules {
		rules = append(rules, rule.Key)
	}
	policy, wrong := form.policy(rules)
	var forecast *moderation.Forecast
	switch {
	case wrong != nil || form["say"] == "preview":
		if forecast, err = s.o.Moderation.Forecast(r.Context(), v.reader, level, policy); err == nil || errors.Is(err, rozmova.Invalid) {
			err = errors.Join(wrong, err) // whoever mends one field is told of the others too
		}
	default:
		_, err = s.o.Moderation.SetPolicy(r.Context(), v.reader, level, policy, seen)
	}
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		if errors.Is(err, rozmova.Conflict) {
			seen = sheet.Newest // whoever sends it again has been told
		}
		return s.showPolicy(w, r, code, sheet, form, seen, errs, nil)
	}
	if err != nil {
		return err
	}
	if forecast != nil {
		return s.showPolicy(w, r, http.StatusOK, sheet, form, seen, nil, forecast)
	}
	return s.seeOther(w, r, "/desk/policy/edit?level="+url.QueryEscape(level)+"&done=saved")
}

// viewForecast puts a forecast into words.
func (s *Server) viewForecast(p *i18n.Printer, f *moderation.Forecast) *PolicyForecast {
	view := &PolicyForecast{Total: f.Total, From: f.From, Nudged: f.Nudged}
	for _, key := range []string{moderation.WasShown, moderation.WasMarked, moderation.WasWaiting, moderation.WasHeld, moderation.WasRefused, moderation.WasRemoved} {
		if f.Did[key]+f.Would[key] > 0 {
			view.Rows = append(view.Rows, ForecastRow{key, f.Did[key], f.Would[key]})
		}
	}
	for _, cell := range f.Cells {
		c := ForecastCellView{Did: cell.Did, Would: cell.Would, Count: cell.Count}
		for _, e := range cell.Examples {
			c.Examples = append(c.Examples, ForecastExampleView{
				ID: e.Comment.ID, Text: begins(rozmova.PlainText(e.Comment.Body), 240), Language: e.Comment.Language, Why: whyPolicy(p, &e.Outcome), Headline: e.Story.Headline, At: e.Comment.Created,
			})
		}
		view.Cells = append(view.Cells, c)
	}
	return view
}

// whyPolicy says for what a policy would have held or marked a comment.
func whyPolicy(p *i18n.Printer, o *moderation.Outcome) string {
	switch {
	case o.Facts != "":
		return p.T(o.Facts)
	case o.Score > 0:
		return p.T("policy.why_label", "Label", p.T("policy.bar."+o.Label.String()), "Score", int(o.Score*100+0.5))
	}
	return ""
}

// begins gives the first runes of a text.
func begins(text string, runes int) string {
	n := 0
	for i := range text {
		if n++; n > runes {
			return strings.TrimSpace(text[:i]) + "…"
		}
	}
	return text
}
