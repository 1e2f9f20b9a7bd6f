package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// form gives what a browser without script would send of the first form in which a button has a name and value.
func (r *reply) form(name, value string) url.Values {
	r.b.t.Helper()
	doc, err := html.Parse(strings.NewReader(r.body))
	if err != nil {
		r.b.t.Fatal(err)
	}
	get := func(n *html.Node, key string) (string, bool) {
		for _, a := range n.Attr {
			if a.Key == key {
				return a.Val, true
			}
		}
		return "", false
	}
	for f := range doc.Descendants() {
		if f.DataAtom != atom.Form {
			continue
		}
		sent, found := url.Values{}, false
		for n := range f.Descendants() {
			key, _ := get(n, "name")
			switch n.DataAtom {
			case atom.Button:
				if v, _ := get(n, "value"); key == name && v == value {
					found = true
					sent.Set(name, value)
				}
			case atom.Input:
				kind, _ := get(n, "type")
				if _, on := get(n, "checked"); kind == "checkbox" && !on {
					continue
				}
				v, _ := get(n, "value")
				sent.Set(key, v)
			case atom.Textarea:
				text := ""
				if n.FirstChild != nil {
					text = n.FirstChild.Data
				}
				sent.Set(key, text)
			case atom.Select:
				for o := range n.Descendants() {
					v, _ := get(o, "value")
					if _, on := get(o, "selected"); o.DataAtom == atom.Option && (on || !sent.Has(key)) {
						sent.Set(key, v)
					}
				}
			}
		}
		if found {
			return sent
		}
	}
	r.b.t.Fatalf("no form has the button %s=%s", name, value)
	return nil
}

const reportTyped = "Міст закриють 11 січня – раніше очікувалось, що його закриють 1 грудня, повідомила міська голова Лариса Гончарук.\r\n«Ми не маємо іншого виходу», – сказала Гончарук.\r\nДощ ішов усю ніч."

// TestStoryWithoutScript: an editor takes a text from its first word to its readers by plain forms.
func TestStoryWithoutScript(t *testing.T) {
	b := newBureau(t)
	br := b.browser("editor")
	br.post("/desk/stories/new", url.Values{"headline": {""}, "body": {"Слова лишаються."}, "section": {"hromada"}}).
		must("without a headline", http.StatusUnprocessableEntity, b.words("error.working.headline_missing"), "Слова лишаються.")
	br.post("/desk/stories/new", url.Values{"headline": {"Міст"}, "slug": {string(b.story.Slug)}, "body": {"Слова."}, "section": {"hromada"}}).
		must("an address that is taken", http.StatusConflict, b.words("error.working.slug_taken"))
	to := br.post("/desk/stories/new", url.Values{"headline": {"Міст закриють"}, "slug": {"mist-zakryiut"}, "section": {"hromada"}, "body": {reportTyped}}).
		must("begin", http.StatusSeeOther).to()
	if to != "/desk/stories/mist-zakryiut/statements" {
		t.Fatalf("it leads to %s", to)
	}
	b.browser("").get("/stories/mist-zakryiut").must("a reader", http.StatusNotFound)
	br.get("/desk/stories").must("the list", 200, "Міст закриють", b.words("working.state.draft"))

	at := to
	for n := 0; ; n++ {
		page := br.get(at).must("a card", 200)
		if n > 10 {
			t.Fatal("there is no end")
		}
		if strings.Contains(page.body, b.words("working.all_done")) {
			break
		}
		at = br.post(to, page.form("do", "confirm")).must("confirm", http.StatusSeeOther).to()
	}
	// What the finder missed is marked by its words; it is split, moved, said to be wrong and taken back.
	page := br.post(to, url.Values{"do": {"mark"}, "new": {"Дощ не йшов"}}).must("words that are not there", http.StatusUnprocessableEntity, "Дощ не йшов")
	if !strings.Contains(page.body, b.words("error.working.words")) && !strings.Contains(page.body, "Дощ ішов") {
		t.Error("nothing says what is wrong")
	}
	at = br.post(to, url.Values{"do": {"mark"}, "new": {"Дощ ішов усю ніч"}}).must("mark", http.StatusSeeOther).to()
	card := br.get(at).must("the new one", 200, "Дощ ішов усю ніч", b.words("working.state_of.waiting"))
	form := card.form("do", "extend")
	form.Set("words", "ішов усю")
	br.post(to, form).must("its bounds", http.StatusSeeOther)
	form.Set("words", "ніч")
	br.post(to, form).must("a card as it was before", http.StatusConflict, b.words("error.working.card_changed"))
	form = br.get(at).form("do", "confirm")
	form.Set("speaker", "Дощовик")
	form.Set("link", "ftp://x")
	br.post(to, form).must("a link that is none", http.StatusUnprocessableEntity, b.words("error.working.link"), `value="Дощовик"`, `value="ftp://x"`)
	form.Set("link", "")
	form.Set("do", "wrong")
	br.post(to, form).must("no statement", http.StatusSeeOther)
	back := br.get(to).must("dismissed", 200, b.words("working.dismissed", "N", 1)).form("do", "back")
	br.post(to, back).must("taken back", http.StatusSeeOther)

	silence := url.Values{"do": {"silence"}, "who": {"Міська рада"}, "silence_kind": {"organisation"}, "said": {"declined"}, "at": {"колись"}}
	br.post(to, silence).must("a silence at no time", http.StatusUnprocessableEntity, b.words("error.working.read"), "Міська рада")
	silence.Set("at", "2026-11-20T10:00")
	br.post(to, silence).must("a silence", http.StatusSeeOther)

	publish := br.get("/desk/stories/mist-zakryiut/publish").must("before publishing", 200, b.words("working.only_confirmed"), b.words("working.not_out", "N", 1)).hidden("mist-zakryiut/publish")
	publish.Set("do", "publish")
	br.post("/desk/stories/mist-zakryiut/publish", publish).must("publish", http.StatusSeeOther)
	b.browser("").get("/stories/mist-zakryiut").must("a reader", 200, "Лариса Гончарук", "Ми не маємо іншого виходу").mustNot("what was not confirmed", "Дощовик")

	// Two windows: nothing is lost.
	edit := "/desk/stories/mist-zakryiut"
	first, second := br.get(edit).form("say", "save"), br.get(edit).form("say", "save")
	first.Set("standfirst", "Перше вікно.")
	br.post(edit, first).must("the first window", http.StatusSeeOther)
	second.Set("standfirst", "Друге вікно.")
	again := br.post(edit, second).must("the second window", http.StatusConflict, b.words("working.theirs"), "Перше", "Друге вікно.", b.readers["editor"].PenName)
	br.post(edit, again.form("say", "save")).must("knowingly", http.StatusSeeOther)
	br.get(edit).must("what stands there", 200, "Друге вікно.")
	second.Set("say", "preview")
	second.Set("body", "## Підзаголовок\r\n\r\nСлова з *курсивом*.")
	br.post(edit, second).must("a preview", 200, "<em>курсивом</em>", "Друге вікно.")
	b.browser("").get("/stories/mist-zakryiut").must("a reader", 200).mustNot("what was not published", "Друге вікно.")

	// A part of the page for the script.
	br.get(to, "Rozmova-Fragment", "1").must("a part", 200, `class="marks-work"`).mustNot("a whole page", "<html")
	b.browser("moderator").get(edit).must("a moderator", http.StatusForbidden)
}
