package e2e_test

import (
	"testing"

	"github.com/chromedp/cdproto/network"
)

// The most that a first visit may load of scripts and styles, in bytes as they come over the wire with their headers.
const (
	mostScript = 15 << 10
	mostStyle  = 12 << 10
)

// TestFirstVisitOnAPhone: what a first visit costs, that nothing moves while it loads, and that no cookie is set.
func TestFirstVisitOnAPhone(t *testing.T) {
	h := open(t, setup{stories: []string{bridge, "07-old-bridge", phone}})
	browser := chromium(t)
	for _, tt := range []struct {
		path string
		look look
	}{
		{h.path(bridge), look{width: 360, height: 740}}, {"/en" + h.path(bridge), look{width: 360, height: 740, dark: true}},
		{h.path(phone), look{width: 320, height: 640}}, {"/", look{width: 360, height: 740}},
	} {
		b := h.tab(t, browser, tt.look)
		b.to(tt.path)
		b.await("the island", `document.readyState === "complete" && customElements.get("rz-thread")`)
		b.still("while " + tt.path + " loads")
		if wide := eval[int64](b, "document.documentElement.scrollWidth"); wide > tt.look.width {
			t.Errorf("%s: %d wide on a screen of %d", tt.path, wide, tt.look.width)
		}
		eval[bool](b, `(scrollTo({top: document.body.scrollHeight, behavior: "instant"}), true)`)
		b.still("scrolling " + tt.path)
		b.safe()
		bytes, requests := map[string]int{}, 0
		b.mu.Lock()
		for _, r := range b.received {
			if r.kind == "EventSource" {
				continue
			}
			requests++
			bytes[r.kind] += int(r.bytes)
			if r.cookies {
				t.Errorf("%s: %s sets a cookie", tt.path, r.url)
			}
		}
		b.mu.Unlock()
		t.Logf("first visit of %s: %d requests; bytes of the page %d, script %d, style %d, picture %d", tt.path, requests,
			bytes["Document"], bytes["Script"], bytes["Stylesheet"], bytes["Image"]+bytes["Other"])
		if bytes["Script"] > mostScript || bytes["Stylesheet"] > mostStyle {
			t.Errorf("%s: %d bytes of script, %d of style", tt.path, bytes["Script"], bytes["Stylesheet"])
		}
		if bytes["Script"] == 0 || bytes["Stylesheet"] == 0 || bytes["Document"] == 0 {
			t.Errorf("%s: nothing was measured: %v", tt.path, bytes)
		}
		if cookies := call(b, network.GetCookies, network.GetCookiesParams{}).Cookies; len(cookies) > 0 {
			t.Errorf("%s: a visitor who only reads has cookies: %v", tt.path, cookies[0].Name)
		}
	}
}

// TestOnlineAndZoomed: at 400 per cent, which is 320 wide, and with letters of double size nothing is cut off.
func TestNarrowAndLarge(t *testing.T) {
	h := open(t, setup{stories: []string{phone}})
	b := h.tab(t, chromium(t), look{width: 320, height: 512})
	for _, path := range []string{h.path(phone), "/", "/sign-in", "/rules", h.path(phone) + "/revisions"} {
		b.to(path)
		eval[bool](b, `(document.documentElement.style.setProperty("font-size", "150%"), true)`)
		if wide := eval[int](b, "document.documentElement.scrollWidth"); wide > 320 {
			culprit := eval[string](b, `[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > 321).map((e) => e.tagName + "." + e.className).slice(0, 5).join(" ")`)
			t.Errorf("%s: %d wide on a screen of 320: %s", path, wide, culprit)
		}
	}
}
