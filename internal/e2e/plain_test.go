package e2e_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/rozmova/rozmova"
)

// TestWithoutScripts: everything works in a browser that runs none.
func TestWithoutScripts(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}})
	browser := chromium(t)
	a := h.tab(t, browser, look{noJS: true})
	story := h.path(bridge)
	a.to(story)
	expect(t, "scripts run", eval[bool](a, `!!customElements.get("rz-thread")`), false)

	// The numbers behind the words lead to who said them, and back.
	a.click(".statement + .ref, .statement .ref, a.ref")
	a.await("the note", `location.hash.endsWith("-card") && document.querySelector(":target .who")`)
	a.click(":target .number")
	a.await("the words", `document.querySelector(":target")?.matches(".statement")`)

	a.fill("#body", "Пишу без скриптів.")
	a.arrives("the sign-in", func() { a.click("#form [type=submit]") }, `document.querySelector("#email") && `+shows("Пишу без скриптів."))
	a.enter(h, "plain@example.org", "Проста Людина")
	a.await("the comment", shows("Пишу без скриптів."))
	mine := "#" + a.id("Пишу без скриптів.")

	other := h.tab(t, browser, look{noJS: true})
	other.signIn(h, h.member(t, "other@example.org"))
	other.to(eval[string](a, "location.pathname"))
	other.arrives("the form of an answer", func() { other.click(mine + " > .said a[data-answer]") }, `document.querySelector("#form .answering")`)
	other.fill("#body", "Відповідаю без скриптів.")
	other.arrives("the answer", func() { other.click("#form [type=submit]") }, `location.hash.startsWith("#c-") && `+shows("Відповідаю без скриптів."))
	answer := "#" + other.id("Відповідаю без скриптів.")
	expect(t, "its place", eval[bool](other, fmt.Sprintf(`!!document.querySelector(%s)`, q(mine+" > .answers > "+answer))), true)
	other.arrives("the edit's form", func() { other.click(answer + " > .said .actions a[href$='/edit']") }, `document.querySelector("#body")`)
	other.fill("#body", "Уже інакше. ")
	other.arrives("the new words", func() { other.click("main form [type=submit]") }, shows("Уже інакше."))
	other.arrives("what it was before", func() { other.click(answer + " > .said .edited") }, `document.querySelector("ins")`)
	other.to("/comments/" + answer[len("#c-"):])
	other.arrives("the question whether", func() { other.choose(answer, "a[href$='/withdraw']") }, `location.pathname.endsWith("/withdraw")`)
	other.arrives("the placeholder", func() { other.click("main form [type=submit]") }, shows(h.words("uk", "comment.withdrawn_here")))
	other.arrives("the report's form", func() { other.choose(mine, ".report") }, `document.querySelector("[name=rule]")`)
	other.click("input[name=rule][value=respect]")
	other.arrives("thanks", func() { other.click("main form [type=submit]") }, shows(h.words("uk", "page.done.reported")))

	moderator := h.tab(t, browser, look{noJS: true})
	moderator.signIn(h, h.member(t, "moderator@example.org", rozmova.Moderator))
	card := "#d-" + mine[len("#c-"):]
	moderator.await("the desk", fmt.Sprintf("document.querySelector(%s)", q(card)))
	eval[bool](moderator, fmt.Sprintf(`(document.querySelector(%s).focus(), true)`, q(card+" select[name=rule]")))
	moderator.press(kb.ArrowDown)
	moderator.fill(card+" [name=facts]", "Перевірка без скриптів.")
	moderator.arrives("the decision", func() { moderator.click(card + " button[value=remove]") }, shows(h.words("uk", "desk.decided")))
	h.letter(t, "plain@example.org", "Перевірка без скриптів.") // the seconds of undoing are over
	a.to("/me")
	a.arrives("the reasons", func() { a.click("a[href*='/decisions/']") }, shows("Перевірка без скриптів."))
	if h.visitor(t).get(story + "/branch/" + mine[len("#c-"):]).holds("Пишу без скриптів.") {
		t.Error("the words are still there")
	}
}

// TestByKeyboard: from the skip link to the posted comment without a mouse, and every stop of the way can be seen.
func TestByKeyboard(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}, silent: true})
	b := h.tab(t, chromium(t), look{})
	b.to(h.path(theatre))
	focused := func() string {
		return eval[string](b, `document.activeElement.id || document.activeElement.className || document.activeElement.textContent.trim().slice(0, 40)`)
	}
	seen := func() {
		t.Helper()
		if ok := eval[bool](b, `(() => { const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
			return r.bottom > 0 && r.top < innerHeight && (s.outlineStyle !== "none" || s.boxShadow !== "none" || e.matches("main, .comment, body")); })()`); !ok {
			t.Errorf("where the focus is cannot be seen: %s", focused())
		}
	}
	b.press(kb.Tab)
	expect(t, "the first stop", focused(), "skip")
	seen()
	b.press(kb.Enter)
	b.await("the skip", `location.hash === "#main"`)
	b.press(kb.Tab)
	if !eval[bool](b, `document.querySelector("main").contains(document.activeElement)`) {
		t.Errorf("after the skip link the next stop is %s", focused())
	}
	tabTo := func(what, selector string) {
		t.Helper()
		for range 150 {
			if eval[bool](b, fmt.Sprintf("document.activeElement.matches(%s)", q(selector))) {
				seen()
				return
			}
			seen()
			b.press(kb.Tab)
		}
		t.Fatalf("no way to %s by the keyboard", what)
	}
	tabTo("a statement", ".statement")
	b.await("its note", `document.querySelector("rz-card")`)
	b.press(kb.Escape)
	tabTo("the form", "#body")
	b.write("Пишу самими клавішами.")
	tabTo("the button", "#form [type=submit]")
	b.arrives("the sign-in", func() { b.press(kb.Enter) }, `document.querySelector("#email")`)
	tabTo("the address", "#email")
	b.write("keys@example.org")
	b.arrives("the code", func() { b.press(kb.Enter) }, `document.querySelector("#code")`)
	b.await("the cursor that waits for the code", `document.activeElement.id === "code"`)
	b.write(h.code(t, "keys@example.org"))
	b.arrives("the name", func() { b.press(kb.Enter) }, `document.querySelector("#pen_name")`)
	tabTo("the name", "#pen_name")
	eval[bool](b, `(document.activeElement.select(), true)`)
	b.write("Клавіатура")
	b.arrives("the comment", func() { b.press(kb.Enter) }, shows("Пишу самими клавішами."))

	// Signed in, Ctrl+Enter posts in place, and the focus goes to what was posted.
	b.to(h.path(theatre))
	tabTo("the form", "#body")
	b.write("Ще одне.")
	tabTo("the button", "#form [type=submit]")
	b.press(kb.Enter)
	b.await("the comment", `document.activeElement.matches(".comment") && document.activeElement.textContent.includes("Ще одне.")`)
	tabTo("the answer's link", ".comment:focus-within > .said a[data-answer]")
	b.press(kb.Enter)
	b.await("a form for the answer", `document.activeElement.matches(".comment > .write textarea")`)
	b.safe()
}
