package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
)

// TestSecondFactorByApp: the desk asks a moderator for a second factor, an authenticator app is set up, and at the next sign-in a code of it
// opens the desk, each code once.
func TestSecondFactorByApp(t *testing.T) {
	office := openPostOffice(t)
	h := open(t, setup{stories: []string{theatre}, silent: true, post: office.sender(), config: func(c *config.Config) { c.Demo = false }})
	browser, source := chromium(t), axe(t)
	moderator := h.member(t, "mykola@example.org", rozmova.Moderator)
	first := h.tab(t, browser, look{width: 360, height: 740})
	first.signIn(h, moderator)
	first.to("/desk?list=new")
	first.await("the second factor", `location.pathname === "/me/second"`)
	expect(t, "there is nothing to enter yet", eval[bool](first, `!!document.querySelector("#code")`), false)
	first.arrives("the secret", func() { first.click(`form[action$="/me/second/app"] button`) }, `document.querySelector(".second-secret") && document.querySelector("svg.second-code")`)
	first.check("setting up the app", source)
	if wide := eval[int64](first, `document.documentElement.scrollWidth`); wide > 360 {
		t.Errorf("setting up the app is %d wide on a phone", wide)
	}
	secret := strings.ReplaceAll(eval[string](first, `document.querySelector(".second-secret").textContent`), " ", "")
	code := func(ahead time.Duration) string {
		t.Helper()
		c, err := totp.GenerateCode(secret, time.Now().Add(ahead))
		must(t, err)
		return c
	}
	used := code(0)
	first.fill("#code", used)
	first.arrives("the desk", func() { first.click(`form[action$="/me/second"] [type=submit]`) }, `location.pathname + location.search === "/desk?list=new"`)
	first.safe()

	again := h.tab(t, browser, look{dark: true})
	again.excuse("422") // is how a code that is not good is answered
	again.signIn(h, moderator)
	again.to("/desk")
	again.await("the question for a code", `location.pathname === "/me/second" && document.querySelector("#code")`)
	again.check("the question for a code", source)
	enter := func(what, code, then string) {
		t.Helper()
		again.fill("#code", code)
		again.arrives(what, func() { again.click(`form[action$="/me/second"] [type=submit]`) }, then)
	}
	enter("that a code opens once", used, shows(h.words("uk", "error.second.used")))
	again.check("a code that was used", source)
	again.to("/desk")
	again.await("the question still", `location.pathname === "/me/second"`)
	next := code(30 * time.Second)
	enter("the desk", next, `location.pathname === "/desk"`)

	again.to("/me/second")
	again.await("that it was shown", shows(h.words("uk", "staff.second.shown")))
	again.safe()
}
