package moderation_test

import (
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// TestPublicLog writes decisions, tampers with what was written in every way, and finds each.
func TestPublicLog(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		public, key, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		c := d.comment(d.Readers[0], rozmova.Published, 0)
		d.update(func(tx *store.Tx) error {
			for range 6 {
				made := &rozmova.Decision{
					ID: rozmova.NewID[rozmova.Decision](d.clock.Now()), Site: d.Site.ID, Comment: c.ID, Revision: 1, Action: rozmova.Hold, Rule: "respect", Version: 1,
					Facts: "особисті факти", By: d.Moderator.ID, At: d.clock.Now(),
				}
				if _, err := tx.AddDecision(made); err != nil {
					return err
				}
				if err := d.PublicLine(tx, rozmova.Event{Kind: rozmova.DecisionFinal, Ref: [16]byte(made.ID)}); err != nil {
					return err
				}
			}
			return d.SignLog(tx, key)
		})
		lines, err := d.PublicLog(t.Context(), 0, 100)
		if err != nil || len(lines) != 6 {
			t.Fatal(lines, err)
		}
		head, err := d.PublicHead(t.Context())
		if err != nil || head == nil || head.Seq != 6 {
			t.Fatal(head, err)
		}
		for _, secret := range []string{"особисті", c.Source, c.ID.String(), d.Moderator.ID.String(), d.Readers[0].ID.String(), d.Moderator.PenName} {
			if strings.Contains(strings.Join(lines, "\n"), secret) {
				t.Errorf("the log tells %q", secret)
			}
		}
		if err := d.db.View(t.Context(), func(tx *store.Tx) error {
			n, err := moderation.VerifyLog(tx, public, head)
			if n != 6 {
				t.Errorf("%d entries", n)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
		verify := func(lines []string) error {
			v := &moderation.LogVerifier{}
			if err := v.Expect(head, public); err != nil {
				return err
			}
			for _, l := range lines {
				if err := v.Line([]byte(l)); err != nil {
					return err
				}
			}
			_, err := v.End()
			return err
		}
		if err := verify(lines); err != nil {
			t.Error(err)
		}
		for what, tamper := range map[string]func(l []string) []string{
			"an edit":          func(l []string) []string { l[2] = strings.Replace(l[2], "hold", "keep", 1); return l },
			"an edit at last":  func(l []string) []string { l[5] = strings.Replace(l[5], "hold", "keep", 1); return l },
			"a deletion":       func(l []string) []string { return slices.Delete(l, 2, 3) },
			"the first gone":   func(l []string) []string { return l[1:] },
			"a truncation":     func(l []string) []string { return l[:4] },
			"a reordering":     func(l []string) []string { l[1], l[2] = l[2], l[1]; return l },
			"a line put twice": func(l []string) []string { return slices.Insert(l, 3, l[2]) },
			"nothing":          func([]string) []string { return nil },
		} {
			if err := verify(tamper(slices.Clone(lines))); err == nil {
				t.Errorf("%s was not found", what)
			}
		}
		other, _, _ := ed25519.GenerateKey(nil)
		if err := new(moderation.LogVerifier).Expect(head, other); err == nil {
			t.Error("a head of another key was taken")
		}
		forged := *head
		forged.Seq--
		if err := new(moderation.LogVerifier).Expect(&forged, public); err == nil {
			t.Error("a changed head was taken")
		}
	})
}
