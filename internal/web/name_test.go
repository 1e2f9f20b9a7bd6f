package web_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/rozmova/rozmova/internal/membership"
)

// TestChangingTheName walks through the page: a refusal says why and keeps what was typed, a change is told of, and then the
// page says when the next one is possible, with the names before it.
func TestChangingTheName(t *testing.T) {
	b := newBureau(t)
	reader := b.browser("reader")
	form := reader.get("/me/name").must("the form", 200, "Читач 1", b.words("pen_name.hint")).mustNot("the form", b.words("pen_name.former")).hidden("/me/name")
	change := func(name string) *reply {
		form.Set("pen_name", name)
		return reader.post("/me/name", form)
	}
	for name, says := range map[string]string{
		"Я": "error.name.too_short", "Oлена": "error.name.mixed", "Редакторка": "error.name.reserved", "Ірина": "error.name.taken", "Оля!": "error.name.signs",
	} {
		code := 422
		if says == "error.name.taken" {
			code = 409
		}
		change(name).must(name, code, b.words(says), `value="`+name+`"`)
	}
	for _, name := range []string{"Мавка", "Соломія"} {
		to := change(name).must(name, 303).to()
		reader.get(to).must("changed to "+name, 200, b.words("pen_name.done", "Name", name))
	}
	reader.get("/me/name").must("behind it", 200, b.words("pen_name.next"), b.words("pen_name.former"), "Мавка", "22\u00a0грудня\u00a02026").mustNot("behind it", `name="pen_name"`)
	change("Третя").must("too soon", 409, b.words("error.name.too_soon", "Date", "22\u00a0грудня\u00a02026, 15:00"))
	b.later(membership.KeepName + time.Minute)
	change("Третя").must("a month later", 303)
	other := b.browser("other")
	other.post("/me/name", url.Values{"pen_name": {"Мавка"}, "nonce": form["nonce"]}).must("somebody's former name", 409, b.words("error.name.taken"))
	other.get("/en/me/name").must("in English", 200).mustNot("of somebody else", "Мавка", "Третя")
	b.browser("").get("/me/name").must("a stranger", 303)
}

// TestWelcomeSaysWhy: the page of the first choice says why a name is refused.
func TestWelcomeSaysWhy(t *testing.T) {
	b := newBureau(t)
	reader := b.browser("reader")
	form := reader.get("/welcome").must("the form", 200, "Читач 1").hidden("/welcome")
	for name, says := range map[string]string{"Модератор": "error.name.reserved", "Zoя": "error.name.mixed"} {
		form.Set("pen_name", name)
		reader.post("/welcome", form).must(name, 422, b.words(says))
	}
	form.Set("pen_name", "Читач 1")
	reader.post("/welcome", form).must("the made-up one is kept", 303)
	form.Set("pen_name", "Зоя")
	reader.post("/welcome", form).must("another", 303)
}
