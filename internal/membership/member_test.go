package membership_test

import (
	"errors"
	"testing"

	"github.com/rozmova/rozmova"
)

func TestInviting(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		editor := rozmova.Grant{Role: rozmova.Editor}
		r, err := h.Invite(t.Context(), "Head@Example.org", "Головна", "uk", editor)
		if err != nil || r.PenName != "Головна" || !r.Has(rozmova.Editor, "") {
			t.Fatalf("invite: %+v, %v", r, err)
		}
		again, err := h.Invite(t.Context(), "head@example.org", "Інша", "uk", editor, rozmova.Grant{Role: rozmova.Moderator, Section: "sport"})
		if err != nil || again.ID != r.ID || again.PenName != "Головна" || len(again.Grants) != 2 {
			t.Errorf("invited again: %+v, %v; want the same reader with one role more", again, err)
		}
		if _, err := h.Invite(t.Context(), "other@example.org", "головна", "uk"); reasonOf(err) != "name.taken" {
			t.Errorf("a name that is taken: %v", err)
		}
		if _, err := h.ByEmail(t.Context(), "other@example.org"); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("whose name was taken is there: %v", err)
		}
		nameless, err := h.Invite(t.Context(), "third@example.org", "", "en")
		if err != nil || nameless.PenName == "" || nameless.Staff() {
			t.Errorf("without a name: %+v, %v", nameless, err)
		}
		staff, err := h.Staff(t.Context())
		if err != nil || len(staff) != 2 || staff[0].ID != h.Moderator.ID || staff[1].ID != r.ID {
			t.Errorf("the staff: %v, %v", staff, err)
		}
		found, err := h.ByEmail(t.Context(), "HEAD@example.ORG")
		email, err2 := h.Email(t.Context(), r)
		if err != nil || err2 != nil || found.ID != r.ID || email != "Head@example.org" {
			t.Errorf("by address: %v, %s; %v, %v", found, email, err, err2)
		}
	})
}
