package discussion

import (
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
)

// A Cite is the statement of a story that a comment speaks to, as the story has it now.
type Cite struct {
	Key       string
	Number    int       // of the statement in its story (Story.InOrder), from 1; 0 where it is Gone
	Words     string    // of the statement, shortened to a line; empty where it is Gone
	Speaker   string    // name or role of who said it; empty where nobody is named
	Gone      bool      // no longer in the story
	Corrected time.Time // when the newsroom corrected it after the comment was written, the last time; zero: it did not
}

// citeRunes is how much of a statement a comment shows.
const citeRunes = 140

// citation gives what a comment speaks to; nil for nothing. Statements that nobody has confirmed are not shown to readers.
func citation(s *rozmova.Story, c *rozmova.Comment) *Cite {
	key := c.Cites.Statement
	if s == nil || key == "" {
		return nil
	}
	to := &Cite{Key: key}
	for i := range s.Corrections {
		if k := &s.Corrections[i]; k.Statement == key && k.At.After(c.Created) && k.At.After(to.Corrected) {
			to.Corrected = k.At
		}
	}
	shown := s.InOrder()
	i := slices.IndexFunc(shown, func(st rozmova.Statement) bool { return st.Key == key })
	if i < 0 {
		to.Gone = true
		return to
	}
	st := &shown[i]
	to.Number, to.Words = i+1, oneLine(st.Content, citeRunes)
	if src := s.SourceByKey(st.Speaker); src != nil {
		for _, label := range []string{src.Name, st.Role, src.Role} {
			if to.Speaker == "" {
				to.Speaker = label
			}
		}
	}
	return to
}

// oneLine gives the beginning of a text as one line.
func oneLine(text string, runes int) string {
	return richtext.Excerpt([]rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: text}}}}, runes)
}
