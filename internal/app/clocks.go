package app

import (
	"context"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/web"
)

// watchClocks gives alarms before the terms of the law run out: a line in the program's log and a letter to the site's contact, once for
// each term. The desk shows them besides, as long as they last.
func (a *App) watchClocks(ctx context.Context) error {
	for {
		if err := a.giveAlarms(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("giving alarms", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Minute):
		}
	}
}

func (a *App) giveAlarms(ctx context.Context) error {
	list, err := a.Moderation.Alarms(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, x := range list {
		first, err := a.Moderation.Alarmed(ctx, x)
		if err != nil || !first {
			errs = append(errs, err)
			continue
		}
		a.Log.Warn("a term runs out", "notice", x.Notice, "appeal", x.Appeal, "comment", x.Comment, "due", x.Due)
		errs = append(errs, a.sendAlarm(ctx, x))
	}
	return errors.Join(errs...)
}

// sendAlarm writes to the site's contact that a term runs out.
func (a *App) sendAlarm(ctx context.Context, x store.Deadline) error {
	if a.Config.Site.Contact == "" || a.post == nil {
		return nil
	}
	path := "/desk?comment=" + x.Comment.String()
	if !x.Appeal.IsZero() {
		path = "/desk/appeals/" + x.Appeal.String()
	}
	locale := a.Site.Languages[0]
	letter := mail.TermEnds(a.printer(locale), a.letterhead(), !x.Appeal.IsZero(), x.Due, a.Config.Origin()+web.LocalPath(rozmova.Locale(locale), path))
	letter.To = a.Config.Site.Contact
	sending, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return a.post.Send(sending, letter)
}
