package discussion

import (
	"context"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Citing gives the published comments that speak to a statement of a story, the latest first, limit of them (1 to 100), as everybody sees
// them: without their answers. after is the empty cursor for the beginning, then those that Citing gave, which are empty again at the end; a
// malformed one is Invalid.
func (d *Desk) Citing(ctx context.Context, thread rozmova.ID[rozmova.Thread], statement, after string, limit int) (nodes []*Node, next string, err error) {
	limit = min(max(limit, 1), 100)
	var before store.Cursor[rozmova.Comment]
	if after != "" {
		list, key, id, err := parseCursor(after, "after")
		if err != nil || list != citing {
			return nil, "", badCursor("after")
		}
		before = store.Cursor[rozmova.Comment]{At: time.UnixMicro(key).UTC(), ID: id}
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		nodes, next = nil, ""
		scene, err := d.scene(tx, nil, thread)
		if err != nil {
			return err
		}
		list, err := tx.CommentsCiting(scene.thread.Story, statement, before, limit+1)
		if err != nil {
			return err
		}
		if len(list) > limit {
			list = list[:limit]
			last := list[limit-1]
			next = cursor(citing, last.Created.UnixMicro(), last.ID)
		}
		g, err := d.gather(tx, nil, scene, list)
		if err != nil {
			return err
		}
		for _, c := range list {
			nodes = append(nodes, g.node(c))
		}
		return nil
	})
	return nodes, next, err
}

// citing is the list that the cursors of Citing are of.
const citing = 's'
