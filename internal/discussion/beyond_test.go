package discussion_test

import (
	"testing"

	"github.com/rozmova/rozmova/internal/discussion"
)

// TestBeyond: a page ends where the next begins, whichever way it was come to.
func TestBeyond(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.crowd(2*discussion.RootsPerPage+5, 1)
		for _, order := range []discussion.Order{discussion.Oldest, discussion.Newest} {
			view := discussion.View{Order: order}
			for range 2 {
				page := k.page(nil, view)
				next := k.page(nil, discussion.View{Order: order, After: page.Next})
				for _, p := range []*discussion.Page{page, k.page(nil, discussion.View{Order: order, Before: next.Prev})} {
					if at, err := k.desk.Beyond(t.Context(), p); err != nil || !at.Equal(next.Nodes[0].Created) {
						t.Errorf("%s: a page ends at %v, want %v (%v)", order, at, next.Nodes[0].Created, err)
					}
				}
				view.After = page.Next
			}
			if at, err := k.desk.Beyond(t.Context(), k.page(nil, view)); err != nil || !at.IsZero() {
				t.Errorf("%s: the last page ends at %v (%v)", order, at, err)
			}
		}
	})
}
