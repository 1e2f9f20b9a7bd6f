package api_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rozmova/rozmova/internal/api"
)

// A caller is a public program that asks the API, with what it reads from the answer. testdata/analyze/README.md names
// repository and path of each.
type caller struct {
	name    string
	kind    string // Content-Type; json unless it is said
	refused string // errorType of the refusal, which is what the caller gets
	reads   string // paths and what stands there
}

// callers are told in the order of the README. Their scores are those of judge.
var callers = []caller{
	{name: "coral", reads: "attributeScores.TOXICITY.summaryScore.value=0.9"},
	{name: "coral-suggest", reads: "clientToken=comment:c1"},
	{name: "discourse", reads: "attributeScores.SEVERE_TOXICITY.summaryScore.value=0.3"},
	{name: "js-client", reads: "attributeScores.TOXICITY.summaryScore.value=0.9 attributeScores.INSULT.summaryScore.value=0.85"},
	{name: "js-client-default", refused: "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"},
	{name: "api-client", reads: "attributeScores.TOXICITY.summaryScore.value=0.9 attributeScores.TOXICITY.spanScores.0.score.value=0.9"},
	{name: "api-client-thresholds", reads: "languages.0=en detectedLanguages.0=en attributeScores=<nil>"},
	{name: "wikidetox", reads: "attributeScores.TOXICITY.summaryScore.value=0.9"},
	{name: "showdown", refused: "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"},
	{name: "showdown-suggest", reads: "error=<nil>"},
	{name: "moderator-proxy", reads: "attributeScores.TOXICITY.summaryScore.value=0.9 attributeScores.TOXICITY.spanScores.0.begin=0 " +
		"attributeScores.TOXICITY.spanScores.0.end=23 attributeScores.TOXICITY.spanScores.0.score.value=0.9"},
	{name: "simple-server", reads: "attributeScores.TOXICITY.summaryScore.value=0.9"},
	{name: "simple-server-suggest", reads: "clientToken=4711"},
	{name: "viewership-suggest", reads: "error=<nil>"},
	{name: "moderator-reddit", kind: "none", reads: "attributeScores.TOXICITY.summaryScore.value=0.9 attributeScores.SEVERE_TOXICITY.summaryScore.value=0.3"},
	{name: "php-bundle", reads: "attributeScores.TOXICITY.summaryScore.value=0.9 attributeScores.THREAT.summaryScore.value=0 detectedLanguages.0=uk"},
	{name: "go-client", refused: "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"},
	{name: "ruby-gem", reads: "attributeScores.TOXICITY.summaryScore.value=0.9 clientToken=t"},
	{name: "browser", kind: "text/plain;charset=UTF-8", reads: "attributeScores.TOXICITY.summaryScore.value=0.9"},
	{name: "browser-no-languages", reads: "attributeScores.TOXICITY.summaryScore.value=0.9 languages.0=uk"},
	{name: "python", reads: "attributeScores.TOXICITY.summaryScore.value=0.02"},
}

func TestKnownCallersReadTheirAnswers(t *testing.T) {
	h := opened()
	files, err := filepath.Glob("testdata/analyze/*.json")
	if err != nil || len(files) != len(callers) {
		t.Errorf("%d requests for %d callers, %v", len(files), len(callers), err)
	}
	readme, err := os.ReadFile("testdata/analyze/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range callers {
		t.Run(c.name, func(t *testing.T) {
			body, err := os.ReadFile("testdata/analyze/" + c.name + ".json")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(readme), c.name+",") && !strings.Contains(string(readme), c.name+" |") {
				t.Error("the README does not tell where it is from")
			}
			path, kind := analyzePath, "application/json"
			if strings.HasSuffix(c.name, "-suggest") {
				path = suggestPath
			}
			header := []string{"Content-Type", kind}
			switch c.kind {
			case "":
			case "none":
				header = nil
			default:
				header[1] = c.kind
			}
			got := send(h, http.MethodPost, path, string(body), header...)
			if c.refused != "" {
				if kind := at(t, got.Body.Bytes(), "error.details.0.errorType"); got.Code != http.StatusBadRequest || kind != c.refused {
					t.Errorf("%d %v, want 400 %s", got.Code, kind, c.refused)
				}
				return
			}
			if got.Code != http.StatusOK {
				t.Fatalf("%d: %s", got.Code, got.Body)
			}
			for read := range strings.FieldsSeq(c.reads) {
				path, want, _ := strings.Cut(read, "=")
				if found := fmt.Sprint(at(t, got.Body.Bytes(), path)); found != want {
					t.Errorf("%s is %s, want %s, in %s", path, found, want, got.Body)
				}
			}
		})
	}
}

func TestDiscovery(t *testing.T) {
	h := door(api.Analyze{}) // whoever has no key yet may read how to ask
	for _, path := range []string{"/$discovery/rest?version=v1alpha1", "/%24discovery/rest", "/discovery/v1/apis/commentanalyzer/v1alpha1/rest"} {
		got := send(h, http.MethodGet, path, "")
		if got.Code != http.StatusOK || at(t, got.Body.Bytes(), "rootUrl") != origin+"/" {
			t.Errorf("%s: %d, rootUrl %v", path, got.Code, at(t, got.Body.Bytes(), "rootUrl"))
		}
		for _, method := range []string{"analyze", "suggestscore"} {
			if p := at(t, got.Body.Bytes(), "resources.comments.methods."+method+".path"); p != "v1alpha1/comments:"+method {
				t.Errorf("%s: the path of %s is %v", path, method, p)
			}
		}
	}
	if got := send(h, http.MethodGet, "/$discovery/rest?version=v2", ""); got.Code != http.StatusNotFound {
		t.Errorf("another version: %d", got.Code)
	}
}
