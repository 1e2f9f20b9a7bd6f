package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/web"
)

// The letters that events ask for.
const (
	reasonsLetter = "reasons" // to the author of a comment that was held or removed; Ref is the decision
	noticeLetter  = "notice"  // to who reported a comment; Ref is the decision
	appealLetter  = "appeal"  // to who appealed, when the appeal came in and when it was heard; Ref is the appeal
)

// lettersFollower is the name under which the log's position is kept.
const lettersFollower = "letters"

// lease is how long a process has for sending a letter before another may try; a letter that was sent twice all the same
// bears the same Message-ID.
const lease = 2 * time.Minute

// mostTries is how often a letter is tried, over three days, before it is given up.
const mostTries = 12

// beginLetters remembers from where the log is read for letters and alerts, before anybody can come in: what happened before
// there was a server is not told, and everything after it is. The people of a demo are told of all of its past on the page.
func (a *App) beginLetters(ctx context.Context) error {
	err := a.beginFollower(ctx, lettersFollower)
	if a.Config.Demo {
		return err
	}
	return errors.Join(err, a.beginFollower(ctx, alertsFollower))
}

// followLetters reads the log and writes down which letters it asks for. Its position and the letters are stored in one
// step, so that none is lost or asked for twice over restarts.
func (a *App) followLetters(ctx context.Context) error {
	var position int64
	err := a.Store.View(ctx, func(tx *store.Tx) (err error) {
		position, _, err = tx.Position(lettersFollower)
		return err
	})
	if err != nil {
		return err
	}
	saved := time.Now()
	return a.Store.Follow(ctx, position, poll, func(batch []rozmova.Event) error {
		// Most batches ask for no letter; to read them again after a restart does no harm, and a commit for each would cost
		// as much as the comments themselves.
		if !slices.ContainsFunc(batch, asksForLetter) && time.Since(saved) < saveEvery {
			return nil
		}
		saved = time.Now()
		err := a.Store.Update(ctx, func(tx *store.Tx) error {
			for _, e := range batch {
				if err := a.askFor(tx, e); err != nil {
					return err
				}
			}
			return tx.SetPosition(lettersFollower, batch[len(batch)-1].Seq)
		})
		a.wakePost()
		return err
	})
}

// saveEvery is how often the position is saved while no letter is asked for.
const saveEvery = 10 * time.Second

func asksForLetter(e rozmova.Event) bool {
	switch e.Kind {
	case rozmova.AppealReceived, rozmova.AppealHeard, rozmova.DecisionFinal, rozmova.CommentHeld, rozmova.CommentRemoved, rozmova.NoticeAnswered:
		return true
	}
	return false
}

// askFor writes down the letters that an event asks for.
func (a *App) askFor(tx *store.Tx, e rozmova.Event) error {
	if e.Kind == rozmova.AppealReceived || e.Kind == rozmova.AppealHeard {
		return a.askForAppeal(tx, e)
	}
	if !asksForLetter(e) {
		return nil
	}
	id := rozmova.ID[rozmova.Decision](e.Ref)
	decision, err := tx.Decision(id)
	if errors.Is(err, rozmova.NotFound) {
		return nil
	}
	if err != nil || decision.Final.IsZero() == (e.Kind == rozmova.DecisionFinal) { // only of an earlier program's is told when it is made
		return err
	}
	if e.Kind != rozmova.NoticeAnswered {
		reasons, err := tx.Reasons(id)
		if err != nil && !errors.Is(err, rozmova.NotFound) {
			return err
		}
		if err == nil {
			if err := tx.AddLetter(&store.Letter{Seq: e.Seq, Kind: reasonsLetter, Reader: reasons.Author, Ref: e.Ref, Next: a.now()}); err != nil {
				return err
			}
		}
	}
	if e.Kind == rozmova.CommentHeld || e.Kind == rozmova.CommentRemoved {
		return nil
	}
	notices, err := tx.NoticesOf(id)
	if err != nil {
		return err
	}
	for i := range notices {
		n := &notices[i]
		if n.Kind != rozmova.RuleNotice {
			if err := a.askOutside(tx, store.OutcomeLetter, n); err != nil {
				return err
			}
			continue
		}
		if n.Reporter.IsZero() {
			continue
		}
		if err := tx.AddLetter(&store.Letter{Seq: e.Seq, Kind: noticeLetter, Reader: n.Reporter, Ref: e.Ref, Next: a.now()}); err != nil {
			return err
		}
	}
	return nil
}

// sendLetters sends the letters whose time has come, and looks again when the log asked for one, and every five seconds.
func (a *App) sendLetters(ctx context.Context) error {
	for {
		if err := a.sendDue(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("sending letters", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-a.letters:
		case <-time.After(5 * time.Second):
		}
	}
}

func (a *App) sendDue(ctx context.Context) error {
	var due []store.Letter
	err := a.Store.View(ctx, func(tx *store.Tx) (err error) {
		due, err = tx.DueLetters(a.now(), 50)
		return err
	})
	for i := range due {
		if err != nil || ctx.Err() != nil {
			return err
		}
		err = a.sendOne(ctx, &due[i])
	}
	return err
}

// sendOne takes a letter on lease, sends it and writes down what came of it.
func (a *App) sendOne(ctx context.Context, l *store.Letter) error {
	err := a.Store.Update(ctx, func(tx *store.Tx) error { return tx.LeaseLetter(l, a.now().Add(lease)) })
	if errors.Is(err, rozmova.NotFound) {
		return nil // another process has it
	}
	if err != nil {
		return err
	}
	sending, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	letter, err := a.compose(sending, l)
	final := false
	if err == nil {
		err = a.post.Send(sending, *letter)
		final = err != nil && !mail.Temporary(err)
	}
	if ctx.Err() != nil && err != nil {
		return err // the program stops; the lease runs out, and the next one tries
	}
	ctx = context.WithoutCancel(ctx) // what came of it is written down even while the program stops
	switch {
	case err == nil:
		return a.Store.Update(ctx, func(tx *store.Tx) error {
			return errors.Join(tx.LetterSent(l, a.now()), tx.ContactWorks(l.Reader))
		})
	case errors.Is(err, rozmova.NotFound):
		a.Log.Info("a letter has nobody to go to", "letter", l.Kind, "event", l.Seq)
		return a.Store.Update(ctx, func(tx *store.Tx) error { return tx.LetterAgain(l, time.Time{}) })
	case final || l.Tries+1 >= mostTries:
		a.Log.Warn("a letter was given up", "letter", l.Kind, "event", l.Seq, "error", err)
		bounced := mail.Bounced(err)
		return a.Store.Update(ctx, func(tx *store.Tx) error {
			if bounced {
				if err := tx.ContactBounced(l.Reader, a.now()); err != nil {
					return err
				}
			}
			return tx.LetterAgain(l, time.Time{})
		})
	}
	wait := min(30*time.Second<<l.Tries, 12*time.Hour)
	a.Log.Info("a letter waits", "letter", l.Kind, "event", l.Seq, "tries", l.Tries+1, "wait", wait, "error", err)
	return a.Store.Update(ctx, func(tx *store.Tx) error { return tx.LetterAgain(l, a.now().Add(wait)) })
}

// compose writes a letter from what the store knows at the moment.
func (a *App) compose(ctx context.Context, l *store.Letter) (letter *mail.Letter, err error) {
	err = a.Store.View(ctx, func(tx *store.Tx) error {
		email, err := tx.Email(l.Reader)
		if err != nil {
			return err
		}
		reader, err := tx.Reader(l.Reader)
		if err != nil {
			return err
		}
		if l.Kind == alerts.AtOnceLetter || l.Kind == alerts.DigestLetter {
			letter, err = a.alertLetter(tx, l, reader)
			if letter != nil {
				letter.To = email
			}
			return err
		}
		if l.Kind == appealLetter {
			if letter, err = a.appealLetter(tx, l, reader); letter != nil {
				letter.To = email
			}
			return err
		}
		id := rozmova.ID[rozmova.Decision](l.Ref)
		decision, err := tx.Decision(id)
		if err != nil {
			return err
		}
		comment, err := tx.Comment(decision.Comment)
		if err != nil {
			return err
		}
		story, err := tx.StoryHead(comment.Story)
		if err != nil {
			return err
		}
		address := a.Config.Origin() + web.LocalPath(reader.Locale, "/comments/"+comment.ID.String())
		var written mail.Letter
		switch l.Kind {
		case reasonsLetter:
			reasons, err := tx.Reasons(id)
			if err != nil {
				return err
			}
			address = a.Config.Origin() + web.LocalPath(reader.Locale, "/decisions/"+reasons.Decision.String())
			written = mail.Reasons(a.printer(reasons.Language), a.letterhead(), *reasons, story.Headline, address)
		case noticeLetter:
			notices, err := tx.NoticesOf(id)
			if err != nil {
				return err
			}
			for _, n := range notices {
				if n.Reporter == l.Reader {
					written = mail.NoticeAnswered(a.printer(reader.Locale), a.letterhead(), n, *decision, a.ruleTitle(tx, decision, reader.Locale), story.Headline, address)
				}
			}
		default:
			return fmt.Errorf("no letter of kind %q", l.Kind)
		}
		written.To = email
		written.IdempotencyKey = letterKey(l)
		letter = &written
		return nil
	})
	return letter, err
}

// letterKey names what a letter is about.
func letterKey(l *store.Letter) string { return fmt.Sprintf("%s %d %s", l.Kind, l.Seq, l.Reader) }

func (a *App) ruleTitle(tx *store.Tx, d *rozmova.Decision, l rozmova.Locale) string {
	rule, err := tx.Rule(a.Site.ID, d.Rule)
	if err != nil {
		return ""
	}
	return rozmova.In(rule.Title, l)
}
