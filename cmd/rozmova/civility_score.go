package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

type civilityScoreCommand struct {
	weightsFlags
	JSON bool `name:"json" help:"${json}"`
}

const (
	longestLine  = 1 << 20 // bytes of a line that is scored
	shownOfText  = 70      // runes of a text that people are shown
	marksSpelled = 5       // marked words that people are shown
)

// errLong says that a line is longer than longestLine; the rest of it was read and thrown away.
var errLong = errors.New("line too long")

// A scoring goes through standard input.
type scoring struct {
	p     *program
	model *civility.Model
	json  bool
	in    *bufio.Reader
	out   *bufio.Writer
	wrong bool
}

// Run scores each line of standard input. A line that it cannot read has an error in its place, and is told by the exit code.
func (c *civilityScoreCommand) Run(p *program) error {
	m, err := c.model(p)
	if err != nil {
		return err
	}
	s := &scoring{p: p, model: m, json: c.JSON, in: bufio.NewReaderSize(p.in, 64<<10), out: bufio.NewWriter(p.out)}
	for {
		line, err := s.line()
		if errors.Is(err, io.EOF) {
			break
		}
		switch {
		case errors.Is(err, errLong):
			s.refuse(p.say.T("cli.civility.line_long", "Most", p.say.Number(longestLine)))
		case err != nil:
			return errors.Join(err, s.out.Flush())
		default:
			s.score(line)
		}
		if !s.waiting() { // who asked is told before the next is asked for
			if err := s.out.Flush(); err != nil {
				return err
			}
		}
		if p.ctx.Err() != nil {
			return errors.Join(p.ctx.Err(), s.out.Flush())
		}
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	if s.wrong {
		return errTold
	}
	return nil
}

// waiting reports whether another whole line was read already.
func (s *scoring) waiting() bool {
	ahead, _ := s.in.Peek(s.in.Buffered()) // never more than is there
	return bytes.IndexByte(ahead, '\n') >= 0
}

// line reads a line without its end; errLong where it is too long, io.EOF behind the last.
func (s *scoring) line() ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := s.in.ReadSlice('\n')
		if !long {
			line = append(line, part...)
			long = len(bytes.TrimRight(line, "\r\n")) > longestLine
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			if long {
				line = line[:1]
			}
			continue
		case errors.Is(err, io.EOF) && len(line) == 0:
			return nil, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		case long:
			return nil, errLong
		}
		return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")), nil
	}
}

// A question is a line in JSON.
type question struct {
	Text     *string  `json:"text"`
	Context  string   `json:"context"`
	Names    []string `json:"names"`
	ToAuthor bool     `json:"to_author"`
}

// score answers one line.
func (s *scoring) score(line []byte) {
	in := civility.Input{Text: string(line)}
	if bytes.HasPrefix(line, []byte("{")) {
		var q question
		err := json.Unmarshal(line, &q)
		var kind *json.UnmarshalTypeError
		switch {
		case errors.As(err, &kind):
			err = fmt.Errorf("%q cannot be a %s", kind.Field, kind.Value)
		case err == nil && q.Text == nil:
			err = errors.New(`"text" is missing`)
		}
		if err != nil {
			s.refuse(s.p.say.T("cli.civility.line_wrong", "Detail", err.Error()))
			return
		}
		in = civility.Input{Text: *q.Text, Answers: q.Context, Names: q.Names, ToAuthor: q.ToAuthor}
	}
	v := s.model.Judge(&in)
	var flags []rozmova.Label
	for l := range rozmova.Labels {
		if v.Scores[l] >= s.model.Threshold(v.Language, l) {
			flags = append(flags, l)
		}
	}
	if s.json {
		s.write(answer{scores(v.Scores), append([]rozmova.Marked{}, v.Spans...), v.Language, v.Reading, v.Model, append([]rozmova.Label{}, flags...)})
		return
	}
	s.tell(&in, &v, flags)
}

// refuse writes what is wrong in the place of an answer.
func (s *scoring) refuse(why string) {
	s.wrong = true
	if s.json {
		s.write(map[string]string{"error": why})
		return
	}
	fmt.Fprintln(s.out, why)
}

// write writes a line of JSON.
func (s *scoring) write(v any) {
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // an error of writing comes with Flush
}

// tell writes a line for people: the text, what is said of it, and the words.
func (s *scoring) tell(in *civility.Input, v *rozmova.Verdict, flags []rozmova.Label) {
	text := strings.ToValidUTF8(in.Text, "�")
	said := make([]string, len(flags))
	for i, l := range flags {
		said[i] = fmt.Sprintf("%s %.2f", l, v.Scores[l])
	}
	if len(said) == 0 {
		said = []string{s.p.say.T("cli.civility.nothing")}
	}
	line := shorten(printable(text), shownOfText) + "\t" + strings.Join(said, ", ")
	if len(v.Spans) > 0 {
		runes := []rune(text)
		var words []string
		for _, m := range v.Spans[:min(len(v.Spans), marksSpelled)] {
			words = append(words, "«"+printable(string(runes[min(m.Start, len(runes)):min(m.End, len(runes))]))+"»")
		}
		line += "\t" + strings.Join(words, " ")
	}
	fmt.Fprintln(s.out, line)
}

// printable keeps control characters of a stranger's text from a terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if strconv.IsPrint(r) {
			return r
		}
		return ' '
	}, text)
}

func shorten(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:most-1])) + "…"
}

// An answer is what is said of one line.
type answer struct {
	Scores  scores           `json:"scores"`
	Spans   []rozmova.Marked `json:"spans"`
	Lang    string           `json:"lang"`
	Reading rozmova.Reading  `json:"reading"`
	Model   string           `json:"model"`
	Flags   []rozmova.Label  `json:"flags"`
}

// scores are an object by label, in the order of the labels.
type scores rozmova.Scores

// MarshalJSON writes four decimals.
func (s scores) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for l := range rozmova.Labels {
		if l > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendQuote(b, l.String())
		b = append(b, ':')
		b = strconv.AppendFloat(b, float64(s[l]), 'f', 4, 32)
	}
	return append(b, '}'), nil
}
