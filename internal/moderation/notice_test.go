package moderation_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

func aNotice(c *rozmova.Comment) moderation.NoticeForm {
	return moderation.NoticeForm{
		Comment: c.ID, Text: "Тут названо адресу людини й закликано туди прийти.", Category: "STATEMENT_CATEGORY_VIOLENCE", Country: "ua", Email: "svidok@example.org",
		GoodFaith: true, Language: "uk",
	}
}

func TestANoticeWithoutAnAccount(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		c := d.comment(d.Readers[0], rozmova.Published, 0)
		for field, spoil := range map[string]func(*moderation.NoticeForm){
			"text": func(f *moderation.NoticeForm) { f.Text = "погано" }, "category": func(f *moderation.NoticeForm) { f.Category = "" },
			"country": func(f *moderation.NoticeForm) { f.Country = "U1" }, "email": func(f *moderation.NoticeForm) { f.Email = "a@b@c" },
			"good_faith": func(f *moderation.NoticeForm) { f.GoodFaith = false },
		} {
			f := aNotice(c)
			spoil(&f)
			var e *rozmova.Error
			if _, _, err := d.Notify(t.Context(), nil, f); !errors.As(err, &e) || e.Field != field {
				t.Errorf("without a good %s: %v", field, err)
			}
		}
		form := aNotice(c)
		form.MediaLaw = true
		n, code, err := d.Notify(t.Context(), nil, form)
		if err != nil || n.Kind != rozmova.MediaLawNotice || n.Due.Sub(n.At) < 3*24*time.Hour {
			t.Fatalf("the notice: %+v, %v", n, err)
		}
		counts, err := d.Counts(t.Context(), d.Moderator)
		if err != nil || counts[rozmova.IllegalList] != 1 || counts[rozmova.ReportedList] != 0 {
			t.Errorf("the queues: %v, %v", counts, err)
		}
		if _, err := d.NoticeByCode(t.Context(), code+"a"); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("by a wrong code: %v", err)
		}
		if _, err := d.AppealNotice(t.Context(), code, "Чому так довго?"); reasonOf(err) != "appeal.not_yet" {
			t.Errorf("an appeal before the decision: %v", err)
		}

		decision, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Keep, Answer: "Адреси тут немає."})
		if err != nil || decision.Source != rozmova.ByNotice {
			t.Fatalf("the decision: %+v, %v", decision, err)
		}
		if nc, err := d.NoticeByCode(t.Context(), code); err != nil || nc.Decision != nil || nc.Notice.Answer != "" {
			t.Errorf("told while it can be undone: %+v, %v", nc, err)
		}
		if _, err := d.Undo(t.Context(), d.Moderator, decision.ID); err != nil {
			t.Fatal(err)
		}
		if counts, err = d.Counts(t.Context(), d.Moderator); err != nil || counts[rozmova.IllegalList] != 1 {
			t.Errorf("the queues after the undoing: %v, %v", counts, err)
		}

		d.clock.Add(n.Due.Sub(n.At) - 24*time.Hour + time.Minute)
		alarms, err := d.Alarms(t.Context())
		if err != nil || len(alarms) != 1 || alarms[0].Notice != n.ID {
			t.Fatalf("the alarms: %+v, %v", alarms, err)
		}
		for _, want := range []bool{true, false} {
			if first, err := d.Alarmed(t.Context(), alarms[0]); err != nil || first != want {
				t.Errorf("the alarm is the first: %v, %v", first, err)
			}
		}
		if list, err := d.Pressing(t.Context(), d.Moderator); err != nil || len(list) != 1 {
			t.Errorf("what presses: %+v, %v", list, err)
		}

		d.clock.Add(time.Minute)
		if _, err = d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Keep, Answer: "Адреси тут немає."}); err != nil {
			t.Fatal(err)
		}
		d.pass(rozmova.Undoing)
		nc, err := d.NoticeByCode(t.Context(), code)
		if err != nil || nc.Notice.Outcome != rozmova.NoticeRejected || nc.Notice.Answer != "Адреси тут немає." || nc.Notice.Email != "" || nc.Until.IsZero() {
			t.Fatalf("the case: %+v, %v", nc, err)
		}
		if counts, err = d.Counts(t.Context(), d.Moderator); err != nil || counts[rozmova.IllegalList] != 0 {
			t.Errorf("the queues after the decision: %v, %v", counts, err)
		}
		a, err := d.AppealNotice(t.Context(), code, "Адреса в другому реченні.")
		if err != nil {
			t.Fatal(err)
		}
		senior := d.staff("Старша", rozmova.Senior, "")
		if _, err := d.Hear(t.Context(), senior, a.ID, moderation.AppealRuling{State: rozmova.AppealReversed, Answer: "Справді, вона там є."}); err != nil {
			t.Fatal(err)
		}
		if d.stateOf(c) != rozmova.Removed {
			t.Error("the notifier was right, and the comment is still there")
		}
		if _, err := d.AppealNotice(t.Context(), code, "Ще."); reasonOf(err) != "appeal.once" {
			t.Errorf("a second appeal: %v", err)
		}
	})
}

func TestNoticesAreBounded(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		c := d.comment(d.Readers[0], rozmova.Published, 0)
		here := moderation.WithFrom(t.Context(), moderation.From{Network: "192.0.2.7"})
		for range 5 {
			if _, _, err := d.Notify(here, nil, aNotice(c)); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := d.Notify(here, nil, aNotice(c)); !errors.Is(err, rozmova.TooMany) {
			t.Errorf("the sixth within the hour: %v", err)
		}
		there := moderation.WithFrom(t.Context(), moderation.From{Network: "198.51.100.7"})
		if _, _, err := d.Notify(there, nil, aNotice(c)); err != nil {
			t.Errorf("from elsewhere: %v", err)
		}
		d.clock.Add(time.Hour + time.Minute)
		if _, _, err := d.Notify(here, nil, aNotice(c)); err != nil {
			t.Errorf("an hour later: %v", err)
		}
	})
}

// report writes a report as the discussion does.
func (d *desk) report(ctx context.Context, r *rozmova.Reader, c *rozmova.Comment) (weight int) {
	d.t.Helper()
	now := d.clock.Now()
	d.update(func(tx *store.Tx) error {
		comment, err := tx.CommentToChange(c.ID)
		if err != nil {
			return err
		}
		if weight, err = d.WeighReport(tx, c, r, now); err != nil {
			return err
		}
		origin, err := d.OriginNow(tx, moderation.FromOf(ctx).Network, now)
		if err != nil {
			return err
		}
		n := &rozmova.Notice{ID: rozmova.NewID[rozmova.Notice](now), Comment: c.ID, Reporter: r.ID, Rule: "respect", At: now, Weight: weight, Origin: origin}
		if err := tx.AddNotice(c.Site, n); err != nil {
			return err
		}
		return d.Reported(tx, comment, n)
	})
	return weight
}

func TestReportsHoldByWeight(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		words, err := i18n.Load()
		if err != nil {
			t.Fatal(err)
		}
		d.Desk = moderation.New(d.db, moderation.Options{Now: d.clock.Now, Site: d.Site, Words: words})
		var people []*rozmova.Reader
		for i := range 4 {
			people = append(people, d.staff(fmt.Sprintf("Читачка %d", i), "", ""))
		}
		d.clock.Add(30 * 24 * time.Hour) // nobody is new
		author := d.Readers[0]
		from := func(i int) context.Context {
			return moderation.WithFrom(t.Context(), moderation.From{Network: fmt.Sprintf("192.0.2.%d", i)})
		}
		same := d.comment(author, rozmova.Published, 0)
		for i := range people {
			d.report(from(1), people[i], same)
			d.clock.Add(20 * time.Minute)
		}
		if d.stateOf(same) != rozmova.Published {
			t.Error("reports from one network hold a comment")
		}
		c := d.comment(author, rozmova.Published, 0)
		for i := range 3 {
			if d.stateOf(c) != rozmova.Published {
				t.Errorf("held after %d reports", i)
			}
			d.report(from(10+i), people[i], c)
			d.clock.Add(20 * time.Minute)
		}
		if d.stateOf(c) != rozmova.Held {
			t.Fatal("three independent readers in good standing do not hold a comment")
		}
		d.decided(c, moderation.Ruling{Action: rozmova.Restore})
		if w := d.report(from(10), people[0], c); w >= 100 {
			t.Errorf("after a wrong report the next one weighs %d", w)
		}
		for i := range 3 {
			d.report(from(20+i), people[1+i], c)
			d.clock.Add(20 * time.Minute)
		}
		if d.stateOf(c) != rozmova.Published {
			t.Error("reports hold the words that a person has read and let stand")
		}
	})
}
