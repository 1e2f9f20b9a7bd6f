package moderation_test

import (
	"errors"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

func TestTheLabellingQueue(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		judged := func(author *rozmova.Reader, score float32) *rozmova.Comment {
			c := d.comment(author, rozmova.Published, 0)
			v := &rozmova.Verdict{Language: "uk", Model: "m"}
			v.Scores[rozmova.Participant] = score
			d.update(func(tx *store.Tx) error { return tx.PutVerdict(c.ID, 1, v, d.clock.Now()) })
			return c
		}
		next := func(by *rozmova.Reader) *moderation.Question {
			t.Helper()
			q, err := d.Uncertain(t.Context(), by, time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			return q
		}
		if q := next(d.Moderator); q.Card != nil || q.Today != 0 || q.More != 2*civility.LeastOfEach {
			t.Errorf("of nothing: %+v", q)
		}
		sure, unsure, own := judged(d.Readers[0], .99), judged(d.Readers[0], .45), judged(d.Moderator, .5)
		if q := next(d.Moderator); q.Card == nil || q.Card.Comment.ID != unsure.ID {
			t.Errorf("first: %+v", q.Card)
		}
		lesson := func(c *rozmova.Comment, p rozmova.Answer) rozmova.Lesson {
			return rozmova.Lesson{Comment: c.ID, Revision: 1, Participant: p}
		}
		for what, tt := range map[string]struct {
			by     *rozmova.Reader
			l      rozmova.Lesson
			kind   rozmova.Kind
			reason string
		}{
			"nobody":          {nil, lesson(unsure, rozmova.Yes), rozmova.Unauthenticated, "sign_in.needed"},
			"a reader":        {d.Readers[1], lesson(unsure, rozmova.Yes), rozmova.Forbidden, "role.moderator_needed"},
			"another section": {d.staff("Спорт", rozmova.Moderator, "sport"), lesson(unsure, rozmova.Yes), rozmova.Forbidden, "role.moderator_needed"},
			"its author":      {d.Moderator, lesson(own, rozmova.Yes), rozmova.Forbidden, "label.own_comment"},
			"of other words":  {d.Moderator, rozmova.Lesson{Comment: unsure.ID, Revision: 2, Participant: rozmova.Yes}, rozmova.Conflict, "comment.changed"},
		} {
			if err := d.Label(t.Context(), tt.by, tt.l); !errors.Is(err, tt.kind) || reasonOf(err) != tt.reason {
				t.Errorf("%s: %v", what, err)
			}
		}
		for _, by := range []*rozmova.Reader{nil, d.Readers[1]} {
			if q, err := d.Uncertain(t.Context(), by, time.UTC); err == nil {
				t.Errorf("somebody without a role is asked: %+v", q)
			}
		}
		if q := next(d.staff("Спорт два", rozmova.Moderator, "sport")); q.Card != nil {
			t.Error("a moderator of another section is asked")
		}
		if err := d.Label(t.Context(), d.Moderator, lesson(unsure, rozmova.Yes)); err != nil {
			t.Fatal(err)
		}
		if q := next(d.Moderator); q.Card == nil || q.Card.Comment.ID != sure.ID || q.Today != 1 || q.More != 2*civility.LeastOfEach-1 {
			t.Errorf("then: %+v", q)
		}
		if err := d.Label(t.Context(), d.Moderator, lesson(sure, rozmova.Unsaid)); err != nil {
			t.Fatal(err)
		}
		if q := next(d.Moderator); q.Card != nil || q.Today != 1 {
			t.Errorf("behind the last: %+v", q)
		}
		other := d.staff("Друга", rozmova.Moderator, "")
		if q := next(other); q.Card == nil || q.Card.Comment.ID != own.ID {
			t.Errorf("another moderator is asked first about: %+v", q.Card)
		}
		if c, err := d.Card(t.Context(), d.Moderator, unsure.ID); err != nil || c.Comment.State != rozmova.Published || len(c.Decisions) != 0 {
			t.Errorf("a label has decided: %+v, %v", c, err)
		}
	})
}

func TestWhatADecisionSays(t *testing.T) {
	for _, tt := range []struct {
		d                   rozmova.Decision
		participant, threat rozmova.Answer
	}{
		{rozmova.Decision{Action: rozmova.Remove, Rule: "respect"}, rozmova.Yes, rozmova.Unsaid},
		{rozmova.Decision{Action: rozmova.Hold, Rule: "threats"}, rozmova.Unsaid, rozmova.Yes},
		{rozmova.Decision{Action: rozmova.Remove, Rule: "spam"}, rozmova.Unsaid, rozmova.Unsaid},
		{rozmova.Decision{Action: rozmova.Keep}, rozmova.No, rozmova.No},
		{rozmova.Decision{Action: rozmova.Publish}, rozmova.No, rozmova.No},
		{rozmova.Decision{Action: rozmova.Restore}, rozmova.No, rozmova.No},
		{rozmova.Decision{Action: rozmova.Hold, Rule: "respect", Automatic: true}, rozmova.Unsaid, rozmova.Unsaid},
	} {
		if p, th := moderation.Said(&tt.d); p != tt.participant || th != tt.threat {
			t.Errorf("%+v: %q, %q", tt.d, p, th)
		}
	}
}
