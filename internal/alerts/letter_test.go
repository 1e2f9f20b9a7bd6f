package alerts_test

import (
	"errors"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

func decide(k *talk, c *rozmova.Comment, a rozmova.Action) {
	k.clock.Add(time.Second)
	r := moderation.Ruling{Comment: c.ID, Action: a}
	if a.Restricts() {
		r.Rule, r.Facts = "respect", "Обставини"
	}
	_, _ = k.mod.Decide(k.t.Context(), k.Moderator, r) // where it may move so
}

// forLetter gives what a letter tells; nil for nothing.
func (k *talk) forLetter(l store.Letter) (told *alerts.Told) {
	k.t.Helper()
	err := k.db.View(k.t.Context(), func(tx *store.Tx) (err error) {
		told, err = k.desk.ForLetter(tx, &l)
		return err
	})
	if errors.Is(err, rozmova.NotFound) {
		return nil
	}
	k.must(err)
	return told
}

func (k *talk) gather() int {
	k.t.Helper()
	n, err := k.desk.Gather(k.t.Context())
	k.must(err)
	return n
}

// TestPaces holds when letters go: at once, at the site's hour, on Monday, or never. The seed's noon is a Sunday.
func TestPaces(t *testing.T) {
	for _, tt := range []struct {
		pace  rozmova.Pace
		after []time.Duration // since the answer: letters that wait then
		want  []int
	}{
		{rozmova.NoMail, []time.Duration{0, 30 * time.Hour, 2 * week}, []int{0, 0, 0}},
		{rozmova.AtOnce, []time.Duration{0, 30 * time.Hour}, []int{1, 1}},
		{rozmova.Daily, []time.Duration{0, 19 * time.Hour, 20 * time.Hour, 2 * week}, []int{0, 0, 1, 1}},
		{rozmova.Weekly, []time.Duration{0, 19 * time.Hour, 20 * time.Hour, 2 * week}, []int{0, 0, 1, 1}},
	} {
		t.Run(string(tt.pace), func(t *testing.T) {
			eachEngine(t, func(t *testing.T, k *talk) {
				k.wants(k.Readers[0], rozmova.AlertAnswer, tt.pace)
				c := k.say(k.Readers[0], nil, "Питання")
				k.say(k.Readers[1], c, "Відповідь")
				k.tell()
				began := k.clock.Now()
				for i, d := range tt.after {
					k.clock.Add(began.Add(d).Sub(k.clock.Now()))
					k.gather()
					k.gather() // what is in a letter is in no other
					if got := k.letters(k.Readers[0]); len(got) != tt.want[i] {
						t.Errorf("after %v: %d letters, want %d", d, len(got), tt.want[i])
					}
				}
			})
		})
	}
}

// TestWeeklyWaitsForMonday holds that what happened on Tuesday is told six days later.
func TestWeeklyWaitsForMonday(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.clock.Add(48 * time.Hour)
		k.wants(k.Readers[0], rozmova.AlertAnswer, rozmova.Weekly)
		c := k.say(k.Readers[0], nil, "Питання")
		k.say(k.Readers[1], c, "Відповідь")
		k.tell()
		k.clock.Add(5 * 24 * time.Hour)
		if n := k.gather(); n != 0 {
			t.Errorf("%d letters on Sunday", n)
		}
		k.clock.Add(24 * time.Hour)
		if n := k.gather(); n != 1 {
			t.Errorf("%d letters on Monday, want 1", n)
		}
	})
}

// TestOneLetterGathers holds that a digest tells of everything that is due, but not of what went out of sight, was read, or is
// no longer wanted.
func TestOneLetterGathers(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		me := k.Readers[0]
		k.wants(me, rozmova.AlertMention, rozmova.Daily)
		c := k.say(me, nil, "Питання")
		gone := k.say(k.Readers[1], c, "Перша")
		k.say(k.Readers[1], c, "Друга")
		k.say(k.Readers[2], nil, "Третя для @Читач 1")
		read := k.say(k.Readers[2], c, "Прочитана")
		k.tell()
		lines, err := k.desk.List(t.Context(), me, 0, 10)
		k.must(err)
		for _, l := range lines {
			if l.Comment == read.ID {
				_, err := k.desk.Open(t.Context(), me, l.ID)
				k.must(err)
			}
		}
		_, err = k.said.Withdraw(t.Context(), k.Readers[1], gone.ID)
		k.must(err)
		k.clock.Add(24 * time.Hour)
		if n := k.gather(); n != 1 {
			t.Fatalf("%d letters, want 1", n)
		}
		letters := k.letters(me)
		told := k.forLetter(letters[0])
		if told == nil || len(told.Lines) != 2 || told.Lines[0].Excerpt != "Друга" || told.Lines[1].Kind != rozmova.AlertMention || told.Secret == "" {
			t.Fatalf("the digest tells %+v", told)
		}
		who, err := k.desk.StopLetters(t.Context(), told.Secret, rozmova.AlertMention)
		if err != nil || who.ID != me.ID {
			t.Fatalf("unsubscribed %v, %v", who, err)
		}
		if told := k.forLetter(letters[0]); told == nil || len(told.Lines) != 1 {
			t.Errorf("without mentions it tells %+v", told)
		}
		for range 2 {
			_, err := k.desk.StopLetters(t.Context(), told.Secret, 0)
			k.must(err)
		}
		if told := k.forLetter(letters[0]); told != nil {
			t.Errorf("who wants no letters is told %+v", told)
		}
		s, err := k.desk.Settings(t.Context(), me)
		k.must(err)
		if !s[rozmova.AlertAnswer].Page || s[rozmova.AlertAnswer].Mail != rozmova.NoMail {
			t.Errorf("settings %+v", s[rozmova.AlertAnswer])
		}
	})
}

// TestUnwantedDigestIsDropped holds that what waits for a letter that is no longer wanted never goes.
func TestUnwantedDigestIsDropped(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		c := k.say(k.Readers[0], nil, "Питання")
		k.say(k.Readers[1], c, "Відповідь")
		k.tell()
		k.wants(k.Readers[0], rozmova.AlertAnswer, rozmova.NoMail)
		k.clock.Add(48 * time.Hour)
		if n := k.gather(); n != 0 {
			t.Errorf("%d letters, want none", n)
		}
	})
}

// TestNoLetterOfDecisions holds that decisions are left to the statement of reasons, whatever is set.
func TestNoLetterOfDecisions(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		c := k.say(k.Readers[0], nil, "Грубість")
		k.rule(c, rozmova.Remove)
		k.tell()
		k.clock.Add(2 * week)
		k.gather()
		if l := k.letters(k.Readers[0]); len(l) != 0 {
			t.Errorf("letters %+v, want none", l)
		}
	})
}

// TestBouncedLetters holds that who cannot be reached gets no letters of alerts until the address works again.
func TestBouncedLetters(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		me := k.Readers[0]
		k.wants(me, rozmova.AlertAnswer, rozmova.AtOnce)
		c := k.say(me, nil, "Питання")
		k.say(k.Readers[1], c, "Відповідь")
		k.tell()
		l := k.letters(me)[0]
		k.update(func(tx *store.Tx) error { return tx.ContactBounced(me.ID, k.clock.Now()) })
		if at, err := k.desk.Bounced(t.Context(), me); err != nil || at.IsZero() || k.forLetter(l) != nil {
			t.Errorf("bounced at %v, %v; the letter tells %v", at, err, k.forLetter(l))
		}
		k.update(func(tx *store.Tx) error { return tx.ContactWorks(me.ID) })
		if told := k.forLetter(l); told == nil || told.Kind != rozmova.AlertAnswer {
			t.Errorf("the letter tells %+v", told)
		}
	})
}

// TestSettingsRefuse holds what cannot be set.
func TestSettingsRefuse(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		for _, s := range []rozmova.AlertSettings{{rozmova.AlertAnswer: {Mail: "hourly"}}, {99: {Mail: rozmova.Daily}}, {rozmova.AlertAnswer: {}}} {
			if err := k.desk.SetSettings(t.Context(), k.Readers[0], s); !errors.Is(err, rozmova.Invalid) {
				t.Errorf("%v: %v, want Invalid", s, err)
			}
		}
		if _, err := k.desk.StopLetters(t.Context(), "WRONG", 0); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("an unknown secret: %v", err)
		}
	})
}
