package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/rozmova/rozmova"
)

// TestPolicyPages: an administrator sees what a policy would have done, mends what is wrong with it, saves it, and goes back to an
// older version; nothing that was typed is lost.
func TestPolicyPages(t *testing.T) {
	b := newBureau(t)
	admin, err := b.members.Invite(t.Context(), "admin@example.org", "Адміністраторка Ада", "uk", rozmova.Grant{Role: rozmova.Admin})
	b.must(err)
	br := b.browserOf(admin)
	br.get("/desk/policy").must("the levels", 200, b.words("policy.of_site"), b.words("policy.nothing_here"))
	form := br.get("/desk/policy/edit?level=").must("the site's", 200, b.words("policy.part.ladders")).hidden("/desk/policy/edit")
	set := func(name, value string) { form.Set(name, value) }
	set("mode", "newcomers")
	set("newcomer", "700")
	set("hold.threat", "85")
	set("nudge.obscenity", "0")
	set("words.hold", "зрадник ; respect\nбидло")
	set("ladders..1.rung", "warning")
	set("say", "save")
	br.post("/desk/policy/edit", form).must("a number that is too great", http.StatusUnprocessableEntity, `value="700"`, "зрадник ; respect", `href="#newcomer"`)
	set("newcomer", "5")
	set("say", "preview")
	br.post("/desk/policy/edit", form).must("what if", 200, b.words("policy.forecast"), "зрадник ; respect")
	br.get("/desk/policy").must("nothing is saved", 200, b.words("policy.nothing_here"))
	set("say", "save")
	to := br.post("/desk/policy/edit", form).must("save", http.StatusSeeOther).to()
	page := br.get(to).must("saved", 200, b.words("policy.saved"), `value="85"`, `value="5"`, "зрадник ; respect")
	br.post("/desk/policy/edit", form).must("a form of before", http.StatusConflict, b.words("error.policy.changed"), "зрадник ; respect")
	form = page.hidden("/desk/policy/edit")
	form.Set("words.nudge", "***")
	br.post("/desk/policy/edit", form).must("a word without letters", http.StatusUnprocessableEntity, "***")
	form.Set("words.nudge", "")
	br.post("/desk/policy/edit", form).must("all taken out", http.StatusSeeOther)
	br.get("/desk/policy/edit?level=&version=1").must("the first version", 200, `value="85"`, b.words("policy.versions"))
	br.get("/desk/policy/edit?level=&version=9").must("no such version", http.StatusNotFound)
	br.get("/desk/policy/edit?level=planet").must("no such level", http.StatusNotFound)
	br.get("/desk/policy/edit?story=nothing-here").must("no such story", http.StatusNotFound)

	for _, who := range []string{"moderator", "reader"} {
		other := b.browser(who)
		other.get("/desk/policy").must(who, http.StatusForbidden)
		other.get("/desk/policy/edit?level=").must(who, http.StatusForbidden)
		other.post("/desk/policy/edit", url.Values{"level": {""}, "mode": {"pre"}, "say": {"save"}}).must(who, http.StatusForbidden)
	}
}
