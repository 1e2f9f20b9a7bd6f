package web

import (
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
)

// A DiffRun is a run of words that two texts share, or that only one of them has.
type DiffRun struct {
	Op   richtext.Op // Same, Added or Removed
	Text string
}

// Gone reports whether only the old text has the words.
func (r DiffRun) Gone() bool { return r.Op == richtext.Removed }

// Added reports whether only the new text has the words.
func (r DiffRun) Added() bool { return r.Op == richtext.Added }

// A DiffBlock is a part of a story with its differences.
type DiffBlock struct {
	Part string // headline, standfirst, byline, heading, quote, item, paragraph …
	Runs []DiffRun
}

// DiffWords compares two texts word by word.
func DiffWords(before, after string) []DiffRun { return diffRuns(richtext.Diff(before, after)) }

func diffRuns(changes []richtext.Change) []DiffRun {
	runs := make([]DiffRun, len(changes))
	for i, c := range changes {
		runs[i] = DiffRun(c)
	}
	return runs
}

// DiffStories compares two revisions of a story: headline, standfirst, byline, then the body block by block. A nil before
// gives the whole of after, with nothing marked.
func DiffStories(before, after *rozmova.Story) []DiffBlock {
	var all []DiffBlock
	whole := before == nil
	if whole {
		before = after
	}
	for _, part := range []struct{ name, before, after string }{
		{"headline", before.Headline, after.Headline},
		{"standfirst", before.Standfirst, after.Standfirst},
		{"byline", before.Byline, after.Byline},
	} {
		if part.before+part.after != "" {
			all = append(all, DiffBlock{part.name, DiffWords(part.before, part.after)})
		}
	}
	for _, c := range richtext.DiffBlocks(before.Body, after.Body) {
		b := c.After
		if b == nil {
			b = c.Before
		}
		part := string(b.Kind)
		if b.Quote > 0 {
			part = "quote"
		}
		all = append(all, DiffBlock{part, diffRuns(c.Words)})
	}
	return all
}

// CountWords counts the words that came in and those that went out: what a list of revisions tells.
func CountWords(blocks []DiffBlock) (added, gone int) {
	for _, b := range blocks {
		for _, r := range b.Runs {
			switch n := len(strings.Fields(r.Text)); {
			case r.Added():
				added += n
			case r.Gone():
				gone += n
			}
		}
	}
	return added, gone
}
