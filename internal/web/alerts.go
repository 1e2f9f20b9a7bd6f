package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/i18n"
)

// alertRoutes lays the routes of alerts.
func (s *Server) alertRoutes(mux *http.ServeMux) {
	mux.Handle("GET /alerts", s.reader(s.alerts))
	mux.Handle("POST /alerts/read", s.reader(s.readAlerts))
	mux.Handle("GET /alerts/{id}", s.reader(s.openAlert))
	mux.Handle("GET /me/live", s.page(s.liveAlerts))
	mux.Handle("GET /me/alerts", s.reader(s.alertSettingsForm))
	mux.Handle("POST /me/alerts", s.acting(s.alertSettings))
}

// alertsOnPage is how many alerts a page lists.
const alertsOnPage = 30

// unread counts a reader's unread alerts for the bell.
func (s *Server) unread(r *http.Request, reader *rozmova.Reader) int {
	if s.o.Alerts == nil {
		return 0
	}
	n, err := s.o.Alerts.Unread(r.Context(), reader.ID)
	if err != nil && r.Context().Err() == nil {
		s.o.Log.Warn("counting alerts", "error", err)
	}
	return n
}

func (s *Server) alerts(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	lines, err := s.o.Alerts.List(r.Context(), v.reader, before, alertsOnPage+1)
	if err != nil {
		return err
	}
	page := &AlertsPage{Frame: s.frame(r, s.printer(v.lang).T("alert.title"))}
	if page.Bounced, err = s.bounced(r); err != nil {
		return err
	}
	if len(lines) > alertsOnPage {
		lines = lines[:alertsOnPage]
		page.Older = fmt.Sprintf("/alerts?before=%d", lines[alertsOnPage-1].Seq)
	}
	for i, l := range lines {
		if i == 0 {
			page.Latest = l.Seq
		}
		view := s.viewAlert(v.lang, l)
		page.Unread = page.Unread || view.Unread
		page.Alerts = append(page.Alerts, view)
	}
	return s.show(w, r, http.StatusOK, "alerts", page)
}

// viewAlert tells of an alert in a language.
func (s *Server) viewAlert(lang rozmova.Locale, l alerts.Line) AlertView {
	return AlertView{
		ID: l.ID, Kind: l.Kind, Text: s.alertText(lang, l), Story: StoryRef{l.Slug, l.Headline, l.Language}, Excerpt: l.Excerpt, At: l.At,
		Unread: l.Read.IsZero(), Decision: reasoned(l),
	}
}

// alertText says in one line what happened.
func (s *Server) alertText(lang rozmova.Locale, l alerts.Line) string {
	p := s.printer(lang)
	name := l.Actor
	if name == "" {
		name = p.T("alert.somebody")
	}
	switch l.Kind {
	case rozmova.AlertAnswer:
		return p.T("alert.answer", "Name", name)
	case rozmova.AlertMention:
		return p.T("alert.mention", "Name", name)
	case rozmova.AlertFeatured:
		return p.T("alert.featured")
	case rozmova.AlertCorrection:
		return correctionText(p, l)
	}
	switch {
	case !l.Own:
		return p.T("alert.report_answered")
	case l.Decision == nil:
		return p.T("alert.decided")
	case l.Decision.Action == rozmova.Hold:
		return p.T("alert.held")
	case l.Decision.Action == rozmova.Remove:
		return p.T("alert.removed")
	case l.Decision.Action == rozmova.Restore:
		return p.T("alert.restored")
	}
	return p.T("alert.decided")
}

// correctionText says what was corrected: the statement to which the reader spoke, another one, or the story.
func correctionText(p *i18n.Printer, l alerts.Line) string {
	switch {
	case l.Statement != "" && !l.Comment.IsZero():
		return p.T("alert.correction_cited", "Words", l.Statement)
	case l.Statement != "":
		return p.T("alert.correction_statement", "Words", l.Statement)
	}
	return p.T("alert.correction")
}

// reasoned reports whether an alert is of a decision for which its reader was given reasons.
func reasoned(l alerts.Line) bool {
	return l.Kind == rozmova.AlertDecision && l.Own && l.Decision != nil && l.Decision.Action.Restricts()
}

// AlertPath is the site path where what an alert tells of is read.
func AlertPath(l alerts.Line) string {
	switch {
	case reasoned(l):
		return "/decisions/" + l.Decision.ID.String()
	case l.Kind == rozmova.AlertCorrection:
		return "/stories/" + string(l.Slug) + "#correction-" + strconv.Itoa(max(l.Number, 1))
	}
	return "/comments/" + l.Comment.String()
}

// openAlert leads to what an alert tells of, which marks it as read: harmless for whoever makes its reader open the address.
func (s *Server) openAlert(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Alert](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	line, err := s.o.Alerts.Open(r.Context(), visitOf(r.Context()).reader, id)
	if err != nil {
		return err
	}
	return s.seeOther(w, r, AlertPath(line))
}

func (s *Server) readAlerts(w http.ResponseWriter, r *http.Request) error {
	upTo, err := strconv.ParseInt(r.PostFormValue("up_to"), 10, 64)
	if err != nil {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "request.broken", Err: err}
	}
	if err := s.o.Alerts.MarkRead(r.Context(), visitOf(r.Context()).reader, upTo); err != nil {
		return err
	}
	return s.seeOther(w, r, "/alerts")
}

// bounced reports whether letters do not reach who is signed in.
func (s *Server) bounced(r *http.Request) (bool, error) {
	if s.o.Alerts == nil {
		return false, nil
	}
	at, err := s.o.Alerts.Bounced(r.Context(), visitOf(r.Context()).reader)
	return !at.IsZero(), err
}

func (s *Server) alertSettingsForm(w http.ResponseWriter, r *http.Request) error {
	settings, err := s.o.Alerts.Settings(r.Context(), visitOf(r.Context()).reader)
	if err != nil {
		return err
	}
	return s.showAlertSettings(w, r, http.StatusOK, settings, nil)
}

func (s *Server) showAlertSettings(w http.ResponseWriter, r *http.Request, code int, settings rozmova.AlertSettings, wrong FieldErrors) error {
	v := visitOf(r.Context())
	p := s.printer(v.lang)
	zone := s.o.Location
	if zone == nil {
		zone = time.UTC
	}
	hour := time.Date(2000, 1, 1, s.o.Alerts.Hour(), 0, 0, 0, zone)
	page := &AlertSettingsPage{Frame: s.frame(r, p.T("alert.set.title")), Paces: alerts.Paces(), Hour: p.Time(hour), Errors: wrong}
	for _, k := range rozmova.AlertKinds() {
		page.Kinds = append(page.Kinds, AlertChoice{k, settings[k], k == rozmova.AlertDecision})
	}
	email, err := s.o.Membership.Email(r.Context(), v.reader)
	if err != nil && !errors.Is(err, rozmova.NotFound) {
		return err
	}
	page.Mail = email != ""
	if page.Bounced, err = s.bounced(r); err != nil {
		return err
	}
	if page.PushPart, err = s.pushPart(r); err != nil {
		return err
	}
	return s.show(w, r, code, "alert-settings", page)
}

func (s *Server) alertSettings(w http.ResponseWriter, r *http.Request) error {
	chosen := rozmova.AlertSettings{}
	for _, k := range rozmova.AlertKinds() {
		name := k.String()
		chosen[k] = rozmova.AlertSetting{
			Page: r.PostFormValue("page-"+name) != "", Mail: rozmova.Pace(r.PostFormValue("mail-" + name)), Push: r.PostFormValue("push-"+name) != "",
		}
		if k == rozmova.AlertDecision {
			chosen[k] = rozmova.AlertSetting{Page: chosen[k].Page, Mail: rozmova.AtOnce, Push: chosen[k].Push}
		}
	}
	err := s.o.Alerts.SetSettings(r.Context(), visitOf(r.Context()).reader, chosen)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showAlertSettings(w, r, code, chosen, errs)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/me/alerts?done=alerts")
}
