package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

func TestFeaturing(t *testing.T) {
	b := newBureau(t)
	c := b.say("other", "Варте уваги.", nil)
	path, editor := "/comments/"+c.ID.String(), b.browser("editor")
	form := editor.get(path+"/feature").must("the form", 200, "Варте уваги.", b.words("feature.box_only"), "Міст через річку відкрили в понеділок.", "Руху ще немає.").hidden("/feature")
	form.Set("block", "99")
	editor.post(path+"/feature", form).must("no such place", 422, b.words("error.feature.block"))
	form.Set("block", "second")
	editor.post(path+"/feature", form).must("a place that is none", 422, b.words("error.feature.block"))
	for block, places := range map[string]int{"": 1, "1": 2} { // the box; the box and the story
		form.Set("block", block)
		to := editor.post(path+"/feature", form).must("pick", 303).to()
		editor.get(to).must("where it stands", 200, b.words("page.done.featured"))
		page := editor.get("/stories/mist")
		if got := strings.Count(page.body, `<figure class="pick">`); got != places {
			t.Errorf("behind block %q: in %d places, want %d", block, got, places)
		}
	}
	editor.get(editor.post(path+"/unfeature", nil).must("no pick any more", 303).to()).must("where it stands", 200, b.words("page.done.unfeatured"))
	if strings.Contains(editor.get("/stories/mist").body, `<figure class="pick">`) {
		t.Error("it is still a pick")
	}
	for _, who := range []string{"reader", "moderator"} {
		other := b.browser(who)
		other.get(path+"/feature").must(who, 403)
		other.post(path+"/feature", form).must(who, 403)
		other.post(path+"/unfeature", form).must(who, 403)
	}
	_, err := b.discussion.Withdraw(t.Context(), b.readers["other"], c.ID)
	b.must(err)
	editor.post(path+"/feature", form).must("withdrawn", 409, b.words("error.feature.not_shown"))
}

func TestSettings(t *testing.T) {
	b := newBureau(t, rozmova.ThreadSettings{Links: rozmova.Never, Languages: []rozmova.Locale{"uk", "en"}})
	const path = "/stories/mist/discussion"
	editor := b.browser("editor")
	editor.get("/stories/mist").must("the story", 200, `href="`+path+`"`)
	page := editor.get(path).must("the form", 200, b.words("settings.title"), b.words("settings.beneath", "Value", b.words("settings.never.links")),
		b.words("settings.languages_beneath", "Value", "українська, англійська"), b.words("settings.beneath", "Value", "5\u00a0000"))
	form := page.hidden(path)
	for field, value := range map[string]string{
		"mode": "slow", "slow_minutes": "15", "opens": "2026-11-22T09:00", "closes": "2026-12-24T18:30", "close_after_days": "0", "message": "Пишіть\r\nпо суті.",
		"writers": "invited", "invited": "читач 1\r\n\r\nЧитач 2\r\n", "runes": "300", "links": "", "per_minute": "2", "nesting": "0",
	} {
		form.Set(field, value)
	}
	form["languages"] = []string{"uk", "ru"}
	editor.get(editor.post(path, form).must("saved", 303).to()).must("the form again", 200, b.words("page.done.settings"), `value="15"`,
		`value="2026-11-22T09:00"`, `value="2026-12-24T18:30"`, "Читач 1\nЧитач 2", "по суті.")
	setup, err := b.discussion.Settings(t.Context(), b.readers["editor"], b.story.Thread)
	b.must(err)
	own := setup.Own
	if want := time.Date(2026, 12, 24, 16, 30, 0, 0, time.UTC); !own.Closes.Equal(want) || own.CloseAfterDays != rozmova.Never || own.Nesting != rozmova.Never || own.Links != 0 ||
		setup.Mode != rozmova.Slow || own.Writers != rozmova.Invited || len(own.Languages) != 2 || len(setup.Invited) != 2 {
		t.Errorf("kept: %+v", setup)
	}
	editor.get("/stories/mist").must("what readers are told", 200, "по суті.", b.words("discussion.invited_only"), b.words("discussion.slow", "N", 15),
		b.words("discussion.ends", "When", "24\u00a0грудня\u00a02026, 18:30"))

	for field, value := range map[string]string{
		"mode": "wild", "slow_minutes": "0", "opens": "завтра", "closes": "2026-11-01T00:00", "close_after_days": "-1", "message": strings.Repeat("я", 501), "writers": "me",
		"invited": "Ніхто Такий", "runes": "сто", "links": "1000000", "per_minute": "9999999999999999999999", "nesting": "1e3", "older_than_days": "5000", "languages": "<b>",
	} {
		wrong := url.Values{}
		for name, values := range form {
			wrong[name] = values
		}
		wrong.Set(field, value)
		wrong.Set("invited", "Ніхто Такий")
		got := editor.post(path, wrong).must(field, 422, strings.ReplaceAll(wrong.Get("message"), "\r", ""), "Ніхто Такий", `id="`+field+`-trouble"`)
		if field != "languages" && field != "mode" && field != "writers" {
			got.must("kept: "+field, 422, value)
		}
	}
	several := url.Values{}
	for name, values := range form {
		several[name] = values
	}
	several.Set("opens", "2026-12-25T00:00") // behind closes
	several.Set("runes", "сто")
	several.Set("invited", "Ніхто Такий")
	several.Set("writers", "me")
	got := editor.post(path, several).must("several at once", 422, b.words("error.settings.closes_first"), b.words("error.settings.writers"),
		b.words("error.settings.invited_unknown", "Names", "Ніхто Такий"), b.words("error.settings.number", "Min", 20, "Max", "10\u00a0000"))
	at := 0
	for _, field := range []string{"closes", "writers", "invited", "runes"} { // as they stand on the page
		i := strings.Index(got.body, `<a href="#`+field+`">`)
		if i < at || !strings.Contains(got.body, ` id="`+field+`"`) {
			t.Errorf("the top of the page does not lead to %s in its turn", field)
		}
		at = i
	}
	if n := strings.Count(got.body, " autofocus"); n != 1 || !strings.Contains(got.body, `aria-describedby="closes-hint closes-trouble" aria-invalid="true" autofocus>`) {
		t.Errorf("the page opens at %d fields, want the first that is wrong", n)
	}
	again, err := b.discussion.Settings(t.Context(), b.readers["editor"], b.story.Thread)
	b.must(err)
	if again.Own.Runes != 300 || !again.Own.Closes.Equal(own.Closes) {
		t.Errorf("what was refused is kept: %+v", again.Own)
	}
	editor.get("/en"+path).must("in English", 200, "Settings of the discussion")
	for who, code := range map[string]int{"reader": 403, "moderator": 403, "": 303} {
		other := b.browser(who)
		other.get(path).must("asked by "+who, code)
		if who != "" {
			other.post(path, form).must("set by "+who, code)
		}
	}
	editor.get("/stories/none/discussion").must("no such story", 404)
}
