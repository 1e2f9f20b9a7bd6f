package e2e_test

import (
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
)

// A line is what lies between a browser and the house, and can be cut.
type line struct {
	listener net.Listener
	target   string

	mu     sync.Mutex
	dead   bool // guarded by mu: nothing comes through
	mute   bool // guarded by mu: requests arrive, answers do not
	open   map[net.Conn]bool
	passed strings.Builder // guarded by mu: what went to the house
}

func (h *house) line(t *testing.T) *line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	l := &line{listener: listener, target: h.running.Addr(), open: map[net.Conn]bool{}}
	t.Cleanup(func() { _ = listener.Close(); l.set(true, false) })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go l.carry(c)
		}
	}()
	return l
}

func (l *line) url() string { return "http://" + l.listener.Addr().String() }

// set cuts the line, or mends it. What is open breaks.
func (l *line) set(dead, mute bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead, l.mute = dead, mute
	for c := range l.open {
		_ = c.Close()
	}
	clear(l.open)
}

func (l *line) keep(c net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dead {
		_ = c.Close()
		return false
	}
	l.open[c] = true
	return true
}

func (l *line) carry(c net.Conn) {
	defer c.Close()
	if !l.keep(c) {
		return
	}
	up, err := net.Dial("tcp", l.target)
	if err != nil || !l.keep(up) {
		return
	}
	defer up.Close()
	go l.copy(up, c, true)
	l.copy(c, up, false)
}

func (l *line) copy(to, from net.Conn, request bool) {
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		l.mu.Lock()
		if request {
			l.passed.Write(b[:n])
		}
		lost := l.mute && !request && n > 0
		l.mu.Unlock()
		if lost || err != nil {
			_ = to.Close()
			_ = from.Close()
			return
		}
		if _, err := to.Write(b[:n]); err != nil {
			_ = from.Close()
			return
		}
	}
}

// posts counts the comments that went up the line.
func (l *line) posts() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.passed.String(), "POST /threads/")
}

// TestStreamComesBack: while the line is cut two comments are posted; when it is mended both are there, once, without the
// page being loaded anew.
func TestStreamComesBack(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}})
	wire := h.line(t)
	b := h.tab(t, chromium(t), look{})
	b.base = wire.url()
	b.excuse(`net::ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)`)
	b.to(h.path(theatre))
	born := eval[float64](b, "performance.timeOrigin")
	parent := h.comments[theatre]["c1"]
	for round := range 2 {
		wire.set(true, false)
		texts := []string{fmt.Sprintf("Поки не було зв’язку %d, перше.", round), fmt.Sprintf("Поки не було зв’язку %d, друге.", round)}
		h.say(t, "third@example.org", theatre, texts[0], nil)
		h.say(t, "third@example.org", theatre, texts[1], parent)
		time.Sleep(200 * time.Millisecond) // the stream tries and fails meanwhile
		wire.set(false, false)
		start := time.Now()
		eval[bool](b, `(window.dispatchEvent(new Event("online")), true)`)
		b.await("what was missed, or the bar", `document.querySelector(".rz-bars button") || `+shows(texts[1]))
		t.Logf("back after %v", time.Since(start))
		b.await("all of it", fmt.Sprintf(`(document.querySelector(".rz-bars button")?.click(), %s && %s)`, shows(texts[0]), shows(texts[1])))
		for _, text := range texts {
			expect(t, "how often it is there", eval[int](b, fmt.Sprintf(`[...document.querySelectorAll(".comment .words")].filter((w) => w.textContent.replaceAll("\u00a0", " ").includes(%s)).length`, q(text))), 1)
		}
	}
	expect(t, "the page is the same", eval[float64](b, "performance.timeOrigin"), born)

	// Without being told that the network is back it tries by itself.
	wire.set(true, false)
	h.say(t, "third@example.org", theatre, "Само повернулося.", parent)
	wire.set(false, false)
	took := b.await("what was missed", `document.querySelector(".rz-bars button") || `+shows("Само повернулося."))
	t.Logf("by itself after %v", took)
	var asked []string // from which event on
	b.mu.Lock()
	for _, r := range b.requests {
		if _, after, ok := strings.Cut(r, "&after="); ok && strings.Contains(r, "/live?") {
			asked = append(asked, after)
		}
	}
	b.mu.Unlock()
	if len(asked) < 4 || asked[0] == asked[len(asked)-1] {
		t.Errorf("the stream was asked for from %q: it must go on from the last event that came", asked)
	}
}

// TestPostingThroughALostNetwork: the words stay; what did not arrive is sent again; what did arrive, and was not heard of,
// is there once.
func TestPostingThroughALostNetwork(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}, silent: true})
	wire := h.line(t)
	b := h.tab(t, chromium(t), look{})
	b.base = wire.url()
	b.excuse(`net::ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)`)
	b.signIn(h, h.member(t, "reader@example.org"))
	b.to(h.path(theatre))
	for _, tt := range []struct {
		text       string
		dead, mute bool
	}{{"Зв’язку не було зовсім.", true, false}, {"Відповідь загубилася.", false, true}} {
		wire.set(tt.dead, tt.mute)
		before := wire.posts()
		b.fill("#body", tt.text)
		b.click("#form [type=submit]")
		b.await("the notice", fmt.Sprintf(`document.querySelector(".form-status").textContent === %s`, q(h.words("uk", "comment.offline"))))
		expect(t, "the words in the form", eval[string](b, `document.querySelector("#body").value`), tt.text)
		if tt.mute {
			eventually(t, "the comment arrives although nobody hears of it", func() bool { return h.visitor(t).get(h.path(theatre)).holds(tt.text) })
		}
		wire.set(false, false)
		b.await("the comment", fmt.Sprintf(`document.querySelector("rz-thread").textContent.replaceAll("\u00a0", " ").includes(%s)`, q(tt.text)))
		b.await("the empty form", `document.querySelector("#body").value === ""`)
		if tt.mute && wire.posts()-before < 2 {
			t.Errorf("%s: sent %d times: the case did not come about", tt.text, wire.posts()-before)
		}
		eventually(t, "the kept page", func() bool { return h.visitor(t).get(h.path(theatre)).holds(tt.text) })
		expect(t, "how often it is stored", strings.Count(strings.ReplaceAll(h.visitor(t).get(h.path(theatre)).body, "\u00a0", " "), tt.text), 1)
		expect(t, "how often it is shown", eval[int](b, fmt.Sprintf(`[...document.querySelectorAll(".comment .words")].filter((w) => w.textContent.replaceAll("\u00a0", " ").includes(%s)).length`, q(tt.text))), 1)
	}

	// A session that ended meanwhile leads to the sign-in, with the words.
	b.to(h.path(theatre))
	b.excuse(`status of 401`)
	call(b, network.ClearBrowserCookies, cdp.Empty{})
	b.fill("#body", "Вхід скінчився.")
	b.arrives("the sign-in", func() { b.click("#form [type=submit]") }, `document.querySelector("#email") && `+shows("Вхід скінчився."))
	b.to(h.path(theatre))
	b.await("the words, should the sign-in be left", `document.querySelector("#body").value === "Вхід скінчився."`)
	eval[bool](b, `(localStorage.clear(), true)`)
	b.to(h.path(theatre))

	// A page that is opened again has what was not sent.
	wire.set(true, false)
	b.fill("#body", "Чернетка.")
	b.await("the draft", `Object.keys(localStorage).some((k) => k.startsWith("rz-draft:"))`)
	wire.set(false, false)
	b.to(h.path(theatre))
	b.await("the draft in the form", `document.querySelector("#body").value === "Чернетка."`)
}
