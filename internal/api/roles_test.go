package api_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

var writeRoles = flag.Bool("update-roles", false, "rewrite the table of operations in docs/roles.md")

// tokenHolders are who asks for every operation, in the order of the table's columns.
var tokenHolders = []string{"nobody", "author", "other", "elsewhere", "moderator", "senior", "editor", "admin"}

// bodies are what a program would send, by a part of the operation.
var bodies = []struct{ part, body string }{
	{"/decisions", `{"action":"remove","rule":"respect","facts":"образа","revision":1}`},
	{"/notices", `{"rule":"respect","text":"образа"}`},
	{"/vote", `{"opinion":"agree","respect":true}`},
	{"/feature", `{"block":null}`},
	{"/settings", `{"mode":"open"}`},
	{"/read", `{"up_to":1}`},
	{"PUT /comments/", `{"body":"Інакше","revision":1}`},
	{"POST /threads/", `{"body":"Слово"}`},
}

// TestEveryOperationByEveryRole asks for every operation of the description with everybody's token, and compares the answers with
// docs/roles.md. A new operation without a row fails; go test -run TestEveryOperationByEveryRole ./internal/api -update-roles writes
// the rows, which are to be read.
func TestEveryOperationByEveryRole(t *testing.T) {
	h := newHouse(t)
	h.richStory()
	h.enrol()
	members := membership.New(h.db, membership.Options{Now: h.clock, Site: h.seed.Site})
	for who, g := range map[string]rozmova.Grant{
		"elsewhere": {Role: rozmova.Moderator, Section: "sport"}, "senior": {Role: rozmova.Senior}, "admin": {Role: rozmova.Admin},
	} {
		r, err := members.Invite(t.Context(), who+"@example.org", "", "uk", g)
		if err != nil {
			t.Fatal(err)
		}
		if h.tokens[who], err = members.NewToken(t.Context(), r, "test", 0); err != nil {
			t.Fatal(err)
		}
	}
	var d struct {
		Paths map[string]map[string]any
	}
	h.do(httptest.NewRequest(http.MethodGet, "/openapi.json", nil)).decode(t, &d)
	var operations []string
	for path, methods := range d.Paths {
		for method := range methods {
			operations = append(operations, path+" "+strings.ToUpper(method))
		}
	}
	slices.Sort(operations)
	if len(operations) < 20 {
		t.Fatalf("found %v only", operations)
	}
	rows := []string{"| operation | " + strings.Join(tokenHolders, " | ") + " |", "|---|" + strings.Repeat("---|", len(tokenHolders))}
	for _, operation := range operations {
		path, method, _ := strings.Cut(operation, " ")
		row := "| `" + method + " " + path + "` |"
		for _, who := range tokenHolders {
			row += fmt.Sprintf(" %d |", h.meets(method, strings.TrimPrefix(path, "/api/v1"), who))
		}
		rows = append(rows, row)
	}
	const file, begin, end = "../../docs/roles.md", "<!-- operations -->\n", "<!-- end of operations -->"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), begin)
	table, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the operations", file)
	}
	if *writeRoles {
		if err := os.WriteFile(file, []byte(before+begin+strings.Join(rows, "\n")+"\n"+end+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(strings.Split(strings.TrimSpace(table), "\n"), rows); diff != "" {
		t.Errorf("%s (-written +what the program does):\n%s", file, diff)
	}
}

// meets asks for an operation about a new comment of the author's.
func (h *house) meets(method, path, who string) int {
	h.t.Helper()
	c := h.comment(rozmova.Published, "Слово")
	where := strings.NewReplacer(
		"/comments/{id}", "/comments/"+c.ID.String(), "/comments/{comment}", "/comments/"+c.ID.String(), "/people/{slug}", "/people/holos", "{slug}", "mist",
		"/threads/{id}", "/threads/"+h.seed.Thread.String(), "/threads/{thread}", "/threads/"+h.seed.Thread.String(),
		"/readers/{id}", "/readers/"+h.seed.Readers[0].ID.String(), "/readers/{reader}", "/readers/"+h.seed.Readers[0].ID.String(),
	).Replace(path)
	if strings.HasSuffix(path, "/search") {
		where += "?q=%D0%BC%D1%96%D1%81%D1%82"
	}
	body := ""
	for _, b := range bodies {
		if body == "" && strings.Contains(method+" "+path, b.part) && (method == http.MethodPost || method == http.MethodPut) {
			body = b.body
		}
	}
	if who == "nobody" {
		who = ""
	}
	if !strings.HasSuffix(path, "/events") {
		return h.ask(who, method, where, body).StatusCode
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	r := httptest.NewRequestWithContext(ctx, method, "/api/v1"+where, http.NoBody)
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+h.tokens[who])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w.Code
}
