package bridges_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/bridges"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// A hall is a newsroom whose readers are of two groups: those with even numbers value comments 0 to 9, the others 10 to 19, and both
// value 20 and 21.
type hall struct {
	t testing.TB
	*rozmovatest.Seed
	db     *store.DB
	clock  *rozmovatest.Clock
	desk   *discussion.Desk
	mod    *moderation.Desk
	keeper *bridges.Keeper
	author *rozmova.Reader // of every comment
	list   []*rozmova.Comment
	head   int64
}

const crowd = 60

// enter makes a hall in which everybody joined days ago and nobody has voted yet.
func enter(t testing.TB, db *store.DB) *hall {
	t.Helper()
	h := &hall{t: t, Seed: rozmovatest.SeedStore(t, db, crowd+1), db: db, clock: rozmovatest.NewClock()}
	h.author, h.Readers = h.Readers[crowd], h.Readers[:crowd]
	h.desk = discussion.New(db, discussion.Options{Now: h.clock.Now, Site: h.Site, Settings: rozmova.ThreadSettings{PerMinute: 1 << 20}})
	h.mod = moderation.New(db, moderation.Options{Now: h.clock.Now, Site: h.Site})
	h.keeper = h.another()
	h.clock.Add(10 * 24 * time.Hour)
	for range 22 {
		h.say()
	}
	return h
}

// eachHall runs a test in a hall on either engine.
func eachHall(t *testing.T, test func(t *testing.T, h *hall)) {
	t.Helper()
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) { test(t, enter(t, db)) })
}

// another makes one more keeper over the same store.
func (h *hall) another() *bridges.Keeper {
	return bridges.New(h.db, bridges.Options{Now: h.clock.Now, Site: h.Site, Moderation: h.mod})
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) update(fn func(tx *store.Tx) error) {
	h.t.Helper()
	h.must(h.db.Update(context.Background(), fn))
}

// say writes a comment of the author's, and tells of it.
func (h *hall) say() *rozmova.Comment {
	h.t.Helper()
	now := h.clock.Now()
	c := &rozmova.Comment{
		ID: rozmova.NewID[rozmova.Comment](now), Site: h.Site.ID, Thread: h.Thread, Story: h.Story.ID, Author: h.author.ID, Language: "uk",
		Source: fmt.Sprint(len(h.list)), State: rozmova.Published, Revision: 1, Created: now, Changed: now,
		Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: fmt.Sprint(len(h.list))}}}},
	}
	h.update(func(tx *store.Tx) (err error) {
		c.Seq, err = tx.Append(rozmova.Event{At: now, Kind: rozmova.CommentPublished, Site: c.Site, Story: c.Story, Thread: c.Thread, Comment: c.ID})
		if err != nil {
			return err
		}
		return tx.AddComment(c, 1)
	})
	h.list = append(h.list, c)
	return c
}

// newcomer joins a reader now.
func (h *hall) newcomer(n int) *rozmova.Reader {
	h.t.Helper()
	now := h.clock.Now()
	r := &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](now), Site: h.Site.ID, PenName: fmt.Sprintf("Новачок %d", n), Locale: "uk", Joined: now}
	h.update(func(tx *store.Tx) error { return tx.AddReader(r, lang.PenKey(r.PenName)) })
	return r
}

// cast votes as the desk does, many in one step.
func (h *hall) cast(tx *store.Tx, reader *rozmova.Reader, comment *rozmova.Comment, v rozmova.Vote) error {
	c, err := tx.CommentToChange(comment.ID)
	if err != nil {
		return err
	}
	before, err := tx.Vote(c.ID, reader.ID)
	if err != nil {
		return err
	}
	totals := c.Votes.Change(before, v)
	return tx.PutVote(c, reader.ID, v, totals, ranking.Millionths(ranking.Respected(totals.Respect, totals.Voters)), h.clock.Now())
}

// told appends the event that the votes since a moment changed.
func (h *hall) told(tx *store.Tx, since time.Time) error {
	_, err := tx.Append(rozmova.Event{At: since, Kind: rozmova.VotesChanged, Site: h.Site.ID, Story: h.Story.ID, Thread: h.Thread})
	return err
}

// divide has everybody vote, with the noise of one vote in ten, and lets seven hours pass.
func (h *hall) divide() {
	h.t.Helper()
	h.update(func(tx *store.Tx) error {
		since := h.clock.Now()
		for u, r := range h.Readers {
			for i, c := range h.list[:22] {
				up := 1
				if i < 20 && (i < 10) != (u%2 == 0) {
					up = -1
				}
				if (u*31+i*17)%10 == 0 {
					up = -up
				}
				if err := h.cast(tx, r, c, ranking.Plain(up)); err != nil {
					return err
				}
			}
		}
		return h.told(tx, since)
	})
	h.clock.Add(7 * time.Hour)
}

// open has the keeper take the work up.
func (h *hall) open() {
	h.t.Helper()
	ok, err := h.keeper.Take(h.t.Context())
	h.must(err)
	if !ok {
		h.t.Fatal("the work is another's")
	}
	h.head = 0
	h.must(h.keeper.Load(h.t.Context()))
	h.follow()
}

// follow tells the keeper what happened since it was told last.
func (h *hall) follow() (events []rozmova.Event) {
	h.t.Helper()
	ctx := h.t.Context()
	h.must(h.db.Settled(ctx))
	h.must(h.db.View(ctx, func(tx *store.Tx) (err error) { events, err = tx.Events(h.head, 100_000); return err }))
	if len(events) > 0 {
		h.head = events[len(events)-1].Seq
	}
	h.must(h.keeper.Happened(ctx, events))
	return events
}

// pass does what is due a minute later by the machine's clock: the pass.
func (h *hall) pass() {
	h.t.Helper()
	h.must(h.keeper.Tick(h.t.Context(), time.Now().Add(time.Minute)))
}

// page is what a stranger sees, in an order or in that of the thread.
func (h *hall) page(order discussion.Order) *discussion.Page {
	h.t.Helper()
	p, err := h.desk.Page(h.t.Context(), nil, h.Thread, discussion.View{Order: order})
	h.must(err)
	return p
}

// stored gives a comment as it is kept.
func (h *hall) stored(c *rozmova.Comment) (kept *rozmova.Comment) {
	h.t.Helper()
	h.must(h.db.View(h.t.Context(), func(tx *store.Tx) (err error) { kept, err = tx.Comment(c.ID); return err }))
	return kept
}

// order gives the comments' numbers as they stand, the first first.
func (h *hall) order() (numbers []int) {
	h.t.Helper()
	after := ""
	for {
		part, err := h.desk.Part(h.t.Context(), nil, h.Thread, discussion.View{Order: discussion.Bridges, After: after}, 100)
		h.must(err)
		for _, n := range part.Nodes {
			for i, c := range h.list {
				if c.ID == n.ID {
					numbers = append(numbers, i)
				}
			}
		}
		if after = part.Next; after == "" {
			return numbers
		}
	}
}
