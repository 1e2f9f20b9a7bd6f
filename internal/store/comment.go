package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
)

const commentColumns = "id, site, thread, story, parent, root, ordinal, depth, path, answers, answered, author, language, statement, cited, " +
	"voters, agree, disagree, respect, rank, bridge, featured, source, body, state, revision, created, changed, seq, marked"

func scanComment(row interface{ Scan(...any) error }) (*rozmova.Comment, error) {
	var c rozmova.Comment
	var body []byte
	var featured, created, changed, marked int64
	err := row.Scan(&c.ID, &c.Site, &c.Thread, &c.Story, &c.Parent, &c.Root, &c.Ordinal, &c.Depth, &c.Path, &c.Answers, &c.Answered, &c.Author, &c.Language,
		&c.Cites.Statement, &c.Cites.Revision, &c.Votes.Voters, &c.Votes.Agree, &c.Votes.Disagree, &c.Votes.Respect, &c.Rank, &c.Bridge, &featured,
		&c.Source, &body, &c.State, &c.Revision, &created, &changed, &c.Seq, &marked)
	if err != nil {
		return nil, missing(err)
	}
	c.Featured, c.Created, c.Changed, c.Marked = moment(featured), moment(created), moment(changed), moment(marked)
	if err := json.Unmarshal(body, &c.Body); err != nil {
		return nil, fmt.Errorf("comment %s: %w", c.ID, err)
	}
	return &c, nil
}

func scanComments(rows *sql.Rows, err error) ([]*rozmova.Comment, error) {
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Comment, error) { return scanComment(rows) })
}

// pathStep is how many characters of a path are one step down from the root.
const pathStep = 8

// AddComment writes a new comment, gives it its place in the branch (Root, Ordinal, Depth, Path, from Parent) and counts
// it. nesting is the greatest Depth, from 1 to MaxNesting (what is less is 1): an answer to a comment that stands as deep stands beside it. The
// event that tells of it must have been appended and its sequence set in c.Seq. NotFound: there is no such parent in the
// thread.
func (tx *Tx) AddComment(c *rozmova.Comment, nesting int) error {
	body, err := json.Marshal(c.Body)
	if err != nil {
		return err
	}
	c.Root, c.Ordinal, c.Depth, c.Path = c.ID, 0, 0, ""
	if !c.Parent.IsZero() {
		if err := tx.placeAnswer(c, nesting); err != nil {
			return err
		}
	}
	_, err = tx.exec(`insert into comment (id, site, thread, story, parent, root, ordinal, depth, path, answers, author, language, statement, cited, source, body,
			state, revision, created, changed, seq, marked)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		c.ID, c.Site, c.Thread, c.Story, c.Parent, c.Root, c.Ordinal, c.Depth, c.Path, c.Author, c.Language, c.Cites.Statement, c.Cites.Revision,
		c.Source, string(body), c.State, c.Revision, micros(c.Created), micros(c.Changed), c.Seq, micros(c.Marked))
	if err != nil {
		return err
	}
	if err := tx.countComment(c, published(c.State)); err != nil {
		return err
	}
	if err := tx.touchThread(c.Thread, published(c.State), c.Seq); err != nil || c.State == rozmova.Published && c.Marked.IsZero() {
		return err
	}
	return tx.requeue(c.ID)
}

// placeAnswer finds the place of an answer below, or beside, its parent.
func (tx *Tx) placeAnswer(c *rozmova.Comment, nesting int) error {
	err := missing(tx.row("select root, path from comment where id = $1 and thread = $2", c.Parent, c.Thread).Scan(&c.Root, &c.Path))
	if err != nil {
		return err
	}
	nesting = min(max(nesting, 1), rozmova.MaxNesting) // a root has no place beside it in its branch
	if c.Depth = len(c.Path)/pathStep + 1; c.Depth > nesting {
		c.Depth = nesting
		c.Path = c.Path[:(c.Depth-1)*pathStep]
	}
	// The root's row is locked from here, so that two answers never get one ordinal.
	if err := missing(tx.row("update comment set answers = answers + 1 where id = $1 returning answers", c.Root).Scan(&c.Ordinal)); err != nil {
		return err
	}
	c.Path += fmt.Sprintf("%08x", c.Ordinal)
	return nil
}

// lockBranch makes other steps that add to a branch or count in it wait until this one has ended. A step takes the lock before
// it changes another comment of the branch, so that two steps never wait for each other.
func (tx *Tx) lockBranch(root rozmova.ID[rozmova.Comment]) error {
	return tx.change("update comment set answers = answers where id = $1", root)
}

// countComment keeps what is counted of published comments, by the root, the parent and the statement, when a comment becomes
// one of them (1), ceases to be (-1) or stays what it was (0).
func (tx *Tx) countComment(c *rozmova.Comment, by int) error {
	if by != 0 && !c.Parent.IsZero() {
		if _, err := tx.exec("update comment set answered = answered + $3 where id = $1 or id = $2", c.Root, c.Parent, by); err != nil {
			return err
		}
	}
	if by == 0 || c.Cites.Statement == "" {
		return nil
	}
	_, err := tx.exec(`insert into statement_count (story, statement, comments) values ($1, $2, $3)
		on conflict (story, statement) do update set comments = statement_count.comments + excluded.comments`, c.Story, c.Cites.Statement, by)
	return err
}

func published(s rozmova.CommentState) int {
	if s == rozmova.Published {
		return 1
	}
	return 0
}

// Comment gives a comment; NotFound where there is none.
func (tx *Tx) Comment(id rozmova.ID[rozmova.Comment]) (*rozmova.Comment, error) {
	return scanComment(tx.row("select "+commentColumns+" from comment where id = $1", id))
}

// CommentToChange gives a comment to a step that is going to change it or to decide about it. Other such steps wait until
// this one has ended, so that what is read here still holds when it is written; on PostgreSQL it must be called before the
// first event is appended, so that a comment's events are numbered in the order in which they took effect.
func (tx *Tx) CommentToChange(id rozmova.ID[rozmova.Comment]) (*rozmova.Comment, error) {
	if err := tx.Lock("comment " + id.String()); err != nil {
		return nil, err
	}
	return tx.Comment(id)
}

// MoveComment brings a comment from one state to another and keeps the counts: of the thread, of the comments it answers, of
// the statement it cites. What ceases to be published is not found by its words from then on, and what moves is marked no more. It is a Conflict when the comment
// is no longer in the state it was read in. The event's sequence goes with it.
func (tx *Tx) MoveComment(c *rozmova.Comment, to rozmova.CommentState, seq int64) error {
	by := published(to) - published(c.State)
	if by != 0 && c.ID != c.Root {
		if err := tx.lockBranch(c.Root); err != nil {
			return err
		}
	}
	err := tx.change("update comment set state = $3, seq = $4, marked = 0 where id = $1 and state = $2", c.ID, c.State, to, seq)
	if err == rozmova.NotFound {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.changed"}
	}
	if err != nil {
		return err
	}
	if by < 0 {
		if err := tx.dropStems(c.ID); err != nil {
			return err
		}
		if _, err := tx.exec("delete from bridging where comment = $1", c.ID); err != nil { // it is found anew should the comment come back
			return err
		}
	}
	if err := tx.countComment(c, by); err != nil {
		return err
	}
	if err := tx.touchThread(c.Thread, by, seq); err != nil {
		return err
	}
	c.State, c.Seq, c.Marked = to, seq, time.Time{}
	return tx.requeue(c.ID)
}

// ReviseComment puts new words in place of those a comment had, which are kept as a revision and by which it is not found any
// more; SetStems says by which it is. It is a Conflict when the
// comment was revised meanwhile.
func (tx *Tx) ReviseComment(c *rozmova.Comment, source string, body []rozmova.Block, at time.Time, seq int64) error {
	before, err := json.Marshal(c.Body)
	if err != nil {
		return err
	}
	after, err := json.Marshal(body)
	if err != nil {
		return err
	}
	err = tx.change("update comment set source = $3, body = $4, revision = revision + 1, changed = $5, seq = $6 where id = $1 and revision = $2",
		c.ID, c.Revision, source, string(after), micros(at), seq)
	if err == rozmova.NotFound {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.changed"}
	}
	if err != nil {
		return err
	}
	_, err = tx.exec("insert into comment_revision (comment, revision, source, body, at) values ($1, $2, $3, $4, $5)",
		c.ID, c.Revision, c.Source, string(before), micros(c.Changed))
	if err != nil {
		return err
	}
	if err := tx.dropStems(c.ID); err != nil {
		return err
	}
	c.Source, c.Body, c.Revision, c.Changed, c.Seq = source, body, c.Revision+1, at, seq
	if err := tx.requeueIfWaiting(c.ID); err != nil {
		return err
	}
	return tx.touchThread(c.Thread, 0, seq)
}

// CommentRevisions gives the earlier texts of a comment, the oldest first.
func (tx *Tx) CommentRevisions(id rozmova.ID[rozmova.Comment]) ([]rozmova.CommentRevision, error) {
	rows, err := tx.query("select revision, source, body, at from comment_revision where comment = $1 order by revision", id)
	return all(rows, err, func(rows *sql.Rows) (r rozmova.CommentRevision, err error) {
		var body []byte
		var at int64
		if err := rows.Scan(&r.Revision, &r.Source, &body, &at); err != nil {
			return r, err
		}
		r.At = moment(at)
		return r, json.Unmarshal(body, &r.Body)
	})
}
