package api_test

import (
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

// TestHiddenPartsStayHidden: what a reader hides is told to nobody else by the API either.
func TestHiddenPartsStayHidden(t *testing.T) {
	h := newHouse(t)
	me := h.seed.Readers[0]
	h.comment(rozmova.Published, "Слово")
	path := "/readers/" + me.ID.String()
	parts := []string{`"joined":`, `"comments":`, `"respect":`, `"latest":`}
	for _, part := range parts {
		if got := h.ask("", "GET", path, ""); !strings.Contains(got.text, part) {
			t.Errorf("nothing is hidden: no %s in %s", part, got.text)
		}
	}
	members := membership.New(h.db, membership.Options{Now: h.clock, Site: h.seed.Site})
	if err := members.SetHidden(t.Context(), me, rozmova.HideJoined|rozmova.HideComments|rozmova.HideRespect); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"", "other", "moderator"} {
		got := h.ask(who, "GET", path, "")
		for _, part := range parts {
			if strings.Contains(got.text, part) {
				t.Errorf("%q is told %s: %s", who, part, got.text)
			}
		}
	}
	if got := h.ask("author", "GET", path, ""); !strings.Contains(got.text, `"latest":`) {
		t.Errorf("the reader does not see the own profile: %s", got.text)
	}
}
