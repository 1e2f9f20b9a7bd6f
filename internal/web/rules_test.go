package web_test

import (
	"net/http"
	"testing"

	"github.com/rozmova/rozmova"
)

// TestRulePages: an administrator sees what a change of a rule would be, mends what is wrong, saves it, and everybody reads the difference.
func TestRulePages(t *testing.T) {
	b := newBureau(t)
	admin, err := b.members.Invite(t.Context(), "admin@example.org", "Адміністраторка Ада", "uk", rozmova.Grant{Role: rozmova.Admin})
	b.must(err)
	br := b.browserOf(admin)
	br.get("/desk/rules").must("the rules", 200, `href="/desk/rules/edit?key=respect"`)
	form := br.get("/desk/rules/edit?key=respect").must("the form", 200).hidden("/desk/rules/edit")
	form.Set("title-uk", "Повага")
	form.Set("text-uk", "Сперечайтеся з думкою, а не з людиною.")
	form.Set("title-en", "Respect")
	form.Set("text-en", "")
	form.Set("say", "preview")
	br.post("/desk/rules/edit", form).must("a text is missing", http.StatusUnprocessableEntity, b.words("error.rule.text_missing"), "Сперечайтеся")
	form.Set("text-en", "Argue with the thought.")
	br.post("/desk/rules/edit", form).must("the differences", 200, b.words("rules.changes"), "<ins>", "Сперечайтеся")
	br.get("/rules/respect/2").must("nothing is saved", http.StatusNotFound)
	form.Set("say", "save")
	to := br.post("/desk/rules/edit", form).must("save", http.StatusSeeOther).to()
	br.get(to).must("saved", 200, b.words("rules.saved"), "Сперечайтеся")
	form.Set("text-uk", "Інше.")
	br.post("/desk/rules/edit", form).must("a form of before", http.StatusConflict, b.words("error.rule.changed"), "Інше.")
	b.happened()
	anyone := b.browser("")
	anyone.get("/rules").must("the rules in force", 200, "Сперечайтеся", `href="/rules/respect/1"`, `href="/rules/respect/2"`)
	anyone.get("/rules/respect/2").must("the difference", 200, "<del>", "<ins>")
	anyone.get("/rules/respect/1").must("the first", 200, b.words("rules.first"))
	anyone.get("/rules/respect/01").must("no such version", http.StatusNotFound)
	anyone.get("/rules/none/1").must("no such rule", http.StatusNotFound)
}
