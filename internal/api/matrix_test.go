package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

var states = []rozmova.CommentState{rozmova.Pending, rozmova.Published, rozmova.Held, rozmova.Removed, rozmova.Withdrawn}

// TestWhoMayDoWhat is the matrix of operations on a comment: status for no token, author, other reader, moderator.
func TestWhoMayDoWhat(t *testing.T) {
	tests := []struct {
		operation string
		body      string
		want      map[rozmova.CommentState][4]int
	}{
		{"GET /comments/%s", "", map[rozmova.CommentState][4]int{
			rozmova.Pending:   {404, 200, 404, 404},
			rozmova.Published: {200, 200, 200, 200},
			rozmova.Held:      {200, 200, 200, 200},
			rozmova.Removed:   {200, 200, 200, 200},
			rozmova.Withdrawn: {200, 200, 200, 200},
		}},
		{"PUT /comments/%s", `{"body":"Інакше","revision":1}`, map[rozmova.CommentState][4]int{
			rozmova.Pending:   {401, 200, 404, 404},
			rozmova.Published: {401, 200, 403, 403},
			rozmova.Held:      {401, 409, 403, 403},
			rozmova.Removed:   {401, 409, 403, 403},
			rozmova.Withdrawn: {401, 409, 403, 403},
		}},
		{"DELETE /comments/%s", "", map[rozmova.CommentState][4]int{
			rozmova.Pending:   {401, 200, 404, 404},
			rozmova.Published: {401, 200, 403, 403},
			rozmova.Held:      {401, 200, 403, 403},
			rozmova.Removed:   {401, 409, 403, 403},
			rozmova.Withdrawn: {401, 200, 403, 403},
		}},
		{"POST /comments/%s/notices", `{"rule":"respect","text":"образа"}`, map[rozmova.CommentState][4]int{
			rozmova.Pending:   {401, 409, 404, 404},
			rozmova.Published: {401, 409, 201, 201},
			rozmova.Held:      {401, 409, 409, 409},
			rozmova.Removed:   {401, 409, 409, 409},
			rozmova.Withdrawn: {401, 409, 409, 409},
		}},
		{"PUT /comments/%s/vote", `{"opinion":"agree","respect":true}`, map[rozmova.CommentState][4]int{
			rozmova.Pending:   {401, 409, 404, 404},
			rozmova.Published: {401, 409, 200, 200},
			rozmova.Held:      {401, 409, 409, 409},
			rozmova.Removed:   {401, 409, 409, 409},
			rozmova.Withdrawn: {401, 409, 409, 409},
		}},
		{"PUT /comments/%s/feature", `{"block":null}`, map[rozmova.CommentState][4]int{
			rozmova.Pending:   {401, 403, 403, 403},
			rozmova.Published: {401, 403, 403, 403},
			rozmova.Held:      {401, 403, 403, 403},
			rozmova.Removed:   {401, 403, 403, 403},
			rozmova.Withdrawn: {401, 403, 403, 403},
		}},
		{"POST /comments/%s/decisions", `{"action":"remove","rule":"respect","facts":"образа","revision":1}`, map[rozmova.CommentState][4]int{
			rozmova.Pending:   {401, 403, 403, 201},
			rozmova.Published: {401, 403, 403, 201},
			rozmova.Held:      {401, 403, 403, 201},
			rozmova.Removed:   {401, 403, 403, 409},
			rozmova.Withdrawn: {401, 403, 403, 409},
		}},
	}
	who := [4]string{"", "author", "other", "moderator"}
	h := newHouse(t)
	unknown := rozmova.NewID[rozmova.Comment](h.clock()).String()
	for _, tt := range tests {
		method, path, _ := strings.Cut(tt.operation, " ")
		for _, state := range states {
			for i, want := range tt.want[state] {
				c := h.comment(state, "Слово")
				got := h.ask(who[i], method, fmt.Sprintf(path, c.ID), tt.body)
				if got.StatusCode != want {
					t.Errorf("%s of a %s comment by %q: %d, want %d: %s", tt.operation, state, who[i], got.StatusCode, want, got.text)
				}
				if want == 404 {
					nothing := h.ask(who[i], method, fmt.Sprintf(path, unknown), tt.body)
					if same(got) != same(nothing) {
						t.Errorf("%s by %q: a %s comment and none at all answer differently:\n%s\n%s", tt.operation, who[i], state, same(got), same(nothing))
					}
				}
			}
		}
		for _, id := range []string{unknown, "x", "00000000-0000-0000-0000-000000000000", "%2e%2e%2fthreads"} {
			for i, w := range who {
				want := 404
				byRole := strings.HasSuffix(path, "decisions") || strings.HasSuffix(path, "feature")
				if published := tt.want[rozmova.Published][i]; published == 401 || byRole && published == 403 {
					want = published // refused before anything is looked up
				}
				if got := h.ask(w, method, fmt.Sprintf(path, id), tt.body); got.StatusCode != want {
					t.Errorf("%s of %s by %q: %d, want %d", tt.operation, id, w, got.StatusCode, want)
				}
			}
		}
	}
}

// same is everything of an answer that a caller can see.
func same(a answer) string { return fmt.Sprint(a.StatusCode, a.Header, a.text) }

func TestWhoMayDoWhatElsewhere(t *testing.T) {
	h := newHouse(t)
	thread := h.seed.Thread.String()
	draft := h.draft()
	nobody := rozmova.NewID[rozmova.Thread](h.clock()).String()
	tests := []struct {
		operation string
		body      string
		want      [4]int // no token, author, other reader, moderator
	}{
		{"GET /stories", "", [4]int{200, 200, 200, 200}},
		{"GET /stories/mist", "", [4]int{200, 200, 200, 200}},
		{"GET /stories/chernetka", "", [4]int{404, 404, 404, 404}},
		{"GET /stories/nema", "", [4]int{404, 404, 404, 404}},
		{"GET /threads/" + thread, "", [4]int{200, 200, 200, 200}},
		{"GET /threads/" + draft, "", [4]int{404, 404, 404, 404}},
		{"GET /threads/" + draft + "/comments", "", [4]int{404, 404, 404, 404}},
		{"GET /threads/" + draft + "/events", "", [4]int{404, 404, 404, 404}},
		{"GET /threads/" + nobody + "/events", "", [4]int{404, 404, 404, 404}},
		{"GET /threads/" + thread + "/comments", "", [4]int{200, 200, 200, 200}},
		{"POST /threads/" + thread + "/comments", `{"body":"Слово"}`, [4]int{401, 201, 201, 201}},
		{"POST /threads/" + draft + "/comments", `{"body":"Слово"}`, [4]int{401, 404, 404, 404}},
		{"POST /threads/" + nobody + "/comments", `{"body":"Слово"}`, [4]int{401, 404, 404, 404}},
		{"GET /threads/" + thread + "/settings", "", [4]int{401, 403, 403, 403}},
		{"PUT /threads/" + thread + "/settings", `{"mode":"closed"}`, [4]int{401, 403, 403, 403}},
		{"GET /search?q=%D0%BC%D1%96%D1%81%D1%82", "", [4]int{200, 200, 200, 200}},
		{"GET /search?q=%D0%BC%D1%96%D1%81%D1%82&story=chernetka", "", [4]int{404, 404, 404, 404}},
		{"PUT /readers/" + h.seed.Moderator.ID.String() + "/mute", "", [4]int{401, 200, 200, 409}},
		{"DELETE /readers/" + h.seed.Moderator.ID.String() + "/mute", "", [4]int{401, 200, 200, 200}},
		{"PUT /readers/" + nobody + "/mute", "", [4]int{401, 404, 404, 404}},
		{"PUT /readers/x/mute", "", [4]int{401, 404, 404, 404}},
		{"GET /me/muted", "", [4]int{401, 200, 200, 200}},
		{"GET /me/alerts", "", [4]int{401, 200, 200, 200}},
		{"GET /me/alerts?limit=0", "", [4]int{422, 422, 422, 422}},
		{"PUT /me/alerts/read", `{"up_to":1}`, [4]int{401, 200, 200, 200}},
		{"PUT /me/alerts/read", `{}`, [4]int{401, 422, 422, 422}},
		{"GET /me/alerts/settings", "", [4]int{401, 200, 200, 200}},
		{"PUT /me/alerts/settings", `{"settings":{"answer":{"page":true,"mail":"weekly","push":false}}}`, [4]int{401, 200, 200, 200}},
		{"PUT /me/alerts/settings", `{"settings":{"gossip":{"page":true,"mail":"weekly","push":false}}}`, [4]int{401, 422, 422, 422}},
		{"PUT /me/alerts/settings", `{"settings":{"answer":{"page":true,"mail":"hourly","push":false}}}`, [4]int{401, 422, 422, 422}},
		{"GET /readers/" + h.seed.Moderator.ID.String(), "", [4]int{200, 200, 200, 200}},
		{"GET /readers/" + h.seed.Moderator.ID.String() + "?before=x", "", [4]int{422, 422, 422, 422}},
		{"GET /readers/" + nobody, "", [4]int{404, 404, 404, 404}},
		{"GET /readers/x", "", [4]int{404, 404, 404, 404}},
		{"GET /moderation/queue", "", [4]int{401, 403, 403, 200}},
		{"GET /rules", "", [4]int{200, 200, 200, 200}},
		{"GET /me", "", [4]int{401, 200, 200, 200}},
		{"DELETE /rules", "", [4]int{405, 405, 405, 405}},
		{"GET /nothing", "", [4]int{404, 404, 404, 404}},
	}
	for _, tt := range tests {
		method, path, _ := strings.Cut(tt.operation, " ")
		for i, who := range [4]string{"", "author", "other", "moderator"} {
			got := h.ask(who, method, path, tt.body)
			if got.StatusCode != tt.want[i] {
				t.Errorf("%s by %q: %d, want %d: %s", tt.operation, who, got.StatusCode, tt.want[i], got.text)
			}
			if got.StatusCode >= 400 && got.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s by %q: a refusal as %s", tt.operation, who, got.Header.Get("Content-Type"))
			}
		}
	}
}

// TestWhatAnEditorMayPick is the matrix of picks: status of picking and of picking no longer, by the state of the comment.
func TestWhatAnEditorMayPick(t *testing.T) {
	h := newHouse(t)
	for state, want := range map[rozmova.CommentState][2]int{
		rozmova.Pending: {404, 404}, rozmova.Published: {200, 200}, rozmova.Held: {409, 200}, rozmova.Removed: {409, 200}, rozmova.Withdrawn: {409, 200},
	} {
		path := "/comments/" + h.comment(state, "Слово").ID.String() + "/feature"
		for i, method := range [2]string{http.MethodPut, http.MethodDelete} {
			body := ""
			if method == http.MethodPut {
				body = `{"block":null}`
			}
			if got := h.ask("editor", method, path, body); got.StatusCode != want[i] {
				t.Errorf("%s of a %s comment: %d, want %d: %s", method, state, got.StatusCode, want[i], got.text)
			}
		}
	}
	one := "/comments/" + h.comment(rozmova.Published, "Слово").ID.String() + "/feature"
	if p := problem(t, h.ask("editor", http.MethodPut, one, `{"block":99}`)); p.Reason != "feature.block" || p.location() != "body.block" {
		t.Errorf("a block that the story does not have: %s at %q", p.Reason, p.location())
	}
}

func TestABadTokenIsRefusedEverywhere(t *testing.T) {
	h := newHouse(t)
	for _, authorization := range []string{"Bearer rz_wrong", "Bearer", "bearer  ", "Basic cmVhZGVyOnJ6", h.tokens["author"], "Bearer " + h.tokens["author"] + "x", ""} {
		for _, path := range []string{"/rules", "/me", "/stories/mist"} {
			got := h.ask("", http.MethodGet, path, "", "Authorization", authorization)
			if got.StatusCode != http.StatusUnauthorized || !strings.HasPrefix(got.Header.Get("WWW-Authenticate"), "Bearer ") {
				t.Errorf("Authorization %q, %s: %d with WWW-Authenticate %q", authorization, path, got.StatusCode, got.Header.Get("WWW-Authenticate"))
			}
		}
	}
	if got := h.ask("", http.MethodGet, "/me", "", "Authorization", "bEaReR "+h.tokens["author"]); got.StatusCode != http.StatusOK {
		t.Errorf("the scheme in other letter case: %d", got.StatusCode)
	}
	if got := h.ask("", http.MethodGet, "/me", "", "Cookie", "__Host-rz="+h.tokens["author"]); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("a token in a cookie: %d, but no cookie is read here", got.StatusCode)
	}
}
