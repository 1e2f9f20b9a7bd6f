package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
)

// A tab is a reader's own browser: it shares neither cookies nor storage with another.
type tab struct {
	t    testing.TB
	ctx  context.Context
	base string // scheme and host that it reads

	mu       sync.Mutex
	troubles []string // guarded by mu, like all below
	excused  []*regexp.Regexp
	requests []string
	received map[network.RequestID]*received
}

// received is what came for one request.
type received struct {
	url, kind string
	bytes     float64 // over the wire
	cookies   bool
}

// watch runs in every page before its own scripts, and remembers what moved and what the policy stopped.
const watch = `window.seen = {shifts: [], stopped: [], hacked: 0};
new PerformanceObserver((list) => {
  for (const e of list.getEntries()) seen.shifts.push({value: e.value, what: e.sources.map((s) => s.node?.outerHTML?.slice(0, 80) ?? String(s.node?.textContent).slice(0, 40))});
}).observe({type: "layout-shift", buffered: true});
document.addEventListener("securitypolicyviolation", (e) => seen.stopped.push(e.violatedDirective + " " + e.blockedURI + " " + e.sample));`

// A look is how a page is looked at.
type look struct {
	width, height int64 // 1280×900 where zero
	dark, noJS    bool
}

// chromium starts a browser, in which readers then open tabs of their own.
func chromium(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is too slow for -short")
	}
	return rozmovatest.Chromium(t)
}

// tab opens a reader's browser. What its pages complain about fails the test.
func (h *house) tab(t testing.TB, browser context.Context, l look) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	b := &tab{t: t, ctx: ctx, base: h.url, received: map[network.RequestID]*received{}}
	must(t, chromedp.Listen(ctx, b.hear))
	t.Cleanup(func() {
		cancel()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, text := range b.troubles {
			t.Errorf("in the browser: %s", text)
		}
	})
	call(b, log.Enable, cdp.Empty{})
	call(b, runtime.Enable, cdp.Empty{})
	call(b, network.Enable, network.EnableParams{})
	call(b, page.Enable, page.EnableParams{})
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	if l.noJS {
		call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	} else {
		call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
	}
	b.look(l)
	return b
}

// call sends a command of the protocol to the tab.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	r, err := chromedp.Call(b.ctx, command, params)
	must(b.t, err)
	return r
}

func (b *tab) look(l look) {
	b.t.Helper()
	if l.width == 0 {
		l.width, l.height = 1280, 900
	}
	must(b.t, rozmovatest.Viewport(b.ctx, l.width, l.height, l.dark))
	scheme := map[bool]string{false: "light", true: "dark"}[l.dark]
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}, // nothing glides while it is clicked on
	}})
}

// excuse lets a complaint of the browser pass, where the test brings it about.
func (b *tab) excuse(pattern string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.excused = append(b.excused, regexp.MustCompile(pattern))
}

func (b *tab) hear(e any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	trouble := ""
	switch e := e.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			trouble = "console: "
			for _, a := range e.Args {
				trouble += string(a.Value) + " " + a.Description
			}
		}
	case *runtime.EventExceptionThrown:
		trouble = "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			trouble += " " + e.ExceptionDetails.Exception.Description
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			trouble = fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.Method+" "+e.Request.URL)
		b.received[e.RequestID] = &received{url: e.Request.URL, kind: string(e.Type)}
		if u, err := url.Parse(e.Request.URL); err != nil || u.Scheme != "data" && u.Scheme != "about" && u.Scheme+"://"+u.Host != b.base {
			trouble = "a request elsewhere: " + e.Request.URL
		}
	case *network.EventResponseReceivedExtraInfo:
		if r := b.received[e.RequestID]; r != nil {
			for name := range e.Headers {
				r.cookies = r.cookies || strings.EqualFold(name, "Set-Cookie")
			}
		}
	case *network.EventLoadingFinished:
		if r := b.received[e.RequestID]; r != nil {
			r.bytes = e.EncodedDataLength
		}
	}
	if trouble == "" {
		return
	}
	for _, x := range b.excused {
		if x.MatchString(trouble) {
			return
		}
	}
	b.troubles = append(b.troubles, trouble)
}

// to opens a page of the site.
func (b *tab) to(path string) {
	b.t.Helper()
	must(b.t, chromedp.Do(b.ctx, chromedp.Navigate(b.base+path)))
}

// try evaluates an expression; the error is that of a page that is just going.
func try[T any](b *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression))
}

// eval evaluates an expression in the page.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := try[T](b, expression)
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// await waits until an expression is true in the page, and tells how long it took.
func (b *tab) await(what, expression string) time.Duration {
	b.t.Helper()
	start := time.Now()
	for {
		yes, err := try[bool](b, "!!("+expression+")")
		if yes {
			return time.Since(start)
		}
		if time.Since(start) > 15*time.Second {
			at, _ := try[string](b, `[location.pathname + location.search + location.hash, "focus: " + document.activeElement?.outerHTML.slice(0, 200),
				[...document.querySelectorAll(".form-status, .trouble-text, .flash, .rz-bars, .error-page")].map((e) => e.innerText.trim()).filter(Boolean).join(" / "),
				document.querySelector("main")?.innerText.slice(0, 200)].join("\n")`)
			b.t.Fatalf("waited in vain for %s: %s (%v) at %s", what, expression, err, at)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// arrives waits for a page that was loaded anew since before was called.
func (b *tab) arrives(what string, leave func(), expression string) {
	b.t.Helper()
	was := eval[float64](b, "performance.timeOrigin")
	leave()
	b.await(what, fmt.Sprintf("performance.timeOrigin !== %f && document.readyState === 'complete' && (%s)", was, expression))
}

// q writes a text as an expression of JavaScript.
func q(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// click presses the mouse on the first element of a selector, after scrolling it into the middle of the window.
func (b *tab) click(selector string) {
	b.t.Helper()
	at := eval[[]float64](b, fmt.Sprintf(`(() => { const e = document.querySelector(%s); if (!e) return [];
		e.scrollIntoView({block: "center", behavior: "instant"}); const r = e.getClientRects()[0]; return r ? [r.x + r.width / 2, r.y + r.height / 2] : []; })()`, q(selector)))
	if len(at) != 2 {
		b.t.Fatalf("nothing to click on at %s: %s", selector, eval[string](b, `location.pathname + " " + document.querySelector("main")?.innerText.slice(0, 400)`))
	}
	must(b.t, chromedp.Do(b.ctx, chromedp.MouseClickXY(at[0], at[1])))
}

// write puts a text in at the cursor, as a keyboard or a phone does.
func (b *tab) write(text string) {
	b.t.Helper()
	call(b, input.InsertText, input.InsertTextParams{Text: text})
}

// fill clicks into a field and writes.
func (b *tab) fill(selector, text string) {
	b.t.Helper()
	b.click(selector)
	b.write(text)
}

// press presses keys.
func (b *tab) press(keys string) {
	b.t.Helper()
	must(b.t, chromedp.Do(b.ctx, chromedp.KeyEvent(keys)))
}

// signIn goes through a sign-in link.
func (b *tab) signIn(h *house, r *rozmova.Reader) {
	b.t.Helper()
	b.to(h.link(b.t, r))
	b.arrives("the sign-in", func() { b.click(`main form [type=submit]`) }, `document.querySelector(".account a[href$='/me']")`)
}

// shows tells whether a page holds a text, whatever spaces it is set with.
func shows(text string) string {
	return fmt.Sprintf(`document.body.textContent.replaceAll("\u00a0", " ").includes(%s)`, q(strings.ReplaceAll(text, "\u00a0", " ")))
}

// cls is how far things moved without being asked to, since the last time that it was called.
func (b *tab) cls() (float64, string) {
	b.t.Helper()
	type shift struct {
		Value float64  `json:"value"`
		What  []string `json:"what"`
	}
	// Two frames later everything that has moved is known.
	_, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true), 50))))`, chromedp.EvalAwaitPromise))
	must(b.t, err)
	shifts := eval[[]shift](b, `seen.shifts.splice(0)`)
	sum := 0.0
	for _, s := range shifts {
		sum += s.Value
	}
	return sum, fmt.Sprint(shifts)
}

// still fails the test if anything moved since the last look.
func (b *tab) still(what string) {
	b.t.Helper()
	if sum, shifts := b.cls(); sum != 0 {
		b.t.Errorf("%s: things moved by %.4f: %s", what, sum, shifts)
	}
}

// safe fails the test if the policy had to stop anything.
func (b *tab) safe() {
	b.t.Helper()
	if stopped := eval[[]string](b, `seen.stopped`); len(stopped) > 0 {
		b.t.Errorf("the content security policy stopped %q", stopped)
	}
}
