package store_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestClosingUnderLoad: every step gets its answer, the steps answered with nil are there when the store opens again, and
// no others.
func TestClosingUnderLoad(t *testing.T) {
	test := func(t *testing.T, o store.Options) {
		db, err := store.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		s := rozmovatest.SeedStore(t, db, 4)
		var kept atomic.Int64
		warm := make(chan struct{}, 1000)
		var wg sync.WaitGroup
		for w := range 32 {
			wg.Go(func() {
				for i := 0; ; i++ {
					err := post(context.Background(), db, comment(s, rozmova.ID[rozmova.Comment]{}, w*1000+i))
					if err != nil {
						if !errors.Is(err, rozmova.Unavailable) {
							t.Errorf("a step while the store closes: %v, want Unavailable", err)
						}
						return
					}
					kept.Add(1)
					select {
					case warm <- struct{}{}:
					default:
					}
				}
			})
		}
		for range 100 {
			<-warm
		}
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		wg.Wait()
		again := rozmovatest.OpenStore(t, o)
		rozmovatest.Events(t, again, int(kept.Load())+1)
		err = again.View(t.Context(), func(tx *store.Tx) error {
			thread, err := tx.Thread(s.Thread)
			if err == nil && thread.Comments != int(kept.Load()) {
				t.Errorf("%d comments, %d were answered for", thread.Comments, kept.Load())
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Run("sqlite", func(t *testing.T) { test(t, store.Options{Dir: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { test(t, store.Options{DSN: rozmovatest.PostgresDatabase(t)}) })
}

// TestNobodyElseReadsTheStore: addresses are in the file and in the log beside it, from the first byte on, also in a folder
// that was made with other modes.
func TestNobodyElseReadsTheStore(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // that is what is tried
		t.Fatal(err)
	}
	db := rozmovatest.OpenStore(t, store.Options{Dir: dir})
	rozmovatest.SeedStore(t, db, 1)
	seen := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "lock" {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		seen++
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v, want 0600", d.Name(), info.Mode().Perm())
		}
		return nil
	})
	if err != nil || seen < 3 {
		t.Errorf("looked at %d files: %v; want the store, its log and its index", seen, err)
	}
}
