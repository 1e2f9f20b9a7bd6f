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
					if !p.Beyond.Equal(next.Nodes[0].Created) {
						t.Errorf("%s: a page ends at %v, want %v", order, p.Beyond, next.Nodes[0].Created)
					}
				}
				view.After = page.Next
			}
			if last := k.page(nil, view); !last.Beyond.IsZero() {
				t.Errorf("%s: the last page ends at %v", order, last.Beyond)
			}
		}
	})
}
