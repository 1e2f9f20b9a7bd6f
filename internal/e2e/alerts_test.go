package e2e_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

// TestBellRings: whoever is answered hears of it on the page that is open, in every tab; the list leads to the answer, and what
// was followed is read.
func TestBellRings(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	browser := chromium(t)
	me := h.member(t, "marijka@example.org")
	mine := h.say(t, "marijka@example.org", bridge, "Моє питання про міст.", nil)
	b := h.tab(t, browser, look{})
	b.signIn(h, me)
	b.to(h.path(bridge))
	b.await("a quiet bell", `document.querySelector("rz-bell .badge").hidden`)

	h.say(t, "stepan@example.org", bridge, "Відповідь про міст.", mine)
	b.await("the bell", `document.querySelector("rz-bell .badge").textContent === "1" && !document.querySelector("rz-bell .badge").hidden`)
	b.await("the words", `document.querySelector(".bell-say a").textContent.includes("Відповідь про міст.")`)
	b.await("the title", `document.title.startsWith("(1) ")`)
	b.click(".bell-say a")
	b.await("the answer", shows("Відповідь про міст."))
	b.await("nothing unread", `document.querySelector("rz-bell .badge").hidden`)

	h.say(t, "petro@example.org", bridge, "Іще одна відповідь.", mine)
	bad := h.say(t, "marijka@example.org", bridge, "Грубе слово.", nil)
	moderator := h.member(t, "iryna@example.org", rozmova.Admin)
	must(t, h.Discussion.Feature(t.Context(), moderator, mine.ID, rozmova.Never))
	_, err := h.Moderation.Decide(t.Context(), moderator, moderation.Ruling{Comment: bad.ID, Action: rozmova.Remove, Rule: "respect", Facts: "Грубо."})
	must(t, err)
	b.await("three alerts", `document.querySelector("rz-bell .badge").textContent === "3"`)
	b.to("/alerts")
	b.await("the list", `document.querySelectorAll(".alert-unread").length === 3`)
	for _, words := range []string{"Іще одна відповідь.", h.words("uk", "alert.featured"), h.words("uk", "alert.removed")} {
		b.await(words, shows(words))
	}
	source := axe(t)
	for _, l := range []look{{width: 360, height: 740}, {width: 1280, height: 900, dark: true}} {
		b.look(l)
		for _, path := range []string{"/me/alerts", "/en/me/alerts", "/alerts"} {
			b.to(path)
			b.await(path, `document.readyState === "complete"`)
			b.check(path, source)
			if wide := eval[int64](b, `document.documentElement.scrollWidth`); wide > l.width {
				t.Errorf("%s is %d pixels wide on a screen of %d", path, wide, l.width)
			}
		}
	}
	b.click(".alerts-do button")
	b.await("everything read", `document.querySelectorAll(".alert-unread").length === 0 && document.querySelector("rz-bell .badge").hidden`)
}

// TestUnsubscribing: the link in a letter switches its letters off, with a press of a button or a mail program's one click, by
// whoever has the letter; opening it changes nothing.
func TestUnsubscribing(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	me := h.member(t, "marijka@example.org")
	v := h.signedIn(t, me)
	form := v.get("/me/alerts").must(t, "settings", 200).hidden()
	for _, k := range rozmova.AlertKinds() {
		form.Set("mail-"+k.String(), "at_once")
		form.Set("page-"+k.String(), "1")
	}
	v.post("/me/alerts", form).must(t, "saving", 303)
	mine := h.say(t, "marijka@example.org", bridge, "Питання.", nil)
	h.say(t, "stepan@example.org", bridge, "Відповідь.", mine)
	letter := h.letter(t, "marijka@example.org", "Відповідь.")
	link := "/unsubscribe/" + between(letter, "/unsubscribe/", " ")
	pace := func() rozmova.Pace {
		s, err := h.Alerts.Settings(t.Context(), me)
		must(t, err)
		return s[rozmova.AlertAnswer].Mail
	}
	stranger := h.visitor(t)
	page := stranger.get(link).must(t, "opening", 200, h.words("uk", "alert.kind.answer"))
	expect(t, "after opening", pace(), rozmova.AtOnce)
	stranger.post(link, page.hidden()).must(t, "the button", 200, "листів")
	expect(t, "after the button", pace(), rozmova.NoMail)
	must(t, h.Alerts.SetSettings(t.Context(), me, rozmova.AlertSettings{rozmova.AlertAnswer: {Page: true, Mail: rozmova.Daily}}))
	r := stranger.post(link, url.Values{"List-Unsubscribe": {"One-Click"}}, "Origin", "https://mail.example", "Sec-Fetch-Site", "cross-site")
	expect(t, "one click", r.code, http.StatusOK)
	expect(t, "after one click", pace(), rozmova.NoMail)
	stranger.get("/unsubscribe/NOBODY").must(t, "an unknown secret", 404, h.words("uk", "alert.leave.unknown_title"))
}
