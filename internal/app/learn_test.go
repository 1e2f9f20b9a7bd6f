package app

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// taughtSite opens a site whose moderators have removed whatever calls somebody козаче and kept the rest.
func taughtSite(t *testing.T, log *bytes.Buffer, n int) (*Core, *rozmovatest.Seed) {
	t.Helper()
	cfg := demo(t)
	cfg.Civility.Learn = true
	core, err := OpenCore(t.Context(), cfg, Options{Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = core.Close() })
	if core.Model == nil {
		t.Skip("no weights in this build")
	}
	seed := rozmovatest.SeedStore(t, core.Store, 2)
	core.Site = seed.Site
	core.desks()
	openings := []string{"Ну", "Слухайте", "Та", "А", "Власне", "Отже", "Знову"}
	middles := []string{"тариф рахують за лічильником", "міст добудують навесні", "у законі написано інакше", "школу зачинять на ремонт", "бюджет ухвалили без обговорення"}
	err = core.Store.Update(t.Context(), func(tx *store.Tx) error {
		for i := range n {
			at := rozmovatest.Noon.Add(time.Duration(i) * time.Second)
			text := openings[i%len(openings)]
			action, rule := rozmova.Keep, ""
			if i%2 == 0 {
				text += ", козаче"
				action, rule = rozmova.Remove, "respect"
			}
			text += ", " + middles[i*3%len(middles)]
			c := &rozmova.Comment{
				ID: rozmova.NewID[rozmova.Comment](at), Site: seed.Site.ID, Thread: seed.Thread, Story: seed.Story.ID, Author: seed.Readers[0].ID, Language: "uk",
				Source: text, State: rozmova.Published, Revision: 1, Created: at, Changed: at,
				Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: text}}}},
			}
			d := &rozmova.Decision{ID: rozmova.NewID[rozmova.Decision](at), Site: c.Site, Comment: c.ID, Revision: 1, Action: action, Rule: rule, By: seed.Moderator.ID, At: at}
			_, err := tx.AddDecision(d)
			if err := errors.Join(err, tx.AddComment(c, 1), tx.PutVerdict(c.ID, 1, &rozmova.Verdict{Language: "uk", Model: "m"}, at)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return core, seed
}

// TestASiteTeachesItsClassifier: from decisions to verdicts, dry, in force, reverted; what runs takes it up at once.
func TestASiteTeachesItsClassifier(t *testing.T) {
	var log bytes.Buffer
	core, seed := taughtSite(t, &log, 240)
	ask := func() (float32, string) {
		v := core.Judge(&civility.Input{Text: "Та, козаче, вокзал відкрили о шостій"})
		return v.Scores[rozmova.Participant], v.Model
	}
	do := func(c CivilityCommand) *CivilityResult {
		t.Helper()
		r, err := core.Do(t.Context(), Command{Civility: &c})
		if err != nil {
			t.Fatal(err)
		}
		return r.Civility
	}
	before, model := ask()
	if r := do(CivilityCommand{Learn: true, DryRun: true}); !r.Evaluation.Better || r.InForce {
		t.Errorf("dry: %+v", r.Evaluation)
	}
	if score, _ := ask(); score != before {
		t.Error("a dry run changed verdicts")
	}
	r := do(CivilityCommand{Learn: true})
	score, adjusted := ask()
	if !r.InForce || score < before+.1 || adjusted != r.Evaluation.Adjusted || !strings.HasPrefix(adjusted, model+"+site-") {
		t.Fatalf("in force %v: from %.3f to %.3f, model %s", r.InForce, before, score, adjusted)
	}
	if again := do(CivilityCommand{Learn: true}); again.InForce {
		t.Errorf("the same again is better than itself: %+v", again.Evaluation)
	}
	other := *core // as another process on the same store
	if err := other.loadModel(Options{}); err != nil {
		t.Fatal(err)
	}
	if err := other.adopt(t.Context()); err != nil {
		t.Fatal(err)
	}
	if v := other.Judge(&civility.Input{Text: "Слово"}); v.Model != adjusted {
		t.Errorf("another process judges by %s", v.Model)
	}
	if r := do(CivilityCommand{Revert: true}); r.Was != adjusted || r.Model != model {
		t.Errorf("reverted: %+v", r)
	}
	if score, got := ask(); score != before || got != model {
		t.Errorf("behind the revert: %.3f by %s", score, got)
	}
	if err := other.adopt(t.Context()); err != nil || other.Judge(&civility.Input{Text: "Слово"}).Model != model {
		t.Errorf("another process does not take it back: %v", err)
	}
	if _, err := core.Do(t.Context(), Command{Civility: &CivilityCommand{Revert: true}}); !errors.Is(err, rozmova.NotFound) {
		t.Errorf("once more: %v", err)
	}
	x := do(CivilityCommand{Export: true})
	if x.N != 240 || bytes.Count(x.Rows, []byte("\n")) != 240 || bytes.Contains(x.Rows, []byte(seed.Readers[0].PenName)) {
		t.Errorf("%d rows", x.N)
	}
}

// TestOneProcessLearnsANight, and only where enough is new; the log has figures and no text.
func TestOneProcessLearnsANight(t *testing.T) {
	var log bytes.Buffer
	core, seed := taughtSite(t, &log, 200)
	kept := func() (id rozmova.ID[store.Adjustment]) {
		err := core.Store.View(t.Context(), func(tx *store.Tx) (err error) { id, err = tx.AdjustmentID(); return err })
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	core.Config.Civility.Learn = false
	if err := core.learnTonight(t.Context()); err != nil || !kept().IsZero() {
		t.Fatalf("it learnt though the settings say no: %v", err)
	}
	core.Config.Civility.Learn = true
	if mine, err := core.takeTonight(t.Context()); !mine || err != nil {
		t.Fatal("nobody learns tonight", err)
	}
	if err := core.learnTonight(t.Context()); err != nil || !kept().IsZero() {
		t.Fatalf("two learn in one night: %v", err)
	}
	core.now = func() time.Time { return time.Now().Add(25 * time.Hour) }
	if err := core.learnTonight(t.Context()); err != nil || kept().IsZero() {
		t.Fatalf("nobody learnt the next night: %v\n%s", err, &log)
	}
	if told := log.String(); !strings.Contains(told, "after_log_loss=") || strings.Contains(told, "козаче") || strings.Contains(told, seed.Readers[0].PenName) {
		t.Errorf("the log:\n%s", told)
	}
	first := kept()
	core.now = func() time.Time { return time.Now().Add(49 * time.Hour) }
	if err := core.learnTonight(t.Context()); err != nil || kept() != first || !strings.Contains(log.String(), "too little is new") {
		t.Errorf("it learnt of nothing new: %v", err)
	}
}

// TestWhatWasTakenBackIsNotLearntAgain: not the next night of the same decisions; and what breaks does not end the program.
func TestWhatWasTakenBackIsNotLearntAgain(t *testing.T) {
	var log bytes.Buffer
	core, _ := taughtSite(t, &log, 200)
	if _, err := core.learn(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if _, err := core.revert(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := core.learnTonight(t.Context()); err != nil || core.Judge(&civility.Input{Text: "Слово"}).Model != core.Model.Version() {
		t.Errorf("the next night it is back: %v", err)
	}
	core.Model = &civility.Model{}
	if _, err := core.learn(t.Context(), false); err == nil || !strings.Contains(err.Error(), "broke") {
		t.Errorf("a broken model: %v", err)
	}
}

func TestWhatCannotBeUsedIsLeft(t *testing.T) {
	var log bytes.Buffer
	core, _ := taughtSite(t, &log, 0)
	for i, body := range []string{"{", `{"base":"other weights"}`} {
		err := core.Store.Update(t.Context(), func(tx *store.Tx) error {
			at := rozmovatest.Noon.Add(time.Duration(i) * time.Hour)
			return tx.PutAdjustment(&store.Adjustment{ID: rozmova.NewID[store.Adjustment](at), Made: at, Model: "x", Body: []byte(body), Evaluation: []byte("{}")})
		})
		if err := errors.Join(err, core.adopt(t.Context())); err != nil {
			t.Fatal(err)
		}
		if v := core.Judge(&civility.Input{Text: "Слово"}); v.Model != core.Model.Version() {
			t.Errorf("%s: judged by %s", body, v.Model)
		}
	}
	if !strings.Contains(log.String(), "is not used") {
		t.Errorf("nobody is told:\n%s", &log)
	}
}

func TestNextQuiet(t *testing.T) {
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{
		"2026-11-22T10:00:00Z": "2026-11-23T01:30:00Z", "2026-11-22T01:29:59Z": "2026-11-22T01:30:00Z", "2026-11-22T01:30:00Z": "2026-11-23T01:30:00Z",
		"2026-06-30T21:00:00Z": "2026-07-01T00:30:00Z", // summer time
	} {
		at, err := time.Parse(time.RFC3339, from)
		if err != nil {
			t.Fatal(err)
		}
		if got := nextQuiet(at, kyiv).UTC().Format(time.RFC3339); got != want {
			t.Errorf("after %s: %s, want %s", from, got, want)
		}
	}
}
