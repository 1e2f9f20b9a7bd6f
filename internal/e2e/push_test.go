package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/chromedp"

	"github.com/rozmova/rozmova/internal/outbound"
	"github.com/rozmova/rozmova/internal/rozmovatest"
)

// ours stands in for the push service of the browser's maker, which cannot be asked from here: a subscription leads to the
// service of the test.
const ours = `(() => {
  if (!("PushManager" in window)) return;
  const options = {userVisibleOnly: true, applicationServerKey: null};
  const made = () => ({endpoint: %[1]s, options, toJSON: () => ({endpoint: %[1]s, keys: {p256dh: %[2]s, auth: %[3]s}}),
    unsubscribe: async () => { localStorage.removeItem("subscribed"); return true; }});
  PushManager.prototype.getSubscription = async () => localStorage.getItem("subscribed") ? made() : null;
  PushManager.prototype.subscribe = async (asked) => {
    if (!asked.userVisibleOnly || new Uint8Array(asked.applicationServerKey).length !== 65) throw new Error("the key");
    localStorage.setItem("subscribed", "1");
    return made();
  };
})();`

// TestPush walks it as a reader does: switch push on, be answered, see what came; then the push service says that the browser is
// gone, and it goes off the list.
func TestPush(t *testing.T) {
	service := rozmovatest.NewPushService(t)
	h := open(t, setup{stories: []string{theatre}, silent: true, asks: outbound.NewClient(outbound.Options{Inside: true, Timeout: 2 * time.Second})})
	b := h.tab(t, chromium(t), look{})
	p256dh, auth := service.Keys()
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: fmt.Sprintf(ours, q(service.URL+"/push"), q(p256dh), q(auth)),
	})
	var mu sync.Mutex
	var registration serviceworker.RegistrationID
	must(t, chromedp.Listen(b.ctx, func(e any) {
		if e, ok := e.(*serviceworker.EventWorkerRegistrationUpdated); ok {
			mu.Lock()
			defer mu.Unlock()
			for _, r := range e.Registrations {
				registration = r.RegistrationID
			}
		}
	}))
	call(b, serviceworker.Enable, cdp.Empty{})
	me := h.member(t, "marta@example.org")
	mine := h.say(t, "marta@example.org", theatre, "Питання до всіх", nil)
	b.signIn(h, me)
	must(t, grantNotifications(b))

	b.to("/me/alerts")
	b.await("the button", `document.querySelector("rz-push .push-button:not([hidden])")`)
	b.arrives("push switched on", func() { b.click("rz-push .push-button") }, `document.querySelector(".push-devices li")`)
	b.await("this browser is known", `document.querySelector(".push-devices .push-this:not([hidden])") && document.querySelector("rz-push .push-button").hidden`)
	b.safe()

	h.say(t, "bohdan@example.org", theatre, "Відповідь на питання", mine)
	var text string
	select {
	case text = <-service.Got:
	case <-time.After(15 * time.Second):
		t.Fatal("no push came")
	}
	var told struct{ Title, Body, URL string }
	must(t, json.Unmarshal([]byte(text), &told))
	if !strings.Contains(told.Title, "bohdan") || told.Body != "Відповідь на питання" {
		t.Errorf("pushed: %s", text)
	}

	eventually(t, "the service worker", func() bool { mu.Lock(); defer mu.Unlock(); return registration != "" })
	mu.Lock()
	id := registration
	mu.Unlock()
	call(b, serviceworker.DeliverPushMessage, serviceworker.DeliverPushMessageParams{Origin: h.url, RegistrationID: id, Data: text})
	const shown = `(navigator.serviceWorker.ready.then((r) => r.getNotifications())
		.then((l) => window.notes = l.map((n) => n.title + "|" + n.body + "|" + n.data.url)), window.notes ?? [])` // as it was when asked before
	eventually(t, "a notification", func() bool {
		list := eval[[]string](b, shown)
		return len(list) == 1 && list[0] == told.Title+"|"+told.Body+"|"+h.url+told.URL
	})
	b.to(told.URL)
	b.await("the answer", `location.pathname.startsWith("/stories/") && `+shows("Відповідь на питання"))

	service.Status.Store(http.StatusGone)
	h.say(t, "bohdan@example.org", theatre, "Ще одна відповідь", mine)
	eventually(t, "the browser goes off the list", func() bool {
		devices, err := h.Alerts.PushDevices(t.Context(), me)
		must(t, err)
		return len(devices) == 0
	})
	b.to("/me/alerts")
	b.await("the button again", `document.querySelector("rz-push .push-button:not([hidden])") && !document.querySelector(".push-devices")`)

	service.Status.Store(http.StatusCreated)
	b.arrives("push switched on again", func() { b.click("rz-push .push-button") }, `document.querySelector(".push-devices .push-this:not([hidden])")`)
	b.arrives("push switched off", func() { b.click(".push-devices button") }, `!document.querySelector(".push-devices")`)
	if eval[bool](b, `!!localStorage.getItem("subscribed")`) {
		t.Error("the browser is still subscribed after push was switched off in it")
	}
}

// grantNotifications lets the site of a tab show notifications.
func grantNotifications(b *tab) error {
	_, err := chromedp.Call(b.ctx, cdpbrowser.SetPermission, cdpbrowser.SetPermissionParams{
		Permission: &cdpbrowser.PermissionDescriptor{Name: "notifications"}, Setting: cdpbrowser.PermissionSettingGranted, Origin: b.base,
		BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
	})
	return err
}
