package store_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// fill posts until a post is refused, gives how many were answered for, and how it was refused.
func fill(t *testing.T, db *store.DB, s *rozmovatest.Seed, from int) (n int, refused error) {
	t.Helper()
	for i := range 20_000 {
		c := comment(s, rozmova.ID[rozmova.Comment]{}, from+i)
		c.Source = strings.Repeat("довгий ", 500)
		if err := post(t.Context(), db, c); err != nil {
			return i, err
		}
	}
	t.Fatal("the disk never filled")
	return 0, nil
}

func readOnly(err error) bool {
	var e *rozmova.Error
	return errors.As(err, &e) && e.Kind == rozmova.Unavailable && e.Reason == "store.read_only"
}

// count gives the number that the thread tells, having compared it with the events.
func count(t *testing.T, db *store.DB, s *rozmovatest.Seed) (n int) {
	t.Helper()
	err := db.View(t.Context(), func(tx *store.Tx) error {
		thread, err := tx.Thread(s.Thread)
		if err == nil {
			n = thread.Comments
		}
		return err
	})
	if err != nil {
		t.Fatalf("reading: %v", err)
	}
	return n
}

// TestAFullDisk (faults.md F5): writing is refused as Unavailable, reading goes on, nothing answered for is lost, and it
// heals when there is room again.
func TestAFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("a small file system: mount needs root (%v)", err)
	}
	defer func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) }()
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	s := rozmovatest.SeedStore(t, db, 4)
	n, refused := fill(t, db, s, 0)
	if !readOnly(refused) {
		t.Errorf("on a full disk: %v, want Unavailable store.read_only", refused)
	}
	if got := count(t, db, s); got != n || n == 0 {
		t.Errorf("%d comments can be read on a full disk, %d were answered for", got, n)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	more, _ := fill(t, db, s, n)
	if more == 0 {
		t.Error("there is room again, and the store does not write")
	}
	if err := db.Close(); err != nil {
		t.Errorf("close on a full disk: %v", err)
	}
	again, err := store.Open(t.Context(), store.Options{Dir: dir})
	if err != nil {
		t.Fatalf("open again: %v", err)
	}
	if got := count(t, again, s); got != n+more {
		t.Errorf("%d comments after opening again, %d were answered for", got, n+more)
	}
	rozmovatest.Events(t, again, 1+n+more)
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

const limitVariable = "ROZMOVA_TEST_FILE_LIMIT"

// TestAFailedWrite (faults.md F4): after an error of the disk nothing is answered for until a restart has looked, also when
// the disk recovers, and not what stood in the queue either. The failing runs in another process, whose files a limit of
// the system keeps from growing.
func TestAFailedWrite(t *testing.T) {
	if dir := os.Getenv(limitVariable); dir != "" {
		failWrites(t, dir)
		return
	}
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run=^TestAFailedWrite$")
	cmd.Env = append(os.Environ(), limitVariable+"="+dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var n int
	if _, err := fmt.Sscanf(string(out), "answered for %d\n", &n); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	db := rozmovatest.OpenStore(t, store.Options{Dir: dir})
	rozmovatest.Events(t, db, 1+n)
}

func failWrites(t *testing.T, dir string) {
	signal.Ignore(syscall.SIGXFSZ)
	db, err := store.Open(t.Context(), store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	s := rozmovatest.SeedStore(t, db, 4)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 3 << 20, Max: limit.Max}); err != nil {
		t.Fatal(err)
	}
	// Enough for several commits waits in the queue; the first that fails ends them all.
	free := occupy(t, db)
	const waiting = 500
	answers := make(chan error, waiting)
	for i := range waiting {
		go func() {
			c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
			c.Source = strings.Repeat("довгий ", 500)
			answers <- post(t.Context(), db, c)
		}()
	}
	queued(t, db, waiting)
	free()
	n, failed := 0, 0
	for range waiting {
		switch err := <-answers; {
		case err == nil:
			n++
		case readOnly(err):
			failed++ // taken from the queue behind the failure
		default:
			if !strings.Contains(err.Error(), "disk I/O error") {
				t.Errorf("a step whose commit failed: %v", err)
			}
		}
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	if failed == 0 {
		t.Errorf("%d of %d steps were answered for, and none that waited behind the failure was refused", n, waiting)
	}
	if err := post(t.Context(), db, comment(s, rozmova.ID[rozmova.Comment]{}, 9999)); !readOnly(err) {
		t.Errorf("a step after the failure, with the disk in order again: %v, want Unavailable store.read_only", err)
	}
	if got := count(t, db, s); got != n {
		t.Errorf("%d comments can be read, %d were answered for", got, n)
	}
	if err := db.Check(t.Context()); err == nil {
		t.Error("the store says that all is well")
	}
	fmt.Printf("answered for %d\n", n)
}
