package api_test

import "github.com/rozmova/rozmova/internal/newsroom"

// enrol puts those whom the house's stories quote into the register.
func (h *house) enrol() {
	h.t.Helper()
	if err := newsroom.New(h.db, newsroom.Options{Now: h.clock, Site: h.seed.Site}).Enrol(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}
