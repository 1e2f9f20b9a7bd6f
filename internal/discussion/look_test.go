package discussion_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/store"
)

// view reads and fails with the sequence that led here.
func (l *life) view(fn func(*store.Tx) error) {
	if err := l.db.View(context.Background(), fn); err != nil {
		l.t.Fatal(err)
	}
}

// look compares comments with how they were when they were last looked at.
func (l *life) look(ids ...rozmova.ID[rozmova.Comment]) {
	l.view(func(tx *store.Tx) error {
		for _, id := range ids {
			c, err := tx.Comment(id)
			if err != nil {
				return err
			}
			was := l.last[id]
			if was != nil && (c.Revision < was.Revision || c.Created != was.Created || c.Root != was.Root || c.Ordinal != was.Ordinal || c.Parent != was.Parent) {
				l.t.Errorf("a comment changed what never changes: %+v, was %+v", c, was)
			}
			if was != nil && c.Seq < was.Seq || was != nil && c.Seq == was.Seq && (c.State != was.State || c.Revision != was.Revision) {
				l.t.Errorf("comment in %v (%d), was in %v (%d): its sequence went from %d to %d", c.State, c.Revision, was.State, was.Revision, was.Seq, c.Seq)
			}
			if was != nil && was.State == rozmova.Withdrawn && c.State != rozmova.Withdrawn {
				l.t.Errorf("a withdrawn comment came back as %v", c.State)
			}
			revisions, err := tx.CommentRevisions(id)
			if err != nil {
				return err
			}
			if len(revisions) != c.Revision-1 {
				l.t.Errorf("revision %d has %d before it", c.Revision, len(revisions))
			}
			l.last[id] = c
		}
		return nil
	})
}

// count compares the thread's numbers and places with a recount.
func (l *life) count() {
	published, branches := 0, map[rozmova.ID[rozmova.Comment]][]int{}
	for _, c := range l.last {
		if c.State == rozmova.Published {
			published++
		}
		if c.Parent.IsZero() != (c.Ordinal == 0) || c.Parent.IsZero() != (c.Root == c.ID) || c.Parent.IsZero() != (c.Depth == 0) {
			l.t.Errorf("neither root nor answer: %+v", c)
		}
		if c.Parent.IsZero() {
			continue
		}
		branches[c.Root] = append(branches[c.Root], c.Ordinal)
		p := l.last[c.Parent]
		if p == nil || p.Root != c.Root || p.Depth+1 != c.Depth || p.Ordinal >= c.Ordinal || p.State == rozmova.Pending {
			l.t.Errorf("an answer %+v below %+v", c, p)
		}
	}
	for root, ordinals := range branches {
		slices.Sort(ordinals)
		for i, n := range ordinals {
			if n != i+1 {
				l.t.Errorf("ordinals of a branch: %v", ordinals)
				break
			}
		}
		if n := l.last[root].Answers; n != len(ordinals) {
			l.t.Errorf("the root tells of %d answers, there are %d", n, len(ordinals))
		}
	}
	l.view(func(tx *store.Tx) error {
		thread, err := tx.Thread(l.Thread)
		if err == nil && thread.Comments != published {
			l.t.Errorf("the thread counts %d, there are %d", thread.Comments, published)
		}
		return err
	})
}

// reasons looks for what every decision owes, and that no report is forgotten.
func (l *life) reasons() {
	l.view(func(tx *store.Tx) error {
		answered, open := map[rozmova.ID[rozmova.Notice]]bool{}, 0
		for _, d := range l.decided {
			r, err := tx.Reasons(d.ID)
			switch {
			case d.Action.Restricts() && err != nil:
				l.t.Errorf("%s without reasons: %v", d.Action, err)
			case d.Action.Restricts():
				if strings.Contains(fmt.Sprintf("%q", []string{r.RuleKey, r.RuleTitle, r.RuleText, r.Facts, r.Detected, r.Words, string(r.Language)}), `""`) {
					l.t.Errorf("reasons with gaps: %+v", r)
				}
			case !errors.Is(err, rozmova.NotFound):
				l.t.Errorf("%s with reasons: %+v, %v", d.Action, r, err)
			}
			notices, err := tx.NoticesOf(d.ID)
			if err != nil {
				return err
			}
			for _, n := range notices {
				if answered[n.ID] || n.Comment != d.Comment {
					l.t.Errorf("a report of %v is answered twice, or by a decision about %v", n.Comment, d.Comment)
				}
				answered[n.ID] = true
			}
		}
		waiting, err := tx.Queue(store.QueueFilter{Site: l.Site.ID, Limit: 1000})
		for id := range l.last {
			notices, err := tx.OpenNotices(id)
			if err != nil {
				return err
			}
			open += len(notices)
		}
		if err == nil && len(answered)+open != len(l.notices) {
			l.t.Errorf("%d reports answered and %d waiting, of %d", len(answered), open, len(l.notices))
		}
		for id, c := range l.last {
			notices, err := tx.OpenNotices(id)
			if err != nil {
				return err
			}
			queued := slices.ContainsFunc(waiting, func(w rozmova.Queued) bool { return w.Comment == id && w.Urgency.Reports == len(notices) })
			if waits := len(notices) > 0 || c.State == rozmova.Pending || c.State == rozmova.Held; waits != queued {
				l.t.Errorf("a comment in %v with %d open reports waits for a person: %v", c.State, len(notices), queued)
			}
		}
		return err
	})
}

// walk goes from page to page and looks for every placed comment, once.
func (l *life) walk() {
	roots, placed := map[rozmova.ID[rozmova.Comment]]int{}, map[rozmova.ID[rozmova.Comment]]int{}
	for _, order := range []discussion.Order{discussion.Oldest, discussion.Newest} {
		for _, n := range l.pages(nil, order) {
			roots[n.ID]++
		}
		for v := (discussion.View{Order: order}); ; {
			part, err := l.desk.Part(context.Background(), nil, l.Thread, v, 9)
			if err != nil {
				l.t.Fatal(err)
			}
			for _, n := range part.Nodes {
				placed[n.ID]++
			}
			if v.After = part.Next; v.After == "" {
				break
			}
		}
	}
	for id, c := range l.last {
		want := 0
		if c.State.Placed() {
			want = 2
		}
		if placed[id] != want || c.Depth == 0 && roots[id] != want || c.Depth > 0 && roots[id] != 0 {
			l.t.Errorf("a comment in %v at depth %d is %d times on two walks of pages and %d times on two of the list, want %d", c.State, c.Depth, roots[id], placed[id], want)
		}
	}
}
