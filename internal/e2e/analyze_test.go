package e2e_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/config"
)

const analyzeKey = "a-key-of-the-newsroom"

// analyzing runs the program with an open door for keys and a classifier that knows one word.
func analyzing(t *testing.T) string {
	t.Helper()
	cfg := config.Default()
	cfg.Demo, cfg.Store.Dir, cfg.Server.Addr, cfg.Server.ShutdownTimeout = true, t.TempDir(), "127.0.0.1:0", 3*time.Second
	cfg.Analyze.Keys = []config.Secret{analyzeKey}
	ctx, cancel := context.WithCancel(context.Background())
	a, err := app.New(ctx, cfg, app.Options{Judge: func(in *civility.Input) rozmova.Verdict {
		v := rozmova.Verdict{Language: "en"}
		if before, _, found := strings.Cut(in.Text, "fool"); found {
			start := len([]rune(before))
			v.Scores = rozmova.Scores{rozmova.Toxicity: 0.9, rozmova.Insult: 0.85}
			v.Spans = []rozmova.Marked{{Start: start, End: start + 4, Label: rozmova.Insult, Score: 0.75}}
		}
		return v
	}})
	must(t, err)
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("stopping: %v", err)
		}
	})
	return "http://" + a.Addr()
}

// packages gives a folder with what the package-lock.json of a folder of testdata names, from the cache or by npm.
func packages(t *testing.T, of string) string {
	t.Helper()
	from := "testdata/" + of
	lock, err := os.ReadFile(from + "/package-lock.json")
	must(t, err)
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	sum := sha256.Sum256(lock)
	dir := filepath.Join(cache, "rozmova-test", of+"-"+hex.EncodeToString(sum[:8]))
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	must(t, os.MkdirAll(filepath.Dir(dir), 0o755))
	fresh, err := os.MkdirTemp(filepath.Dir(dir), "fresh-")
	must(t, err)
	defer os.RemoveAll(fresh)
	for _, name := range []string{"package.json", "package-lock.json"} {
		content, err := os.ReadFile(filepath.Join(from, name))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(fresh, name), content, 0o644)) //nolint:gosec // nothing secret
	}
	npm := exec.CommandContext(t.Context(), "npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts")
	npm.Dir = fresh
	if out, err := npm.CombinedOutput(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("what %s names: npm: %v: %s", from, err, out)
		}
		t.Skipf("what %s names: npm is not there or does not reach its registry (scripts/test installs it): %v", from, err)
	}
	if err := os.Rename(fresh, dir); err != nil { // somebody else was quicker
		_, err := os.Stat(dir)
		must(t, err)
	}
	return dir
}

// TestRealClientsNeedOnlyANewAddress: Google's own client, led by our discovery document, and a client from npm.
func TestRealClientsNeedOnlyANewAddress(t *testing.T) {
	modules := packages(t, "analyze")
	script, err := filepath.Abs("testdata/analyze/client.js")
	must(t, err)
	node := exec.CommandContext(t.Context(), "node", script, analyzing(t), analyzeKey)
	node.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(modules, "node_modules"), "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1")
	var complaint strings.Builder
	node.Stderr = &complaint
	out, err := node.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, complaint.String())
	}
	var got map[string]any
	must(t, json.Unmarshal(out, &got))
	score := func(value float64) map[string]any { return map[string]any{"value": value, "type": "PROBABILITY"} }
	attribute := func(value float64, begin, end int, span float64) map[string]any {
		return map[string]any{
			"spanScores":   []any{map[string]any{"begin": float64(begin), "end": float64(end), "score": score(span)}},
			"summaryScore": score(value),
		}
	}
	en := []any{"en"}
	want := map[string]any{
		"google": map[string]any{
			"attributeScores": map[string]any{"TOXICITY": attribute(0.9, 7, 11, 0.75), "INSULT": attribute(0.85, 7, 11, 0.75)},
			"languages":       en, "detectedLanguages": en, "clientToken": "t",
		},
		"word":          "fool",
		"suggested":     map[string]any{"detectedLanguages": en, "clientToken": "u"},
		"googleRefused": map[string]any{"status": 400.0, "message": "API key not valid. Please pass a valid API key.", "reason": "API_KEY_INVALID"},
		"client": map[string]any{
			"attributeScores": map[string]any{"TOXICITY": attribute(0.9, 0, 9, 0.9), "THREAT": attribute(0, 0, 9, 0)},
			"languages":       en, "detectedLanguages": en,
		},
		"clientRefused": map[string]any{"name": "ResponseError", "message": "Unknown requested attribute: RUDE", "status": 400.0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what the clients give: -want +got:\n%s", diff)
	}
}

// TestTheDoorsAreClosedUntilKeysAreSet: a program that nobody has set up for it analyses for nobody.
func TestTheDoorsAreClosedUntilKeysAreSet(t *testing.T) {
	h := open(t, setup{})
	for _, path := range []string{"/v1alpha1/comments:analyze?key=", "/coral/v1/moderate"} {
		r, err := http.Post(h.url+path, "application/json", strings.NewReader(`{"comment":{"text":"a","body":"a"},"requestedAttributes":{"TOXICITY":{}}}`))
		must(t, err)
		var answer struct{ Error struct{ Status string } }
		err = json.NewDecoder(r.Body).Decode(&answer)
		_ = r.Body.Close()
		must(t, err)
		if r.StatusCode != http.StatusForbidden || answer.Error.Status != "PERMISSION_DENIED" {
			t.Errorf("%s: %d %q, want 403 PERMISSION_DENIED", path, r.StatusCode, answer.Error.Status)
		}
	}
}
