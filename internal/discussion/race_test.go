package discussion_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// TestAllAtOnce lets reports, an edit, a withdrawal, an answer and two moderators meet at one comment. Whoever comes first,
// no report is left without an answer, and reasons quote what was removed.
func TestAllAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		for range 25 {
			c := k.say(k.Readers[0], nil, "перше")
			var wg sync.WaitGroup
			together := func(what string, fn func() error) {
				wg.Go(func() {
					if err := fn(); err != nil && !errors.Is(err, rozmova.Conflict) {
						t.Errorf("%s: %v", what, err)
					}
				})
			}
			for _, r := range k.Readers[1:] {
				together("report", func() error {
					_, err := k.desk.Report(t.Context(), r, c.ID, "spam", "")
					return err
				})
			}
			together("edit", func() error {
				_, err := k.desk.Edit(t.Context(), k.Readers[0], c.ID, 0, "друге")
				return err
			})
			removed := make(chan *rozmova.Decision, 2)
			for range 2 {
				together("remove", func() error {
					d, err := k.mod.Decide(t.Context(), k.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "spam", Facts: "факти"})
					if err == nil {
						removed <- d
					}
					return err
				})
			}
			wg.Wait()
			if len(removed) != 1 {
				t.Fatalf("removed %d times, want once", len(removed))
			}
			d := <-removed
			err := k.db.View(t.Context(), func(tx *store.Tx) error {
				now, err := tx.Comment(c.ID)
				if err != nil {
					return err
				}
				reasons, err := tx.Reasons(d.ID)
				if err != nil {
					return err
				}
				if reasons.Words != now.Source || d.Revision != now.Revision {
					t.Errorf("removed %q (%d), the reasons quote %q (%d)", now.Source, now.Revision, reasons.Words, d.Revision)
				}
				waiting, err := tx.OpenNotices(c.ID)
				if len(waiting) != 0 {
					t.Errorf("%d reports about a removed comment wait for ever", len(waiting))
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
