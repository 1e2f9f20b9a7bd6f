package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

func comment(s *rozmovatest.Seed, parent rozmova.ID[rozmova.Comment], n int) *rozmova.Comment {
	at := rozmovatest.Noon.Add(time.Duration(n) * time.Second)
	text := fmt.Sprintf("Коментар %d", n)
	return &rozmova.Comment{
		ID: rozmova.NewID[rozmova.Comment](at), Site: s.Site.ID, Thread: s.Thread, Story: s.Story.ID, Parent: parent,
		Author: s.Readers[n%len(s.Readers)].ID, Language: "uk", Source: text, State: rozmova.Published, Revision: 1, Created: at, Changed: at,
		Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: text}}}},
	}
}

func post(ctx context.Context, db *store.DB, c *rozmova.Comment) error {
	return db.Update(ctx, func(tx *store.Tx) (err error) {
		c.Seq, err = tx.Append(rozmova.Event{At: c.Created, Kind: rozmova.CommentPublished, Site: c.Site, Story: c.Story, Thread: c.Thread, Comment: c.ID, Actor: c.Author})
		if err != nil {
			return err
		}
		return tx.AddComment(c, rozmova.MaxNesting)
	})
}

func TestCommentsKeepTheirPlaces(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		s := rozmovatest.SeedStore(t, db, 3)
		var roots []*rozmova.Comment
		for i := range 5 {
			c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
			if err := post(ctx, db, c); err != nil {
				t.Fatal(err)
			}
			roots = append(roots, c)
		}
		a := comment(s, roots[0].ID, 10)
		b := comment(s, roots[0].ID, 11)
		if err := errors.Join(post(ctx, db, a), post(ctx, db, b)); err != nil {
			t.Fatal(err)
		}
		deep := comment(s, a.ID, 12)
		if err := post(ctx, db, deep); err != nil {
			t.Fatal(err)
		}
		if deep.Root != roots[0].ID || deep.Depth != 2 || deep.Ordinal != 3 {
			t.Errorf("deep answer: root %v depth %d ordinal %d, want %v 2 3", deep.Root, deep.Depth, deep.Ordinal, roots[0].ID)
		}
		stray := comment(s, rozmova.NewID[rozmova.Comment](rozmovatest.Noon), 13)
		if err := post(ctx, db, stray); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("an answer to nothing: %v, want NotFound", err)
		}
		err := db.View(ctx, func(tx *store.Tx) error {
			first, err := tx.Roots(s.Thread, store.Oldest, store.Place{}, false, 3)
			if err != nil {
				return err
			}
			if len(first) != 3 || first[0].ID != roots[0].ID {
				t.Errorf("first page: %d roots beginning with %v, want 3 with %v", len(first), first[0].ID, roots[0].ID)
			}
			rest, err := tx.Roots(s.Thread, store.Oldest, store.PlaceOf(first[2], store.Oldest), false, 3)
			if err != nil {
				return err
			}
			if len(rest) != 2 || rest[1].ID != roots[4].ID {
				t.Errorf("second page has %d roots", len(rest))
			}
			newest, err := tx.Roots(s.Thread, store.Newest, store.Place{}, false, 2)
			if err != nil {
				return err
			}
			if newest[0].ID != roots[4].ID {
				t.Errorf("newest first begins with %v", newest[0].ID)
			}
			answers, err := tx.Answers(first, 2)
			if err != nil {
				return err
			}
			if len(answers) != 2 || answers[0].ID != a.ID || answers[1].ID != b.ID {
				t.Errorf("got %d first answers", len(answers))
			}
			branch, err := tx.Below(roots[0].ID, "", a.Path, false, 10)
			if err != nil {
				return err
			}
			if len(branch) != 2 || branch[0].ID != deep.ID || branch[1].ID != b.ID {
				t.Errorf("rest of the branch: %d", len(branch))
			}
			thread, err := tx.Thread(s.Thread)
			if err != nil {
				return err
			}
			if thread.Comments != 8 || thread.Seq != deep.Seq {
				t.Errorf("thread counts %d, seq %d; want 8, %d", thread.Comments, thread.Seq, deep.Seq)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAStepIsWholeOrNothing(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		s := rozmovatest.SeedStore(t, db, 1)
		var wg sync.WaitGroup
		for i := range 40 { // good, failing and panicking steps side by side
			wg.Go(func() {
				c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
				err := db.Update(ctx, func(tx *store.Tx) (err error) {
					c.Seq, err = tx.Append(rozmova.Event{At: c.Created, Kind: rozmova.CommentPublished, Site: c.Site, Thread: c.Thread, Comment: c.ID})
					if err != nil {
						return err
					}
					if err := tx.AddComment(c, rozmova.MaxNesting); err != nil {
						return err
					}
					switch i % 4 {
					case 1:
						return errors.New("the rule said no")
					case 2:
						panic("a bug")
					case 3:
						_, _ = tx.Append(rozmova.Event{Kind: rozmova.CommentPublished}) // not null constraint of site
						return errors.New("gave up")
					}
					return nil
				})
				if (err == nil) != (i%4 == 0) {
					t.Errorf("step %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		if err := db.Settled(ctx); err != nil {
			t.Fatal(err)
		}
		err := db.View(ctx, func(tx *store.Tx) error {
			thread, err := tx.Thread(s.Thread)
			if err != nil {
				return err
			}
			if thread.Comments != 10 {
				t.Errorf("%d comments, want 10", thread.Comments)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		rozmovatest.Events(t, db, 11)
	})
}

func TestFollowersMissNothing(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		s := rozmovatest.SeedStore(t, db, 4)
		const writers, each = 8, 25
		want := writers*each + 1
		got := make(chan rozmova.Event, want+10)
		following := make(chan error, 1)
		go func() {
			following <- db.Follow(ctx, 0, time.Second, func(batch []rozmova.Event) error {
				for _, e := range batch {
					got <- e
				}
				clear(batch) // whoever follows may take out of it what does not concern them
				return nil
			})
		}()
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					if err := post(ctx, db, comment(s, rozmova.ID[rozmova.Comment]{}, w*each+i)); err != nil {
						t.Errorf("post: %v", err)
					}
				}
			})
		}
		wg.Wait()
		last, seen := int64(0), map[int64]bool{}
		for range want {
			select {
			case e := <-got:
				if e.Seq <= last || seen[e.Seq] {
					t.Fatalf("event %d came after %d", e.Seq, last)
				}
				last, seen[e.Seq] = e.Seq, true
			case <-ctx.Done():
				t.Fatalf("got %d events of %d", len(seen), want)
			}
		}
		cancel()
		if err := <-following; !errors.Is(err, context.Canceled) {
			t.Errorf("following ended with %v", err)
		}
	})
}

func TestARepeatedRequestHasOneResult(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		key, body := []byte("k"), []byte("b")
		var made sync.Map
		var wg sync.WaitGroup
		results := make([][16]byte, 12)
		for i := range results {
			wg.Go(func() {
				err := db.Update(ctx, func(tx *store.Tx) error {
					id, done, err := tx.Once(key, body)
					if err != nil || done {
						results[i] = id
						return err
					}
					id = [16]byte(rozmova.NewID[rozmova.Comment](time.Now()))
					results[i] = id
					return tx.Done(key, body, id, rozmovatest.Noon)
				})
				if err != nil {
					t.Errorf("step: %v", err)
				}
				made.Store(results[i], true)
			})
		}
		wg.Wait()
		n := 0
		made.Range(func(any, any) bool { n++; return true })
		if n != 1 {
			t.Errorf("%d results of one request", n)
		}
		err := db.Update(ctx, func(tx *store.Tx) error {
			_, _, err := tx.Once(key, []byte("other"))
			return err
		})
		if !errors.Is(err, rozmova.Conflict) {
			t.Errorf("the key with another body: %v, want Conflict", err)
		}
	})
}

func TestSecondServerOnOneFolderIsRefused(t *testing.T) {
	dir := t.TempDir()
	rozmovatest.OpenStore(t, store.Options{Dir: dir})
	_, err := store.Open(context.Background(), store.Options{Dir: dir})
	var e *rozmova.Error
	if !errors.As(err, &e) || e.Reason != "store.in_use" {
		t.Errorf("second open: %v, want store.in_use", err)
	}
}
