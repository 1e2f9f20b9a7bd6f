package e2e_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// screenshotsVariable names the environment variable with the folder into which TestScreenshots writes.
const screenshotsVariable = "ROZMOVA_SCREENSHOTS"

// A scene is what one picture shows.
type scene struct {
	name, path string
	who        *tab
	at         string // selector of what stands at the top; empty: the top of the page
}

// TestScreenshots writes a picture of each main page, wide and narrow, light and dark, in both languages:
//
//	ROZMOVA_SCREENSHOTS=docs/screenshots go test -run TestScreenshots ./internal/e2e
func TestScreenshots(t *testing.T) {
	dir := os.Getenv(screenshotsVariable)
	if dir == "" {
		t.Skipf("%s does not name a folder for pictures", screenshotsVariable)
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("../..", dir) // from the module's folder, where the command is given
	}
	must(t, os.MkdirAll(dir, 0o755))
	h := open(t, setup{stories: []string{phone, bridge, "03-molokozavod-sud", theatre, "05-stadion-tretoi-shkoly", "06-eddle-flood", "07-old-bridge"}, config: func(c *config.Config) {
		for _, s := range [][3]string{{"hromada", "Громада", "Our town"}, {"svit", "Світ", "The world"}, {"ekonomika", "Економіка", "Economy"}, {"kultura", "Культура", "Culture"}, {"sport", "Спорт", "Sport"}} {
			c.Site.Sections = append(c.Site.Sections, config.Section{Slug: s[0], Names: map[string]string{"uk": s[1], "en": s[2]}})
		}
	}})
	browser := chromium(t)
	somebody, moderator, editor, senior := h.tab(t, browser, look{}), h.tab(t, browser, look{}), h.tab(t, browser, look{}), h.tab(t, browser, look{})
	moderator.signIn(h, h.person(t, "mod-roman"))
	editor.signIn(h, h.person(t, "editor-danuta"))
	senior.signIn(h, h.person(t, "mod-halyna"))
	for lang, l := range map[string]struct{ prefix, file, author, text, facts, appeal string }{
		"uk": {"", bridge, "vova-marshrut", "Та ви там усі сліпі, як кроти. Нічого ви не порахуєте, бо рахувати не вмієте.", "Коментар ображає співрозмовників, а не заперечує їхню думку.", "Я казав про розрахунки, а не про людей: рік тому вони вже помилилися на десять сантиметрів."},
		"en": {"/en", "07-old-bridge", "old-alan", "You are all blind as moles over there. You will count nothing, for you cannot count.", "The comment insults the people it answers and does not speak of what they said.", "I meant the figures, not the people: a year ago they were wrong by four inches."},
	} {
		author := h.tab(t, browser, look{})
		author.signIn(h, h.person(t, l.author))
		h.readers["author "+lang] = h.person(t, l.author)
		c := h.say(t, "author "+lang, l.file, l.text, nil)
		_, err := h.Discussion.Report(t.Context(), h.person(t, "olena-k"), c.ID, "respect", map[string]string{"uk": "Тут ображають людей.", "en": "This insults people."}[lang])
		must(t, err)
		h.enliven(t, l.file)
		story := l.prefix + h.path(l.file)
		deep := h.chain(t, l.file, map[string]string{"uk": "А хто пам’ятає, яким міст був до першого ремонту?", "en": "Who remembers what the bridge was like before its first repair?"}[lang], 0)
		scenes := []scene{
			{"front", l.prefix + "/?front", somebody, ""} /* a query: no redirect to the browser's language */, {"story", story, somebody, ""}, {"accounts", story, somebody, ".accounts"},
			{"discussion", story, somebody, "#discussion"}, {"sign-in", l.prefix + "/sign-in", somebody, ""}, {"desk", l.prefix + "/desk", moderator, ""},
			{"branch", l.prefix + "/comments/" + h.deepest(l.file, deep).ID.String(), author, ""}, {"search", l.prefix + "/search?q=" + url.QueryEscape(map[string]string{"uk": "міст", "en": "bridge"}[lang]), somebody, ""},
			{"settings", story + "/discussion", editor, ""},
			{"profile", l.prefix + "/readers/" + h.person(t, l.author).ID.String(), somebody, ""}, {"alerts", l.prefix + "/alerts", author, ""},
			{"alert-settings", l.prefix + "/me/alerts", author, ""}, {"ways", l.prefix + "/me/ways", author, ""}, {"profile-settings", l.prefix + "/me/profile", author, ""},
			{"own-data", l.prefix + "/me/data", author, ""}, {"erase", l.prefix + "/me/data/erase", author, ""},
			{"card", l.prefix + "/desk?comment=" + c.ID.String(), moderator, ".desk-item"}, {"rules", l.prefix + "/rules", somebody, ""},
			{"notice", l.prefix + "/comments/" + h.comments[l.file]["c1"].ID.String() + "/notice", somebody, ""},
		}
		h.shoot(t, dir, lang, scenes)
		h.shoot(t, dir, lang, h.atTheDesk(t, lang, l.prefix, l.file, somebody, editor))
		d, err := h.Moderation.Decide(t.Context(), h.person(t, "mod-roman"), moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "respect", Facts: l.facts})
		must(t, err)
		eventually(t, "its author is told why", func() bool {
			_, err := h.Moderation.Reasons(t.Context(), h.person(t, l.author), d.ID)
			return err == nil
		})
		h.shoot(t, dir, lang, []scene{{"reasons", l.prefix + "/decisions/" + d.ID.String(), author, ""}})
		a, err := h.Moderation.Appeal(t.Context(), h.person(t, l.author), d.ID, l.appeal)
		must(t, err)
		h.shoot(t, dir, lang, []scene{
			{"appeal", l.prefix + "/decisions/" + d.ID.String() + "/appeal", author, ""}, {"hearing", l.prefix + "/desk/appeals/" + a.ID.String(), senior, ""},
			{"transparency", l.prefix + "/transparency", somebody, ""},
		})
	}
}

// atTheDesk gives the pages of who said what: a report being gone through, a correction, a developing story, and what readers see of it.
func (h *house) atTheDesk(t *testing.T, lang, prefix, file string, somebody, editor *tab) []scene {
	t.Helper()
	danuta, name := h.person(t, "editor-danuta"), map[string]string{"uk": "01-pozhezha-na-rynku.uk.txt", "en": "08-strike.en.txt"}[lang]
	text, err := os.ReadFile(filepath.Join("..", "..", "data", "attribution", "dev", name))
	must(t, err)
	w, err := h.Newsroom.BeginStory(t.Context(), danuta, newsroom.NewStory{StoryText: newsroom.StoryText{
		Headline: map[string]string{"uk": "Пожежа на ринку: що відомо", "en": "The strike: what is known"}[lang], Section: "hromada", Body: string(text),
	}})
	must(t, err)
	s, live := h.stories[file], h.stories[map[string]string{"uk": theatre, "en": "06-eddle-flood"}[lang]]
	_, err = h.Newsroom.Correct(t.Context(), danuta, s.Slug, newsroom.Fix{Seen: s.Revision, Correction: rozmova.Correction{
		Kind: rozmova.Clarified, Text: map[string]string{"uk": "Додано, хто рахував навантаження.", "en": "It now says who calculated the load."}[lang],
	}})
	must(t, err)
	must(t, h.Newsroom.SetDeveloping(t.Context(), danuta, live.Slug, rozmova.NewestFirst))
	for _, words := range map[string][]string{"uk": {"Каса відкрилася о восьмій.", "**Квитків на прем’єру не лишилося.** Театр думає про другу виставу в неділю."}, "en": {"The pumps are running.", "**The lower road is open again.** Buses go round by the mill until Friday."}}[lang] {
		_, err := h.Newsroom.Add(t.Context(), danuta, live.Slug, newsroom.AdditionText{Body: words})
		must(t, err)
	}
	desk := prefix + "/desk/stories"
	return []scene{
		{"statement", prefix + "/stories/" + string(s.Slug) + "/statements/s1", somebody, ""}, {"person", prefix + "/people/larysa-honcharuk", somebody, ""},
		{"corrections", prefix + "/corrections", somebody, ""}, {"developing", prefix + "/stories/" + string(live.Slug), somebody, ".additions"}, {"order", prefix + "/order", somebody, ""},
		{"desk-stories", desk, editor, ""}, {"desk-statements", desk + "/" + string(w.Story.Slug) + "/statements", editor, ""}, {"desk-correct", desk + "/" + string(s.Slug) + "/corrections", editor, ""},
		{"register", prefix + "/desk/register", editor, ""},
	}
}

// enliven has readers vote on the first comments of a discussion, and an editor pick one.
func (h *house) enliven(t *testing.T, file string) {
	t.Helper()
	for i := range 12 {
		c := h.comments[file][fmt.Sprintf("c%d", i+1)]
		for j := range 14 - i {
			v := rozmova.Vote{Opinion: rozmova.Agree, Respect: (i+j)%3 > 0}
			if (i*j)%4 == 3 {
				v.Opinion = rozmova.Disagree
			}
			if c != nil && c.State == rozmova.Published {
				_, err := h.Discussion.Vote(t.Context(), h.member(t, fmt.Sprintf("voter%d@example.org", j)), c.ID, v)
				must(t, err)
			}
		}
	}
	must(t, h.Discussion.Feature(t.Context(), h.person(t, "editor-danuta"), h.comments[file]["c3"].ID, rozmova.Never))
}

// deepest gives the comment that stands deepest in a discussion of the demo; other where it has none.
func (h *house) deepest(file string, other *rozmova.Comment) *rozmova.Comment {
	for _, c := range h.comments[file] {
		if c.Depth > other.Depth || c.Depth == other.Depth && c.Created.Before(other.Created) {
			other = c
		}
	}
	return other
}

func (h *house) shoot(t *testing.T, dir, lang string, scenes []scene) {
	t.Helper()
	for _, s := range scenes {
		for _, l := range []look{{360, 740, false, false}, {360, 740, true, false}, {1280, 1400, false, false}, {1280, 1400, true, false}} {
			s.who.look(l)
			s.who.to(s.path)
			if s.at != "" {
				eval[bool](s.who, fmt.Sprintf(`(document.querySelector(%s).scrollIntoView({block: "start", behavior: "instant"}), scrollBy({top: -24, behavior: "instant"}), true)`, q(s.at)))
			}
			s.who.cls() // what was asked for is painted
			png, err := chromedp.Run(s.who.ctx, chromedp.CaptureScreenshot())
			must(t, err)
			scheme := map[bool]string{false: "light", true: "dark"}[l.dark]
			must(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d-%s-%s.png", s.name, l.width, scheme, lang)), png, 0o644))
		}
	}
}
