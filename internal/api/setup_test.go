package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

func TestHostileSettings(t *testing.T) {
	h := newHouse(t)
	path := "/threads/" + h.seed.Thread.String() + "/settings"
	for _, tt := range []struct{ body, reason, location string }{
		{`{}`, "field.missing", "body.mode"},
		{`{"mode":"quiet"}`, "field.type", "body.mode"},
		{`{"mode":null}`, "field.type", "body.mode"},
		{`{"mode":"open","beneath":{}}`, "field.unknown", "body.beneath"},
		{`{"mode":"open","Settings":{}}`, "field.unknown", "body.Settings"},
		{`{"mode":"open","opens":"tomorrow"}`, "field.type", "body.opens"},
		{`{"mode":"open","closes":null}`, "field.type", "body.closes"},
		{`{"mode":"open","runes":1e3}`, "field.type", "body.runes"},
		{`{"mode":"open","languages":"uk"}`, "field.type", "body.languages"},
		{`{"mode":"slow","slow_minutes":0.5}`, "field.type", "body.slow_minutes"},
	} {
		a := h.ask("editor", http.MethodPut, path, tt.body)
		if p := problem(t, a); a.StatusCode != 422 || p.Reason != tt.reason || p.location() != tt.location {
			t.Errorf("%s: %d %s at %q, want %s at %q", tt.body, a.StatusCode, p.Reason, p.location(), tt.reason, tt.location)
		}
	}
	for field, body := range map[string]string{
		"slow_minutes": `{"mode":"slow","slow_minutes":1441}`, "runes": `{"mode":"open","runes":5}`, "per_minute": `{"mode":"open","per_minute":-1}`,
		"nesting": `{"mode":"open","nesting":201}`, "writers": `{"mode":"open","writers":"friends"}`, "older_than_days": `{"mode":"open","older_than_days":-3}`,
		"message": `{"mode":"open","message":"` + strings.Repeat("a", 501) + `"}`, "invited": `{"mode":"open","writers":"invited","invited":["Ніхто такий"]}`,
	} {
		a := h.ask("editor", http.MethodPut, path, body)
		if p := problem(t, a); a.StatusCode != 422 || !strings.HasPrefix(p.location(), "body."+field) || strings.Contains(p.Detail, "⟦") {
			t.Errorf("%s: %d %s at %q: %s", body, a.StatusCode, p.Reason, p.location(), p.Detail)
		}
	}
	if got := h.ask("", http.MethodGet, "/threads/"+h.seed.Thread.String(), ""); !strings.Contains(got.text, `"mode":"open"`) {
		t.Errorf("after refusals alone the thread is %s", got.text)
	}
}

func TestSettingsThatHold(t *testing.T) {
	h := newHouse(t)
	thread := "/threads/" + h.seed.Thread.String()
	set := func(body string) {
		t.Helper()
		if got := h.ask("editor", http.MethodPut, thread+"/settings", body); got.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d: %s", body, got.StatusCode, got.text)
		}
	}
	post := func(body string) answer {
		return h.ask("author", http.MethodPost, thread+"/comments", `{"body":"`+body+`"}`)
	}
	opens := h.clock().Add(26 * time.Hour)
	set(`{"mode":"open","opens":"` + opens.Format(time.RFC3339) + `"}`)
	a := post("Рано")
	p := problem(t, a)
	if a.StatusCode != http.StatusConflict || p.Reason != "thread.not_yet" || !strings.Contains(p.Detail, "2026") || strings.Contains(p.Detail, "+0000") {
		t.Errorf("before it opens: %d %s: %s", a.StatusCode, p.Reason, p.Detail)
	}
	if p.When == nil || !p.When.Equal(opens) {
		t.Errorf("when it opens is told as %v, want %v", p.When, opens)
	}
	var now struct {
		Mode  string
		Early bool
		Opens time.Time
	}
	h.ask("", http.MethodGet, thread, "").decode(t, &now)
	if now.Mode != "closed" || !now.Early || !now.Opens.Equal(opens) {
		t.Errorf("before it opens the thread is %+v", now)
	}
	set(`{"mode":"slow","slow_minutes":3}`)
	if got := post("Раз"); got.StatusCode != http.StatusCreated {
		t.Fatalf("the first comment in a slow thread: %s", got.text)
	}
	a = post("Два")
	if p := problem(t, a); a.StatusCode != http.StatusTooManyRequests || p.Reason != "comment.slow" || a.Header.Get("Retry-After") == "" {
		t.Errorf("the second: %d %s, Retry-After %q", a.StatusCode, p.Reason, a.Header.Get("Retry-After"))
	}
	h.later(3 * time.Minute)
	if got := post("Два"); got.StatusCode != http.StatusCreated {
		t.Errorf("three minutes later: %s", got.text)
	}
	set(`{"mode":"closed"}`)
	if a := post("Три"); a.StatusCode != http.StatusConflict || problem(t, a).Reason != "thread.closed" {
		t.Errorf("closed: %d: %s", a.StatusCode, a.text)
	}
	set(`{"mode":"open"}`)
	if got := h.ask("editor", http.MethodGet, thread+"/settings", ""); strings.Contains(strings.Split(got.text, `"beneath"`)[0], "slow_minutes") {
		t.Errorf("what was left out is still set: %s", got.text)
	}
}

func TestVotesAndMutesOfOneself(t *testing.T) {
	h := newHouse(t)
	id := h.comment(rozmova.Published, "Слово").ID.String()
	path := "/comments/" + id
	for range 2 { // the same again changes nothing
		var tally struct {
			Comment string
			Votes   struct{ Voters, Agree, Disagree, Respect int }
			MyVote  *struct {
				Opinion string
				Respect bool
			} `json:"my_vote"`
		}
		h.ask("other", http.MethodPut, path+"/vote", `{"opinion":"disagree","respect":true}`).decode(t, &tally)
		if tally.Comment != id || tally.Votes.Voters != 1 || tally.Votes.Disagree != 1 || tally.Votes.Respect != 1 || tally.MyVote == nil || tally.MyVote.Opinion != "disagree" {
			t.Errorf("voted: %+v", tally)
		}
	}
	if got := h.ask("author", http.MethodGet, path, ""); !strings.Contains(got.text, `"disagree":1`) || strings.Contains(got.text, "my_vote") {
		t.Errorf("another sees %s", got.text)
	}
	for range 2 {
		if got := h.ask("other", http.MethodDelete, path+"/vote", ""); got.StatusCode != http.StatusOK || !strings.Contains(got.text, `"voters":0`) || strings.Contains(got.text, "my_vote") {
			t.Errorf("taken back: %d: %s", got.StatusCode, got.text)
		}
	}
	author := h.seed.Readers[0].ID.String()
	h.ask("other", http.MethodPut, "/readers/"+author+"/mute", "")
	if got := h.ask("other", http.MethodGet, path, ""); !strings.Contains(got.text, `"muted":true`) {
		t.Errorf("of a muted reader: %s", got.text)
	}
	if got := h.ask("", http.MethodGet, path, ""); strings.Contains(got.text, `"muted"`) {
		t.Errorf("others see that somebody muted: %s", got.text)
	}
	if got := h.ask("other", http.MethodPut, "/readers/"+author+"/mute", "{"); got.StatusCode != http.StatusOK {
		t.Errorf("a body that is not asked for: %d: %s", got.StatusCode, got.text)
	}
	h.ask("other", http.MethodDelete, "/readers/"+author+"/mute", "")
	if got := h.ask("other", http.MethodGet, "/me/muted", ""); !strings.Contains(got.text, `"readers":[]`) {
		t.Errorf("after it was ended: %s", got.text)
	}
}
