package e2e_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/discussion"
)

// A divided is a discussion with two groups of readers who vote on each other's comments.
type divided struct {
	one, other []*rozmova.Reader // thirty of each
	ones, others, both,
	late *rozmova.Comment
}

// divide seeds it, three days ago: either group respects its own comments and not those of the other one, and both respect one comment.
// A late comment is known to a few of one group only.
func (h *house) divide(t *testing.T, core *app.Core) *divided {
	t.Helper()
	now := time.Now().Add(-72 * time.Hour)
	past := core.At(func() time.Time { now = now.Add(time.Second); return now }, 1_000_000)
	ctx := context.Background()
	d := &divided{}
	n := 0
	reader := func(name string) *rozmova.Reader {
		n++
		r, err := past.Membership.Invite(ctx, fmt.Sprintf("voter%d@example.org", n), name, "uk")
		must(t, err)
		return r
	}
	for i := range 30 {
		d.one = append(d.one, reader(fmt.Sprintf("сосна%02d", i)))
		d.other = append(d.other, reader(fmt.Sprintf("дуб%02d", i)))
	}
	author := reader("ясен")
	thread := h.stories[theatre].Thread
	say := func(text string) *rozmova.Comment {
		c, _, err := past.Discussion.Post(ctx, author, discussion.Posting{Thread: thread, Body: text, Locale: "uk"})
		must(t, err)
		return c
	}
	vote := func(c *rozmova.Comment, respect []*rozmova.Reader, against []*rozmova.Reader) {
		for _, r := range respect {
			_, err := past.Discussion.Vote(ctx, r, c.ID, rozmova.Vote{Opinion: rozmova.Agree, Respect: true})
			must(t, err)
		}
		for _, r := range against {
			_, err := past.Discussion.Vote(ctx, r, c.ID, rozmova.Vote{Opinion: rozmova.Disagree})
			must(t, err)
		}
	}
	for i := range 6 {
		a, b := say(fmt.Sprintf("Елеватор треба лишити театрові, довід %d.", i+1)), say(fmt.Sprintf("Елеватор треба знести, довід %d.", i+1))
		vote(a, d.one, d.other)
		vote(b, d.other, d.one)
		if i == 0 {
			d.ones, d.others = a, b
		}
	}
	d.both = say("Спершу порахуймо, скільки коштує і те, й те.")
	vote(d.both, slices.Concat(d.one[:24], d.other[:22]), nil)
	d.late = say("Запросімо на огляд інженерів від обох сторін.")
	vote(d.late, d.one[:2], nil)
	return d
}

// TestAcrossTheDivide: two groups of thirty readers vote on each other's comments and on one that both respect. It stands first and says why;
// another one rises beside it on a page that is open as votes come, and a brigade of new accounts moves nothing.
func TestAcrossTheDivide(t *testing.T) {
	var d *divided
	h := open(t, setup{
		stories: []string{theatre}, silent: true, config: func(c *config.Config) { c.Demo = true },
		seed: func(h *house, core *app.Core) { d = h.divide(t, core) },
	})
	ctx := context.Background()
	first := func(b *tab, n int) string {
		return eval[string](b, fmt.Sprintf(`[...document.querySelectorAll(".comments > .comment")].slice(0, %d).map(c => c.id.slice(2)).join(" ")`, n))
	}
	id := func(c *rozmova.Comment) string { return c.ID.String() }
	browser, source := chromium(t), axe(t)
	page := h.tab(t, browser, look{width: 360, height: 740})
	eventually(t, "the discussion stands across the divide", func() bool {
		p, err := h.Discussion.Page(ctx, nil, h.stories[theatre].Thread, discussion.View{})
		must(t, err)
		return p.Order == discussion.Bridges && len(p.Nodes) > 0 && p.Nodes[0].ID == d.both.ID
	})
	page.to(h.path(theatre))
	page.await("the page's script", `document.querySelector("rz-thread .keys-open") || document.querySelector(".keys-open")`)
	if got := first(page, 1); got != id(d.both) {
		t.Fatalf("first stands %s, want the one that both sides value, %s", got, id(d.both))
	}
	told := func(c *rozmova.Comment) string {
		return fmt.Sprintf(`document.querySelector("#c-%s > .said > .told.across")`, id(c))
	}
	if !eval[bool](page, "!!"+told(d.both)) || eval[bool](page, "!!"+told(d.ones)) {
		t.Error("what both sides value says so, and nothing else does")
	}
	if !eval[bool](page, shows(h.words("uk", "orders.note_divided"))) {
		t.Error("the page does not say by what the comments stand")
	}
	page.check("a discussion across the divide", source)

	// Readers of both sides come to the late comment: it rises on the open page, where nobody looks at the comments.
	if eval[bool](page, `document.querySelector(".comments").getBoundingClientRect().top < innerHeight`) {
		t.Fatal("the comments are in sight: the page would ask first")
	}
	for i := range 24 {
		for _, r := range []*rozmova.Reader{d.one[i], d.other[i]} {
			_, err := h.Discussion.Vote(ctx, r, d.late.ID, rozmova.Vote{Opinion: rozmova.Agree, Respect: true})
			must(t, err)
		}
	}
	began := time.Now()
	must(t, h.Discussion.FlushVotes(ctx)) // past the doors nobody does it every second
	page.await("the late comment among the first two", fmt.Sprintf(`[...document.querySelectorAll(".comments > .comment")].slice(0, 2).some(c => c.id === "c-%s") && %s`, id(d.late), told(d.late)))
	t.Log("its place was renewed after", time.Since(began))
	expect(t, "pages that were loaded", eval[int](page, `performance.getEntriesByType("navigation").length`), 1)
	before := first(page, 2)

	// A brigade comes: forty accounts of today praise one side's comment and are against what both value.
	for i := range 40 {
		r, err := h.Membership.Invite(ctx, fmt.Sprintf("rush%02d@example.org", i), fmt.Sprintf("будяк%02d", i), "uk")
		must(t, err)
		for _, v := range []struct {
			c *rozmova.Comment
			v rozmova.Vote
		}{{d.ones, rozmova.Vote{Opinion: rozmova.Agree, Respect: true}}, {d.both, rozmova.Vote{Opinion: rozmova.Disagree}}, {d.late, rozmova.Vote{Opinion: rozmova.Disagree}}} {
			_, err := h.Discussion.Vote(ctx, r, v.c.ID, v.v)
			must(t, err)
		}
	}
	// One vote more of somebody known shows that all of them have been counted.
	_, err := h.Discussion.Vote(ctx, d.one[29], d.others.ID, rozmova.Vote{Opinion: rozmova.Agree, Respect: true})
	must(t, err)
	must(t, h.Discussion.FlushVotes(ctx))
	page.await("the brigade's votes in the totals", fmt.Sprintf(`document.getElementById("c-%s").dataset.votes?.startsWith("70 ")`, id(d.ones)))
	eventually(t, "a pass over all votes", func() bool {
		places, err := h.Discussion.Places(ctx, h.stories[theatre].Thread, time.Now().Add(-time.Minute))
		must(t, err)
		return slices.ContainsFunc(places, func(p discussion.Place) bool { return p.Comment == d.others.ID })
	})
	page.to(h.path(theatre))
	if after := first(page, 2); after != before {
		t.Errorf("after the brigade %s stand first, before it %s", after, before)
	}

	// Other orders are one click away, and the choice is kept.
	page.arrives("the newest first", func() { page.click(`.orders button[value="newest"]`) }, `document.querySelector("rz-thread").dataset.order === "newest"`)
	page.to(h.path(theatre))
	expect(t, "the order kept", eval[string](page, `document.querySelector("rz-thread").dataset.order`), "newest")
	page.to("/order")
	page.check("the page about orders", source)
}
