package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/api"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/moderation"
)

// TestAskingBeforePosting: only who asks for it is asked whether to say it another way, and the same words are taken all the same.
func TestAskingBeforePosting(t *testing.T) {
	h := newHouse(t)
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	h.discussion = discussion.New(h.db, discussion.Options{
		Now: h.clock, Site: h.seed.Site, Settings: rozmova.ThreadSettings{PerMinute: 1000}, Moderation: h.moderation,
		Judge: func(in *civility.Input) rozmova.Verdict {
			v := rozmova.Verdict{Language: "uk", Model: "test"}
			if strings.HasPrefix(in.Text, "Ви нездара") {
				v.Scores[rozmova.Participant] = .99
				v.Spans = []rozmova.Marked{{Start: 3, End: 10, Label: rozmova.Participant, Score: .99}}
			}
			return v
		},
	})
	h.api = api.New(api.Options{
		Discussion: h.discussion, Moderation: h.moderation, Membership: membership.New(h.db, membership.Options{Now: h.clock, Site: h.seed.Site}),
		Alerts: h.alerts, Hub: h.hub, Site: h.seed.Site, Origin: origin, Bundle: bundle, Version: "test",
	})
	h.handler = h.api.Handler()
	post := func(body string) answer {
		t.Helper()
		return h.ask("author", http.MethodPost, "/threads/"+h.seed.Thread.String()+"/comments", body)
	}
	if got := post(`{"body":"Ви нездара."}`); got.StatusCode != http.StatusCreated {
		t.Errorf("nobody asked for it: %d %s", got.StatusCode, got.text)
	}
	if got := post(`{"body":"Міст дорогий.","nudge":true}`); got.StatusCode != http.StatusCreated {
		t.Errorf("calm words: %d %s", got.StatusCode, got.text)
	}
	asked := post(`{"body":"Ви нездара!","nudge":true}`)
	var p struct {
		Reason, Nudge, Label string
		Spans                []struct{ Start, End int }
	}
	if err := json.Unmarshal([]byte(asked.text), &p); err != nil {
		t.Fatal(err)
	}
	if asked.StatusCode != http.StatusConflict || p.Reason != "comment.nudge" || p.Nudge == "" || p.Label != "participant" || len(p.Spans) != 1 || p.Spans[0].Start != 3 {
		t.Errorf("%d %s", asked.StatusCode, asked.text)
	}
	golden(t, "problem-nudge", asked)
	if got := post(`{"body":"Ви нездара!","nudge":true,"nudge_id":"x"}`); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an ID that is none: %d %s", got.StatusCode, got.text)
	}
	if got := post(fmt.Sprintf(`{"body":"Ви нездара!","nudge":true,"nudge_id":%q,"anyway":true}`, p.Nudge)); got.StatusCode != http.StatusCreated {
		t.Errorf("all the same: %d %s", got.StatusCode, got.text)
	}
	f, err := h.moderation.Nudges(context.Background(), h.seed.Moderator, h.clock().Add(-1e9))
	if err != nil || f.Shown != 1 || f.Anyway != moderation.ShareOf(1, 1) {
		t.Errorf("%+v, %v", f, err)
	}
}
