package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/web"
)

// askOutside writes down a letter to who sent a notice of illegal content, where there is an address to write to.
func (a *App) askOutside(tx *store.Tx, kind string, n *rozmova.Notice) error {
	code, err := tx.NoticeCode(n.ID)
	if err != nil || n.Email == "" && n.Reporter.IsZero() {
		return err
	}
	return tx.AddOutsideLetter(&store.OutsideLetter{ID: rozmova.NewID[store.OutsideLetter](a.now()), Kind: kind, Notice: n.ID, Code: code, Next: a.now()})
}

// sendOutside sends the letters about notices of illegal content, to people with an account and without.
func (a *App) sendOutside(ctx context.Context) error {
	for {
		if err := a.sendOutsideDue(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("sending letters about notices", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(2 * time.Second):
		}
	}
}

func (a *App) sendOutsideDue(ctx context.Context) error {
	var due []store.OutsideLetter
	err := a.Store.View(ctx, func(tx *store.Tx) (err error) {
		due, err = tx.DueOutside(a.now(), 50)
		return err
	})
	for i := range due {
		if err != nil || ctx.Err() != nil {
			return err
		}
		err = a.sendOutsideOne(ctx, &due[i])
	}
	return err
}

// sendOutsideOne takes a letter on lease, sends it and writes down what came of it.
func (a *App) sendOutsideOne(ctx context.Context, l *store.OutsideLetter) error {
	err := a.Store.Update(ctx, func(tx *store.Tx) error { return tx.LeaseOutside(l, a.now().Add(lease)) })
	if errors.Is(err, rozmova.NotFound) {
		return nil // another process has it
	}
	if err != nil {
		return err
	}
	sending, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	letter, err := a.composeOutside(sending, l)
	final := false
	if err == nil {
		err = a.post.Send(sending, *letter)
		final = err != nil && !mail.Temporary(err)
	}
	if ctx.Err() != nil && err != nil {
		return err // the program stops; the lease runs out, and the next one tries
	}
	ctx = context.WithoutCancel(ctx)
	next := a.now().Add(min(30*time.Second<<l.Tries, 12*time.Hour))
	switch {
	case err == nil:
		return a.Store.Update(ctx, func(tx *store.Tx) error { return tx.OutsideSent(l, a.now()) })
	case errors.Is(err, rozmova.NotFound): // the address is gone
		next = time.Time{}
	case final || l.Tries+1 >= mostTries:
		a.Log.Warn("a letter about a notice was given up", "letter", l.Kind, "notice", l.Notice, "error", err)
		next = time.Time{}
	default:
		a.Log.Info("a letter about a notice waits", "letter", l.Kind, "notice", l.Notice, "tries", l.Tries+1, "error", err)
	}
	return a.Store.Update(ctx, func(tx *store.Tx) error { return tx.OutsideAgain(l, next) })
}

// composeOutside writes a letter about a notice from what the store knows at the moment.
func (a *App) composeOutside(ctx context.Context, l *store.OutsideLetter) (letter *mail.Letter, err error) {
	err = a.Store.View(ctx, func(tx *store.Tx) error {
		n, err := tx.Notice(l.Notice)
		if err != nil {
			return err
		}
		to, locale := n.Email, n.Language
		if to == "" {
			if to, err = tx.Email(n.Reporter); err != nil {
				return err
			}
		}
		comment, err := tx.Comment(n.Comment)
		if err != nil {
			return err
		}
		story, err := tx.StoryHead(comment.Story)
		if err != nil {
			return err
		}
		address := a.Config.Origin() + web.LocalPath(locale, "/notices/"+l.Code)
		p, site := a.printer(locale), a.letterhead()
		var written mail.Letter
		switch l.Kind {
		case store.ReceiptLetter:
			written = mail.NoticeReceived(p, site, *n, story.Headline, a.Config.Origin()+web.LocalPath(locale, "/comments/"+comment.ID.String()), address)
		case store.OutcomeLetter:
			decision, err := tx.Decision(n.Decision)
			if err != nil {
				return err
			}
			written = mail.NoticeAnswered(p, site, *n, *decision, a.ruleTitle(tx, decision, locale), story.Headline, address)
		case store.AppealLetter:
			appeal, err := tx.AppealAgainst(n.Decision, n.ID)
			if err != nil {
				return err
			}
			written = mail.Appeal(p, site, *appeal, story.Headline, address)
		default:
			return fmt.Errorf("no letter of kind %q", l.Kind)
		}
		written.To = to
		written.IdempotencyKey = "outside " + l.ID.String()
		letter = &written
		return nil
	})
	return letter, err
}
