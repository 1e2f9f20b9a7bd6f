package e2e_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// TestDueProcess is the way of a comment that was decided about and heard: a reader insults another, is asked to say it another way, posts it
// anyway, is told by e-mail why it is held and appeals; somebody senior reverses the decision, and the comment stands in its place on a page
// that was open all the while. The record is repaired, and the public log verifies.
func TestDueProcess(t *testing.T) {
	office := openPostOffice(t)
	h := open(t, setup{stories: []string{theatre}, silent: true, judge: dunce, post: office.sender(), config: func(c *config.Config) { c.Membership.StaffSecondFactor = false }})
	browser, source := chromium(t), axe(t)
	ctx := context.Background()
	admin := h.member(t, "oksana@example.org", rozmova.Admin)
	_, err := h.Moderation.SetPolicy(ctx, admin, "", rozmova.Policy{Nudged: rozmova.Hold}, 0)
	must(t, err)
	said := h.say(t, "petro@example.org", theatre, "Вистава була чудова.", nil)
	branch := "#c-" + said.ID.String()

	third := h.tab(t, browser, look{width: 360, height: 740})
	third.to(h.path(theatre))
	third.await("the comment", fmt.Sprintf("document.querySelector(%s)", q(branch)))

	const insult = "Ви нездара, якщо таке хвалите."
	author := h.tab(t, browser, look{})
	author.excuse("409") // is how the question is sent
	author.signIn(h, h.member(t, "olena@example.org"))
	author.to(h.path(theatre))
	author.click(branch + " > .said a[data-answer]")
	author.await("a form for the answer", fmt.Sprintf(`document.activeElement.closest(%s)`, q(branch+" > .write")))
	author.write(insult)
	author.click(branch + " > .write [type=submit]:not([name])")
	author.await("the question", `document.querySelector(".nudge mark.possible")?.textContent === "нездара" && `+shows(h.words("uk", "nudge.about.participant")))
	expect(t, "the words in the form", eval[string](author, fmt.Sprintf(`document.querySelector(%s).value`, q(branch+" > .write textarea"))), insult)
	author.check("the question", source)
	author.click(branch + " > .write .nudge button[name=anyway]")

	// It is held, and its author is told why, in a letter that leads to the statement of reasons.
	letter := office.letter(t, "olena@example.org", "нездара")
	at := strings.Index(letter.Text, "/decisions/")
	if at < 0 {
		t.Fatalf("the letter does not lead to the reasons:\n%s", letter.Text)
	}
	path := strings.Fields(letter.Text[at:])[0]
	for _, piece := range []string{h.ruleTitle(t, "respect"), insult} {
		if !strings.Contains(strings.Join(strings.Fields(letter.Text), " "), piece) {
			t.Errorf("the letter lacks %q:\n%s", piece, letter.Text)
		}
	}
	if eval[bool](third, shows("нездара")) {
		t.Error("what is held is seen by others")
	}
	author.to(path)
	author.await("the words marked", `document.querySelector("mark")?.textContent.includes("нездара")`)
	author.check("the statement of reasons", source)
	author.arrives("the form of an appeal", func() { author.click("main a[href$='/appeal']") }, `document.querySelector("#text")`)
	author.fill("#text", "Це жарт: ми з Петром давні друзі.")
	author.arrives("the thanks", func() { author.click("main form [type=submit]") }, shows(h.words("uk", "page.done.appealed"))+" && "+shows(h.words("uk", "appeal.waits")))
	author.check("the appeal", source)
	office.letter(t, "olena@example.org", "надійшло")

	// Somebody else than who decided hears it.
	decision, err := rozmova.ParseID[rozmova.Decision](strings.TrimPrefix(path, "/decisions/"))
	must(t, err)
	appeal, _, err := h.Moderation.AppealTo(ctx, h.member(t, "olena@example.org"), decision)
	must(t, err)
	senior := h.tab(t, browser, look{width: 360, height: 740})
	senior.signIn(h, h.member(t, "mykola@example.org", rozmova.Senior))
	senior.to("/desk/appeals/" + appeal.ID.String())
	senior.await("the hearing", shows("давні друзі"))
	senior.check("the hearing", source)
	if wide := eval[int64](senior, `document.documentElement.scrollWidth`); wide > 360 {
		t.Errorf("the hearing is %d wide on a phone", wide)
	}
	senior.click("input[name=state][value=reversed]")
	senior.fill("#answer", "Справді, жарт між друзями.")
	senior.arrives("that it was heard", func() { senior.click(".hearing-form [type=submit]") }, shows(h.words("uk", "page.done.appeal_heard"))+` && !document.querySelector(".desk-item")`)

	// It comes back in its place, on the page that was open all the while.
	third.await("the comment, in its place or behind the bar", fmt.Sprintf(`document.querySelector(%s)?.textContent.includes("нездара") || document.querySelector(".rz-bars button")`, q(branch+" > .answers")))
	if eval[bool](third, `!!document.querySelector(".rz-bars button")`) {
		third.click(".rz-bars button")
	}
	third.await("the comment in its place", fmt.Sprintf(`document.querySelector(%s)?.textContent.includes("нездара")`, q(branch+" > .answers")))
	expect(t, "pages that were loaded", eval[int](third, `performance.getEntriesByType("navigation").length`), 1)
	if outcome := office.letter(t, "olena@example.org", "скасовано"); !strings.Contains(outcome.Text, "Справді, жарт між друзями.") {
		t.Errorf("the letter does not tell the answer:\n%s", outcome.Text)
	}

	// The record is repaired: the decision that repairs names the one that it reverses, and nothing counts against the author.
	var all []rozmova.Decision
	must(t, h.Store.View(ctx, func(tx *store.Tx) error {
		c, err := tx.Comment(appeal.Comment)
		if err != nil {
			return err
		}
		expect(t, "the comment is published", c.State, rozmova.Published)
		list, err := tx.AllDecisions(c.ID)
		for _, d := range list {
			all = append(all, *d)
		}
		return err
	}))
	repaired := false
	for _, d := range all {
		repaired = repaired || d.Repairs == decision
	}
	expect(t, "the decision is repaired", repaired, true)
	ladder, err := h.Moderation.Ladder(ctx, admin, appeal.Comment, "respect")
	must(t, err)
	expect(t, "what counts against the author", ladder.Count, 0)

	// The public log tells all of it and nothing of anybody, and verifies as it is read by everybody.
	anybody := h.visitor(t)
	signing, err := app.OpenLogKey(filepath.Join(h.Config.Store.Dir, "log.pem"))
	must(t, err)
	key, _ := signing.Public().(ed25519.PublicKey)
	reads := func(log string) (n int64, err error) { // as everybody reads it who knows the newsroom's key
		v := &moderation.LogVerifier{}
		var head moderation.LogHead
		must(t, json.Unmarshal([]byte(anybody.get("/transparency/head.json").must(t, "the signed head", 200).body), &head))
		if err := v.Expect(&head, key); err != nil {
			return 0, err
		}
		for line := range strings.Lines(log) {
			if err := v.Line([]byte(strings.TrimSuffix(line, "\n"))); err != nil {
				return 0, err
			}
		}
		return v.End()
	}
	var log *reply
	eventually(t, "the public log has the decision and the one that reversed it", func() bool {
		log = anybody.get("/transparency/log.jsonl").must(t, "the public log", 200)
		return strings.Count(log.body, "\n") >= 2
	})
	n, err := reads(log.body)
	must(t, err)
	expect(t, "entries that verify", n, int64(strings.Count(log.body, "\n")))
	for _, secret := range []string{"нездара", "olena", "petro", "mykola", "друз", appeal.Comment.String()} {
		if strings.Contains(log.body, secret) {
			t.Errorf("the public log tells %q:\n%s", secret, log.body)
		}
	}
	for what, other := range map[string]string{
		"an entry was changed": strings.Replace(log.body, `"hold"`, `"keep"`, 1), "it is empty": "",
	} {
		if _, err := reads(other); err == nil || other == log.body {
			t.Errorf("the public log verifies although %s", what)
		}
	}
	for _, b := range []*tab{author, senior, third} {
		b.safe()
	}
}

// TestAWarningIsRead: who was warned posts nothing before the warning is read, and loses no word by it.
func TestAWarningIsRead(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}, silent: true})
	browser := chromium(t)
	senior := h.member(t, "mykola@example.org", rozmova.Senior)
	for i, l := range []look{{width: 360, height: 740}, {noJS: true}} {
		name := []string{"with scripts", "without scripts"}[i]
		email := []string{"olena@example.org", "petro@example.org"}[i]
		c := h.say(t, email, theatre, "Купуйте в мене.", nil)
		made, err := h.Moderation.Decide(context.Background(), senior, moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "spam", Facts: "Реклама.", Rung: rozmova.WarningRung})
		must(t, err)
		eventually(t, "nobody can take it back any more", func() bool {
			_, err := h.Moderation.Reasons(context.Background(), h.member(t, email), made.ID)
			return err == nil
		})
		b := h.tab(t, browser, l)
		b.excuse("403") // is the refusal
		b.signIn(h, h.member(t, email))
		b.to(h.path(theatre))
		words := "А тепер про виставу, " + name + "."
		b.fill("#body", words)
		b.click("#form button[type=submit]:not([name])")
		b.await("the refusal, "+name, shows(h.words("uk", "error.sanction.warning"))+` && document.querySelector("#form a[href*='/decisions/']")`)
		expect(t, "the words, "+name, eval[string](b, `document.querySelector("#body").value`), words)
		b.arrives("the warning, "+name, func() { b.click("#form a[href*='/decisions/']") }, `document.querySelector(".warning-read")`)
		b.arrives("that it was read, "+name, func() { b.click(".warning-read [type=submit]") }, `!document.querySelector(".warning-read")`)
		b.to(h.path(theatre))
		if l.noJS {
			b.fill("#body", words)
		} else {
			expect(t, "the words are kept", eval[string](b, `document.querySelector("#body").value`), words)
		}
		b.click("#form button[type=submit]:not([name])")
		b.await("the comment, "+name, fmt.Sprintf(`[...document.querySelectorAll(".comment .words")].some((e) => e.textContent.includes(%s))`, q("про виставу")))
		if !l.noJS {
			b.safe()
		}
	}
}
