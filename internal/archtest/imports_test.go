package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A listed package is what the go command tells of it.
type listed struct {
	Dir, ImportPath, Name              string
	GoFiles, TestGoFiles, XTestGoFiles []string
	Imports, TestImports, XTestImports []string
	Error                              *struct{ Err string }
	folder                             string // ImportPath below the module; "" is the root
}

// root is the folder of the module.
const root = "../.."

// packages lists ours.
func packages(t *testing.T) []*listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json=Dir,ImportPath,Name,GoFiles,TestGoFiles,XTestGoFiles,Imports,TestImports,XTestImports,Error", "./...")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []*listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		p.folder = folderOf(p.ImportPath)
		list = append(list, &p)
	}
}

// folderOf gives the folder of one of our packages.
func folderOf(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, module), "/")
}

func ourOwn(path string) bool { return path == module || strings.HasPrefix(path, module+"/") }

func rowOf(folder string) *row {
	for i := range table {
		if table[i].pkg == folder {
			return &table[i]
		}
	}
	return nil
}

func TestImportsGoDown(t *testing.T) {
	for _, p := range packages(t) {
		row := rowOf(p.folder)
		if row == nil {
			t.Errorf("%s is missing from the table in internal/archtest/imports.go: say what it may import", p.folder)
			continue
		}
		for _, path := range p.Imports {
			if problem := refuse(row, path); problem != "" {
				t.Errorf("%s imports %s: %s", name(p.folder), path, problem)
			}
		}
	}
}

// refuse says why a package of a row may not import a path; empty: it may.
func refuse(row *row, path string) string {
	if !ourOwn(path) {
		first, _, _ := strings.Cut(path, "/")
		within := func(m string) bool { return path == m || strings.HasPrefix(path, m+"/") }
		switch {
		case row.pkg == "" && strings.Contains(first, "."):
			return "the root imports the standard library only"
		case row.use != "tests" && slices.ContainsFunc(testOnly, within):
			return "it is for tests"
		}
		return ""
	}
	folder := folderOf(path)
	if !slices.Contains(row.may, folder) {
		return "the plan's table does not allow it (docs/design.md)"
	}
	if imported := rowOf(folder); imported != nil && imported.use != "" && imported.use != row.pkg && (imported.use != "tests" || row.use != "tests") {
		return "it is for " + imported.use + " alone"
	}
	return ""
}

func name(folder string) string {
	if folder == "" {
		return "the root"
	}
	return folder
}

// TestTheTableIsSound keeps the table itself from allowing what the plan forbids whatever else it says.
func TestTheTableIsSound(t *testing.T) {
	seen := map[string]int{}
	for i, r := range table {
		if _, twice := seen[r.pkg]; twice {
			t.Errorf("%s stands in the table twice", name(r.pkg))
		}
		seen[r.pkg] = i
	}
	for _, r := range table {
		for _, m := range r.may {
			if _, ok := seen[m]; !ok {
				t.Errorf("%s may import %s, which has no row of its own", name(r.pkg), m)
			}
		}
	}
	for _, tt := range []struct{ from, to string }{
		{"", "github.com/google/uuid"}, {"", "internal/lang"}, {"internal/i18n", ""},
		{"internal/richtext", "internal/feed"}, {"internal/ranking", "internal/store"},
		{"internal/store", "internal/mail"}, {"internal/live", "internal/store"}, {"internal/store", "internal/richtext"},
		{"internal/moderation", "internal/discussion"}, {"internal/newsroom", "internal/moderation"}, {"internal/newsroom", "internal/web"},
		{"internal/web", "internal/store"}, {"internal/web", "internal/media"}, {"internal/api", "internal/mail"}, {"internal/api", "internal/web"},
		{"internal/app", "internal/civility/train"}, {"internal/app", "internal/rozmovatest"}, {"internal/app", "cmd/rozmova"},
		{"internal/store", "github.com/google/go-cmp/cmp"}, {"internal/web", "testing"}, {"client", "internal/api"},
	} {
		path := tt.to
		if !strings.Contains(tt.to, ".") && tt.to != "testing" {
			path = strings.TrimSuffix(module+"/"+tt.to, "/")
		}
		if refuse(rowOf(tt.from), path) == "" {
			t.Errorf("the table lets %s import %s", name(tt.from), path)
		}
	}
}

// TestLinkedModules compares what the program links with modules.txt: one line a module, with what it is for.
func TestLinkedModules(t *testing.T) {
	if mains, _ := filepath.Glob(root + "/cmd/rozmova/*.go"); len(mains) == 0 {
		t.Skip("linked modules: cmd/rozmova has no program yet")
	}
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/rozmova")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	cmd.Env = append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0") // the same list wherever the test runs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	linked := map[string]bool{}
	for _, m := range strings.Fields(string(out)) {
		linked[m] = true
	}
	delete(linked, module)
	text, err := os.ReadFile("modules.txt")
	if err != nil {
		t.Fatal(err)
	}
	last := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		m, use, _ := strings.Cut(line, " ")
		if strings.TrimSpace(use) == "" {
			t.Errorf("modules.txt: %s: say what it is for", m)
		}
		if m <= last {
			t.Errorf("modules.txt: %s stands behind %s", m, last)
		}
		if last = m; !linked[m] {
			t.Errorf("modules.txt: %s is not linked any more: take the line out", m)
		}
		delete(linked, m)
	}
	for m := range linked {
		t.Errorf("the program now links %s: if it should, add a line to internal/archtest/modules.txt that says what for", m)
	}
}
