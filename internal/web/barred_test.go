package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

// TestWhoMayNotWriteSeesNoForm: a reader who is not among those who may write is told so before writing anything, and can still
// read and vote; whoever may, or is not signed in, has the form.
func TestWhoMayNotWriteSeesNoForm(t *testing.T) {
	for _, tt := range []struct {
		name   string
		own    rozmova.ThreadSettings
		may    []string
		says   string
		notice string
		args   []any
	}{
		{"invited", rozmova.ThreadSettings{Writers: rozmova.Invited}, []string{"other", "editor", "moderator", ""}, "error.thread.invited_only", "discussion.invited_only", nil},
		{"older", rozmova.ThreadSettings{Writers: rozmova.OlderReaders, OlderThanDays: 3}, []string{"editor", "moderator", ""}, "error.thread.older_only", "discussion.older_only", []any{"N", 3}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBureau(t)
			c := b.say("other", "Думка.", nil)
			b.say("editor", "Відповідь.", c)
			b.configure(rozmova.Open, tt.own, b.readers["other"].PenName)
			says := b.words(tt.says, tt.args...)
			const form, answer, quote, speak, vote = `<rz-form`, `class="answer"`, `class="quote"`, `data-speak="`, `class="votes"`
			reader := b.browser("reader")
			for _, path := range []string{"/stories/mist", "/stories/mist/branch/" + c.ID.String(), "/stories/mist?reply=" + c.ID.String()} {
				page := reader.get(path).must(path, 200, says, "Думка.", vote, b.words("discussion.barred_title"))
				page.mustNot(path, form, answer, quote, speak, b.words("discussion.rule"), b.words("discussion.write"), b.words("comment.label"))
			}
			for _, who := range tt.may {
				b.browser(who).get("/stories/mist").must("for "+who, 200, form, answer, quote, speak, b.words("discussion.rule"), b.words(tt.notice, tt.args...)).
					mustNot("for "+who, says)
			}
			reader.post(b.comments(), url.Values{"body": {"Моє слово."}}).must("sent all the same", 403, says, "Моє слово.")
			reader.post("/comments/"+c.ID.String()+"/vote", url.Values{"opinion": {"agree"}}).must("a vote", 303)
		})
	}
}

// TestShutDiscussions: the head and the foot of a discussion that takes nothing say so, and ask for nothing.
func TestShutDiscussions(t *testing.T) {
	b := newBureau(t)
	for _, tt := range []struct {
		mode        rozmova.ThreadMode
		own         rozmova.ThreadSettings
		head, title string
		args        []any
	}{
		{rozmova.Closed, rozmova.ThreadSettings{}, "discussion.closed_here", "discussion.closed_title", nil},
		{rozmova.Open, rozmova.ThreadSettings{Opens: time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)}, "discussion.early_here", "discussion.early_title", []any{"When", "1\u00a0грудня\u00a02026, 10:00"}},
	} {
		b.configure(tt.mode, tt.own)
		page := b.browser("reader").get("/stories/mist").must(tt.title, 200, "<span>"+b.words(tt.head, tt.args...)+"</span>", `<h3 id="write-title">`+b.words(tt.title))
		page.mustNot(tt.title, b.words("discussion.write"), b.words("comment.label"), b.words("discussion.rule"))
	}
}

// TestStatementsAreNumberedEverywhere: a comment shows the number of what it speaks to in the fragment that comes back, in its
// branch and in its place.
func TestStatementsAreNumberedEverywhere(t *testing.T) {
	b := newBureau(t)
	reader := b.browser("reader")
	const number = `<span class="number">1</span></a>`
	posted := reader.fragment(b.comments(), url.Values{"body": {"Побачимо."}, "statement": {"s1"}}).must("the fragment", 201, number)
	reader.get(reader.get(posted.to()).must("its address", 303).to()).must("the branch", 200, number)
	reader.get("/stories/mist").must("its place", 200, number)
}

// TestPlaceholdersTellNothing: where the words are gone nothing is said of when they were changed.
func TestPlaceholdersTellNothing(t *testing.T) {
	b := newBureau(t)
	c := b.say("reader", "Перші слова.", nil)
	_, err := b.discussion.Edit(t.Context(), b.readers["reader"], c.ID, 1, "Інші слова.")
	b.must(err)
	const edited = `class="edited"`
	reader := b.browser("reader")
	reader.get("/stories/mist").must("changed", 200, edited)
	_, err = b.discussion.Withdraw(t.Context(), b.readers["reader"], c.ID)
	b.must(err)
	reader.get("/stories/mist").must("withdrawn", 200, b.words("comment.withdrawn_here")).mustNot("withdrawn", edited)
}

func TestLongPicksLeadToTheComment(t *testing.T) {
	b := newBureau(t)
	long := b.say("other", strings.Repeat("Варте уваги. ", 40), nil)
	short := b.say("other", "Коротко.", nil)
	whole := b.words("discussion.read_whole")
	for _, c := range []*rozmova.Comment{short, long} {
		b.must(b.discussion.Feature(t.Context(), b.readers["editor"], c.ID, rozmova.Never))
	}
	page := b.browser("reader").get("/stories/mist").must("the picks", 200, `href="/stories/mist/branch/`+long.ID.String()+`#c-`+long.ID.String()+`">`+whole)
	if got := strings.Count(page.body, whole); got != 1 {
		t.Errorf("%d picks lead on, want the long one only", got)
	}
}
