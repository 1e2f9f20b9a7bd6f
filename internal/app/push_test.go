package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/outbound"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestPushesOfEveryKind holds that an alert of each kind comes to a browser, encrypted for it and signed for this site, and says
// neither which decision was made nor more of a comment than a line.
func TestPushesOfEveryKind(t *testing.T) {
	p := newPushed(t, Options{})
	long := strings.Repeat("слово ", 100)
	first := p.say(p.me, nil, "Перше")
	p.say(p.other, first, long)
	p.expect("answer", "Богдан відповідає вам", "слово слово")
	p.say(p.other, nil, "@Марія, гляньте")
	p.expect("mention", "Богдан згадує вас", "гляньте")
	if err := p.Discussion.Feature(t.Context(), p.editor, first.ID, 0); err != nil {
		t.Fatal(err)
	}
	p.expect("featured", "Редакція обрала ваш коментар", "Перше")
	if _, err := p.Moderation.Decide(t.Context(), p.editor, moderation.Ruling{Comment: first.ID, Action: rozmova.Remove, Rule: "respect", Facts: "Таємні обставини"}); err != nil {
		t.Fatal(err)
	}
	p.expect("decision", "Ухвалено рішення про ваш коментар", "Новина")
	p.correct()
	p.expect("correction", "Матеріал, який ви обговорювали, виправлено", "Новина")
}

// TestPushAnswers holds what is made of each answer of a push service, and that no way in is lost by it.
func TestPushAnswers(t *testing.T) {
	for _, tt := range []struct {
		name    string
		status  int
		tries   int // in a day
		devices int
	}{
		{"taken", 201, 1, 1}, {"gone", 410, 1, 0}, {"not found", 404, 1, 0}, {"forbidden", 403, 1, 1}, {"too large", 413, 1, 1},
		{"a redirect", 307, 1, 1}, {"broken", 500, mostPushTries, 1}, {"too many", 429, mostPushTries, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var ahead atomic.Int64
			p := newPushed(t, Options{Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
			p.stop() // the test sends by itself
			p.reopen(p.o)
			p.service.Status.Store(int64(tt.status))
			p.raise("Вітання")
			for range 40 {
				if err := p.pushDue(t.Context()); err != nil {
					t.Fatal(err)
				}
				ahead.Add(int64(30 * time.Minute))
			}
			if got := int(p.service.Asked.Load()); got != tt.tries {
				t.Errorf("asked %d times in a day, want %d", got, tt.tries)
			}
			if got := p.devices(); got != tt.devices {
				t.Errorf("%d browsers are left, want %d", got, tt.devices)
			}
			if _, err := p.Membership.Session(t.Context(), p.secret); err != nil {
				t.Errorf("the session: %v", err)
			}
		})
	}
}

// TestPushGivenUpTooOften holds that a browser that refuses five messages in a row is asked no more.
func TestPushGivenUpTooOften(t *testing.T) {
	p := newPushed(t, Options{})
	p.stop()
	p.reopen(p.o)
	p.service.Status.Store(403)
	for i := range mostPushFailures + 2 {
		p.raise(fmt.Sprint("Слово ", i))
		if err := p.pushDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.service.Asked.Load(); got != mostPushFailures {
		t.Errorf("asked %d times, want %d", got, mostPushFailures)
	}
	if got := p.devices(); got != 0 {
		t.Errorf("%d browsers are left, want none", got)
	}
}

// TestPushesSurvive holds that a message waits while the push service is away and the program is stopped, that it goes then once,
// and that the key stays the same.
func TestPushesSurvive(t *testing.T) {
	var ahead atomic.Int64
	p := newPushed(t, Options{Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
	key := p.publicPushKey()
	p.service.Status.Store(503)
	p.raise("Вітання")
	<-p.service.Got
	p.stop()
	p.service.Status.Store(201)
	ahead.Store(int64(time.Hour))
	p.start(p.o)
	p.expect("after a restart", "Богдан відповідає вам", "Вітання")
	p.stop()
	p.start(p.o)
	ahead.Add(int64(time.Hour))
	if err := p.pushDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	select {
	case m := <-p.service.Got:
		t.Errorf("after another restart came %q, want nothing", m)
	default:
	}
	if got := p.publicPushKey(); got != key {
		t.Errorf("the key is %s after a restart, want %s", got, key)
	}
}

// TestPushTellsWhatIsThen holds that nothing is pushed of what is out of sight, was read, or is no longer wanted when its time
// comes, nor to a browser whose session ended.
func TestPushTellsWhatIsThen(t *testing.T) {
	for name, do := range map[string]func(p *pushed, answer *rozmova.Comment) error{
		"removed": func(p *pushed, answer *rozmova.Comment) error {
			_, err := p.Moderation.Decide(t.Context(), p.editor, moderation.Ruling{Comment: answer.ID, Action: rozmova.Remove, Rule: "respect", Facts: "Обставини"})
			return err
		},
		"read": func(p *pushed, _ *rozmova.Comment) error { return p.Alerts.MarkRead(t.Context(), p.me, 1<<62) },
		"not wanted": func(p *pushed, _ *rozmova.Comment) error {
			return p.Alerts.SetSettings(t.Context(), p.me, rozmova.AlertSettings{rozmova.AlertAnswer: {Page: true, Mail: rozmova.NoMail}})
		},
		"signed out": func(p *pushed, _ *rozmova.Comment) error { return p.Membership.SignOut(t.Context(), p.secret) },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPushed(t, Options{})
			p.stop()
			p.reopen(p.o)
			answer := p.raise("Вітання")
			if err := do(p, answer); err != nil {
				t.Fatal(err)
			}
			if err := p.pushDue(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := p.service.Asked.Load(); got != 0 {
				t.Errorf("asked %d times, want 0", got)
			}
		})
	}
}

// TestPushAsksNothingInside holds that readers cannot make the program ask addresses inside.
func TestPushAsksNothingInside(t *testing.T) {
	key, err := alerts.OpenPushKey(t.TempDir() + "/vapid.pem")
	if err != nil {
		t.Fatal(err)
	}
	p256dh, auth := rozmovatest.NewPushService(t).Keys()
	pusher := alerts.NewPusher(key, outbound.NewClient(outbound.Options{}), "a@example.org")
	for _, host := range []string{"127.0.0.1", "169.254.169.254", "[::1]", "localhost", "10.0.0.1", "[::ffff:127.0.0.1]", "0x7f000001"} {
		a := pusher.Send(t.Context(), &store.PushSubscription{Endpoint: "https://" + host + "/push", P256dh: p256dh, Auth: auth}, []byte("{}"), "t")
		var refused *outbound.Refused
		if a.Status != 0 || a.Err == nil || host != "0x7f000001" && (!errors.As(a.Err, &refused) || a.Outcome != alerts.PushRefused) {
			t.Errorf("%s: %+v, want a refusal", host, a)
		}
	}
}

// pushed is a program with a reader whose browser takes pushes.
type pushed struct {
	t *testing.T
	*running
	o         Options
	service   *rozmovatest.PushService
	dir       string
	me, other *rozmova.Reader
	editor    *rozmova.Reader
	secret    string
	thread    rozmova.ID[rozmova.Thread]
}

func newPushed(t *testing.T, o Options) *pushed {
	t.Helper()
	p := &pushed{t: t, service: rozmovatest.NewPushService(t), o: o, dir: t.TempDir()}
	p.o.Outbound = outbound.NewClient(outbound.Options{Inside: true, Timeout: 2 * time.Second})
	p.start(p.o)
	publish(t, p.Config, "Новина")
	p.find()
	p256dh, auth := p.service.Keys()
	if err := p.Alerts.Subscribe(t.Context(), p.me, alerts.Subscription{
		Endpoint: p.service.URL + "/push", P256dh: p256dh, Auth: auth, Locale: "uk", Session: membership.SessionKey(p.secret),
	}); err != nil {
		t.Fatal(err)
	}
	p.service.Key = p.publicPushKey()
	return p
}

// start runs the program on the folder, as a server does.
func (p *pushed) start(o Options) {
	p.t.Helper()
	cfg := demo(p.t)
	cfg.Store.Dir, cfg.Limits.CommentsPerMinute = p.dir, 1000
	p.running = start(p.t, cfg, o)
}

// reopen opens the program without running it.
func (p *pushed) reopen(o Options) {
	p.t.Helper()
	cfg := demo(p.t)
	cfg.Store.Dir, cfg.Limits.CommentsPerMinute = p.dir, 1000
	a, err := New(p.t.Context(), cfg, o)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = a.Close() })
	p.running = &running{App: a}
}

// find makes the people and looks the thread up.
func (p *pushed) find() {
	p.t.Helper()
	ctx := p.t.Context()
	for name, r := range map[string]**rozmova.Reader{"Марія": &p.me, "Богдан": &p.other, "Олена": &p.editor} {
		var grants []rozmova.Grant
		if name == "Олена" {
			grants = []rozmova.Grant{{Role: rozmova.Admin}}
		}
		got, err := p.Membership.Invite(ctx, fmt.Sprintf("r%x@example.org", name), name, "uk", grants...)
		if err != nil {
			p.t.Fatal(err)
		}
		*r = got
	}
	link, err := p.Membership.Link(ctx, p.me, time.Hour, 1)
	if err != nil {
		p.t.Fatal(err)
	}
	in, err := p.Membership.FollowLink(ctx, membership.Browser{}, link)
	if err != nil {
		p.t.Fatal(err)
	}
	p.secret = in.Session
	if err := p.Store.View(ctx, func(tx *store.Tx) error {
		s, err := tx.StoryBySlug(p.Site.ID, "novyna")
		p.thread = s.Thread
		return err
	}); err != nil {
		p.t.Fatal(err)
	}
}

func (p *pushed) say(author *rozmova.Reader, parent *rozmova.Comment, text string) *rozmova.Comment {
	p.t.Helper()
	posting := discussion.Posting{Thread: p.thread, Body: text, Locale: "uk"}
	if parent != nil {
		posting.Parent = parent.ID
	}
	c, _, err := p.Discussion.Post(p.t.Context(), author, posting)
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

// raise has somebody answer the reader and, where the program does not run, takes the alert out of the log.
func (p *pushed) raise(text string) *rozmova.Comment {
	p.t.Helper()
	answer := p.say(p.other, p.say(p.me, nil, "Питання "+text), text)
	if p.stop != nil {
		return answer
	}
	if err := p.Store.Update(p.t.Context(), func(tx *store.Tx) error {
		return p.Alerts.Take(tx, rozmova.Event{Seq: time.Now().UnixNano(), At: p.now(), Kind: rozmova.CommentPublished, Story: answer.Story, Comment: answer.ID, Actor: answer.Author})
	}); err != nil {
		p.t.Fatal(err)
	}
	return answer
}

// correct writes a revision of the story with a correction, where the reader wants to hear of it.
func (p *pushed) correct() {
	p.t.Helper()
	ctx := p.t.Context()
	if err := p.Alerts.SetSettings(ctx, p.me, rozmova.AlertSettings{rozmova.AlertCorrection: {Page: true, Mail: rozmova.NoMail, Push: true}}); err != nil {
		p.t.Fatal(err)
	}
	p.say(p.me, nil, "Ще раз")
	if err := p.Store.Update(ctx, func(tx *store.Tx) error {
		s, err := tx.StoryBySlug(p.Site.ID, "novyna")
		if err != nil {
			return err
		}
		if s, err = tx.Story(s.ID); err != nil {
			return err
		}
		now := p.now()
		s.Revision++
		s.Changed = now
		s.Corrections = append(s.Corrections, rozmova.Correction{Kind: rozmova.Corrected, At: now, Text: "Виправлено"})
		if err := tx.ReviseStory(s, p.editor.ID); err != nil {
			return err
		}
		_, err = tx.Append(rozmova.Event{At: now, Kind: rozmova.StoryChanged, Site: s.Site, Story: s.ID, Thread: s.Thread, Actor: p.editor.ID})
		return err
	}); err != nil {
		p.t.Fatal(err)
	}
}

func (p *pushed) devices() int {
	p.t.Helper()
	list, err := p.Alerts.PushDevices(p.t.Context(), p.me)
	if err != nil {
		p.t.Fatal(err)
	}
	return len(list)
}

// expect waits for a message and looks what it says.
func (p *pushed) expect(what, title, body string) {
	p.t.Helper()
	select {
	case text := <-p.service.Got:
		var m struct{ Title, Body, URL, Tag string }
		if err := json.Unmarshal([]byte(text), &m); err != nil {
			p.t.Fatalf("%s: %v", what, err)
		}
		if m.Title != title || !strings.Contains(m.Body, body) || len([]rune(m.Body)) > pushWords || !strings.HasPrefix(m.URL, "/alerts/") || m.Tag == "" ||
			strings.Contains(text, "Таємні") {
			p.t.Errorf("%s: %s, want %q and %q", what, text, title, body)
		}
	case <-time.After(30 * time.Second):
		p.t.Fatalf("%s: no push came", what)
	}
}
