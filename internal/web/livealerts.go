package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/live"
)

// longestBell is how long one stream of alerts goes on; the browser comes back then, and shows its session anew.
const longestBell = 15 * time.Minute

// liveAlerts streams to one reader how many alerts are unread, and what has just happened. Nothing is sent once the session has
// ended.
func (s *Server) liveAlerts(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	if v.reader == nil {
		return rozmova.Unauthenticated
	}
	leave, ok := s.streams.Enter(live.Origin(r))
	if !ok {
		return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "live.too_many"}
	}
	defer leave()
	sub, err := s.o.Hub.Subscribe(v.reader.ID)
	if err != nil {
		return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "live.too_many", Err: err}
	}
	defer sub.Close()
	ctx, cancel := context.WithTimeout(r.Context(), longestBell)
	defer cancel()
	stream, err := live.Open(w)
	if err != nil {
		return err
	}
	if err := stream.Send(s.bellEvent(ctx, v, rozmova.Event{})); err != nil {
		return nil // gone already
	}
	stream.Serve(r.WithContext(ctx), sub, 0, func(m *live.Message) []byte {
		if _, err := s.o.Membership.Session(ctx, v.secret); err != nil {
			cancel()
			return nil
		}
		return m.Render(string(v.lang), func(m *live.Message) []byte { return s.bellEvent(ctx, v, m.Data.(rozmova.Event)) })
	})
	return nil
}

// bellEvent writes how many alerts are unread and, where one was just raised, what it says and where it leads.
func (s *Server) bellEvent(ctx context.Context, v *visit, e rozmova.Event) []byte {
	n, err := s.o.Alerts.Unread(ctx, v.reader.ID)
	if err != nil {
		return nil
	}
	rung := struct {
		N    int    `json:"n"`
		Text string `json:"text"`
		Say  string `json:"say,omitempty"`
		Path string `json:"path,omitempty"`
	}{N: n, Text: s.printer(v.lang).T("alert.unread_count", "N", n)}
	if e.Kind == rozmova.AlertRaised {
		lines, err := s.o.Alerts.List(ctx, v.reader, 0, 1)
		if err == nil && len(lines) > 0 && lines[0].Read.IsZero() {
			l := lines[0]
			rung.Say = s.alertText(v.lang, l)
			if l.Excerpt != "" {
				rung.Say = strings.TrimRight(rung.Say, ".:") + ": " + l.Excerpt
			}
			rung.Path = LocalPath(v.lang, "/alerts/"+l.ID.String())
		}
	}
	data, err := json.Marshal(rung)
	if err != nil {
		return nil
	}
	return live.Event(nil, "alerts", e.Seq, data)
}
