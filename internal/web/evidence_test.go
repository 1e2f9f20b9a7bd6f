package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/rozmova/rozmova/internal/newsroom"
)

const evidenceDesk = "/desk/stories/mist/evidence"

// bring sends a file as a browser does.
func (br *browser) bring(name string, body []byte) *reply {
	br.b.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	if name != "" {
		part, err := form.CreateFormFile("file", name)
		br.b.must(err)
		_, err = part.Write(body)
		br.b.must(err)
	}
	br.b.must(form.Close())
	r := httptest.NewRequest(http.MethodPost, evidenceDesk, &b)
	return br.do(r, "Content-Type", form.FormDataContentType())
}

// TestEvidenceIsForTheNewsroom: editors bring files and take them away; nobody else sees that there are any.
func TestEvidenceIsForTheNewsroom(t *testing.T) {
	b := newBureau(t)
	editor, reader, nobody := b.browser("editor"), b.browser("reader"), b.browser("")
	editor.get(evidenceDesk).must("no files", 200, b.words("evidence.nothing"))
	script := []byte("<script>alert(1)</script>")
	editor.bring(`C:\запис розмови.html`, script).must("brought", 303)
	editor.bring("запис розмови.html", []byte("другий")).must("of the same name", 303)
	page := editor.get(evidenceDesk).must("both", 200, "запис розмови.html", "запис розмови (2).html")
	files := regexp.MustCompile(`/desk/stories/mist/evidence/[0-9a-f-]{36}`).FindAllString(page.body, -1)
	if len(files) != 4 { // to open and to drop, each
		t.Fatalf("the page has %q", files)
	}
	first := ""
	for _, file := range files {
		got := editor.get(file).must("opened", 200)
		if got.body == string(script) {
			first = file
		}
		if got.header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment;") || !strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("a file of somebody's would be shown: %v", got.header)
		}
		reader.get(file).must("by a reader", 403)
		nobody.get(file).must("by nobody", 303)
	}
	reader.get(evidenceDesk).must("the list, by a reader", 403)
	reader.bring("x.txt", script).must("from a reader", 403)
	editor.bring("", nil).must("no file", 422, b.words("error.evidence.none"))
	editor.bring("x.txt", nil).must("an empty one", 422, b.words("error.evidence.empty"))
	editor.bring("x.txt", make([]byte, newsroom.MaxEvidenceFile+1)).must("one byte too many", 422, b.words("error.evidence.too_large", "Megabytes", newsroom.MaxEvidenceFile>>20))
	editor.bring("x.txt", make([]byte, newsroom.MaxEvidenceFile+1<<20)).must("much too large", 422, b.words("error.evidence.too_large", "Megabytes", newsroom.MaxEvidenceFile>>20))
	editor.bring("x.txt", make([]byte, newsroom.MaxEvidenceFile)).must("the largest", 303)
	editor.post(first, nil).must("dropped", 303)
	editor.get(first).must("it is gone", 404)
	editor.get(evidenceDesk).must("the other stays", 200, "запис розмови (2).html").mustNot("the dropped one", ">запис розмови.html<")
	for _, path := range []string{"/stories/mist", "/api/v1/stories/mist", "/feed.json", "/stories/mist/annotations.json"} {
		if got := nobody.get(path); strings.Contains(got.body, "запис розмови") {
			t.Errorf("%s tells of the files", path)
		}
	}
}
