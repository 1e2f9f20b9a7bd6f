package client

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
)

// An Alert is what a reader is told.
type Alert struct {
	ID       rozmova.ID[rozmova.Alert]    `json:"id"`
	Seq      int64                        `json:"seq"` // for Alerts and MarkAlertsRead
	Kind     rozmova.AlertKind            `json:"kind"`
	At       time.Time                    `json:"at"`
	Read     bool                         `json:"read"`
	Story    rozmova.Slug                 `json:"story"`
	Headline string                       `json:"headline"`
	Comment  rozmova.ID[rozmova.Comment]  `json:"comment"` // that it tells of; zero for none
	Actor    rozmova.ID[rozmova.Reader]   `json:"actor"`   // who answered or mentioned; zero for none
	PenName  string                       `json:"actor_name"`
	Excerpt  string                       `json:"excerpt"`  // of the words, as plain text
	Decision rozmova.ID[rozmova.Decision] `json:"decision"` // zero for none
}

// AlertPage is a page of alerts.
type AlertPage struct {
	Alerts []Alert `json:"alerts"` // the latest first
	Unread int     `json:"unread"` // counted to 100 and no further
}

// Alerts lists up to limit (1 to 100) of the alerts of whom the token stands for, the latest first; before is the Seq of the last
// one of the page before, 0 for none.
func (c *Client) Alerts(ctx context.Context, before int64, limit int) (*AlertPage, error) {
	var p AlertPage
	query := url.Values{"before": {strconv.FormatInt(before, 10)}, "limit": {strconv.Itoa(limit)}}
	if err := c.get(ctx, "/me/alerts", query, &p); err != nil {
		return nil, err
	}
	return &p, nil
}

// MarkAlertsRead marks the alert with a Seq and all before it as read, and gives how many are left.
func (c *Client) MarkAlertsRead(ctx context.Context, upTo int64) (unread int, err error) {
	var p AlertPage
	body := map[string]int64{"up_to": upTo}
	err = c.send(ctx, http.MethodPut, "/me/alerts/read", body, &p)
	return p.Unread, err
}

type alertSettings struct {
	Settings rozmova.AlertSettings `json:"settings"`
}

// AlertSettings tells by which channels each kind of alert comes.
func (c *Client) AlertSettings(ctx context.Context) (rozmova.AlertSettings, error) {
	var s alertSettings
	err := c.get(ctx, "/me/alerts/settings", nil, &s)
	return s.Settings, err
}

// SetAlertSettings sets it for the kinds that are given, and gives what holds then: letters about decisions go at once whatever
// is set.
func (c *Client) SetAlertSettings(ctx context.Context, changed rozmova.AlertSettings) (rozmova.AlertSettings, error) {
	var s alertSettings
	err := c.send(ctx, http.MethodPut, "/me/alerts/settings", alertSettings{changed}, &s)
	return s.Settings, err
}
