package app

import (
	"net/url"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/web"
)

// alertLetter writes a letter about one alert, or a digest; NotFound where it has nothing to tell any more.
func (a *App) alertLetter(tx *store.Tx, l *store.Letter, reader *rozmova.Reader) (*mail.Letter, error) {
	told, err := a.Alerts.ForLetter(tx, l)
	if err != nil {
		return nil, err
	}
	at := func(path string) string { return a.Config.Origin() + web.LocalPath(reader.Locale, path) }
	lines := make([]mail.AlertLine, len(told.Lines))
	for i, line := range told.Lines {
		lines[i] = mail.AlertLine{Kind: line.Kind, Name: line.Actor, Headline: line.Headline, Words: line.Excerpt, URL: at(web.AlertPath(line)), Statement: line.Statement, Cited: !line.Comment.IsZero()}
		if line.Actor == "" {
			lines[i].Name = a.printer(reader.Locale).T("alert.somebody")
		}
	}
	leave := mail.Leave{URL: a.Config.Origin() + "/unsubscribe/" + told.Secret, Settings: at("/me/alerts")}
	p := a.printer(reader.Locale)
	var written mail.Letter
	if l.Kind == alerts.AtOnceLetter {
		leave.URL += "?" + url.Values{"kind": {told.Kind.String()}}.Encode()
		written = mail.Alert(p, a.letterhead(), lines[0], leave)
	} else {
		written = mail.Digest(p, a.letterhead(), lines, told.More, at("/alerts"), leave)
	}
	written.IdempotencyKey = letterKey(l)
	return &written, nil
}
