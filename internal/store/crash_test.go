package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

const (
	crashVariable = "ROZMOVA_TEST_CRASH" // folder, then DSN
	crashComments = 1000
	crashClients  = 16
	crashKills    = 10
)

// TestKilledWhilePosting (faults.md F1): sixteen clients post through the desk while their process is killed ten times. They
// send again what was not answered, with the same keys. In the end each comment is there, and once.
func TestKilledWhilePosting(t *testing.T) {
	if place, ok := os.LookupEnv(crashVariable); ok {
		postAndDie(t, place)
		return
	}
	if testing.Short() {
		t.Skip("-short")
	}
	test := func(t *testing.T, o store.Options) {
		db, err := store.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		s := rozmovatest.SeedStore(t, db, crashClients)
		desk := discussion.New(db, discussion.Options{Now: rozmovatest.NewClock().Now, Site: s.Site})
		root, _, err := desk.Post(t.Context(), s.Readers[0], discussion.Posting{Thread: s.Thread, Body: "корінь", Key: "root"})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		answered := map[string]string{} // key to ID
		for round := 0; len(answered) < crashComments; round++ {
			until := 1 << 30
			if round < crashKills {
				until = rand.IntN(crashComments / (crashKills + 2)) // sometimes before the first answer
			}
			killed := runUntil(t, o, answered, until)
			if round < crashKills && !killed {
				t.Fatalf("round %d ended by itself", round)
			}
		}
		again := rozmovatest.OpenStore(t, o)
		intact(t, again, s, root.ID, answered)
	}
	t.Run("sqlite", func(t *testing.T) { test(t, store.Options{Dir: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { test(t, store.Options{DSN: rozmovatest.PostgresDatabase(t)}) })
}

// runUntil runs the posting process and kills it after so many answers. Those that it gave before it died are noted.
func runUntil(t *testing.T, o store.Options, answered map[string]string, until int) (killed bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledWhilePosting$")
	cmd.Env = append(os.Environ(), crashVariable+"="+o.Dir+"\n"+o.DSN)
	var left []string
	for i := range crashComments {
		if key := fmt.Sprint("k", i); answered[key] == "" {
			left = append(left, key)
		}
	}
	cmd.Stdin = strings.NewReader(strings.Join(left, "\n"))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	n := -1 // the first line says that it has begun
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if word, id, found := strings.Cut(lines.Text(), " "); found && strings.HasPrefix(word, "k") && len(id) == 36 {
			if answered[word] != "" {
				t.Errorf("%s was answered twice", word)
			}
			answered[word] = id
			n++
		} else if word == "begun" {
			n++
		} else if word == "PASS" || word == "ok" || strings.HasPrefix(word, "coverage") {
			continue
		} else {
			t.Errorf("the posting process says %q", lines.Text())
		}
		if n >= until && !killed {
			killed = true
			_ = cmd.Process.Signal(syscall.SIGKILL)
		}
	}
	if err := cmd.Wait(); (err == nil) == killed {
		t.Fatalf("the posting process, killed %v: %v\n%s", killed, err, stderr.String())
	}
	return killed
}

// postAndDie is the other process: it posts the keys of its input and prints each that was answered for.
func postAndDie(t *testing.T, place string) {
	dir, dsn, _ := strings.Cut(place, "\n")
	db, err := store.Open(t.Context(), store.Options{Dir: dir, DSN: dsn})
	if err != nil {
		t.Fatal(err)
	}
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		t.Fatal(err)
	}
	var site *rozmova.Site
	var story *rozmova.Story
	var root rozmova.ID[rozmova.Comment]
	readers := make([]*rozmova.Reader, crashClients)
	err = db.View(t.Context(), func(tx *store.Tx) error {
		if site, err = tx.FirstSite(); err != nil {
			return err
		}
		if story, err = tx.StoryBySlug(site.ID, "mist"); err != nil {
			return err
		}
		roots, err := tx.Roots(story.Thread, store.Oldest, store.Place{}, false, 1)
		if err != nil {
			return err
		}
		root = roots[0].ID
		for i := range readers {
			if readers[i], err = tx.ReaderByEmail(site.ID, fmt.Sprintf("reader%d@example.org", i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	desk := discussion.New(db, discussion.Options{Site: site, Settings: rozmova.ThreadSettings{PerMinute: 1 << 20}})
	fmt.Println("begun")
	keys := make(chan string)
	var wg sync.WaitGroup
	for range readers {
		wg.Go(func() {
			for key := range keys {
				n := number(key[1:])
				p := discussion.Posting{Thread: story.Thread, Body: "слово " + key, Key: key}
				if n%4 == 3 {
					p.Parent = root
				}
				c, _, err := desk.Post(context.Background(), readers[n%crashClients], p)
				if err != nil {
					t.Errorf("%s: %v", key, err)
					continue
				}
				fmt.Printf("%s %s\n", key, c.ID) // one write, whole or not at all
			}
		})
	}
	for key := range strings.FieldsSeq(string(input)) {
		keys <- key
	}
	close(keys)
	wg.Wait()
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// intact compares the store with what was answered for.
func intact(t *testing.T, db *store.DB, s *rozmovatest.Seed, root rozmova.ID[rozmova.Comment], answered map[string]string) {
	t.Helper()
	var all []*rozmova.Comment
	err := db.View(t.Context(), func(tx *store.Tx) error {
		thread, err := tx.Thread(s.Thread)
		if err != nil {
			return err
		}
		for after := (store.Cursor[rozmova.Comment]{}); ; {
			list, err := tx.Comments(s.Thread, after, false, 100)
			if err != nil {
				return err
			}
			all = append(all, list...)
			if len(list) < 100 {
				break
			}
			after = store.Cursor[rozmova.Comment]{At: list[99].Created, ID: list[99].ID}
		}
		if thread.Comments != len(all) || len(all) != crashComments+1 {
			t.Errorf("the thread counts %d, there are %d, want %d", thread.Comments, len(all), crashComments+1)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	byText, ordinals := map[string]string{}, map[int]bool{}
	for _, c := range all {
		key := strings.TrimPrefix(c.Source, "слово ")
		if byText[key] != "" {
			t.Errorf("%s is there twice", key)
		}
		byText[key] = c.ID.String()
		if c.Root == root && c.ID != root {
			ordinals[c.Ordinal] = true
		}
	}
	for key, id := range answered {
		if byText[key] != id {
			t.Errorf("%s was answered with %s; there is %q", key, id, byText[key])
		}
	}
	for n := range len(ordinals) {
		if !ordinals[n+1] || len(ordinals) != crashComments/4 {
			t.Errorf("answer %d of %d in the branch is missing", n+1, len(ordinals))
			break
		}
	}
	told := map[rozmova.ID[rozmova.Comment]]int{}
	for _, e := range rozmovatest.Events(t, db, crashComments+2)[1:] {
		told[e.Comment]++
	}
	for _, c := range all {
		if told[c.ID] != 1 {
			t.Errorf("the log tells %d times of %s", told[c.ID], c.Source)
		}
	}
}
