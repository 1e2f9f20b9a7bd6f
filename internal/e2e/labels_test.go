package e2e_test

import (
	"fmt"
	"testing"

	"github.com/rozmova/rozmova"
)

// TestLabellingByKeys: a moderator is asked about the comment that the check is least sure of, in every shape of the page, and answers
// by keys alone; the next comes.
func TestLabellingByKeys(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}, silent: true, judge: dunce})
	browser, source := chromium(t), axe(t)
	reader, moderator := h.tab(t, browser, look{}), h.tab(t, browser, look{})
	reader.signIn(h, h.member(t, "reader@example.org"))
	moderator.signIn(h, h.member(t, "moderator@example.org", rozmova.Moderator))
	reader.excuse("409") // is how the nudge is sent
	for i, text := range []string{"Ви нездара, та й годі.", "Театр гарний."} {
		reader.to(h.path(theatre))
		reader.fill("[name=body]", text)
		reader.click("rz-form [type=submit]")
		if i == 0 { // asked kindly first
			reader.await("the nudge", `!!document.querySelector("[name=anyway]")`)
			reader.click("[name=anyway]")
		}
		reader.await("the comment", fmt.Sprintf(`document.querySelectorAll(".comment .words").length > %d`, i))
	}
	for i, l := range []look{{width: 360, height: 740}, {width: 360, height: 740, dark: true}, {width: 1280, height: 900}, {width: 1280, height: 900, dark: true}} {
		moderator.look(l)
		lang := []string{"uk", "en"}[i%2]
		moderator.to(map[string]string{"uk": "", "en": "/en"}[lang] + "/desk/labels")
		moderator.await("the comment", `document.querySelector(".label-card .words")?.textContent.includes("нездара")`)
		moderator.await("how to answer by keys", `!document.querySelector(".label-keys").hidden`)
		name := fmt.Sprintf("labels, %s, %d wide, dark %v", lang, l.width, l.dark)
		if wide := eval[int64](moderator, `document.documentElement.scrollWidth`); wide > l.width {
			t.Errorf("%s: %d wide", name, wide)
		}
		moderator.check(name, source)
	}
	moderator.look(look{})
	moderator.to("/desk/labels")
	moderator.await("the comment", `document.querySelector(".label-card .words")?.textContent.includes("нездара")`)
	moderator.press("1")
	moderator.await("the first answer", `document.querySelector("[name=participant][value=yes]").checked && document.querySelectorAll(".label-question.at").length === 1`)
	moderator.arrives("the next", func() { moderator.press("2") }, shows(h.words("uk", "label.today", "N", 1)))
	moderator.await("the next comment", `document.querySelector(".label-card .words")?.textContent.includes("Театр")`)
	moderator.press("0")
	moderator.arrives("the end", func() { moderator.press("0") }, shows(h.words("uk", "label.empty")))
	reader.safe()
	moderator.safe()
}
