package discussion

import (
	"context"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// latestRounds is how many times the store is asked at most for the newest comments, where many are out of sight.
const latestRounds = 4

// Latest gives up to limit of the newest published comments of a thread, answers and all, as everybody sees them; limit is 1
// to 100.
func (d *Desk) Latest(ctx context.Context, thread rozmova.ID[rozmova.Thread], limit int) (nodes []*Node, err error) {
	limit = min(max(limit, 1), 100)
	err = d.db.View(ctx, func(tx *store.Tx) error {
		nodes = nil
		scene, err := d.scene(tx, nil, thread)
		if err != nil {
			return err
		}
		var latest []*rozmova.Comment
		var from store.Cursor[rozmova.Comment]
		for range latestRounds {
			list, err := tx.Comments(thread, from, true, limit)
			if err != nil {
				return err
			}
			for _, c := range list {
				if c.State.Visible() && len(latest) < limit {
					latest = append(latest, c)
				}
			}
			if len(list) < limit || len(latest) == limit {
				break
			}
			last := list[len(list)-1]
			from = store.Cursor[rozmova.Comment]{At: last.Created, ID: last.ID}
		}
		g, err := d.gather(tx, nil, scene, latest)
		if err != nil {
			return err
		}
		for _, c := range latest {
			nodes = append(nodes, g.node(c))
		}
		return nil
	})
	return nodes, err
}

// AnswersTo gives up to limit of the latest published answers of others to a reader's comments, in every thread, as everybody
// sees them, with the reader; limit is 1 to 100. Answers to a comment that is out of sight are left out, as they would tell
// whose it was. NotFound: there is no such reader.
func (d *Desk) AnswersTo(ctx context.Context, id rozmova.ID[rozmova.Reader], limit int) (reader *rozmova.Reader, lines []Line, err error) {
	limit = min(max(limit, 1), 100)
	err = d.db.View(ctx, func(tx *store.Tx) error {
		lines = nil
		if reader, err = tx.Reader(id); err != nil {
			return err
		}
		list, err := tx.AnswersTo(id, 2*limit)
		if err != nil {
			return err
		}
		parents := make([]rozmova.ID[rozmova.Comment], len(list))
		for i, c := range list {
			parents[i] = c.Parent
		}
		answered, err := tx.CommentsByID(parents)
		if err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(c *rozmova.Comment) bool {
			return c.Author == id || answered[c.Parent] == nil || !answered[c.Parent].State.Visible()
		})
		list = list[:min(len(list), limit)]
		g, err := d.gather(tx, nil, nil, list)
		if err != nil {
			return err
		}
		stories, err := headsOf(tx, list)
		if err != nil {
			return err
		}
		for _, c := range list {
			if story := stories[c.Story]; story.Shown() {
				n := g.node(c)
				lines = append(lines, Line{Comment: n.Comment, Author: n.Author, Story: story})
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return reader, lines, nil
}
