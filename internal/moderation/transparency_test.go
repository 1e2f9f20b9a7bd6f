package moderation_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// eventful makes two months of moderation: in the first a removal on a report and one on the ground of the law, both appealed against; in
// the second a hold by automation that a person lifts after an hour, and a removal that is undone.
func (d *desk) eventful() (first, second time.Time) {
	d.t.Helper()
	author, senior := d.Readers[0], d.staff("Старша", rozmova.Senior, "")
	first = time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	d.clock.Add(first.Sub(d.clock.Now()))
	reported := d.comment(author, rozmova.Published, 2)
	d.clock.Add(30 * time.Minute)
	removal := d.decided(reported, moderation.Ruling{Action: rozmova.Remove, Rule: "spam", Rung: rozmova.WarningRung})
	unlawful := d.decided(d.comment(author, rozmova.Published, 0), moderation.Ruling{Action: rozmova.Remove, Ground: rozmova.ByLaw, Law: "стаття 161"})
	for i, decision := range []*rozmova.Decision{removal, unlawful} {
		a, err := d.Appeal(d.t.Context(), author, decision.ID, "Чому?")
		if err != nil {
			d.t.Fatal(err)
		}
		d.clock.Add(2 * time.Hour)
		ruling := moderation.AppealRuling{State: rozmova.AppealUpheld, Answer: "Так є."}
		if i == 0 {
			ruling.State = rozmova.AppealReversed
		}
		if _, err := d.Hear(d.t.Context(), senior, a.ID, ruling); err != nil {
			d.t.Fatal(err)
		}
	}
	second = first.AddDate(0, 1, 0)
	d.clock.Add(second.Sub(d.clock.Now()) + time.Hour)
	held := d.comment(author, rozmova.Held, 0)
	d.update(func(tx *store.Tx) error {
		now := d.clock.Now()
		_, err := tx.AddDecision(&rozmova.Decision{
			ID: rozmova.NewID[rozmova.Decision](now), Site: d.Site.ID, Scope: rozmova.OfComment, Comment: held.ID, Revision: 1, Before: rozmova.Published, Action: rozmova.Hold,
			Ground: rozmova.ByRule, Rule: "respect", Version: 1, Facts: "факти", Source: rozmova.Voluntary, Automatic: true, Model: "1", At: now, Final: now, Settled: now,
		})
		return err
	})
	d.clock.Add(time.Hour)
	d.decided(held, moderation.Ruling{Action: rozmova.Restore})
	undone := d.comment(author, rozmova.Published, 0)
	taken, err := d.Decide(d.t.Context(), d.Moderator, moderation.Ruling{Comment: undone.ID, Action: rozmova.Remove, Rule: "spam", Facts: "факти"})
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.Undo(d.t.Context(), d.Moderator, taken.ID); err != nil {
		d.t.Fatal(err)
	}
	d.pass(time.Minute)
	return first, second
}

func TestTransparencyCountsWhatHappened(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		first, second := d.eventful()
		told, err := d.Transparency(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n := len(told.Months); n < 2 || !told.Months[0].Start.Equal(second) || !told.Months[1].Start.Equal(first) {
			t.Fatalf("months: %+v", told.Months)
		}
		april, march := told.Months[0], told.Months[1]
		if march.Comments != 2 || march.Removed != 2 || march.ByRule["spam"] != 1 || march.ByLaw != 1 || march.Reports != 2 || march.Sanctions["warn"] != 1 || march.Held != 0 {
			t.Errorf("March: %+v", march)
		}
		if march.Appeals != 2 || march.Heard != 2 || march.Reversed != 1 || march.Automatic.N != 0 || march.Automatic.Of != 3 {
			t.Errorf("appeals in March: %+v", march)
		}
		if w := march.Waited[store.WaitReport]; w.N != 2 || w.Median.Round(time.Second) != 30*time.Minute {
			t.Errorf("reports waited %+v", w)
		}
		if w := march.Waited[store.WaitAppeal]; w.N != 2 || w.Median.Round(time.Second) != 2*time.Hour {
			t.Errorf("appeals waited %+v", w)
		}
		if april.Comments != 2 || april.Held != 1 || april.Released != 1 || april.Removed != 0 || april.Automatic.N != 1 || april.Automatic.Of != 1 {
			t.Errorf("April: %+v", april)
		}
		if w := april.Waited[store.WaitHeld]; w.N != 1 || w.Median.Round(time.Second) != time.Hour {
			t.Errorf("what was held waited %+v", w)
		}
		if told.Total.Removed != march.Removed+april.Removed || told.Total.Appeals != 2 {
			t.Errorf("together: %+v", told.Total)
		}
		d.comment(d.Readers[0], rozmova.Published, 0)
		if again, err := d.Transparency(t.Context()); err != nil || again.Months[0].Comments != 2 {
			t.Errorf("within the minute it is counted anew: %+v, %v", again.Months[0], err)
		}
		d.clock.Add(2 * time.Minute)
		if again, err := d.Transparency(t.Context()); err != nil || again.Months[0].Comments != 3 {
			t.Errorf("after a minute: %+v, %v", again.Months[0], err)
		}
		if told.Automatic != rozmova.NoRung {
			t.Errorf("automation may reach %v", told.Automatic)
		}
		d.setPolicy(d.staff("Голова", rozmova.Admin, ""), moderation.SectionLevel(d.Story.Section), rozmova.Policy{Automatic: rozmova.WarningRung}, 0)
		d.clock.Add(2 * time.Minute)
		if again, err := d.Transparency(t.Context()); err != nil || again.Automatic != rozmova.WarningRung || again.Policy.Automatic != rozmova.NoRung {
			t.Errorf("where a section allows more: %v, %v", again.Automatic, err)
		}
	})
}

func TestYearReport(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		d.eventful()
		parts, err := d.YearReport(t.Context(), 2027, moderation.ReportFrame{Provider: "Видавець", Service: "Вісник", Origin: "https://news.example"})
		if err != nil {
			t.Fatal(err)
		}
		rows := map[string][][]string{}
		var names []string
		for _, part := range parts {
			read, err := csv.NewReader(bytes.NewReader(part.CSV)).ReadAll() // refuses rows of another length than the first
			if err != nil {
				t.Errorf("%s: %v", part.File, err)
			}
			rows[part.File] = read
			names = append(names, part.File)
			for _, personal := range []string{d.Readers[0].PenName, d.Moderator.PenName, "гостре"} {
				if strings.Contains(string(part.CSV), personal) {
					t.Errorf("%s holds %q", part.File, personal)
				}
			}
		}
		want := []string{
			"01_report_identification.csv", "02_categories_names.csv", "03_member_states_orders.csv", "04_notices.csv", "05_own_initiative_illegal.csv",
			"06_own_initiative_TC.csv", "07_appeals_and_recidivism.csv", "08_automated_means.csv", "09_human_resources.csv", "10_AMAR.csv", "11_qualitative.csv",
		}
		if !slices.Equal(names, want) {
			t.Fatalf("parts: %v", names)
		}
		find := func(file string, start ...string) []string {
			for _, row := range rows[file] {
				if len(row) >= len(start) && slices.Equal(row[:len(start)], start) {
					return row[len(start):]
				}
			}
			t.Errorf("%s has no row %v", file, start)
			return make([]string, 20)
		}
		// measures, solely detected by machine, removal, disabling
		if row := find(want[4], "TOTAL"); !slices.Equal(row[:4], []string{"1", "0", "1", "0"}) {
			t.Errorf("on the law: %v", row)
		}
		if row := find(want[5], "TOTAL"); !slices.Equal(row[:4], []string{"3", "1", "1", "1"}) || row[12] != "1" {
			t.Errorf("on the terms: %v", row)
		}
		if row := find(want[5], "STATEMENT_CATEGORY_CYBER_VIOLENCE"); !slices.Equal(row[:4], []string{"1", "1", "0", "1"}) {
			t.Errorf("by the rule of respect: %v", row)
		}
		if row := find(want[6], "Internal complaints", "Complaints", "decision reversed"); row[0] != "1" {
			t.Errorf("reversed: %v", row)
		}
		if row := find(want[6], "Internal complaints", "Complaints", "median time to decide (hours)"); row[0] != "2.00" {
			t.Errorf("time to decide: %v", row)
		}
		if row := find(want[7], "all", "Вісник", "2027-01-01/2027-12-31", "Use of automated means", "Measures taken solely by automated means", "TOTAL"); row[0] != "1" {
			t.Errorf("by machine alone: %v", row)
		}
		if row := find(want[0], "Reporting period is over"); row[0] != "No" {
			t.Errorf("the year is over: %v", row)
		}
		if empty, err := d.YearReport(t.Context(), 2025, moderation.ReportFrame{Service: "Вісник"}); err != nil || len(empty) != 11 {
			t.Errorf("a year without anything: %d parts, %v", len(empty), err)
		}
	})
}
