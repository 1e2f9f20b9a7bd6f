package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// dynamic are ids that are put together while the program runs, so that no source names them whole: a beginning and, where
// not all that begins so is meant, what may follow it.
var dynamic = map[string]string{
	"alert.kind.":          "",                                                                                                                                            // rozmova.AlertKind
	"alert.pace.":          "",                                                                                                                                            // rozmova.Pace
	"mail.alert.":          "answer answer_subject mention mention_subject featured featured_subject correction correction_subject correction_statement correction_cited", // rozmova.AlertKind
	"corrections.kind_":    "",                                                                                                                                            // rozmova.CorrectionKind
	"correction.":          "correction clarification update retraction",                                                                                                  // rozmova.CorrectionKind
	"register.done_":       "added changed merged",                                                                                                                        // web's register
	"orders.note_":         "few one divided",                                                                                                                             // Discussion.OrderNote
	"membership.role.":     "",                                                                                                                                            // rozmova.Role
	"moderation.":          "publish hold remove restore keep",                                                                                                            // rozmova.Action
	"moderation.cause.":    "",                                                                                                                                            // moderation.Cause
	"moderation.possible.": "",                                                                                                                                            // rozmova.Label
	"moderation.reading.":  "",                                                                                                                                            // rozmova.Reading
	"moderation.in_":       "uk ru en other",                                                                                                                              // rozmova.Verdict.Language
	"moderation.done.":     "",                                                                                                                                            // rozmova.Action
	"moderation.state.":    "",                                                                                                                                            // rozmova.CommentState
	"desk.area.":           "",                                                                                                                                            // web: the parts of the desk
	"desk.rungs.":          "",                                                                                                                                            // rozmova.Rung
	"desk.list.":           "",                                                                                                                                            // rozmova.QueueList
	"public.":              "comments held released removed sanctions automatic branches reports illegal appeals reversed mode_post mode_pre mode_newcomers rung_warning rung_cool_down rung_suspension rung_ban wait_held wait_report wait_illegal wait_appeal action_publish action_hold action_remove action_restore action_keep action_warn action_cool_down action_suspend action_ban action_lift action_slow_branch action_wait_branch action_cool_branch appeal_upheld appeal_reversed appeal_amended source_voluntary source_report source_notice source_trusted_flagger source_authority source_appeal source_numbers",
	"cli.said.mode.":       "", // rozmova.Mode
	"cli.left_out_why.":    "", // attribution.LeftOut
	"policy.bar.":          "", // rozmova.Label
	"policy.label.":        "", // web: fields of the policy's editor
	"policy.hint.":         "",
	"policy.never_":        "new_hours new_per_hour new_links links reports sample",
	"policy.mode":          ".post .newcomers .pre _hint.newcomers _hint.pre", // rozmova.PolicyMode
	"policy.nudged.":       "keep hold",                                       // rozmova.Action
	"policy.failure.":      "hold trusted pass",                               // moderation.Failure
	"policy.does.":         "",                                                // what is done about a signal
	"policy.rung.":         "",                                                // rozmova.Rung
	"policy.done.":         "",                                                // moderation: what became of a comment
	"quality.language_":    "uk ru en other",                                  // rozmova.Verdict.Language
	"notice.category.":     "",                                                // moderation.NoticeCategories
	"notice.outcome.":      "held restricted not_restricted gone",             // rozmova.NoticeOutcome
	"own_data.sec_":        "",                                                // store.OwnSection
	"own_data.col_":        "",                                                // its fields
	"page.done.":           "",                                                // web: what has just happened
	"page.heading.":        "",                                                // web: what a status means
	"page.status.":         "",
	"reasons.done.":        "",                                                                                                                                                                                                                                          // rozmova.Action
	"settings.":            "",                                                                                                                                                                                                                                          // web: fields of the settings of a discussion
	"working.":             "state.draft state.public state.changed state.retracted state_of.suggested state_of.waiting state_of.confirmed state_of.again state_of.gone state_of.wrong out_why.notice out_why.read_also out_why.subscribe out_why.photo out_why.advert", // web: states of stories and marks
	"sources.":             "person organisation outlet document",                                                                                                                                                                                                       // rozmova.SourceKind
	"staff.audit.":         "",                                                                                                                                                                                                                                          // rozmova.Audit: actions, areas, kinds of subjects and details
	"staff.may.":           "",                                                                                                                                                                                                                                          // rozmova.Role
	"statement.":           "direct indirect mixed",                                                                                                                                                                                                                     // rozmova.Mode
	"abuse.acted.":         "",                                                                                                                                                                                                                                          // moderation.NumbersHold …
	"abuse.dismissing.":    "",                                                                                                                                                                                                                                          // rozmova.Signal.Kind
	"abuse.fact.":          "votes reports",
	"abuse.kind.":          "", // rozmova.Signal.Kind
	"abuse.state.":         "", // rozmova.Signal.State
	"appeal.by.":           "author notifier",
	"appeal.rule.":         "",                                                                                     // rozmova.AppealState
	"appeal.state.":        "",                                                                                     // rozmova.AppealState
	"error.sanction.":      "warning cool_down suspension ban",                                                     // rozmova.Rung
	"mail.appeal.":         "subject_open subject_upheld subject_reversed subject_amended upheld reversed amended", // rozmova.AppealState
	"nudge.about.":         "",                                                                                     // rozmova.Label
	"sanction.scope.":      "",                                                                                     // rozmova.Action
	"sanction.title.":      "",                                                                                     // rozmova.Rung
	"temperature.":         "heated boiling",                                                                       // rozmova.Heat
	"temperature.facts.":   "",                                                                                     // rozmova.Action
	"ways.by.":             "",                                                                                     // membership.Way
}

// putTogether reports whether an id is one of the dynamic ones.
func putTogether(id string) bool {
	for prefix, rest := range dynamic {
		if tail, ok := strings.CutPrefix(id, prefix); ok && (rest == "" || slices.Contains(strings.Fields(rest), tail)) {
			return true
		}
	}
	return false
}

// uses are the ids the sources name.
type uses struct {
	asked    map[string]string // id → place, where a text is asked for
	mentions map[string]bool   // all string literals, as ids also stand in tables
}

// TestEveryTextAskedForIsThere reads the sources of the whole repository: what they ask for is in the catalogues, and what
// is there somebody asks for.
func TestEveryTextAskedForIsThere(t *testing.T) {
	b := bundle(t)
	used := uses{map[string]string{}, map[string]bool{}}
	used.scan(t, "../..")
	if len(used.mentions) == 0 {
		t.Fatal("read no sources")
	}
	for id, place := range used.asked {
		if !b.Has(id) {
			t.Errorf("%s asks for %s, which is in no catalogue", place, id)
		}
	}
	for id := range b.languages[languages[0]].messages {
		if used.asked[id] != "" || used.mentions[id] || used.mentions[strings.TrimPrefix(id, "error.")] {
			continue
		}
		if !putTogether(id) {
			t.Errorf("nothing asks for %s", id)
		}
	}
}

func TestScanFindsIDs(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.go":      "package a\nvar _ = p.T(\"go.call\", \"N\", 1)\nvar e = &rozmova.Error{Kind: 1, Reason: \"go.reason\"}\nvar f = p.Fill(`go.fill`, nil)\nvar m = map[int]string{1: \"go.table\"}\n",
		"a_test.go": "package a\nvar _ = p.T(\"go.test\")\n",
		"a.tmpl":    `{{t "tmpl.func" "N" .N}} {{$.T "tmpl.method"}} {{if eq (t "tmpl.nested") "x"}}{{end}} {{part "not.this"}}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	used := uses{map[string]string{}, map[string]bool{}}
	used.scan(t, dir)
	want := []string{"go.call", "error.go.reason", "go.fill", "tmpl.func", "tmpl.method", "tmpl.nested"}
	for _, id := range want {
		if used.asked[id] == "" {
			t.Errorf("did not find %s", id)
		}
	}
	if len(used.asked) != len(want) || !used.mentions["go.table"] {
		t.Errorf("found %v; mentions %v", used.asked, used.mentions)
	}
}

// inTemplate is a text asked for in a template: t "id", .T "id", $.T "id".
var inTemplate = regexp.MustCompile(`(?:\bt|\.T)\s+["` + "`" + `]([a-z0-9_.]+)["` + "`" + `]`)

// scan reads the .go and .tmpl files below root, but not tests, which ask for ids that are not there on purpose.
func (u *uses) scan(t *testing.T, root string) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if base := entry.Name(); base == "testdata" || base == "node_modules" || strings.HasPrefix(base, ".git") {
				return filepath.SkipDir
			}
			return nil
		}
		switch filepath.Ext(name) {
		case ".go":
			if !strings.HasSuffix(name, "_test.go") {
				u.scanGo(t, name)
			}
		case ".tmpl":
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			for _, m := range inTemplate.FindAllStringSubmatch(string(text), -1) {
				u.asked[m[1]] = name
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// scanGo finds calls of methods T and Fill with a literal id, and literals of rozmova.Error with a literal Reason.
func (u *uses) scanGo(t *testing.T, name string) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Logf("left out: %v", err) // the compiler will tell
		return
	}
	ask := func(prefix string, e ast.Expr) {
		if id, ok := literal(e); ok && id != "" {
			u.asked[prefix+id] = files.Position(e.Pos()).String()
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) > 0 && (sel.Sel.Name == "T" || sel.Sel.Name == "Fill") {
				ask("", n.Args[0])
			}
		case *ast.CompositeLit:
			sel, _ := n.Type.(*ast.SelectorExpr)
			id, _ := n.Type.(*ast.Ident)
			if (sel != nil && sel.Sel.Name == "Error") || (id != nil && id.Name == "Error" && file.Name.Name == "rozmova") {
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "Reason" {
							ask("error.", kv.Value)
						}
					}
				}
			}
		case *ast.BasicLit:
			if s, ok := literal(n); ok {
				u.mentions[s] = true
			}
		}
		return true
	})
}

// literal gives the value of a string literal.
func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
