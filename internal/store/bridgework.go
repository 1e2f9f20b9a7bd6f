package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// A VotedThread is a thread with votes.
type VotedThread struct {
	Thread  rozmova.ID[rozmova.Thread]
	Section rozmova.Slug // of its story
	Divide  rozmova.Divide
	Voted   time.Time // when its votes last changed; zero where there are none any more
}

const votedThreads = `select t.id, s.section, t.divide, coalesce((select max(c.voted) from comment c where c.thread = t.id and c.voted > 0), 0)
	from thread t join story s on s.id = t.story where `

func scanVotedThread(rows *sql.Rows) (v VotedThread, err error) {
	var voted int64
	err = rows.Scan(&v.Thread, &v.Section, &v.Divide, &voted)
	v.Voted = moment(voted)
	return v, err
}

// VotedThreads gives the threads of a site that were ever voted in, or that are said to have a divide, by their IDs.
func (tx *Tx) VotedThreads(site rozmova.ID[rozmova.Site]) ([]VotedThread, error) {
	rows, err := tx.query(votedThreads+`t.site = $1 and (t.divide <> 0 or exists (select 1 from comment c where c.thread = t.id and c.voted > 0)) order by t.id`, site)
	return all(rows, err, scanVotedThread)
}

// VotedThread gives one thread as VotedThreads does.
func (tx *Tx) VotedThread(id rozmova.ID[rozmova.Thread]) (VotedThread, error) {
	rows, err := tx.query(votedThreads+"t.id = $1", id)
	list, err := all(rows, err, scanVotedThread)
	if err != nil || len(list) == 0 {
		return VotedThread{}, missing(orNone(err))
	}
	return list[0], nil
}

func orNone(err error) error {
	if err == nil {
		return sql.ErrNoRows
	}
	return err
}

const ballotColumns = "v.comment, v.reader, r.joined, v.opinion, v.respect, v.changed"

func scanBallot(rows *sql.Rows) (b Ballot, err error) {
	var joined, changed int64
	err = rows.Scan(&b.Comment, &b.Reader, &joined, &b.Vote.Opinion, &b.Vote.Respect, &changed)
	b.Joined, b.Changed = moment(joined), moment(changed)
	return b, err
}

// BallotsIn gives every vote in a thread that counts to fn, one by one, by comment and reader.
func (tx *Tx) BallotsIn(thread rozmova.ID[rozmova.Thread], fn func(*Ballot) error) error {
	rows, err := tx.query("select "+ballotColumns+` from comment c join vote v on v.comment = c.id join reader r on r.id = v.reader
		where c.thread = $1 and c.voted > 0 and v.ignored = 0 order by v.comment, v.reader`, thread)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		b, err := scanBallot(rows)
		if err != nil {
			return err
		}
		if err := fn(&b); err != nil {
			return err
		}
	}
	return rows.Err()
}

// BallotsSince gives the votes in a thread that count and were given or changed at or after a time.
func (tx *Tx) BallotsSince(thread rozmova.ID[rozmova.Thread], since time.Time) ([]Ballot, error) {
	rows, err := tx.query("select "+ballotColumns+` from comment c join vote v on v.comment = c.id join reader r on r.id = v.reader
		where c.thread = $1 and c.voted >= $2 and c.voted > 0 and v.changed >= $2 and v.ignored = 0 order by v.comment, v.reader`, thread, micros(since))
	return all(rows, err, scanBallot)
}

// BallotsOn gives the votes on a comment that count.
func (tx *Tx) BallotsOn(comment rozmova.ID[rozmova.Comment]) ([]Ballot, error) {
	rows, err := tx.query("select "+ballotColumns+" from vote v join reader r on r.id = v.reader where v.comment = $1 and v.ignored = 0 order by v.reader", comment)
	return all(rows, err, scanBallot)
}

// VotersSince gives how many votes count on each comment of a thread whose votes changed at or after a time.
func (tx *Tx) VotersSince(thread rozmova.ID[rozmova.Thread], since time.Time) (map[rozmova.ID[rozmova.Comment]]int, error) {
	rows, err := tx.query("select id, voters from comment where thread = $1 and voted >= $2 and voted > 0", thread, micros(since))
	type counted struct {
		id rozmova.ID[rozmova.Comment]
		n  int
	}
	list, err := all(rows, err, func(rows *sql.Rows) (c counted, err error) { return c, rows.Scan(&c.id, &c.n) })
	voters := make(map[rozmova.ID[rozmova.Comment]]int, len(list))
	for _, c := range list {
		voters[c.id] = c.n
	}
	return voters, err
}

// A Placed is a comment in its place in the order across a divide.
type Placed struct {
	Comment rozmova.ID[rozmova.Comment]
	Bridge  int64
	Row     Bridging // as it is kept; empty for none
}

// PlacesIn gives the comments of a thread with their places, by their IDs; those that are Pending too.
func (tx *Tx) PlacesIn(thread rozmova.ID[rozmova.Thread]) ([]Placed, error) {
	rows, err := tx.query("select id, bridge from comment where thread = $1 order by id", thread)
	list, err := all(rows, err, func(rows *sql.Rows) (p Placed, err error) { return p, rows.Scan(&p.Comment, &p.Bridge) })
	if err != nil {
		return nil, err
	}
	kept, err := tx.Bridgings(thread)
	next := 0
	for i := range list { // both by the comments' IDs
		p := &list[i]
		p.Row = Bridging{Comment: p.Comment, Thread: thread}
		if next < len(kept) && kept[next].Comment == p.Comment {
			p.Row = kept[next]
			next++
		}
	}
	return list, err
}

// PlaceOne gives one of PlacesIn; NotFound where there is no such comment.
func (tx *Tx) PlaceOne(id rozmova.ID[rozmova.Comment]) (*Placed, error) {
	p := &Placed{Comment: id, Row: Bridging{Comment: id}}
	if err := missing(tx.row("select thread, bridge from comment where id = $1", id).Scan(&p.Row.Thread, &p.Bridge)); err != nil {
		return nil, err
	}
	rows, err := tx.query("select "+bridgingColumns+" from bridging b where b.comment = $1", id)
	kept, err := all(rows, err, scanBridging)
	if len(kept) > 0 {
		p.Row = kept[0]
	}
	return p, err
}

// PutPlaces writes the places of some comments in the order across a divide, and what is told of them, as of a moment. The caller gives
// those that have changed, by their IDs. A row in which there is nothing to tell goes. No event is appended.
func (tx *Tx) PutPlaces(list []Placed, at time.Time) error {
	for i := range list {
		p := &list[i]
		if _, err := tx.exec("update comment set bridge = $2, moved = $3 where id = $1", p.Comment, p.Bridge, micros(at)); err != nil {
			return err
		}
		b := &p.Row
		if b.Empty() {
			if _, err := tx.exec("delete from bridging where comment = $1", p.Comment); err != nil {
				return err
			}
			continue
		}
		_, err := tx.exec(`insert into bridging (comment, thread, label, more, less, more_votes, less_votes, discounted, sunk, held, place)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
			on conflict (comment) do update set label = excluded.label, more = excluded.more, less = excluded.less, more_votes = excluded.more_votes,
				less_votes = excluded.less_votes, discounted = excluded.discounted, sunk = excluded.sunk, held = excluded.held, place = excluded.place`,
			p.Comment, b.Thread, b.Told.Label, b.Told.More, b.Told.Less, b.Told.MoreVotes, b.Told.LessVotes, b.Discounted, micros(b.Sunk), micros(b.Held), b.Place)
		if err != nil {
			return err
		}
	}
	return nil
}

// SetDivide writes what the votes in a thread show. Where that is no divide its comments stand by Rank from then on, and nothing is told of
// them; no event is appended.
func (tx *Tx) SetDivide(thread rozmova.ID[rozmova.Thread], d rozmova.Divide) error {
	if err := tx.change("update thread set divide = $2 where id = $1", thread, d); err != nil || d == rozmova.Divided {
		return err
	}
	if _, err := tx.exec("update comment set bridge = rank where thread = $1 and bridge <> rank", thread); err != nil {
		return err
	}
	_, err := tx.exec("delete from bridging where thread = $1", thread)
	return err
}

// ReportedIn gives the comments of a thread about which readers have sent reports that wait.
func (tx *Tx) ReportedIn(thread rozmova.ID[rozmova.Thread]) ([]rozmova.ID[rozmova.Comment], error) {
	rows, err := tx.query(`select distinct n.comment from notice n join comment c on c.id = n.comment
		where c.thread = $1 and n.decision is null and n.kind = 'rule' order by n.comment`, thread)
	return all(rows, err, func(rows *sql.Rows) (id rozmova.ID[rozmova.Comment], err error) { return id, rows.Scan(&id) })
}

// A SettledPicture is where voters stand: as private as their votes.
type SettledPicture struct {
	Key   string // slug of the section, empty where a story has none; or a thread's ID
	Drawn time.Time
	Doc   []byte // ranking.Picture
}

// LockPictures is held by whoever changes pictures: a reader who is erased is not to come back with one that was being drawn.
func (tx *Tx) LockPictures() error { return tx.Lock("settled pictures") }

// SettledPicture gives the picture that is kept under a key; NotFound where there is none.
func (tx *Tx) SettledPicture(site rozmova.ID[rozmova.Site], key string) (*SettledPicture, error) {
	p := &SettledPicture{Key: key}
	var drawn int64
	err := missing(tx.row("select drawn, doc from settled_picture where site = $1 and section = $2", site, key).Scan(&drawn, &p.Doc))
	p.Drawn = moment(drawn)
	return p, err
}

// SettledPictures gives the keys of all pictures of a site that are kept.
func (tx *Tx) SettledPictures(site rozmova.ID[rozmova.Site]) ([]string, error) {
	rows, err := tx.query("select section from settled_picture where site = $1 order by section", site)
	return all(rows, err, func(rows *sql.Rows) (key string, err error) { return key, rows.Scan(&key) })
}

// PutSettledPicture keeps a picture in place of the one before.
func (tx *Tx) PutSettledPicture(site rozmova.ID[rozmova.Site], p *SettledPicture) error {
	_, err := tx.exec(`insert into settled_picture (site, section, drawn, doc) values ($1, $2, $3, $4)
		on conflict (site, section) do update set drawn = excluded.drawn, doc = excluded.doc`, site, p.Key, micros(p.Drawn), p.Doc)
	return err
}

// DropSettledPicture deletes a picture; there may be none.
func (tx *Tx) DropSettledPicture(site rozmova.ID[rozmova.Site], key string) error {
	_, err := tx.exec("delete from settled_picture where site = $1 and section = $2", site, key)
	return err
}

// TakeLease gives a piece of work to a holder until some time, and reports whether it has it: another may have it, whose time has not
// run out at now. Who has it may take it again.
func (tx *Tx) TakeLease(name, holder string, now, until time.Time) (bool, error) {
	res, err := tx.exec(`insert into lease (name, holder, until) values ($1, $2, $3)
		on conflict (name) do update set holder = excluded.holder, until = excluded.until where lease.holder = excluded.holder or lease.until <= $4`,
		name, holder, micros(until), micros(now))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// KeepLease prolongs a lease, and reports whether the holder still has it. A step that does so and then writes cannot write beside
// another holder.
func (tx *Tx) KeepLease(name, holder string, until time.Time) (bool, error) {
	res, err := tx.exec("update lease set until = $3 where name = $1 and holder = $2", name, holder, micros(until))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// DropLease gives a lease back.
func (tx *Tx) DropLease(name, holder string) error {
	_, err := tx.exec("delete from lease where name = $1 and holder = $2", name, holder)
	return err
}
