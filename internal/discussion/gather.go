package discussion

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// A Node is a comment in its place, as one viewer may see it: the words of a comment that not everybody may read are left
// out, but for its author, and so are totals of votes that the viewer may not see.
type Node struct {
	*rozmova.Comment
	Author   *rozmova.Reader // nil once erased
	To       *rozmova.Reader // who is answered; nil where that is not known here
	Decision *rozmova.Decision
	Mine     bool
	Answers  []*Node
	More     int           // published answers of the branch that this page does not show; of roots only
	Deeper   int           // answers to it that stand too deep for this page: the branch goes on there
	Vote     rozmova.Vote  // the viewer's own
	Totals   bool          // Votes may be shown; where not, they are zero
	MayVote  bool          // of somebody who is not signed in: after signing in
	Muted    bool          // its author is muted by the viewer; the words are there all the same, to be shown once
	New      bool          // written by somebody else since the viewer's last visit
	Badge    Badge         // what its author has to do with the story
	Cite     *Cite         // the statement it speaks to; nil for none
	Pick     *rozmova.Pick // of Page.Picks only
	Heat     rozmova.Heat  // of the branch that it begins; Calm elsewhere
	Told     *ranking.Told // how far both sides value it, where the thread is Divided and Totals; nil: nothing is told
	Place    int64         // of a root in the order across a divide, the highest first; 0: it does not stand by it, or that may not be told
}

// A Badge tells what somebody who takes part in a discussion has to do with its story. That somebody is of the staff is told
// by the roles.
type Badge string

// The badges.
const (
	AuthorBadge Badge = "author" // wrote the story
	SourceBadge Badge = "source" // is quoted in it
)

// A scene is the discussion that comments stand in and the moment at which somebody looks at it.
type scene struct {
	thread *rozmova.Thread
	story  *rozmova.Story // without its body
	terms  Terms
	since  time.Time // end of the viewer's visit before; zero: nothing is new
	record bool      // that the viewer looks is to be written down
}

// scene reads a thread for a viewer: NotFound where readers may not see the story. The staff may.
func (d *Desk) scene(tx *store.Tx, viewer *rozmova.Reader, thread rozmova.ID[rozmova.Thread]) (*scene, error) {
	t, s, err := d.shown(tx, viewer, thread)
	if err != nil {
		return nil, err
	}
	sc := &scene{thread: t, story: s, terms: d.Terms(t, s)}
	if viewer != nil {
		before, last, err := tx.Visit(viewer.ID, thread)
		if err != nil {
			return nil, err
		}
		sc.since, _, sc.record = looked(before, last, d.now())
	}
	return sc, nil
}

// gathered is what several comments have in common: who wrote them, what was last decided about those out of sight, and what
// the viewer has to do with them.
type gathered struct {
	desk      *Desk
	viewer    *rozmova.Reader
	scene     *scene // nil where the comments stand in several threads
	people    map[rozmova.ID[rozmova.Reader]]*rozmova.Reader
	decisions map[rozmova.ID[rozmova.Comment]]*rozmova.Decision
	authors   map[rozmova.ID[rozmova.Comment]]rozmova.ID[rozmova.Reader] // of the comments that the viewer reads
	votes     map[rozmova.ID[rozmova.Comment]]rozmova.Vote
	mutes     []rozmova.ID[rozmova.Reader]
	muted     map[rozmova.ID[rozmova.Reader]]bool
	badges    map[rozmova.ID[rozmova.Reader]]string
	hot       map[rozmova.ID[rozmova.Comment]]*rozmova.Temperature
	told      map[rozmova.ID[rozmova.Comment]]store.Valued
	cited     *rozmova.Story // whole; nil where no comment speaks to a statement
}

// gather asks once for everybody and everything that the lists need.
func (d *Desk) gather(tx *store.Tx, viewer *rozmova.Reader, sc *scene, lists ...[]*rozmova.Comment) (g *gathered, err error) {
	g = &gathered{
		desk: d, viewer: viewer, scene: sc, authors: map[rozmova.ID[rozmova.Comment]]rozmova.ID[rozmova.Reader]{},
		muted: map[rozmova.ID[rozmova.Reader]]bool{},
	}
	var people []rozmova.ID[rozmova.Reader]
	var restricted, read []rozmova.ID[rozmova.Comment]
	cites, seen := false, map[rozmova.ID[rozmova.Reader]]bool{}
	for _, list := range lists {
		for _, c := range list {
			if g.reads(c) {
				g.authors[c.ID] = c.Author
				read = append(read, c.ID)
				cites = cites || c.Cites.Statement != ""
			}
			if !c.Author.IsZero() && !seen[c.Author] {
				seen[c.Author] = true
				people = append(people, c.Author)
			}
			if c.State == rozmova.Held || c.State == rozmova.Removed {
				restricted = append(restricted, c.ID)
			}
		}
	}
	if g.people, err = tx.Readers(people); err != nil {
		return nil, err
	}
	if g.decisions, err = tx.LatestDecisions(restricted); err != nil {
		return nil, err
	}
	if err := g.ofViewer(tx, read); err != nil || sc == nil || len(read) == 0 {
		return g, err
	}
	if sc.thread.Divide == rozmova.Divided {
		if g.told, err = tx.Valued(read); err != nil {
			return g, err
		}
	}
	if g.hot, err = tx.HotBranches(sc.thread.ID, d.now()); err != nil {
		return g, err
	}
	if g.badges, err = tx.StoryReaders(sc.thread.Story); err != nil || !cites {
		return g, err
	}
	g.cited, err = tx.Story(sc.thread.Story)
	return g, err
}

// ofViewer asks what the viewer thinks of the comments and of their authors.
func (g *gathered) ofViewer(tx *store.Tx, comments []rozmova.ID[rozmova.Comment]) (err error) {
	if g.viewer == nil {
		return nil
	}
	if g.mutes, err = tx.Muted(g.viewer.ID); err != nil {
		return err
	}
	for _, id := range g.mutes {
		g.muted[id] = true
	}
	g.votes, err = tx.VotesOf(g.viewer.ID, comments)
	return err
}

// reads reports whether the viewer may read the words.
func (g *gathered) reads(c *rozmova.Comment) bool {
	return c.State.Visible() || g.owns(c) && c.State != rozmova.Withdrawn && c.State != rozmova.Erased
}

func (g *gathered) owns(c *rozmova.Comment) bool { return g.viewer != nil && c.Author == g.viewer.ID }

// node is a comment as the viewer may see it: only its author reads what is out of sight, and nobody what was taken back.
func (g *gathered) node(c *rozmova.Comment) *Node {
	n := &Node{Comment: c, Author: g.people[c.Author], Decision: publicly(g.decisions[c.ID]), Mine: g.owns(c), Vote: g.votes[c.ID]}
	if author, ok := g.authors[c.Parent]; ok {
		n.To = g.people[author]
	}
	if t := g.hot[c.ID]; t != nil {
		n.Heat = t.State
	}
	if !g.reads(c) {
		n.hide()
		return n
	}
	n.Muted = g.muted[c.Author]
	if n.Totals = g.desk.seesTotals(n.Vote); !n.Totals {
		n.Comment = withoutVotes(c)
	}
	if g.scene == nil {
		return n
	}
	if g.scene.thread.Divide == rozmova.Divided && n.Totals && c.State.Visible() {
		n.Told = told(g.told[c.ID])
		if c.ID == c.Root {
			n.Place = c.Bridge
		}
	}
	n.MayVote = c.State.Visible() && !n.Mine && g.scene.terms.Mode != rozmova.Closed
	n.New = c.State.Visible() && !n.Mine && !g.scene.since.IsZero() && c.Created.After(g.scene.since)
	n.Badge = Badge(g.badges[c.Author])
	n.Cite = citation(g.cited, c)
	return n
}

// withoutVotes gives a comment whose totals the viewer may not see.
func withoutVotes(c *rozmova.Comment) *rozmova.Comment {
	copied := *c
	copied.Votes, copied.Rank, copied.Bridge = rozmova.Votes{}, 0, 0
	return &copied
}

// hide makes a placeholder: it tells no words, names nobody, and says nothing of what others thought of it.
func (n *Node) hide() {
	hidden := *n.Comment
	hidden.Source, hidden.Body, hidden.Author = "", nil, rozmova.ID[rozmova.Reader]{}
	hidden.Cites, hidden.Votes, hidden.Rank, hidden.Bridge, hidden.Featured = rozmova.Citation{}, rozmova.Votes{}, 0, 0, time.Time{}
	n.Comment, n.Author, n.Vote = &hidden, nil, rozmova.Vote{}
}

// publicly leaves out of a decision what is for its author and the desk: the facts, which may tell the words, and who
// decided.
func publicly(d *rozmova.Decision) *rozmova.Decision {
	if d == nil {
		return nil
	}
	public := *d
	public.Facts, public.By = "", rozmova.ID[rozmova.Reader]{}
	return &public
}
