package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/moderation"
)

// TestGuestWalk: a comment by a name alone waits for a moderator, is seen by its guest, and bears the mark once it is shown.
func TestGuestWalk(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true, config: func(c *config.Config) { c.Membership.Guests = "held" }})
	v := h.visitor(t)
	v.get("/sign-in").must(t, "the sign-in without a comment", http.StatusOK)
	if page := v.get("/sign-in"); page.holds(h.words("uk", "guest.send")) {
		t.Error("without a comment guests are asked in")
	}
	asked := v.post(h.commentsOf(bridge), url.Values{"body": {"Я тут мимохідь."}, "nonce": {"0123456789abcdef0123"}}).must(t, "the sign-in", http.StatusOK, h.words("uk", "guest.send"))
	form := asked.hidden()
	form.Set("guest_name", "x")
	refused := v.post("/sign-in/guest", form).must(t, "a name too short", http.StatusUnprocessableEntity, "Я тут мимохідь.", h.words("uk", "guest.send"))
	form = refused.hidden()
	form.Set("guest_name", "Перехожа")
	sent := v.post("/sign-in/guest", form)
	if to := sent.header.Get("Location"); sent.code != http.StatusSeeOther || !strings.Contains(to, "done=pending") {
		t.Fatalf("sent as a guest: %d to %q: %s", sent.code, to, sent.text())
	}
	v.get(h.path(bridge)+"?done=pending").must(t, "the guest's own page", http.StatusOK, "Я тут мимохідь.", "Перехожа", h.words("uk", "guest.mark"))
	if h.visitor(t).get(h.path(bridge)).holds("Я тут мимохідь.") {
		t.Error("others see it before a person has looked")
	}

	editor := h.member(t, "mod@example.org", rozmova.Moderator)
	desk := h.signedIn(t, editor)
	desk.get("/desk").must(t, "the moderators' card", http.StatusOK, "Я тут мимохідь.", h.words("uk", "guest.mark"))
	r := between(between(v.get(h.path(bridge)).body, `<article class="comment`, "</article>"), `id="c-`, `"`)
	id, err := rozmova.ParseID[rozmova.Comment](r)
	must(t, err)
	_, err = h.Moderation.Decide(t.Context(), editor, moderation.Ruling{Comment: id, Action: rozmova.Publish})
	must(t, err)
	eventually(t, "the comment to be shown", func() bool {
		page := h.visitor(t).get(h.path(bridge))
		return page.holds("Я тут мимохідь.") && page.holds(h.words("uk", "guest.mark"))
	})

	// What only members may do is refused with the way to become one.
	other := h.say(t, "olha@example.org", bridge, "Думка.", nil)
	v.post("/comments/"+other.ID.String()+"/vote", url.Values{"respect": {"1"}}).must(t, "a guest's vote", http.StatusForbidden, h.words("uk", "error.guest.only_comment"), h.words("uk", "membership.sign_in"))
	v.get("/sign-in").must(t, "a guest signs in", http.StatusOK, h.words("uk", "membership.send_code"))
}

// TestGuestsOff: a site takes no guests unless it says so.
func TestGuestsOff(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	v := h.visitor(t)
	page := v.post(h.commentsOf(bridge), url.Values{"body": {"Я тут мимохідь."}, "nonce": {"0123456789abcdef0123"}})
	if page.holds(h.words("uk", "guest.send")) {
		t.Error("guests are asked in")
	}
	form := page.hidden()
	form.Set("guest_name", "Перехожа")
	v.post("/sign-in/guest", form).must(t, "a guest all the same", http.StatusForbidden, h.words("uk", "error.guest.off"))
}
