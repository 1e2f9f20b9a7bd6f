package web_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/store"
)

var (
	rootWords = regexp.MustCompile(`думка-(\d+)-`)
	relLink   = regexp.MustCompile(`<a href="([^"]*)" rel="(prev|next|first|up)">`)
)

// talk says n things, a minute apart, as two readers in turn.
func (b *bureau) talk(n int) (said []*rozmova.Comment) {
	b.t.Helper()
	for i := range n {
		b.later(time.Minute)
		said = append(said, b.say([]string{"reader", "other"}[i%2], fmt.Sprintf("думка-%d-", i), nil))
	}
	return said
}

// order is the order in which a page shows what talk said.
func (r *reply) order() (numbers []string) {
	for _, m := range rootWords.FindAllStringSubmatch(r.body, -1) {
		if len(numbers) == 0 || numbers[len(numbers)-1] != m[1] {
			numbers = append(numbers, m[1])
		}
	}
	return numbers
}

// rel gives the address of the page that a link of a kind leads to; empty for none.
func (r *reply) rel(kind string) string {
	for _, m := range relLink.FindAllStringSubmatch(r.body, -1) {
		if m[2] == kind {
			path, _, _ := strings.Cut(strings.ReplaceAll(m[1], "&amp;", "&"), "#")
			return path
		}
	}
	return ""
}

func numbers(from, to int) (list []string) {
	for i := from; i != to; {
		list = append(list, fmt.Sprint(i))
		if from < to {
			i++
		} else {
			i--
		}
	}
	return list
}

func TestOrderOfADiscussion(t *testing.T) {
	b := newBureau(t)
	b.talk(3)
	visitor := b.browser("")
	for path, want := range map[string][]string{
		"/stories/mist":                 numbers(0, 3),
		"/stories/mist?order=newest":    numbers(2, -1),
		"/stories/mist?order=loudest":   numbers(0, 3),
		"/stories/mist?order=bridges":   numbers(2, -1), // nobody is divided yet: as by respect
		"/stories/mist?order=%ff%00":    numbers(0, 3),
		"/en/stories/mist?order=newest": numbers(2, -1),
	} {
		if got := visitor.get(path).must(path, 200).order(); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	note := b.words("orders.note_few")
	visitor.get("/stories/mist?order=bridges").must("by what it stands", 200, note)
	if strings.Contains(visitor.get("/stories/mist?order=newest").body, note) {
		t.Error("in another order a page tells of two sides")
	}
	visitor.cookies["rz_order"] = "newest" // the same address, kept for others in another order
	if got := visitor.get("/stories/mist").order(); !slices.Equal(got, numbers(2, -1)) {
		t.Errorf("as chosen: %v", got)
	}
	if got := visitor.get("/stories/mist?order=oldest").order(); !slices.Equal(got, numbers(0, 3)) {
		t.Errorf("the address against what was chosen: %v", got)
	}
	visitor.cookies["rz_order"] = "loudest"
	if got := visitor.get("/stories/mist").must("a broken cookie", 200).order(); !slices.Equal(got, numbers(0, 3)) {
		t.Errorf("after a broken cookie: %v", got)
	}
	if got := b.browser("").get("/stories/mist").order(); !slices.Equal(got, numbers(0, 3)) {
		t.Errorf("somebody else: %v", got)
	}
}

// TestPagesOfADiscussion turns the pages forth and back in each order; what somebody chose meanwhile does not matter.
func TestPagesOfADiscussion(t *testing.T) {
	b := newBureau(t)
	const n = 2*discussion.RootsPerPage + 5
	b.talk(n)
	visitor := b.browser("")
	for _, order := range discussion.Orders() {
		visitor.cookies["rz_order"] = string(order)
		page := visitor.get("/stories/mist")
		if page.rel("prev") != "" || page.rel("first") != "" {
			t.Errorf("%s: the first page has one before it", order)
		}
		visitor.cookies["rz_order"] = "answered"
		var pages [][]string
		var last string
		for {
			pages = append(pages, page.order())
			next := page.rel("next")
			if next == "" {
				break
			}
			last, page = next, visitor.get(next)
			if page.rel("first") != "/stories/mist?order="+string(order) {
				t.Errorf("%s: %s leads to the beginning by %q", order, last, page.rel("first"))
			}
		}
		all := slices.Concat(pages...)
		if slices.Sort(all); len(pages) != 3 || len(slices.Compact(all)) != n {
			t.Fatalf("%s: pages %v", order, pages)
		}
		for i := len(pages) - 2; i >= 0; i-- {
			page = visitor.get(page.rel("prev"))
			if got := page.order(); !slices.Equal(got, pages[i]) {
				t.Errorf("%s: back on page %d %v, want %v", order, i, got, pages[i])
			}
		}
		if page.rel("prev") != "" || !slices.Equal(visitor.get(page.rel("next")).order(), pages[1]) {
			t.Errorf("%s: turned back to the beginning, and not on from there", order)
		}
	}
	visitor.get("/stories/mist?after=nonsense").must("a broken cursor", 422)
}

func TestNewSinceTheVisitBefore(t *testing.T) {
	b := newBureau(t)
	said := b.talk(2)
	reader := b.browser("reader")
	reader.get("/stories/mist").must("the first visit", 200).mustNot("the first visit", "data-new-since>")
	b.later(2 * time.Hour)
	b.say("reader", "моє нове", nil)
	answer := b.say("other", "чуже нове", said[0])
	page := reader.get("/stories/mist").must("the next visit", 200, b.words("discussion.new_since", "N", 1), b.words("comment.new"))
	if want := `href="/stories/mist#c-` + answer.ID.String() + `"`; !strings.Contains(page.body, want) {
		t.Errorf("no link to the first new one (%s)", want)
	}
	b.browser("").get("/stories/mist").must("nobody", 200).mustNot("nobody", "data-new-since>")
}

func TestCorrectionsStandInTheDiscussion(t *testing.T) {
	b := newBureau(t)
	b.talk(1)
	b.later(time.Minute)
	b.correct("Виправлено довжину моста.")
	b.talk(1)
	visitor := b.browser("")
	const here = `class="correction-here"`
	for order, before := range map[string]int{"oldest": 1, "newest": 1, "respected": 0, "answered": 0} {
		page := visitor.get("/stories/mist?order="+order).must(order, 200, "Виправлено довжину моста.", `href="/stories/mist#correction-1"`, `id="correction-1"`)
		at := strings.Index(page.body, here)
		if got := strings.Count(page.body[:max(at, 0)], `<article class="comment`); at < 0 || got != before {
			t.Errorf("%s: it stands behind %d comments, want %d", order, got, before)
		}
	}
}

func TestTheFormIsFilledByTheAddress(t *testing.T) {
	b := newBureau(t)
	c := b.say("other", "Міст *гарний*, хоч і дорогий.", nil)
	visitor := b.browser("")
	visitor.get("/stories/mist?statement=s1").must("a statement", 200, `name="statement" value="s1"`, "Богдан Гук")
	visitor.get("/stories/mist?statement=s99").must("no such statement", 200, `name="statement" value=""`)
	page := visitor.get("/stories/mist?quote="+c.ID.String()).must("a quotation", 200, "> Міст гарний, хоч і дорогий.")
	if got := page.hidden("/comments#form").Get("parent"); got != c.ID.String() {
		t.Errorf("what is quoted is not what is answered: %q", got)
	}
	_, err := b.discussion.Withdraw(t.Context(), b.readers["other"], c.ID)
	b.must(err)
	b.web.Happened([]rozmova.Event{{Kind: rozmova.CommentWithdrawn, Story: b.story.ID, Comment: c.ID}})
	for _, param := range []string{"reply", "quote"} {
		visitor.get("/stories/mist?"+param+"="+c.ID.String()).must("withdrawn", 200).mustNot(param+" of what was withdrawn", "гарний")
		visitor.get("/stories/mist?"+param+"=nonsense").must(param+" of nonsense", 200)
	}
	note := visitor.get("/stories/mist").must("the note", 200, b.words("statement.speak"), `href="/stories/mist?statement=s1#form"`)
	note.mustNot("before anybody spoke", b.words("statement.spoken", "N", 1))
	_, _, err = b.discussion.Post(t.Context(), b.readers["reader"], discussion.Posting{Thread: b.story.Thread, Body: "Сто років — це багато.", Locale: "uk", Statement: "s1"})
	b.must(err)
	b.web.Happened([]rozmova.Event{{Kind: rozmova.CommentPublished, Story: b.story.ID, Comment: c.ID}})
	visitor.get("/stories/mist").must("after", 200, b.words("statement.spoken", "N", 1), b.words("comment.cite_of", "Name", "Богдан Гук"))
}

// TestBranchOfADeepComment opens an answer at depth twelve: the chain over it is there, and links lead up and on.
func TestBranchOfADeepComment(t *testing.T) {
	b := newBureau(t)
	var chain []*rozmova.Comment
	var above *rozmova.Comment
	for i := range 13 {
		b.later(time.Minute)
		above = b.say([]string{"reader", "other"}[i%2], fmt.Sprintf("думка-%d-", i), above)
		chain = append(chain, above)
	}
	visitor := b.browser("")
	page := visitor.get("/stories/mist/branch/"+above.ID.String()).must("the branch", 200, "думка-12-", b.words("discussion.whole"))
	for i, c := range chain {
		if n := strings.Count(page.body, ` id="c-`+c.ID.String()+`"`); n != 1 {
			t.Errorf("the comment at depth %d stands there %d times", i, n)
		}
	}
	if !strings.Contains(page.body, `<details class="above">`) || page.rel("up") != "/stories/mist" {
		t.Errorf("no chain above, or no way to the whole discussion (%q)", page.rel("up"))
	}
	story := visitor.get("/stories/mist")
	if !strings.Contains(story.body, `class="more deeper"`) && !strings.Contains(story.body, `class="more"`) {
		t.Error("nothing leads on to the deep answers")
	}
	if strings.Contains(story.body, "думка-12-") {
		t.Error("the story shows answers however deep")
	}
}

func TestVotesLeaveTheFrontPageAlone(t *testing.T) {
	b := newBureau(t)
	c := b.say("other", "Думка.", nil)
	visitor := b.browser("")
	front, story := visitor.get("/").header.Get("Etag"), visitor.get("/stories/mist")
	_, err := b.discussion.Vote(t.Context(), b.readers["reader"], c.ID, rozmova.Vote{Opinion: rozmova.Agree, Respect: true})
	b.must(err)
	if got := visitor.get("/stories/mist").header.Get("Etag"); got != story.header.Get("Etag") {
		t.Error("the page was made anew before anything was told")
	}
	b.web.Happened([]rozmova.Event{{Kind: rozmova.VotesChanged, Story: b.story.ID, Thread: b.story.Thread}})
	visitor.get("/stories/mist").must("after the votes", 200, `data-votes="1 0 1"`)
	if got := visitor.get("/").header.Get("Etag"); got != front {
		t.Error("votes changed the front page")
	}
}

func TestFeedsOfADiscussion(t *testing.T) {
	b := newBureau(t)
	c := b.say("reader", "Перша думка.", nil)
	b.later(time.Minute)
	answer := b.say("other", "Відповідь <b>їй</b>.", c)
	visitor, reader := b.browser(""), "/readers/"+b.readers["reader"].ID.String()
	visitor.get("/stories/mist").must("the story", 200, `type="application/atom+xml" title="Дискусія: Міст відкрили (Atom)" href="/stories/mist/comments.atom"`)
	for _, path := range []string{"/stories/mist/comments", reader + "/answers"} {
		for format, want := range map[string]string{"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"} {
			feed := visitor.get(path+"."+format).must(path+"."+format, 200, answer.ID.String(), "Відповідь")
			if got := feed.header.Get("Content-Type"); !strings.HasPrefix(got, want) {
				t.Errorf("%s.%s is %s", path, format, got)
			}
			visitor.get(path+"."+format, "If-None-Match", feed.header.Get("Etag")).must("again", 304)
			if strings.Contains(feed.body, "<b>") {
				t.Errorf("%s.%s: a reader's words are markup", path, format)
			}
		}
	}
	visitor.get("/stories/mist/comments.atom").must("whom it answers", 200, `<thr:in-reply-to ref="urn:uuid:`+c.ID.String()+`"`, "Перша думка.")
	visitor.get(reader+"/answers.atom").mustNot("answers alone", "Перша думка.")
	_, err := b.discussion.Withdraw(t.Context(), b.readers["other"], answer.ID)
	b.must(err)
	b.web.Happened([]rozmova.Event{{Kind: rozmova.CommentWithdrawn, Story: b.story.ID, Comment: answer.ID}})
	for _, path := range []string{"/stories/mist/comments.atom", reader + "/answers.json"} {
		visitor.get(path).must("after it was withdrawn", 200).mustNot(path, "Відповідь", answer.ID.String())
	}
	for _, path := range []string{"/stories/none/comments.atom", "/readers/none/answers.rss", "/readers/" + rozmova.NewID[rozmova.Reader](b.clock()).String() + "/answers.json"} {
		visitor.get(path).must(path, 404)
	}
}

func TestSearchPage(t *testing.T) {
	b := newBureau(t)
	c := b.say("other", "Кажуть, що міст стоятиме довго. А <i>мости</i> бувають різні.", nil)
	b.say("reader", "Про мости краще запитати інженерів.", nil)
	b.index()
	visitor := b.browser("")
	visitor.get("/search").must("nothing asked", 200, b.words("search.hint")).mustNot("nothing asked", b.words("search.none"))
	page := visitor.get("/search?q="+url.QueryEscape("моста")).must("another form of the word", 200, "<mark>мости</mark>", "/branch/"+c.ID.String())
	if strings.Contains(page.body, "<i>") {
		t.Error("a reader's words are markup")
	}
	visitor.get("/search?story=mist&q="+url.QueryEscape("інженер")).must("in one discussion", 200, "<mark>інженерів</mark>", "Міст відкрили")
	visitor.get("/search?story=none&q="+url.QueryEscape("інженер")).must("in a story that is none", 200, "<mark>інженерів</mark>")
	visitor.get("/search?q="+url.QueryEscape("баобаб")).must("not to be found", 200, b.words("search.none"))
	for _, odd := range []string{`"`, `((`, "AND OR NOT", "*", "a* -b +c", `"міст`, "' or 1=1 --", "\xff\xfe", "\x00", strings.Repeat("я", 5000), strings.Repeat("я ", 5000), "{{.}}", "%", "_"} {
		visitor.get("/search?q="+url.QueryEscape(odd)).must("odd "+odd[:min(len(odd), 20)], 200)
	}
	visitor.get("/search?q=!!!").must("no word", 200, b.words("error.search.empty"))
	visitor.get("/search?q=%D0%BC%D1%96%D1%81%D1%82&before=nonsense").must("a broken cursor", 200, "<mark>")
	if robots := visitor.get("/search?q=x").body; !strings.Contains(robots, `name="robots" content="noindex"`) {
		t.Error("what is found is offered to other searches")
	}
}

func TestMessageAndHours(t *testing.T) {
	b := newBureau(t)
	opens := b.clock().Add(time.Hour)
	b.configure(rozmova.Open, rozmova.ThreadSettings{Message: "Говоримо про <міст>.", Opens: opens})
	visitor := b.browser("")
	visitor.get("/stories/mist").must("the message", 200, "Говоримо про <міст>.").mustNot("before it opens", `name="body"`)
	b.browser("editor").get("/stories/mist").must("an editor", 200, `href="/stories/mist/discussion"`)
	visitor.get("/stories/mist").mustNot("a visitor", `href="/stories/mist/discussion"`)
}

// correct publishes the story anew with a correction of its first statement.
func (b *bureau) correct(text string) {
	b.t.Helper()
	site := &rozmova.Site{ID: b.story.Site, Languages: []rozmova.Locale{"uk", "en"}}
	news := newsroom.New(b.db, newsroom.Options{Now: b.clock, Site: site})
	file := strings.Replace(bureauStory, "sources:\n", "corrections:\n  - {kind: correction, text: \""+text+"\", wrong: \"п’ять\", right: \"сто\", statement: s1}\nsources:\n", 1)
	draft, err := newsroom.Parse("mist.md", []byte(file), newsroom.ParseOptions{})
	b.must(err)
	published, err := news.Publish(b.t.Context(), rozmova.ID[rozmova.Reader]{}, draft, newsroom.PublishOptions{Replace: true})
	b.must(err)
	b.story = published.Story
}

// index brings the search index up to all that has happened.
func (b *bureau) index() {
	b.t.Helper()
	var head int64
	b.must(b.db.View(b.t.Context(), func(tx *store.Tx) (err error) {
		head, err = tx.Head()
		return err
	}))
	ctx, cancel := context.WithTimeout(b.t.Context(), time.Minute)
	defer cancel()
	_ = b.db.Follow(ctx, 0, 20*time.Millisecond, func(batch []rozmova.Event) error {
		b.must(b.discussion.Index(ctx, batch))
		if batch[len(batch)-1].Seq >= head {
			cancel()
		}
		return nil
	})
}

// TestVotesGoToOpenPages reads the stream as the island does.
func TestVotesGoToOpenPages(t *testing.T) {
	b := newBureau(t)
	c := b.say("other", "Думка.", nil)
	_, err := b.discussion.Vote(t.Context(), b.readers["reader"], c.ID, rozmova.Vote{Opinion: rozmova.Agree, Respect: true})
	b.must(err)
	b.must(b.discussion.FlushVotes(t.Context()))
	b.must(b.discussion.Feature(t.Context(), b.readers["editor"], c.ID, rozmova.Never))
	server := httptest.NewServer(b.web)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/threads/"+b.story.Thread.String()+"/live?lang=uk&after=0", http.NoBody)
	b.must(err)
	answer, err := server.Client().Do(r)
	b.must(err)
	defer func() { _ = answer.Body.Close() }()
	events, name := map[string]string{}, ""
	for lines := bufio.NewScanner(answer.Body); events["resync"] == "" && lines.Scan(); {
		if kind, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = kind
		} else if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			events[name] += data
		}
	}
	if want := fmt.Sprintf(`[{"id":"%s","agree":1,"disagree":0,"respect":1,"voters":1}]`, c.ID); events["votes"] != want || events["resync"] == "" {
		t.Errorf("%q and %q, want %q", events["votes"], events["resync"], want)
	}
}
