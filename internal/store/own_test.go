package store_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// notGiven are the columns that can hold a reader's ID and whose rows the download does not give, each with the reason.
var notGiven = map[string]string{
	"alert.actor":    "of an alert to somebody else: that the reader answered is told by the comment",
	"mute.muted":     "who muted the reader is the affair of those who did",
	"queue.author":   "what waits is told by the comments themselves",
	"claim.actor":    "who works on a card is known for minutes, and is not about the comment's author",
	"claim.assigned": "as claim.actor",
	"note.reader":    "moderators write notes for each other; they never leave the desk",
	"note.actor":     "as note.reader: they are about others",
	"audit.subject":  "what the staff did about the reader is told by the roles and the decisions, which are given",
	"erasure.reader": "there is one only once nobody is left to download anything",
	"event.ref":      "the alerts that were raised and read are given themselves",

	"settled_picture.doc": "which side a reader is on is shown to nobody, the reader neither; it is made of the votes, which are given",
}

// unreferenced are the columns that can hold a reader's ID without saying so by a reference.
var unreferenced = []string{"reader.id", "story_revision.actor", "event.actor", "event.ref", "alert.actor", "audit.subject", "queue.author", "sign_in_code.reader", "erasure.reader", "settled_picture.doc"}

// unrelated are the columns of IDs that never hold a reader's.
var unrelated = []string{
	"site.id", "story.id", "story.translation", "story.thread", "thread.id", "comment.id", "comment.root", "decision.id", "notice.id", "event.site",
	"event.story", "event.thread", "event.comment", "letter.ref", "idempotency.key", "idempotency.body", "idempotency.result", "session.hash", "sign_in_code.id",
	"sign_in_code.hash", "api_token.hash", "stem.subject", "stem.story", "civility_adjustment.id", "known_browser.hash", "identity.id", "passkey.id",
	"challenge.id", "spent_token.token", "picture.body", "alert.id", "alert.ref", "push_subscription.id", "push_subscription.session", "erasure.id",
	"audit.id",
	"addition.id", "evidence.id", "evidence.body", "entry.id", "entry.merged",
	"signal.id", "origin.hash", "origin_key.key", "appeal.id", "decision.repairs", "log_head.hash", "log_head.key", "log_head.signature", "log_salt.comment", "log_salt.salt", "note.id", "notice.origin", "notice.secret", "nudge.comment", "nudge.digest", "nudge.id", "outside_letter.id", "public_log.hash", "public_log.prev", "sanction.id", "temperature.decision", "queue.subject",
}

var (
	tableLine     = regexp.MustCompile(`^create table (\w+)`)
	alterLine     = regexp.MustCompile(`^alter table (\w+) add column (\w+) blob(.*)`)
	columnLine    = regexp.MustCompile(`^  (\w+) +blob(.*)`)
	referenceLine = regexp.MustCompile(`references (\w+)`)
)

// idColumns reads the migrations: the columns that hold bytes, each with the table that it refers to, empty for none.
func idColumns(t *testing.T) map[string]string {
	t.Helper()
	columns, table := map[string]string{}, ""
	for _, text := range store.MigrationTexts(t, "sqlite") {
		for line := range strings.Lines(text) {
			if m := tableLine.FindStringSubmatch(line); m != nil {
				table = m[1]
			}
			name, rest := "", ""
			if m := alterLine.FindStringSubmatch(line); m != nil {
				name, rest = m[1]+"."+m[2], m[3]
			} else if m := columnLine.FindStringSubmatch(line); m != nil {
				name, rest = table+"."+m[1], m[2]
			} else {
				continue
			}
			columns[name] = ""
			if m := referenceLine.FindStringSubmatch(rest); m != nil {
				columns[name] = m[1]
			}
		}
	}
	return columns
}

// readerColumns are the columns that can hold a reader's ID. A new column of bytes fails here until somebody says what it holds.
func readerColumns(t *testing.T) []string {
	t.Helper()
	columns := idColumns(t)
	var list []string
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		switch refers := columns[name]; {
		case refers == "reader" || slices.Contains(unreferenced, name):
			list = append(list, name)
		case refers == "" && !slices.Contains(unrelated, name):
			t.Errorf("%s holds an ID that refers to nothing: put it among unreferenced or unrelated", name)
		}
	}
	for _, name := range slices.Concat(unreferenced, unrelated) {
		if _, ok := columns[name]; !ok {
			t.Errorf("%s is classified and not there", name)
		}
	}
	if len(list) < 30 {
		t.Fatalf("found %v only", list)
	}
	return list
}

// TestEveryColumnOfAReaderIsGiven: whoever adds a column that can hold a reader's ID says here whether the reader's download
// has its rows.
func TestEveryColumnOfAReaderIsGiven(t *testing.T) {
	var given []string
	for _, s := range store.OwnSections() {
		given = append(given, s.Covers...)
	}
	for _, column := range readerColumns(t) {
		if slices.Contains(given, column) == (notGiven[column] != "") {
			t.Errorf("%s: let a section of OwnSections give its rows, or say in notGiven why not", column)
		}
	}
}

// TestEveryRowOfAReaderIsGiven: the download has as many rows as the store, on a reader with a row in every table.
func TestEveryRowOfAReaderIsGiven(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r := fillReader(t, db).marked
		step(t, db, func(tx *store.Tx) error {
			given := map[string]int{}
			for _, s := range store.OwnSections() {
				rows, err := tx.Own(&s, r.ID)
				if err != nil {
					return err
				}
				n, err := tx.CountOwn(&s, r.ID)
				if err != nil || n != len(rows) || n == 0 && s.Name != "story_revisions" {
					t.Errorf("%s has %d rows, counted as %d (%v); the seeded reader has one of every kind", s.Name, len(rows), n, err)
				}
				for _, column := range s.Covers {
					given[column] += len(rows)
				}
				if _, err := json.Marshal(rows); err != nil {
					t.Errorf("%s: %v", s.Name, err)
				}
			}
			for _, column := range readerColumns(t) {
				if notGiven[column] != "" {
					continue
				}
				if want := store.RowsWith(t, tx, column, r.ID); given[column] != want {
					t.Errorf("%s: %d rows are given, %d are kept", column, given[column], want)
				}
			}
			return nil
		})
	})
}
