package moderation

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// A Filter says what of a queue somebody wants to see; what is zero does not bound it.
type Filter struct {
	List      rozmova.QueueList
	Section   rozmova.Slug
	Story     rozmova.ID[rozmova.Story]
	Rule      string
	Language  string
	Label     string
	MinScore  float32
	OlderThan time.Duration // waiting for so long or longer
	Text      string        // words in the comment, in any of their forms
	Mine      bool          // assigned to the asker
	After     string        // QueuePage.Next of the page before; empty: the head
	Limit     int           // 1 to 100
}

// A QueuePage is a part of a queue.
type QueuePage struct {
	Cards    []Card // light: without what Desk.Card adds
	Next     string // for Filter.After; empty: there is no more
	Counts   map[rozmova.QueueList]int
	Searched int  // of a search by words: how many were looked at
	More     bool // of a search by words: not all of them were
}

// mostSearched is how many rows of a queue a search by words looks at.
const mostSearched = 5_000

// Queue gives a part of a queue, the most urgent first, of the sections that the moderator has.
func (d *Desk) Queue(ctx context.Context, by *rozmova.Reader, f Filter) (page *QueuePage, err error) {
	sections, held := by.SectionsOf(rozmova.Moderator)
	if !held {
		return nil, may(by, "")
	}
	limit := min(max(f.Limit, 1), 100)
	q := d.storeFilter(by, sections, &f)
	if q.After, err = parseCursor(f.After); err != nil {
		return nil, err
	}
	stems := lang.QueryStems(f.Text)
	err = d.db.View(ctx, func(tx *store.Tx) error {
		page = &QueuePage{}
		var rows []rozmova.Queued
		rows, page.Next, page.Searched, err = find(tx, q, stems, limit)
		if err != nil {
			return err
		}
		page.More = page.Searched >= mostSearched
		if page.Counts, err = tx.CountQueues(store.QueueFilter{Site: d.site.ID, Sections: sections}); err != nil {
			return err
		}
		page.Cards, err = d.lightCards(tx, by, rows)
		return err
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

func (d *Desk) storeFilter(by *rozmova.Reader, sections []rozmova.Slug, f *Filter) store.QueueFilter {
	q := store.QueueFilter{
		Site: d.site.ID, List: f.List, Sections: sections, Section: f.Section, Story: f.Story, Rule: f.Rule, Language: f.Language, Label: f.Label, MinScore: f.MinScore,
	}
	if f.OlderThan > 0 {
		q.Before = d.now().Add(-f.OlderThan)
	}
	if f.Mine {
		q.Assigned = by.ID
	}
	return q
}

// find reads rows of a queue until it has limit of them whose comments have all the stems.
func find(tx *store.Tx, q store.QueueFilter, stems []string, limit int) (rows []rozmova.Queued, next string, searched int, err error) {
	if len(stems) == 0 {
		q.Limit = limit + 1
		if rows, err = tx.Queue(q); err == nil && len(rows) > limit {
			rows = rows[:limit]
			next = cursorOf(&rows[limit-1])
		}
		return rows, next, 0, err
	}
	q.Limit = 250
	for searched < mostSearched {
		batch, err := tx.Queue(q)
		if err != nil || len(batch) == 0 {
			return rows, "", searched, err
		}
		ids := make([]rozmova.ID[rozmova.Comment], len(batch))
		for i := range batch {
			ids[i] = batch[i].Comment
		}
		comments, err := tx.CommentsByID(ids)
		if err != nil {
			return nil, "", searched, err
		}
		for _, row := range batch {
			searched++
			q.After = store.After(&row)
			if c := comments[row.Comment]; c == nil || !hasStems(c, stems) {
				continue
			}
			if rows = append(rows, row); len(rows) == limit {
				return rows, cursorOf(&row), searched, nil
			}
		}
	}
	return rows, "", searched, nil
}

func hasStems(c *rozmova.Comment, stems []string) bool {
	have := lang.Stems(plainOf(c))
	return !slices.ContainsFunc(stems, func(s string) bool { return !slices.Contains(have, s) })
}

func cursorOf(q *rozmova.Queued) string {
	return strconv.FormatInt(q.Urgency.Rank(), 36) + "." + hex.EncodeToString(q.Subject[:]) + "." + string(q.List)
}

func parseCursor(text string) (c store.QueueCursor, err error) {
	if text == "" {
		return c, nil
	}
	rank, rest, _ := strings.Cut(text, ".")
	subject, list, _ := strings.Cut(rest, ".")
	c.List = rozmova.QueueList(list)
	bytes, err1 := hex.DecodeString(subject)
	c.Rank, err = strconv.ParseInt(rank, 36, 64)
	if err != nil || err1 != nil || copy(c.Subject[:], bytes) != len(c.Subject) || len(bytes) != len(c.Subject) {
		return c, &rozmova.Error{Kind: rozmova.Invalid, Reason: "page.cursor", Field: "after"}
	}
	return c, nil
}

// Counts tells how much waits in each queue, in the sections that the moderator has.
func (d *Desk) Counts(ctx context.Context, by *rozmova.Reader) (counts map[rozmova.QueueList]int, err error) {
	sections, held := by.SectionsOf(rozmova.Moderator)
	if !held {
		return nil, may(by, "")
	}
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		counts, err = tx.CountQueues(store.QueueFilter{Site: d.site.ID, Sections: sections})
		return err
	})
	return counts, err
}

// MostWaiting is up to where Waiting counts.
const MostWaiting = 1000

// Waiting tells how many comments wait for a person; MostWaiting stands for that many or more.
func (d *Desk) Waiting(ctx context.Context) (n int, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.CountWaiting(d.site.ID, MostWaiting)
		return err
	})
	return n, err
}

// A List names what a program may ask the desk for.
type List string

// The lists.
const (
	WaitingList List = "waiting" // everything that waits, the most urgent first
	DecidedList List = "decided" // about which something was decided, the latest first
)

// Cards gives up to limit cards of a list, each comment once, of the sections that the moderator has.
func (d *Desk) Cards(ctx context.Context, by *rozmova.Reader, list List, limit int) (cards []Card, err error) {
	if list == DecidedList {
		return d.Decided(ctx, by, limit)
	}
	sections, held := by.SectionsOf(rozmova.Moderator)
	if !held {
		return nil, may(by, "")
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		cards = nil
		rows, err := tx.Queue(store.QueueFilter{Site: d.site.ID, Sections: sections, Limit: 3 * limit}) // one comment may be in three of them
		if err != nil {
			return err
		}
		seen := map[rozmova.ID[rozmova.Comment]]bool{}
		for _, row := range rows {
			if seen[row.Comment] || len(cards) == limit {
				continue
			}
			seen[row.Comment] = true
			c, err := tx.Comment(row.Comment)
			if err != nil {
				return err
			}
			if c.Author == by.ID {
				continue
			}
			card, err := d.card(tx, c)
			if err != nil {
				return err
			}
			cards = append(cards, *card)
		}
		return nil
	})
	return cards, err
}

// Decided gives cards of the comments about which something was decided last, the latest first.
func (d *Desk) Decided(ctx context.Context, by *rozmova.Reader, limit int) (cards []Card, err error) {
	sections, held := by.SectionsOf(rozmova.Moderator)
	if !held {
		return nil, may(by, "")
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		cards = nil
		decisions, err := tx.RecentDecisions(d.site.ID, sections, limit)
		if err != nil {
			return err
		}
		for _, decision := range decisions { // a page of them: bounded by limit
			c, err := tx.Comment(decision.Comment)
			if err != nil {
				return err
			}
			if c.Author == by.ID {
				continue
			}
			card, err := d.card(tx, c)
			if err != nil {
				return err
			}
			card.Since = decision.At
			cards = append(cards, *card)
		}
		return nil
	})
	return cards, err
}

// queueOrder counts how often the order of the queues changed; a store that was written under another has them made anew.
const queueOrder = 1

// RenewQueue is RebuildQueue where the store comes from a program that ordered the queues otherwise, or had none.
func (d *Desk) RenewQueue(ctx context.Context) error {
	var order int64
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		order, _, err = tx.Position("queue order")
		return err
	})
	if err != nil || order >= queueOrder {
		return err
	}
	if err := d.RebuildQueue(ctx); err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *store.Tx) error { return tx.SetPosition("queue order", queueOrder) })
}

// RebuildQueue makes the queues of held, reported and new anew from what they rest on. Others work on meanwhile.
func (d *Desk) RebuildQueue(ctx context.Context) error {
	var after rozmova.ID[rozmova.Comment]
	for {
		var ids []rozmova.ID[rozmova.Comment]
		err := d.db.View(ctx, func(tx *store.Tx) (err error) {
			ids, err = tx.ToQueue(d.site.ID, after, 1_000)
			return err
		})
		if err != nil {
			return fmt.Errorf("rebuild the queue: %w", err)
		}
		if len(ids) == 0 {
			return nil
		}
		for part := range slices.Chunk(ids, 50) {
			err := d.db.Update(ctx, func(tx *store.Tx) error {
				for _, id := range part {
					if err := tx.RebuildQueue(id); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return fmt.Errorf("rebuild the queue: %w", err)
			}
		}
		after = ids[len(ids)-1]
	}
}
