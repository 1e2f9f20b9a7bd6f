package store_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// hash makes 32 bytes of one letter.
func hash(letter string) []byte { return []byte(strings.Repeat(letter, 32)) }

// fillStore puts rows into every table, hostile ones among them. A new table needs a line here: TestBackupHoldsEveryTable.
func fillStore(t testing.TB, db *store.DB) *rozmovatest.Seed {
	t.Helper()
	ctx, at := context.Background(), rozmovatest.Noon
	s := rozmovatest.SeedStore(t, db, 3)
	texts := []string{"Добрий день", "лапки \" і ' та \\", "<script>&amp;</script>", "\u2028 рядок\nі ще\t", "🌻 é", ""}
	var comments []*rozmova.Comment
	for i, text := range texts {
		c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
		c.Source = text
		if i > 3 {
			c.Parent = comments[i-4].ID
			c.Cites = rozmova.Citation{Statement: "s1", Revision: 1}
		}
		if err := post(ctx, db, c); err != nil {
			t.Fatal(err)
		}
		comments = append(comments, c)
	}
	held := comments[1]
	d := rozmova.Decision{
		ID: rozmova.NewID[rozmova.Decision](at), Site: s.Site.ID, Comment: held.ID, Revision: 1, Action: rozmova.Hold, Rule: "respect", Version: 1,
		Facts: "образа", By: s.Moderator.ID, At: at,
	}
	n := rozmova.Notice{ID: rozmova.NewID[rozmova.Notice](at), Comment: held.ID, Reporter: s.Readers[2].ID, Rule: "respect", Text: "грубо", At: at}
	anonymous := rozmova.Notice{ID: rozmova.NewID[rozmova.Notice](at), Comment: comments[2].ID, Rule: "spam", At: at}
	err := db.Update(ctx, func(tx *store.Tx) error {
		seq, err := tx.Append(rozmova.Event{At: at, Kind: rozmova.CommentHeld, Site: s.Site.ID, Thread: s.Thread, Comment: held.ID, Ref: d.ID})
		if err != nil {
			return err
		}
		if err := errors.Join(tx.AddNotice(s.Site.ID, &n), tx.AddNotice(s.Site.ID, &anonymous)); err != nil {
			return err
		}
		_, err = tx.AddDecision(&d)
		who := &rozmova.Entry{ID: rozmova.NewID[rozmova.Entry](at), Site: s.Site.ID, Kind: rozmova.Person, Slug: "petro-krul", Name: "Петро Круль", Created: at, Changed: at}
		c, code := *held, store.SignInCode{ID: hash("c"), Site: s.Site.ID, Email: "reader0@example.org", Locale: "uk", Hash: hash("h"), Created: at, Expires: at.Add(time.Hour)}
		return errors.Join(err, tx.AddEntry(who, []string{"петро круль", "круля"}),
			store.Exec(tx, "insert into said (entry, story, statement, part, site, at) values ($1, $2, 's1', 'speaker', $3, $4)", who.ID, s.Story.ID, s.Site.ID, at.UnixMicro()),
			tx.AddReasons(&rozmova.Reasons{Decision: d.ID, Comment: held.ID, Author: held.Author, Language: "uk", Action: d.Action, Words: held.Source, At: at}),
			tx.MoveComment(&c, rozmova.Held, seq),
			tx.ReviseComment(&c, "нові слова", c.Body, at, seq),
			tx.AddLetter(&store.Letter{Seq: seq, Kind: "reasons", Reader: held.Author, Ref: d.ID, Next: at}),
			tx.SetPosition("mail", seq), tx.SetPosition("Ґanok", 1<<62+1), tx.SetPosition("zeta", 1),
			tx.Done(hash("k"), hash("b"), held.ID, at),
			tx.AddSession(&store.Session{Hash: hash("s"), Reader: held.Author, Created: at, Seen: at, Expires: at.Add(time.Hour)}),
			tx.AddSignInCode(&code),
			tx.AddToken(hash("t"), held.Author, "bot", at, time.Time{}))
	})
	if err != nil {
		t.Fatalf("fill the store: %v", err)
	}
	step(t, db, func(tx *store.Tx) error {
		c, r := comments[0], s.Readers
		vote := rozmova.Vote{Opinion: rozmova.Agree, Respect: true}
		return errors.Join(
			tx.PutVote(c, r[1].ID, vote, c.Votes.Change(rozmova.Vote{}, vote), 206543, at),
			tx.Mute(r[0].ID, r[1].ID, at),
			tx.SetVisit(r[0].ID, s.Thread, at, at.Add(time.Hour)),
			tx.SetMentions(c.ID, []rozmova.ID[rozmova.Reader]{r[2].ID}, at),
			tx.PutPick(rozmova.Pick{Comment: c.ID, Thread: s.Thread, Story: s.Story.ID, By: s.Moderator.ID, At: at, Block: rozmova.Never, Revision: 1}),
			tx.SetStoryReaders(s.Story.ID, []rozmova.ID[rozmova.Reader]{r[0].ID}, []rozmova.ID[rozmova.Reader]{r[0].ID, r[1].ID}),
			tx.SetThread(&rozmova.Thread{ID: s.Thread, Mode: rozmova.Slow, Settings: rozmova.ThreadSettings{SlowMinutes: 3, Opens: at, Message: "Пишіть \"тихо\""}}),
			tx.SetInvited(s.Thread, []rozmova.ID[rozmova.Reader]{r[0].ID, r[1].ID}),
			tx.SetStems(c.ID, s.Story.ID, store.Comments, at, []string{"добр", "ден"}),
			tx.PutVerdict(c.ID, 1, &rozmova.Verdict{Scores: rozmova.Scores{.1, .2}, Spans: []rozmova.Marked{{Start: 0, End: 6, Label: rozmova.Insult, Score: .2}}, Language: "uk", Model: "m1"}, at),
			tx.MarkComment(c, at),
			tx.PutLesson(&rozmova.Lesson{Comment: c.ID, Revision: 1, Participant: rozmova.Yes, Toxic: rozmova.No, By: r[1].ID, At: at}),
			store.Exec(tx, "insert into second_look (decision, drawn) select id, 1 from decision"),
			tx.PutClaim(&store.Claim{Comment: held.ID, By: s.Moderator.ID, Until: at.Add(time.Minute), Assigned: s.Moderator.ID}),
			tx.AddNote(&store.Note{ID: rozmova.NewID[store.Note](at), Site: s.Site.ID, Reader: held.Author, Comment: held.ID, By: s.Moderator.ID, Text: "уже просили", At: at}),
			store.Exec(tx, "insert into sample (comment, revision, language, drawn) values ($1, 1, 'uk', 1)", c.ID),
			tx.PutAdjustment(&store.Adjustment{ID: rozmova.NewID[store.Adjustment](at), Made: at, Model: "m1+site-1", Body: []byte(`{"base":"m1"}`), Evaluation: []byte("{}")}),
			tx.SetPosition("search", 1),
			tx.SetDivide(s.Thread, rozmova.Divided),
			tx.PutPlaces([]store.Placed{{Comment: c.ID, Bridge: -7, Row: store.Bridging{Comment: c.ID, Thread: s.Thread, Sunk: at, Discounted: 1500}}}, at),
			tx.PutSettledPicture(s.Site.ID, &store.SettledPicture{Key: "svit", Drawn: at, Doc: []byte("picture")}),
			tx.AddEvidence(&store.Evidence{ID: rozmova.NewID[store.Evidence](at), Story: s.Story.ID, Name: "лист.pdf", Body: []byte("%PDF\x00\xff"), By: s.Moderator.ID, At: at}),
			store.Exec(tx, "insert into erasure (id, reader, keep, asked, done) values ($1, $2, 0, 1, 2)", hash("e")[:16], hash("g")[:16]))
	})
	fillPeople(t, db, s, s.Readers[0], comments[0].ID, "люди")
	step(t, db, func(tx *store.Tx) error { return tx.SetPosition("pen names", lang.PenKeyVersion) }) // its made-up keys stay
	return s
}

// backup makes a backup in a new folder and gives its path.
func backup(t testing.TB, o store.Options) (string, store.Summary) {
	t.Helper()
	path := t.TempDir() + "/rozmova.backup"
	s, err := store.Backup(context.Background(), o, path, rozmovatest.Noon, nil)
	if err != nil {
		t.Fatalf("back up: %v", err)
	}
	return path, s
}

// linesOf unpacks a backup.
func linesOf(t testing.TB, path string) []string {
	t.Helper()
	packed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	zip, err := zstd.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	defer zip.Close()
	text, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// content is what a backup holds, without the first line (when, by whom) and the last (its sum).
func content(t testing.TB, path string) []string {
	lines := linesOf(t, path)
	return lines[1 : len(lines)-1]
}

// An engine makes places for stores.
type engine struct {
	name  string
	place func(t testing.TB) store.Options // an empty place
	empty func(t testing.TB, o store.Options) string
}

// engines are both; the second half is skipped by name where there is no PostgreSQL.
var engines = []engine{
	{"sqlite", func(t testing.TB) store.Options { return store.Options{Dir: t.TempDir() + "/store"} }, leftInFolder},
	{"postgres", func(t testing.TB) store.Options { return store.Options{DSN: rozmovatest.PostgresDatabase(t)} }, leftInDatabase},
}

// leftInFolder names what lies in the folder of a store; empty: nothing, not even the folder.
func leftInFolder(t testing.TB, o store.Options) string {
	entries, err := os.ReadDir(o.Dir)
	if errors.Is(err, os.ErrNotExist) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"folder"}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// leftInDatabase names the tables that are there.
func leftInDatabase(t testing.TB, o store.Options) string {
	return strings.Join(query(t, o, "select tablename::text from pg_tables where schemaname = 'public' order by 1"), " ")
}

// sortedKeys lists the tables of a summary.
func sortedKeys(m map[string]int64) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
