package api

import (
	"context"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
)

// mostAlerts is how many alerts one answer holds.
const mostAlerts = 100

// An Alert is what a reader is told.
type Alert struct {
	ID       string    `json:"id"`
	Seq      int64     `json:"seq" doc:"Of the event it comes from: before of the next page, up_to of marking"`
	Kind     string    `json:"kind" enum:"answer,mention,decision,featured,correction"`
	At       time.Time `json:"at"`
	Read     bool      `json:"read"`
	Story    string    `json:"story,omitempty" doc:"Slug"`
	Headline string    `json:"headline,omitempty"`
	Comment  string    `json:"comment,omitempty" doc:"That it tells of: the answer, the mention, or one's own"`
	Actor    string    `json:"actor,omitempty" doc:"Who answered or mentioned; empty for decisions, which do not tell who decided"`
	PenName  string    `json:"actor_name,omitempty"`
	Excerpt  string    `json:"excerpt,omitempty" doc:"Of the words, as plain text"`
	Decision string    `json:"decision,omitempty"`
}

type alertList struct {
	Body struct {
		Alerts []*Alert `json:"alerts" nullable:"false" doc:"The latest first"`
		Unread int      `json:"unread" doc:"Counted to 100 and no further"`
	}
}

func (a *API) listAlerts(ctx context.Context, c *call, in *struct {
	Before int64 `query:"before" minimum:"0" doc:"seq of the last alert of the page before"`
	Limit  int   `query:"limit" minimum:"1" maximum:"100" default:"20"`
}) (*alertList, error) {
	lines, err := a.o.Alerts.List(ctx, c.viewer, in.Before, min(in.Limit, mostAlerts))
	if err != nil {
		return nil, err
	}
	return a.alertPage(ctx, c, lines)
}

func (a *API) alertPage(ctx context.Context, c *call, lines []alerts.Line) (*alertList, error) {
	out := &alertList{}
	out.Body.Alerts = each(lines, alert)
	var err error
	out.Body.Unread, err = a.o.Alerts.Unread(ctx, c.viewer.ID)
	return out, err
}

func alert(l alerts.Line) *Alert {
	out := &Alert{
		ID: l.Alert.ID.String(), Seq: l.Seq, Kind: l.Kind.String(), At: l.At, Read: !l.Read.IsZero(), Story: string(l.Slug), Headline: l.Headline,
		Comment: optional(l.Comment), Actor: optional(l.Alert.Actor), PenName: l.Actor, Excerpt: l.Excerpt,
	}
	if l.Decision != nil {
		out.Decision = l.Decision.ID.String()
	}
	return out
}

// ReadAlertsBody says which alerts were read.
type ReadAlertsBody struct {
	UpTo int64 `json:"up_to" minimum:"1" doc:"seq of the latest of them: it and all before it"`
}

func (a *API) readAlerts(ctx context.Context, c *call, in *struct {
	RawBody []byte `contentType:"application/json"`
}) (*alertList, error) {
	var b ReadAlertsBody
	if err := decode(in.RawBody, &b); err != nil {
		return nil, err
	}
	if err := a.o.Alerts.MarkRead(ctx, c.viewer, b.UpTo); err != nil {
		return nil, err
	}
	return a.alertPage(ctx, c, nil)
}

// An AlertSetting says by which channels a kind of alert comes.
type AlertSetting struct {
	Page bool   `json:"page"`
	Mail string `json:"mail" enum:"never,at_once,daily,weekly" doc:"Of decisions it is at_once whatever is set: the law asks for it"`
	Push bool   `json:"push" doc:"In the browsers where it was switched on"`
}

// AlertSettingsBody holds the kinds to be set: answer, mention, decision, featured, correction. Others stay.
type AlertSettingsBody struct {
	Settings map[string]AlertSetting `json:"settings"`
}

type alertSettings struct{ Body AlertSettingsBody }

func (a *API) getAlertSettings(ctx context.Context, c *call, _ *struct{}) (*alertSettings, error) {
	s, err := a.o.Alerts.Settings(ctx, c.viewer)
	if err != nil {
		return nil, err
	}
	out := &alertSettings{AlertSettingsBody{map[string]AlertSetting{}}}
	for kind, set := range s {
		out.Body.Settings[kind.String()] = AlertSetting{set.Page, string(set.Mail), set.Push}
	}
	return out, nil
}

func (a *API) setAlertSettings(ctx context.Context, c *call, in *struct {
	RawBody []byte `contentType:"application/json"`
}) (*alertSettings, error) {
	var b AlertSettingsBody
	if err := decode(in.RawBody, &b); err != nil {
		return nil, err
	}
	changed := rozmova.AlertSettings{}
	for name, set := range b.Settings {
		kind, err := rozmova.ParseAlertKind(name)
		if err != nil {
			return nil, err
		}
		changed[kind] = rozmova.AlertSetting{Page: set.Page, Mail: rozmova.Pace(set.Mail), Push: set.Push}
	}
	if err := a.o.Alerts.SetSettings(ctx, c.viewer, changed); err != nil {
		return nil, err
	}
	return a.getAlertSettings(ctx, c, nil)
}
