package app

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/rozmovatest"
)

// always judges every text the same.
func always(score float32) func(*civility.Input) rozmova.Verdict {
	return func(*civility.Input) rozmova.Verdict {
		v := rozmova.Verdict{Language: "uk", Model: "test"}
		v.Scores[rozmova.Participant] = score
		return v
	}
}

// TestTheSettingsGuideTheClassifier: from the settings to what becomes of a comment, and another classifier while the program runs.
func TestTheSettingsGuideTheClassifier(t *testing.T) {
	cfg := demo(t)
	cfg.Civility.Hold, cfg.Civility.Mark, cfg.Civility.Failure = .9, .7, "hold"
	core, err := OpenCore(t.Context(), cfg, Options{Judge: always(.2)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = core.Close() }()
	seed := rozmovatest.SeedStore(t, core.Store, 1)
	post := func(c *Core) *rozmova.Comment {
		t.Helper()
		got, _, err := c.At(c.now, 1000).Discussion.Post(t.Context(), seed.Readers[0], discussion.Posting{Thread: seed.Thread, Body: "Слово", Locale: "uk"})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for _, tt := range []struct {
		score  float32
		state  rozmova.CommentState
		marked bool
	}{{.2, rozmova.Published, false}, {.8, rozmova.Published, true}, {.95, rozmova.Held, false}} {
		core.UseJudge(always(tt.score), nil)
		if c := post(core); c.State != tt.state || c.Marked.IsZero() == tt.marked {
			t.Errorf("with a score of %v it is %v, marked %v; want %v, %v", tt.score, c.State, !c.Marked.IsZero(), tt.state, tt.marked)
		}
	}
	core.Judge = nil // as in a build without weights
	if c := post(core); c.State != rozmova.Pending {
		t.Errorf("without a classifier it is %v, want pending", c.State)
	}
}

// TestReadySaysThatThereIsNoClassifier, and is ready all the same.
func TestReadySaysThatThereIsNoClassifier(t *testing.T) {
	a, err := New(t.Context(), demo(t), Options{Judge: always(0)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	ready := func() string {
		w := httptest.NewRecorder()
		a.ready(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		if w.Code != http.StatusOK {
			t.Errorf("status %d", w.Code)
		}
		return w.Body.String()
	}
	if got := ready(); got != "ready\n" {
		t.Errorf("with a classifier: %q", got)
	}
	a.Judge = nil
	for failure, want := range map[string]string{
		"hold": "ready; no classifier in this build: comments wait for a person\n", "pass": "ready; no classifier in this build: comments are taken unread\n",
		"trusted": "ready; no classifier in this build: comments of new readers wait for a person\n",
	} {
		if a.Config.Civility.Failure = failure; ready() != want {
			t.Errorf("%s: %q, want %q", failure, ready(), want)
		}
	}
}
