package membership

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// MaxPenName is the longest pen name, in runes.
const MaxPenName = 32

// How long pen names last.
const (
	KeepName  = 30 * 24 * time.Hour  // before it may be changed again
	OwnedName = 365 * 24 * time.Hour // after it was given up, before somebody else may have it
)

// checkPenName cleans a pen name. It must have a letter, letters of one script only, and of signs only spaces and . ' ’ - _ .
func checkPenName(name string) (string, error) {
	invalid := func(reason string) (string, error) {
		return "", &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: "pen_name", Args: map[string]any{"Max": MaxPenName}}
	}
	name, err := lang.CleanLine(name)
	if err != nil {
		return invalid("text.not_utf8")
	}
	n := utf8.RuneCountInString(name)
	if n < 2 {
		return invalid("name.too_short")
	}
	if n > MaxPenName {
		return invalid("name.too_long")
	}
	letters := 0
	for _, r := range name {
		switch {
		case unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r): // Hangul fillers: letters that show nothing
			return invalid("name.signs")
		case unicode.IsLetter(r):
			letters++
		case unicode.IsMark(r), unicode.IsDigit(r), strings.ContainsRune(" .'’ʼ-_", r):
		default:
			return invalid("name.signs")
		}
	}
	if letters == 0 || lang.PenKey(name) == "" {
		return invalid("name.signs")
	}
	if !lang.Unmixed(name) {
		return invalid("name.mixed")
	}
	return name, nil
}

// free says whether a reader, who may be nobody yet, may go by a name that was checked: it is not reserved and would not be
// taken for a staff member's, nobody goes by one that looks like it, and nobody gave up such a one lately. Nobody chooses a
// name like those that are made up, for who has such a one has not chosen yet and changes it without a trace; the one that the
// reader has may stay. Whoever asks holds the lock "pen names". Invalid "name.reserved" and Conflict "name.taken" say no.
func (d *Desk) free(tx *store.Tx, by *rozmova.Reader, name string) error {
	if !by.Staff() && d.reserved().has(name) {
		return errReserved()
	}
	var id rozmova.ID[rozmova.Reader]
	if by != nil {
		id = by.ID
	}
	for _, key := range lang.PenKeys(name) {
		taken, err := tx.PenKeyTaken(d.o.Site.ID, key, id, d.o.Now().Add(-OwnedName))
		if err != nil {
			return err
		}
		if taken {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "name.taken", Field: "pen_name"}
		}
	}
	if likeMadeUp.MatchString(name) && (by == nil || by.PenName != name) {
		return errReserved()
	}
	return d.nobodyOfStaff(tx, by, name)
}

// guestName cleans and checks the name that a guest wants to be seen under, by the rules for everybody's: not a reserved one,
// and not a reader's, now or lately. Two guests may have one name, hence the key is not unique: the guest's own is the key, ~g
// and hexadecimal digits.
func (d *Desk) guestName(tx *store.Tx, name string) (clean, key string, err error) {
	if clean, err = checkPenName(name); err != nil {
		return "", "", err
	}
	if err = tx.Lock("pen names"); err != nil {
		return "", "", err
	}
	if err = d.free(tx, nil, clean); err != nil {
		return "", "", err
	}
	return clean, lang.PenKey(clean), nil
}
