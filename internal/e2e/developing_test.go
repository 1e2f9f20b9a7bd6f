package e2e_test

import (
	"net/url"
	"testing"

	"github.com/rozmova/rozmova"
)

// TestADevelopingStory: what an editor adds comes to a page that is open, without moving what is read there; what is taken back goes; and
// the story ends as an ordinary one, which reads without script.
func TestADevelopingStory(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	editor := h.signedIn(t, h.member(t, "editor@example.org", rozmova.Editor))
	desk := "/desk" + h.path(bridge) + "/additions"
	do := func(form url.Values) {
		t.Helper()
		editor.post(desk, form).must(t, form.Get("do"), 303)
	}
	do(url.Values{"do": {"order"}, "order": {"newest"}})
	do(url.Values{"do": {"add"}, "body": {"Перше доповнення."}})

	browser := chromium(t)
	b := h.tab(t, browser, look{width: 360, height: 740})
	b.to(h.path(bridge))
	b.await("the first addition", shows("Перше доповнення."))
	b.await("the stream", `!!document.querySelector("rz-thread")`)
	eval[bool](b, `(document.querySelector("#discussion").scrollIntoView({behavior: "instant"}), true)`)
	before := eval[float64](b, `document.querySelector("#discussion").getBoundingClientRect().top`)
	do(url.Values{"do": {"add"}, "body": {"Друге доповнення."}})
	b.await("the bar", `document.querySelector(".rz-bars button")?.textContent === `+q(h.words("uk", "addition.fresh", "N", 1)))
	if after := eval[float64](b, `document.querySelector("#discussion").getBoundingClientRect().top`); after != before || eval[int](b, `document.querySelectorAll(".addition").length`) != 1 {
		t.Errorf("what is read moved by %v, or more stands there than was asked for", after-before)
	}
	b.click(".rz-bars button")
	b.await("the second, first", `document.querySelector(".addition")?.textContent.includes("Друге доповнення.")`)
	id := eval[string](b, `document.querySelector(".addition").id.slice(2)`)
	do(url.Values{"do": {"take_back"}, "id": {id}, "note": {"Не підтвердилося."}})
	b.await("it was taken back", `document.querySelector(".addition")?.textContent.includes("Не підтвердилося.") && !document.body.textContent.includes("Друге доповнення.")`)
	do(url.Values{"do": {"order"}, "order": {"no"}})
	b.await("the story changed", `document.querySelector(".rz-bars")?.textContent.includes(`+q(h.words("uk", "story.has_changed"))+`)`)
	b.safe()

	plain := h.tab(t, browser, look{width: 360, height: 740, noJS: true})
	plain.to(h.path(bridge))
	plain.await("an ordinary story", shows(h.words("uk", "addition.title_closed")))
	h.visitor(t).get(h.path(bridge)).must(t, "without script", 200, "Перше доповнення.", h.words("uk", "addition.title_closed"), "coverageEndTime")
}
