package discussion_test

import (
	"slices"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// placed says where comments stand in the order across the divide, as of now: the first first, in thousandths from 900 down.
func (k *talk) placed(list []*rozmova.Comment, voters int) {
	k.t.Helper()
	err := k.db.Update(k.t.Context(), func(tx *store.Tx) error {
		now := k.clock.Now()
		if err := tx.SetDivide(k.Thread, rozmova.Divided); err != nil {
			return err
		}
		var places []store.Placed
		for i, c := range list {
			if err := tx.PutTotals(c, rozmova.Votes{Voters: voters, Respect: voters}, 1, now); err != nil {
				return err
			}
			p := store.Placed{Comment: c.ID, Bridge: int64(900-i) * 1000, Row: store.Bridging{Comment: c.ID, Thread: k.Thread}}
			if i == 0 {
				p.Row.Told = store.Valued{Label: int(ranking.Across), More: 8, Less: 7, MoreVotes: 12, LessVotes: 9}
			}
			places = append(places, p)
		}
		return tx.PutPlaces(places, now)
	})
	if err != nil {
		k.t.Fatal(err)
	}
}

// TestNewCommentsGetTheirTurn: two places in the twenty of the first page are for comments that hardly anybody has voted on, others every
// minute; and whoever reads on sees every comment once, on the way there and back.
func TestNewCommentsGetTheirTurn(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		roots := k.crowd(70, 0)
		k.placed(roots[:60], 12) // the last ten are new, and stand last
		fresh := func(p *discussion.Page) (at []int, which []rozmova.ID[rozmova.Comment]) {
			for i, n := range p.Nodes {
				if slices.ContainsFunc(roots[60:], func(c *rozmova.Comment) bool { return c.ID == n.ID }) {
					at, which = append(at, i), append(which, n.ID)
					if n.Place != 0 {
						t.Errorf("a new comment is said to stand at %d", n.Place)
					}
				}
			}
			return at, which
		}
		turns := map[rozmova.ID[rozmova.Comment]]bool{}
		for range 12 {
			at, which := fresh(k.page(nil, discussion.View{}))
			if !slices.Equal(at, []int{7, 15}) {
				t.Fatalf("new comments stand at %v of the first page", at)
			}
			for _, id := range which {
				turns[id] = true
			}
			k.clock.Add(time.Minute)
		}
		if len(turns) != 10 {
			t.Errorf("%d of ten new comments had their turn", len(turns))
		}
		seen := map[rozmova.ID[rozmova.Comment]]int{}
		for _, n := range k.pages(nil, discussion.Bridges) {
			seen[n.ID]++
		}
		if len(seen) != 70 {
			t.Errorf("all pages show %d comments of 70", len(seen))
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%v is shown %d times", id, n)
			}
		}
		first := k.page(nil, discussion.View{})
		k.clock.Add(time.Hour) // the turn is another's by the time that somebody reads on
		_, shown := fresh(first)
		for after := first.Next; after != ""; {
			page := k.page(nil, discussion.View{Order: discussion.Bridges, After: after})
			for _, n := range page.Nodes {
				if slices.Contains(shown, n.ID) {
					t.Errorf("%v stands on two pages", n.ID)
				}
			}
			after = page.Next
		}
	})
}

// TestTheOrderOfTheDivide is that of whoever chose none, says what is told of comments, and lets nobody know more than they may.
func TestTheOrderOfTheDivide(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		roots := k.crowd(5, 1)
		if p := k.page(nil, discussion.View{}); p.Order != discussion.Oldest || p.Nodes[0].Told != nil || p.Nodes[0].Place != 0 {
			t.Errorf("undivided: %v, %+v", p.Order, p.Nodes[0].Told)
		}
		began := k.clock.Now()
		if list, err := k.desk.Places(t.Context(), k.Thread, began); err != nil || len(list) != 0 {
			t.Errorf("undivided, pages are told %v, %v", list, err)
		}
		k.placed([]*rozmova.Comment{roots[4], roots[2]}, 12)
		p := k.page(nil, discussion.View{})
		if p.Order != discussion.Bridges || p.Divide != rozmova.Divided || p.Nodes[0].ID != roots[4].ID || p.Nodes[1].ID != roots[2].ID {
			t.Errorf("divided: %v, %v, %v", p.Order, p.Divide, idsOf(p.Nodes))
		}
		want := ranking.Told{Label: ranking.Across, More: 8, Less: 7, MoreVotes: 12, LessVotes: 9}
		if told := p.Nodes[0].Told; told == nil || *told != want || p.Nodes[0].Place != 900_000 {
			t.Errorf("of the first is told %+v, at %d", told, p.Nodes[0].Place)
		}
		if told := p.Nodes[2].Told; told == nil || told.Label != ranking.NotYet {
			t.Errorf("of one without votes is told %+v", told)
		}
		one, err := k.desk.Comment(t.Context(), nil, roots[4].ID)
		if err != nil || one.Node.Told == nil || *one.Node.Told != want {
			t.Errorf("by itself: %+v, %v", one.Node.Told, err)
		}
		branch, err := k.desk.Branch(t.Context(), nil, roots[4].ID)
		if err != nil || branch.Nodes[0].Told == nil || *branch.Nodes[0].Told != want {
			t.Errorf("in its branch: %+v, %v", branch.Nodes[0].Told, err)
		}
		if p := k.page(nil, discussion.View{Order: discussion.Newest}); p.Order != discussion.Newest || p.Nodes[0].ID != roots[8].ID {
			t.Errorf("whoever chose another order gets %v", p.Order)
		}
		list, err := k.desk.Places(t.Context(), k.Thread, began)
		if err != nil || len(list) != 2 || list[0].Key+list[1].Key != 1_799_000 {
			t.Errorf("pages are told %+v, %v", list, err)
		}
		if list, err := k.desk.Places(t.Context(), k.Thread, k.clock.Now()); err != nil || len(list) != 0 {
			t.Errorf("and of what did not move %+v, %v", list, err)
		}
		hidden := discussion.New(k.db, discussion.Options{Now: k.clock.Now, Site: k.Site, Totals: discussion.TotalsVoted})
		p, err = hidden.Page(t.Context(), k.Readers[1], k.Thread, discussion.View{})
		if err != nil || p.Nodes[0].Told != nil || p.Nodes[0].Place != 0 || p.Nodes[0].Bridge != 0 {
			t.Errorf("who may not see votes is told %+v, %v", p.Nodes[0].Told, err)
		}
		if list, err := hidden.Places(t.Context(), k.Thread, began); err != nil || len(list) != 0 {
			t.Errorf("where votes are not for all, pages are told %+v, %v", list, err)
		}
		k.rule(roots[4], rozmova.Remove)
		if p := k.page(nil, discussion.View{}); p.Nodes[0].Told != nil || p.Nodes[0].Bridge != 0 {
			t.Errorf("of what is out of sight is told %+v", p.Nodes[0].Told)
		}
		for _, cursor := range []string{"x.y", p.Next + ".", ".AAAA"} {
			_, err := k.desk.Page(t.Context(), nil, k.Thread, discussion.View{Order: discussion.Bridges, After: cursor})
			refused(t, cursor, err, rozmova.Invalid, "page.cursor")
		}
	})
}
