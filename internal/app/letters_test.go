package app

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// A post takes letters, or is away.
type post struct {
	away    atomic.Bool
	refused chan mail.Letter
	taken   chan mail.Letter
}

func newPost() *post {
	return &post{refused: make(chan mail.Letter, 100), taken: make(chan mail.Letter, 100)}
}

func (p *post) Send(_ context.Context, l mail.Letter) error {
	if p.away.Load() {
		p.refused <- l
		return fmt.Errorf("the server is away: %w", context.DeadlineExceeded)
	}
	p.taken <- l
	return nil
}

// receive waits for a letter.
func receive(t *testing.T, letters <-chan mail.Letter) mail.Letter {
	t.Helper()
	select {
	case l := <-letters:
		return l
	case <-time.After(30 * time.Second):
		t.Fatal("no letter came")
	}
	return mail.Letter{}
}

// unsent tells how many letters are still to be sent, at whatever time.
func unsent(t *testing.T, a *running) int {
	t.Helper()
	var due []store.Letter
	if err := a.Store.View(t.Context(), func(tx *store.Tx) (err error) {
		due, err = tx.DueLetters(time.Now().AddDate(10, 0, 0), 100)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return len(due)
}

// remove has a reader write a comment, another report it and a moderator remove it.
func remove(t *testing.T, a *running, cfg *config.Config) {
	t.Helper()
	publish(t, cfg, "Новина")
	member := func(email string, grants ...rozmova.Grant) *rozmova.Reader {
		r, err := a.Membership.Invite(t.Context(), email, "", "uk", grants...)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	author, reporter := member("author@example.org"), member("reporter@example.org")
	moderator := member("moderator@example.org", rozmova.Grant{Role: rozmova.Moderator})
	var thread rozmova.ID[rozmova.Thread]
	if err := a.Store.View(t.Context(), func(tx *store.Tx) error {
		s, err := tx.StoryBySlug(a.Site.ID, "novyna")
		thread = s.Thread
		return err
	}); err != nil {
		t.Fatal(err)
	}
	c, _, err := a.Discussion.Post(t.Context(), author, discussion.Posting{Thread: thread, Body: "Образа.", Locale: "uk"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Discussion.Report(t.Context(), reporter, c.ID, "respect", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Moderation.Decide(t.Context(), moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "respect", Facts: "Ображено іншого читача."}); err != nil {
		t.Fatal(err)
	}
}

// TestLettersSurvive holds that a removed comment's author gets one statement of reasons, and who reported it one answer,
// though the mail server was away and the program was stopped in between.
func TestLettersSurvive(t *testing.T) {
	cfg := demo(t)
	var ahead atomic.Int64 // of the clock
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	p := newPost()
	p.away.Store(true)
	a := start(t, cfg, Options{Transport: p, Now: now})
	remove(t, a, cfg)
	first := map[string]string{}
	for range 2 {
		l := receive(t, p.refused)
		first[l.To] = l.IdempotencyKey
	}
	a.stop()

	p.away.Store(false)
	ahead.Store(int64(time.Hour))
	a = start(t, cfg, Options{Transport: p, Now: now})
	got := map[string]mail.Letter{}
	for range 2 {
		l := receive(t, p.taken)
		got[l.To] = l
	}
	if l := got["author@example.org"]; !strings.Contains(l.Text, "Ображено іншого читача.") {
		t.Errorf("the author got %q", l.Text)
	}
	if l, ok := got["reporter@example.org"]; !ok || strings.Contains(l.Text, "author@example.org") {
		t.Errorf("who reported it got %q", l.Text)
	}
	for to, l := range got {
		if l.IdempotencyKey != first[to] || l.IdempotencyKey == "" {
			t.Errorf("the second try for %s has key %q, the first had %q: a mail server could not tell that they are one", to, l.IdempotencyKey, first[to])
		}
	}
	a.stop()

	ahead.Store(int64(1000 * time.Hour))
	a = start(t, cfg, Options{Transport: p, Now: now})
	if n := unsent(t, a); n != 0 {
		t.Errorf("%d letters are still to be sent", n)
	}
	a.stop()
	select {
	case l := <-p.taken:
		t.Errorf("a letter was sent again: %s", l.IdempotencyKey)
	default:
	}
}

// TestLettersOfADemo holds that the demo's mailbox shows them.
func TestLettersOfADemo(t *testing.T) {
	cfg := demo(t)
	a := start(t, cfg, Options{})
	remove(t, a, cfg)
	for deadline := time.Now().Add(30 * time.Second); len(a.demoLetters()) < 2; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d letters in the mailbox, want 2", len(a.demoLetters()))
		}
	}
	if code, body := get(t, a.url+"/mailbox"); code != 200 || !strings.Contains(body, "author@example.org") {
		t.Errorf("the mailbox: %d", code)
	}
}

// TestALetterRefusedForGood holds that it is not tried again.
func TestALetterRefusedForGood(t *testing.T) {
	cfg := demo(t)
	p := newPost()
	a := start(t, cfg, Options{Transport: refusing{p}})
	remove(t, a, cfg)
	receive(t, p.refused)
	receive(t, p.refused)
	for deadline := time.Now().Add(30 * time.Second); unsent(t, a) > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d letters that the server refused for good are still to be sent", unsent(t, a))
		}
	}
}

// refusing is a mail server that refuses for good.
type refusing struct{ *post }

func (r refusing) Send(_ context.Context, l mail.Letter) error {
	r.refused <- l
	return fmt.Errorf("refused with 550")
}
