package store_test

import (
	"database/sql"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestOldCorrectionsAreListed: a store of version 5 has its corrections in the list of all, and no time that was told goes back.
func TestOldCorrectionsAreListed(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			where := e.place(t)
			driver, dsn := "sqlite", store.SQLiteDSN(where.Dir+"/"+store.File, "journal_mode(wal)")
			if where.DSN != "" {
				driver, dsn = "pgx", where.DSN
			} else if err := os.MkdirAll(where.Dir, 0o700); err != nil {
				t.Fatal(err)
			}
			old, err := sql.Open(driver, dsn)
			if err != nil {
				t.Fatal(err)
			}
			defer old.Close()
			if err := store.Migrate(t.Context(), old, e.name, 5); err != nil {
				t.Fatal(err)
			}
			do := func(query string, args ...any) {
				if _, err := old.Exec(query, args...); err != nil {
					t.Fatalf("%s: %v", query, err)
				}
			}
			at := func(n int) time.Time { return time.Date(2026, 11, 22, n, 0, 0, 125000000, time.UTC) }
			site := rozmova.ID[rozmova.Site]{1}
			do("insert into site (id, name, host, languages, created) values ($1, 'С', 'h', '[]', 1)", site)
			docs := map[byte]string{
				2: `{"corrections":[{"kind":"correction","at":"2026-11-22T09:00:00.125Z","text":"a \"corrections\":[]"},{"kind":"update","at":"2026-11-22T12:00:00.125+02:00","text":"b"}]}`,
				3: `{"corrections":null}`, 4: `{"corrections":[]}`, 5: `{}`,
				6: `{"corrections":[{"kind":"correction","at":"2026-11-22T08:00:00.125Z","text":"c"}]}`,
			}
			for n, doc := range docs {
				story := rozmova.ID[rozmova.Story]{n}
				state := 2
				if n == 6 {
					state = 1
				}
				do(`insert into story (id, site, slug, section, language, state, translation, thread, revision, headline, standfirst, byline, published, changed)
					values ($1, $2, $3, '', 'uk', $4, $1, $5, 2, '', '', '', $6, $7)`, story, site, "s"+string('0'+rune(n)), state, rozmova.ID[rozmova.Thread]{n}, at(7).UnixMicro(), at(11).UnixMicro())
				do("insert into story_revision (story, revision, doc, at) values ($1, 1, $2, 1)", story, `{"corrections":[{"kind":"correction","at":"2026-11-22T06:00:00Z"}]}`)
				do("insert into story_revision (story, revision, doc, at) values ($1, 2, $2, 2)", story, doc)
			}
			if err := old.Close(); err != nil {
				t.Fatal(err)
			}
			db := rozmovatest.OpenStore(t, where)
			err = db.View(t.Context(), func(tx *store.Tx) error {
				list, err := tx.Corrections(site, at(23), store.Listed{}, 9)
				want := []store.Listed{{Story: rozmova.ID[rozmova.Story]{2}, Place: 1, At: at(10)}, {Story: rozmova.ID[rozmova.Story]{2}, Place: 0, At: at(9)}}
				if diff := cmp.Diff(want, list); diff != "" || err != nil {
					t.Errorf("%v (-want +got):\n%s", err, diff)
				}
				for n, want := range map[byte]time.Time{2: at(11), 6: {}} {
					head, err := tx.StoryHead(rozmova.ID[rozmova.Story]{n})
					if err != nil || !head.Modified.Equal(want) || head.Developing != rozmova.NotDeveloping {
						t.Errorf("story %d: %+v, %v", n, head, err)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
