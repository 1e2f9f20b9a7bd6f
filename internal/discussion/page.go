package discussion

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// How much of a discussion one page shows. A page costs the same for a thread of a hundred comments and of a million.
const (
	RootsPerPage  = 20
	AnswersShown  = 10  // of each branch
	BranchPerPage = 100 // answers
)

// A Node is a comment in its place, as one viewer may see it: the words of a comment that not everybody may read are left
// out, but for its author.
type Node struct {
	*rozmova.Comment
	Author   *rozmova.Reader // nil once erased
	To       *rozmova.Reader // who is answered; nil where that is not known here
	Decision *rozmova.Decision
	Mine     bool
	Answers  []*Node
	More     int // answers of the branch that this page does not show; of roots only
}

// A Page is a part of a discussion.
type Page struct {
	Thread *rozmova.Thread
	Nodes  []*Node // the roots in order, each with its answers
	Mine   []*Node // the viewer's own comments that others do not see, the latest first
	Next   string  // cursor of the page behind; empty where this is the last
	Head   int64   // the log's end at the moment that the page shows
}

// A View says which part of a discussion is wanted.
type View struct {
	After  string // cursor; empty for the beginning
	Newest bool   // the newest root first
}

// Page gives a page of a discussion. It asks the store a fixed number of times, whatever the size of the thread.
func (d *Desk) Page(ctx context.Context, viewer *rozmova.Reader, thread rozmova.ID[rozmova.Thread], v View) (page *Page, err error) {
	after, err := parseCursor(v.After)
	if err != nil {
		return nil, err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		page = &Page{}
		if page.Thread, _, err = d.shown(tx, viewer, thread); err != nil {
			return err
		}
		if page.Head, err = tx.Head(); err != nil {
			return err
		}
		roots, err := tx.Roots(thread, after, v.Newest, RootsPerPage+1)
		if err != nil {
			return err
		}
		if len(roots) > RootsPerPage {
			roots = roots[:RootsPerPage]
			last := roots[RootsPerPage-1]
			page.Next = cursor(last.Created, last.ID)
		}
		answers, err := tx.Answers(roots, AnswersShown)
		if err != nil {
			return err
		}
		var mine []*rozmova.Comment
		if viewer != nil {
			if mine, err = tx.Mine(thread, viewer.ID, 20); err != nil {
				return err
			}
		}
		g, err := d.gather(tx, viewer, roots, answers, mine)
		if err != nil {
			return err
		}
		page.Nodes = g.tree(roots, answers)
		for _, c := range mine {
			page.Mine = append(page.Mine, g.node(c))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

// Branch gives one branch of a discussion with the comment in it that is looked for: its root and the answers around it. A
// comment that waits for a person is NotFound to everybody but its author, who gets it with the answers shown around it.
func (d *Desk) Branch(ctx context.Context, viewer *rozmova.Reader, id rozmova.ID[rozmova.Comment]) (page *Page, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		page = &Page{}
		c, err := tx.Comment(id)
		if err != nil {
			return err
		}
		if page.Thread, _, err = d.shown(tx, viewer, c.Thread); err != nil {
			return err
		}
		if !c.State.Placed() && (viewer == nil || viewer.ID != c.Author) {
			return rozmova.NotFound
		}
		if page.Head, err = tx.Head(); err != nil {
			return err
		}
		root := c
		if c.Root != c.ID {
			if root, err = tx.Comment(c.Root); err != nil {
				return err
			}
		}
		behind := max(0, c.Ordinal-BranchPerPage/2)
		answers, err := tx.Branch(root.ID, behind, BranchPerPage)
		if err != nil {
			return err
		}
		if n := len(answers); n == BranchPerPage && answers[n-1].Ordinal < root.Answers {
			page.Next = answers[n-1].ID.String() // opened the same way, it shows what is around it
		}
		if c != root && !c.State.Placed() {
			answers = append(answers, c)
			slices.SortFunc(answers, func(a, b *rozmova.Comment) int { return a.Ordinal - b.Ordinal })
		}
		g, err := d.gather(tx, viewer, []*rozmova.Comment{root}, answers)
		if err != nil {
			return err
		}
		page.Nodes = g.tree([]*rozmova.Comment{root}, answers)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

// cursor writes a place in a list so that it can stand in an address.
func cursor(at time.Time, id rozmova.ID[rozmova.Comment]) string {
	b := binary.BigEndian.AppendUint64(nil, uint64(at.UnixMicro()))
	return base64.RawURLEncoding.EncodeToString(append(b, id[:]...))
}

func parseCursor(s string) (store.Cursor[rozmova.Comment], error) {
	var c store.Cursor[rozmova.Comment]
	if s == "" {
		return c, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) != 24 || len(s) != 32 { // the decoder passes over line ends
		return c, &rozmova.Error{Kind: rozmova.Invalid, Reason: "page.cursor", Field: "after"}
	}
	c.At = time.UnixMicro(int64(binary.BigEndian.Uint64(b))).UTC()
	copy(c.ID[:], b[8:])
	return c, nil
}
