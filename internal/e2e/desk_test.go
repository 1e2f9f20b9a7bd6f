package e2e_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

// TestSixtyHeldByKeys: a moderator clears sixty held comments by the keyboard alone: most are restored, some removed by the number of a
// rule, one decision is taken back while its seconds run.
func TestSixtyHeldByKeys(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}, silent: true})
	h.setMode(t, theatre, rozmova.Premoderated)
	const held = 60
	for i := range held {
		h.say(t, fmt.Sprintf("writer%d@example.org", i%6), theatre, fmt.Sprintf("Коментар номер %d чекає.", i), nil)
	}
	browser, source := chromium(t), axe(t)
	one, other := h.tab(t, browser, look{}), h.tab(t, browser, look{width: 360, height: 740})
	one.signIn(h, h.member(t, "mykola@example.org", rozmova.Moderator))
	other.signIn(h, h.member(t, "oksana@example.org", rozmova.Moderator))
	one.to("/desk?list=new")
	other.to("/desk?list=new")
	waiting := func(n int) string {
		if n == 0 {
			return `document.querySelector("[data-list=new] .badge").hidden`
		}
		return fmt.Sprintf(`document.querySelector("[data-list=new] .badge").textContent === "%d"`, n)
	}
	one.await("how many wait", waiting(held))
	other.await("how many wait", waiting(held))
	if wide := eval[int64](other, `document.documentElement.scrollWidth`); wide > 360 {
		t.Errorf("the desk is %d wide on a phone", wide)
	}
	one.check("the desk", source)
	other.check("the desk on a phone", source)

	start := time.Now()
	at := `document.activeElement.matches(".desk-item[aria-current]:not([hidden])")`
	one.key("j")
	one.await("the first card", at)
	other.await("who works on the first", `document.querySelector(".desk-item .desk-claim:not([hidden])")`)
	done := 0
	for done < held {
		id := eval[string](one, `document.activeElement.id`)
		gone := fmt.Sprintf(`(document.getElementById(%s)?.hidden ?? true)`, q(id))
		switch {
		case done%10 == 4: // by the second rule; the facts are suggested
			one.press("2")
			one.await("the facts", `document.activeElement.matches("textarea[name=facts]") && document.activeElement.value !== ""`)
			one.press("\r")
		case done == 7:
			one.key("a")
			one.await("decided", gone)
			one.key("z")
			one.await("taken back", at+fmt.Sprintf(` && document.activeElement.id === %s`, q(id)))
			one.key("a")
		default:
			one.key("a")
		}
		one.await(fmt.Sprintf("decision %d", done), gone)
		if done++; done < held {
			one.await("the next card", at)
		}
	}
	t.Logf("%d comments were cleared in %v", held, time.Since(start).Round(time.Millisecond))
	one.await("nothing waits", waiting(0))
	other.await("nothing waits on the other's page", waiting(0))
	one.key("?")
	one.await("the help", `document.querySelector("#desk-keys").open`)
	one.safe()
	other.safe()
}
