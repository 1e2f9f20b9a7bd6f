package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// dump gives every row of every table as one text, what is bytes as it is and in hexadecimal digits.
func dump(t testing.TB, o store.Options) map[string]string {
	t.Helper()
	driver, dsn := "sqlite", store.SQLiteDSN(filepath.Join(o.Dir, store.File))
	if o.DSN != "" {
		driver, dsn = "pgx", o.DSN
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	names, err := store.TableNames("sqlite")
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]string{}
	for _, name := range names {
		rows, err := db.Query("select * from " + name)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			for i, v := range values {
				if raw, ok := v.([]byte); ok {
					v = string(raw) + " " + hex.EncodeToString(raw)
				}
				fmt.Fprintf(&b, "%s=%v ", columns[i], v)
			}
			b.WriteByte('\n')
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		tables[name] = b.String()
	}
	return tables
}

// inFiles tells which files of a store's folder hold a word, as it is.
func inFiles(t testing.TB, dir, word string) (found []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		body, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(body, []byte(word)); n > 0 {
			found = append(found, fmt.Sprintf("%s (%d times)", e.Name(), n))
		}
	}
	return found
}

// erased asks for the erasure of the marked reader and does it.
func erased(t testing.TB, db *store.DB, f *filled, keep bool) *membership.Desk {
	t.Helper()
	desk := membership.New(db, membership.Options{Now: func() time.Time { return rozmovatest.Noon.Add(time.Hour) }, Site: f.Site})
	receipt, err := desk.AskErasure(t.Context(), f.marked, keep)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := desk.AskErasure(t.Context(), f.marked, !keep); err != nil || again.ID != receipt.ID || again.Keep != keep {
		t.Errorf("asked twice: %+v, %v, want the first receipt", again, err)
	}
	step(t, db, func(tx *store.Tx) error {
		_, err := tx.Session(hash("x"))
		_, err2 := tx.TokenReader(hash("w"), rozmovatest.Noon)
		_, err3 := tx.ReaderByEmail(f.Site.ID, canary+"@example.org")
		if !errors.Is(err, rozmova.NotFound) || !errors.Is(err2, rozmova.NotFound) || !errors.Is(err3, rozmova.NotFound) {
			t.Errorf("a way in outlived the asking: session %v, token %v, address %v", err, err2, err3)
		}
		return nil
	})
	if err := desk.EraseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	done, err := desk.Erasure(t.Context(), receipt.ID)
	if err != nil || done.Done.IsZero() {
		t.Errorf("the receipt: %+v, %v, want it done", done, err)
	}
	if err := desk.EraseAll(t.Context()); err != nil {
		t.Errorf("nothing left to erase: %v", err)
	}
	return desk
}

// TestErasedIsGone: after an erasure nothing of a reader with rows everywhere is found, in no table, file or backup.
func TestErasedIsGone(t *testing.T) {
	for _, e := range engines {
		for _, keep := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s keep=%v", e.name, keep), func(t *testing.T) {
				place := e.place(t)
				db, err := store.Open(t.Context(), place)
				if err != nil {
					t.Fatal(err)
				}
				defer db.Close()
				f := fillReader(t, db)
				if tables := dump(t, place); !strings.Contains(tables["comment"], canary) || !strings.Contains(tables["picture"], canary) {
					t.Fatal("the dump does not find what is there")
				}
				if e.name == "sqlite" && inFiles(t, place.Dir, canary) == nil {
					t.Fatal("the files do not hold what is there")
				}
				erased(t, db, f, keep)
				words := []string{canary}
				if !keep {
					words = append(words, spoken)
				}
				id := f.marked.ID
				for name, rows := range dump(t, place) {
					for _, word := range append(words, string(id[:]), id.String(), hex.EncodeToString(id[:])) {
						if name == "erasure" && word != canary && word != spoken {
							continue // what is kept to erase anew after a restore
						}
						if strings.Contains(rows, word) {
							t.Errorf("%s still holds %q", name, word)
						}
					}
				}
				if e.name == "sqlite" {
					for _, word := range words {
						if found := inFiles(t, place.Dir, word); found != nil {
							t.Errorf("%q is in the open store's files: %v", word, found)
						}
					}
				}
				path, _ := backup(t, place)
				for _, word := range words {
					if strings.Contains(strings.Join(linesOf(t, path), "\n"), word) {
						t.Errorf("a backup made afterwards holds %q", word)
					}
				}
				counted(t, db, f, keep)
				if err := db.Close(); err != nil {
					t.Fatal(err)
				}
				if e.name == "sqlite" {
					for _, word := range words {
						if found := inFiles(t, place.Dir, word); found != nil {
							t.Errorf("%q is in the closed store's files: %v", word, found)
						}
					}
				}
			})
		}
	}
}

// counted: what others wrote stands, and every count is what a recount gives.
func counted(t *testing.T, db *store.DB, f *filled, keep bool) {
	t.Helper()
	want := map[bool]rozmova.CommentState{false: rozmova.Erased, true: rozmova.Published}[keep]
	err := db.View(context.Background(), func(tx *store.Tx) error {
		c, err := tx.Comment(f.answered.ID)
		if err != nil {
			return err
		}
		if c.State != want || !c.Author.IsZero() || (c.Source == "") == keep || c.Answered != 1 {
			t.Errorf("the answered comment: %v by %v, %q, with %d answers", c.State, c.Author, c.Source, c.Answered)
		}
		answer, err := tx.Comment(f.answer.ID)
		if err != nil || answer.State != rozmova.Published || answer.Source != f.answer.Source {
			t.Errorf("the answer of somebody else: %v, %v", answer, err)
		}
		voted, err := tx.Comment(f.voted.ID)
		if err != nil {
			return err
		}
		votes, err := tx.Recount(f.voted.ID)
		if votes != voted.Votes || voted.Votes.Voters != 0 || voted.Rank != ranking.Millionths(ranking.Respected(0, 0)) {
			t.Errorf("the votes are %v with rank %d, counted %v", voted.Votes, voted.Rank, votes)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var thread, statement, cited int
	step(t, db, func(tx *store.Tx) error {
		kept, err := tx.Thread(f.Thread)
		thread = kept.Comments
		counts, err2 := tx.StatementCounts(f.Story.ID)
		statement = counts["s1"]
		return errors.Join(err, err2, store.Count(tx, &cited, "select count(*) from comment where statement = 's1' and state = 2"))
	})
	var published int
	step(t, db, func(tx *store.Tx) error {
		return store.Count(tx, &published, "select count(*) from comment where state = 2")
	})
	if thread != published || statement != cited {
		t.Errorf("the thread counts %d of %d published, the statement %d of %d", thread, published, statement, cited)
	}
}

// TestRestoredIsErasedAnew: a backup from before an erasure brings a reader back, and the list of the erased takes them away again.
func TestRestoredIsErasedAnew(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			old, place := e.place(t), e.place(t)
			db := rozmovatest.OpenStore(t, old)
			f := fillReader(t, db)
			path, _ := backup(t, old)
			desk := erased(t, db, f, false)
			list, err := desk.ErasedAccounts(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := store.Restore(t.Context(), place, path, nil); err != nil {
				t.Fatal(err)
			}
			restored := rozmovatest.OpenStore(t, place)
			if !strings.Contains(dump(t, place)["comment"], canary) {
				t.Fatal("the backup did not hold what it should")
			}
			again := membership.New(restored, membership.Options{Site: f.Site})
			n, err := again.EraseAgain(t.Context(), list)
			if err != nil || n != 1 {
				t.Fatalf("%d accounts to erase anew, %v; want the one of the list that is there", n, err)
			}
			if err := again.EraseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
			for name, rows := range dump(t, place) {
				if strings.Contains(rows, canary) || strings.Contains(rows, spoken) {
					t.Errorf("%s holds the words of an erased reader again", name)
				}
			}
			if n, err := again.EraseAgain(t.Context(), list); err != nil || n != 0 {
				t.Errorf("once more: %d, %v; want nobody", n, err)
			}
		})
	}
}

// TestErasureGoesOn: one that a process did not come to the end of is brought to it by the next, wherever the first one stopped.
func TestErasureGoesOn(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			var left atomic.Int64
			var stop atomic.Pointer[context.CancelFunc]
			place := e.place(t)
			place.OnQuery = func() {
				if cancel := stop.Load(); cancel != nil && left.Add(-1) == 0 {
					(*cancel)()
				}
			}
			db := rozmovatest.OpenStore(t, place)
			f := fillReader(t, db)
			desk := membership.New(db, membership.Options{Site: f.Site})
			receipt, err := desk.AskErasure(t.Context(), f.marked, false)
			if err != nil {
				t.Fatal(err)
			}
			stopped := 0
			for _, statements := range []int64{40, 300, 600, 120} {
				ctx, cancel := context.WithCancel(t.Context())
				left.Store(statements)
				stop.Store(&cancel)
				if desk.EraseAll(ctx) != nil {
					stopped++
				}
				stop.Store(nil)
				cancel()
			}
			if stopped < 3 {
				t.Errorf("it was stopped %d times: stop it earlier", stopped)
			}
			if err := desk.EraseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
			if done, err := desk.Erasure(t.Context(), receipt.ID); err != nil || done.Done.IsZero() {
				t.Errorf("in the end: %+v, %v", done, err)
			}
			for name, rows := range dump(t, place) {
				if strings.Contains(rows, canary) || strings.Contains(rows, spoken) {
					t.Errorf("%s still holds words of the erased", name)
				}
			}
			counted(t, db, f, false)
		})
	}
}

// TestErasedIsGoneFromCrowdedPages: where SQLite spread full pages over others it left copies of rows behind, which no deletion
// reaches.
func TestErasedIsGoneFromCrowdedPages(t *testing.T) {
	place := engines[0].place(t)
	db := rozmovatest.OpenStore(t, place)
	f := fillReader(t, db)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 40 {
		step(t, db, func(tx *store.Tx) (err error) {
			for j := range 50 {
				c := comment(f.Seed, rozmova.ID[rozmova.Comment]{}, 5000+i*50+j)
				c.Seq = 1
				word := "інше"
				if random.IntN(3) == 0 {
					c.Author, c.Source, word = f.marked.ID, canary, canary
				}
				var stems []string
				for range 12 {
					stems = append(stems, fmt.Sprintf("%04d%s%d", random.IntN(10_000), word, random.IntN(1000)))
				}
				err = errors.Join(err, tx.AddComment(c, 3), tx.SetStems(c.ID, f.Story.ID, store.Comments, rozmovatest.Noon, stems))
			}
			return err
		})
	}
	erased(t, db, f, false)
	if found := inFiles(t, place.Dir, canary); found != nil {
		t.Errorf("copies are left: %v", found)
	}
	if sound := query(t, place, "pragma integrity_check"); len(sound) != 1 || sound[0] != "ok" {
		t.Errorf("the store is damaged: %v", sound)
	}
}

// TestTheLastAdministratorStays: somebody must be able to give roles.
func TestTheLastAdministratorStays(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 2)
		admin := rozmova.Grant{Role: rozmova.Admin}
		step(t, db, func(tx *store.Tx) error { return tx.Grant(s.Readers[0].ID, admin, rozmovatest.Noon) })
		desk := membership.New(db, membership.Options{Site: s.Site})
		if _, err := desk.AskErasure(t.Context(), s.Readers[0], false); reason(err) != "erase.last_admin" {
			t.Errorf("the last administrator asks: %v", err)
		}
		step(t, db, func(tx *store.Tx) error { return tx.Grant(s.Readers[1].ID, admin, rozmovatest.Noon) })
		if _, err := desk.AskErasure(t.Context(), s.Readers[0], false); err != nil {
			t.Errorf("one of two asks: %v", err)
		}
		if _, err := desk.AskErasure(t.Context(), s.Readers[1], false); reason(err) != "erase.last_admin" {
			t.Errorf("then the other: %v", err)
		}
	})
}
