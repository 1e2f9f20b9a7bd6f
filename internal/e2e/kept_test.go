package e2e_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// decode takes the content coding off a reply.
func decode(t testing.TB, r *reply) string {
	t.Helper()
	var in io.Reader = strings.NewReader(r.body)
	var err error
	switch coding := r.header.Get("Content-Encoding"); coding {
	case "":
		return r.body
	case "gzip":
		in, err = gzip.NewReader(in)
	case "br":
		in = brotli.NewReader(in)
	case "zstd":
		in, err = zstd.NewReader(in)
	default:
		t.Fatalf("coding %q", coding)
	}
	must(t, err)
	var b bytes.Buffer
	_, err = b.ReadFrom(in)
	must(t, err)
	return b.String()
}

func TestKeptPagesOverTheWire(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}})
	v, story := h.visitor(t), h.path(bridge)
	plain := v.get(story)
	for range 10 { // until what the sample's past leaves to be done at the start is done
		time.Sleep(time.Second)
		next := v.get(story)
		if next.body == plain.body {
			break
		}
		plain = next
	}
	tags := map[string]bool{}
	for _, tt := range []struct{ accept, coding string }{
		{"", ""}, {"identity", ""}, {"gzip", "gzip"}, {"gzip, deflate, br, zstd", "br"}, {"zstd, gzip", "zstd"}, {"br;q=0, gzip;q=0.5", "gzip"},
		{"br;q=0,gzip;q=0,zstd;q=0", ""}, {"compress", ""},
	} {
		got := v.get(story, "Accept-Encoding", tt.accept)
		expect(t, tt.accept+": coding", got.header.Get("Content-Encoding"), tt.coding)
		if decode(t, got) != plain.body {
			t.Errorf("%s: not the same page", tt.accept)
		}
		for _, name := range []string{"Accept-Encoding", "Cookie"} {
			if !strings.Contains(strings.Join(got.header.Values("Vary"), ", "), name) {
				t.Errorf("%s: Vary %q leaves out %s", tt.accept, got.header.Values("Vary"), name)
			}
		}
		tag := got.header.Get("Etag")
		tags[tag] = true
		again := v.get(story, "Accept-Encoding", tt.accept, "If-None-Match", `"other", W/`+tag)
		expect(t, tt.accept+": the same again", again.code, 304)
		expect(t, tt.accept+": bytes of it", len(again.body), 0)
		for _, name := range []string{"Etag", "Cache-Control", "Content-Security-Policy"} {
			expect(t, tt.accept+": "+name+" of 304", again.header.Get(name), got.header.Get(name))
		}
		expect(t, "coding of 304", again.header.Get("Content-Encoding"), "")
		expect(t, tt.accept+": another tag", v.get(story, "Accept-Encoding", tt.accept, "If-None-Match", `"another"`).code, 200)
	}
	expect(t, "tags of the codings", len(tags), 4)
	if v.get("/en"+story).header.Get("Etag") == plain.header.Get("Etag") {
		t.Error("the page in another language has the same tag")
	}
	head := v.do("HEAD", story, nil)
	expect(t, "HEAD", head.code, 200)
	expect(t, "bytes of HEAD", len(head.body), 0)
	expect(t, "a query that changes nothing", v.get(story+"?utm_source=x").header.Get("Etag"), plain.header.Get("Etag"))
	front := v.get("/")
	if !strings.Contains(strings.Join(front.header.Values("Vary"), ", "), "Accept-Language") {
		t.Errorf("the front page's Vary %q leaves out Accept-Language", front.header.Values("Vary"))
	}
	expect(t, "the front page in English", v.get("/", "Accept-Language", "en-GB,en").header.Get("Location"), "/en/")
	expect(t, "a story stays where it is", v.get(story, "Accept-Language", "en").code, 200)
}

// TestRemovalIsAtOnce: under load, nobody who asks after a moderator was answered sees the words that were taken away.
func TestRemovalIsAtOnce(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}})
	moderator := h.signedIn(t, h.member(t, "moderator@example.org", rozmova.Moderator))
	author := h.signedIn(t, h.member(t, "author@example.org"))
	story := h.path(bridge)
	done := make(chan struct{})
	var wg sync.WaitGroup
	var asked atomic.Int64
	for range 2 { // readers who ask all the time
		v := h.visitor(t)
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					v.get(story, "Accept-Encoding", "gzip")
					asked.Add(1)
				}
			}
		})
	}
	paths := []string{"", "?reply=" + h.comments[bridge]["c1"].ID.String(), "/branch/" + h.comments[bridge]["c1"].ID.String()}
	for i := range 6 {
		words := fmt.Sprintf("слова, що зникнуть %d", i)
		c := h.say(t, "author@example.org", bridge, words, h.comments[bridge]["c1"])
		branch := story + "/branch/" + c.ID.String()
		eventually(t, "the words are there", func() bool { return strings.Contains(h.visitor(t).get(branch).body, words) })
		if i%2 == 0 {
			moderator.post("/comments/"+c.ID.String()+"/decisions", url.Values{"action": {"remove"}, "rule": {"respect"}, "facts": {"Образа."}}).must(t, "remove", 303)
		} else {
			author.post("/comments/"+c.ID.String()+"/withdraw", nil).must(t, "withdraw", 303)
		}
		v := h.visitor(t)
		for _, p := range append(paths, branch[len(story):]) {
			if strings.Contains(v.get(story+p).body, words) {
				t.Errorf("%s%s still shows words that were taken away", story, p)
			}
		}
		if strings.Contains(v.get("/en"+story).body, words) {
			t.Errorf("/en%s still shows words that were taken away", story)
		}
		if i%2 == 0 {
			moderator.post("/comments/"+c.ID.String()+"/decisions", url.Values{"action": {"restore"}}).must(t, "restore", 303)
			eventually(t, "the words are back", func() bool { return strings.Contains(v.get(branch).body, words) })
		}
	}
	close(done)
	wg.Wait()
	t.Logf("%d pages were asked for meanwhile", asked.Load())
}

// TestKeptPagesFollow: what is kept is made anew when what it shows has changed.
func TestKeptPagesFollow(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	v, story := h.visitor(t), h.path(bridge)
	author := h.signedIn(t, h.member(t, "author@example.org"))
	shows := func(what, path, words string) {
		t.Helper()
		took := eventually(t, what, func() bool { return strings.Contains(v.get(path).body, words) })
		if took > 3*time.Second {
			t.Errorf("%s: after %v", what, took)
		}
	}
	v.get(story)
	v.get("/")
	author.post(h.commentsOf(bridge), url.Values{"body": {"Перші слова."}, "nonce": {"1"}}).must(t, "post", 303)
	shows("a comment", story, "Перші слова.")
	shows("the count on the front page", "/", h.words("uk", "comment.count", "N", 1))
	c := h.say(t, "author@example.org", bridge, "Другі слова.", nil)
	shows("another", story, "Другі слова.")
	author.post("/comments/"+c.ID.String()+"/edit", url.Values{"body": {"Виправлені слова."}, "revision": {"1"}}).must(t, "edit", 303)
	shows("an edit", story, "Виправлені слова.")
	author.post("/welcome", url.Values{"pen_name": {"Нове імʼя"}, "next": {"/"}}).must(t, "rename", 303)
	shows("a name", story, "Нове ім")
	h.setMode(t, bridge, rozmova.Closed)
	shows("the end of the discussion", story, h.words("uk", "discussion.closed"))
	draft, err := newsroom.Parse("x.md", []byte("---\nheadline: Зовсім інший заголовок\nslug: staryi-mist\nsection: hromada\nlanguage: uk\n---\nНовий текст.\n"), newsroom.ParseOptions{})
	must(t, err)
	_, err = h.Newsroom.Publish(t.Context(), rozmova.ID[rozmova.Reader]{}, draft, newsroom.PublishOptions{Replace: true})
	must(t, err)
	shows("a story's headline", story, "Зовсім інший заголовок")
	shows("on the front page", "/", "Зовсім інший заголовок")
	shows("in the feed", "/feed.atom", "Зовсім інший заголовок")
	shows("its revisions", story+"/revisions", "Зовсім інший заголовок")
}
