package discussion_test

import (
	"bytes"
	"log/slog"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// rude is what the judge of these tests takes for an insult.
const rude = "нездара"

// A judge is a classifier as these tests need it.
type judge struct {
	mu      sync.Mutex
	asked   []civility.Input
	results []string
	score   float32       // of the rude word; 0: .9
	panics  any           // instead of an answer
	slow    chan struct{} // until it is closed there is no answer
	missing bool
}

func (j *judge) Judge(in *civility.Input) rozmova.Verdict {
	j.mu.Lock()
	j.asked = append(j.asked, *in)
	panics, slow, score := j.panics, j.slow, j.score
	j.mu.Unlock()
	if panics != nil {
		panic(panics)
	}
	if slow != nil {
		<-slow
	}
	v := rozmova.Verdict{Language: "uk", Model: "test"}
	if before, _, found := strings.Cut(in.Text, rude); found {
		if score == 0 {
			score = .9
		}
		start := len([]rune(before))
		v.Scores[rozmova.Participant] = score
		v.Spans = []rozmova.Marked{{Start: start, End: start + len([]rune(rude)), Label: rozmova.Participant, Score: score}}
	}
	return v
}

func (j *judge) heard(how string, _ time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.results = append(j.results, how)
}

// judged gives a talk a desk that asks a judge.
func (k *talk) judged(j *judge, p moderation.Policy, change func(*discussion.Options)) {
	k.t.Helper()
	words, err := i18n.Load()
	if err != nil {
		k.t.Fatal(err)
	}
	k.mod = moderation.New(k.db, moderation.Options{Now: k.clock.Now, Site: k.Site, Policy: p, Words: words})
	o := discussion.Options{
		Now: k.clock.Now, Site: k.Site, Settings: rozmova.ThreadSettings{PerMinute: 1 << 20}, Moderation: k.mod, Judge: j.Judge, TimeLimit: 10 * time.Second, OnJudged: j.heard,
	}
	if j.missing {
		o.Judge = nil
	}
	if change != nil {
		change(&o)
	}
	k.desk = discussion.New(k.db, o)
}

// card is a comment on the moderators' desk, nil where it does not wait there.
func (k *talk) card(c *rozmova.Comment) *moderation.Card {
	k.t.Helper()
	cards, err := k.mod.Cards(k.t.Context(), k.Moderator, moderation.WaitingList, 100)
	if err != nil {
		k.t.Fatal(err)
	}
	for i := range cards {
		if cards[i].Comment.ID == c.ID {
			return &cards[i]
		}
	}
	return nil
}

func TestAnInsultIsMarked(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		said := k.say(k.Readers[1], nil, "Слово «нездара», каже мер, лайливе.") // not judged yet
		j := &judge{}
		k.judged(j, moderation.Policy{}, nil)
		if c := k.say(k.Readers[0], nil, "Міст гарний, хоч і дорогий."); c.State != rozmova.Published || k.card(c) != nil {
			t.Errorf("a civil comment is %v, on the desk: %v", c.State, k.card(c) != nil)
		}
		c := k.say(k.Readers[0], said, "> нездара, каже мер\n\nСам ти **нездара**.")
		if c.State != rozmova.Published {
			t.Fatalf("it is %v, want published: nothing is held unless the site says so", c.State)
		}
		card := k.card(c)
		if card == nil || card.Verdict == nil {
			t.Fatalf("the card: %+v", card)
		}
		want := []rozmova.Marked{{Start: 25, End: 32, Label: rozmova.Participant, Score: .9}}
		if diff := cmp.Diff(want, card.Verdict.Spans); diff != "" || string([]rune(rozmova.PlainText(c.Body))[25:32]) != rude {
			t.Errorf("words marked in %q (-want +got):\n%s", rozmova.PlainText(c.Body), diff)
		}
		if diff := cmp.Diff([]moderation.Cause{moderation.Marked}, card.Causes()); diff != "" {
			t.Errorf("why it is there:\n%s", diff)
		}
		if n, err := k.mod.Waiting(t.Context()); n != 1 || err != nil {
			t.Errorf("%d wait, %v", n, err)
		}
		k.rule(c, rozmova.Keep)
		if n, err := k.mod.Waiting(t.Context()); n != 0 || err != nil || k.card(c) != nil {
			t.Errorf("once kept %d wait, %v", n, err)
		}
		_, err := k.mod.Decide(t.Context(), k.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Keep})
		refused(t, "keep it again", err, rozmova.Conflict, "decision.nothing_waits")
	})
}

func TestTheWorstIsHeldWithReasons(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.judged(&judge{}, moderation.Policy{Hold: .8}, nil)
		c := k.say(k.Readers[0], nil, "Та ти нездара!")
		if c.State != rozmova.Held {
			t.Fatalf("it is %v, want held", c.State)
		}
		card := k.card(c)
		if card == nil || len(card.Decisions) != 1 || !card.Decisions[0].Automatic || !card.Decisions[0].By.IsZero() {
			t.Fatalf("the card: %+v", card)
		}
		g, err := k.mod.Reasons(t.Context(), k.Readers[0], card.Decisions[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		r := g.Reasons
		if !r.Automatic || r.RuleKey != "respect" || !strings.Contains(r.Facts, "можливу образу учасника") || r.Words != c.Source || r.Detected != "voluntary" {
			t.Errorf("the reasons: %+v", r)
		}
		page, err := k.desk.Page(t.Context(), k.Readers[1], k.Thread, discussion.View{})
		if err != nil || len(page.Nodes) != 1 || page.Nodes[0].Body != nil {
			t.Errorf("others read %+v, %v", page, err)
		}
		events := rozmovatest.Events(t, k.db, 4) // the seed's is the first
		if events[1].Kind != rozmova.CommentPending || events[2].Kind != rozmova.CommentHeld || events[2].Ref != card.Decisions[0].ID || !events[2].Actor.IsZero() {
			t.Errorf("the log tells %+v", events[1:])
		}
		k.rule(c, rozmova.Restore)
		if again, err := k.desk.Own(t.Context(), k.Readers[0], c.ID); err != nil || again.State != rozmova.Published {
			t.Errorf("restored by a person it is %+v, %v", again, err)
		}
	})
}

// TestWhatIsNotJudged: each way of failing, under each choice of the site. No word of the text gets into the log.
func TestWhatIsNotJudged(t *testing.T) {
	const canary = "канаркажовта"
	ways := map[string]func() *judge{
		discussion.Missing:  func() *judge { return &judge{missing: true} },
		discussion.Panicked: func() *judge { return &judge{panics: "read " + canary} },
		discussion.Late:     func() *judge { return &judge{slow: make(chan struct{})} },
	}
	for how, broken := range ways {
		t.Run(how, func(t *testing.T) {
			k := open(t, rozmovatest.SQLite(t), rozmova.ThreadSettings{PerMinute: 1 << 20})
			for range moderation.TrustedAfter {
				k.say(k.Readers[1], nil, "Давно тут пишу.")
				k.say(k.Readers[2], nil, "І я давно.")
			}
			k.rule(k.say(k.Readers[2], nil, "Оце вже ні."), rozmova.Remove)
			old := k.say(k.Readers[0], nil, "Перше слово.")
			for failure, want := range map[moderation.Failure][4]rozmova.CommentState{ // a new reader, a known one, one with a removed comment, staff
				"":                        {rozmova.Pending, rozmova.Pending, rozmova.Pending, rozmova.Pending},
				moderation.FailureHold:    {rozmova.Pending, rozmova.Pending, rozmova.Pending, rozmova.Pending},
				moderation.FailurePass:    {rozmova.Published, rozmova.Published, rozmova.Published, rozmova.Published},
				moderation.FailureTrusted: {rozmova.Pending, rozmova.Published, rozmova.Pending, rozmova.Published},
			} {
				var log bytes.Buffer
				j := broken()
				k.judged(j, moderation.Policy{Failure: failure}, func(o *discussion.Options) {
					o.TimeLimit, o.Log = 20*time.Millisecond, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
				})
				for i, who := range []*rozmova.Reader{k.Readers[0], k.Readers[1], k.Readers[2], k.Moderator} {
					c := k.say(who, nil, "Ось "+canary+" співає.")
					if c.State != want[i] {
						t.Errorf("%q, reader %d: %v, want %v", failure, i, c.State, want[i])
					}
					if who == k.Moderator {
						continue // nobody is shown the card of their own comment
					}
					if card := k.card(c); (c.State == rozmova.Pending) != (card != nil) || card != nil && (card.Verdict != nil || len(card.Decisions) > 0) {
						t.Errorf("%q, reader %d: the card %+v", failure, i, card)
					}
				}
				seen, err := k.desk.Own(t.Context(), k.Readers[0], old.ID)
				if err != nil {
					t.Fatal(err)
				}
				_, err = k.desk.Edit(t.Context(), k.Readers[0], old.ID, 0, seen.Source+" Ще "+canary+".")
				if failure == moderation.FailurePass {
					if err != nil {
						t.Errorf("%q: new words for what is shown: %v", failure, err)
					}
				} else {
					refused(t, string(failure)+": new words for what is shown", err, rozmova.Unavailable, "comment.unread")
				}
				if len(j.results) != 5 || j.results[0] != how || j.results[4] != how {
					t.Errorf("%q: counted %v", failure, j.results)
				}
				if strings.Contains(log.String(), canary) || strings.Contains(log.String(), "співає") {
					t.Errorf("the log has words of the comment:\n%s", log.String())
				}
				if wantLog := how != discussion.Missing; strings.Contains(log.String(), "thread="+k.Thread.String()) != wantLog || strings.Contains(log.String(), "how="+how) != wantLog {
					t.Errorf("the log should say where and how: %v\n%s", wantLog, log.String())
				}
				if j.slow != nil {
					close(j.slow)
				}
			}
		})
	}
}

// TestBehindManySlowOnesNobodyWaits: what is under way is bounded, and the slow ones end by themselves.
func TestBehindManySlowOnesNobodyWaits(t *testing.T) {
	k := open(t, rozmovatest.SQLite(t), rozmova.ThreadSettings{})
	j := &judge{slow: make(chan struct{})}
	k.judged(j, moderation.Policy{Failure: moderation.FailurePass}, func(o *discussion.Options) { o.TimeLimit = time.Millisecond })
	for range 32 {
		k.say(k.Readers[0], nil, "Слово.")
	}
	k.say(k.Readers[0], nil, "Іще слово.")
	if n := len(j.results); n != 33 || j.results[31] != discussion.Late || j.results[32] != discussion.Busy {
		t.Errorf("counted %v", j.results)
	}
	close(j.slow)
	j.mu.Lock()
	j.slow = nil
	j.mu.Unlock()
	k.judged(j, moderation.Policy{}, nil)
	k.say(k.Readers[0], nil, "Слово.")
	if j.results[33] != discussion.Judged {
		t.Errorf("once they have ended: %v", j.results[33:])
	}
}

func TestNewWordsAreJudgedAnew(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		j := &judge{}
		k.judged(j, moderation.Policy{Hold: .95}, nil)
		author := k.Readers[0]
		c := k.say(author, nil, "Не згоден.")
		edit := func(text string) *rozmova.Comment {
			t.Helper()
			got, err := k.desk.Edit(t.Context(), author, c.ID, 0, text)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		if got := edit("Не згоден, нездара."); got.State != rozmova.Published || k.card(c) == nil || len(k.card(c).Findings) != 1 {
			t.Errorf("an insult written in later is %v, the card %+v", got.State, k.card(c))
		}
		// Whoever read the old words, or opens them, was insulted all the same.
		if edit("Не згоден, колего."); k.card(c) == nil || len(k.card(c).Findings) != 0 || k.card(c).Verdict == nil {
			t.Errorf("once mended it is no longer there to be looked at: %+v", k.card(c))
		}
		k.rule(c, rozmova.Keep)
		if got, err := k.desk.Append(t.Context(), author, c.ID, 0, "І взагалі ти нездара."); err != nil || got.Marked.IsZero() {
			t.Errorf("an addition: %+v, %v; want it marked", got, err)
		}
		j.score = .99
		if got := edit("Ти нездара!"); got.State != rozmova.Held {
			t.Errorf("worse words are %v, want held", got.State)
		}
		if card := k.card(c); card == nil || len(card.Decisions) != 2 || !card.Decisions[0].Automatic || card.Decisions[0].Revision != 5 || !card.Comment.Marked.IsZero() {
			t.Errorf("the card: %+v", card)
		}
		err := k.db.View(t.Context(), func(tx *store.Tx) error {
			for revision, score := range map[int]float32{1: 0, 2: .9, 3: 0, 4: .9, 5: .99} {
				v, err := tx.Verdict(c.ID, revision)
				if err != nil || v.Scores[rozmova.Participant] != score {
					t.Errorf("the verdict on revision %d: %+v, %v; want a score of %v", revision, v, err, score)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestScoresThatAreNoNumbers are a failure of the classifier: the comment waits for a person, and is not lost.
func TestScoresThatAreNoNumbers(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		for _, score := range []float32{float32(math.NaN()), float32(math.Inf(1)), -1} {
			j := &judge{score: score}
			k.judged(j, moderation.Policy{}, nil)
			if c := k.say(k.Readers[0], nil, "Ти нездара!"); c.State != rozmova.Pending || j.results[0] != discussion.Panicked {
				t.Errorf("of %v: %v, %v; want it pending", score, c.State, j.results)
			}
		}
	})
}

// TestReportsWaitForAPerson: what is held by itself answers nobody's report; the person who looks does.
func TestReportsWaitForAPerson(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.judged(&judge{}, moderation.Policy{Hold: .8}, nil)
		c := k.say(k.Readers[0], nil, "Не згоден.")
		if _, err := k.desk.Report(t.Context(), k.Readers[1], c.ID, "respect", "образив"); err != nil {
			t.Fatal(err)
		}
		if got, err := k.desk.Edit(t.Context(), k.Readers[0], c.ID, 0, "Ти нездара!"); err != nil || got.State != rozmova.Held {
			t.Fatalf("%+v, %v; want it held", got, err)
		}
		card := k.card(c)
		if card == nil || len(card.Notices) != 1 {
			t.Fatalf("the card: %+v; want the report to wait", card)
		}
		if g, err := k.mod.Reasons(t.Context(), k.Readers[0], card.Decisions[0].ID); err != nil || g.Reasons.Detected != "voluntary" {
			t.Errorf("the reasons: %+v, %v; nobody has read the report", g, err)
		}
		_, err := k.mod.Decide(t.Context(), k.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Keep})
		refused(t, "keep what is out of sight", err, rozmova.Conflict, "comment.state")
		k.rule(c, rozmova.Restore)
		if card := k.card(c); card != nil {
			t.Errorf("behind a person's decision: %+v", card)
		}
	})
}

// TestWhatTheClassifierIsTold: own words only, what they answer, who is about, and whether the story's author is spoken to.
// TestAPersonIsNotOverruled: what a moderator let stand is not held again for the same words when there are more of them.
func TestAPersonIsNotOverruled(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		j := &judge{score: .99}
		k.judged(j, moderation.Policy{Hold: .95}, nil)
		c := k.say(k.Readers[0], nil, "Сам я нездара.")
		if c.State != rozmova.Held {
			t.Fatalf("it begins %v, want held", c.State)
		}
		k.rule(c, rozmova.Restore)
		got, err := k.desk.Append(t.Context(), k.Readers[0], c.ID, 0, "Дякую.")
		if err != nil || got.State != rozmova.Published || k.card(c) == nil {
			t.Errorf("with more words it is %+v, %v; want it published and on the list", got, err)
		}
	})
}

// TestNoHoldWithoutAGround: on a site that took the rule out of its house rules, a person reads the comment first instead.
func TestNoHoldWithoutAGround(t *testing.T) {
	k := open(t, rozmovatest.SQLite(t), rozmova.ThreadSettings{})
	k.judged(&judge{}, moderation.Policy{Hold: .8}, nil)
	bare := *k.Site
	bare.ID = rozmova.NewID[rozmova.Site](rozmovatest.Noon)
	err := k.db.Update(t.Context(), func(tx *store.Tx) error {
		c := &rozmova.Comment{ID: rozmova.NewID[rozmova.Comment](rozmovatest.Noon), Site: bare.ID, State: rozmova.Pending, Author: k.Readers[0].ID}
		decision, err := k.mod.HoldByItself(tx, c, moderation.Outcome{Label: rozmova.Threat})
		if decision != nil {
			t.Errorf("held without a rule: %+v", decision)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
