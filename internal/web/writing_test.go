package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

const wrote = "Мої слова, які шкода втратити, бо писав їх довго: про міст, про мера, про те, що було далі."

// TestRefusalsKeepTheText: whatever a discussion does not take, the page says why and what to do, and has the words.
func TestRefusalsKeepTheText(t *testing.T) {
	for _, tt := range []struct {
		name string
		mode rozmova.ThreadMode
		own  rozmova.ThreadSettings
		code int
		says string
		args []any
	}{
		{"closed", rozmova.Closed, rozmova.ThreadSettings{}, 409, "error.thread.closed", nil},
		{"not open yet", rozmova.Open, rozmova.ThreadSettings{Opens: time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)}, 409, "error.thread.not_yet", []any{"When", "1\u00a0грудня\u00a02026, 10:00"}},
		{"over", rozmova.Open, rozmova.ThreadSettings{Closes: time.Date(2026, 11, 22, 12, 30, 0, 0, time.UTC)}, 409, "error.thread.closed", nil},
		{"for older readers", rozmova.Open, rozmova.ThreadSettings{Writers: rozmova.OlderReaders, OlderThanDays: 3}, 403, "error.thread.older_only", []any{"N", 3, "Days", 3}},
		{"for those invited", rozmova.Open, rozmova.ThreadSettings{Writers: rozmova.Invited}, 403, "error.thread.invited_only", nil},
		{"in another language", rozmova.Open, rozmova.ThreadSettings{Languages: []rozmova.Locale{"en"}}, 422, "error.comment.language", []any{"Languages", "англійська"}},
		{"in another of several", rozmova.Open, rozmova.ThreadSettings{Languages: []rozmova.Locale{"en", "ru"}}, 422, "error.comment.languages", []any{"Languages", "англійська, російська"}},
		{"too long", rozmova.Open, rozmova.ThreadSettings{Runes: 20}, 422, "error.comment.too_long", []any{"N", 91, "Max", 20}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBureau(t)
			reader := b.browser("reader")
			form := reader.get("/stories/mist").must("the form", 200).hidden("/comments#form")
			b.configure(tt.mode, tt.own)
			form.Set("body", wrote)
			form.Set("statement", "s1")
			says := b.words(tt.says, tt.args...)
			reader.post(b.comments(), form).must("sent", tt.code, says, wrote)
			reader.post("/en"+b.comments(), form).must("in English", tt.code, wrote).mustNot("in English", says)
			island := reader.fragment(b.comments(), form).must("the island", tt.code, says)
			if got := island.header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("the island got %s", got)
			}
			b.configure(rozmova.Open, rozmova.ThreadSettings{})
			to := reader.post(b.comments(), form).must("the same form, once it may be sent", 303).to()
			reader.get(to).must("where it stands", 200, wrote)
		})
	}
}

func TestSlowDiscussionSaysWhen(t *testing.T) {
	b := newBureau(t)
	b.configure(rozmova.Slow, rozmova.ThreadSettings{SlowMinutes: 15})
	reader := b.browser("reader")
	reader.get("/stories/mist").must("the form", 200, b.words("discussion.slow", "N", 15))
	reader.post(b.comments(), url.Values{"body": {"Перший."}}).must("the first", 303)
	b.later(5 * time.Minute)
	form := url.Values{"body": {wrote}}
	says, _, _ := strings.Cut(b.words("page.wait_until", "When", "\x00"), "\x00")
	got := reader.post(b.comments(), form).must("the second", 429, wrote, says)
	if got.header.Get("Retry-After") != "600" {
		t.Errorf("Retry-After %s, want 600", got.header.Get("Retry-After"))
	}
	reader.fragment(b.comments(), form).must("the island", 429, says)
	b.browser("other").post(b.comments(), form).must("somebody else", 303)
	b.later(10*time.Minute + time.Second)
	reader.post(b.comments(), form).must("in time", 303)
}

// TestWhatIsAnsweredGoes: the words can then be posted by themselves, by the form that comes back.
func TestWhatIsAnsweredGoes(t *testing.T) {
	b := newBureau(t)
	reader := b.browser("reader")
	parent := b.say("other", "Думка.", nil)
	form := reader.get("/stories/mist?reply="+parent.ID.String()+"&statement=s1#form").must("the form", 200, "Думка.", b.words("comment.cite_of", "Name", "Богдан Гук")).hidden("/comments#form")
	if form.Get("parent") != parent.ID.String() || form.Get("statement") != "s1" {
		t.Fatalf("the form has %v", form)
	}
	_, err := b.discussion.Withdraw(t.Context(), b.readers["other"], parent.ID)
	b.must(err)
	form.Set("body", wrote)
	reader.fragment(b.comments(), form).must("the island", 409, `"body.parent"`, b.words("error.comment.parent_gone"))
	again := reader.post(b.comments(), form).must("sent", 409, wrote, b.words("error.comment.parent_gone"), b.words("comment.as_own")).hidden("/comments#form")
	if again.Get("parent") != "" || again.Get("statement") != "s1" || again.Get("nonce") != form.Get("nonce") {
		t.Errorf("the form came back with %v", again)
	}
	again.Set("body", wrote)
	again.Set("statement", "s9")
	last := reader.post(b.comments(), again).must("no such statement", 422, wrote, b.words("comment.as_plain")).hidden("/comments#form")
	if last.Get("statement") != "" {
		t.Errorf("the form still speaks to %s", last.Get("statement"))
	}
	again.Set("parent", "no ID")
	reader.post(b.comments(), again).must("a parent that is none", 422, wrote, b.words("error.comment.parent_missing"))
	last.Set("body", wrote)
	to := reader.post(b.comments(), last).must("by itself", 303).to()
	reader.get(to).must("where it stands", 200, wrote)
}

// TestThroughTheSignIn: what was answered and spoken to comes along.
func TestThroughTheSignIn(t *testing.T) {
	b := newBureau(t)
	parent := b.say("other", "Думка.", nil)
	visitor := b.browser("")
	form := visitor.get("/stories/mist?reply="+parent.ID.String()+"&statement=s1").must("the form", 200).hidden("/comments#form")
	form.Set("body", wrote)
	carried := visitor.post(b.comments(), form).must("sent", 200, wrote).hidden("/sign-in")
	carried.Set("email", "reader0@example.org")
	carried = visitor.post("/sign-in", carried).must("the address", 200, wrote).hidden("/sign-in/code")
	b.members.Wait()
	b.mu.Lock()
	carried.Set("code", b.code)
	b.mu.Unlock()
	to := visitor.post("/sign-in/code", carried).must("the code", 303).to()
	visitor.get(to).must("where it stands", 200, wrote)
	mine, err := b.discussion.Mine(t.Context(), b.readers["reader"], 1)
	b.must(err)
	if c := mine[0].Comment; c.Parent != parent.ID || c.Cites.Statement != "s1" {
		t.Errorf("posted under %v, speaking to %q", c.Parent, c.Cites.Statement)
	}
	visitor.post("/sign-out", nil).must("sign out", 303)
	carried = visitor.post(b.comments(), form).must("sent again", 200, wrote).hidden("/sign-in")
	carried.Set("email", "reader0@example.org")
	carried = visitor.post("/sign-in", carried).must("the address", 200, wrote).hidden("/sign-in/code")
	b.members.Wait()
	b.mu.Lock()
	carried.Set("code", b.code)
	b.mu.Unlock()
	b.configure(rozmova.Closed, rozmova.ThreadSettings{})
	visitor.post("/sign-in/code", carried).must("closed meanwhile", 409, wrote, b.words("error.thread.closed"))
	b.configure(rozmova.Open, rozmova.ThreadSettings{})
	visitor.post("/sign-out", nil).must("sign out", 303)
	visitor.fragment(b.comments(), form).must("the island of whoever is signed out", 401)
	visitor.post(b.comments(), form).must("signed out meanwhile", 200, wrote)
	mended := visitor.post("/comments/"+mine[0].Comment.ID.String()+"/edit", url.Values{"body": {"Інші слова."}})
	mended.must("an edit, signed out meanwhile", 401, "Інші слова.", b.words("error.sign_in.needed"))
}

func TestPreview(t *testing.T) {
	b := newBureau(t)
	for name, who := range map[string]*browser{"a reader": b.browser("reader"), "a visitor": b.browser("")} {
		form := who.get("/stories/mist?statement=s1").must("the form", 200).hidden("/comments#form")
		form.Set("body", "*Виділене* <b>x</b>")
		form.Set("preview", "1")
		page := who.post(b.comments(), form).must(name, 200, "<em>Виділене</em>", "*Виділене* <b>x</b>", b.words("comment.preview_title"))
		if back := page.hidden("/comments#form"); back.Get("statement") != "s1" || back.Get("nonce") != form.Get("nonce") {
			t.Errorf("%s: the form came back with %v", name, back)
		}
		if strings.Contains(page.body, "<b>x</b>") {
			t.Errorf("%s: markup came through", name)
		}
		form.Set("body", strings.Repeat("я", 5001))
		who.post(b.comments(), form).must(name+", too long", 422, "яяяяя", b.words("error.comment.too_long", "N", 5001, "Max", "5\u00a0000"))
		part := who.fragment("/threads/"+b.story.Thread.String()+"/preview", url.Values{"body": {"> цитата"}}).must(name+", the island", 200)
		if !strings.HasPrefix(part.body, "<blockquote>") {
			t.Errorf("%s: the island got %s", name, part.body)
		}
		who.fragment("/threads/"+b.story.Thread.String()+"/preview", url.Values{"body": {""}}).must(name+", nothing", 422, "body.body")
	}
	if got := b.browser("").get("/stories/mist"); strings.Contains(got.text(), "Виділене") {
		t.Error("what was looked at is there for others")
	}
	list, err := b.discussion.Mine(t.Context(), b.readers["reader"], 10)
	b.must(err)
	if len(list) != 0 {
		t.Errorf("%d comments came of previews", len(list))
	}
}

func TestStrangeWords(t *testing.T) {
	b := newBureau(t)
	reader := b.browser("reader")
	preview := "/threads/" + b.story.Thread.String() + "/preview"
	for i, tt := range []struct {
		name, body string
		code       int
		keeps      string
	}{
		{"not UTF-8", "Привіт \xff\xfe світе", 422, "світе"},
		{"control characters", "Приві\x00т\x07 \x1b[31mсвіте\x7f", 303, ""},
		{"10,000 nested quotes", strings.Repeat(">", 10_000) + " глибоко", 422, "глибоко"},
		{"nested quotes within the limit", strings.Repeat(">", 4_000) + " глибоко", 303, ""},
		{"a megabyte of emoji", strings.Repeat("😀", 1<<18), 413, ""},
		{"spaces", " \n\u200b ", 422, ""},
		{"a mention of everybody", strings.Repeat("@Читач 2 ", 300), 303, ""},
	} {
		form := url.Values{"body": {tt.body}, "nonce": {fmt.Sprint(i)}}
		shown := tt.code
		if shown == http.StatusSeeOther {
			shown = http.StatusOK
		}
		reader.fragment(preview, form).must(tt.name+", the island's preview", shown)
		form.Set("preview", "1")
		reader.post(b.comments(), form).must(tt.name+", the preview", shown, tt.keeps)
		form.Del("preview")
		sent := reader.post(b.comments(), form).must(tt.name, tt.code, tt.keeps)
		if tt.code == http.StatusSeeOther {
			reader.get(sent.to()).must(tt.name+", where it stands", 200).mustNot(tt.name, "\x00", "\x1b")
			if again := reader.post(b.comments(), form).must(tt.name+", sent twice", 303); again.to() != sent.to() {
				t.Errorf("%s: sent twice, it leads to %s and %s", tt.name, sent.to(), again.to())
			}
		}
	}
}

// TestEditOrAdd: all the words may be changed within the window; later what is written stands behind them.
func TestEditOrAdd(t *testing.T) {
	b := newBureau(t)
	reader := b.browser("reader")
	c := b.say("reader", "Перші слова.", nil)
	path := "/comments/" + c.ID.String() + "/edit"
	form := reader.get(path).must("the form", 200, "Перші слова.").hidden("/edit")
	form.Set("body", "Кращі слова.")
	reader.post(path, form).must("edited", 303)
	reader.post(path, form).must("with the revision of before", 409, "Кращі слова.", b.words("error.comment.changed"))

	form = reader.get(path).hidden("/edit")
	b.later(6 * time.Minute)
	form.Set("body", "Кращі слова.\n\nДодаю подробиці.")
	reader.post(path, form).must("more behind the same words, too late for others", 303)
	form = reader.get(path).must("the form for more", 200, "Кращі слова.", b.words("comment.append_title")).hidden("/edit")
	if revision := form.Get("revision"); revision != "3" {
		t.Errorf("revision %s, want 3", revision)
	}
	late := url.Values{"revision": {"3"}, "body": {"Зовсім інші слова."}}
	reader.post(path, late).must("other words, too late", 409, "Зовсім інші слова.", b.words("page.kept"), `name="addition"`)
	form.Set("addition", " \n ")
	reader.post(path, form).must("nothing to add", 422, `id="body-trouble"`)
	form.Set("addition", "Наостанок подяка.")
	reader.get(reader.post(path, form).must("more", 303).to()).must("where it stands", 200, "Кращі слова.", "Додаю подробиці.", "Наостанок подяка.")
	b.browser("other").get(path).must("somebody else's", 403, b.words("error.comment.not_yours"))

	_, err := b.discussion.Withdraw(t.Context(), b.readers["reader"], c.ID)
	b.must(err)
	reader.get(path).must("withdrawn", 409)
	form.Set("addition", "Запізно.")
	reader.post(path, form).must("more to what is withdrawn", 409, "Запізно.")
}
