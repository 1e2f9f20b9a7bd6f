package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// Run publishes files. All are read before any is stored, so that one bad file keeps the others back as well.
func (c *publishCommand) Run(p *program) error {
	cfg, err := c.storeFlags.load(p.env)
	if err != nil {
		return err
	}
	if c.Headline != "" && len(c.Files) > 1 {
		return errors.New(p.say.T("cli.headline_one_file"))
	}
	var list []*app.PublishCommand
	var wrong newsroom.Problems
	for _, name := range c.Files {
		content, err := p.read(name)
		if err != nil {
			return err
		}
		_, err = newsroom.Parse(name, content, newsroom.ParseOptions{Headline: c.Headline, Language: c.Language})
		var bad newsroom.Problems
		if errors.As(err, &bad) {
			wrong = append(wrong, bad...)
		} else if err != nil {
			return err
		}
		list = append(list, &app.PublishCommand{
			Name: name, Content: content, Headline: c.Headline, Language: c.Language, Draft: c.Draft, Replace: c.Replace,
		})
	}
	if len(wrong) > 0 {
		return wrong
	}
	for _, command := range list {
		result, err := app.DoCommand(p.ctx, cfg, app.Options{}, app.Command{Publish: command})
		if err != nil {
			return err
		}
		p.published(result)
	}
	return nil
}

// read gives a file's content, up to one byte more than a story may have.
func (p *program) read(name string) ([]byte, error) {
	from := p.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return nil, errors.New(p.say.T("cli.is_folder", "File", name))
		}
		from = f
	} else if typed(p.in) {
		p.note(p.say.T("cli.stdin_hint"))
	}
	content, err := io.ReadAll(io.LimitReader(from, newsroom.MaxFile+1))
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return content, nil
}

// typed reports whether a person types.
func typed(r io.Reader) bool {
	f, ok := r.(*os.File)
	return ok && terminal(f)
}

// published tells what became of a file.
func (p *program) published(r *app.Result) {
	switch {
	case !r.Changed:
		p.print(p.say.T("cli.unchanged", "URL", r.URL))
	case r.Draft:
		p.print(p.say.T("cli.kept_draft", "Slug", string(r.Slug)))
	case r.New || r.Revision == 1:
		p.print(p.say.T("cli.published", "URL", r.URL))
	default:
		p.print(p.say.T("cli.replaced", "URL", r.URL, "Revision", fmt.Sprint(r.Revision)))
	}
	p.print(strings.Join([]string{
		p.say.T("cli.paragraphs", "N", r.Paragraphs), p.say.T("cli.statements", "N", r.Statements), p.say.T("cli.sources", "N", r.Sources),
	}, ", "))
	if r.Suggested > 0 {
		p.note(p.say.T("cli.suggested", "N", r.Suggested))
	}
	for _, left := range r.LeftOut {
		p.print(p.say.T("cli.left_out", "Text", left.Text, "Why", p.say.Fill(left.Why, nil)))
	}
}
