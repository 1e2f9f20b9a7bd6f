package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"github.com/rozmova/rozmova"
)

// soon is how long an open page may wait for what happened elsewhere.
const soon = time.Second

// within fails the test if what began at start took longer than open pages may wait. What the other side's own page took is in it.
func within(t testing.TB, what string, start time.Time) {
	t.Helper()
	took := time.Since(start)
	t.Logf("%s after %v", what, took.Round(time.Millisecond))
	if took > soon {
		t.Errorf("%s only after %v", what, took)
	}
}

// id gives the comment that holds a text on the page that a tab shows.
func (b *tab) id(text string) string {
	b.t.Helper()
	return eval[string](b, fmt.Sprintf(`[...document.querySelectorAll(".comment")].filter((c) => c.querySelector(":scope > .said")?.textContent.replaceAll("\u00a0", " ").includes(%s)).map((c) => c.id)[0] ?? ""`, q(text)))
}

// enter goes from the e-mail address to the pen name, on the sign-in pages.
func (b *tab) enter(h *house, email, name string) {
	b.t.Helper()
	b.fill("#email", email)
	b.arrives("the question for the code", func() { b.click("main form [type=submit]") }, `document.querySelector("#code")`)
	b.fill("#code", h.code(b.t, email))
	b.arrives("the question for a name", func() { b.click("main form [type=submit]") }, `document.querySelector("#pen_name")`)
	eval[bool](b, `(document.querySelector("#pen_name").select(), true)`)
	b.write(name)
	b.arrives("the comment in its place", func() { b.click("main form [type=submit]") }, `location.hash.startsWith("#c-")`)
}

// TestReaderWalks is the way of a reader: to read, to write, to be read at once, to be reported, hidden, told why and heard.
func TestReaderWalks(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}})
	browser := chromium(t)
	story := h.path(theatre)

	// Somebody else reads the story, with the discussion below.
	other := h.tab(t, browser, look{})
	other.signIn(h, h.member(t, "other@example.org"))
	other.to(story)

	a := h.tab(t, browser, look{})
	a.to(story)
	a.await("the island", `customElements.get("rz-thread") && customElements.get("rz-notes")`)

	// Who said it shows by click, by focus, and goes by Escape.
	a.click(".statement")
	a.await("a note", `document.querySelector("rz-card")?.textContent.trim().length > 10`)
	note := eval[string](a, `document.querySelector("rz-card").textContent.trim()`)
	a.press(kb.Escape)
	a.await("its end", `!document.querySelector("rz-card")`)
	eval[bool](a, `(document.querySelectorAll(".statement")[2].focus(), true)`)
	a.await("a note by focus", fmt.Sprintf(`document.querySelector("rz-card") && document.querySelector("rz-card").textContent.trim() !== %s`, q(note)))
	a.press(kb.Escape)

	// Signed out, the text is written first and kept through the sign-in.
	count := eval[int](a, `parseInt(document.querySelector("[data-thread-count]").textContent)`)
	a.fill("#body", "Міст треба лагодити **весною**.")
	a.arrives("the sign-in", func() { a.click("#form [type=submit]") }, `document.querySelector("#email") && `+shows("Міст треба лагодити"))
	a.enter(h, "nova@example.org", "Нова Читачка")
	a.await("the comment", shows("Міст треба лагодити весною.")+" && "+shows("Нова Читачка"))
	other.await("the comment on the other page", shows("Міст треба лагодити весною."))

	// From an open page it is posted in place; the other page has it within a second.
	a.to(story)
	a.fill("#body", "Друга думка.")
	start := time.Now()
	a.click("#form [type=submit]")
	a.await("my comment", fmt.Sprintf(`document.querySelector("rz-thread").textContent.includes(%s)`, q("Друга думка.")))
	other.await("the second comment there", shows("Друга думка."))
	within(t, "posted, it stood on the other reader's page", start)
	expect(t, "the form is empty again", eval[string](a, `document.querySelector("#body").value`), "")
	other.still("while the comments came")
	for _, page := range []*tab{a, other} {
		page.await("the count", fmt.Sprintf(`parseInt(document.querySelector("[data-thread-count]").textContent) === %d`, count+2))
		expect(t, "how often it is there", eval[int](page, fmt.Sprintf(`[...document.querySelectorAll(".comment .words")].filter((w) => w.textContent.includes(%s)).length`, q("Друга думка."))), 1)
	}

	h.typingIsLeftInPeace(t, a, other)
	h.answerAndWithdraw(t, a, other)
	h.reportedAndHidden(t, a, other)
	for _, page := range []*tab{a, other} {
		page.safe()
	}
}

// typingIsLeftInPeace: what comes from others moves nothing under the hands of somebody who writes.
func (h *house) typingIsLeftInPeace(t *testing.T, a, other *tab) {
	t.Helper()
	other.fill("#body", "Я саме пишу далі")
	where := func() string {
		return eval[string](other, `[scrollY, document.activeElement.id, document.querySelector("#body").value, document.querySelector("#body").selectionStart].join("|")`)
	}
	was := where()
	other.cls()
	first := h.comments[theatre]["c1"] // its place is far above what the other reader looks at
	start := time.Now()
	h.say(t, "third@example.org", theatre, "Відповідь угорі.", first)
	other.await("the bar", `document.querySelector(".rz-bars button")?.textContent.includes("1")`)
	within(t, "the bar came", start)
	h.say(t, "third@example.org", theatre, "І ще одна.", first)
	other.await("two of them", fmt.Sprintf(`document.querySelector(".rz-bars button")?.textContent === %s`, q(h.words("uk", "discussion.fresh", "N", 2))))
	expect(t, "place, focus, text and cursor of who writes", where(), was)
	other.still("while somebody writes")
	other.write(".")
	expect(t, "what is typed", eval[string](other, `document.querySelector("#body").value`), "Я саме пишу далі.")
	expect(t, "shown above before it is asked for", eval[bool](other, shows("Відповідь угорі.")), false)
	other.click(".rz-bars button")
	other.await("both in their places", shows("Відповідь угорі.")+" && "+shows("І ще одна.")+` && !document.querySelector(".rz-bars button")`)
	expect(t, "the draft", eval[string](other, `document.querySelector("#body").value`), "Я саме пишу далі.")
	_ = a
}

// answerAndWithdraw: an answer comes into its place under what it answers; one that is taken back leaves a placeholder.
func (h *house) answerAndWithdraw(t *testing.T, a, other *tab) {
	t.Helper()
	thought := "#" + a.id("Друга думка.")
	other.click(thought + " > .said a[data-answer]")
	other.await("a form for the answer", fmt.Sprintf(`document.activeElement.closest(%s)`, q(thought+" > .write")))
	other.write("Не згоден, але дякую.")
	a.cls()
	other.click(thought + " > .write [type=submit]")
	under := fmt.Sprintf(`document.querySelector(%s)?.textContent.replaceAll("\u00a0", " ").includes("Не згоден, але дякую.")`, q(thought+" > .answers"))
	other.await("my answer", under)
	a.await("the answer there, which waits until it is asked for", `document.querySelector(".rz-bars button")`)
	a.still("while it waits")
	a.click(".rz-bars button")
	a.await("the answer in its place", under)
	expect(t, "a draft elsewhere is left alone", eval[string](other, `document.querySelector("#body").value`), "Я саме пишу далі.")

	a.cls()
	answer := "#" + other.id("Не згоден, але дякую.")
	other.arrives("the question whether", func() { other.choose(answer, "a[href$='/withdraw']") }, `location.pathname.endsWith("/withdraw")`)
	start := time.Now()
	other.arrives("the placeholder", func() { other.click("main form [type=submit]") }, shows(h.words("uk", "comment.withdrawn_here")))
	a.await("the placeholder there", fmt.Sprintf(`document.querySelector(%s).textContent.includes(%s)`, q(answer+" > .said"), q(h.words("uk", "comment.withdrawn_here"))))
	within(t, "withdrawn, it was off the other page", start)
	expect(t, "the words are gone", eval[bool](a, shows("Не згоден, але дякую.")), false)
	a.still("when words are withdrawn")
}

// reportedAndHidden: a report, a removal under a rule, the letter, the reasons, and the way back.
func (h *house) reportedAndHidden(t *testing.T, a, other *tab) {
	t.Helper()
	story := h.path(theatre)
	c := a.id("Друга думка.")
	comment, page := c[len("c-"):], "#"+c+" > .said"
	other.to("/comments/" + comment)
	other.arrives("the report's form", func() { other.choose("#"+c, ".report") }, `document.querySelector("[name=rule]")`)
	other.click(`input[name=rule][value=respect]`)
	other.fill("#text", "Це образливо.")
	other.arrives("thanks", func() { other.click("main form [type=submit]") }, shows(h.words("uk", "page.done.reported")))

	moderator := h.tab(t, a.ctx, look{})
	moderator.signIn(h, h.member(t, "moderator@example.org", rozmova.Moderator))
	moderator.to("/desk")
	card := "#d-" + comment
	moderator.await("the report on the desk", fmt.Sprintf(`document.querySelector(%s)?.textContent.includes("Це образливо.")`, q(card)))
	eval[bool](moderator, fmt.Sprintf(`(document.querySelector(%s).value = "respect", true)`, q(card+" select[name=rule]")))
	moderator.fill(card+" [name=facts]", "Образа співрозмовника.")
	start := time.Now()
	moderator.click(card + " button[value=remove]")
	moderator.await("the decision", `document.querySelector(".desk-done")`)
	if h.visitor(t).get(story).holds("Друга думка.") {
		t.Error("a page fetched without cookies still shows the words")
	}
	removed := h.words("uk", "comment.removed_here", "Rule", h.ruleTitle(t, "respect"))
	a.await("the removal on the open page", fmt.Sprintf(`document.querySelector(%s).textContent.replaceAll("\u00a0", " ").includes(%s)`, q(page), q(removed)))
	within(t, "removed, it was off the author's open page", start)

	letter := h.letter(t, "nova@example.org", "Образа співрозмовника.")
	for _, piece := range []string{"Друга думка.", h.ruleTitle(t, "respect")} {
		if !strings.Contains(letter, piece) {
			t.Errorf("the letter to the author lacks %q:\n%s", piece, letter)
		}
	}
	h.letter(t, "other@example.org", h.url+"/comments/"+comment)
	a.to("/me")
	a.arrives("the reasons", func() { a.click("a[href*='/decisions/']") }, shows("Образа співрозмовника.")+" && "+shows("Друга думка.")+" && "+shows(h.words("uk", "reasons.by_notice")))
	reasons := eval[string](a, "location.pathname")
	h.signedIn(t, h.readers["other@example.org"]).get(reasons).must(t, "the reasons, asked for by another reader", 404)

	a.to(story)
	a.await("the placeholder", shows(removed))
	moderator.to("/desk?comment=" + comment)
	start = time.Now()
	moderator.click(card + " button[value=restore]")
	moderator.await("the restoration", `document.querySelector(".desk-done")`)
	a.await("it is back on the open page, or waits behind the bar", fmt.Sprintf(`document.querySelector(%s).textContent.includes("Друга") || document.querySelector(".rz-bars button")`, q(page)))
	within(t, "restored, the author's open page knew", start)
	if eval[bool](a, `!!document.querySelector(".rz-bars button")`) {
		a.click(".rz-bars button")
	}
	a.await("the words", shows("Друга думка."))
}

// TestLongDiscussion: a page that shows a part of a discussion tells of comments that have their place on another.
func TestLongDiscussion(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}})
	b := h.tab(t, chromium(t), look{})
	b.to(h.path(bridge))
	count := eval[int](b, `parseInt(document.querySelector("[data-thread-count]").textContent)`)
	if !eval[bool](b, `!!document.querySelector("[rel=next]")`) {
		t.Fatal("the discussion has one page only")
	}
	h.say(t, "third@example.org", bridge, "Стоїть на другій сторінці.", nil)
	b.await("the bar", fmt.Sprintf(`document.querySelector(".rz-bars button")?.textContent === %s`, q(h.words("uk", "discussion.fresh", "N", 1))))
	b.await("the count", fmt.Sprintf(`parseInt(document.querySelector("[data-thread-count]").textContent) === %d`, count+1))
	taken := h.say(t, "third@example.org", bridge, "Буде відкликано.", nil)
	b.await("two", fmt.Sprintf(`document.querySelector(".rz-bars button")?.textContent === %s`, q(h.words("uk", "discussion.fresh", "N", 2))))
	_, err := h.Discussion.Withdraw(t.Context(), h.readers["third@example.org"], taken.ID)
	must(t, err)
	b.await("one again", fmt.Sprintf(`document.querySelector(".rz-bars button")?.textContent === %s`, q(h.words("uk", "discussion.fresh", "N", 1))))
	_, err = h.Discussion.Edit(t.Context(), h.readers["third@example.org"], h.say(t, "third@example.org", bridge, "Третє.", h.comments[bridge]["c120"]).ID, 0, "Третє, змінене.")
	must(t, err)
	b.await("the count of all", fmt.Sprintf(`parseInt(document.querySelector("[data-thread-count]").textContent) === %d`, count+2))
	b.arrives("the new comment", func() { b.click(".rz-bars button") }, shows("Стоїть на другій сторінці."))
	b.safe()
}

// ruleTitle is a house rule's, in Ukrainian.
func (h *house) ruleTitle(t testing.TB, key string) string {
	t.Helper()
	rules, err := h.Moderation.Current(t.Context())
	must(t, err)
	for _, r := range rules {
		if r.Key == key {
			return rozmova.In(r.Title, "uk")
		}
	}
	t.Fatalf("no rule %q", key)
	return ""
}
