package store_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// occupy keeps SQLite's writer in a step until free is called.
func occupy(t *testing.T, db *store.DB) (free func()) {
	t.Helper()
	begun, end, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	begin := sync.OnceFunc(func() { close(begun) }) // a step may run again
	go func() {
		ended <- db.Update(context.Background(), func(*store.Tx) error { begin(); <-end; return nil })
	}()
	<-begun
	return sync.OnceFunc(func() {
		close(end)
		if err := <-ended; err != nil {
			t.Errorf("the step that occupied the writer: %v", err)
		}
	})
}

// queued waits until n steps wait for the writer.
func queued(t *testing.T, db *store.DB, n int) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); store.Queued(db) != n; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d steps wait, want %d", store.Queued(db), n)
		}
	}
}

// batches opens an embedded store that notes how many steps shared each commit.
func batches(t *testing.T) (*store.DB, func() []int) {
	var mu sync.Mutex
	var sizes []int
	db := rozmovatest.OpenStore(t, store.Options{Dir: t.TempDir(), OnCommit: func(n int, _ time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		sizes = append(sizes, n)
	}})
	return db, func() []int {
		mu.Lock()
		defer mu.Unlock()
		return append([]int(nil), sizes...)
	}
}

func TestWaitingStepsShareOneCommit(t *testing.T) {
	db, sizes := batches(t)
	s := rozmovatest.SeedStore(t, db, 4)
	free := occupy(t, db)
	const waiting = 200
	var wg sync.WaitGroup
	for i := range waiting {
		wg.Go(func() {
			if err := post(t.Context(), db, comment(s, rozmova.ID[rozmova.Comment]{}, i)); err != nil {
				t.Errorf("post: %v", err)
			}
		})
	}
	queued(t, db, waiting)
	free()
	wg.Wait()
	rozmovatest.Events(t, db, waiting+1)
	if err := db.Update(t.Context(), func(*store.Tx) error { return nil }); err != nil { // so that the commit before it has been told
		t.Fatal(err)
	}
	if got := sizes(); !slices.Contains(got, store.MaxBatch) || !slices.Contains(got, waiting+1-store.MaxBatch) {
		t.Errorf("%d waiting steps took commits of %v, want %d and the rest", waiting, got, store.MaxBatch)
	}
}

func TestAFullQueueRefusesAtOnce(t *testing.T) {
	db := rozmovatest.SQLite(t)
	free := occupy(t, db)
	defer free()
	var wg sync.WaitGroup
	for range store.MaxQueue {
		wg.Go(func() {
			if err := db.Update(t.Context(), func(*store.Tx) error { return nil }); err != nil {
				t.Errorf("a step that was taken into the queue: %v", err)
			}
		})
	}
	queued(t, db, store.MaxQueue)
	err := db.Update(t.Context(), func(*store.Tx) error { t.Error("ran a step too many"); return nil })
	var e *rozmova.Error
	if !errors.As(err, &e) || e.Kind != rozmova.Unavailable || e.Reason != "store.busy" {
		t.Errorf("one step too many: %v, want Unavailable store.busy", err)
	}
	free()
	wg.Wait()
}

func TestAStepWhoseCallerLeftIsNotRun(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		if db.Engine() == "sqlite" { // it waits in the queue when the caller leaves
			free := occupy(t, db)
			go func() {
				done <- db.Update(ctx, func(*store.Tx) error { t.Error("ran a step that nobody waits for"); return nil })
			}()
			queued(t, db, 1)
			cancel()
			free()
		} else { // it waits for a lock
			err := db.Update(t.Context(), func(tx *store.Tx) error {
				if err := tx.Lock("door"); err != nil {
					return err
				}
				locking := make(chan struct{})
				go func() {
					done <- db.Update(ctx, func(tx *store.Tx) error { close(locking); return tx.Lock("door") })
				}()
				<-locking
				cancel()
				if err := <-done; !errors.Is(err, context.Canceled) {
					t.Errorf("a cancelled step gave %v while the lock was held", err)
				}
				done <- context.Canceled
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled step: %v, want context.Canceled", err)
		}
		if err := db.Update(t.Context(), func(*store.Tx) error { return nil }); err != nil {
			t.Errorf("the next step: %v", err)
		}
	})
}

func TestOneStepsBrokenReferenceIsItsOwnFault(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 4)
		free := func() {}
		if db.Engine() == "sqlite" {
			free = occupy(t, db)
		}
		var wg sync.WaitGroup
		const steps = 12
		for i := range steps {
			wg.Go(func() {
				c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
				if i == 5 {
					c.Author = rozmova.NewID[rozmova.Reader](rozmovatest.Noon) // nobody; the commit finds out
				}
				if err := post(t.Context(), db, c); (err == nil) != (i != 5) {
					t.Errorf("step %d: %v", i, err)
				}
			})
		}
		if db.Engine() == "sqlite" {
			queued(t, db, steps)
		}
		free()
		wg.Wait()
		if err := post(t.Context(), db, comment(s, rozmova.ID[rozmova.Comment]{}, steps)); err != nil {
			t.Errorf("the step after it: %v", err)
		}
		rozmovatest.Events(t, db, 1+steps)
	})
}

func TestReadersNeverWaitForWriters(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 1)
		begun, end := make(chan struct{}), make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			err := db.Update(t.Context(), func(tx *store.Tx) error {
				if err := errors.Join(tx.Lock("hot"), tx.SetThreadMode(s.Thread, rozmova.Closed)); err != nil {
					return err
				}
				close(begun)
				<-end
				return nil
			})
			if err != nil {
				t.Errorf("the long step: %v", err)
			}
		})
		<-begun
		for range 50 { // more than there are connections
			wg.Go(func() {
				if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.Lock("hot") }); err != nil {
					t.Errorf("a step that waits: %v", err)
				}
			})
		}
		for range 20 {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second) // far longer than reading takes, and the long step does not end before
			err := db.View(ctx, func(tx *store.Tx) error {
				thread, err := tx.Thread(s.Thread)
				if err == nil && thread.Mode != rozmova.Open {
					t.Errorf("read what is not committed: mode %d", thread.Mode)
				}
				return err
			})
			cancel()
			if err != nil {
				t.Errorf("reading beside a long step: %v", err)
				break
			}
		}
		close(end)
		wg.Wait()
	})
}
