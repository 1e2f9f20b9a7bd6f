package store_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"
	"testing"

	"modernc.org/sqlite"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// A listener passes statements on to the database and keeps them.
type listener struct {
	driver.Connector
	heard []statement
}

type statement struct {
	text string
	args []any
}

func (l *listener) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := l.Connector.Connect(ctx)
	return &listenerConn{c, l}, err
}

type listenerConn struct {
	driver.Conn
	l *listener
}

func (c *listenerConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s := statement{text: query}
	for _, a := range args {
		s.args = append(s.args, a.Value)
	}
	c.l.heard = append(c.l.heard, s)
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

// TestNoQueryOfAPageReadsMoreThanItShows looks at SQLite's plans: an index for each table, and rows in the order of the index
// where a limit follows. Whether the database has statistics or not must not matter.
func TestNoQueryOfAPageReadsMoreThanItShows(t *testing.T) {
	place := store.Options{Dir: t.TempDir()}
	db := rozmovatest.OpenStore(t, place)
	f := plant(t, db)
	reader, c := f.Readers[0].ID, f.branch[len(f.branch)-1]
	step(t, db, func(tx *store.Tx) error {
		for _, c := range append(f.roots, f.branch[1:]...) {
			if err := tx.SetStems(c.ID, c.Story, store.Comments, c.Created, []string{"міст", "річк", "слов" + c.ID.String()}); err != nil {
				return err
			}
		}
		return nil
	})
	some := store.Place{Key: 5, ID: c.ID}
	few := []rozmova.ID[rozmova.Comment]{c.ID, c.Root}
	roots := func(o store.Order, from store.Place, back bool) func(*store.Tx) error {
		return func(tx *store.Tx) error { _, err := tx.Roots(f.Thread, o, from, back, 5); return err }
	}
	tests := []struct {
		name  string
		run   func(tx *store.Tx) error
		index string // that some line of the plan must name
		sorts bool   // a handful of rows may be sorted
	}{
		{"oldest", roots(store.Oldest, store.Place{}, false), "comment_roots", false},
		{"oldest behind", roots(store.Oldest, some, false), "comment_roots", false},
		{"oldest before", roots(store.Oldest, some, true), "comment_roots", false},
		{"newest", roots(store.Newest, store.Place{}, false), "comment_roots", false},
		{"newest behind", roots(store.Newest, some, false), "comment_roots", false},
		{"newest before", roots(store.Newest, some, true), "comment_roots", false},
		{"respected", roots(store.Respected, store.Place{}, false), "comment_rank", false},
		{"respected behind", roots(store.Respected, some, false), "comment_rank", false},
		{"respected before", roots(store.Respected, some, true), "comment_rank", false},
		{"answered", roots(store.Answered, store.Place{}, false), "comment_answered", false},
		{"answered behind", roots(store.Answered, some, false), "comment_answered", false},
		{"answered before", roots(store.Answered, some, true), "comment_answered", false},
		{"answers", func(tx *store.Tx) error { _, err := tx.Answers(f.roots[:4], 3); return err }, "comment_branch", false},
		{"below", func(tx *store.Tx) error { _, err := tx.Below(c.Root, "", c.Path, false, 5); return err }, "comment_path", false},
		{"below, back", func(tx *store.Tx) error { _, err := tx.Below(c.Root, "", c.Path, true, 5); return err }, "comment_path", false},
		{"by paths", func(tx *store.Tx) error { _, err := tx.ByPaths(c.Root, []string{"", c.Path}); return err }, "comment_path", true},
		{"new ones", func(tx *store.Tx) error { _, err := tx.CountSince(f.Thread, at(0), reader, 5); return err }, "comment_thread", false},
		{"tallies", func(tx *store.Tx) error { _, err := tx.Tallies(f.Thread, at(0), 5); return err }, "comment_voted", false},
		{"a reader's votes", func(tx *store.Tx) error { _, err := tx.VotesOf(reader, few); return err }, "PRIMARY KEY", false},
		{"a vote", func(tx *store.Tx) error { _, err := tx.Vote(c.ID, reader); return err }, "PRIMARY KEY", false},
		{"picks", func(tx *store.Tx) error { _, err := tx.Picks(f.Thread, 5); return err }, "pick_thread", true},
		{"cited statements", func(tx *store.Tx) error { _, err := tx.StatementCounts(f.Story.ID); return err }, "statement_count", false},
		{"badges", func(tx *store.Tx) error { _, err := tx.StoryReaders(f.Story.ID); return err }, "story_reader", true},
		{"muted", func(tx *store.Tx) error { _, err := tx.Muted(reader); return err }, "mute", true},
		{"a visit", func(tx *store.Tx) error { _, _, err := tx.Visit(reader, f.Thread); return err }, "visit", false},
		{"a verdict", func(tx *store.Tx) error { _, err := tx.Verdict(c.ID, 1); return ignoreNone(err) }, "PRIMARY KEY", false},
		{"names of a branch", func(tx *store.Tx) error { _, err := tx.BranchNames(c.Root, c.ID); return err }, "comment_branch", true},
		{"a standing", func(tx *store.Tx) error { _, _, err := tx.Standing(reader, 5); return err }, "comment_author", true},
		{"written lately", func(tx *store.Tx) error {
			_, err := tx.Written(reader, f.Thread, at(0), at(9), 0, 5)
			return err
		}, "comment_revised", true},
		{"participants by name", func(tx *store.Tx) error {
			_, err := tx.ParticipantsNamed(f.Thread, []string{f.Readers[0].PenName})
			return err
		}, "comment_participant", true},
		{"participants by prefix", func(tx *store.Tx) error { _, err := tx.ParticipantsLike(f.Thread, "p", 5); return err }, "comment_participant", true},
		{"found", func(tx *store.Tx) error {
			_, err := tx.Find([]string{"річк"}, rozmova.ID[rozmova.Story]{}, store.Found{}, 5)
			return err
		}, "stem_found", false},
		{"found by several", func(tx *store.Tx) error {
			_, err := tx.Find([]string{"річк", "слов" + c.ID.String(), "міст"}, rozmova.ID[rozmova.Story]{}, store.Found{Subject: c.ID, At: at(9)}, 5)
			return err
		}, "stem_found", false},
		{"found under a story", func(tx *store.Tx) error {
			_, err := tx.Find([]string{"річк", "міст"}, f.Story.ID, store.Found{}, 5)
			return err
		}, "stem_in_story", false},
	}
	for _, statistics := range []bool{false, true} {
		if statistics {
			execute(t, place, "analyze")
		}
		connector, err := sqlite.NewConnector(store.SQLiteDSN(place.Dir + "/" + store.File))
		if err != nil {
			t.Fatal(err)
		}
		l := &listener{Connector: connector}
		pool := sql.OpenDB(l)
		defer pool.Close()
		for _, tt := range tests {
			t.Run(fmt.Sprintf("%s, statistics %v", tt.name, statistics), func(t *testing.T) {
				l.heard = nil
				tx, err := pool.Begin()
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = tx.Rollback() }() // nothing was written
				if err := tt.run(store.Reading(db, tx)); err != nil {
					t.Fatal(err)
				}
				heard, named := l.heard, false
				for _, s := range heard {
					plan := explain(t, tx, s)
					named = named || strings.Contains(plan, tt.index)
					for line := range strings.Lines(plan) {
						scan := strings.HasPrefix(line, "SCAN ") && !strings.Contains(line, "CONSTANT ROW") && !strings.HasPrefix(line, "SCAN counted") &&
							!strings.HasPrefix(line, "SCAN named") && // bounded by mostLike
							!strings.HasPrefix(line, "SCAN latest") && !strings.HasPrefix(line, "SCAN wrote") // bounded by branchNames
						if scan || strings.Contains(line, "AUTOMATIC") || strings.Contains(line, "TEMP B-TREE FOR ORDER BY") && !tt.sorts {
							t.Errorf("%s\n%s", s.text, plan)
							break
						}
					}
				}
				if !named {
					t.Errorf("%s was not used: %v", tt.index, heard)
				}
			})
		}
	}
}

func explain(t *testing.T, tx *sql.Tx, s statement) string {
	t.Helper()
	rows, err := tx.Query("explain query plan "+s.text, s.args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(detail + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
