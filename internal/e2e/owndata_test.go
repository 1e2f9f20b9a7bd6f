package e2e_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"github.com/rozmova/rozmova"
)

// archive reads a ZIP archive: its files by their names.
func archive(t testing.TB, body []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	must(t, err)
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		text, err := io.ReadAll(r)
		must(t, err)
		files[f.Name] = string(text)
	}
	return files
}

// TestOwnDataWalk: a reader looks at what is kept, downloads it, and leaves for good; what was written is gone from every page.
func TestOwnDataWalk(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}})
	reader := h.member(t, "canary@example.org")
	mine := h.say(t, "canary@example.org", theatre, "Співуча канарка в тексті.", nil)
	answer := h.say(t, "other@example.org", theatre, "Відповідь, що лишиться.", mine)
	visitor, story := h.visitor(t), h.path(theatre)
	visitor.get(story).must(t, "the story", 200, "Співуча канарка") // a kept page
	folder := t.TempDir()

	b := h.tab(t, chromium(t), look{})
	call(b, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder, BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
	})
	b.excuse(`422 .*/me/data/erase`) // the wrong name
	b.signIn(h, reader)
	b.to("/me/data")
	b.await("what is kept", shows(h.words("uk", "own_data.sec_comments")))
	source := axe(t)
	b.check("my data", source)
	b.click("#download [type=submit]")
	var files map[string]string
	eventually(t, "the download", func() bool {
		done, _ := filepath.Glob(filepath.Join(folder, "*.zip"))
		if len(done) != 1 {
			return false
		}
		body, err := os.ReadFile(done[0])
		must(t, err)
		files = archive(t, body)
		return true
	})
	for name, text := range map[string]string{
		"account.json": "canary@example.org", "comments.json": "Співуча канарка", "index.html": "Співуча канарка", "README.txt": "index.html",
		"votes.json": `"votes"`, "notices.json": `"notices"`, "decisions.json": `"reasons"`, "alerts.json": `"letters"`, "others.json": `"visits"`,
	} {
		if !strings.Contains(files[name], text) {
			t.Errorf("%s has no %q: %.300q", name, text, files[name])
		}
		if strings.HasSuffix(name, ".json") && !json.Valid([]byte(files[name])) {
			t.Errorf("%s is no JSON: %.300q", name, files[name])
		}
	}
	if all := strings.Join([]string{files["index.html"], files["comments.json"]}, ""); strings.Contains(all, "Відповідь, що лишиться") {
		t.Error("the words of somebody else were downloaded")
	}

	b.arrives("the question whether", func() { b.click("a[href$='/me/data/erase']") }, shows(h.words("uk", "own_data.goes_title")))
	b.check("the question", source)
	b.click("[name=texts][value=remove]")
	b.fill("#pen_name", "хтось")
	b.arrives("a wrong name", func() { b.click("main form [type=submit]") }, shows(h.words("uk", "error.erase.wrong_name")))
	expect(t, "what was chosen stays chosen", eval[bool](b, `document.querySelector("[name=texts][value=remove]").checked`), true)
	b.fill("#pen_name", reader.PenName)
	b.arrives("the receipt", func() { b.click("main form [type=submit]") }, `location.pathname.startsWith("/erasures/")`)
	b.check("the receipt", source)
	receipt := eval[string](b, `location.pathname`)
	b.safe()
	h.gone(t, visitor, receipt, answer)
	if text := visitor.get(story).body; strings.Contains(text, "Співуча канарка") || strings.Contains(text, `>canary<`) {
		t.Error("the story's page still shows the erased")
	}
	visitor.get("/search?q=канарка").must(t, "the search", 200)
	if strings.Contains(visitor.get("/search?q=канарка").body, "Співуча") {
		t.Error("the search still finds the erased words")
	}
	b.to("/me/data")
	b.await("the sign-in", `document.querySelector("#email")`)
}

// gone waits for the end of an erasure, and for the pages that hear of it.
func (h *house) gone(t *testing.T, v *visitor, receipt string, answer *rozmova.Comment) {
	t.Helper()
	done := h.words("uk", "own_data.receipt_done_title")
	took := eventually(t, "the end of the erasure", func() bool { return strings.Contains(v.get(receipt).body, done) })
	if took > 10*time.Second {
		t.Errorf("the erasure took %v", took)
	}
	eventually(t, "the answer beneath an empty place", func() bool {
		page := v.get("/comments/" + answer.ID.String())
		if page.code >= 300 && page.code < 400 {
			page = v.get(page.header.Get("Location"))
		}
		return strings.Contains(page.body, "Відповідь, що лишиться.") && !strings.Contains(page.body, "Співуча канарка")
	})
	v.get("/erasures/00000000-0000-7000-8000-000000000000").must(t, "a receipt that is none", 404)
	v.post("/me/data/erase", url.Values{"texts": {"remove"}, "pen_name": {"x"}}).must(t, "erasing without a sign-in", 303)
}
