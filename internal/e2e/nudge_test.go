package e2e_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// nudged counts what came of nudges.
func (h *house) nudged(t testing.TB) (counts map[rozmova.NudgeOutcome]int) {
	t.Helper()
	must(t, h.Store.View(context.Background(), func(tx *store.Tx) (err error) {
		counts, err = tx.CountNudges(h.stories[theatre].Site, time.Time{}, time.Now().Add(time.Hour))
		return err
	}))
	return counts
}

// TestNudge: who is about to insult somebody is asked to say it another way: the words stay and are marked, the rule is named, what comes of it
// is counted. Other words are posted, and so are the same; who criticises is asked nothing. With scripts, and without any.
func TestNudge(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}, silent: true, judge: dunce})
	browser, source := chromium(t), axe(t)
	const rude = "Ви — нездара, пане критику."
	for i, l := range []look{{width: 360, height: 740}, {width: 360, height: 740, dark: true, noJS: true}} {
		name := []string{"with scripts", "without scripts"}[i]
		b := h.tab(t, browser, l)
		b.excuse("409") // is how the question is sent
		b.signIn(h, h.member(t, []string{"olena@example.org", "petro@example.org"}[i]))
		send := func(button, what, expression string) {
			t.Helper()
			if l.noJS {
				b.arrives(what, func() { b.click(button) }, expression)
				return
			}
			b.click(button)
			b.await(what, expression)
		}
		b.to(h.path(theatre))
		b.fill("#body", "Міністр бреше, і вистава жахлива!")
		send("#form button[type=submit]:not([name])", "sharp criticism is posted, "+name, `[...document.querySelectorAll(".comment .words")].some((e) => e.textContent.includes("бреше"))`)
		expect(t, "asked about criticism, "+name, len(h.nudged(t)), min(i, 1)*2)

		asks := `document.querySelector(".nudge mark.possible")?.textContent === "нездара" && ` + shows(h.words("uk", "nudge.about.participant"))
		b.to(h.path(theatre))
		b.fill("#body", rude)
		send("#form button[type=submit]:not([name])", "the question, "+name, asks)
		expect(t, "the words in the form, "+name, eval[string](b, `document.querySelector("#body").value`), rude)
		expect(t, "a rule is named, "+name, eval[bool](b, `!!document.querySelector(".nudge .hint b")`), true)
		if wide := eval[int64](b, `document.documentElement.scrollWidth`); wide > l.width {
			t.Errorf("%s: the page is %d wide", name, wide)
		}
		if !l.noJS {
			expect(t, "the focus", eval[bool](b, `document.activeElement.matches(".nudge")`), true)
			b.check("the nudge", source)
		}
		kind := fmt.Sprintf("Мені не сподобалося, %s.", name)
		eval[bool](b, `(document.querySelector("#body").select(), document.querySelector("#body").focus(), true)`)
		b.write(kind)
		send("#form button[type=submit]:not([name])", "other words are posted, "+name, shows(kind)+` && !document.querySelector(".nudge")`)

		b.to(h.path(theatre))
		b.fill("#body", rude)
		send("#form button[type=submit]:not([name])", "the question again, "+name, asks)
		send(".nudge button[name=anyway]", "the same words are posted, "+name, `[...document.querySelectorAll(".comment .words")].some((e) => e.textContent.includes("нездара")) && !document.querySelector(".nudge")`)
		counts := h.nudged(t)
		expect(t, "changed, "+name, counts[rozmova.NudgeChanged], i+1)
		expect(t, "posted all the same, "+name, counts[rozmova.NudgeAnyway], i+1)
		if !l.noJS {
			b.safe()
		}
	}
	moderator := h.member(t, "mykola@example.org", rozmova.Moderator)
	f, err := h.Moderation.Nudges(context.Background(), moderator, time.Now().Add(-time.Hour))
	must(t, err)
	expect(t, "nudges that were shown", f.Shown, 4)
	if _, err := h.Moderation.Nudges(context.Background(), h.member(t, "olena@example.org"), time.Time{}); err == nil {
		t.Error("a reader is told how often writers are asked")
	}
}

// TestTemperature: a branch that gets heated says so on an open page and in the form, and goes slow; one that boils keeps new answers for
// a person; both end by themselves.
func TestTemperature(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}, silent: true, judge: dunce})
	browser, source := chromium(t), axe(t)
	quarrel := func(texts ...string) (root *rozmova.Comment) {
		t.Helper()
		var parent *rozmova.Comment
		for i, text := range texts {
			c := h.say(t, []string{"bohdan@example.org", "chrystyna@example.org"}[i%2], theatre, text, parent)
			if root == nil {
				root = c
			}
			parent = c
		}
		return root
	}
	b := h.tab(t, browser, look{width: 360, height: 740})
	b.signIn(h, h.member(t, "olena@example.org"))
	root := h.say(t, "bohdan@example.org", theatre, "Вистава гарна.", nil)
	b.to(h.path(theatre))
	b.await("the branch", fmt.Sprintf("document.querySelector(%s)", q("#c-"+root.ID.String())))
	if eval[bool](b, `!!document.querySelector(".heat")`) {
		t.Error("a calm branch is said to be heated")
	}
	parent := root
	for i, text := range []string{"Вистава кепська.", "Ви нездара.", "Сам ти нездара."} {
		parent = h.say(t, []string{"chrystyna@example.org", "bohdan@example.org"}[i%2], theatre, text, parent)
	}
	b.await("the open page says it is heated", fmt.Sprintf("document.querySelector(%s)", q("#c-"+root.ID.String()+" > .heat-heated")))
	b.check("a heated branch", source)
	b.click(said("#c-"+root.ID.String()) + " a[data-answer]")
	b.await("the form says so", fmt.Sprintf("document.querySelector(%s)?.querySelector('.heat-heated')", q("#c-"+root.ID.String()+" .write")))

	answer := func(what, text, then string) {
		t.Helper()
		b.click("#c-" + root.ID.String() + " .write textarea")
		b.write(text)
		b.click("#c-" + root.ID.String() + " .write button[type=submit]:not([name])")
		b.await(what, then)
	}
	answer("the first answer", "Спокійно, друзі.", `[...document.querySelectorAll(".comment .words")].some((e) => e.textContent.includes("Спокійно"))`)
	b.excuse("429")
	b.to(h.path(theatre))
	b.click(said("#c-"+root.ID.String()) + " a[data-answer]")
	answer("the second one is too soon", "І ще одне слово.", shows(h.words("uk", "error.comment.branch_slow", "Minutes", 5)))
	expect(t, "the words", eval[string](b, fmt.Sprintf(`document.querySelector(%s).value`, q("#c-"+root.ID.String()+" .write textarea"))), "І ще одне слово.")

	hot := quarrel("Ти нездара.", "Ти сам нездара.", "Ні, ти нездара.", "Нездара — це ти, нездара.")
	other := h.tab(t, browser, look{noJS: true})
	other.signIn(h, h.member(t, "petro@example.org"))
	other.to("/comments/" + hot.ID.String())
	other.await("that it boils", `document.querySelector(".heat-boiling")`)
	other.arrives("the form of an answer", func() { other.click(said("#c-"+hot.ID.String()) + " a[data-answer]") }, `document.querySelector("#form .answering") && document.querySelector("#form .heat-boiling")`)
	other.fill("#body", "Будьмо людьми.")
	other.arrives("that it waits", func() { other.click("#form button[type=submit]:not([name])") }, shows(h.words("uk", "page.done.pending")))

	moderator := h.tab(t, browser, look{})
	moderator.signIn(h, h.member(t, "mykola@example.org", rozmova.Moderator))
	moderator.to("/desk?list=heated")
	for _, c := range []*rozmova.Comment{root, hot} {
		moderator.await("it is on the desk", fmt.Sprintf("document.querySelector(%s)", q("#d-"+c.ID.String())))
	}
	later := h.Core.At(func() time.Time { return time.Now().Add(2 * time.Hour) }, 1_000_000)
	must(t, later.Moderation.CoolBranches(context.Background()))
	b.await("the open page says nothing of it any more", fmt.Sprintf("!document.querySelector(%s)", q("#c-"+root.ID.String()+" > .heat")))
	moderator.to("/desk?list=heated")
	moderator.await("nothing is on the desk", `document.querySelector("main") && !document.querySelector(".desk-item")`)
	must(t, h.Store.View(context.Background(), func(tx *store.Tx) error {
		for _, c := range []*rozmova.Comment{root, hot} {
			all, err := tx.AllDecisions(c.ID)
			if err != nil {
				return err
			}
			actions := map[rozmova.Action]int{}
			for _, d := range all {
				if d.Scope == rozmova.OfBranch && d.Automatic {
					actions[d.Action]++
				}
			}
			expect(t, "decisions that ended it", actions[rozmova.CoolBranch], 1)
			expect(t, "decisions that began it", actions[rozmova.SlowBranch]+actions[rozmova.WaitBranch] > 0, true)
		}
		return nil
	}))
	b.safe()
	moderator.safe()
}
