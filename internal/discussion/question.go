package discussion

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/store"
)

// A question is a text for the classifier, with where its pieces stand in the comment.
type question struct {
	input  civility.Input
	pieces []pieceOfText
}

// A pieceOfText is a block of the comment that is its author's own words.
type pieceOfText struct {
	from, at, runes int // where it begins in the text that is judged, and in rozmova.PlainText of the body
}

// ownWords gives the words of a body without those that it quotes, blocks parted by a line feed. A quotation is somebody else's words only
// where they stand in what the comment answers: what a reader writes in a quote's form is that reader's.
func ownWords(body []rozmova.Block, answered string) (string, []pieceOfText) {
	var text strings.Builder
	var pieces []pieceOfText
	if slices.ContainsFunc(body, func(b rozmova.Block) bool { return b.Quote > 0 }) {
		answered = bare(answered)
	}
	from, at := 0, 0
	for i := range body {
		words := body[i].Text()
		n := utf8.RuneCountInString(words)
		if body[i].Quote == 0 || !strings.Contains(answered, bare(words)) {
			if from > 0 {
				text.WriteByte('\n')
			}
			text.WriteString(words)
			pieces = append(pieces, pieceOfText{from, at, n})
			from += n + 1
		}
		at += n + 1
	}
	return text.String(), pieces
}

// bare gives the words of a text in lower case with one space before and behind each.
func bare(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return " " + strings.Join(words, " ") + " "
}

// question puts together what the classifier is asked about a body; nil where nobody is asked. It costs no query for a comment
// that answers none and mentions nobody.
func (d *Desk) question(tx *store.Tx, author *rozmova.Reader, c *rozmova.Comment, story rozmova.ID[rozmova.Story], body []rozmova.Block) (*question, error) {
	if d.moderation == nil || d.judge == nil {
		return nil, nil
	}
	return ask(tx, author.PenName, c, story, body)
}

// ask puts together what the classifier is asked about a body of a comment by somebody with a pen name.
func ask(tx *store.Tx, author string, c *rozmova.Comment, story rozmova.ID[rozmova.Story], body []rozmova.Block) (*question, error) {
	q := &question{}
	answered := ""
	var spokenTo []rozmova.ID[rozmova.Reader]
	if !c.Parent.IsZero() {
		parent, err := tx.Comment(c.Parent)
		if err != nil {
			if refusal(err) {
				return q, nil // the comment will be refused
			}
			return nil, err
		}
		answered = rozmova.PlainText(parent.Body)
		q.input.Answers = answered
		spokenTo = append(spokenTo, parent.Author)
		if q.input.Names, err = tx.BranchNames(parent.Root, parent.ID); err != nil {
			return nil, err
		}
	}
	q.input.Text, q.pieces = ownWords(body, answered)
	_, mentioned, err := mention(tx, c.Thread, body)
	if err != nil {
		return nil, err
	}
	for _, r := range mentioned {
		spokenTo = append(spokenTo, r.ID)
		if !slices.Contains(q.input.Names, r.PenName) {
			q.input.Names = append(q.input.Names, r.PenName)
		}
	}
	q.input.Names = slices.DeleteFunc(q.input.Names, func(name string) bool { return name == author })
	if len(spokenTo) == 0 {
		return q, nil
	}
	parts, err := tx.StoryReaders(story)
	q.input.ToAuthor = slices.ContainsFunc(spokenTo, func(r rozmova.ID[rozmova.Reader]) bool { return parts[r] == store.PartAuthor })
	return q, err
}

// inWholeText gives spans of the judged text as those of the comment's whole text, cut at the edges of blocks.
func (q *question) inWholeText(spans []rozmova.Marked) []rozmova.Marked {
	var out []rozmova.Marked
	for _, s := range spans {
		for _, p := range q.pieces {
			start, end := max(s.Start, p.from), min(s.End, p.from+p.runes)
			if start < end {
				out = append(out, rozmova.Marked{Start: start - p.from + p.at, End: end - p.from + p.at, Label: s.Label, Score: s.Score})
			}
		}
	}
	return out
}
