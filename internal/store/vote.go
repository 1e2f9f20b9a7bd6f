package store

import (
	"database/sql"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
)

// VoteIgnored reports whether a reader's vote on a comment does not count.
func (tx *Tx) VoteIgnored(comment rozmova.ID[rozmova.Comment], reader rozmova.ID[rozmova.Reader]) (ignored bool, err error) {
	var n int
	err = missing(tx.row("select ignored from vote where comment = $1 and reader = $2", comment, reader).Scan(&n))
	if err == rozmova.NotFound {
		return false, nil
	}
	return n == 1, err
}

// IgnoreVotes makes the votes of some readers on a comment count no more, or again. The caller counts anew and puts the totals.
func (tx *Tx) IgnoreVotes(comment rozmova.ID[rozmova.Comment], readers []rozmova.ID[rozmova.Reader], ignored bool) error {
	for _, r := range readers {
		if _, err := tx.exec("update vote set ignored = $3 where comment = $1 and reader = $2", comment, r, whole(ignored)); err != nil {
			return err
		}
	}
	return nil
}

// PutTotals writes what the votes on a comment amount to, and where it stands by them: across a divide its place is found apart
// from this (PutPlaces). No event is appended.
func (tx *Tx) PutTotals(c *rozmova.Comment, totals rozmova.Votes, rank int64, at time.Time) error {
	err := tx.change(`update comment set voters = $2, agree = $3, disagree = $4, respect = $5, rank = $6, voted = $7,
			bridge = case when (select divide from thread where thread.id = comment.thread) = 2 then bridge else $6 end where id = $1`,
		c.ID, totals.Voters, totals.Agree, totals.Disagree, totals.Respect, rank, micros(at))
	if err != nil {
		return err
	}
	c.Votes, c.Rank = totals, rank
	return nil
}

// A Ballot is one vote with who gave it and when.
type Ballot struct {
	Comment rozmova.ID[rozmova.Comment]
	Reader  rozmova.ID[rozmova.Reader]
	Joined  time.Time // the reader
	Vote    rozmova.Vote
	Changed time.Time
}

// Ballots gives up to limit votes that were given or changed at or after a time, on any comment of a site, the latest first.
func (tx *Tx) Ballots(site rozmova.ID[rozmova.Site], since time.Time, limit int) ([]Ballot, error) {
	rows, err := tx.query("select "+ballotColumns+` from comment c
		join vote v on v.comment = c.id join reader r on r.id = v.reader
		where c.site = $1 and c.voted >= $2 and v.changed >= $2 and v.ignored = 0 order by v.changed desc, v.reader limit $3`, site, micros(since), limit)
	return all(rows, err, scanBallot)
}

// Vote gives a reader's vote on a comment; the zero Vote where there is none.
func (tx *Tx) Vote(comment rozmova.ID[rozmova.Comment], reader rozmova.ID[rozmova.Reader]) (v rozmova.Vote, err error) {
	err = missing(tx.row("select opinion, respect from vote where comment = $1 and reader = $2", comment, reader).Scan(&v.Opinion, &v.Respect))
	if err == rozmova.NotFound {
		return rozmova.Vote{}, nil
	}
	return v, err
}

// PutVote writes a reader's vote on a comment in place of the one before; the zero Vote takes it back. totals are the comment's
// votes from now on and rank its place by them: the caller works them out from what CommentToChange and Vote gave in the same
// step. They are set in c too. No event is appended.
func (tx *Tx) PutVote(c *rozmova.Comment, reader rozmova.ID[rozmova.Reader], v rozmova.Vote, totals rozmova.Votes, rank int64, at time.Time) error {
	var err error
	if v == (rozmova.Vote{}) {
		if _, err = tx.exec("update vote set opinion = 0, respect = 0, changed = $3 where comment = $1 and reader = $2 and ignored = 1", c.ID, reader, micros(at)); err == nil {
			_, err = tx.exec("delete from vote where comment = $1 and reader = $2 and ignored = 0", c.ID, reader)
		}
	} else {
		_, err = tx.exec(`insert into vote (comment, reader, opinion, respect, first, changed) values ($1, $2, $3, $4, $5, $5)
			on conflict (comment, reader) do update set opinion = excluded.opinion, respect = excluded.respect, changed = excluded.changed`,
			c.ID, reader, v.Opinion, whole(v.Respect), micros(at))
	}
	if err != nil {
		return err
	}
	return tx.PutTotals(c, totals, rank, at)
}

// whole is how a yes or no is stored.
func whole(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// VotesOf gives a reader's votes on some comments; those without are not in the map.
func (tx *Tx) VotesOf(reader rozmova.ID[rozmova.Reader], comments []rozmova.ID[rozmova.Comment]) (map[rozmova.ID[rozmova.Comment]]rozmova.Vote, error) {
	votes := map[rozmova.ID[rozmova.Comment]]rozmova.Vote{}
	if len(comments) == 0 {
		return votes, nil
	}
	args := listed(comments)
	rows, err := tx.query(fmt.Sprintf("select comment, opinion, respect from vote where comment in (%s) and reader = $%d", places(len(args)), len(args)+1),
		append(args, reader)...)
	type vote struct {
		comment rozmova.ID[rozmova.Comment]
		rozmova.Vote
	}
	list, err := all(rows, err, func(rows *sql.Rows) (v vote, err error) { return v, rows.Scan(&v.comment, &v.Opinion, &v.Respect) })
	for _, v := range list {
		votes[v.comment] = v.Vote
	}
	return votes, err
}

// A Tally is what readers have said of a comment, counted.
type Tally struct {
	Comment rozmova.ID[rozmova.Comment]
	Votes   rozmova.Votes
}

// Tallies gives the votes of up to limit published comments of a thread that were voted on at a moment or after it, the latest
// first.
func (tx *Tx) Tallies(thread rozmova.ID[rozmova.Thread], since time.Time, limit int) ([]Tally, error) {
	rows, err := tx.query(`select id, voters, agree, disagree, respect from comment
		where thread = $1 and voted >= $2 and voted > 0 and state = 2 order by voted desc limit $3`, thread, micros(since), limit)
	return all(rows, err, func(rows *sql.Rows) (t Tally, err error) {
		return t, rows.Scan(&t.Comment, &t.Votes.Voters, &t.Votes.Agree, &t.Votes.Disagree, &t.Votes.Respect)
	})
}

// Recount counts the votes on a comment one by one: what Comment.Votes should be.
func (tx *Tx) Recount(comment rozmova.ID[rozmova.Comment]) (v rozmova.Votes, err error) {
	err = tx.row(`select count(*), coalesce(sum(case when opinion = 1 then 1 else 0 end), 0), coalesce(sum(case when opinion = -1 then 1 else 0 end), 0),
		coalesce(sum(respect), 0) from vote where comment = $1 and ignored = 0`, comment).Scan(&v.Voters, &v.Agree, &v.Disagree, &v.Respect)
	return v, err
}
