package app

import (
	"errors"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/web"
)

// askForAppeal writes down the letter to who appealed; those without an account get theirs by the page of their notice.
func (a *App) askForAppeal(tx *store.Tx, e rozmova.Event) error {
	appeal, err := tx.Appeal(rozmova.ID[rozmova.Appeal](e.Ref))
	if errors.Is(err, rozmova.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if !appeal.Notice.IsZero() {
		n, err := tx.Notice(appeal.Notice)
		if err != nil {
			return err
		}
		if n.Kind != rozmova.RuleNotice {
			return a.askOutside(tx, store.AppealLetter, n)
		}
	}
	if appeal.Appellant.IsZero() {
		return nil
	}
	return tx.AddLetter(&store.Letter{Seq: e.Seq, Kind: appealLetter, Reader: appeal.Appellant, Ref: e.Ref, Next: a.now()})
}

// appealLetter writes the letter about an appeal as it stands.
func (a *App) appealLetter(tx *store.Tx, l *store.Letter, reader *rozmova.Reader) (*mail.Letter, error) {
	appeal, err := tx.Appeal(rozmova.ID[rozmova.Appeal](l.Ref))
	if err != nil {
		return nil, err
	}
	comment, err := tx.Comment(appeal.Comment)
	if err != nil {
		return nil, err
	}
	story, err := tx.StoryHead(comment.Story)
	if err != nil {
		return nil, err
	}
	path := "/decisions/" + appeal.Decision.String()
	if !appeal.Notice.IsZero() {
		path = "/comments/" + comment.ID.String()
	}
	letter := mail.Appeal(a.printer(reader.Locale), a.letterhead(), *appeal, story.Headline, a.Config.Origin()+web.LocalPath(reader.Locale, path))
	return &letter, nil
}
