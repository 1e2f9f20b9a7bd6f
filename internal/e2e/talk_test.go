package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"

	"github.com/rozmova/rozmova"
)

// chain posts answers, each to the one before, and gives the last.
func (h *house) chain(t testing.TB, file, begin string, depth int) *rozmova.Comment {
	t.Helper()
	c := h.say(t, "deep0@example.org", file, begin, nil)
	for i := 1; i <= depth; i++ {
		c = h.say(t, fmt.Sprintf("deep%d@example.org", i%2), file, fmt.Sprintf("Відповідь на глибині %d.", i), c)
	}
	return c
}

// key presses a letter as a keyboard does: what it writes goes nowhere where a script takes the key.
func (b *tab) key(letter string) {
	b.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		p := input.DispatchKeyEventParams{Type: kind, Key: letter, Code: "Key" + strings.ToUpper(letter)}
		if letter == "?" {
			p.Code, p.Modifiers = "Slash", 8
		}
		if kind == input.DispatchKeyEventTypeKeyDown {
			p.Text = letter
		}
		call(b, input.DispatchKeyEvent, p)
	}
}

// choose opens the menu of a comment and presses what is in it.
func (b *tab) choose(comment, selector string) {
	b.t.Helper()
	b.click(said(comment) + " details.menu > summary")
	b.await("the menu", fmt.Sprintf("document.querySelector(%s).open", q(said(comment)+" details.menu")))
	b.click(said(comment) + " details.menu " + selector)
}

// said gives the selector of what a comment itself shows.
func said(c string) string { return c + " > .said" }

// holds tells whether an element of the page holds a text.
func holds(selector, text string) string {
	return fmt.Sprintf(`document.querySelector(%s)?.textContent.replaceAll("\u00a0", " ").includes(%s)`, q(selector), q(text))
}

// TestTwoTalkAndAThirdReads: two readers talk live; one cites a statement, votes, edits, withdraws; a third opens the deepest
// of a long branch on a phone and mutes one of them.
func TestTwoTalkAndAThirdReads(t *testing.T) {
	h := open(t, setup{stories: []string{phone}, silent: true})
	browser := chromium(t)
	source := axe(t)
	story := h.path(phone)
	a, b := h.tab(t, browser, look{}), h.tab(t, browser, look{})
	a.signIn(h, h.member(t, "anna@example.org"))
	b.signIn(h, h.member(t, "bohdan@example.org"))
	a.to(story)
	b.to(story)
	b.await("the island", `customElements.get("rz-thread")`)

	// One speaks to a statement; the other sees whose words it speaks to.
	words := eval[string](a, `document.querySelector("#notes a[href*='statement=']").closest("li").id`)
	key := strings.TrimSuffix(strings.TrimPrefix(words, "st-"), "-card")
	a.click("#" + words + " a[href*='statement=']")
	a.await("the statement in the form", fmt.Sprintf(`document.querySelector("#form [name=statement]").value === %s`, q(key)))
	a.fill("#body", "А де про це сказано дослівно?")
	start := time.Now()
	a.click("#form [type=submit]:not([name])")
	b.await("the comment on the other page", shows("А де про це сказано дослівно?"))
	within(t, "posted, it stood on the other reader's page", start)
	asked := "#" + b.id("А де про це сказано дослівно?")
	b.await("the statement it speaks to", fmt.Sprintf(`document.querySelector(%s)?.closest(".comment") && document.querySelector(%s).getAttribute("href").includes(%s)`,
		q(said(asked)+" .cite a"), q(said(asked)+" .cite a"), q("#st-"+key)))

	// The other answers; both have it. Respect and agreement are counted on both pages.
	b.click(said(asked) + " a[data-answer]")
	b.await("a form for the answer", fmt.Sprintf(`document.activeElement.closest(%s)`, q(asked+" > .write")))
	b.write("У третьому абзаці, @anna, там є посилання.")
	b.click(asked + " > .write [type=submit]:not([name])")
	b.await("my answer", holds(asked+" > .answers", "У третьому абзаці"))
	a.await("the answer there, in its place or behind the bar", holds(asked+" > .answers", "У третьому абзаці")+` || document.querySelector(".rz-bars button")`)
	if eval[bool](a, `!!document.querySelector(".rz-bars button")`) {
		a.click(".rz-bars button")
	}
	a.await("the answer in its place", holds(asked+" > .answers", "У третьому абзаці"))
	answer := "#" + a.id("У третьому абзаці")
	expect(t, "who is mentioned", eval[string](a, fmt.Sprintf(`document.querySelector(%s)?.textContent ?? ""`, q(said(answer)+" .mention"))), "@anna")
	a.cls()
	a.click(said(answer) + " button[name=respect]")
	a.await("my respect", fmt.Sprintf(`document.querySelector(%s).getAttribute("aria-pressed") === "true"`, q(said(answer)+" button[name=respect]")))
	start = time.Now()
	b.await("it counted on the other page", fmt.Sprintf(`document.querySelector(%s)?.textContent.includes("1")`, q(said(answer)+" .votes")))
	t.Logf("a vote was on the other page after %v", time.Since(start).Round(time.Millisecond))
	a.still("while votes were counted")
	expect(t, "buttons for one's own comment", eval[int](b, fmt.Sprintf(`document.querySelectorAll(%s).length`, q(said(answer)+" .votes button:not([disabled])"))), 0)

	h.editedAndWithdrawn(t, a, b, asked, answer)

	// A third reader on a phone opens the deepest answer of a branch.
	last := h.chain(t, phone, "Початок довгої гілки.", 14)
	deepest := h.say(t, "deep0@example.org", phone, "Ще одна відповідь унизу.", last)
	c := h.tab(t, browser, look{width: 360, height: 740})
	c.signIn(h, h.member(t, "third@example.org"))
	c.to("/comments/" + last.ID.String())
	at := "#c-" + last.ID.String()
	c.await("the comment in sight", fmt.Sprintf(`(() => { const r = document.querySelector(%s)?.getBoundingClientRect(); return r && r.top >= 0 && r.top < innerHeight; })()`, q(said(at))))
	expect(t, "its answer", eval[bool](c, holds(at+" > .answers", "Ще одна відповідь унизу.")), true)
	expect(t, "the answer it answers", eval[bool](c, shows("Відповідь на глибині 13.")), true)
	expect(t, "where the branch begins", eval[bool](c, shows("Початок довгої гілки.")), true)
	expect(t, "width", eval[int](c, "document.documentElement.scrollWidth"), 360)
	if room := eval[float64](c, fmt.Sprintf(`document.querySelector(%s).getBoundingClientRect().width`, q(said("#c-"+deepest.ID.String())))); room < 230 {
		t.Errorf("the deepest answer has %.0f pixels of 360", room)
	}
	c.check("a permalink at depth 14", source)

	// From the story's page the branch is followed down, link by link.
	c.to(story)
	for range 6 {
		if eval[bool](c, shows("Ще одна відповідь унизу.")) {
			break
		}
		c.arrives("the rest of the branch", func() { c.click(".deeper a") }, `location.pathname.includes("/branch/")`)
	}
	expect(t, "the end of the branch, by its links", eval[bool](c, shows("Ще одна відповідь унизу.")), true)

	// One reader is muted, for this reader alone.
	c.to("/comments/" + deepest.ID.String())
	c.arrives("out of sight", func() { c.choose("#c-"+deepest.ID.String(), "form[action$='/mute'] button") },
		fmt.Sprintf(`document.querySelector(%s) && !document.querySelector(%s).open`, q(said("#c-"+deepest.ID.String())+" details.muted"), q(said("#c-"+deepest.ID.String())+" details.muted")))
	c.click(said("#c-"+deepest.ID.String()) + " details.muted > summary")
	c.await("shown once", fmt.Sprintf(`document.querySelector(%s).open`, q(said("#c-"+deepest.ID.String())+" details.muted")))
	a.to("/comments/" + deepest.ID.String())
	expect(t, "muted for others", eval[bool](a, `!!document.querySelector("details.muted")`), false)
	for _, page := range []*tab{a, b, c} {
		page.safe()
	}
}

// editedAndWithdrawn: one adds to what was said and the other's page follows; the other withdraws and the branch stays.
func (h *house) editedAndWithdrawn(t *testing.T, a, b *tab, asked, answer string) {
	t.Helper()
	b.to(h.path(phone))
	b.await("the answer's menu", fmt.Sprintf(`document.querySelector(%s)`, q(said(answer)+" a[href$='/edit']")))
	b.to("/comments/" + answer[len("#c-"):] + "/edit")
	eval[bool](b, `(document.querySelector("#body").select(), true)`)
	b.fill("#body", "У четвертому абзаці. ")
	b.arrives("the new words", func() { b.click("main form [type=submit]:not([name])") }, shows("У четвертому абзаці."))
	a.await("the new words there, or behind the bar", holds(said(answer), "У четвертому абзаці.")+` || document.querySelector(".rz-bars button")`)
	a.to("/comments/" + asked[len("#c-"):] + "/withdraw")
	a.arrives("the placeholder", func() { a.click("main form [type=submit]") }, shows(h.words("uk", "comment.withdrawn_here")))
	expect(t, "the branch below it", eval[bool](a, holds(asked+" > .answers", "У четвертому абзаці.")), true)
	b.to(h.path(phone))
	expect(t, "words that were taken back", eval[bool](b, shows("А де про це сказано дослівно?")), false)
}

// TestTalkWithoutScripts: the same walk in a browser that runs no scripts.
func TestTalkWithoutScripts(t *testing.T) {
	h := open(t, setup{stories: []string{phone}, silent: true})
	browser := chromium(t)
	a, b := h.tab(t, browser, look{noJS: true}), h.tab(t, browser, look{noJS: true})
	a.signIn(h, h.member(t, "anna@example.org"))
	b.signIn(h, h.member(t, "bohdan@example.org"))
	a.to(h.path(phone))
	a.arrives("the statement in the form", func() { a.click("#notes a[href*='statement=']") }, `document.querySelector("#form [name=statement]").value`)
	a.fill("#body", "А де про це *сказано*?")
	a.arrives("the preview", func() { a.click("#form [name=preview]") }, `document.querySelector("#form .preview em")?.textContent === "сказано"`)
	expect(t, "the text is still there", eval[string](a, `document.querySelector("#body").value`), "А де про це *сказано*?")
	a.arrives("the comment", func() { a.click("#form [type=submit]:not([name])") }, `location.hash.startsWith("#c-")`)
	asked := "#" + a.id("А де про це сказано?")
	expect(t, "it speaks to a statement", eval[bool](a, fmt.Sprintf(`!!document.querySelector(%s)`, q(said(asked)+" .cite"))), true)

	b.to(eval[string](a, "location.pathname"))
	b.arrives("the form of an answer", func() { b.click(said(asked) + " a[data-answer]") }, `document.querySelector("#form .answering")`)
	b.fill("#body", "У третьому абзаці.")
	b.arrives("the answer", func() { b.click("#form [type=submit]:not([name])") }, `location.hash.startsWith("#c-")`)
	answer := "#" + b.id("У третьому абзаці.")
	a.to("/comments/" + answer[len("#c-"):])
	for i, want := range []string{"true", "false"} {
		pressed := fmt.Sprintf(`document.querySelector(%s)?.getAttribute("aria-pressed") === %s`, q(said(answer)+" button[name=opinion][value]"), q(want))
		a.arrives(fmt.Sprintf("the opinion, %d", i), func() { a.click(said(answer) + " button[name=opinion]") }, pressed)
	}
	b.to("/comments/" + answer[len("#c-"):] + "/edit")
	b.fill("#body", "Точніше: ")
	b.arrives("the new words", func() { b.click("main form [type=submit]:not([name])") }, shows("Точніше:"))
	a.to("/comments/" + asked[len("#c-"):] + "/withdraw")
	a.arrives("the placeholder", func() { a.click("main form [type=submit]") }, shows(h.words("uk", "comment.withdrawn_here")))

	last := h.chain(t, phone, "Початок довгої гілки.", 14)
	c := h.tab(t, browser, look{width: 360, height: 740, noJS: true})
	c.to("/comments/" + last.ID.String())
	c.await("the comment", shows("Відповідь на глибині 14."))
	expect(t, "width", eval[int](c, "document.documentElement.scrollWidth"), 360)
	for _, order := range []string{"newest", "answered", "respected", "oldest"} {
		c.to(h.path(phone))
		c.arrives("the order "+order, func() { c.click("form[action$='/order'] button[value=" + order + "]") }, `location.pathname.includes("/stories/")`)
		first := map[bool]string{true: asked[1:], false: "c-"}[order == "oldest"]
		expect(t, "the first in the order "+order, strings.HasPrefix(eval[string](c, `document.querySelector(".comments > .comment").id`), first), true)
		c.to(h.path(phone))
		expect(t, "the choice is kept: "+order, eval[string](c, `document.querySelector("form[action$='/order'] [aria-current], form[action$='/order'] [aria-pressed=true]")?.value ?? ""`), order)
	}
	c.to("/search?q=" + "%D0%B3%D0%BB%D0%B8%D0%B1%D0%B8%D0%BD%D0%B0") // «глибина» finds «на глибині»
	eventually(t, "the word in another form", func() bool {
		c.to("/search?q=%D0%B3%D0%BB%D0%B8%D0%B1%D0%B8%D0%BD%D0%B0")
		return eval[bool](c, `document.querySelector("main mark")?.textContent === "глибині"`)
	})
}

// TestTalkByKeyboard: from comment to comment, down, up, folded, answered, and the sheet that tells the keys.
func TestTalkByKeyboard(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}})
	b := h.tab(t, chromium(t), look{})
	b.signIn(h, h.member(t, "keys@example.org"))
	b.to(h.path(theatre))
	b.await("the island", `customElements.get("rz-thread")`)
	at := func() string { return eval[string](b, `document.activeElement?.closest(".comment")?.id ?? ""`) }
	b.key("j")
	first := at()
	expect(t, "the first comment", first, eval[string](b, `document.querySelector(".comments .comment").id`))
	b.key("j")
	second := at()
	if second == "" || second == first {
		t.Errorf("j leads from %s to %q", first, second)
	}
	b.key("k")
	expect(t, "back", at(), first)
	b.key("o")
	b.await("a folded branch", fmt.Sprintf(`[...document.querySelectorAll(%s)].every((e) => !e.checkVisibility())`, q("#"+first+" > .answers .comment")))
	b.key("j")
	expect(t, "what is folded is passed over", eval[bool](b, fmt.Sprintf(`!!document.activeElement.closest(%s)`, q("#"+first))), false)
	b.to(h.path(theatre))
	b.await("the branch is still folded", fmt.Sprintf(`customElements.get("rz-thread") && [...document.querySelectorAll(%s)].every((e) => !e.checkVisibility())`, q("#"+first+" > .answers .comment")))
	b.key("j")
	b.key("o")
	b.key("r")
	b.await("a form for the answer", fmt.Sprintf(`document.activeElement.closest(%s)?.matches("textarea")`, q("#"+first+" > .write textarea")))
	b.write("jko? — це просто літери")
	expect(t, "letters in a text are letters", eval[string](b, `document.activeElement.value`), "jko? — це просто літери")
	b.press(kb.Escape)
	eval[bool](b, `(document.activeElement.blur(), true)`)
	b.key("?")
	b.await("the sheet", `document.querySelector("dialog[open]")`)
	b.check("the sheet of keys", axe(t))
	b.press(kb.Escape)
	b.await("its end", `!document.querySelector("dialog[open]")`)
	b.safe()
}

// tabTo presses the Tab key until an element has the focus.
func (b *tab) tabTo(what, selector string) {
	b.t.Helper()
	for range 400 {
		if eval[bool](b, fmt.Sprintf("document.activeElement.matches(%s)", q(selector))) {
			return
		}
		b.press(kb.Tab)
	}
	b.t.Fatalf("no way to %s by the keyboard", what)
}

// TestTheWalkByKeyboardAlone: to cite, to answer, to edit, to withdraw and to go up a deep branch, without a mouse.
func TestTheWalkByKeyboardAlone(t *testing.T) {
	h := open(t, setup{stories: []string{phone}, silent: true})
	b := h.tab(t, chromium(t), look{})
	b.signIn(h, h.member(t, "keys@example.org"))
	other := h.say(t, "other@example.org", phone, "Перша думка.", nil)
	b.to(h.path(phone))
	b.await("the island", `customElements.get("rz-thread")`)
	b.tabTo("a statement's link", "#notes a[href*='statement=']")
	b.press(kb.Enter)
	b.await("the statement in the form", `document.querySelector("#form [name=statement]").value`)
	b.tabTo("the form", "#body")
	b.write("Кажу про ці слова.")
	b.tabTo("the button", "#form [type=submit]:not([name])")
	b.press(kb.Enter)
	b.await("the comment", `document.activeElement.matches(".comment") && document.activeElement.querySelector(".cite")`)

	b.key("k")
	b.await("the one before", fmt.Sprintf(`document.activeElement.id === %s`, q("c-"+other.ID.String())))
	b.key("r")
	b.await("a form for the answer", `document.activeElement.matches(".comment > .write textarea")`)
	b.write("Відповідаю клавішами.")
	b.tabTo("its button", ".comment > .write [type=submit]:not([name])")
	b.press(kb.Enter)
	b.await("the answer", `document.activeElement.matches(".comment .comment")`)
	mine := "#" + eval[string](b, "document.activeElement.id")

	b.tabTo("the way to edit", said(mine)+" a[href$='/edit']")
	b.arrives("the words to edit", func() { b.press(kb.Enter) }, `location.pathname.endsWith("/edit")`)
	b.tabTo("the words", "#body")
	b.write("Точніше: ")
	b.tabTo("the button", "main form [type=submit]:not([name])")
	b.arrives("the new words", func() { b.press(kb.Enter) }, shows("Точніше:"))

	b.tabTo("the menu", said(mine)+" details.menu > summary")
	b.press(kb.Enter)
	b.await("the menu", fmt.Sprintf("document.querySelector(%s).open", q(said(mine)+" details.menu")))
	b.tabTo("the way to withdraw", said(mine)+" a[href$='/withdraw']")
	b.arrives("the question whether", func() { b.press(kb.Enter) }, `location.pathname.endsWith("/withdraw")`)
	b.tabTo("the button", "main form [type=submit]")
	b.arrives("the placeholder", func() { b.press(kb.Enter) }, shows(h.words("uk", "comment.withdrawn_here")))

	last := h.chain(t, phone, "Початок довгої гілки.", 12)
	b.to("/comments/" + last.ID.String())
	b.await("the island", `customElements.get("rz-thread")`)
	b.key("j")
	for range 3 {
		was := eval[string](b, `document.activeElement.closest(".comment").dataset.parent`)
		b.key("u")
		b.await("what is answered", fmt.Sprintf(`document.activeElement.id === %s`, q("c-"+was)))
	}
	b.safe()
}
