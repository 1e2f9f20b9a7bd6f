package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestALongStepHoldsTheLogBack: on PostgreSQL a step that appended its event first and commits last must neither be missed
// nor come out of order, so what committed beside it waits.
func TestALongStepHoldsTheLogBack(t *testing.T) {
	db := rozmovatest.OpenStore(t, store.Options{DSN: rozmovatest.PostgresDatabase(t)})
	s := rozmovatest.SeedStore(t, db, 4)
	rozmovatest.Events(t, db, 1)
	event := rozmova.Event{At: rozmovatest.Noon, Kind: rozmova.CommentPublished, Site: s.Site.ID, Thread: s.Thread}
	begun, end, ended := make(chan int64), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- db.Update(t.Context(), func(tx *store.Tx) error {
			seq, err := tx.Append(event)
			begun <- seq
			<-end
			return err
		})
	}()
	first := <-begun
	got := make(chan rozmova.Event, 100)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = db.Follow(ctx, 0, 10*time.Millisecond, func(batch []rozmova.Event) error {
			for _, e := range batch {
				got <- e
			}
			return nil
		})
	})
	<-got // the seed's
	var later int64
	for range 20 {
		err := db.Update(t.Context(), func(tx *store.Tx) (err error) { later, err = tx.Append(event); return err })
		if err != nil {
			t.Fatal(err)
		}
	}
	if first >= later {
		t.Errorf("the step that began first has number %d, those after it %d", first, later)
	}
	for range 5 { // whoever looks meanwhile sees none of them
		err := db.View(t.Context(), func(tx *store.Tx) error {
			events, err := tx.Events(0, 100)
			head, err2 := tx.Head()
			if err == nil && err2 == nil && (len(events) != 1 || head >= first) {
				t.Errorf("%d events with a head of %d beside a step that will write %d", len(events), head, first)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	select {
	case e := <-got:
		t.Errorf("a follower was given %d before %d", e.Seq, first)
	default:
	}
	close(end)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	last := int64(0)
	for i := range 21 {
		select {
		case e := <-got:
			if i == 0 && e.Seq != first || e.Seq <= last {
				t.Errorf("event %d is %d behind %d; the first should be %d", i, e.Seq, last, first)
			}
			last = e.Seq
		case <-time.After(time.Minute):
			t.Fatalf("missed event %d", i)
		}
	}
	cancel()
	wg.Wait()
}

// TestTheLogGrowsOnAnotherServer: rows that come from a server whose transactions were numbered from higher keep their
// numbers, and new events come behind them.
func TestTheLogGrowsOnAnotherServer(t *testing.T) {
	o := store.Options{DSN: rozmovatest.PostgresDatabase(t)}
	db, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s := rozmovatest.SeedStore(t, db, 1)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), o.DSN)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	const far = 1 << 50
	if _, err := conn.Exec(t.Context(), "update event set seq = seq + $1", int64(far)); err != nil {
		t.Fatal(err)
	}
	var bases []int64
	for i := range 3 { // opening again and again raises it once
		db := rozmovatest.OpenStore(t, o)
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Append(rozmova.Event{At: rozmovatest.Noon, Kind: rozmova.CommentPublished, Site: s.Site.ID})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		events := rozmovatest.Events(t, db, 2+i) // in order
		if events[0].Kind != rozmova.StoryPublished || events[0].Seq < far {
			t.Errorf("the log begins with %+v, want the event from elsewhere", events[0])
		}
		var base int64
		if err := conn.QueryRow(t.Context(), "select base from event_base").Scan(&base); err != nil {
			t.Fatal(err)
		}
		bases = append(bases, base)
	}
	if bases[0] < far || bases[1] != bases[0] || bases[2] != bases[0] {
		t.Errorf("base went %v, want one rise beyond %d", bases, int64(far))
	}
}

// TestAThreadsSequenceGrowsWithEveryChange, also when the step with the earlier event ends last: pages are kept by it.
func TestAThreadsSequenceGrowsWithEveryChange(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 4)
		thread := func() (seq int64) {
			err := db.View(t.Context(), func(tx *store.Tx) error {
				th, err := tx.Thread(s.Thread)
				if err == nil {
					seq = th.Seq
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return seq
		}
		if db.Engine() == "sqlite" {
			before := thread()
			if err := post(t.Context(), db, comment(s, rozmova.ID[rozmova.Comment]{}, 1)); err != nil || thread() <= before {
				t.Errorf("from %d to %d: %v", before, thread(), err)
			}
			return
		}
		appended, end, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
		early := comment(s, rozmova.ID[rozmova.Comment]{}, 1)
		go func() {
			ended <- db.Update(context.Background(), func(tx *store.Tx) (err error) {
				if early.Seq, err = tx.Append(rozmova.Event{At: early.Created, Kind: rozmova.CommentPublished, Site: early.Site, Thread: early.Thread}); err != nil {
					return err
				}
				close(appended)
				<-end
				return tx.AddComment(early, rozmova.MaxNesting)
			})
		}()
		<-appended
		if err := post(t.Context(), db, comment(s, rozmova.ID[rozmova.Comment]{}, 2)); err != nil {
			t.Fatal(err)
		}
		before := thread()
		close(end)
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if got := thread(); got <= before {
			t.Errorf("the thread has one comment more, and its sequence went from %d to %d", before, got)
		}
	})
}
