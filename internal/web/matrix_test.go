package web_test

import (
	"context"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

var writeMatrix = flag.Bool("update-roles", false, "rewrite the tables of addresses in docs/roles.md")

// rolesDoc is the written matrix. The tables between its marks are what the program does; everybody who changes one reads it.
const rolesDoc = "../../docs/roles.md"

// walkers are who walks every route, in the order of the table's columns.
var walkers = []string{"nobody", "guest", "reader", "author", "suspended", "elsewhere", "moderator", "senior", "editor", "admin", "waiting"}

// TestEveryRouteByEveryRole walks every route that is laid with everybody, and compares what they meet with docs/roles.md. A new route
// without a row fails; go test -run TestEveryRouteByEveryRole ./internal/web -update-roles writes the rows, which are to be read.
func TestEveryRouteByEveryRole(t *testing.T) {
	m := newMatrix(t)
	var rows []string
	for _, pattern := range routesOf(t) {
		m.prepare(pattern)
		row := "| `" + pattern + "` |"
		for _, who := range walkers {
			row += " " + m.meets(pattern, who) + " |"
		}
		rows = append(rows, row)
	}
	matrixTable(t, "routes", "address", rows)
}

// TestEveryStateByEveryRole is the same for the pages of a comment, in each state that it can be in.
func TestEveryStateByEveryRole(t *testing.T) {
	m := newMatrix(t)
	var rows []string
	for _, pattern := range []string{
		"GET /comments/{id}", "GET /comments/{id}/revisions", "GET /comments/{id}/edit", "POST /comments/{id}/edit", "GET /comments/{id}/withdraw", "POST /comments/{id}/withdraw",
		"GET /comments/{id}/report", "POST /comments/{id}/report", "POST /comments/{id}/vote", "POST /comments/{id}/decisions",
	} {
		for _, state := range []rozmova.CommentState{rozmova.Pending, rozmova.Published, rozmova.Held, rozmova.Removed, rozmova.Withdrawn} {
			m.state = state
			m.prepare(pattern)
			row := fmt.Sprintf("| `%s`, %s |", pattern, state)
			for _, who := range walkers {
				row += " " + m.meets(pattern, who) + " |"
			}
			rows = append(rows, row)
		}
	}
	matrixTable(t, "states", "address and state", rows)
}

// matrixTable compares rows with a table of the document, or writes them into it.
func matrixTable(t *testing.T, name, first string, rows []string) {
	t.Helper()
	text, err := os.ReadFile(rolesDoc)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->"
	before, rest, ok := strings.Cut(string(text), begin)
	table, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for %s", rolesDoc, name)
	}
	head := []string{"| " + first + " | " + strings.Join(walkers, " | ") + " |", "|---|" + strings.Repeat("---|", len(walkers))}
	want := strings.Split(strings.TrimSpace(table), "\n")
	got := slices.Concat(head, rows)
	if *writeMatrix {
		if err := os.WriteFile(rolesDoc, []byte(before+begin+strings.Join(got, "\n")+"\n"+end+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-written +what the program does):\n%s", rolesDoc, diff)
	}
}

// A matrix is a bureau with everybody in it.
type matrix struct {
	*bureau
	people   map[string]*rozmova.Reader
	sessions int
	state    rozmova.CommentState
	comment  *rozmova.Comment
	decision *rozmova.Decision
	sanction rozmova.ID[rozmova.Sanction] // of somebody who does not walk
	judges   *moderation.Desk
	appeal   rozmova.ID[rozmova.Appeal] // of the author, against what the moderator decided
	notice   string                     // code of a notice of illegal content that waits
	signal   rozmova.ID[rozmova.Signal]
	addition rozmova.ID[rozmova.Addition] // to the story
}

// prepare makes what a route is about: a comment of the author's in the state that is asked for.
func (m *matrix) prepare(pattern string) {
	m.t.Helper()
	if strings.Contains(pattern, "/comments/") || m.comment == nil || strings.HasPrefix(pattern, "POST") {
		m.comment = m.write(m.state)
	}
}

// write posts a comment of the author's past the pages.
func (m *matrix) write(state rozmova.CommentState) *rozmova.Comment {
	m.t.Helper()
	c, _, err := m.discussion.Post(m.t.Context(), m.people["author"], postingAt(m.bureau, "Слово "+strconv.Itoa(m.sessions)+"."))
	m.must(err)
	if c.State != state {
		m.must(m.db.Update(context.Background(), func(tx *store.Tx) error {
			fresh, err := tx.Comment(c.ID)
			if err != nil {
				return err
			}
			seq, err := tx.Append(rozmova.Event{At: m.clock(), Kind: rozmova.CommentHeld, Site: m.people["author"].Site, Thread: fresh.Thread, Comment: fresh.ID})
			if err != nil {
				return err
			}
			return tx.MoveComment(fresh, state, seq)
		}))
	}
	return c
}

// meets tells what somebody meets at a route: yes (it is theirs to use), sign in, no (refused), hidden (as if it were not there).
func (m *matrix) meets(pattern, who string) string {
	m.t.Helper()
	m.later(time.Second)
	method, path, _ := strings.Cut(pattern, " ")
	if method == http.MethodPost && strings.Contains(path, "/comments/{id}") {
		m.comment = m.write(m.state)
	}
	if method == http.MethodPost && strings.Contains(path, "/appeals/{id}") {
		m.appeals() // what was heard is closed
	}
	where := m.fill(path)
	ctx, cancel := context.WithTimeout(m.t.Context(), 20*time.Second)
	if strings.HasSuffix(path, "/live") {
		ctx, cancel = context.WithTimeout(m.t.Context(), 100*time.Millisecond)
	}
	defer cancel()
	var body *strings.Reader = strings.NewReader("")
	if method == http.MethodPost {
		body = strings.NewReader(m.form(path).Encode())
	}
	r := httptest.NewRequestWithContext(ctx, method, "http://news.example"+where, body)
	r.RemoteAddr = fmt.Sprintf("198.51.%d.%d:999", m.sessions/200%200, m.sessions%200)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if p := m.people[who]; p != nil {
		r.AddCookie(&http.Cookie{Name: "rozmova", Value: m.session(p, who)}) //nolint:gosec // a request has no attributes
	}
	w := patient{httptest.NewRecorder()}
	m.web.ServeHTTP(w, r)
	if r.Pattern != "" && r.Pattern != pattern {
		m.t.Errorf("%s: %s goes to %s", pattern, where, r.Pattern)
	}
	to := w.Header().Get("Location")
	switch {
	case w.Code >= 500 || w.Code == http.StatusTooManyRequests || w.Code == http.StatusMethodNotAllowed:
		m.t.Errorf("%s by %s: %d: %.500s", pattern, who, w.Code, (&reply{b: m.bureau, body: w.Body.String()}).text())
		return "?"
	case w.Code == http.StatusUnauthorized || strings.HasPrefix(to, "/sign-in?"):
		return "sign in"
	case strings.HasPrefix(to, "/me/second?") && !strings.HasPrefix(path, "/me/second"):
		return "second"
	case strings.HasPrefix(to, "/confirm?"):
		return "confirm"
	case w.Code == http.StatusForbidden:
		return "no"
	case w.Code == http.StatusNotFound:
		return "hidden"
	}
	return "yes"
}

// appeals has the author appeal against a removal by the moderator.
func (m *matrix) appeals() {
	m.t.Helper()
	c := m.write(rozmova.Published)
	d, err := m.judges.Decide(m.t.Context(), m.people["moderator"], moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "respect", Facts: "образа"})
	m.must(err)
	m.later(rozmova.Undoing + time.Second)
	m.must(m.judges.Settle(m.t.Context()))
	a, err := m.judges.Appeal(m.t.Context(), m.people["author"], d.ID, "Це не образа.")
	m.must(err)
	m.appeal = a.ID
}

// A patient recorder takes a stream too.
type patient struct{ *httptest.ResponseRecorder }

// SetWriteDeadline and SetReadDeadline are asked for by streams.
func (patient) SetWriteDeadline(time.Time) error { return nil }
func (patient) SetReadDeadline(time.Time) error  { return nil }

// session is a new one of somebody's, begun this moment.
func (m *matrix) session(p *rozmova.Reader, who string) string {
	m.sessions++
	secret, now := "secret"+strconv.Itoa(m.sessions), m.clock()
	s := &store.Session{Hash: membership.SessionKey(secret), Reader: p.ID, Created: now, Seen: now, Expires: now.Add(time.Hour), Proven: now}
	if who != "waiting" {
		s.Second = now
	}
	m.must(m.db.Update(m.t.Context(), func(tx *store.Tx) error { return tx.AddSession(s) }))
	return secret
}

// fill puts what there is in place of the parts of a route's path.
func (m *matrix) fill(path string) string {
	id := strings.NewReplacer(
		"/comments/{id}", "/comments/"+m.comment.ID.String(), "/readers/{id}", "/readers/"+m.people["author"].ID.String(),
		"/desk/sanctions/{id}", "/desk/sanctions/"+m.sanction.String(), "/desk/assign/{id}", "/desk/assign/"+m.comment.ID.String(), "/desk/claims/{id}", "/desk/claims/"+m.comment.ID.String(),
		"/desk/notes/{id}", "/desk/notes/"+m.comment.ID.String(), "/decisions/{id}", "/decisions/"+m.decision.ID.String(), "/desk/staff/{id}", "/desk/staff/"+m.people["helper"].ID.String(),
		"/desk/appeals/{id}", "/desk/appeals/"+m.appeal.String(), "/notices/{code}", "/notices/"+m.notice, "/desk/abuse/{id}", "/desk/abuse/"+m.signal.String(),
		"/additions/{id}", "/additions/"+m.addition.String(), "/people/{slug}", "/people/yurii-ushakov", "/outlets/{slug}", "/outlets/holos",
		"/desk/register/{slug}", "/desk/register/yurii-ushakov", "/statements/{key}", "/statements/s1",
	)
	rest := strings.NewReplacer(
		"{$}", "", "{slug}", string(m.story.Slug), "{section}", string(m.story.Section), "{thread}", m.story.Thread.String(), "{root}", m.comment.ID.String(),
		"{n}", "1", "{reader}", m.people["author"].ID.String(), "{comment}", m.comment.ID.String(), "{version}", "1", "{key}", "respect",
		"{id}", rozmova.NewID[rozmova.Appeal](m.clock()).String(), "{code}", "none", "{file}", "none.webp", "{story}", string(m.story.Slug), "{provider}", "none",
	)
	return rest.Replace(id.Replace(path))
}

// form is what a person would send to a route.
func (m *matrix) form(path string) url.Values {
	f := url.Values{"back": {"/"}, "next": {"/"}, "nonce": {"n" + strconv.Itoa(m.sessions) + path}}
	for part, fields := range map[string]url.Values{
		"/desk/rules/edit": {"key": {"fresh-rule"}, "seen": {"0"}, "title-uk": {"Назва"}, "text-uk": {"Текст"}, "title-en": {"Title"}, "text-en": {"Text"}},
		"/decisions":       {"action": {"remove"}, "rule": {"respect"}, "facts": {"образа"}},
		"/labels":          {"participant": {"yes"}, "toxic": {"no"}},
		"/vote":            {"opinion": {"agree"}},
		"/report":          {"rule": {"respect"}, "text": {"образа"}},
		"/edit":            {"body": {"Інше слово."}, "revision": {"1"}},
		"/discussion":      {"mode": {"open"}},
		"/desk/staff":      {"email": {"new@example.org"}, "role": {"moderator"}},
		"/lift":            {"facts": {"зайве"}},
		"{id}/take":        {"role": {"moderator"}},
		"{thread}/comment": {"body": {"Слово."}},
		"/desk/abuse":      {"say": {"dismiss"}},
		"/desk/appeals":    {"state": {"upheld"}, "answer": {"Розглянуто."}},
		"/appeal":          {"text": {"Не згоден."}},
		"/desk/register":   {"kind": {"person"}, "name": {"Юрій Ушаков"}, "into": {"Інша"}},
		"{slug}/additions": {"do": {"order"}, "order": {"newest"}},
		"{slug}/correctio": {"kind": {"clarification"}, "text": {"Уточнено."}, "seen": {"1"}},
	} {
		if strings.Contains(path, part) {
			for name, values := range fields {
				f[name] = values
			}
		}
	}
	return f
}

// routesOf reads from the sources which routes are laid, in the order of the alphabet: method, path. One whose pattern cannot be read
// fails.
func routesOf(t *testing.T) []string {
	t.Helper()
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	constants := map[string]string{}
	var eval func(e ast.Expr) (string, bool)
	eval = func(e ast.Expr) (string, bool) {
		switch e := e.(type) {
		case *ast.BasicLit:
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		case *ast.Ident:
			s, ok := constants[e.Name]
			return s, ok
		case *ast.BinaryExpr:
			x, ok := eval(e.X)
			y, ok2 := eval(e.Y)
			return x + y, ok && ok2
		}
		return "", false
	}
	var routes []string
	add := func(e ast.Expr) {
		pattern, ok := eval(e)
		if !ok {
			t.Errorf("a route whose pattern cannot be read: %#v", e)
		}
		if pattern != "/" && pattern != "" {
			routes = append(routes, pattern)
		}
	}
	lays := func(n ast.Node) *ast.CallExpr {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 2 {
			return nil
		}
		if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "Handle" && f.Sel.Name != "HandleFunc" {
			return nil
		}
		return call
	}
	for round := range 2 { // constants first
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.GenDecl:
					for _, spec := range n.Specs {
						v, ok := spec.(*ast.ValueSpec)
						for i := 0; ok && n.Tok == token.CONST && i < min(len(v.Names), len(v.Values)); i++ {
							if s, ok := eval(v.Values[i]); ok {
								constants[v.Names[i].Name] = s
							}
						}
					}
				case *ast.RangeStmt: // the same route for several doors
					list, ok := n.X.(*ast.CompositeLit)
					name, ok2 := n.Value.(*ast.Ident)
					if !ok || !ok2 || round == 0 {
						return true
					}
					for _, one := range list.Elts {
						constants[name.Name], _ = eval(one)
						ast.Inspect(n.Body, func(n ast.Node) bool {
							if call := lays(n); call != nil {
								add(call.Args[0])
							}
							return true
						})
					}
					return false
				case *ast.CallExpr:
					if call := lays(n); call != nil && round == 1 {
						add(call.Args[0])
					}
				}
				return true
			})
		}
	}
	if len(routes) < 100 {
		t.Fatalf("found %d routes only", len(routes))
	}
	path := func(s string) string { _, p, _ := strings.Cut(s, " "); return p }
	slices.SortFunc(routes, func(a, b string) int {
		if c := strings.Compare(path(a), path(b)); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(routes)
}
