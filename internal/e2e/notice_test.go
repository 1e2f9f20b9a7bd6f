package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

// TestNoticeWithoutAccount: somebody without an account tells of illegal content, gets a receipt on a page and by e-mail, a moderator
// decides under the law, and both sides are told: the sender what was decided, the author why and how to appeal.
func TestNoticeWithoutAccount(t *testing.T) {
	office := openPostOffice(t)
	h := open(t, setup{stories: []string{theatre}, silent: true, post: office.sender()})
	c := h.say(t, "avtor@example.org", theatre, "Він живе на вулиці Садовій, прийдіть і провчіть його.", nil)
	browser, source := chromium(t), axe(t)
	notifier := h.tab(t, browser, look{width: 360, height: 740})
	notifier.to(h.path(theatre))
	notifier.arrives("the two ways to report", func() { notifier.choose("#c-"+c.ID.String(), ".report") }, shows(h.words("uk", "notice.to_illegal")))
	notifier.arrives("the form", func() { notifier.click(`main a[href$="/notice"]`) }, `document.querySelector("[name=good_faith]")`)
	notifier.check("the form of a notice", source)
	if wide := eval[int64](notifier, `document.documentElement.scrollWidth`); wide > 360 {
		t.Errorf("the form is %d wide on a phone", wide)
	}
	eval[bool](notifier, `(document.querySelector("#category").value = "violence", true)`)
	notifier.fill("#text", "Закликає прийти додому до людини й побити її.")
	notifier.fill("#email", "svidok@example.org")
	notifier.click("[name=media_law]")
	notifier.click("[name=good_faith]")
	notifier.arrives("the receipt", func() { notifier.click("main form [type=submit]") }, shows(h.words("uk", "notice.received"))+" && "+shows(h.words("uk", "notice.waits")))
	notifier.check("the receipt", source)
	page := eval[string](notifier, "location.pathname")
	if receipt := office.letter(t, "svidok@example.org", "надійшло"); !strings.Contains(receipt.Text, page) {
		t.Errorf("the receipt does not lead to the page of the notice:\n%s", receipt.Text)
	}

	moderator := h.tab(t, browser, look{})
	moderator.signIn(h, h.member(t, "mykola@example.org", rozmova.Moderator))
	moderator.to("/desk?list=illegal")
	card := "#d-" + c.ID.String()
	moderator.await("the notice on the desk", fmt.Sprintf(`document.querySelector(%s)?.textContent.includes("побити")`, q(card)))
	moderator.check("the notice on the desk", source)
	eval[bool](moderator, fmt.Sprintf(`(document.querySelector(%s).open = true, true)`, q(card+" .desk-further")))
	moderator.fill(card+" [name=law]", "Кримінальний кодекс України, ст. 129")
	moderator.fill(card+" [name=facts]", "Коментар закликає до насильства над людиною.")
	moderator.fill(card+" [name=answer]", "Дякуємо: ви мали рацію.")
	moderator.click(card + " button[value=remove]")
	moderator.await("the decision", `document.querySelector(".desk-done")`)

	outcome := office.letter(t, "svidok@example.org", "ви мали рацію")
	for _, piece := range []string{"вилучили", "ст. 129", page} {
		if !strings.Contains(outcome.Text, piece) {
			t.Errorf("the letter to who sent the notice lacks %q:\n%s", piece, outcome.Text)
		}
	}
	reasons := office.letter(t, "avtor@example.org", "закликає до насильства")
	if strings.Contains(reasons.Text, "svidok") || strings.Contains(reasons.Text, "побити її") {
		t.Errorf("the author is told who sent the notice:\n%s", reasons.Text)
	}
	notifier.to(page)
	notifier.await("the outcome", shows(h.words("uk", "notice.outcome.restricted"))+" && "+shows("ви мали рацію"))
	notifier.check("the outcome", source)
	notifier.safe()
	moderator.safe()
}
