package discussion

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// A mention is an at sign and the pen name of somebody whose comments stand in the thread, exactly as it is written there.
// The longest name that fits counts: behind «@Олена Коваль» stands no mention of an Олена, where both take part.

// MaxMentions is how many at signs of one comment are looked at. What stands behind the last stays plain text.
const MaxMentions = 10

// longestName is how many runes a pen name may have (membership.MaxPenName).
const longestName = 32

// mention marks the mentions in a body, which it leaves as it was, and gives those mentioned, each once.
func mention(tx *store.Tx, thread rozmova.ID[rozmova.Thread], body []rozmova.Block) ([]rozmova.Block, []*rozmova.Reader, error) {
	var names []string
	left := MaxMentions
	for i := range body {
		for _, span := range body[i].Spans {
			if !mentions(&body[i], &span) {
				continue
			}
			for _, at := range signs(span.Text) {
				if left--; left < 0 {
					break
				}
				for _, end := range ends(span.Text[at+1:]) {
					names = append(names, span.Text[at+1:at+1+end])
				}
			}
		}
	}
	if len(names) == 0 {
		return body, nil, nil
	}
	slices.Sort(names)
	found, err := tx.ParticipantsNamed(thread, slices.Compact(names))
	if err != nil || len(found) == 0 {
		return body, nil, err
	}
	people := make(map[string]*rozmova.Reader, len(found))
	for _, r := range found {
		people[r.PenName] = r
	}
	marked, mentioned := mark(body, people)
	return marked, mentioned, nil
}

// mentions reports whether somebody can be mentioned in a span: not in code, not in the words of a link, and not where somebody else is quoted.
func mentions(b *rozmova.Block, s *rozmova.Span) bool {
	return b.Kind != rozmova.Code && b.Quote == 0 && s.Marks&rozmova.Monospace == 0 && s.Link == ""
}

// signs gives the bytes at which at signs stand that begin a word.
func signs(text string) []int {
	var list []int
	for i := strings.IndexByte(text, '@'); i >= 0; {
		if before, _ := utf8.DecodeLastRuneInString(text[:i]); i == 0 || !wordly(before) {
			list = append(list, i)
		}
		next := strings.IndexByte(text[i+1:], '@')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return list
}

// ends gives the bytes at which a pen name at the beginning of text can end, the farthest last: never inside a word.
func ends(text string) []int {
	var list []int
	n, previous := 0, ' '
	for i, r := range text {
		if previous != ' ' && !wordly(r) {
			list = append(list, i)
		}
		if n++; n > longestName || !wordly(r) && !strings.ContainsRune(" .'’ʼ-_", r) {
			return list
		}
		previous = r
	}
	if previous != ' ' {
		list = append(list, len(text))
	}
	return list
}

// wordly reports whether a rune goes on with the word before it.
func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// mark gives the body with the mentions of people marked, and those mentioned.
func mark(body []rozmova.Block, people map[string]*rozmova.Reader) ([]rozmova.Block, []*rozmova.Reader) {
	var mentioned []*rozmova.Reader
	marked := slices.Clone(body)
	left := MaxMentions
	for i := range marked {
		b := &marked[i]
		var spans []rozmova.Span
		for _, span := range b.Spans {
			if !mentions(b, &span) {
				spans = append(spans, span)
				continue
			}
			piece := func(text string, marks rozmova.Mark) {
				if text != "" {
					spans = append(spans, rozmova.Span{Text: text, Marks: span.Marks | marks})
				}
			}
			from := 0
			for _, at := range signs(span.Text) {
				if left--; left < 0 {
					break
				}
				for _, end := range slices.Backward(ends(span.Text[at+1:])) {
					r := people[span.Text[at+1:at+1+end]]
					if r == nil {
						continue
					}
					piece(span.Text[from:at], 0)
					piece(span.Text[at:at+1+end], rozmova.Mention)
					from = at + 1 + end
					if !slices.Contains(mentioned, r) {
						mentioned = append(mentioned, r)
					}
					break
				}
			}
			piece(span.Text[from:], 0)
		}
		b.Spans = spans
	}
	return marked, mentioned
}

// keepMentions keeps whom a comment mentions, but for its author.
func keepMentions(tx *store.Tx, c *rozmova.Comment, mentioned []*rozmova.Reader, at time.Time) error {
	var ids []rozmova.ID[rozmova.Reader]
	for _, r := range mentioned {
		if r.ID != c.Author {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 && c.Revision == 1 {
		return nil // there were none before
	}
	return tx.SetMentions(c.ID, ids, at)
}

// participants is how many pen names Participants gives at most.
const participants = 8

// Participants gives the pen names of those whose comments stand in a thread, to mention one: those that begin as prefix does,
// whatever its case and accents; an at sign before it does not count.
func (d *Desk) Participants(ctx context.Context, viewer *rozmova.Reader, thread rozmova.ID[rozmova.Thread], prefix string) (names []string, err error) {
	prefix, err = lang.CleanLine(prefix)
	if err != nil {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "text.not_utf8", Field: "q", Err: err}
	}
	prefix = strings.TrimPrefix(prefix, "@")
	key := lang.PenKey(prefix)
	if key == "" || utf8.RuneCountInString(prefix) > longestName {
		return nil, nil // nothing was asked for yet, or no pen name is that
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		names = nil
		if _, _, err := d.shown(tx, viewer, thread); err != nil {
			return err
		}
		list, err := tx.ParticipantsLike(thread, key, participants+1)
		for _, r := range list {
			if (viewer == nil || r.ID != viewer.ID) && len(names) < participants {
				names = append(names, r.PenName)
			}
		}
		return err
	})
	return names, err
}
