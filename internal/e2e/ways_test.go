package e2e_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// stale makes as if a reader had signed in longer ago than membership.Fresh, in every browser.
func (h *house) stale(t testing.TB, r *rozmova.Reader) {
	t.Helper()
	must(t, h.Store.Update(t.Context(), func(tx *store.Tx) error {
		sessions, err := tx.Sessions(r.ID)
		if err != nil {
			return err
		}
		for _, s := range sessions {
			if err := tx.ProveSession(s.Hash, time.Now().Add(-time.Hour)); err != nil {
				return err
			}
		}
		return nil
	}))
}

// byPost signs in with a code from a letter that came by SMTP, up to what lies behind the code.
func (b *tab) byPost(o *postOffice, email, then string) {
	b.t.Helper()
	b.to("/sign-in?next=/me/ways")
	b.fill("#email", email)
	b.arrives("the question for the code", func() { b.press(kb.Enter) }, `document.querySelector("#code")`)
	b.await("the field has the focus", `document.activeElement?.id === "code"`)
	b.write(o.code(b.t, email))
	b.arrives("what lies behind the code", func() { b.press(kb.Enter) }, then)
}

// TestWaysByPost walks the e-mail code from end to end: a letter through a real SMTP server, third-party cookies blocked, and
// from there to the devices, the question whether it is still the same person, and another address.
func TestWaysByPost(t *testing.T) {
	office := openPostOffice(t)
	h := open(t, setup{stories: []string{bridge}, silent: true, post: office.sender()})
	browser, source := chromium(t), axe(t)
	a, b := h.tab(t, browser, look{}), h.tab(t, browser, look{width: 360, height: 780, dark: true})

	// A newcomer joins, and comes again in another browser.
	a.byPost(office, "nova@example.org", `document.querySelector("#pen_name")`)
	eval[bool](a, `(document.querySelector("#pen_name").focus(), document.querySelector("#pen_name").select(), true)`)
	a.write("Нова Читачка")
	a.arrives("the ways in", func() { a.press(kb.Enter) }, `location.pathname === "/me/ways" && `+shows("nova@example.org"))
	b.byPost(office, "nova@example.org", `location.pathname === "/me/ways"`)
	expect(t, "how wide the narrow page is", eval[int](b, "document.documentElement.scrollWidth"), 360)
	b.check("the ways in, narrow and dark", source)
	a.to("/me/ways")
	a.check("the ways in", source)
	expect(t, "devices", eval[int](a, `document.querySelectorAll("#devices .rows > li").length`), 2)
	expect(t, "the first is this one", eval[bool](a, fmt.Sprintf(`document.querySelector("#devices .rows > li").textContent.includes(%s)`, q(h.words("uk", "ways.this_device")))), true)
	expect(t, "it has a name", eval[bool](a, `document.querySelector("#devices .rows b").textContent.includes("Chrome")`), true)

	// Signed out everywhere else.
	a.arrives("the ways in again", func() { a.click("#devices button[name=keep]") }, shows(h.words("uk", "ways.done.devices")))
	b.to("/me")
	b.await("the sign-in", `location.pathname === "/sign-in"`)
	expect(t, "devices left", eval[int](a, `document.querySelectorAll("#devices .rows > li").length`), 1)

	// A wrong code, and another letter.
	b.fill("#email", "nova@example.org")
	b.arrives("the question for the code", func() { b.press(kb.Enter) }, `document.querySelector("#code")`)
	office.code(t, "nova@example.org")
	b.excuse("422")
	b.await("the field has the focus", `document.activeElement?.id === "code"`)
	b.write("000000")
	b.arrives("that it is wrong", func() { b.press(kb.Enter) }, shows(h.words("uk", "error.code.wrong", "N", 4)))
	b.check("a wrong code", source)
	b.arrives("another letter", func() { b.click("form.again button") }, shows(h.words("uk", "ways.resent")))
	b.fill("#code", office.code(t, "nova@example.org"))
	b.arrives("the account", func() { b.press(kb.Enter) }, `location.pathname === "/me"`)

	// Another address, when the sign-in is long ago.
	reader, err := h.Membership.ByEmail(t.Context(), "nova@example.org")
	must(t, err)
	h.stale(t, reader)
	a.fill("#email", "insha@example.org")
	a.arrives("whether it is still she", func() { a.click(`form[action$="/me/ways/address"] [type=submit]`) }, `location.pathname === "/confirm" && `+shows(h.words("uk", "ways.confirm_again")))
	expect(t, "the whole address stands there", eval[bool](a, shows("nova@example.org")), false)
	a.check("confirm", source)
	a.arrives("the question for the code", func() { a.click(`form[action$="/confirm/code"] [type=submit]`) }, `document.querySelector("#code")`)
	a.check("confirm by code", source)
	a.await("the field has the focus", `document.activeElement?.id === "code"`)
	a.write(office.code(t, "nova@example.org"))
	a.arrives("the ways in, once more", func() { a.press(kb.Enter) }, `location.pathname === "/me/ways"`)
	a.fill("#email", "insha@example.org")
	a.arrives("the question for the new address’s code", func() { a.press(kb.Enter) }, `document.querySelector("#code") && `+shows("insha@example.org"))
	a.await("the field has the focus", `document.activeElement?.id === "code"`)
	a.write(office.code(t, "insha@example.org"))
	a.arrives("that it is done", func() { a.press(kb.Enter) }, shows(h.words("uk", "ways.done.address")))
	office.letter(t, "nova@example.org", "i•••@example[.]org")
	a.safe()

	// Signed out everywhere, here too.
	a.arrives("the front page", func() { a.click(`form[action$="/me/devices/end"] button:not([name])`) }, `location.pathname === "/"`)
	for _, page := range []*tab{a, b} {
		page.to("/me")
		page.await("the sign-in", `location.pathname === "/sign-in"`)
	}
	b.byPost(office, "insha@example.org", `location.pathname === "/me/ways" && `+shows("Нова Читачка"))
	b.safe()
}
