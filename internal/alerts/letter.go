package alerts

import (
	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A Told is what a letter tells.
type Told struct {
	Lines  []Line            // the oldest first
	More   int               // alerts beyond those
	Secret string            // by which the reader gets no more such letters
	Kind   rozmova.AlertKind // of a letter about one alert; 0 for a digest
}

// mostLines is how many alerts a digest tells of; the others are counted.
const mostLines = 30

// ForLetter gives what a letter tells, as it is now: what can no longer be read, what was read already and what the reader no
// longer wants by letter is left out. NotFound where nothing is left, or letters do not reach the reader.
func (d *Desk) ForLetter(tx *store.Tx, l *store.Letter) (*Told, error) {
	bounced, err := tx.Bounced(l.Reader)
	if err != nil {
		return nil, err
	}
	if !bounced.IsZero() {
		return nil, rozmova.NotFound
	}
	told := &Told{}
	var list []rozmova.Alert
	if l.Kind == AtOnceLetter {
		a, err := tx.Alert(l.Ref)
		if err != nil {
			return nil, err
		}
		shown, err := tx.AlertShown(a.ID)
		if err != nil {
			return nil, err
		}
		if shown && a.Read.IsZero() {
			list = append(list, *a)
		}
		told.Kind = a.Kind
	} else if list, err = tx.DigestAlerts(l.Reader, l.Seq, 1000); err != nil {
		return nil, err
	}
	settings, err := tx.AlertSettings([]rozmova.ID[rozmova.Reader]{l.Reader})
	if err != nil {
		return nil, err
	}
	wanted := list[:0]
	for _, a := range list {
		if mailed(a.Kind, settings[l.Reader][a.Kind]) {
			wanted = append(wanted, a)
		}
	}
	if len(wanted) == 0 {
		return nil, rozmova.NotFound
	}
	if len(wanted) > mostLines {
		wanted, told.More = wanted[:mostLines], len(wanted)-mostLines
	}
	if told.Lines, err = Lines(tx, wanted); err != nil {
		return nil, err
	}
	told.Secret, err = tx.KeptAlertSecret(l.Reader)
	return told, err
}
