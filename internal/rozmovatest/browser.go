package rozmovatest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// ChromiumVariable names the environment variable with the path of the browser; without it, chromium, chromium-browser and
// google-chrome are looked for in PATH.
const ChromiumVariable = "ROZMOVA_CHROMIUM"

// Chromium starts a browser of its own for a test, with an empty profile, one open tab and no third-party cookies, and ends it
// with the test.
// chromedp's actions run in the context it gives; chromedp.NewContext of it opens another tab of the same reader, a second
// Chromium is a second reader. What pages write to the console as an error, and exceptions nobody caught, fail the test;
// tabs other than the first are watched by Watch. Without a browser the test is skipped by name, and fails where CI is set.
func Chromium(t testing.TB) context.Context {
	t.Helper()
	path := findChromium(t)
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("test-third-party-cookie-phaseout", true), // pages get no cookies inside those of other sites
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("mute-audio", true),
	}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	parent, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	allocator, end := chromedp.NewExecAllocator(parent, options...)
	ctx, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits for the browser to be gone, so that its folder can be removed
		closeTab()
		end()
		stop()
	})
	Watch(t, ctx) // starts it
	return ctx
}

func findChromium(t testing.TB) string {
	t.Helper()
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	if path := os.Getenv(ChromiumVariable); path != "" {
		names = []string{path}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("no browser (%s): CI must not pass without one", strings.Join(names, ", "))
	}
	t.Skipf("browser: none of %s found (scripts/test installs one)", strings.Join(names, ", "))
	return ""
}

// Watch makes errors of a tab's console and exceptions in its scripts fail the test, when it ends. It opens the tab if need
// be.
func Watch(t testing.TB, ctx context.Context) {
	t.Helper()
	var mu sync.Mutex
	var seen []string
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, text := range seen {
			t.Errorf("in the browser: %s", text)
		}
	})
	err := chromedp.Listen(ctx, func(event any) {
		text := complaint(event)
		if text == "" {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, text)
	})
	if err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatalf("watch the browser's log: %v", err)
	}
	if _, err := chromedp.Call(ctx, runtime.Enable, cdp.Empty{}); err != nil {
		t.Fatalf("watch the console: %v", err)
	}
}

// complaint gives what an event of the browser says is wrong; empty: nothing.
func complaint(event any) string {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type != runtime.ConsoleAPICalledTypeError && e.Type != runtime.ConsoleAPICalledTypeAssert {
			return ""
		}
		words := []string{"console:"}
		for _, a := range e.Args {
			words = append(words, string(a.Value), a.Description)
		}
		return strings.Join(words, " ")
	case *runtime.EventExceptionThrown:
		text := "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		return text
	case *log.EventEntryAdded: // refused by the content security policy, not found, …
		if e.Entry.Level == log.EntryLevelError {
			return fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	}
	return ""
}

// Viewport makes the tab's window so large, in CSS pixels, and its reader one who prefers dark pages or light ones.
func Viewport(ctx context.Context, width, height int64, dark bool) error {
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		return err
	}
	return chromedp.Do(ctx, chromedp.EmulateViewport(width, height))
}
