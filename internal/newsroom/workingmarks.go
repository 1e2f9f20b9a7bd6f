package newsroom

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
	"github.com/rozmova/rozmova/internal/store"
)

// Dismiss says that a suggestion, with what is suggested within it, is wrong: it is not made again. Of a statement whose words are gone it lets
// go. What was dismissed can be taken back by FillCard. Refusals as of Confirm.
func (d *Desk) Dismiss(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, key string, turn int) (*Working, error) {
	return d.card(ctx, by, slug, key, turn, func(_ *store.Tx, w *Working, m *Marked) error {
		w.dismiss(m)
		w.Statements = slices.DeleteFunc(w.Statements, func(m Marked) bool { return m.State == Wrong && m.Content == "" })
		return nil
	})
}

func (w *Working) dismiss(m *Marked) {
	if m.State == Gone {
		m.Content = "" // dropped
	}
	m.State, m.Confirmed, m.Was = Wrong, false, ""
	for i := range w.Statements {
		in := &w.Statements[i]
		if in.Within == m.Key && in.State == Suggested {
			in.Turn++
			w.dismiss(in)
		}
	}
}

// Mark makes a statement of words of the text that nobody marked: of the first such words behind the statement with the key after, else of the
// first there are. The refusals are those of Working and working.words (Invalid): the text does not have them.
func (d *Desk) Mark(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, after, words string) (w *Working, key string, err error) {
	w, err = d.work(ctx, by, slug, func(_ *store.Tx, w *Working) (bool, error) {
		from := 0
		if m := w.Statement(after); m != nil && m.State != Gone {
			from, _ = richtext.Offsets(w.Body, m.Anchor)
		}
		start, end, err := w.find(words, from)
		if err != nil {
			return false, err
		}
		m := Marked{State: Waiting, Statement: rozmova.Statement{Key: w.key("s"), Mode: rozmova.Indirect}}
		text := []rune(rozmova.PlainText(w.Body))
		if start > 0 && strings.ContainsRune("«„“\"", text[start-1]) {
			m.Mode = rozmova.Direct
		}
		if !w.anchored(&m, start, end) {
			return false, &rozmova.Error{Kind: rozmova.Invalid, Reason: "working.words", Field: "words"}
		}
		m.Within = w.around(&m)
		key = m.Key
		w.Statements = append(w.Statements, m)
		return true, nil
	})
	return w, key, err
}

// around gives the key of the smallest statement that a new one stands inside of.
func (w *Working) around(m *Marked) string {
	key, least := "", 1<<30
	for i := range w.Statements {
		outer := &w.Statements[i]
		if outer.State == Gone || outer.State == Wrong || outer.Anchor == m.Anchor || !inside(m.Anchor, outer.Anchor) {
			continue
		}
		if start, end := richtext.Offsets(w.Body, outer.Anchor); end-start < least {
			key, least = outer.Key, end-start
		}
	}
	return key
}

// find gives the place of words in the body that is nearest to one of its runes. White space counts as one space or line.
func (w *Working) find(words string, to int) (start, end int, err error) {
	words = strings.TrimSpace(strings.ReplaceAll(words, "\r\n", "\n"))
	for strings.Contains(words, "\n\n") {
		words = strings.ReplaceAll(words, "\n\n", "\n")
	}
	for _, try := range []string{words, strings.Trim(words, "«»„“”\""), strings.Join(strings.Fields(words), " ")} {
		if try == "" {
			continue
		}
		if anchor, ok := nearest(w.Body, try, to); ok {
			start, end = richtext.Offsets(w.Body, anchor)
			return start, end, nil
		}
	}
	near := nearestText(w.Body, words)
	e := &rozmova.Error{Kind: rozmova.Invalid, Reason: "working.words", Field: "words"}
	if near != "" {
		e.Reason, e.Args = "working.words_near", map[string]any{"Near": shown(near)}
	}
	return 0, 0, e
}

// Extend puts a statement onto other words, of several places with these words the nearest; it has to be confirmed then. Refusals as of Confirm, and
// working.words and working.words_near with Near (Invalid on field words).
func (d *Desk) Extend(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, key string, turn int, words string) (*Working, error) {
	return d.card(ctx, by, slug, key, turn, func(_ *store.Tx, w *Working, m *Marked) error {
		at := 0
		if m.State != Gone {
			at, _ = richtext.Offsets(w.Body, m.Anchor)
		}
		start, end, err := w.find(words, at)
		if err != nil {
			return err
		}
		if !w.anchored(m, start, end) {
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "working.words", Field: "words"}
		}
		return nil
	})
}

// Split makes two of one statement: the second begins with words, which stand in the first and not at its beginning. Both have to be confirmed
// then. Refusals as of Confirm, and working.split (Invalid on field words).
func (d *Desk) Split(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, key string, turn int, words string) (*Working, error) {
	return d.card(ctx, by, slug, key, turn, func(_ *store.Tx, w *Working, m *Marked) error {
		refused := &rozmova.Error{Kind: rozmova.Invalid, Reason: "working.split", Field: "words"}
		if m.State == Gone {
			return refused
		}
		start, end := richtext.Offsets(w.Body, m.Anchor)
		content, part := []rune(m.Content), []rune(strings.TrimSpace(words))
		at := -1
		for _, p := range places(content, part) {
			if p > 0 {
				at = p
				break
			}
		}
		if at < 0 || start+len(content) != end {
			return refused
		}
		first := at
		for first > 0 && !unicode.IsLetter(content[first-1]) && !unicode.IsDigit(content[first-1]) && !strings.ContainsRune("?!…%)", content[first-1]) {
			first--
		}
		second := *m
		second.Key, second.Turn = w.key("s"), 0
		if first == 0 || !w.anchored(&second, start+at, end) || !w.anchored(m, start, start+first) {
			return refused
		}
		for i := range w.Statements { // what is nested goes with the part that it stands in
			if in := &w.Statements[i]; in.Within == m.Key && inside(in.Anchor, second.Anchor) {
				in.Within = second.Key
			}
		}
		w.Statements = append(w.Statements, second)
		return nil
	})
}

// Join makes one statement of one and the next of its level, with what stands between; it has to be confirmed then. Refusals as of Confirm, and
// working.join (Conflict): there is none, or it stands in another paragraph but the next.
func (d *Desk) Join(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, key string, turn int) (*Working, error) {
	return d.card(ctx, by, slug, key, turn, func(_ *store.Tx, w *Working, _ *Marked) error {
		refused := &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.join"}
		w.sort()
		m := w.Statement(key) // where it stands now
		if m.State == Gone {
			return refused
		}
		for i := range w.Statements {
			next := &w.Statements[i]
			if next.State == Gone || next.State == Wrong || next.Within != m.Within || !before(m.Anchor.Start, next.Anchor.Start) {
				continue
			}
			if next.Anchor.Start.Block > m.Anchor.End.Block+1 {
				return refused
			}
			start, _ := richtext.Offsets(w.Body, m.Anchor)
			_, end := richtext.Offsets(w.Body, next.Anchor)
			gone := next.Key
			if !w.anchored(m, start, end) {
				return refused
			}
			for j := range w.Statements {
				if w.Statements[j].Within == gone {
					w.Statements[j].Within = m.Key
				}
			}
			w.Statements = slices.DeleteFunc(w.Statements, func(m Marked) bool { return m.Key == gone })
			return nil
		}
		return refused
	})
}

// Find gives the place of words in the text that is nearest to where something else stands; false where the text does not have them.
func (w *Working) Find(words string, to rozmova.Position) (rozmova.Anchor, bool) {
	at, _ := richtext.Offsets(w.Body, rozmova.Anchor{Start: to, End: to})
	return nearest(w.Body, words, at)
}

// Holds reports whether all that one statement marks is marked by another, which marks more, so that it may be nested in it.
func (w *Working) Holds(outer, inner *Marked) bool {
	return outer.Anchor != inner.Anchor && inside(inner.Anchor, outer.Anchor)
}
