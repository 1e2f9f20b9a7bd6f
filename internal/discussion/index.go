package discussion

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// indexBatch is how many comments and stories one step indexes, so that nobody waits long for it.
const indexBatch = 32

// Index brings the search index up to what some events tell of. It reads what is there now, and so may be given events again,
// or in any order: in the end the index has what can be read.
func (d *Desk) Index(ctx context.Context, events []rozmova.Event) error {
	var subjects []func(*store.Tx) error
	comments, stories := map[rozmova.ID[rozmova.Comment]]bool{}, map[rozmova.ID[rozmova.Story]]bool{}
	for _, e := range events {
		switch e.Kind {
		case rozmova.CommentPublished, rozmova.CommentEdited, rozmova.CommentRestored, rozmova.CommentWithdrawn, rozmova.CommentHeld,
			rozmova.CommentRemoved, rozmova.CommentErased:
			if id := e.Comment; !comments[id] {
				comments[id] = true
				subjects = append(subjects, func(tx *store.Tx) error { return indexComment(tx, id) })
			}
		case rozmova.StoryPublished, rozmova.StoryChanged, rozmova.StoryUnpublished:
			if id := e.Story; !stories[id] {
				stories[id] = true
				subjects = append(subjects, func(tx *store.Tx) error { return indexStory(tx, id) })
			}
		}
	}
	for batch := range slices.Chunk(subjects, indexBatch) {
		err := d.db.Update(ctx, func(tx *store.Tx) error {
			// Of two that index one comment, the later reads what it is then: whoever changes it meanwhile appends another event.
			if err := tx.Lock("search"); err != nil {
				return err
			}
			for _, index := range batch {
				if err := index(tx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func indexComment(tx *store.Tx, id rozmova.ID[rozmova.Comment]) error {
	c, err := tx.Comment(id)
	if errors.Is(err, rozmova.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var stems []string
	if c.State.Visible() {
		stems = lang.Stems(rozmova.PlainText(c.Body))
	}
	return tx.SetStems(c.ID, c.Story, store.Comments, c.Created, stems)
}

func indexStory(tx *store.Tx, id rozmova.ID[rozmova.Story]) error {
	s, err := tx.Story(id)
	if errors.Is(err, rozmova.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var stems []string
	if s.Shown() {
		stems = lang.Stems(strings.Join([]string{s.Headline, s.Standfirst, rozmova.PlainText(s.Body)}, "\n"))
	}
	return tx.SetStems(s.ID, s.ID, store.Stories, s.Published, stems)
}
