package moderation_test

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// TestForget lets time pass by the clock: nothing goes before its time, and everything after.
func TestForget(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		const day = 24 * time.Hour
		k := moderation.Keeping{Origins: 7, Notifiers: 190, RemovedText: 365, Cases: 1095, Nudges: 400, Signals: 180, Notes: 1095, Audit: 1095, Letters: 90}
		began := d.clock.Now()
		forget := func(after time.Duration) map[string]int64 {
			t.Helper()
			d.clock.Add(began.Add(after).Sub(d.clock.Now()))
			gone, err := d.Forget(t.Context(), k)
			if err != nil {
				t.Fatal(err)
			}
			return gone
		}
		only := func(after time.Duration, kind string, n int64) {
			t.Helper()
			for k, v := range forget(after) {
				if k != kind && v != 0 || k == kind && v != n {
					t.Errorf("after %v went %d of %s", after, v, k)
				}
			}
		}
		stays := d.comment(d.Readers[1], rozmova.Published, 0)
		c := d.comment(d.Readers[0], rozmova.Published, 0)
		made, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "respect", Facts: "факти"})
		if err != nil {
			t.Fatal(err)
		}
		d.update(func(tx *store.Tx) error {
			if err := tx.AddOrigin(&store.Origin{Reader: d.Readers[0].ID, Day: int(began.Unix() / 86400), Hash: []byte{1}, Deed: "post", At: began}); err != nil {
				return err
			}
			if err := tx.AddNote(&store.Note{ID: rozmova.NewID[store.Note](began), Site: d.Site.ID, Reader: d.Readers[0].ID, By: d.Moderator.ID, Text: "нотатка", At: began}); err != nil {
				return err
			}
			return tx.AddNudge(&rozmova.Nudge{ID: rozmova.NewID[rozmova.Nudge](began), Site: d.Site.ID, Thread: d.Thread, Reader: d.Readers[0].ID, Digest: []byte{1}, At: began})
		})
		only(6*day, "", 0)
		only(8*day, "origins", 1)
		only(365*day-time.Minute, "", 0)
		only(365*day+time.Minute, "removed_text", 1)
		d.update(func(tx *store.Tx) error {
			after, err := tx.Comment(c.ID)
			if err != nil {
				return err
			}
			if after.State != rozmova.Removed || after.Source != "" || len(after.Body) != 0 || after.Author.IsZero() {
				t.Errorf("what is left: %+v", after)
			}
			if whole, err := tx.Comment(stays.ID); err != nil || whole.Source == "" {
				t.Errorf("a published comment: %+v, %v", whole, err)
			}
			reasons, err := tx.Reasons(made.ID)
			if err != nil || reasons.Words != "" || reasons.Facts != "" || reasons.RuleKey != "respect" {
				t.Errorf("reasons: %+v, %v", reasons, err)
			}
			return nil
		})
		only(400*day-time.Minute, "", 0)
		only(400*day+time.Minute, "nudges", 1)
		only(1095*day-time.Minute, "", 0)
		only(1095*day+time.Minute, "notes", 1)
	})
}

// TestForgetWaits keeps the words of a removed comment while somebody appeals, and whatever the settings say as long as one may.
func TestForgetWaits(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		c := d.comment(d.Readers[0], rozmova.Published, 0)
		made, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "respect", Facts: "факти"})
		if err != nil {
			t.Fatal(err)
		}
		k := moderation.Keeping{Origins: 1, Notifiers: 1, RemovedText: 1, Cases: 1, Nudges: 1, Signals: 1, Notes: 1, Audit: 1, Letters: 1}
		cleared := func() int64 {
			t.Helper()
			gone, err := d.Forget(t.Context(), k)
			if err != nil {
				t.Fatal(err)
			}
			return gone["removed_text"]
		}
		d.clock.Add(made.At.AddDate(0, 6, 0).Sub(d.clock.Now()))
		if n := cleared(); n != 0 {
			t.Error("gone while an appeal is possible")
		}
		appeal := &rozmova.Appeal{
			ID: rozmova.NewID[rozmova.Appeal](d.clock.Now()), Site: d.Site.ID, Decision: made.ID, Comment: c.ID, Appellant: d.Readers[0].ID, Text: "не згоден", At: d.clock.Now(),
			Due: d.clock.Now().AddDate(0, 0, 14), State: rozmova.AppealOpen,
		}
		d.update(func(tx *store.Tx) error { return tx.AddAppeal(appeal) })
		d.clock.Add(30 * 24 * time.Hour)
		if n := cleared(); n != 0 {
			t.Error("gone while an appeal is open")
		}
		d.update(func(tx *store.Tx) error {
			appeal.State, appeal.By, appeal.Decided = rozmova.AppealUpheld, d.Moderator.ID, d.clock.Now()
			return tx.HearAppeal(appeal)
		})
		d.clock.Add(24 * time.Hour)
		if n := cleared(); n != 0 {
			t.Error("gone on the day after the appeal was heard")
		}
		d.clock.Add(200 * 24 * time.Hour)
		if n := cleared(); n != 1 {
			t.Error("it is still there")
		}
	})
}

// TestSetRule writes versions of rules.
func TestSetRule(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		senior := d.staff("Старша", rozmova.Senior, "")
		rules, languages, err := d.RulesToEdit(t.Context(), senior)
		if err != nil || len(rules) == 0 {
			t.Fatal(rules, err)
		}
		r := rules[0]
		texts := func(text string) map[rozmova.Locale]string {
			all := map[rozmova.Locale]string{}
			for _, l := range languages {
				all[l] = text
			}
			return all
		}
		change := rozmova.Rule{Key: r.Key, Title: texts("Назва"), Text: texts("Новий текст")}
		if _, err := d.SetRule(t.Context(), d.Moderator, change, r.Version); reasonOf(err) != "role.senior_needed" {
			t.Error(err)
		}
		if v, err := d.SetRule(t.Context(), senior, change, r.Version); err != nil || v != r.Version+1 {
			t.Error(v, err)
		}
		if v, err := d.SetRule(t.Context(), senior, change, r.Version+1); err != nil || v != r.Version+1 {
			t.Error("what says the same adds a version:", v, err)
		}
		if _, err := d.SetRule(t.Context(), senior, change, r.Version); reasonOf(err) != "rule.changed" {
			t.Error(err)
		}
		if _, err := d.SetRule(t.Context(), senior, change, 0); reasonOf(err) != "rule.key_taken" {
			t.Error(err)
		}
		if _, err := d.SetRule(t.Context(), senior, rozmova.Rule{Key: "new-one", Title: texts("Назва")}, 0); err == nil {
			t.Error("a rule without a text was taken")
		}
		if v, err := d.SetRule(t.Context(), senior, rozmova.Rule{Key: "new-one", Title: texts("Назва"), Text: texts("Текст")}, 0); err != nil || v != 1 {
			t.Error(v, err)
		}
		d.update(func(tx *store.Tx) error {
			old, err := tx.RuleVersion(d.Site.ID, r.Key, r.Version)
			if err != nil || rozmova.In(old.Text, "uk") != rozmova.In(r.Text, "uk") {
				t.Errorf("the earlier version: %+v, %v", old, err)
			}
			return nil
		})
	})
}
