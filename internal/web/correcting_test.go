package web_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

const correctDesk = "/desk/stories/mist/corrections"

func fixForm(seen int, say string, more ...string) url.Values {
	f := url.Values{"seen": {strconv.Itoa(seen)}, "say": {say}, "kind": {"correction"}, "text": {"Ми порахували вдруге."}, "where": {"above"}}
	for i := 0; i+1 < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	return f
}

func TestAnEditorCorrectsAStory(t *testing.T) {
	b := newBureau(t)
	editor, reader := b.browser("editor"), b.browser("reader")
	editor.get(correctDesk).must("the form", 200, b.words("corrections.desk_title"), "міст простоїть сто років")
	editor.post(correctDesk, fixForm(2, "publish", "wrong", "у вівторок", "right", "у середу", "text", "Не той день <b>.")).
		must("words that are not there", 422, b.words("error.correction.not_found"), "у вівторок", "у середу", "Не той день <b>.")
	editor.post(correctDesk, fixForm(2, "publish", "wrong", "сто років", "right", "сто десять років")).must("somebody's words", 422, b.words("error.correction.in_statement", "Number", 1))
	editor.post(correctDesk, fixForm(2, "preview", "wrong", "в понеділок", "right", "у вівторок")).must("a preview", 200, b.words("corrections.preview_title"), "<del>в понеділок</del>", "<ins>у вівторок</ins>")
	reader.get("/stories/mist").must("nothing was stored", 200, "в понеділок").mustNot("a preview", "у вівторок")

	b.later(time.Hour)
	editor.post(correctDesk, fixForm(2, "publish", "wrong", "в понеділок", "right", "у вівторок")).must("published", 303)
	told := b.clock().UTC().Format("2006-01-02T15:04:05Z")
	reader.get("/stories/mist").must("above the story", 200, "Ми порахували вдруге.", "у вівторок", `id="correction-1"`, `"CorrectionComment"`, `"dateModified":"`+told)
	reader.get("/sitemap.xml").must("the sitemap", 200, "<lastmod>"+told, "/corrections</loc>", "/people/bohdan-huk</loc>")

	b.later(time.Hour)
	editor.post(correctDesk, fixForm(2, "publish", "target", "st-s1", "wrong", "сто років", "right", "сто десять років", "where", "place")).
		must("there is a newer revision", 409, b.words("error.correction.changed"), b.words("corrections.preview_title"), "сто десять років")
	editor.post(correctDesk, fixForm(3, "publish", "target", "st-s1", "wrong", "сто років", "right", "сто десять років", "where", "place")).must("in place", 303)
	reader.get("/stories/mist").must("in place", 200, `<del><span class="hidden" lang="uk">було: </span>сто років</del>`, `<ins class="right">сто десять років</ins>`, `href="#correction-2"`, b.words("corrections.below")).
		mustNot("in place", `id="correction-2" data-at="0"`)

	b.later(time.Hour)
	editor.post(correctDesk, fixForm(4, "publish", "kind", "retraction", "target", "st-s1", "text", "Гук цього не казав.", "where", "place")).must("a statement is taken back", 303)
	reader.get("/stories/mist").must("it still answers", 200, `id="st-s1-card"`, "Гук цього не казав.").mustNot("machines are told no longer", `"hasPart"`)
	all := reader.get("/corrections").must("all of them", 200, "Гук цього не казав.", "сто десять років", "у вівторок", "/stories/mist#correction-1", b.words("corrections.of_statement", "Number", 1))
	if strings.Index(all.body, "Гук цього не казав.") > strings.Index(all.body, "сто десять") {
		t.Error("the newest correction is not first")
	}
	reader.get("/corrections?month=2026-11").must("of a month", 200, "Гук цього не казав.", b.words("corrections.newest"))
	reader.get("/corrections?month=2026-10").must("of a month without any", 200).mustNot("of a month without any", "Гук цього не казав.")
	reader.get("/corrections?month=never").must("of no month", 404)
	for _, format := range []string{"atom", "rss", "json"} {
		reader.get("/corrections."+format).must("the feed", 200, "Гук цього не казав.", "сто десять років", "tag:news.example,2026-11-22:correction/"+b.story.ID.String())
	}

	editor.post(correctDesk, fixForm(5, "preview", "kind", "retraction", "text", "Моста немає.")).must("the whole story", 200, b.words("corrections.preview_retract"), b.words("corrections.preview_same"))
	editor.post(correctDesk, fixForm(5, "publish", "kind", "retraction", "text", "Моста немає.")).must("the whole story", 303)
	reader.get("/stories/mist").must("its address answers", 200, b.words("story.retracted"), "Моста немає.", `"creativeWorkStatus":"Retracted"`)
	reader.get("/feed.json").must("its feed", 200, b.words("story.retracted"), "Моста немає.").mustNot("its feed says nothing on", "Руху ще немає")

	reader.post(correctDesk, fixForm(6, "publish")).must("by a reader", 403)
	reader.get(correctDesk).must("for a reader", 403)
}

func TestWhatChangedSince(t *testing.T) {
	b := newBureau(t)
	editor, reader := b.browser("editor"), b.browser("reader")
	reader.get("/stories/mist").must("the first visit", 200).mustNot("the first visit", b.words("since.lead"))
	b.later(2 * time.Hour)
	reader.get("/stories/mist").must("nothing new", 200).mustNot("nothing new", b.words("since.lead"))
	b.later(time.Minute)
	editor.post(additionsDesk, url.Values{"do": {"order"}, "order": {"newest"}}).must("begin", 303)
	editor.post(additionsDesk, url.Values{"do": {"add"}, "body": {"Рух відкрито."}}).must("add", 303)
	b.later(time.Minute)
	editor.post(correctDesk, fixForm(2, "publish", "wrong", "в понеділок", "right", "у вівторок")).must("correct", 303)
	b.later(2 * time.Hour)
	page := reader.get("/stories/mist").must("back again", 200, b.words("since.lead"), b.words("since.additions", "N", 1), b.words("corrections.count", "N", 1), b.words("since.text"), "#correction-1")
	at := strings.Index(page.body, "/changes?since=")
	if at < 0 {
		t.Fatal("no way to what changed")
	}
	path, _, _ := strings.Cut(page.body[at:], `"`)
	reader.get("/stories/mist"+path).must("what changed", 200, "Рух відкрито.", "Ми порахували вдруге.", "<del>в понеділок</del>", "<ins>у вівторок</ins>")
	visitor := b.browser("")
	visitor.get("/stories/mist/changes?since=2").must("since a revision", 200, "Рух відкрито.", "<ins>у вівторок</ins>")
	visitor.get("/stories/mist/changes?since=3").must("since the last", 200, b.words("since.none"))
	visitor.get("/stories/mist/changes?since=9").must("since one that is not there", 404)
	visitor.get("/stories/mist/changes?since="+url.QueryEscape(b.clock().Format(time.RFC3339))).must("since now", 200, b.words("since.none"))
	visitor.get("/stories/nema/changes?since=2").must("of no story", 404)
	visitor.get("/stories/mist").must("for whom the browser remembers", 200, "<rz-since ").mustNot("for whom the browser remembers", `class="since"`)
}
