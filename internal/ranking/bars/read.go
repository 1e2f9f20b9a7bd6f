package bars

import (
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/ranking"
)

// A Ballot is one vote of a file, with its keys as they stand there.
type Ballot struct {
	Comment, Voter string
	Up             int // 1, -1 or 0
}

// What can be wrong with a file of votes.
const (
	Empty     = "empty"     // no vote in it
	Columns   = "columns"   // the first line does not name comment_id, voter_id and vote
	Value     = "value"     // a vote that is not 1, 0 or -1
	NoKey     = "no_key"    // a line without comment or voter
	Time      = "time"      // a time that is no whole number
	Duplicate = "duplicate" // a voter's second vote on a comment
	Broken    = "broken"    // no CSV, or broken gzip
)

// A FileError says what is wrong with a file of votes.
type FileError struct {
	Kind   string
	Line   int    // 0 where it is of the file as a whole
	Text   string // what stands there
	Before int    // the line of the vote that is given twice
}

// Error gives the kind; the words for people are the command line's.
func (e *FileError) Error() string { return "votes: " + e.Kind + " in line " + strconv.Itoa(e.Line) }

// Ballots reads votes: CSV with a first line that names comment_id, voter_id, vote and, if it likes, ts_ms, in any order and with
// others beside; gzipped or not. What is wrong is a *FileError.
func Ballots(r io.Reader) ([]Ballot, error) {
	text, err := Plain(r)
	if err != nil {
		return nil, broken(err, 0)
	}
	c := csv.NewReader(text)
	c.ReuseRecord = true
	head, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, &FileError{Kind: Empty}
	} else if err != nil {
		return nil, broken(err, 1)
	}
	if len(head) > 0 && len(head[0]) > 3 && head[0][:3] == "\uFEFF" {
		head[0] = head[0][3:] // spreadsheets write it
	}
	comment, voter, vote, at := slices.Index(head, "comment_id"), slices.Index(head, "voter_id"), slices.Index(head, "vote"), slices.Index(head, "ts_ms")
	if comment < 0 || voter < 0 || vote < 0 {
		return nil, &FileError{Kind: Columns, Line: 1}
	}
	var all []Ballot
	seen := map[[2]string]int{}
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := c.FieldPos(0)
		if err != nil {
			return nil, broken(err, line)
		}
		b := Ballot{Comment: row[comment], Voter: row[voter]}
		switch row[vote] {
		case "1", "+1":
			b.Up = 1
		case "-1":
			b.Up = -1
		case "0":
		default:
			return nil, &FileError{Kind: Value, Line: line, Text: row[vote]}
		}
		if b.Comment == "" || b.Voter == "" {
			return nil, &FileError{Kind: NoKey, Line: line}
		}
		if at >= 0 && row[at] != "" {
			if _, err := strconv.ParseInt(row[at], 10, 64); err != nil {
				return nil, &FileError{Kind: Time, Line: line, Text: row[at]}
			}
		}
		if before, twice := seen[[2]string{b.Comment, b.Voter}]; twice {
			return nil, &FileError{Kind: Duplicate, Line: line, Before: before}
		}
		seen[[2]string{b.Comment, b.Voter}] = line
		all = append(all, b)
	}
	if len(all) == 0 {
		return nil, &FileError{Kind: Empty}
	}
	return all, nil
}

// broken tells of bytes that are no CSV.
func broken(err error, line int) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &FileError{Kind: Broken, Line: parse.Line, Text: parse.Err.Error()}
	}
	return &FileError{Kind: Broken, Line: line, Text: err.Error()}
}

// A Ranked is a comment of a file of votes in its place.
type Ranked struct {
	Comment string
	ranking.Standing
}

// Rank orders the comments of votes, with later ones judged against the picture of the others. Numbers sort as numbers where
// scores are equal.
func Rank(ballots, later []Ballot) ([]Ranked, *ranking.Live) {
	comments, comment := numbered(ballots, later, func(b *Ballot) string { return b.Comment })
	_, voter := numbered(ballots, later, func(b *Ballot) string { return b.Voter })
	votes := func(list []Ballot) []ranking.Vote {
		v := make([]ranking.Vote, len(list))
		for i := range list {
			b := &list[i]
			v[i] = ranking.Vote{Comment: Key[ranking.CommentID](comment[b.Comment]), Voter: Key[ranking.VoterID](voter[b.Voter]), Vote: ranking.Plain(b.Up)}
		}
		return v
	}
	settled := votes(ballots)
	l := ranking.NewLive(ranking.Settle(settled, nil), settled, votes(later))
	var all []Ranked
	for _, s := range l.Order(rozmova.ID[rozmova.Thread]{}) {
		all = append(all, Ranked{comments[number(s.Comment)], s})
	}
	return all, l
}

// numbered sorts keys, as numbers where all are, and numbers them from 0.
func numbered(a, b []Ballot, of func(*Ballot) string) ([]string, map[string]int64) {
	at := map[string]int64{}
	var all []string
	figures := true
	for _, list := range [][]Ballot{a, b} {
		for i := range list {
			k := of(&list[i])
			if _, seen := at[k]; !seen {
				at[k] = 0
				all = append(all, k)
				n, err := strconv.ParseInt(k, 10, 64)
				figures = figures && err == nil && strconv.FormatInt(n, 10) == k
			}
		}
	}
	slices.SortFunc(all, func(a, b string) int {
		if figures {
			x, _ := strconv.ParseInt(a, 10, 64)
			y, _ := strconv.ParseInt(b, 10, 64)
			return cmp.Compare(x, y)
		}
		return cmp.Compare(a, b)
	})
	for i, k := range all {
		at[k] = int64(i)
	}
	return all, at
}
