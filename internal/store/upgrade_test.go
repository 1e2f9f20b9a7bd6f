package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// place is what version 2 adds to a comment of version 1.
type place struct {
	Path            string
	Depth, Answered int
}

// oldComment is a row of version 1, and what must become of it.
type oldComment struct {
	id, parent, root rozmova.ID[rozmova.Comment]
	ordinal, depth   int
	state            rozmova.CommentState
	want             place
}

// oldTree is a thread as version 1 could hold it: a branch far deeper than may be now, with answers beside each other at the
// bottom, comments in every state, and a root without answers.
func oldTree() []*oldComment {
	var list []*oldComment
	add := func(parent *oldComment, state rozmova.CommentState) *oldComment {
		c := &oldComment{id: rozmova.NewID[rozmova.Comment](rozmovatest.Noon), state: state}
		c.root = c.id
		if parent != nil {
			c.parent, c.root, c.depth = parent.id, parent.root, parent.depth+1
			for _, other := range list {
				if other.root == c.root {
					c.ordinal++ // the root counts for this one
				}
			}
			above := parent.want.Path
			if parent.want.Depth == rozmova.MaxNesting {
				above = above[:len(above)-8]
			}
			c.want.Path = above + fmt.Sprintf("%08x", c.ordinal)
			c.want.Depth = len(c.want.Path) / 8
			if state == rozmova.Published {
				for _, above := range list {
					if above.id == c.parent || above.id == c.root {
						above.want.Answered++
					}
				}
			}
		}
		list = append(list, c)
		return c
	}
	add(nil, rozmova.Pending)
	root := add(nil, rozmova.Published)
	for _, state := range []rozmova.CommentState{rozmova.Pending, rozmova.Published, rozmova.Held, rozmova.Removed, rozmova.Withdrawn, rozmova.Erased} {
		c := add(root, state)
		add(add(c, rozmova.Published), rozmova.Held)
	}
	last := root
	for range rozmova.MaxNesting + 30 {
		last = add(last, rozmova.Published)
	}
	add(last, rozmova.Published)
	add(last, rozmova.Published)
	add(root, rozmova.Published)
	return list
}

// TestAStoreOfVersion1IsBroughtUp: comments get their places in the tree and their counts.
func TestAStoreOfVersion1IsBroughtUp(t *testing.T) {
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
			if err := store.Migrate(t.Context(), old, e.name, 1); err != nil {
				t.Fatal(err)
			}
			tree := oldTree()
			fillVersion1(t, old, tree)
			if err := old.Close(); err != nil {
				t.Fatal(err)
			}

			db := rozmovatest.OpenStore(t, where)
			want, got := map[string]place{}, map[string]place{}
			err = db.View(t.Context(), func(tx *store.Tx) error {
				for _, o := range tree {
					c, err := tx.Comment(o.id)
					if err != nil {
						return err
					}
					want[o.id.String()], got[o.id.String()] = o.want, place{c.Path, c.Depth, c.Answered}
					if c.Cites != (rozmova.Citation{}) || c.Votes != (rozmova.Votes{}) || c.Rank != 0 || !c.Featured.IsZero() || !c.Marked.IsZero() {
						t.Errorf("an old comment speaks to a statement, has votes or is marked: %+v", c)
					}
				}
				if _, err := tx.Verdict(tree[0].id, 1); !errors.Is(err, rozmova.NotFound) {
					t.Errorf("a verdict on an old comment: %v", err)
				}
				thread, err := tx.Thread(rozmova.ID[rozmova.Thread]{3})
				if err == nil && cmp.Diff(rozmova.ThreadSettings{}, thread.Settings) != "" {
					t.Errorf("an old thread has settings: %+v", thread.Settings)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("places (-want +got):\n%s", diff)
			}
			deepest := tree[len(tree)-2]
			below := &rozmova.Comment{
				ID: rozmova.NewID[rozmova.Comment](rozmovatest.Noon), Site: rozmova.ID[rozmova.Site]{1}, Thread: rozmova.ID[rozmova.Thread]{3},
				Story: rozmova.ID[rozmova.Story]{2}, Parent: deepest.id, State: rozmova.Published, Revision: 1, Created: rozmovatest.Noon, Changed: rozmovatest.Noon,
			}
			if err := post(t.Context(), db, below); err != nil || below.Depth != rozmova.MaxNesting || below.Ordinal != len(tree)-1 {
				t.Errorf("an answer to the deepest has ordinal %d at depth %d: %v", below.Ordinal, below.Depth, err)
			}
		})
	}
}

// fillVersion1 writes a tree into a store of version 1.
func fillVersion1(t *testing.T, db *sql.DB, tree []*oldComment) {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	do := func(query string, args ...any) {
		if _, err := tx.Exec(query, args...); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	site, story, thread := rozmova.ID[rozmova.Site]{1}, rozmova.ID[rozmova.Story]{2}, rozmova.ID[rozmova.Thread]{3}
	do("insert into site (id, name, host, languages, created) values ($1, 'С', 'h', '[]', 1)", site)
	do(`insert into story (id, site, slug, section, language, state, translation, thread, revision, headline, standfirst, byline, published, changed)
		values ($1, $2, 's', '', 'uk', 2, $1, $3, 1, '', '', '', 1, 1)`, story, site, thread)
	do("insert into thread (id, site, story, mode, comments, seq, opened) values ($1, $2, $3, 1, 0, 0, 1)", thread, site, story)
	for _, c := range tree {
		do(`insert into comment (id, site, thread, story, parent, root, ordinal, depth, answers, language, source, body, state, revision, created, changed, seq)
			values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 'uk', '', '[]', $9, 1, 1, 1, 1)`,
			c.id, site, thread, story, c.parent, c.root, c.ordinal, c.depth, c.state)
		if c.ordinal > 0 {
			do("update comment set answers = $2 where id = $1", c.root, c.ordinal)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}
