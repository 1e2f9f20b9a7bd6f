package e2e_test

import (
	"encoding/json"
	"html"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

var described = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

// documents are what programs read of a newsroom, by where they are.
type documents struct {
	JSONLD      map[string]string `json:"jsonld"`
	Annotations map[string]string `json:"annotations"`
	Feeds       map[string]string `json:"feeds"`
}

// machines has validators that others wrote look at all that programs read of a story: its JSON-LD and that of its statements and of those who
// speak in it, its Web Annotations, and the feeds of the newsroom. outer is how many statements of it are nested in no other; 0: not known.
func (h *house) machines(t *testing.T, slug rozmova.Slug, outer int) {
	t.Helper()
	get := func(path string) string {
		r, err := http.Get(h.url + path) //nolint:gosec,noctx // our own server
		must(t, err)
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		must(t, err)
		if r.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", path, r.Status)
		}
		return string(body)
	}
	docs := documents{map[string]string{}, map[string]string{}, map[string]string{}}
	page := func(path string) string {
		body := get(path)
		m := described.FindStringSubmatch(body)
		if m == nil {
			t.Fatalf("%s says nothing to machines", path)
		}
		docs.JSONLD[path] = m[1]
		return body
	}
	story := "/stories/" + string(slug)
	for _, m := range regexp.MustCompile(`href="(/(?:people|outlets)/[a-z0-9-]+)"`).FindAllStringSubmatch(page(story), -1) {
		page(m[1])
	}
	docs.Annotations[story+"/annotations.json"] = get(story + "/annotations.json")
	if get("/api/v1"+story+"/annotations") != docs.Annotations[story+"/annotations.json"] {
		t.Error("the API gives other annotations")
	}
	for _, path := range []string{"/feed.json", "/corrections.json", story + "/comments.json"} {
		docs.Feeds[path] = get(path)
	}
	var told struct {
		Parts []struct{} `json:"hasPart"`
	}
	must(t, json.Unmarshal([]byte(html.UnescapeString(docs.JSONLD[story])), &told))
	var noted struct {
		First struct {
			Items []struct {
				ID    string `json:"id"`
				About struct {
					Within *struct{} `json:"schema:isPartOf"`
				} `json:"schema:about"`
			} `json:"items"`
		} `json:"first"`
	}
	must(t, json.Unmarshal([]byte(docs.Annotations[story+"/annotations.json"]), &noted))
	top := 0
	for _, item := range noted.First.Items {
		if item.About.Within == nil {
			top++
		}
		page(story + "/statements/" + item.ID[strings.LastIndexByte(item.ID, '/')+1:])
	}
	if outer > 0 && top != outer || len(told.Parts) != len(noted.First.Items) {
		t.Errorf("%d statements are annotated, %d of them nested in no other, want %d; the page tells machines of %d", len(noted.First.Items), top, outer, len(told.Parts))
	}
	complaints := check(t, &docs)
	if len(complaints) > 0 {
		t.Errorf("not valid:\n%s", strings.Join(complaints, "\n"))
	}
	t.Logf("valid: JSON-LD of %d pages, %d annotations, %d feeds", len(docs.JSONLD), len(noted.First.Items), len(docs.Feeds))
}

// check gives what the validators that testdata/machines names complain of.
func check(t *testing.T, docs *documents) []string {
	t.Helper()
	modules := filepath.Join(packages(t, "machines"), "node_modules")
	script, err := filepath.Abs("testdata/machines/check.js")
	must(t, err)
	in, err := json.Marshal(docs)
	must(t, err)
	node := exec.CommandContext(t.Context(), "node", script, modules)
	node.Env = append(os.Environ(), "NODE_PATH="+modules)
	node.Stdin = strings.NewReader(string(in))
	out, err := node.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "checked ") {
		t.Fatalf("the validators ended with %q", last)
	}
	return lines[:len(lines)-1]
}

// TestValidatorsComplain: they see a wrong property, a wrong selector and a feed of no version.
func TestValidatorsComplain(t *testing.T) {
	read := func(name string) string {
		content, err := os.ReadFile(filepath.Join("..", "feed", "testdata", name))
		must(t, err)
		return string(content)
	}
	right := &documents{
		map[string]string{"usual": read("usual.jsonld"), "developing": read("developing.jsonld"), "hostile": read("hostile.jsonld")},
		map[string]string{"quoted": read("quoted.annotations.json")}, map[string]string{"statements": read("statements.json"), "hostile": read("hostile.json")},
	}
	if got := check(t, right); len(got) > 0 {
		t.Errorf("not valid:\n%s", strings.Join(got, "\n"))
	}
	wrong := &documents{
		map[string]string{"usual": strings.Replace(read("usual.jsonld"), `"wordCount"`, `"words"`, 1)},
		map[string]string{"quoted": strings.Replace(read("quoted.annotations.json"), `"exact"`, `"exactly"`, 1)},
		map[string]string{"statements": strings.Replace(read("statements.json"), "version/1.1", "version/9", 1)},
	}
	if got := check(t, wrong); len(got) != 3 {
		t.Errorf("of three faults the validators see %d:\n%s", len(got), strings.Join(got, "\n"))
	}
}
