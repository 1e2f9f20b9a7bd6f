package discussion_test

import (
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/store"
)

// states gives the story a new revision with these statements.
func (k *talk) states(list ...rozmova.Statement) {
	k.t.Helper()
	err := k.db.Update(k.t.Context(), func(tx *store.Tx) error {
		s, err := tx.Story(k.Story.ID)
		if err != nil {
			return err
		}
		s.Statements = list
		s.Revision++
		return tx.ReviseStory(s, rozmova.ID[rozmova.Reader]{})
	})
	if err != nil {
		k.t.Fatal(err)
	}
}

func TestCitingAStatement(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.states(rozmova.Statement{Key: "bridge", Mode: rozmova.Indirect, Content: "Міст відкрили", Confirmed: true}, rozmova.Statement{Key: "guess", Mode: rozmova.Indirect})
		p := discussion.Posting{Thread: k.Thread, Body: "слово", Statement: "bridge", Key: "once"}
		c, fresh, err := k.desk.Post(t.Context(), k.Readers[0], p)
		if err != nil || !fresh || c.Cites != (rozmova.Citation{Statement: "bridge", Revision: 2}) {
			t.Fatalf("cites %+v, fresh %v, %v; want bridge in revision 2", c, fresh, err)
		}
		stored, err := k.desk.Own(t.Context(), k.Readers[0], c.ID)
		if err != nil || stored.Cites != c.Cites {
			t.Errorf("stored as %+v, %v", stored, err)
		}
		refuse := func(keys ...string) {
			t.Helper()
			for _, key := range keys {
				_, _, err := k.desk.Post(t.Context(), k.Readers[0], discussion.Posting{Thread: k.Thread, Body: "слово", Statement: key})
				refused(t, key, err, rozmova.Invalid, "comment.statement_missing")
			}
		}
		refuse("guess", "nothing", "' or 1=1", "\xff")
		k.states()
		refuse("bridge")
		again, fresh, err := k.desk.Post(t.Context(), k.Readers[0], p)
		if err != nil || fresh || again.ID != c.ID {
			t.Errorf("sent again when the statement is gone: %v, fresh %v, %v; want the same comment", again, fresh, err)
		}
		p.Statement = ""
		_, _, err = k.desk.Post(t.Context(), k.Readers[0], p)
		refused(t, "the key without the statement", err, rozmova.Conflict, "idempotency.other_body")
	})
}
