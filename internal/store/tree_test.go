package store_test

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	diff "github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// sources names comments in a failure line.
func sources(list []*rozmova.Comment) []string {
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = c.Source
	}
	return names
}

// TestAnswersStandAsDeepAsNestingLets: one that would stand deeper stands beside what it answers.
func TestAnswersStandAsDeepAsNestingLets(t *testing.T) {
	const a, b, c, d, e = "00000001", "00000002", "00000003", "00000004", "00000005"
	tests := []struct {
		name    string
		nesting []int // for each answer; each answers the one before
		paths   []string
	}{
		{"deep enough", []int{3, 3, 3}, []string{a, a + b, a + b + c}},
		{"one under the other", []int{1, 1, 1}, []string{a, b, c}},
		{"none at all is one", []int{0, rozmova.Never, 0}, []string{a, b, c}},
		{"to two", []int{2, 2, 2, 2, 2}, []string{a, a + b, a + c, a + d, a + e}},
		{"less than before", []int{2, 2, 1}, []string{a, a + b, c}},
		{"more than before", []int{1, 1, 2}, []string{a, b, b + c}},
	}
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 1)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				root := comment(s, rozmova.ID[rozmova.Comment]{}, 0)
				step(t, db, func(tx *store.Tx) error { return tx.AddComment(root, 9) })
				parent := root
				for i, nesting := range tt.nesting {
					answer := comment(s, parent.ID, i+1)
					step(t, db, func(tx *store.Tx) error { return tx.AddComment(answer, nesting) })
					if answer.Path != tt.paths[i] || answer.Depth != len(tt.paths[i])/8 || answer.Root != root.ID || answer.Ordinal != i+1 {
						t.Errorf("answer %d: path %s, depth %d, ordinal %d; want %s", i+1, answer.Path, answer.Depth, answer.Ordinal, tt.paths[i])
					}
					kept := stored(t, db, answer.ID)
					if d := diff.Diff(answer, kept); d != "" {
						t.Errorf("answer %d (-in hand +kept):\n%s", i+1, d)
					}
					parent = answer
				}
			})
		}
		t.Run("no deeper than anything may", func(t *testing.T) {
			c := comment(s, rozmova.ID[rozmova.Comment]{}, 0)
			step(t, db, func(tx *store.Tx) error {
				err := tx.AddComment(c, 1<<20)
				for i := 0; i < rozmova.MaxNesting+2 && err == nil; i++ {
					c = comment(s, c.ID, i)
					err = tx.AddComment(c, 1<<20)
				}
				return err
			})
			if c.Depth != rozmova.MaxNesting || len(c.Path) != 8*rozmova.MaxNesting {
				t.Errorf("depth %d, a path of %d", c.Depth, len(c.Path))
			}
		})
	})
}

func stored(t *testing.T, db *store.DB, id rozmova.ID[rozmova.Comment]) (c *rozmova.Comment) {
	t.Helper()
	if err := db.View(t.Context(), func(tx *store.Tx) (err error) { c, err = tx.Comment(id); return err }); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCountsAreRecounts after random posts and moves: published ones of the thread, answers of each comment, comments of each
// statement.
func TestCountsAreRecounts(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 3)
		random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same every time
		states := []rozmova.CommentState{rozmova.Pending, rozmova.Published, rozmova.Published, rozmova.Held, rozmova.Removed, rozmova.Withdrawn, rozmova.Erased}
		var list []*rozmova.Comment
		for i := range 400 {
			step(t, db, func(tx *store.Tx) error {
				if len(list) > 0 && random.IntN(2) == 0 {
					c := list[random.IntN(len(list))]
					if random.IntN(4) == 0 {
						return tx.ReviseComment(c, "інакше", c.Body, at(i), int64(i))
					}
					return tx.MoveComment(c, states[random.IntN(len(states))], int64(i))
				}
				c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
				c.State = states[random.IntN(len(states))]
				c.Cites.Statement = []string{"", "a", "b"}[random.IntN(3)]
				if len(list) > 0 && random.IntN(5) > 0 {
					c.Parent = list[random.IntN(len(list))].ID
				}
				list = append(list, c)
				return tx.AddComment(c, 1+random.IntN(5))
			})
		}
		type counts struct {
			Thread     int
			Answered   map[string]int
			Statements map[string]int
		}
		want, got := counts{0, map[string]int{}, map[string]int{}}, counts{0, map[string]int{}, nil}
		for _, c := range list {
			want.Answered[c.ID.String()] += 0
			if c.State != rozmova.Published {
				continue
			}
			want.Thread++
			if c.Cites.Statement != "" {
				want.Statements[c.Cites.Statement]++
			}
			if c.ID != c.Root {
				want.Answered[c.Root.String()]++
			}
			if c.Parent != c.Root && !c.Parent.IsZero() {
				want.Answered[c.Parent.String()]++
			}
		}
		err := db.View(t.Context(), func(tx *store.Tx) error {
			for _, c := range list {
				kept, err := tx.Comment(c.ID)
				if err != nil {
					return err
				}
				got.Answered[c.ID.String()] = kept.Answered
			}
			thread, err := tx.Thread(s.Thread)
			if err != nil {
				return err
			}
			got.Thread = thread.Comments
			got.Statements, err = tx.StatementCounts(s.Story.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if d := diff.Diff(want, got); d != "" {
			t.Errorf("counts (-want +got):\n%s", d)
		}
	})
}

// TestCountsAtOnce: answers, moves and votes in one branch side by side neither wait for each other for ever nor miscount.
func TestCountsAtOnce(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 4)
		root := comment(s, rozmova.ID[rozmova.Comment]{}, 0)
		middle := comment(s, root.ID, 1)
		step(t, db, func(tx *store.Tx) error { return errors.Join(tx.AddComment(root, 9), tx.AddComment(middle, 9)) })
		var wg sync.WaitGroup
		for i := range 6 {
			wg.Go(func() {
				for n := range 15 {
					var err error
					switch i % 3 {
					case 0:
						c := comment(s, middle.ID, n)
						c.Cites.Statement = "a"
						err = db.Update(t.Context(), func(tx *store.Tx) error { return tx.AddComment(c, 9) })
					case 1:
						err = db.Update(t.Context(), func(tx *store.Tx) error {
							c, err := tx.CommentToChange(middle.ID)
							if err != nil {
								return err
							}
							to := rozmova.Held
							if c.State == rozmova.Held {
								to = rozmova.Published
							}
							return tx.MoveComment(c, to, int64(n))
						})
					case 2:
						err = cast(t.Context(), db, []rozmova.ID[rozmova.Comment]{root.ID, middle.ID}[n%2], s.Readers[i/3].ID, rozmova.Vote{Respect: n%3 == 0}, at(n))
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		// The two movers moved it thirty times: it is published again.
		if c := stored(t, db, root.ID); c.Answered != 31 || c.Answers != 31 {
			t.Errorf("the root has %d published answers of %d, want 31 of 31", c.Answered, c.Answers)
		}
		if c := stored(t, db, middle.ID); c.Answered != 30 || c.State != rozmova.Published {
			t.Errorf("the answer is %v and has %d answers, want 30", c.State, c.Answered)
		}
		step(t, db, func(tx *store.Tx) error {
			counts, err := tx.StatementCounts(s.Story.ID)
			thread, err2 := tx.Thread(s.Thread)
			if err == nil && err2 == nil && (counts["a"] != 30 || thread.Comments != 32) {
				t.Errorf("%v speak to statements, the thread counts %d; want 30 and 32", counts, thread.Comments)
			}
			return errors.Join(err, err2)
		})
	})
}

// A forest is a thread for lists: many roots, many of them equal in what they are ordered by, and one long branch.
type forest struct {
	*rozmovatest.Seed
	roots, branch []*rozmova.Comment // as they are stored, Pending ones among them; branch begins with its root
}

func plant(t *testing.T, db *store.DB) *forest {
	t.Helper()
	f := &forest{Seed: rozmovatest.SeedStore(t, db, 3)}
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same every time
	state := func() rozmova.CommentState {
		return []rozmova.CommentState{rozmova.Pending, rozmova.Published, rozmova.Published, rozmova.Held, rozmova.Withdrawn}[random.IntN(5)]
	}
	step(t, db, func(tx *store.Tx) error {
		for i := range 50 {
			c := comment(f.Seed, rozmova.ID[rozmova.Comment]{}, i/4) // four at one moment
			c.State = state()
			if i == 0 {
				c.State = rozmova.Published
			}
			if err := tx.AddComment(c, 9); err != nil {
				return err
			}
			if err := tx.PutVote(c, f.Readers[0].ID, rozmova.Vote{Respect: true}, rozmova.Votes{Voters: 1, Respect: 1}, int64(random.IntN(4)), c.Created); err != nil {
				return err
			}
			f.roots = append(f.roots, c)
		}
		f.branch = []*rozmova.Comment{f.roots[0]}
		for i := range 80 {
			c := comment(f.Seed, f.branch[random.IntN(len(f.branch))].ID, 100+i)
			if c.State = state(); i < 30 { // some answers elsewhere, for the order by them
				root := f.roots[random.IntN(len(f.roots))]
				if c.Parent = root.ID; root != f.roots[0] {
					if err := tx.AddComment(c, 9); err != nil {
						return err
					}
					root.Answered += published(c)
					continue
				}
			}
			if err := tx.AddComment(c, 5); err != nil {
				return err
			}
			f.branch[0].Answered += published(c)
			f.branch = append(f.branch, c)
		}
		return nil
	})
	return f
}

func published(c *rozmova.Comment) int {
	if c.State == rozmova.Published {
		return 1
	}
	return 0
}

// placed leaves out what is Pending.
func placed(list []*rozmova.Comment) []*rozmova.Comment {
	return slices.DeleteFunc(slices.Clone(list), func(c *rozmova.Comment) bool { return c.State == rozmova.Pending })
}

func ids(list []*rozmova.Comment) []string {
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = c.ID.String()
	}
	return names
}

// TestRootsPageByPage reads every order in pages of several sizes, forwards and back, and gets the whole list each time.
func TestRootsPageByPage(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		f := plant(t, db)
		byID := func(a, b *rozmova.Comment) int { return strings.Compare(a.ID.String(), b.ID.String()) }
		orders := map[store.Order]func(a, b *rozmova.Comment) int{
			store.Oldest:    func(a, b *rozmova.Comment) int { return cmp.Or(a.Created.Compare(b.Created), byID(a, b)) },
			store.Newest:    func(a, b *rozmova.Comment) int { return -cmp.Or(a.Created.Compare(b.Created), byID(a, b)) },
			store.Respected: func(a, b *rozmova.Comment) int { return -cmp.Or(cmp.Compare(a.Rank, b.Rank), byID(a, b)) },
			store.Answered:  func(a, b *rozmova.Comment) int { return -cmp.Or(a.Answered-b.Answered, byID(a, b)) },
		}
		for o, compare := range orders {
			want := placed(f.roots)
			slices.SortFunc(want, compare)
			read := func(from store.Place, back bool, limit int) (list []*rozmova.Comment) {
				err := db.View(t.Context(), func(tx *store.Tx) (err error) {
					list, err = tx.Roots(f.Thread, o, from, back, limit)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				return list
			}
			for _, size := range []int{1, 3, 7, 1000} {
				var forwards []*rozmova.Comment
				var from store.Place
				for page := read(from, false, size); len(page) > 0; page = read(from, false, size) {
					forwards, from = append(forwards, page...), store.PlaceOf(page[len(page)-1], o)
				}
				if d := diff.Diff(ids(want), ids(forwards)); d != "" {
					t.Fatalf("order %d in pages of %d (-want +got):\n%s", o, size, d)
				}
				var backwards []*rozmova.Comment
				for page := read(from, true, size); len(page) > 0; page = read(from, true, size) {
					backwards, from = append(page, backwards...), store.PlaceOf(page[0], o)
				}
				if d := diff.Diff(ids(want[:len(want)-1]), ids(backwards)); d != "" {
					t.Errorf("order %d backwards in pages of %d (-want +got):\n%s", o, size, d)
				}
			}
			if list := read(store.Place{}, true, 5); len(list) != 0 {
				t.Errorf("order %d: %d stand before the beginning", o, len(list))
			}
			if list := read(store.Place{}, false, 0); len(list) != 0 {
				t.Errorf("order %d: %d where none was asked for", o, len(list))
			}
		}
	})
}

// TestBranchPageByPage reads a branch and parts of it, forwards and back, from every place.
func TestBranchPageByPage(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		f := plant(t, db)
		root := f.branch[0]
		all := placed(f.branch[1:])
		slices.SortFunc(all, func(a, b *rozmova.Comment) int { return strings.Compare(a.Path, b.Path) })
		if len(all) < 20 {
			t.Fatalf("a branch of %d shows nothing", len(all))
		}
		err := db.View(t.Context(), func(tx *store.Tx) error {
			for _, above := range append([]*rozmova.Comment{root}, all...) {
				part := slices.DeleteFunc(slices.Clone(all), func(c *rozmova.Comment) bool { return !rozmova.InBranch(above.Path, c.Path) })
				for _, from := range append([]*rozmova.Comment{root}, all...) {
					behind := slices.DeleteFunc(slices.Clone(part), func(c *rozmova.Comment) bool { return c.Path <= from.Path })
					before := slices.DeleteFunc(slices.Clone(part), func(c *rozmova.Comment) bool { return c.Path >= from.Path })
					for _, limit := range []int{2, 1000} {
						got, err := tx.Below(root.ID, above.Path, from.Path, false, limit)
						if want := behind[:min(limit, len(behind))]; err != nil || !slices.Equal(ids(want), ids(got)) {
							t.Errorf("%d below %q behind %q: %v, %v; want %v", limit, above.Path, from.Path, sources(got), err, sources(want))
						}
						got, err = tx.Below(root.ID, above.Path, from.Path, true, limit)
						if want := before[max(0, len(before)-limit):]; err != nil || !slices.Equal(ids(want), ids(got)) {
							t.Errorf("%d below %q before %q: %v, %v; want %v", limit, above.Path, from.Path, sources(got), err, sources(want))
						}
					}
				}
			}
			deepest := slices.MaxFunc(all, func(a, b *rozmova.Comment) int { return a.Depth - b.Depth })
			paths := []string{"ffffffff"} // of nothing
			for n := len(deepest.Path); n >= 0; n -= 8 {
				paths = append(paths, deepest.Path[:n])
			}
			want := slices.DeleteFunc(placed(f.branch), func(c *rozmova.Comment) bool { return !slices.Contains(paths, c.Path) })
			slices.SortFunc(want, func(a, b *rozmova.Comment) int { return a.Depth - b.Depth })
			got, err := tx.ByPaths(root.ID, paths)
			if err != nil || deepest.Depth < 4 || !slices.Equal(ids(want), ids(got)) {
				t.Errorf("the way down to %s: %v, %v; want %v", deepest.Path, sources(got), err, sources(want))
			}
			if got, err := tx.ByPaths(root.ID, nil); err != nil || len(got) != 0 {
				t.Errorf("at no path: %v, %v", got, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
