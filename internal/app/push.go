package app

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"sync"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/outbound"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/web"
)

const (
	mostPushTries    = 8               // of one message, over nine hours, before it is given up
	mostPushFailures = 5               // messages in a row given up before a subscription is
	pushesAtOnce     = 8               // so that a push service that hangs does not hold up the others
	pushWords        = 120             // runes that are shown at most
	pushTime         = 5 * time.Second // to hand one over
)

// openPush reads the key by which push services know this site, or makes it, where push is switched on. A store that has no folder
// of its own can do without.
func (a *App) openPush() (err error) {
	c := a.Config
	if !c.Alerts.Push {
		return nil
	}
	if file := c.Alerts.VAPIDKeyFile; file != "" {
		if a.pushKey, err = alerts.ReadPushKey(file); err != nil {
			return fmt.Errorf("alerts.vapid_key_file: %w", err)
		}
	} else if a.pushKey, err = alerts.OpenPushKey(filepath.Join(c.Store.Dir, "vapid.pem")); err != nil {
		if c.Store.DSN.Reveal() == "" {
			return fmt.Errorf("the key of Web Push: %w", err)
		}
		a.Log.Warn("Web Push is off: its key can be neither read nor made; set alerts.vapid_key_file", "error", err)
		return nil
	}
	subject := c.Site.Contact
	if subject == "" {
		u, err := url.Parse(c.Origin())
		if err != nil {
			return err
		}
		subject = "https://" + u.Host
	}
	a.pusher = alerts.NewPusher(a.pushKey, a.asker(outbound.Options{}), subject)
	return nil
}

// publicPushKey is the key that browsers ask for; empty: push is not offered.
func (a *App) publicPushKey() string {
	if a.pushKey == nil {
		return ""
	}
	return a.pushKey.Public()
}

// sendPushes sends the messages whose time has come, and looks again when an alert was raised, and every five seconds. Every hour
// it forgets the browsers whose sessions ended.
func (a *App) sendPushes(ctx context.Context) error {
	if a.pusher == nil {
		<-ctx.Done()
		return ctx.Err()
	}
	var tidied time.Time
	for {
		if time.Since(tidied) > time.Hour {
			tidied = time.Now()
			if err := a.Store.Update(ctx, func(tx *store.Tx) error { _, err := tx.DropEndedPush(); return err }); err != nil && ctx.Err() == nil {
				a.Log.Warn("forgetting browsers", "error", err)
			}
		}
		if err := a.pushDue(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("sending pushes", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-a.pushes:
		case <-time.After(5 * time.Second):
		}
	}
}

func (a *App) pushDue(ctx context.Context) error {
	var due []store.Push
	if err := a.Store.View(ctx, func(tx *store.Tx) (err error) {
		due, err = tx.DuePushes(a.now(), 64)
		return err
	}); err != nil {
		return err
	}
	var wg sync.WaitGroup
	turns := make(chan struct{}, pushesAtOnce)
	errs := make([]error, len(due))
	for i := range due {
		turns <- struct{}{}
		wg.Go(func() {
			defer func() { <-turns }()
			if ctx.Err() == nil {
				errs[i] = a.pushOne(ctx, &due[i])
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// pushOne takes a message on lease, hands it over and writes down what came of it. Between the two a crash may have it handed over
// twice: its topic and its tag make one of it.
func (a *App) pushOne(ctx context.Context, p *store.Push) error {
	err := a.Store.Update(ctx, func(tx *store.Tx) error { return tx.LeasePush(p, a.now().Add(lease)) })
	if errors.Is(err, rozmova.NotFound) {
		return nil // another process has it
	}
	if err != nil {
		return err
	}
	var to *store.PushSubscription
	var message []byte
	err = a.Store.View(ctx, func(tx *store.Tx) (err error) {
		if to, err = tx.PushSubscription(p.Subscription); err != nil {
			return err
		}
		message, err = a.composePush(tx, p, to)
		return err
	})
	if until := a.pushPauses.until(to, a.now()); err == nil && !until.IsZero() {
		return a.Store.Update(ctx, func(tx *store.Tx) error { return tx.PutOffPush(p, until) })
	}
	if errors.Is(err, rozmova.NotFound) { // nobody to go to, or nothing to tell any more
		return a.Store.Update(ctx, func(tx *store.Tx) error { return tx.PushAgain(p, time.Time{}) })
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pushTime) // what was begun is ended even while the program stops
	defer cancel()
	answer := a.pusher.Send(ctx, to, message, base64.RawURLEncoding.EncodeToString(p.Alert[:]))
	a.pushPauses.note(to, answer, a.now())
	ctx = context.WithoutCancel(ctx)
	return a.Store.Update(ctx, func(tx *store.Tx) error { return a.noteAnswer(tx, p, answer) })
}

// noteAnswer writes down what came of handing a message over.
func (a *App) noteAnswer(tx *store.Tx, p *store.Push, answer alerts.PushAnswer) error {
	switch {
	case answer.Outcome == alerts.PushTaken:
		return errors.Join(tx.PushSent(p, a.now()), tx.PushWorks(p.Subscription))
	case answer.Outcome == alerts.PushGone:
		a.Log.Info("a browser takes no pushes any more", "status", answer.Status)
		return tx.DropPushSubscription(p.Subscription)
	case answer.Outcome == alerts.PushLater && p.Tries+1 < mostPushTries:
		wait := 30 * time.Second
		for range p.Tries {
			wait *= 3
		}
		return tx.PushAgain(p, a.now().Add(max(wait, answer.Wait)))
	}
	a.Log.Warn("a push was given up", "status", answer.Status, "tries", p.Tries+1, "error", pushTrouble(answer.Err))
	if err := tx.PushAgain(p, time.Time{}); err != nil {
		return err
	}
	n, err := tx.PushFailed(p.Subscription)
	if errors.Is(err, rozmova.NotFound) {
		return nil // switched off meanwhile
	}
	if err == nil && n >= mostPushFailures {
		return tx.DropPushSubscription(p.Subscription)
	}
	return err
}

// pushTrouble is why no answer came, without the address that was asked: it is a secret of the reader's browser.
func pushTrouble(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// composePush writes a message from what can be read at the moment, in the language of the browser; NotFound where there is
// nothing to tell any more. It says that there is a decision and not which: lock screens are read by others.
func (a *App) composePush(tx *store.Tx, p *store.Push, to *store.PushSubscription) ([]byte, error) {
	line, err := a.Alerts.ForPush(tx, p.Alert)
	if err != nil {
		return nil, err
	}
	say := a.printer(to.Locale)
	name := line.Actor
	if name == "" {
		name = say.T("alert.somebody")
	}
	message := struct {
		Title string         `json:"title"`
		Body  string         `json:"body"`
		URL   string         `json:"url"`
		Tag   string         `json:"tag"`
		Lang  rozmova.Locale `json:"lang"`
	}{Body: cut(line.Excerpt, pushWords), URL: web.LocalPath(to.Locale, "/alerts/"+p.Alert.String()), Tag: p.Alert.String(), Lang: to.Locale}
	switch {
	case line.Kind == rozmova.AlertAnswer:
		message.Title = say.T("alert.answer", "Name", name)
	case line.Kind == rozmova.AlertMention:
		message.Title = say.T("alert.mention", "Name", name)
	case line.Kind == rozmova.AlertFeatured:
		message.Title = say.T("alert.featured")
	case line.Kind == rozmova.AlertCorrection:
		switch {
		case line.Statement != "" && !line.Comment.IsZero():
			message.Title = say.T("alert.correction_cited", "Words", cut(line.Statement, pushWords))
		case line.Statement != "":
			message.Title = say.T("alert.correction_statement", "Words", cut(line.Statement, pushWords))
		default:
			message.Title = say.T("alert.correction")
		}
	case line.Own:
		message.Title = say.T("alert.decided")
	default:
		message.Title = say.T("alert.report_answered")
	}
	if line.Kind == rozmova.AlertDecision || line.Kind == rozmova.AlertCorrection || message.Body == "" {
		message.Body = cut(line.Headline, pushWords)
	}
	return json.Marshal(message)
}

// cut shortens a text to so many runes.
func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
