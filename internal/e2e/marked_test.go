package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/config"
)

// dunce judges as a model would that knows two words.
func dunce(in *civility.Input) rozmova.Verdict {
	v := rozmova.Verdict{Language: "uk", Model: "test"}
	for word, score := range map[string]float32{"нездара": .93, "придушити": .99} {
		if before, _, found := strings.Cut(in.Text, word); found {
			start := len([]rune(before))
			v.Scores[rozmova.Participant], v.Scores[rozmova.Insult] = score, score-.1
			v.Spans = append(v.Spans, rozmova.Marked{Start: start, End: start + len([]rune(word)), Label: rozmova.Participant, Score: score})
		}
	}
	return v
}

// TestAnInsultIsMarked: a reader writes one; it is shown, and the moderator finds the words marked on the desk, in every shape
// of the page. A worse one is held, and its author opens the reasons.
func TestAnInsultIsMarked(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}, silent: true, judge: dunce, config: func(c *config.Config) { c.Civility.Hold = .98 }})
	browser, source := chromium(t), axe(t)
	reader, moderator := h.tab(t, browser, look{}), h.tab(t, browser, look{})
	reader.signIn(h, h.member(t, "reader@example.org"))
	moderator.signIn(h, h.member(t, "moderator@example.org", rozmova.Moderator))
	post := func(text string) {
		t.Helper()
		reader.to(h.path(theatre))
		reader.fill("[name=body]", text)
		reader.click("rz-form [type=submit]")
		reader.await("the nudge", `!!document.querySelector("[name=anyway]")`)
		reader.click("[name=anyway]")
	}
	reader.excuse("409") // is how the nudge is sent
	post("Театр гарний, а ви — нездара, пане критику.")
	reader.await("the comment", `[...document.querySelectorAll(".comment .words")].some((e) => e.textContent.includes("нездара"))`)
	if eval[int](reader, `document.querySelectorAll(".possible").length`) > 0 {
		t.Error("readers see the mark")
	}
	for i, l := range []look{{width: 360, height: 740}, {width: 360, height: 740, dark: true}, {width: 1280, height: 900}, {width: 1280, height: 900, dark: true}} {
		lang := []string{"uk", "en"}[i%2]
		moderator.look(l)
		moderator.to(map[string]string{"uk": "", "en": "/en"}[lang] + "/desk")
		moderator.await("the words marked", `document.querySelector("mark.possible")?.textContent === "нездара"`)
		moderator.await("what they may be", fmt.Sprintf(`document.querySelector(".verdict").textContent.includes(%s)`, q(h.words(lang, "moderation.possible.participant")+map[string]string{"uk": ", 0,93", "en": ", 0.93"}[lang])))
		eval[bool](moderator, `(document.querySelector(".verdict details").open = true)`)
		name := fmt.Sprintf("desk, %s, %d wide, dark %v", lang, l.width, l.dark)
		if wide := eval[int64](moderator, `document.documentElement.scrollWidth`); wide > l.width {
			t.Errorf("%s: %d wide", name, wide)
		}
		moderator.check(name, source)
	}
	moderator.look(look{})
	moderator.to("/desk")
	moderator.click(".desk-item button[value=keep]")
	moderator.await("kept", `document.querySelector(".desk-done")`)
	if eval[int](moderator, `document.querySelectorAll(".desk-item:not([hidden])").length`) != 0 {
		t.Error("it is still on the desk")
	}

	post("Тебе б придушити, нездара.")
	held := shows(h.words("uk", "comment.held_here"))
	reader.await("what became of it", held)
	reader.arrives("the reasons", func() { reader.click(`.state a[href*="/decisions/"]`) }, shows(h.words("uk", "moderation.found_participant")))
	reader.await("that a machine decided", shows(h.words("uk", "reasons.automatic")))
	h.letter(t, "reader@example.org", h.words("uk", "moderation.found_participant"))
	reader.safe()
	moderator.safe()
}
