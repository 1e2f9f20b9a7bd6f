package discussion_test

import (
	"encoding/hex"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/store"
)

func (k *talk) guest(name string) *rozmova.Reader {
	k.t.Helper()
	now := k.clock.Now()
	r := &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](now), Site: k.Site.ID, PenName: name, Locale: "uk", Joined: now, Guest: true}
	if err := k.db.Update(k.t.Context(), func(tx *store.Tx) error { return tx.AddGuest(r, "x~g"+hex.EncodeToString(r.ID[:])) }); err != nil {
		k.t.Fatal(err)
	}
	return r
}

// TestGuestsWait: whatever the thread's mode, a person reads first what a guest writes, and again what is changed.
func TestGuestsWait(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		g := k.guest("Гостя")
		for _, mode := range []rozmova.ThreadMode{rozmova.Open, rozmova.Slow, rozmova.Premoderated} {
			k.mode(mode)
			k.clock.Add(time.Hour) // whatever the pace
			if c := k.say(g, nil, "Слово."); c.State != rozmova.Pending {
				t.Errorf("in a %v thread: %v", mode, c.State)
			}
		}
		k.mode(rozmova.Open)
		k.clock.Add(time.Hour)
		_, _, err := k.desk.Post(t.Context(), g, discussion.Posting{Thread: k.Thread, Body: "Четверте.", Locale: "uk"})
		refused(t, "a fourth comment", err, rozmova.Conflict, "guest.waiting")
		if c := k.say(k.Readers[0], nil, "Слово."); c.State != rozmova.Published {
			t.Errorf("a member's: %v", c.State)
		}

		h := k.guest("Інша")
		c := k.say(h, nil, "Слово.")
		if c, err = k.desk.Edit(t.Context(), h, c.ID, 0, "Інше слово."); err != nil || c.State != rozmova.Pending {
			t.Errorf("an edit while it waits: %v, %v", c, err)
		}
		k.rule(c, rozmova.Publish)
		_, err = k.desk.Edit(t.Context(), h, c.ID, 0, "Зовсім інше.")
		refused(t, "an edit afterwards", err, rozmova.Conflict, "comment.not_editable")
		_, err = k.desk.Append(t.Context(), h, c.ID, 0, "Ще.")
		refused(t, "an addition afterwards", err, rozmova.Conflict, "comment.not_editable")
	})
}

// TestGuestsOnlyComment: that is decided here, whichever door a guest comes by.
func TestGuestsOnlyComment(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		g, c := k.guest("Гостя"), k.say(k.Readers[0], nil, "Слово.")
		_, err := k.desk.Vote(t.Context(), g, c.ID, rozmova.Vote{Respect: true})
		refused(t, "vote", err, rozmova.Forbidden, "guest.only_comment")
		_, err = k.desk.Report(t.Context(), g, c.ID, "respect", "")
		refused(t, "report", err, rozmova.Forbidden, "guest.only_comment")
		_, err = k.desk.Mute(t.Context(), g, c.Author)
		refused(t, "mute", err, rozmova.Forbidden, "guest.only_comment")
		_, err = k.desk.Unmute(t.Context(), g, c.Author)
		refused(t, "unmute", err, rozmova.Forbidden, "guest.only_comment")
	})
}
