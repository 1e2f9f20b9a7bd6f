package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

// TestStatementsByKeys: an editor pastes a report, goes through what was found by the keyboard alone, and publishes it. Readers see each statement
// with its speaker; whoever works in a second window loses nothing.
func TestStatementsByKeys(t *testing.T) {
	sample := filepath.Join("..", "..", "..", "shared", "data", "stories", "000_db73d7b45dd1dcaf.txt")
	text, err := os.ReadFile(sample)
	outer := 13
	if err != nil {
		t.Log("the shared sample is not here, a report of the repository is walked: ", err)
		outer = 0
		if text, err = os.ReadFile(filepath.Join("..", "..", "data", "attribution", "dev", "dev-01-sesiia-rady.uk.txt")); err != nil {
			list, _ := filepath.Glob(filepath.Join("..", "..", "data", "attribution", "dev", "*.txt"))
			if len(list) == 0 {
				t.Fatal("there is no report to walk")
			}
			if text, err = os.ReadFile(list[0]); err != nil {
				t.Fatal(err)
			}
		}
	}
	h := open(t, setup{stories: []string{theatre}, silent: true})
	browser, source := chromium(t), axe(t)
	one := h.tab(t, browser, look{width: 1280, height: 900})
	editor := h.member(t, "redaktorka@example.org", rozmova.Editor)
	for name, side := range map[string]string{"Білий дім": "США", "Джен Псакі": "США", "Юрій Ушаков": "Росія"} { // the register knows for whom they speak
		kind := rozmova.Person
		if name == "Білий дім" {
			kind = rozmova.Organisation
		}
		must(t, h.Newsroom.AddEntry(t.Context(), editor, &rozmova.Entry{Kind: kind, Name: name, Side: side}))
	}
	one.signIn(h, editor)

	one.to("/desk/stories/new")
	one.check("a new story", source)
	one.fill("#headline", "Розмова про розмову")
	one.fill("#section", "svit")
	one.fill("#body", string(text))
	open := `document.querySelector(".mark-card")?.dataset.card ?? ""`
	one.arrives("the statements", func() { one.click(".working-form [type=submit]") }, `!!document.querySelector(".mark-card")`)
	lines := eval[int64](one, `document.querySelectorAll(".mark-line.depth-0[id^=st-]").length`)
	if outer > 0 && lines != int64(outer) {
		t.Errorf("%d statements were found, want %d", lines, outer)
	}
	one.check("the statements", source)

	started, keys := time.Now(), 0
	for ; keys < 100; keys++ {
		at := eval[string](one, open)
		if at == "" {
			break
		}
		one.press("\r")
		one.await("the card behind "+at, fmt.Sprintf(`(%s) !== %s`, open, q(at)))
	}
	confirming := time.Since(started)
	if left := eval[int64](one, `document.querySelectorAll(".mark-line[data-state=suggested]").length`); left != 0 {
		t.Errorf("%d are left to decide about", left)
	}
	one.arrives("the question before publishing", func() { one.key("p") }, `document.activeElement?.id === "publish"`)
	one.check("before publishing", source)
	one.arrives("that it is published", func() { one.press("\r") }, `location.search === "?done=published"`)
	t.Logf("%d statements of a text, with what is nested in them, dates and what is no story, took %d key presses and 2 more to publish; the program took %v of it",
		lines, keys, confirming.Round(10*time.Millisecond))

	one.to("/stories/rozmova-pro-rozmovu")
	if got := eval[int64](one, `[...document.querySelectorAll("mark.statement[id]")].filter((m) => !m.parentElement.closest("mark.statement")).length`); got != lines {
		t.Errorf("readers see %d statements, want %d", got, lines)
	}
	if outer > 0 {
		for _, who := range []string{"Голос Америки", "Джен Псакі", "Юрій Ушаков", "Російська служба BBC", "посадовець Ради з національної безпеки США", "Білий дім", "адміністрація США"} {
			one.await("that "+who+" speaks", fmt.Sprintf(`document.querySelector("#sources, .story-margin").textContent.includes(%s)`, q(who)))
		}
		one.await("that what was no story is left out", `!document.querySelector(".story-body").textContent.includes("толерантними")`)
	}
	h.machines(t, "rozmova-pro-rozmovu", outer)
	if outer > 0 {
		one.topics(t)
	}

	// On a phone, in the dark, in English; and a second window.
	for _, l := range []look{{width: 360, height: 740}, {width: 360, height: 740, dark: true}} {
		one.look(l)
		for _, path := range []string{"/desk/stories", "/en/desk/stories/rozmova-pro-rozmovu", "/desk/stories/rozmova-pro-rozmovu/statements?card=st-s1"} {
			one.to(path)
			if wide := eval[int64](one, `document.documentElement.scrollWidth`); wide > l.width {
				t.Errorf("%s is %d wide on a phone", path, wide)
			}
			one.check(fmt.Sprintf("%s, dark %v", path, l.dark), source)
		}
	}
	one.look(look{width: 1280, height: 900})
	one.to("/desk/stories/rozmova-pro-rozmovu")
	two := h.tab(t, browser, look{width: 1280, height: 900})
	two.signIn(h, h.member(t, "redaktor@example.org", rozmova.Editor))
	two.to("/desk/stories/rozmova-pro-rozmovu")
	two.fill("#headline", "Їхній заголовок")
	two.arrives("saved", func() { two.click("button[value=save]") }, `location.search === "?done=kept"`)
	one.fill("#headline", "Мій заголовок")
	one.excuse("409")
	one.arrives("both texts", func() { one.click("button[value=save]") }, `!!document.querySelector(".working-theirs")`)
	one.await("mine in the field, theirs beside it", `document.querySelector("#headline").value.endsWith("Мій заголовок") && document.querySelector(".working-theirs").textContent.includes("Їхній")`)
	one.safe()
	two.safe()
}

// topics has the editor say of three statements what they are about, and publishes: the sides' accounts stand side by side by topic, and that one of
// them says nothing of it is said. The date that moved keeps its old value.
func (tb *tab) topics(t *testing.T) {
	t.Helper()
	cells := `[...document.querySelectorAll(".accounts tbody tr")].map((row) => [...row.children].map((c) => c.querySelector(".silent") ? "–" : c.textContent.trim() && "+").join("")).join(" ")`
	if got := eval[string](tb, cells); got != "+++" {
		t.Errorf("without topics the accounts are %q, want all that both sides say", got)
	}
	for key, topic := range map[string]string{"Джен Псакі": "Деескалація", "Юрій Ушаков": "Зброя", "Білий дім": "Зброя"} {
		tb.to("/desk/stories/rozmova-pro-rozmovu/statements")
		card := eval[string](tb, fmt.Sprintf(`[...document.querySelectorAll(".mark-line.depth-0 a[data-card]")].find((a) => a.textContent.includes(%s)).dataset.card`, q(key)))
		tb.to("/desk/stories/rozmova-pro-rozmovu/statements?card=" + card)
		eval[bool](tb, `(document.querySelector(".mark-rest").open = true)`)
		tb.fill("#topic", topic)
		tb.click(`.mark-form button[value="confirm"]`)
		tb.await("the topic of "+key, fmt.Sprintf(`document.querySelector(".mark-card")?.dataset.card !== %s`, q(card)))
	}
	tb.to("/desk/stories/rozmova-pro-rozmovu/publish")
	tb.arrives("that it is published", func() { tb.click("#publish") }, `location.search === "?done=published"`)
	tb.to("/stories/rozmova-pro-rozmovu")
	if got := eval[string](tb, cells); got != "++– +++" {
		t.Errorf("by topic the accounts are %q, want one of one side and one of both", got)
	}
	tb.await("the date that moved", `/10 числа/.test(document.querySelector(".story-margin").textContent) && /9 січня/.test(document.querySelector(".story-margin").textContent)`)
}
