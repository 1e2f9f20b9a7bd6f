package discussion_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// keep sets how the thread is kept.
func (k *talk) keep(mode rozmova.ThreadMode, own rozmova.ThreadSettings) {
	k.t.Helper()
	err := k.db.Update(k.t.Context(), func(tx *store.Tx) error {
		t, err := tx.Thread(k.Thread)
		if err != nil {
			return err
		}
		t.Mode, t.Settings = mode, own
		return tx.SetThread(t)
	})
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *talk) post(r *rozmova.Reader, text string) error {
	_, _, err := k.desk.Post(k.t.Context(), r, discussion.Posting{Thread: k.Thread, Body: text})
	return err
}

// args gives the values that a refusal has for its text.
func args(err error) map[string]any {
	var e *rozmova.Error
	if errors.As(err, &e) {
		return e.Args
	}
	return nil
}

func TestASlowThreadTakesOneOfEachInAWhile(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.keep(rozmova.Slow, rozmova.ThreadSettings{SlowMinutes: 10})
		elsewhere := open(t, k.db, rozmova.ThreadSettings{PerMinute: 100})
		elsewhere.say(k.Readers[0], nil, "Деінде")
		first := k.say(k.Readers[0], nil, "Перше")
		if first.State != rozmova.Published {
			t.Errorf("the first is %v, want it shown at once", first.State)
		}
		k.clock.Add(4 * time.Minute)
		if _, err := k.desk.Withdraw(t.Context(), k.Readers[0], first.ID); err != nil { // and so gets no other turn
			t.Fatal(err)
		}
		err := k.post(k.Readers[0], "Друге")
		refused(t, "the second within ten minutes", err, rozmova.TooMany, "comment.slow")
		if a := args(err); a["Minutes"] != 10 || a["Seconds"] != 360 || a["Wait"] != 6 {
			t.Errorf("the second is told %v, want six minutes to wait", a)
		}
		if err := k.post(k.Readers[1], "Перше"); err != nil {
			t.Errorf("somebody else: %v", err)
		}
		if err := elsewhere.post(k.Readers[0], "Деінде"); err != nil {
			t.Errorf("in another thread: %v", err)
		}
		k.clock.Add(6 * time.Minute)
		if err := k.post(k.Readers[0], "Друге"); err != nil {
			t.Errorf("ten minutes later: %v", err)
		}
		var wg sync.WaitGroup
		taken := make(chan bool, 8)
		for range 8 {
			wg.Go(func() { taken <- k.post(k.Readers[2], "слово") == nil })
		}
		wg.Wait()
		n := 0
		for range 8 {
			if <-taken {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d of eight at once were taken, want one", n)
		}
	})
}

func TestTooFastTellsHowLongToWait(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		k := open(t, db, rozmova.ThreadSettings{PerMinute: 2})
		k.say(k.Readers[0], nil, "Перше")
		k.clock.Add(25 * time.Second)
		k.say(k.Readers[0], nil, "Друге")
		k.clock.Add(25 * time.Second)
		err := k.post(k.Readers[0], "Третє")
		refused(t, "the third", err, rozmova.TooMany, "comment.too_fast")
		if a := args(err); a["N"] != 2 || a["Seconds"] != 10 {
			t.Errorf("the third is told %v, want ten seconds to wait", a)
		}
		k.clock.Add(10*time.Second + time.Millisecond)
		if err := k.post(k.Readers[0], "Третє"); err != nil {
			t.Errorf("after the wait: %v", err)
		}
	})
}

func TestWhoMayWrite(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		young, old, stranger := k.Readers[0], *k.Readers[1], k.Readers[2]
		old.Joined = k.clock.Now().AddDate(0, 0, -30).Add(-time.Second)
		here := &rozmova.Reader{ID: k.Readers[3].ID, Joined: young.Joined, Grants: []rozmova.Grant{{Role: rozmova.Editor, Section: k.Story.Section}}}
		elsewhere := &rozmova.Reader{ID: k.Readers[3].ID, Joined: young.Joined, Grants: []rozmova.Grant{{Role: rozmova.Editor, Section: "sport"}}}
		k.keep(rozmova.Open, rozmova.ThreadSettings{Writers: rozmova.OlderReaders, OlderThanDays: 30})
		err := k.post(young, "слово")
		refused(t, "who joined today", err, rozmova.Forbidden, "thread.older_only")
		if a := args(err); a["Days"] != 30 {
			t.Errorf("who joined today is told %v, want 30 days", a)
		}
		refused(t, "staff of another section", k.post(elsewhere, "слово"), rozmova.Forbidden, "thread.older_only")
		for what, r := range map[string]*rozmova.Reader{"who joined thirty days ago": &old, "staff of the section": here, "a moderator": k.Moderator} {
			if err := k.post(r, "слово"); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		k.keep(rozmova.Open, rozmova.ThreadSettings{Writers: rozmova.Invited})
		err = k.db.Update(t.Context(), func(tx *store.Tx) error {
			return tx.SetInvited(k.Thread, []rozmova.ID[rozmova.Reader]{young.ID})
		})
		if err != nil {
			t.Fatal(err)
		}
		refused(t, "who is not invited", k.post(stranger, "слово"), rozmova.Forbidden, "thread.invited_only")
		for what, r := range map[string]*rozmova.Reader{"who is invited": young, "staff of the section": here, "a moderator": k.Moderator} {
			if err := k.post(r, "слово"); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		k.keep(rozmova.Closed, rozmova.ThreadSettings{Writers: rozmova.Invited})
		refused(t, "the staff, when it is closed", k.post(here, "слово"), rozmova.Conflict, "thread.closed")
		opens := k.clock.Now().Add(time.Hour)
		k.keep(rozmova.Open, rozmova.ThreadSettings{Opens: opens})
		err = k.post(young, "слово")
		refused(t, "before it opens", err, rozmova.Conflict, "thread.not_yet")
		if when, _ := args(err)["When"].(time.Time); !when.Equal(opens.Truncate(time.Microsecond)) {
			t.Errorf("before it opens one is told %v, want %v", args(err), opens)
		}
		k.clock.Add(time.Hour)
		if err := k.post(young, "слово"); err != nil {
			t.Errorf("when it has opened: %v", err)
		}
	})
}

func TestLimitsOfASectionAndAStory(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		k := open(t, db, rozmova.ThreadSettings{PerMinute: 1 << 20})
		k.desk = discussion.New(db, discussion.Options{
			Now: k.clock.Now, Site: k.Site, Settings: rozmova.ThreadSettings{PerMinute: 1 << 20},
			Sections: map[rozmova.Slug]rozmova.ThreadSettings{k.Story.Section: {Runes: 50, Links: rozmova.Never, Nesting: 2}},
		})
		err := k.post(k.Readers[0], strings.Repeat("ї", 51))
		refused(t, "too long for the section", err, rozmova.Invalid, "comment.too_long")
		if a := args(err); a["Max"] != 50 || a["N"] != 51 {
			t.Errorf("too long for the section: %v", a)
		}
		refused(t, "a link", k.post(k.Readers[0], "https://example.org"), rozmova.Invalid, "comment.too_many_links")
		k.keep(rozmova.Open, rozmova.ThreadSettings{Runes: 60, Links: 1})
		if err := k.post(k.Readers[0], strings.Repeat("ї", 60)); err != nil {
			t.Errorf("as long as the story allows: %v", err)
		}
		if err := k.post(k.Readers[0], "https://example.org"); err != nil {
			t.Errorf("as many links as the story allows: %v", err)
		}
		at, depths := k.say(k.Readers[0], nil, "слово"), []int{}
		for range 4 {
			at = k.say(k.Readers[1], at, "слово")
			depths = append(depths, at.Depth)
		}
		if want := []int{1, 2, 2, 2}; !slices.Equal(depths, want) {
			t.Errorf("each answers the last at depths %v, want %v", depths, want)
		}
		k.keep(rozmova.Open, rozmova.ThreadSettings{Nesting: rozmova.Never})
		at = k.say(k.Readers[0], nil, "слово")
		for range 3 {
			if at = k.say(k.Readers[1], at, "слово"); at.Depth != 1 {
				t.Errorf("without nesting an answer stands at depth %d", at.Depth)
			}
		}
	})
}

func TestLanguagesOfAThread(t *testing.T) {
	const (
		english   = "The bridge was opened on Monday morning, and I do not understand why nobody has told the people who live on the other bank of the river."
		ukrainian = "Міст відкрили вранці в понеділок, і я не розумію, чому про це ніхто не сказав людям, які живуть на іншому березі річки."
	)
	eachEngine(t, func(t *testing.T, k *talk) {
		k.keep(rozmova.Open, rozmova.ThreadSettings{Languages: []rozmova.Locale{"uk"}})
		err := k.post(k.Readers[0], english)
		refused(t, "English where Ukrainian is written", err, rozmova.Invalid, "comment.language")
		if a := args(err); !slices.Equal(a["Languages"].([]rozmova.Locale), []rozmova.Locale{"uk"}) {
			t.Errorf("the refusal tells %v", a)
		}
		_, err = k.desk.Preview(t.Context(), k.Readers[0], k.Thread, english)
		refused(t, "the preview of it", err, rozmova.Invalid, "comment.language")
		for what, text := range map[string]string{"Ukrainian": ukrainian, "too short to tell": "OK, yes!", "an English quotation": "> " + english + "\n\nОсь так.", "English code": "```\n" + english + "\n```"} {
			if err := k.post(k.Readers[0], text); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		k.keep(rozmova.Open, rozmova.ThreadSettings{Languages: []rozmova.Locale{"uk", "ru"}})
		refused(t, "English where Ukrainian and Russian are written", k.post(k.Readers[0], english), rozmova.Invalid, "comment.languages")
		k.keep(rozmova.Open, rozmova.ThreadSettings{Languages: []rozmova.Locale{rozmova.AnyLanguage}})
		if err := k.post(k.Readers[0], english); err != nil {
			t.Errorf("English where any is written: %v", err)
		}
	})
}
