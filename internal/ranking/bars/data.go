// Package bars measures the bridging order on conversations with votes: every bar of docs/bridging.md, beside what other
// methods reach, and drawings of it. The program's rank command is its only user.
package bars

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova/internal/ranking"
)

// A Set is one conversation with its votes and what is known of it.
type Set struct {
	Name      string
	Votes     []Row
	Comments  []int64                       // all that can be voted on, sorted
	Groups    map[int64]string              // of voters, as the source had them; for checking only
	Reference map[int64]map[string]float64  // of comments, by column
	Attacks   map[string][]Row              // made-up votes, by kind
	Marks     map[int64]string              // target or downvoted
	Baselines map[string]map[string]float64 // by method and column
}

// A Row is one vote of a conversation.
type Row struct {
	Comment, Voter int64
	Up             int   // 1, -1 or 0
	At             int64 // milliseconds; 0 where it is not known
}

// Load reads the conversations of a folder: NAME.votes.csv.gz, and what lies beside it (see the README of the shared data).
func Load(dir string) ([]*Set, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.votes.csv*"))
	if err != nil {
		return nil, err
	}
	baselines, err := readTable(filepath.Join(dir, "baselines.csv"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	var sets []*Set
	for _, file := range files {
		stem, _, _ := strings.Cut(file, ".votes.csv")
		name, _, _ := strings.Cut(filepath.Base(stem), "-")
		s := &Set{Name: name, Groups: map[int64]string{}, Reference: map[int64]map[string]float64{}, Attacks: map[string][]Row{}, Marks: map[int64]string{}, Baselines: map[string]map[string]float64{}}
		if err := s.load(stem, strings.TrimPrefix(file, stem+".votes")); err != nil {
			return nil, err
		}
		for _, row := range baselines {
			if row["set"] == name {
				s.Baselines[row["method"]] = numbers(row)
			}
		}
		sets = append(sets, s)
	}
	return sets, nil
}

// load reads the files of one conversation.
func (s *Set) load(stem, ending string) error {
	all, err := readTable(stem + ".votes" + ending)
	if err != nil {
		return err
	}
	if s.Votes, err = rowsOf(all, stem); err != nil {
		return err
	}
	seen := map[int64]bool{}
	for _, v := range s.Votes {
		seen[v.Comment] = true
	}
	read := func(part string, each func(map[string]string) error) error {
		rows, err := readTable(stem + part + ending)
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		for i := 0; i < len(rows) && err == nil; i++ {
			err = each(rows[i])
		}
		return err
	}
	err = errors.Join(
		read(".groups", func(r map[string]string) error {
			voter, err := strconv.ParseInt(r["voter_id"], 10, 64)
			if r["polis_group"] != "" {
				s.Groups[voter] = r["polis_group"]
			}
			return err
		}),
		read(".reference", func(r map[string]string) error {
			comment, err := strconv.ParseInt(r["comment_id"], 10, 64)
			s.Reference[comment], seen[comment] = numbers(r), true
			return err
		}),
		read(".attacks", func(r map[string]string) error {
			rows, err := rowsOf([]map[string]string{r}, stem)
			s.Attacks[r["attack"]] = append(s.Attacks[r["attack"]], rows...)
			return err
		}),
		read(".attack-marks", func(r map[string]string) error {
			comment, err := strconv.ParseInt(r["comment_id"], 10, 64)
			s.Marks[comment] = r["mark"]
			return err
		}))
	for c := range seen {
		s.Comments = append(s.Comments, c)
	}
	slices.Sort(s.Comments)
	return err
}

// rowsOf reads votes from the rows of a table.
func rowsOf(table []map[string]string, file string) ([]Row, error) {
	rows := make([]Row, len(table))
	for i, r := range table {
		comment, err1 := strconv.ParseInt(r["comment_id"], 10, 64)
		voter, err2 := strconv.ParseInt(r["voter_id"], 10, 64)
		vote, err3 := strconv.Atoi(r["vote"])
		if err := errors.Join(err1, err2, err3); err != nil {
			return nil, fmt.Errorf("%s, vote %d: %w", file, i+1, err)
		}
		at, _ := strconv.ParseInt(r["ts_ms"], 10, 64) // may be empty
		rows[i] = Row{comment, voter, vote, at}
	}
	return rows, nil
}

// numbers keeps those columns that hold some.
func numbers(row map[string]string) map[string]float64 {
	m := map[string]float64{}
	for k, v := range row {
		if f, err := strconv.ParseFloat(v, 64); err == nil {
			m[k] = f
		}
	}
	return m
}

// readTable reads a file of comma-separated values, which may be gzipped, by the names in its first line.
func readTable(file string) ([]map[string]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := Plain(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	all, err := csv.NewReader(text).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	rows := make([]map[string]string, 0, len(all)-1)
	for _, line := range all[1:] {
		row := make(map[string]string, len(line))
		for i, cell := range line {
			row[all[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Plain gives what a reader has, without gzip where it is gzipped.
func Plain(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	if head, _ := b.Peek(2); len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		return gzip.NewReader(b)
	}
	return b, nil
}

// Key makes a key of a number; keys sort as their numbers do, from 0 up.
func Key[K ~[16]byte](n int64) (k K) {
	binary.BigEndian.PutUint64(k[8:], uint64(n))
	return k
}

// number is Key undone.
func number[K ~[16]byte](k K) int64 { return int64(binary.BigEndian.Uint64(k[8:])) }

// votes makes votes for ranking out of rows, for plain votes are opinion and respect at once.
func votes(rows []Row) []ranking.Vote {
	v := make([]ranking.Vote, len(rows))
	for i, r := range rows {
		v[i] = ranking.Vote{Comment: Key[ranking.CommentID](r.Comment), Voter: Key[ranking.VoterID](r.Voter), Vote: ranking.Plain(r.Up)}
	}
	return v
}

// groups gives those groups that are large enough to be heard, sorted: at least 8 voters, and 3 % of those in any.
func (s *Set) groups() []string {
	count := map[string]int{}
	for _, g := range s.Groups {
		count[g]++
	}
	var names []string
	for g, n := range count {
		if n >= 8 && 100*n >= 3*len(s.Groups) {
			names = append(names, g)
		}
	}
	sort.Strings(names)
	return names
}
