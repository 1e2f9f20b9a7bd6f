package moderation_test

import (
	"errors"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

func (d *desk) setPolicy(by *rozmova.Reader, level string, p rozmova.Policy, seen int) int {
	d.t.Helper()
	v, err := d.SetPolicy(d.t.Context(), by, level, p, seen)
	if err != nil {
		d.t.Fatal(err)
	}
	return v
}

func TestPolicyLevels(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		senior, other := d.staff("Старша", rozmova.Senior, ""), d.staff("Чужий", rozmova.Senior, "elsewhere")
		section, story := moderation.SectionLevel(d.Story.Section), moderation.StoryLevel(d.Story.ID)
		said := func() *rozmova.Policy {
			t.Helper()
			var p *rozmova.Policy
			d.update(func(tx *store.Tx) (err error) {
				p, err = d.PolicyOf(tx, d.Story.Section, d.Story.ID)
				return err
			})
			return p
		}
		if p := said(); p.Mode != rozmova.PostModeration || p.Failure != "hold" || p.Links != rozmova.Never {
			t.Errorf("with nothing set: %+v", p)
		}
		d.setPolicy(senior, "", rozmova.Policy{Links: 5, Reports: 4, Hold: map[string]float32{"threat": .9}, Words: []rozmova.Word{{Entry: "бидло"}}}, 0)
		d.setPolicy(senior, section, rozmova.Policy{Links: 2, Hold: map[string]float32{"participant": .8}}, 0)
		d.setPolicy(senior, story, rozmova.Policy{Mode: rozmova.PreModeration, Words: []rozmova.Word{{Entry: "зрадник", Action: rozmova.Hold}}}, 0)
		if p := said(); p.Mode != rozmova.PreModeration || p.Links != 2 || p.Reports != 4 || p.Hold["threat"] != .9 || p.Hold["participant"] != .8 || len(p.Words) != 2 {
			t.Errorf("one over the other: %+v", p)
		}
		if one, two := said(), said(); one != two {
			t.Error("the same policy was read twice")
		}
		if v := d.setPolicy(senior, section, rozmova.Policy{Links: 3}, 1); v != 2 || said().Links != 3 || said().Hold["participant"] != 0 {
			t.Errorf("version %d says %+v", v, said())
		}
		if v := d.setPolicy(senior, section, rozmova.Policy{Links: 3}, 2); v != 2 {
			t.Errorf("the same again made version %d", v)
		}
		sheet, err := d.PolicySheet(t.Context(), senior, section, 1)
		if err != nil || sheet.Own.Links != 2 || sheet.Newest != 2 || len(sheet.Versions) != 2 || sheet.Beneath.Links != 5 || sheet.By.PenName != senior.PenName {
			t.Errorf("the sheet of an older version: %+v, %v", sheet, err)
		}
		for _, tt := range []struct {
			name, level string
			by          *rozmova.Reader
			seen        int
			want        string
		}{
			{"nobody", "", nil, 1, "sign_in.needed"},
			{"a moderator", "", d.Moderator, 1, "role.senior_needed"},
			{"of another section", section, other, 2, "role.senior_needed"},
			{"of a section, for the site", "", other, 1, "role.senior_needed"},
			{"somebody was quicker", section, senior, 1, "policy.changed"},
			{"no such section", "section/nowhere", senior, 0, "not_found"},
			{"no such level", "planet", senior, 0, "not_found"},
		} {
			_, err := d.SetPolicy(t.Context(), tt.by, tt.level, rozmova.Policy{Links: 9}, tt.seen)
			if got := reasonOf(err); got != tt.want && !(tt.want == "not_found" && errors.Is(err, rozmova.NotFound)) {
				t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
			}
		}
		levels, err := d.PolicyLevels(t.Context(), senior)
		if err != nil || len(levels) < 3 || levels[0].Version != 1 {
			t.Errorf("levels %+v, %v", levels, err)
		}
		if _, err := d.PolicyLevels(t.Context(), d.Moderator); reasonOf(err) != "role.senior_needed" {
			t.Errorf("a moderator gets the list: %v", err)
		}
	})
}

func TestPolicyIsSound(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		senior := d.staff("Старша", rozmova.Senior, "")
		for field, p := range map[string]rozmova.Policy{
			"mode":              {Mode: "none"},
			"newcomer":          {Newcomer: 51},
			"links":             {Links: 1000},
			"nudge.rude":        {Nudge: map[string]float32{"rude": .5}},
			"hold.threat":       {Hold: map[string]float32{"threat": 2}},
			"boiling":           {Heated: .9, Boiling: .5},
			"nudged":            {Nudged: rozmova.Remove},
			"failure":           {Failure: "fail"},
			"numbers.flood":     {Numbers: map[string]string{"flood": "remove"}},
			"automatic":         {Automatic: 9},
			"ladders.nosuch":    {Ladders: map[string]rozmova.Ladder{"nosuch": {Rungs: []rozmova.Step{{Rung: rozmova.WarningRung}}}}},
			"ladders.respect":   {Ladders: map[string]rozmova.Ladder{"respect": {Rungs: []rozmova.Step{{Rung: rozmova.BanRung, Hours: 24}, {Rung: rozmova.WarningRung}}}}},
			"words":             {Words: []rozmova.Word{{Entry: "***"}}},
			"ladders.threats":   {Ladders: map[string]rozmova.Ladder{"threats": {Rungs: []rozmova.Step{{Rung: rozmova.BanRung}}}}},
			"appeal_days":       {AppealDays: rozmova.Never},
			"heated":            {Heated: 7},
			"mark.participant":  {Mark: map[string]float32{"participant": -1}},
			"new_per_hour":      {NewPerHour: -7},
			"numbers.evasion":   {Numbers: map[string]string{"evasion": "ignore"}},
			"nudge.participant": {Nudge: map[string]float32{"participant": 1.2}},
		} {
			_, err := d.SetPolicy(t.Context(), senior, "", p, 0)
			var joined interface{ Unwrap() []error }
			var e *rozmova.Error
			if errors.As(err, &joined) {
				err = joined.Unwrap()[0]
			}
			if !errors.As(err, &e) || e.Field != field || !errors.Is(err, rozmova.Invalid) {
				t.Errorf("%s: %v", field, err)
			}
		}
		if v := d.setPolicy(senior, "", rozmova.Policy{Heated: moderation.NeverScore, Boiling: moderation.NeverScore, Sample: rozmova.Never, Words: []rozmova.Word{{Entry: " бидло "}, {Entry: "бидло"}}}, 0); v != 1 {
			t.Errorf("version %d", v)
		}
	})
}

func TestForecast(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		senior := d.staff("Старша", rozmova.Senior, "")
		rude := &rozmova.Verdict{Language: "uk", Model: "m"}
		rude.Scores[rozmova.Participant] = .95
		calm := &rozmova.Verdict{Language: "uk", Model: "m"}
		put := func(state rozmova.CommentState, v *rozmova.Verdict) *rozmova.Comment {
			c := d.comment(d.Readers[1], state, 0)
			d.update(func(tx *store.Tx) error { return tx.PutVerdict(c.ID, 1, v, d.clock.Now()) })
			return c
		}
		for range 3 {
			put(rozmova.Published, calm)
		}
		insult, waits := put(rozmova.Published, rude), put(rozmova.Pending, calm)
		if _, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: put(rozmova.Published, rude).ID, Action: rozmova.Remove, Rule: "respect", Facts: "образа"}); err != nil {
			t.Fatal(err)
		}
		f, err := d.Forecast(t.Context(), senior, "", rozmova.Policy{Hold: map[string]float32{"participant": .9}})
		if err != nil {
			t.Fatal(err)
		}
		if f.Total != 6 || f.Nudged != 2 || f.Did["shown"] != 4 || f.Did["waits"] != 1 || f.Did["removed"] != 1 || f.Would["held"] != 2 || f.Would["shown"] != 4 {
			t.Errorf("forecast %+v", f)
		}
		cells := map[string]moderation.ForecastCell{}
		for _, c := range f.Cells {
			cells[c.Did+" "+c.Would] = c
		}
		if c := cells["shown held"]; c.Count != 1 || c.Examples[0].Comment.ID != insult.ID || c.Examples[0].Outcome.Label != rozmova.Participant {
			t.Errorf("shown, and would be held: %+v", c)
		}
		if c := cells["waits shown"]; c.Count != 1 || c.Examples[0].Comment.ID != waits.ID {
			t.Errorf("waited, and would be shown: %+v", c)
		}
		if c := cells["removed held"]; c.Count != 1 {
			t.Errorf("removed, and would be held: %+v", c)
		}
		sum := 0
		for _, c := range f.Cells {
			sum += c.Count
		}
		if otherwise := 3; sum != otherwise {
			t.Errorf("%d would be otherwise, not %d", sum, otherwise)
		}
		if f, err = d.Forecast(t.Context(), senior, moderation.SectionLevel(d.Story.Section), rozmova.Policy{Mode: rozmova.PreModeration}); err != nil || f.Would["waits"] != 6 {
			t.Errorf("of a section: %+v, %v", f, err)
		}
		if f, err = d.Forecast(t.Context(), senior, moderation.StoryLevel(d.Story.ID), rozmova.Policy{Mode: rozmova.NewcomersFirst, Newcomer: 50}); err != nil || f.Would["waits"] != 6 {
			t.Errorf("of a story: %+v, %v", f, err)
		}
		if _, err := d.Forecast(t.Context(), d.Moderator, "", rozmova.Policy{}); reasonOf(err) != "role.senior_needed" {
			t.Errorf("a moderator asks: %v", err)
		}
		if _, err := d.Forecast(t.Context(), senior, "", rozmova.Policy{Newcomer: 99}); !errors.Is(err, rozmova.Invalid) {
			t.Errorf("of a broken one: %v", err)
		}
	})
}

// TestForecastOfAThousand: a thousand comments are played again while a person waits for the page.
func TestForecastOfAThousand(t *testing.T) {
	db := rozmovatest.SQLite(t)
	d := &desk{t: t, Seed: rozmovatest.SeedStore(t, db, 3), db: db, clock: rozmovatest.NewClock()}
	d.Desk = moderation.New(db, moderation.Options{Now: d.clock.Now, Site: d.Site})
	senior := d.staff("Старша", rozmova.Senior, "")
	now := d.clock.Now()
	d.update(func(tx *store.Tx) error {
		for i := range 1200 {
			c := &rozmova.Comment{
				ID: rozmova.NewID[rozmova.Comment](now), Site: d.Site.ID, Thread: d.Thread, Story: d.Story.ID, Author: d.Readers[i%3].ID, Language: "uk", Source: "слово",
				Body:  []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: "У середу в міській раді обговорили бюджет на ремонт мосту."}}}},
				State: rozmova.Published, Revision: 1, Created: now, Changed: now, Seq: 1,
			}
			if err := tx.AddComment(c, rozmova.MaxNesting); err != nil {
				return err
			}
		}
		return nil
	})
	began := time.Now()
	f, err := d.Forecast(t.Context(), senior, "", rozmova.Policy{Words: []rozmova.Word{{Entry: "бюджету", Action: rozmova.Hold}}, Failure: "pass"})
	if err != nil || f.Total != moderation.ForecastSize || f.Would["held"] != moderation.ForecastSize {
		t.Errorf("forecast %+v, %v", f, err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v", took)
	} else {
		t.Log("it took", took)
	}
}
