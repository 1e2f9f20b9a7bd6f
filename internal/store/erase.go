package store

import (
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

// CommentsToErase gives up to limit comments of a reader that are to be erased; keep leaves out those that are published.
func (tx *Tx) CommentsToErase(reader rozmova.ID[rozmova.Reader], keep bool, limit int) ([]rozmova.ID[rozmova.Comment], error) {
	where := ""
	if keep {
		where = " and state <> 2"
	}
	rows, err := tx.query("select id from comment where author = $1"+where+" order by created, id limit $2", reader, limit)
	return all(rows, err, func(rows *sql.Rows) (id rozmova.ID[rozmova.Comment], err error) { return id, rows.Scan(&id) })
}

// EraseComment takes the words of a comment, all it ever had, and who wrote it; its place stays, for the answers to it. What the
// classifier said of it, that it was picked, and whom it mentions go too. The event CommentErased must have been appended and
// its sequence is seq.
func (tx *Tx) EraseComment(c *rozmova.Comment, seq int64) error {
	if c.State != rozmova.Erased {
		if err := c.State.Move(rozmova.ByErasure, rozmova.Erased); err != nil {
			return err
		}
		if err := tx.MoveComment(c, rozmova.Erased, seq); err != nil {
			return err
		}
	}
	if err := tx.ForgetAuthor(c); err != nil {
		return err
	}
	for _, query := range []string{
		"update comment set source = '', body = '[]', statement = '', cited = 0, featured = 0 where id = $1",
		"delete from comment_revision where comment = $1",
		"delete from verdict where comment = $1",
		"delete from pick where comment = $1",
		"delete from mention where comment = $1",
		"delete from fingerprint where comment = $1",
		"delete from bridging where comment = $1",
		"delete from note where comment = $1",
		"update nudge set comment = null where comment = $1",
		"update appeal set text = '', answer = '' where comment = $1",
		"delete from log_salt where comment = $1",
	} {
		if _, err := tx.exec(query, c.ID); err != nil {
			return err
		}
	}
	return tx.dropStems(c.ID)
}

// ForgetAuthor leaves a comment as it is and takes its author from it; what was decided about it no longer tells its words.
func (tx *Tx) ForgetAuthor(c *rozmova.Comment) error {
	if _, err := tx.exec("update comment set author = null where id = $1", c.ID); err != nil {
		return err
	}
	if _, err := tx.exec("update decision set facts = '' where comment = $1", c.ID); err != nil {
		return err
	}
	if _, err := tx.exec("update queue set author = null where comment = $1", c.ID); err != nil {
		return err
	}
	c.Author = rozmova.ID[rozmova.Reader]{}
	return tx.TouchThread(c.Thread, c.Seq)
}

// VotedBy gives up to limit comments that a reader has voted on.
func (tx *Tx) VotedBy(reader rozmova.ID[rozmova.Reader], limit int) ([]rozmova.ID[rozmova.Comment], error) {
	rows, err := tx.query("select comment from vote where reader = $1 order by comment limit $2", reader, limit)
	return all(rows, err, func(rows *sql.Rows) (id rozmova.ID[rozmova.Comment], err error) { return id, rows.Scan(&id) })
}

// ClearReasons takes from up to limit statements of reasons what they quote, and makes them the tombstone's; it tells how many.
func (tx *Tx) ClearReasons(reader, tombstone rozmova.ID[rozmova.Reader], limit int) (int, error) {
	type statement struct {
		decision rozmova.ID[rozmova.Decision]
		doc      []byte
	}
	rows, err := tx.query("select decision, doc from reasons where author = $1 order by at limit $2", reader, limit)
	list, err := all(rows, err, func(rows *sql.Rows) (s statement, err error) { return s, rows.Scan(&s.decision, &s.doc) })
	if err != nil {
		return 0, err
	}
	for _, s := range list {
		var doc rozmova.Reasons
		if err := json.Unmarshal(s.doc, &doc); err != nil {
			return 0, err
		}
		doc.Words, doc.Facts, doc.Author = "", "", tombstone
		changed, err := json.Marshal(doc)
		if err != nil {
			return 0, err
		}
		if err := tx.change("update reasons set author = $2, doc = $3 where decision = $1", s.decision, tombstone, string(changed)); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}

// AddTombstone makes a reader who stands for nobody: no name, no date, no way in.
func (tx *Tx) AddTombstone(site rozmova.ID[rozmova.Site]) (rozmova.ID[rozmova.Reader], error) {
	id := rozmova.NewID[rozmova.Reader](time.Unix(0, 0)) // when it was made would tell whose it was
	_, err := tx.exec("insert into reader (id, site, pen_name, pen_key, locale, joined, erased) values ($1, $2, '', $3, '', 0, 1)", id, site, nobodyKey(id))
	return id, err
}

// A Leftover is a kind of rows that hold a reader's ID and that Leave does away with.
type Leftover struct {
	Column string // as table.column
	key    string // of the table
	set    string // the rows stay: the column becomes the tombstone's, or as it says here; empty: they go
}

// leftovers are they all, in an order in which none is left whose rows another points to. Comments, votes, reasons and the log
// have steps of their own.
var leftovers = []Leftover{
	{Column: "alert_setting.reader", key: "reader"},
	{Column: "alert.reader", key: "id"},
	{Column: "push_subscription.reader", key: "id"},
	{Column: "alert.actor", key: "id", set: "actor = null"},
	{Column: "letter.reader", key: "seq, reader"},
	{Column: "former_name.reader", key: "reader, until"},
	{Column: "picture.reader", key: "reader"},
	{Column: "mute.reader", key: "reader, muted"},
	{Column: "mute.muted", key: "reader, muted"},
	{Column: "visit.reader", key: "reader, thread"},
	{Column: "mention.reader", key: "comment, reader"},
	{Column: "story_reader.reader", key: "story, reader, part"},
	{Column: "invited.reader", key: "thread, reader"},
	{Column: "queue.author", key: "list, subject", set: "author = null"},
	{Column: "claim.actor", key: "comment", set: "actor = null"},
	{Column: "claim.assigned", key: "comment", set: "assigned = null"},
	{Column: "note.reader", key: "id"},
	{Column: "note.actor", key: "id", set: "actor = $2"},
	{Column: "origin.reader", key: "reader, day, hash, deed"},
	{Column: "signal.reader", key: "id"},
	{Column: "signal.actor", key: "id", set: "actor = $2"},
	{Column: "appeal.appellant", key: "id", set: "appellant = $2, text = '', answer = ''"},
	{Column: "appeal.actor", key: "id", set: "actor = $2"},
	{Column: "sanction.reader", key: "id", set: "reader = $2"},
	{Column: "decision.reader", key: "id", set: "reader = $2"},
	{Column: "nudge.reader", key: "id", set: "reader = null"},
	{Column: "notice.reporter", key: "id", set: "reporter = $2, text = '', name = '', email = '', law = '', secret = null, origin = null"},
	{Column: "decision.actor", key: "id", set: "actor = $2"},
	{Column: "civility_label.actor", key: "comment, actor", set: "actor = $2"},
	{Column: "second_look.actor", key: "decision", set: "actor = $2"},
	{Column: "sample.actor", key: "comment", set: "actor = $2"},
	{Column: "pick.editor", key: "comment", set: "editor = $2"},
	{Column: "policy.actor", key: "site, level, version", set: "actor = $2"},
	{Column: "audit.actor", key: "id", set: "actor = $2"},
	{Column: "audit.subject", key: "id", set: "subject = $2"},
	{Column: "story_revision.actor", key: "story, revision", set: "actor = $2"},
	{Column: "working.actor", key: "story", set: "actor = null"},
	{Column: "evidence.actor", key: "id", set: "actor = null"}, // files are the newsroom's
	{Column: "addition.actor", key: "id", set: "actor = null"}, // words and byline are the newsroom's, as a story's are
}

// Leave does away with up to limit rows of one kind of leftovers and tells how many; of those that stay the column becomes the
// tombstone's. When nothing is left of any, it tells 0.
func (tx *Tx) Leave(reader, tombstone rozmova.ID[rozmova.Reader], limit int) (int64, error) {
	for _, l := range leftovers {
		n, err := tx.leave(&l, reader, tombstone, limit)
		if err != nil || n > 0 {
			return n, err
		}
	}
	return 0, nil
}

func (tx *Tx) leave(l *Leftover, reader, tombstone rozmova.ID[rozmova.Reader], limit int) (int64, error) {
	table, column, _ := strings.Cut(l.Column, ".")
	some := "(" + l.key + ") in (select " + l.key + " from " + table + " where " + column + " = $1 limit "
	switch l.Column {
	case "signal.reader": // the evidence of others' names them too
		if _, err := tx.exec("delete from signal where doc like $1", "%"+reader.String()+"%"); err != nil {
			return 0, err
		}
	case "alert.reader":
		if _, err := tx.exec("delete from push where alert in (select id from alert where reader = $1 limit $2)", reader, limit); err != nil {
			return 0, err
		}
	case "push_subscription.reader":
		if _, err := tx.exec("delete from push where subscription in (select id from push_subscription where reader = $1)", reader); err != nil {
			return 0, err
		}
	}
	var res sql.Result
	var err error
	switch {
	case l.set == "":
		res, err = tx.exec("delete from "+table+" where "+some+"$2)", reader, limit)
	case strings.Contains(l.set, "$2"):
		res, err = tx.exec("update "+table+" set "+l.set+" where "+some+"$3)", reader, tombstone, limit)
	default:
		res, err = tx.exec("update "+table+" set "+l.set+" where "+some+"$2)", reader, limit)
	}
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// LeaveLog makes the events of a reader the tombstone's, in the next limit events after a position, and gives the position that it
// came to; done says that it was the end.
func (tx *Tx) LeaveLog(reader, tombstone rozmova.ID[rozmova.Reader], after int64, limit int) (to int64, done bool, err error) {
	var n int
	err = tx.row("select coalesce(max(seq), 0), count(*) from (select seq from event where seq > $1 order by seq limit $2) part", after, limit).Scan(&to, &n)
	if err != nil || n == 0 {
		return after, true, err
	}
	for _, column := range []string{"actor", "ref"} {
		if _, err := tx.exec("update event set "+column+" = $2 where seq > $3 and seq <= $4 and "+column+" = $1", reader[:], tombstone[:], after, to); err != nil {
			return after, false, err
		}
	}
	return to, n < limit, nil
}

// EndErasure deletes the reader and notes that it is done. It fails, and so does the step, where a row still points to the reader.
func (tx *Tx) EndErasure(id rozmova.ID[Erasure], reader rozmova.ID[rozmova.Reader], at time.Time) error {
	if _, err := tx.exec("delete from reader where id = $1", reader); err != nil {
		return err
	}
	return tx.change("update erasure set done = $2 where id = $1 and done = 0", id, micros(at))
}
