package app

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/store"
)

// people are who takes part in what readers are told of.
type people struct {
	thread            rozmova.ID[rozmova.Thread]
	me, other, editor *rozmova.Reader
	mine              *rozmova.Comment
}

// gathered has readers join under a story, and one of them want every letter at a pace.
func gathered(t *testing.T, a *running, pace rozmova.Pace) *people {
	t.Helper()
	member := func(email, name string, grants ...rozmova.Grant) *rozmova.Reader {
		r, err := a.Membership.Invite(t.Context(), email, name, "uk", grants...)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	w := &people{me: member("me@example.org", "Марійка"), other: member("other@example.org", "Степан"),
		editor: member("editor@example.org", "Ірина Редакторка", rozmova.Grant{Role: rozmova.Admin})}
	w.story(t, a, "")
	if err := a.Store.View(t.Context(), func(tx *store.Tx) error {
		s, err := tx.StoryBySlug(a.Site.ID, "mist")
		w.thread = s.Thread
		return err
	}); err != nil {
		t.Fatal(err)
	}
	settings := rozmova.AlertSettings{}
	for _, k := range rozmova.AlertKinds() {
		settings[k] = rozmova.AlertSetting{Page: true, Mail: pace}
	}
	if err := a.Alerts.SetSettings(t.Context(), w.me, settings); err != nil {
		t.Fatal(err)
	}
	w.mine = w.say(t, a, w.me, nil, "Моє питання.")
	return w
}

func (w *people) story(t *testing.T, a *running, correction string) {
	t.Helper()
	head := "---\nslug: mist\nlanguage: uk\nheadline: Міст відкрили\n"
	if correction != "" {
		head += "corrections:\n- {kind: correction, text: " + correction + "}\n"
	}
	draft, err := newsroom.Parse("mist.md", []byte(head+"---\n\nМіст через річку відкрили.\n"), newsroom.ParseOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Newsroom.Publish(t.Context(), w.editor.ID, draft, newsroom.PublishOptions{Replace: correction != ""}); err != nil {
		t.Fatal(err)
	}
}

func (w *people) say(t *testing.T, a *running, by *rozmova.Reader, parent *rozmova.Comment, text string) *rozmova.Comment {
	t.Helper()
	p := discussion.Posting{Thread: w.thread, Body: text, Locale: "uk"}
	if parent != nil {
		p.Parent = parent.ID
	}
	c, _, err := a.Discussion.Post(t.Context(), by, p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// everything does what the reader is told of, once in each kind.
func (w *people) everything(t *testing.T, a *running) {
	t.Helper()
	w.say(t, a, w.other, w.mine, "Ось відповідь.")
	w.say(t, a, w.other, nil, "Згадую: @Марійка!")
	if err := a.Discussion.Feature(t.Context(), w.editor, w.mine.ID, rozmova.Never); err != nil {
		t.Fatal(err)
	}
	w.story(t, a, "Міст відкрили у вівторок.")
	bad := w.say(t, a, w.me, nil, "Грубе слово.")
	if _, err := a.Moderation.Decide(t.Context(), w.editor, moderation.Ruling{Comment: bad.ID, Action: rozmova.Remove, Rule: "respect", Facts: "Грубо."}); err != nil {
		t.Fatal(err)
	}
}

// told waits until so many alerts of a reader are unread.
func told(t *testing.T, a *running, r *rozmova.Reader, want int) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; {
		n, err := a.Alerts.Unread(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if n == want {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d unread alerts, want %d", n, want)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestAlertLetters holds that what a reader wants at once arrives, once, in every kind, with the log read anew in between and the
// mail server away at first; and that the one click in a letter ends letters of its kind.
func TestAlertLetters(t *testing.T) {
	cfg := demo(t)
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	p := newPost()
	p.away.Store(true)
	a := start(t, cfg, Options{Transport: p, Now: now})
	w := gathered(t, a, rozmova.AtOnce)
	w.everything(t, a)
	told(t, a, w.me, 5)
	tried := map[string]bool{}
	for len(tried) < 5 {
		tried[receive(t, p.refused).IdempotencyKey] = true
	}
	a.stop()

	// As after a crash before the position was kept: everything is read again.
	p.away.Store(false)
	ahead.Store(int64(time.Hour))
	again, err := New(t.Context(), cfg, Options{Transport: p, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	var events []rozmova.Event
	err = again.Store.View(t.Context(), func(tx *store.Tx) (err error) { events, err = tx.Events(0, 1000); return err })
	if err = errors.Join(err, again.takeAlerts(t.Context(), events), again.Close()); err != nil {
		t.Fatal(err)
	}
	a = start(t, cfg, Options{Transport: p, Now: now})
	got := map[string]mail.Letter{}
	for range 5 {
		l := receive(t, p.taken)
		if !tried[l.IdempotencyKey] || l.To != "me@example.org" {
			t.Errorf("a letter to %s that was not tried before: %q", l.To, l.Subject)
		}
		delete(tried, l.IdempotencyKey)
		got[l.Subject] = l
	}
	for subject, words := range map[string]string{
		"Степан відповідає вам": "Ось відповідь.", "Степан згадує вас у дискусії": "Згадую: @Марійка!", "Редакція обрала ваш коментар": "Моє питання.",
		"Виправлено матеріал, який ви обговорювали": "Міст відкрили у вівторок.", "Ваш коментар вилучено: чому і що можна зробити": "Грубе слово.",
	} {
		l, ok := got[subject]
		if !ok || !strings.Contains(l.Text, words) {
			t.Errorf("letter %q: %v, %q", subject, ok, l.Text)
		}
		if law := strings.HasPrefix(subject, "Ваш"); law == (l.Headers["List-Unsubscribe"] != "") {
			t.Errorf("letter %q has headers %v", subject, l.Headers)
		}
	}
	told(t, a, w.me, 5)
	one := strings.Trim(got["Степан відповідає вам"].Headers["List-Unsubscribe"], "<>")
	click(t, one, 200)
	click(t, one, 200)
	click(t, a.url+"/unsubscribe/WRONG", 404)
	w.say(t, a, w.other, w.mine, "Друга відповідь.")
	w.say(t, a, w.other, nil, "І ще: @Марійка!")
	if l := receive(t, p.taken); !strings.Contains(l.Subject, "згадує") {
		t.Errorf("after the click came %q", l.Subject)
	}
	told(t, a, w.me, 7)
	a.stop()
	select {
	case l := <-p.taken:
		t.Errorf("a letter too many: %q", l.Subject)
	default:
	}
}

// click does what a mail program does (RFC 8058): no cookie, no language, another origin.
func click(t *testing.T, address string, want int) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(url.Values{"List-Unsubscribe": {"One-Click"}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://mail.example")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != want || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/plain") || answer.Header.Get("Set-Cookie") != "" {
		t.Errorf("POST %s: %d %q, want %d", address, answer.StatusCode, body, want)
	}
}

// TestDigestSurvives holds that a day's digest is one letter, though the program was stopped between writing it down and sending it.
func TestDigestSurvives(t *testing.T) {
	cfg := demo(t)
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	p := newPost()
	p.away.Store(true)
	a := start(t, cfg, Options{Transport: p, Now: now})
	w := gathered(t, a, rozmova.Daily)
	w.everything(t, a)
	told(t, a, w.me, 5)
	ahead.Store(int64(25 * time.Hour))
	if n, err := a.Alerts.Gather(t.Context()); err != nil || n > 1 {
		t.Fatalf("gathered %d, %v", n, err)
	}
	a.wakePost()
	for l := range p.refused {
		if strings.Contains(l.Subject, "сповіщення для вас") {
			break
		}
	}
	a.stop()
	p.away.Store(false)
	ahead.Store(int64(26 * time.Hour))
	a = start(t, cfg, Options{Transport: p, Now: now})
	var digest mail.Letter
	for range 2 { // the statement of reasons, which goes by itself, and the digest
		if l := receive(t, p.taken); strings.Contains(l.Subject, "для вас") {
			digest = l
		}
	}
	for _, words := range []string{"Ось відповідь.", "Згадую:", "Моє питання.", "Міст відкрили у вівторок."} {
		if !strings.Contains(digest.Text, words) {
			t.Errorf("the digest does not tell %q:\n%s", words, digest.Text)
		}
	}
	ahead.Store(int64(60 * 24 * time.Hour))
	if n, err := a.Alerts.Gather(t.Context()); err != nil || n != 0 {
		t.Errorf("gathered %d more, %v", n, err)
	}
	for deadline := time.Now().Add(30 * time.Second); unsent(t, a) > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d letters are still to be sent", unsent(t, a))
		}
	}
	a.stop()
	select {
	case l := <-p.taken:
		t.Errorf("a letter too many: %q", l.Subject)
	default:
	}
}

// unwilling is an SMTP server that refuses every receiver for good, and counts how often it was asked.
func unwilling(t *testing.T) (addr string, asked *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	asked = &atomic.Int64{}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				text := textproto.NewConn(c)
				_ = text.PrintfLine("220 mx.example ESMTP")
				for {
					line, err := text.ReadLine()
					if err != nil {
						return
					}
					answer := "250 mx.example"
					if strings.HasPrefix(line, "RCPT") {
						asked.Add(1)
						answer = "550 5.1.1 nobody here"
					}
					_ = text.PrintfLine("%s", answer)
				}
			}()
		}
	}()
	return l.Addr().String(), asked
}

// TestBouncedAddress holds that an address that a server refuses for good is tried once, and its reader told so on the page.
func TestBouncedAddress(t *testing.T) {
	cfg := demo(t)
	addr, asked := unwilling(t)
	a := start(t, cfg, Options{Transport: mail.NewSender(config.SMTP{Addr: addr, TLS: "none", From: "news@news.example"})})
	w := gathered(t, a, rozmova.AtOnce)
	w.say(t, a, w.other, w.mine, "Перша відповідь.")
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		at, err := a.Alerts.Bounced(t.Context(), w.me)
		if err != nil {
			t.Fatal(err)
		}
		if !at.IsZero() {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the refusal was not kept")
		}
	}
	w.say(t, a, w.other, w.mine, "Друга відповідь.")
	told(t, a, w.me, 2)
	for deadline := time.Now().Add(30 * time.Second); unsent(t, a) > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d letters are still to be sent", unsent(t, a))
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the address was tried %d times, want once", n)
	}
}
