package e2e_test

import (
	"net"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/webauthn"

	"github.com/rozmova/rozmova/internal/config"
)

// openNamed opens a house that goes by localhost: browsers make no passkeys for 127.0.0.1.
func openNamed(t *testing.T, s setup) *house {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	addr := l.Addr().String()
	must(t, l.Close())
	url := "http://localhost" + addr[strings.LastIndexByte(addr, ':'):]
	s.config = func(c *config.Config) { c.Server.Addr, c.Site.URL = addr, url }
	h := open(t, s)
	h.url = url
	return h
}

// TestPasskeyWalk: a passkey is added, signs in with a comment that waits, confirms, and is removed.
func TestPasskeyWalk(t *testing.T) {
	h := openNamed(t, setup{stories: []string{bridge}, silent: true})
	browser, source := chromium(t), axe(t)
	a := h.tab(t, browser, look{})
	call(a, webauthn.Enable, webauthn.EnableParams{})
	call(a, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	reader := h.member(t, "olha@example.org")
	a.signIn(h, reader)

	a.to("/me/ways")
	a.await("the button", `!document.querySelector("#passkeys rz-passkey").hidden`)
	a.arrives("that it is added", func() { a.click("#passkeys rz-passkey button") }, shows(h.words("uk", "passkey.done.added")))
	expect(t, "passkeys", eval[int](a, `document.querySelectorAll("#passkeys .rows > li").length`), 1)
	a.check("the ways in with a passkey", source)

	a.to("/me")
	a.arrives("the front page", func() { a.click(`form[action$="/sign-out"] button`) }, `location.pathname === "/"`)
	a.to(h.path(bridge))
	a.fill("#body", "Пишу, ще не ввійшовши.")
	a.arrives("the sign-in", func() { a.click("#form [type=submit]") }, `document.querySelector("rz-passkey")`)
	a.await("the button", `!document.querySelector("rz-passkey").hidden`)
	a.check("the sign-in with passkeys", source)
	a.arrives("the comment in its place", func() { a.click("rz-passkey button") }, `location.hash.startsWith("#c-") && `+shows("Пишу, ще не ввійшовши."))
	a.safe()

	// Long after the sign-in the passkey shows that it is still she; the address is left as a way in.
	h.stale(t, reader)
	remove := `#passkeys form[action$="/remove"] button`
	a.to("/me/ways")
	a.arrives("whether it is still she", func() { a.click(remove) }, `location.pathname === "/confirm"`)
	a.await("the button", `!document.querySelector("rz-passkey").hidden`)
	a.check("confirm with a passkey", source)
	a.arrives("the ways in", func() { a.click("rz-passkey button") }, `location.pathname === "/me/ways"`)
	a.arrives("that it is gone", func() { a.click(remove) }, shows(h.words("uk", "passkey.done.removed")))
	expect(t, "passkeys", eval[int](a, `document.querySelectorAll("#passkeys .rows > li").length`), 0)

	// What the device still has opens nothing here any more, and nothing that was typed is lost.
	a.to("/me")
	a.arrives("the front page", func() { a.click(`form[action$="/sign-out"] button`) }, `location.pathname === "/"`)
	a.to("/sign-in?next=/rules")
	a.await("the button", `!document.querySelector("rz-passkey").hidden`)
	a.excuse("422")
	a.arrives("why not", func() { a.click("rz-passkey button") }, shows(h.words("uk", "error.passkey.unknown")))
	expect(t, "where to go on to", eval[string](a, `document.querySelector("rz-passkey [name=next]").value`), "/rules")
	a.safe()
}
