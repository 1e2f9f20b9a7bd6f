package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/rozmova/rozmova/internal/attribution"
)

type statementsCommand struct {
	Files   []string `arg:"" optional:"" name:"file" type:"path" help:"${statements_files}"`
	Against []string `sep:"none" placeholder:"GOLD" type:"path" help:"${statements_against}"`
	Lang    string   `enum:"uk,ru,en," default:"" placeholder:"LANG" help:"${statements_lang}"`
	Misses  bool     `help:"${statements_misses}"`
	Draft   bool     `xor:"form" help:"${statements_draft}"`
	JSON    bool     `name:"json" xor:"form" help:"${json}"`
}

// largestText is how many bytes of a text are read: more than any story has.
const largestText = 4 << 20

// Run finds who said what in texts or, with --against, measures the finder on annotated ones.
func (c *statementsCommand) Run(p *program) error {
	if len(c.Against) > 0 {
		return c.measure(p)
	}
	if len(c.Files) == 0 {
		p.note(p.say.T("cli.said.no_file"))
		return errTold
	}
	for i, file := range c.Files {
		text, err := readText(p, file)
		if err != nil {
			return err
		}
		found := attribution.Find(text, attribution.Options{Lang: c.Lang})
		switch {
		case c.JSON:
			if err := p.printJSON(found); err != nil {
				return err
			}
			continue
		case c.Draft:
			draft, err := draftOf(text, found)
			if err != nil {
				return err
			}
			p.print(strings.TrimSuffix(draft, "\n"))
			p.note(p.say.T("cli.said.draft", "N", len(found.Statements)))
			continue
		}
		if i > 0 {
			p.print("")
		}
		c.show(p, file, found)
	}
	return nil
}

// readText reads a text, or tells what is wrong with the file.
func readText(p *program, file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", p.fileError(err, file)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, largestText+1))
	if err != nil {
		return "", p.fileError(err, file)
	}
	trouble := ""
	switch {
	case len(b) > largestText:
		trouble = p.say.T("cli.said.too_long", "File", file, "Most", p.say.Number(largestText>>20))
	case !utf8.Valid(b):
		trouble = p.say.T("cli.said.not_utf8", "File", file)
	case strings.TrimSpace(string(b)) == "":
		trouble = p.say.T("cli.said.empty", "File", file)
	}
	if trouble != "" {
		p.note(trouble)
		return "", errTold
	}
	return strings.TrimPrefix(string(b), "\ufeff"), nil
}

// show prints what was found for people to read.
func (c *statementsCommand) show(p *program, file string, found *attribution.Found) {
	p.print(p.say.T("cli.said.found", "N", len(found.Statements), "File", filepath.Base(file)))
	for i := range found.Statements {
		c.one(p, &found.Statements[i], fmt.Sprintf("%d", i+1), "")
	}
	for _, d := range found.Developments {
		p.print("")
		p.print(p.say.T("cli.said.moved", "From", d.From.Text, "To", d.To.Text, "FromValue", d.From.Value, "ToValue", d.To.Value))
	}
	for _, l := range found.LeftOut {
		p.print("")
		p.print(p.say.T("cli.said.left_out", "Why", p.say.T("cli.left_out_why."+l.Why), "Text", oneLine(l.Text)))
	}
}

func (c *statementsCommand) one(p *program, s *attribution.Statement, number, indent string) {
	who := p.say.T("cli.said.nobody")
	if s.Speaker != nil {
		who = *s.Speaker
	}
	if s.Role != nil && *s.Role != who {
		who += ", " + *s.Role
	}
	if s.Via != nil && *s.Via != who {
		who += " (" + p.say.T("cli.said.via", "Outlet", *s.Via) + ")"
	}
	p.print("")
	p.print(fmt.Sprintf("%s%s. %s · %s · %.2f", indent, number, who, p.say.T("cli.said.mode."+s.Mode), s.Confidence))
	p.print(indent + "   " + oneLine(s.Text))
	for i := range s.Nested {
		c.one(p, &s.Nested[i], fmt.Sprintf("%s.%d", number, i+1), indent+"   ")
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// A pair is an annotated text.
type pair struct{ name, text, gold string }

// pairs gives the files that are asked for: each annotation with the text beside it in the order given or, of a folder, every NAME.txt
// with its NAME.gold.json.
func (c *statementsCommand) pairs(p *program) ([]pair, error) {
	var list []pair
	files := c.Files
	for _, gold := range c.Against {
		if info, err := os.Stat(gold); err == nil && info.IsDir() {
			golds, _ := filepath.Glob(filepath.Join(gold, "*.gold.json")) // only a malformed pattern fails
			for _, g := range golds {
				text := strings.TrimSuffix(g, ".gold.json") + ".txt"
				list = append(list, pair{filepath.Base(strings.TrimSuffix(text, ".txt")), text, g})
			}
			if len(golds) == 0 {
				p.note(p.say.T("cli.said.no_gold", "Dir", gold))
				return nil, errTold
			}
			continue
		}
		if len(files) == 0 {
			p.note(p.say.T("cli.said.no_pair", "Gold", gold))
			return nil, errTold
		}
		list = append(list, pair{filepath.Base(strings.TrimSuffix(files[0], ".txt")), files[0], gold})
		files = files[1:]
	}
	if len(files) > 0 {
		p.note(p.say.T("cli.said.no_pair", "Gold", files[0]))
		return nil, errTold
	}
	return list, nil
}

// A Measured is the score of one text, for --json.
type measured struct {
	Name   string             `json:"name"`
	Lang   string             `json:"lang"`
	Score  *attribution.Score `json:"score"`
	Misses []attribution.Miss `json:"misses,omitempty"`
}

// measure compares what is found in texts with their annotations.
func (c *statementsCommand) measure(p *program) error {
	pairs, err := c.pairs(p)
	if err != nil {
		return err
	}
	var rows []measured
	for _, pair := range pairs {
		text, err := readText(p, pair.text)
		if err != nil {
			return err
		}
		annotation, err := os.ReadFile(pair.gold)
		if err != nil {
			return p.fileError(err, pair.gold)
		}
		gold, err := attribution.ParseGold(annotation, text)
		if err != nil {
			first, _, _ := strings.Cut(err.Error(), "\n") // one that does not fit has many
			p.note(p.say.T("cli.said.gold_wrong", "File", pair.gold, "Trouble", first))
			return errTold
		}
		found := attribution.Find(text, attribution.Options{Lang: c.Lang})
		sided := attribution.Find(text, attribution.Options{Lang: c.Lang, Register: gold.Register()})
		score, misses := attribution.Compare(text, found, sided, gold)
		row := measured{Name: pair.name, Lang: gold.Lang, Score: score}
		if c.Misses {
			row.Misses = misses
		}
		rows = append(rows, row)
	}
	if c.JSON {
		return p.printJSON(map[string]any{"texts": rows, "total": together(rows, "")})
	}
	return c.table(p, rows)
}

// together adds the scores of the texts in a language, of all where it is empty.
func together(rows []measured, lang string) *attribution.Score {
	sum := &attribution.Score{}
	for _, r := range rows {
		if lang == "" || r.Lang == lang {
			sum.Add(r.Score)
		}
	}
	return sum
}

func (c *statementsCommand) table(p *program, rows []measured) error {
	out := bufio.NewWriter(p.out)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, strings.Join(strings.Fields(p.say.T("cli.said.columns")), "\t")+"\t")
	line := func(name string, s *attribution.Score) {
		fmt.Fprintf(w, "%s\t%d\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.2f\t%d/%d\t%d/%d\t%d/%d\t\n", name, s.Gold, s.Recall(), s.Overlap(), s.ExactRate(), s.Of(s.Speaker), s.Of(s.Via),
			s.Of(s.Side), s.Of(s.Cue), s.Of(s.Mode), s.FalsePerText(), s.NestedBy, s.Nested, s.ChangesIn, s.Changes, s.LeftIn, s.Left)
	}
	for _, r := range rows {
		line(r.Name, r.Score)
	}
	for _, lang := range []string{"uk", "ru", "en"} {
		if s := together(rows, lang); s.Texts > 0 && s.Texts < len(rows) {
			line(p.say.T("cli.said.in_language", "Language", p.say.Language(lang), "Number", s.Texts), s)
		}
	}
	if len(rows) > 1 {
		line(p.say.T("cli.said.in_all", "Number", len(rows)), together(rows, ""))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, r := range rows {
		for _, m := range r.Misses {
			fmt.Fprintf(out, "%s\t%s\n  - %s\n  + %s\n", r.Name, m.What, oneLine(m.Gold), oneLine(m.Got))
		}
	}
	return out.Flush()
}
