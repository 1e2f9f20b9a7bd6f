package e2e_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

// axe-core, which finds what keeps people from using a page, at the version and with the sum that npm gave for it.
const (
	axeVersion = "4.10.3"
	axeSum     = "Xm7bpRXnDSX2YE2YFfBk2FnF0ep6tmG7xPh8iHee8MIcrgq762Nkce856dYtJYLkuIoYZvGfTs/PbZhideTcEg=="
)

// axe gives the source of axe-core, from the cache or by npm.
func axe(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	cache = filepath.Join(cache, "rozmova-test")
	packed := filepath.Join(cache, "axe-core-"+axeVersion+".tgz")
	content, err := os.ReadFile(packed)
	if errors.Is(err, os.ErrNotExist) {
		must(t, os.MkdirAll(cache, 0o755))
		npm := exec.CommandContext(t.Context(), "npm", "pack", "--silent", "--pack-destination", cache, "axe-core@"+axeVersion)
		npm.Dir = t.TempDir()
		if out, err := npm.CombinedOutput(); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("axe-core: npm: %v: %s", err, out)
			}
			t.Skipf("axe-core: npm is not there or does not reach its registry (scripts/test installs it): %v", err)
		}
		content, err = os.ReadFile(packed)
	}
	must(t, err)
	if sum := sha512.Sum512(content); base64.StdEncoding.EncodeToString(sum[:]) != axeSum {
		_ = os.Remove(packed)
		t.Fatalf("%s is not what was published as axe-core %s; it was removed", packed, axeVersion)
	}
	z, err := gzip.NewReader(bytes.NewReader(content))
	must(t, err)
	for archive := tar.NewReader(z); ; {
		file, err := archive.Next()
		must(t, err)
		if file.Name == "package/axe.min.js" {
			source, err := io.ReadAll(archive)
			must(t, err)
			return string(source)
		}
	}
}

// check runs axe-core on what the tab shows, and looks for messages that no catalogue has.
func (b *tab) check(name, axe string) {
	b.t.Helper()
	if missing := eval[[]string](b, `document.documentElement.outerHTML.match(/⟦[^⟧]*⟧/g) ?? []`); len(missing) > 0 {
		b.t.Errorf("%s: no words for %q", name, missing)
	}
	_, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](axe+"; true"))
	must(b.t, err)
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](`axe.run(document, {resultTypes: ["violations"],
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((r) => r.violations.flatMap((v) =>
		v.nodes.slice(0, 3).map((n) => v.id + ": " + v.help + " — " + n.target.join(" ") + ": " + n.html.slice(0, 160) + " " + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? ""))))`, chromedp.EvalAwaitPromise))
	must(b.t, err)
	for _, v := range found {
		b.t.Errorf("%s: axe: %s", name, v)
	}
}

// A view is a page with who opens it.
type view struct {
	name, path string
	who        *tab
	then       func() // goes on from there; nil for nothing
}

// views lists every page of the house.
func (h *house) views(t *testing.T, somebody, reader, moderator *tab) []view {
	said := h.comments[bridge]
	story := h.path(bridge)
	comment := func(key string) string { return "/comments/" + said[key].ID.String() }
	person := h.member(t, "reader@example.org")
	mine := h.say(t, "reader@example.org", bridge, "Мій коментар, **свіжий**.\n\n> з цитатою\n\n- і списком", nil)
	gone := h.say(t, "reader@example.org", bridge, "Мій вилучений коментар.", nil)
	h.say(t, "other@example.org", bridge, "Відповідь, про яку читачці скажуть.", mine)
	d, err := h.Moderation.Decide(t.Context(), h.member(t, "moderator@example.org", rozmova.Moderator), moderation.Ruling{
		Comment: gone.ID, Action: rozmova.Remove, Rule: "respect", Facts: "У коментарі ображено співрозмовника.",
	})
	must(t, err)
	_, err = h.Discussion.Report(t.Context(), person, said["c1"].ID, "respect", "Мені це здалося образливим.")
	must(t, err)
	h.letter(t, "reader@example.org", "ображено")
	mailbox := h.visitor(t).get("/mailbox").body
	codeStep := func() {
		somebody.fill("#email", "axe@example.org")
		somebody.arrives("the question for the code", func() { somebody.click("main form [type=submit]") }, `document.querySelector("#code")`)
	}
	own := "/comments/" + mine.ID.String()
	return []view{
		{"story", story, somebody, nil}, {"front", "/", somebody, nil}, {"section", "/sections/hromada", somebody, nil},
		{"branch", story + "/branch/" + said["c2"].ID.String(), somebody, nil}, {"answer", story + "?reply=" + said["c1"].ID.String(), somebody, nil},
		{"sign-in", "/sign-in", somebody, nil}, {"sign-in-code", "/sign-in", somebody, codeStep},
		{"revisions", story + "/revisions", somebody, nil}, {"revision", story + "/revisions/1", somebody, nil},
		{"comment-revisions", comment("c10") + "/revisions", somebody, nil}, {"transparency", "/transparency", somebody, nil},
		{"public-log", "/transparency/log", somebody, nil}, {"rules", "/rules", somebody, nil},
		{"mailbox", "/mailbox", somebody, nil}, {"letter", "/mailbox/" + between(mailbox, `href="/mailbox/`, `"`), somebody, nil},
		{"missing", "/stories/nowhere", somebody, nil}, {"welcome", "/welcome", reader, nil}, {"me", "/me", reader, nil},
		{"report", comment("c1") + "/report", reader, nil}, {"edit", own + "/edit", reader, nil}, {"withdraw", own + "/withdraw", reader, nil},
		{"reasons", "/decisions/" + d.ID.String(), reader, nil}, {"story-signed-in", story, reader, nil},
		{"search", "/search?q=" + url.QueryEscape("міст"), somebody, nil}, {"search-nothing", "/search?q=" + url.QueryEscape("дирижабль"), somebody, nil},
		{"deep", story + "/branch/" + h.chain(t, bridge, "Початок довгої гілки.", 12).ID.String(), somebody, nil},
		{"cite", story + "?statement=s1", reader, nil}, {"newest", story + "?order=newest", reader, nil},
		{"settings", story + "/discussion", moderator, nil}, {"pick", comment("c3") + "/feature", moderator, nil},
		{"desk", "/desk", moderator, nil}, {"desk-decided", "/desk?list=decided", moderator, nil}, {"desk-comment", "/desk?comment=" + said["c1"].ID.String(), moderator, nil},
		{"alerts", "/alerts", reader, nil}, {"alert-settings", "/me/alerts", reader, nil}, {"name", "/me/name", reader, nil},
		{"profile-settings", "/me/profile", reader, nil}, {"ways", "/me/ways", reader, nil}, {"own-data", "/me/data", reader, nil},
		{"erase", "/me/data/erase", reader, nil}, {"confirm", "/confirm?next=/me/ways", reader, nil},
		{"profile", "/readers/" + person.ID.String(), somebody, nil}, {"profile-moderator", "/readers/" + person.ID.String(), moderator, nil},
		{"unsubscribe-unknown", "/unsubscribe/unknown", somebody, nil},
		{"statement", story + "/statements/s11", somebody, nil}, {"person", "/people/larysa-honcharuk", somebody, nil}, {"order", "/order", somebody, nil}, {"corrections", "/corrections", somebody, nil},
		{"register", "/desk/register", moderator, nil}, {"entry", "/desk/register/larysa-honcharuk", moderator, nil}, {"evidence", "/desk" + story + "/evidence", moderator, nil},
		{"correct", "/desk" + story + "/corrections", moderator, nil}, {"additions", "/desk" + story + "/additions", moderator, nil},
	}
}

// TestEveryPageIsAccessible: axe finds nothing, the console stays empty, nothing is asked of other hosts, nothing scrolls
// sideways, and who only reads gets no cookie; each page in both languages, light and dark, wide and narrow.
func TestEveryPageIsAccessible(t *testing.T) {
	h := open(t, setup{stories: []string{bridge, "07-old-bridge", theatre}})
	browser := chromium(t)
	source := axe(t)
	somebody, reader, moderator := h.tab(t, browser, look{}), h.tab(t, browser, look{}), h.tab(t, browser, look{})
	reader.signIn(h, h.member(t, "reader@example.org"))
	moderator.signIn(h, h.member(t, "moderator@example.org", rozmova.Moderator, rozmova.Editor))
	somebody.excuse(`status of 404`)
	for i, v := range h.views(t, somebody, reader, moderator) {
		for j, lang := range []string{"", "/en"} {
			l := look{width: 1280, height: 900, dark: (i+j)%2 == 1}
			if (i/2+j)%2 == 1 {
				l.width, l.height = 360, 740
			}
			if j == 1 && (v.name == "story-signed-in" || v.name == "desk-comment") {
				continue // much the same as story and desk
			}
			name := fmt.Sprintf("%s%s, %d wide, dark %v", v.name, lang, l.width, l.dark)
			v.who.t = t
			v.who.look(l)
			v.who.to(lang + v.path)
			if v.then != nil {
				v.then()
			}
			v.who.check(name, source)
			v.who.safe()
			if wide := eval[int64](v.who, `document.documentElement.scrollWidth`); wide > l.width {
				t.Errorf("%s: %d wide", name, wide)
			}
			if v.name == "story" && j == 0 { // what opens on it, too
				v.who.click(".statement")
				v.who.await("a note", `document.querySelector("rz-card")`)
				v.who.click(".comment a[data-answer]")
				v.who.await("a form", `document.querySelector(".comment > .write")`)
				v.who.check(name+", opened", source)
			}
			if v.name == "rules" { // the last of those that set no cookie
				cookies := call(somebody, network.GetCookies, network.GetCookiesParams{}).Cookies
				for _, c := range cookies {
					if !strings.HasSuffix(c.Name, "-code") {
						t.Errorf("a visitor who asked for a code and read has the cookie %s", c.Name)
					}
				}
			}
		}
	}
}
