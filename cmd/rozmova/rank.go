package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"

	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/ranking/bars"
)

type rankCommand struct {
	Votes  string `placeholder:"FILE" help:"${rank_votes}"`
	Later  string `placeholder:"FILE" help:"${rank_later}"`
	JSON   bool   `name:"json" help:"${json}"`
	Report string `placeholder:"DIR" help:"${rank_report}"`
	Docs   string `default:"docs" placeholder:"DIR" help:"${rank_docs}"`
	Write  bool   `help:"${rank_write}"`
}

// Run orders the comments of a file of votes, or measures the order on a folder of conversations.
func (c *rankCommand) Run(p *program) error {
	switch {
	case (c.Votes == "") == (c.Report == ""), c.Report != "" && c.Later != "":
		p.note(p.say.T("cli.rank.which"))
		return errTold
	case c.Report != "":
		return c.report(p)
	}
	ballots, err := p.ballots(c.Votes)
	if err != nil {
		return err
	}
	var later []bars.Ballot
	if c.Later != "" {
		if later, err = p.ballots(c.Later); err != nil {
			return err
		}
	}
	ranked, live := bars.Rank(ballots, later)
	out := bufio.NewWriter(p.out)
	for i := range ranked {
		if c.JSON {
			line, err := json.Marshal(rankedLine(&ranked[i]))
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "%s\n", line)
			continue
		}
		fmt.Fprintf(out, "%s\t%.6f\n", printable(ranked[i].Comment), ranked[i].Score)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	switch live.Mode(ranking.ThreadID{}) {
	case ranking.Divided:
		p.note(p.say.T("cli.rank.divided"))
	case ranking.OneSided:
		p.note(p.say.T("cli.rank.one_sided"))
	default:
		p.note(p.say.T("cli.rank.too_few"))
	}
	if n := len(live.Discounts()); n > 0 {
		p.note(p.say.T("cli.rank.discounted", "N", n))
	}
	return nil
}

// A rankLine is a comment in JSON.
type rankLine struct {
	Comment json.RawMessage `json:"comment_id"` // a number where it is one, else a string
	Score   float64         `json:"score"`
	Mode    string          `json:"mode"`
	Label   string          `json:"label,omitempty"`
	Votes   int             `json:"votes"`
	Respect int             `json:"respect"`
	More    *rankSide       `json:"more,omitempty"` // of the side that values it more, and of the other
	Less    *rankSide       `json:"less,omitempty"`
}

// A rankSide is what one side made of a comment. Which side it is is not said.
type rankSide struct {
	OfTen int `json:"of_ten"`
	Votes int `json:"votes"`
}

func rankedLine(r *bars.Ranked) rankLine {
	id := json.RawMessage(r.Comment)
	if n, err := strconv.ParseInt(r.Comment, 10, 64); err != nil || strconv.FormatInt(n, 10) != r.Comment {
		id, _ = json.Marshal(r.Comment) // a string always can
	}
	told := r.Tell()
	line := rankLine{Comment: id, Score: math.Round(r.Score*1e6) / 1e6, Mode: r.Mode.String(), Label: told.Label.String(), Votes: r.Voters, Respect: r.Respect}
	if told.Label == ranking.Across || told.Label == ranking.NotByBoth {
		line.More, line.Less = &rankSide{told.More, told.MoreVotes}, &rankSide{told.Less, told.LessVotes}
	}
	return line
}

// ballots reads a file of votes, and tells what is wrong with it.
func (p *program) ballots(name string) ([]bars.Ballot, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, p.fileError(err, name)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		p.note(p.say.T("cli.is_folder", "File", name))
		return nil, errTold
	}
	ballots, err := bars.Ballots(f)
	var wrong *bars.FileError
	if !errors.As(err, &wrong) {
		return ballots, err
	}
	text := shorten(printable(wrong.Text), shownOfText)
	switch wrong.Kind {
	case bars.Empty:
		p.note(p.say.T("cli.rank.empty", "File", name))
	case bars.Columns:
		p.note(p.say.T("cli.rank.columns", "File", name))
	case bars.Value:
		p.note(p.say.T("cli.rank.value", "File", name, "Line", wrong.Line, "Text", text))
	case bars.NoKey:
		p.note(p.say.T("cli.rank.no_key", "File", name, "Line", wrong.Line))
	case bars.Time:
		p.note(p.say.T("cli.rank.time", "File", name, "Line", wrong.Line, "Text", text))
	case bars.Duplicate:
		p.note(p.say.T("cli.rank.duplicate", "File", name, "Line", wrong.Line, "Before", wrong.Before))
	default:
		p.note(p.say.T("cli.rank.broken", "File", name, "Detail", text))
	}
	return nil, errTold
}
