package archtest

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// generated reports whether a file says that a program wrote it (go.dev/s/generatedcode).
func generated(text []byte) bool {
	for line := range bytes.Lines(text[:min(len(text), 2000)]) {
		if bytes.Contains(line, []byte("Code generated ")) && bytes.Contains(line, []byte("DO NOT EDIT.")) {
			return true
		}
	}
	return false
}

// sources calls visit for every file written by hand that ends in one of some suffixes.
func sources(t *testing.T, visit func(path string, text []byte), suffixes ...string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if n := d.Name(); n == "testdata" || n == "node_modules" || n == "vendor" || len(n) > 2 && n[0] == '.' {
				return filepath.SkipDir
			}
			return nil
		}
		if !slices.Contains(suffixes, filepath.Ext(path)) || strings.Contains(d.Name(), ".min.") {
			return nil
		}
		text, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			return nil // an editor's, gone by now
		}
		if err == nil && !generated(text) {
			rel, _ := filepath.Rel(root, path)
			visit(rel, text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestFilesAreShort: what is longer than 400 lines is two things.
func TestFilesAreShort(t *testing.T) {
	n := 0
	sources(t, func(path string, text []byte) {
		n++
		switch lines := bytes.Count(text, []byte("\n")); {
		case lines > 400:
			t.Errorf("%s has %d lines, more than 400", path, lines)
		case lines >= 300:
			t.Logf("%s has %d lines", path, lines)
		}
	}, ".go", ".ts", ".css", ".tmpl", ".sql")
	if n < 50 {
		t.Errorf("looked at %d files only: is %s the module's folder?", n, root)
	}
}

// TestNoInit: importing a package does nothing.
func TestNoInit(t *testing.T) {
	files := token.NewFileSet()
	sources(t, func(path string, text []byte) {
		file, err := parser.ParseFile(files, path, text, parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("%v", err)
			return
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: has an init function; make what it makes where it is used", files.Position(f.Pos()))
			}
		}
	}, ".go")
}

// TestPackageNames: a name says what is in it.
func TestPackageNames(t *testing.T) {
	for _, p := range packages(t) {
		switch last := p.folder[strings.LastIndex(p.folder, "/")+1:]; {
		case slices.Contains([]string{"util", "utils", "common", "models", "model", "helpers", "misc"}, p.Name):
			t.Errorf("%s: package %s: name it for what it holds", p.folder, p.Name)
		case p.folder != "" && p.Name != "main" && p.Name != last && p.Error == nil:
			t.Errorf("%s: package %s is named otherwise than its folder", p.folder, p.Name)
		}
	}
}

// TestDependenciesAreExplained: each module that go.mod asks for itself, tools included, has its place in
// docs/dependencies.md.
func TestDependenciesAreExplained(t *testing.T) {
	cmd := exec.Command("go", "mod", "edit", "-json")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go mod edit: %v", err)
	}
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
		Tool []struct{ Path string }
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	var direct []string
	for _, r := range mod.Require {
		tool := slices.ContainsFunc(mod.Tool, func(tool struct{ Path string }) bool { return strings.HasPrefix(tool.Path, r.Path+"/") })
		if !r.Indirect || tool {
			direct = append(direct, r.Path)
		}
	}
	page, err := os.ReadFile(root + "/docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range direct {
		if !slices.ContainsFunc(strings.Split(string(page), "\n"), func(line string) bool { return strings.HasPrefix(line, "| `"+m+"` |") && strings.Count(line, "|") == 5 }) {
			t.Errorf("docs/dependencies.md has no line for %s: what for, what else was weighed, how it leaves", m)
		}
	}
}
