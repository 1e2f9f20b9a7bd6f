package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/rozmova/rozmova"
)

// TestStrangeBodies: whatever is sent gets a clear answer, and the words come back where they can.
func TestStrangeBodies(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	reader := h.signedIn(t, h.member(t, "reader@example.org"))
	for i, tt := range []struct {
		name, body string
		code       int
		says       string // on the page that comes; a key of the catalogue
		keeps      string
	}{
		{"nothing", "", 422, "error.comment.empty", ""},
		{"spaces", " \n\t\u00a0\u200b ", 422, "error.comment.empty", ""},
		{"not UTF-8", "Привіт \xff\xfe світе", 422, "error.text.not_utf8", "світе"},
		{"half a letter", "Привіт \xd0", 422, "error.text.not_utf8", "Привіт"},
		{"control characters", "Приві\x00т\x07 \x1b[31mсвіте\x7f", 303, "", ""},
		{"bidi controls", "Приві\u202eт\u2066 світе", 303, "", ""},
		{"stacked diacritics", "З" + strings.Repeat("\u0301", 4000), 303, "", ""},
		{"nested quotes", strings.Repeat(">", 10_000) + " глибоко", 422, "", "глибоко"},
		{"nested lists", strings.Repeat("- ", 2_000) + "глибоко", 303, "", ""},
		{"brackets", strings.Repeat("[", 2_400) + strings.Repeat("]", 2_400), 303, "", ""},
		{"stars", strings.Repeat("*_", 2_400) + "a", 303, "", ""},
		{"emoji in plenty", strings.Repeat("😀", 5_001), 422, "", "😀😀😀"},
		{"emoji at the limit", strings.Repeat("😀", 5_000), 303, "", ""},
		{"a megabyte of emoji", strings.Repeat("😀", 1<<18), 413, "error.too_large", ""},
		{"one long word", strings.Repeat("ж", 5_000), 303, "", ""},
		{"five thousand lines", strings.Repeat("а\n", 2_500), 303, "", ""},
		{"too many links", strings.Repeat("https://example.org/ ", 6), 422, "", "https://example.org/ https://example.org/"},
		{"a hidden link", "[тут](javascript:alert(1))", 303, "", ""},
		{"markup", "<script>alert(1)</script><img src=x onerror=alert(1)>", 303, "", ""},
	} {
		form := url.Values{"body": {tt.body}, "nonce": {fmt.Sprint("strange", i)}}
		got := reader.post(h.commentsOf(bridge), form)
		if got.code != tt.code {
			t.Errorf("%s: status %d, want %d: %s", tt.name, got.code, tt.code, got.text())
			continue
		}
		if tt.says != "" && !got.holds(h.words("uk", tt.says)) {
			t.Errorf("%s: the page does not say %q: %s", tt.name, h.words("uk", tt.says), got.text())
		}
		if !got.holds(tt.keeps) {
			t.Errorf("%s: the words are lost: %s", tt.name, got.text())
		}
		if tt.code == http.StatusSeeOther {
			page := reader.get(got.header.Get("Location"))
			expect(t, tt.name+": where it stands", page.code, 200)
			for _, c := range "\x00\x07\x1b\u202e\u2066" {
				if strings.ContainsRune(page.body, c) {
					t.Errorf("%s: %q came through", tt.name, c)
				}
			}
		}
		signedOut := h.visitor(t).post(h.commentsOf(bridge), form)
		if signedOut.code >= 500 {
			t.Errorf("%s, signed out: status %d", tt.name, signedOut.code)
		}
		if signedOut.code != 413 && tt.keeps != "" && !signedOut.holds(tt.keeps) {
			t.Errorf("%s, signed out: the words are lost", tt.name)
		}
		fragment := reader.post(h.commentsOf(bridge), form, "Rozmova-Fragment", "1")
		if tt.code >= 400 && (fragment.code != tt.code || fragment.header.Get("Content-Type") != "application/problem+json") {
			t.Errorf("%s, asked by the island: status %d, %s", tt.name, fragment.code, fragment.header.Get("Content-Type"))
		}
	}
	broken := reader.do(http.MethodPost, h.commentsOf(bridge), strings.NewReader("body=%zz&nonce=q"), "Content-Type", "application/x-www-form-urlencoded")
	expect(t, "a form that is none", broken.code, 422)
	h.visitor(t).get(h.path(bridge)).must(t, "the story afterwards", 200)
}

// TestSentTwice: one form is one comment, however often it is sent.
func TestSentTwice(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	reader := h.signedIn(t, h.member(t, "reader@example.org"))
	nonce := reader.get(h.path(bridge)).hidden().Get("nonce")
	if len(nonce) < 16 {
		t.Fatalf("nonce %q", nonce)
	}
	form := url.Values{"body": {"Лише раз."}, "nonce": {nonce}}
	var wg sync.WaitGroup
	locations := make([]string, 6)
	for i := range locations {
		wg.Go(func() {
			locations[i] = reader.post(h.commentsOf(bridge), form).must(t, "post", 303).header.Get("Location")
		})
	}
	wg.Wait()
	for _, l := range locations {
		expect(t, "where it leads", l, locations[0])
	}
	expect(t, "the island's repetition", reader.post(h.commentsOf(bridge), form, "Rozmova-Fragment", "1").code, 200)
	expect(t, "comments", strings.Count(reader.get(h.path(bridge)).body, "Лише раз."), 1)
	form.Set("body", "Інші слова з тим самим ключем.")
	reader.post(h.commentsOf(bridge), form).must(t, "other words under the same nonce", 409, "Інші слова з тим самим ключем.", h.words("uk", "error.idempotency.other_body"))
	other := h.signedIn(t, h.member(t, "other@example.org"))
	other.post(h.commentsOf(bridge), form).must(t, "the same nonce of somebody else", 303)
}

// TestMeanwhile: what changed while somebody wrote does not cost the words.
func TestMeanwhile(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	reader := h.signedIn(t, h.member(t, "reader@example.org"))
	parent := h.say(t, "other@example.org", bridge, "Думка.", nil)
	other := h.signedIn(t, h.member(t, "other@example.org"))
	const words = "Мої слова, які шкода втратити."
	form := func(nonce string) url.Values { return url.Values{"body": {words}, "nonce": {nonce}} }

	answer := form("parent")
	answer.Set("parent", parent.ID.String())
	reader.get(h.path(bridge)+"?reply="+parent.ID.String()).must(t, "the form of an answer", 200, h.words("uk", "comment.answer_to", "Name", "other"))
	other.post("/comments/"+parent.ID.String()+"/withdraw", nil).must(t, "withdraw", 303)
	reader.post(h.commentsOf(bridge), answer).must(t, "the parent was withdrawn", 409, words, h.words("uk", "error.comment.parent_gone"))
	got := reader.post(h.commentsOf(bridge), answer, "Rozmova-Fragment", "1").must(t, "asked by the island", 409)
	if !strings.Contains(got.body, h.words("uk", "error.comment.parent_gone")) {
		t.Errorf("the island is not told why: %s", got.body)
	}

	h.setMode(t, bridge, rozmova.Closed)
	reader.post(h.commentsOf(bridge), form("closed")).must(t, "the discussion was closed", 409, words, h.words("uk", "error.thread.closed"))
	reader.post("/en"+h.commentsOf(bridge), form("closed")).must(t, "in English", 409, words, h.words("en", "error.thread.closed"))
	h.visitor(t).post(h.commentsOf(bridge), form("closed")).must(t, "signed out and closed", 200, words)
	h.setMode(t, bridge, rozmova.Open)

	reader.post("/sign-out", nil).must(t, "sign out", 303)
	expect(t, "the island hears that nobody is signed in", reader.post(h.commentsOf(bridge), form("out"), "Rozmova-Fragment", "1").code, 401)
	asked := reader.post(h.commentsOf(bridge), form("out")).must(t, "signed out meanwhile", 200, words, h.words("uk", "membership.email"))
	carried := asked.hidden()
	carried.Set("email", "reader@example.org")
	carried = reader.post("/sign-in", carried).must(t, "address", 200, words).hidden()
	carried.Set("code", h.code(t, "reader@example.org"))
	to := reader.post("/sign-in/code", carried).must(t, "code", 303).header.Get("Location")
	reader.get(to).must(t, "where it stands", 200, words)

	h.setMode(t, bridge, rozmova.Premoderated)
	to = reader.post(h.commentsOf(bridge), url.Values{"body": {"Чекаю на модератора."}, "nonce": {"pre"}}).must(t, "premoderated", 303).header.Get("Location")
	reader.get(to).must(t, "what the author sees", 200, "Чекаю на модератора.", h.words("uk", "comment.awaits"))
	if h.visitor(t).get(h.path(bridge)).holds("Чекаю на модератора.") {
		t.Error("others see a comment that waits")
	}
	unknown := "/threads/" + rozmova.NewID[rozmova.Thread](h.stories[bridge].Published).String() + "/comments"
	reader.post(unknown, form("unknown")).must(t, "no such discussion", 404, words)
	h.visitor(t).post(unknown, form("unknown")).must(t, "no such discussion, signed out", 404)
}
