package moderation_test

import (
	"errors"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// keepAll keeps everything for longer than the tests last, but for what a test changes.
var keepAll = moderation.Keeping{Origins: 9999, Notifiers: 9999, RemovedText: 9999, Cases: 9999, Nudges: 9999, Signals: 9999, Notes: 9999, Audit: 9999, Letters: 9999}

// forget lets go what is over a time after a moment, and fails where that is not so many of the one kind alone.
func (d *desk) forget(k moderation.Keeping, from time.Time, after time.Duration, kind string, n int64) {
	d.t.Helper()
	d.clock.Add(from.Add(after).Sub(d.clock.Now()))
	gone, err := d.Forget(d.t.Context(), k)
	if err != nil {
		d.t.Fatal(err)
	}
	for name, v := range gone {
		if want := map[bool]int64{true: n}[name == kind]; v != want {
			d.t.Errorf("%v after, %d of %s went, want %d", after, v, name, want)
		}
	}
}

// TestForgetNotices: who sent a notice is forgotten when its time is over, then what was said; a notice that waits keeps both.
func TestForgetNotices(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		const day = 24 * time.Hour
		k := keepAll
		k.Notifiers, k.Cases = 190, 1095
		form := aNotice(d.comment(d.Readers[0], rozmova.Published, 0))
		form.Name, form.Law = "Свідок Подій", "Кримінальний кодекс, ст. 129"
		decided, code, err := d.Notify(t.Context(), nil, form)
		if err != nil {
			t.Fatal(err)
		}
		form.Comment = d.comment(d.Readers[1], rozmova.Published, 0).ID
		waits, _, err := d.Notify(t.Context(), nil, form)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: decided.Comment, Action: rozmova.Keep, Answer: "Адреси тут немає."}); err != nil {
			t.Fatal(err)
		}
		d.pass(rozmova.Undoing)
		appeal, err := d.AppealNotice(t.Context(), code, "Адреса в другому реченні.")
		if err != nil {
			t.Fatal(err)
		}
		sent := func() {
			t.Helper()
			d.update(func(tx *store.Tx) error {
				list, err := tx.DueOutside(d.clock.Now().Add(day), 100)
				for _, l := range list {
					if err == nil {
						err = tx.OutsideSent(&l, d.clock.Now())
					}
				}
				return err
			})
		}
		sent()
		d.forget(k, d.clock.Now(), 200*day, "", 0) // somebody still has to hear the appeal
		if appeal, err = d.Hear(t.Context(), d.staff("Старша", rozmova.Senior, ""), appeal.ID, moderation.AppealRuling{State: rozmova.AppealUpheld, Answer: "Її там немає."}); err != nil {
			t.Fatal(err)
		}
		sent()
		heard := appeal.Decided

		notice := func(id rozmova.ID[rozmova.Notice]) (n *rozmova.Notice) {
			t.Helper()
			d.update(func(tx *store.Tx) (err error) {
				n, err = tx.Notice(id)
				return err
			})
			return n
		}
		if n := notice(decided.ID); n.Name == "" || n.Email == "" {
			t.Fatalf("before: %+v", n)
		}
		d.forget(k, heard, 190*day-time.Minute, "", 0)
		d.update(func(tx *store.Tx) error {
			code, err := tx.NoticeCode(decided.ID)
			if code == "" {
				t.Error("the way to the page went too early")
			}
			return err
		})
		d.forget(k, heard, 190*day+time.Minute, store.KeptNotifiers, 2) // the receipt, and who sent the notice
		if n := notice(decided.ID); n.Name != "" || n.Email != "" || n.Text == "" || n.Law == "" || n.Answer == "" {
			t.Errorf("what is left of the notice: %+v", n)
		}
		if _, err := d.NoticeByCode(t.Context(), code); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("its page: %v", err)
		}
		d.forget(k, heard, 1095*day-time.Minute, store.KeptCases, 1) // the notice was decided 200 days before its appeal was heard
		d.forget(k, heard, 1095*day+time.Minute, store.KeptCases, 1)
		if n := notice(decided.ID); n.Text != "" || n.Law != "" || n.Answer != "" || n.Category == "" || n.Outcome != rozmova.NoticeRejected {
			t.Errorf("what is left in the end: %+v", n)
		}
		d.update(func(tx *store.Tx) error {
			a, err := tx.Appeal(appeal.ID)
			if err == nil && (a.Text != "" || a.Answer != "" || a.State != rozmova.AppealUpheld) {
				t.Errorf("the appeal: %+v", a)
			}
			return err
		})
		if n := notice(waits.ID); n.Name == "" || n.Email == "" || n.Text == "" || n.Law == "" {
			t.Errorf("the notice that waits: %+v", n)
		}
	})
}

// TestForgetOfTheDesk: closed signals, the audit log and letters go when their time is over; what is open and what was not sent stays.
func TestForgetOfTheDesk(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		const day = 24 * time.Hour
		k := keepAll
		k.Letters, k.Signals, k.Audit = 90, 180, 1095
		at := d.clock.Now()
		open, closed := rozmova.NewID[rozmova.Signal](at), rozmova.NewID[rozmova.Signal](at.Add(time.Millisecond))
		d.update(func(tx *store.Tx) error {
			for _, s := range []*rozmova.Signal{{ID: open, Key: "one"}, {ID: closed, Key: "other"}} {
				s.Site, s.Kind, s.Doc, s.At, s.State, s.Acted = d.Site.ID, "flood", []byte("{}"), at, 1, "nothing"
				if _, err := tx.PutSignal(s); err != nil {
					return err
				}
			}
			if err := tx.CloseSignal(closed, 3, d.Moderator.ID, at); err != nil {
				return err
			}
			for range 3 {
				if err := d.Audited(tx, d.Moderator, "role.given", "reader", [16]byte(d.Readers[0].ID), nil); err != nil {
					return err
				}
			}
			for i, end := range []string{"sent", "given up", "waits"} {
				seq, err := tx.Append(rozmova.Event{At: at, Kind: rozmova.BranchChanged, Site: d.Site.ID})
				if err != nil {
					return err
				}
				l := &store.Letter{Seq: seq, Kind: "reasons", Reader: d.Readers[i].ID, Ref: [16]byte{1}, Next: at}
				if err := tx.AddLetter(l); err != nil {
					return err
				}
				switch end {
				case "sent":
					err = tx.LetterSent(l, at)
				case "given up":
					err = tx.LetterAgain(l, time.Time{})
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		d.forget(k, at, 90*day-time.Minute, "", 0)
		d.forget(k, at, 90*day+time.Minute, store.KeptLetters, 2)
		d.forget(k, at, 180*day-time.Minute, "", 0)
		d.forget(k, at, 180*day+time.Minute, store.KeptSignals, 1)
		d.forget(k, at, 1095*day-time.Minute, "", 0)
		d.forget(k, at, 1095*day+time.Minute, store.KeptAudit, 3)
		d.update(func(tx *store.Tx) error {
			if _, err := tx.Signal(open); err != nil {
				t.Errorf("the open signal: %v", err)
			}
			if _, err := tx.Signal(closed); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("the closed signal: %v", err)
			}
			if list, err := tx.Audits(d.Site.ID, store.AuditFilter{Limit: 9}); err != nil || len(list) != 0 {
				t.Errorf("the audit log: %+v, %v", list, err)
			}
			if list, err := tx.DueLetters(d.clock.Now(), 9); err != nil || len(list) != 1 || list[0].Reader != d.Readers[2].ID {
				t.Errorf("the letters: %+v, %v", list, err)
			}
			return nil
		})
	})
}
