package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestPagesThatFillAFormAreNotKept: there is no end of addresses that fill the form, so they must not push the pages out that
// everybody reads.
func TestPagesThatFillAFormAreNotKept(t *testing.T) {
	b := newBureau(t)
	c := b.say("other", "Думка про міст.", nil)
	visitor, path := b.browser(""), "/stories/"+string(b.story.Slug)
	if got := visitor.get(path).must("the story", 200).header.Get("Cache-Control"); !strings.Contains(got, "public") {
		t.Errorf("the story is %q", got)
	}
	for _, query := range []string{"?reply=" + c.ID.String(), "?statement=s1", "?quote=" + c.ID.String(), "?reply=junk", "?statement=" + strings.Repeat("x", 1000), "?order=newest&quote="} {
		got := visitor.get(path+query).must(query, 200, "Думка про міст.").header.Get("Cache-Control")
		if !strings.Contains(got, "no-store") {
			t.Errorf("%.40s is %q", query, got)
		}
	}
}

// TestEarlierTextsAreMadeOnce: comparing twenty texts of a comment takes long enough to keep the page.
func TestEarlierTextsAreMadeOnce(t *testing.T) {
	b := newBureau(t)
	c := b.say("other", "Думка про міст.", nil)
	if _, err := b.discussion.Edit(t.Context(), b.readers["other"], c.ID, 0, "Думка про новий міст."); err != nil {
		t.Fatal(err)
	}
	visitor, path := b.browser(""), "/comments/"+c.ID.String()+"/revisions"
	got := visitor.get(path).must("the texts", 200, "новий")
	if control := got.header.Get("Cache-Control"); !strings.Contains(control, "public") {
		t.Errorf("the texts are %q", control)
	}
	b.browser("other").post("/comments/"+c.ID.String()+"/withdraw", nil).must("taken back", 303)
	visitor.get(path).must("the texts of what was taken back", http.StatusNotFound).mustNot("the words", "новий")
}

// TestNamesAreForThoseWhoWrite: who takes part is not to be listed by anybody who passes by.
func TestNamesAreForThoseWhoWrite(t *testing.T) {
	b := newBureau(t)
	b.say("other", "Думка.", nil)
	at := "/threads/" + b.story.Thread.String() + "/participants?q=%D1%87"
	b.browser("").get(at, "Rozmova-Fragment", "1").must("somebody who is not signed in", 401).mustNot("a name", "Читач 2")
	if got := b.browser("reader").get("/threads/"+b.story.Thread.String()+"/participants?q=", "Rozmova-Fragment", "1").must("no letter yet", 200); strings.TrimSpace(got.body) != "[]" {
		t.Errorf("for no letter: %s", got.body)
	}
}
