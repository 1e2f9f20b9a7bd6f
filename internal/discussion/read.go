package discussion

import (
	"context"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// One is a single comment as a viewer may see it, with its story (without the body), its thread and, where it answers
// one, the comment it answers.
type One struct {
	Node   *Node
	Parent *Node // nil for none
	Story  *rozmova.Story
	Thread *rozmova.Thread
	Terms  Terms // of the thread, now
}

// Comment gives one comment with what stands around it. A comment that waits for a person is NotFound to everybody but
// its author.
func (d *Desk) Comment(ctx context.Context, viewer *rozmova.Reader, id rozmova.ID[rozmova.Comment]) (one *One, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		one, err = d.one(tx, viewer, id)
		return err
	})
	return one, err
}

func (d *Desk) one(tx *store.Tx, viewer *rozmova.Reader, id rozmova.ID[rozmova.Comment]) (*One, error) {
	c, err := tx.Comment(id)
	if err != nil {
		return nil, err
	}
	if !mayKnow(viewer, c) {
		return nil, rozmova.NotFound
	}
	scene, err := d.scene(tx, viewer, c.Thread)
	if err != nil {
		return nil, err
	}
	one := &One{Thread: scene.thread, Story: scene.story, Terms: scene.terms}
	list := []*rozmova.Comment{c}
	if !c.Parent.IsZero() {
		parent, err := tx.Comment(c.Parent)
		if err != nil {
			return nil, err
		}
		list = append(list, parent)
	}
	g, err := d.gather(tx, viewer, scene, list)
	if err != nil {
		return nil, err
	}
	one.Node = g.node(c)
	if len(list) == 2 {
		one.Parent = g.node(list[1])
	}
	return one, nil
}

// shown gives a thread with its story, without the body: NotFound where readers may not see the story. The staff may.
func (d *Desk) shown(tx *store.Tx, viewer *rozmova.Reader, id rozmova.ID[rozmova.Thread]) (*rozmova.Thread, *rozmova.Story, error) {
	t, err := tx.Thread(id)
	if err != nil {
		return nil, nil, err
	}
	s, err := tx.StoryHead(t.Story)
	if err != nil {
		return nil, nil, err
	}
	if !s.Shown() && !viewer.Staff() {
		return nil, nil, rozmova.NotFound
	}
	return t, s, nil
}

// Revisions gives the texts that a published comment had, the oldest first, without the one it has now. Of a comment whose
// words the viewer may not read they are NotFound.
func (d *Desk) Revisions(ctx context.Context, viewer *rozmova.Reader, id rozmova.ID[rozmova.Comment]) (one *One, list []rozmova.CommentRevision, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error { // one picture: it may be taken out of sight at any moment
		if one, err = d.one(tx, viewer, id); err != nil {
			return err
		}
		if one.Node.Body == nil {
			return rozmova.NotFound
		}
		list, err = tx.CommentRevisions(id)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return one, list, nil
}

// A Line is a comment with where it stands.
type Line struct {
	Comment  *rozmova.Comment
	Author   *rozmova.Reader // nil once erased
	Story    *rozmova.Story  // without its body
	Decision *rozmova.Decision
}

// Mine gives a reader's own latest comments.
func (d *Desk) Mine(ctx context.Context, reader *rozmova.Reader, limit int) (lines []Line, err error) {
	if err := signedIn(reader); err != nil {
		return nil, err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		lines = nil
		list, err := tx.CommentsOf(reader.ID, limit)
		if err != nil {
			return err
		}
		g, err := d.gather(tx, reader, nil, list)
		if err != nil {
			return err
		}
		stories, err := headsOf(tx, list)
		if err != nil {
			return err
		}
		for _, c := range list {
			if !d.seesTotals(rozmova.Vote{}) { // nobody votes on an own comment
				c = withoutVotes(c)
			}
			lines = append(lines, Line{c, g.people[c.Author], stories[c.Story], publicly(g.decisions[c.ID])})
		}
		return nil
	})
	return lines, err
}

// headsOf gives the stories that some comments stand under, without their bodies.
func headsOf(tx *store.Tx, list []*rozmova.Comment) (map[rozmova.ID[rozmova.Story]]*rozmova.Story, error) {
	var ids []rozmova.ID[rozmova.Story]
	for _, c := range list {
		if !slices.Contains(ids, c.Story) {
			ids = append(ids, c.Story)
		}
	}
	return tx.StoryHeadsByID(ids)
}

// Thread gives a thread with its story, without the body.
func (d *Desk) Thread(ctx context.Context, id rozmova.ID[rozmova.Thread]) (t *rozmova.Thread, s *rozmova.Story, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		t, s, err = d.shown(tx, nil, id)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return t, s, nil
}

// Events gives what happened in a thread behind a position of the log, up to limit. Of reports and of comments that wait
// for a person it is not told who made them.
func (d *Desk) Events(ctx context.Context, thread rozmova.ID[rozmova.Thread], after int64, limit int) (events []rozmova.Event, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		if _, _, err := d.shown(tx, nil, thread); err != nil {
			return err
		}
		events, err = tx.ThreadEvents(thread, after, limit)
		return err
	})
	for i := range events {
		switch e := &events[i]; e.Kind {
		case rozmova.CommentPending, rozmova.NoticeReceived, rozmova.NoticeAnswered:
			e.Actor, e.Ref = rozmova.ID[rozmova.Reader]{}, [16]byte{}
		case rozmova.CommentHeld, rozmova.CommentRemoved, rozmova.CommentRestored:
			e.Actor = rozmova.ID[rozmova.Reader]{} // the moderator
		}
	}
	return events, err
}

// Head gives the position up to which the log is complete: who follows a discussion from here on misses nothing.
func (d *Desk) Head(ctx context.Context) (seq int64, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		seq, err = tx.Head()
		return err
	})
	return seq, err
}
