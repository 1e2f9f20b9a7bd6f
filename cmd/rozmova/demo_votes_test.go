package main

import (
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/store"
)

func TestDemoVotesAreAlwaysTheSame(t *testing.T) {
	d, err := readDemo()
	if err != nil {
		t.Fatal(err)
	}
	all, torn, bridging := 0, 0, 0
	for i := range d.stories {
		s := &d.stories[i]
		if len(s.votes.Camps) != 2 {
			t.Errorf("%s has %d camps", s.slug, len(s.votes.Camps))
		}
		keys := map[string]bool{}
		for _, c := range s.comments {
			keys[c.Key] = true
			if pull, named := s.votes.Comments[c.Key]; named && (pull.Drew < 1 || pull.Drew > 100 || pull.Respect > 100 || pull.Side != demoAll && s.votes.Camps[pull.Side] == nil) {
				t.Errorf("%s %s: %+v", s.slug, c.Key, pull)
			}
			if !c.shown() {
				continue
			}
			var totals rozmova.Votes
			respected := map[string]int{} // by camp
			for _, v := range s.votesOn(c, d.readers) {
				if v.reader == c.By {
					t.Errorf("%s votes on an own comment", v.reader)
				}
				totals = totals.Change(rozmova.Vote{}, v.vote)
				if v.vote.Respect {
					respected[s.votes.camp(v.reader)]++
				}
			}
			all += totals.Voters
			if totals.Agree >= 8 && totals.Disagree >= 8 {
				torn++
			}
			if delete(respected, ""); len(respected) == 2 && min2(respected) >= 6 {
				bridging++
			}
		}
		for key := range s.votes.Comments {
			if !keys[key] {
				t.Errorf("demo/votes.yaml names %s %s, which is not there", s.slug, key)
			}
		}
	}
	if all < 2500 || torn < 15 || bridging < 15 {
		t.Errorf("%d votes; %d comments with two camps against each other, %d respected by both", all, torn, bridging)
	}
	if got := hundredth("a", "b"); got != hundredth("a", "b") || got == hundredth("ab", "") && got == hundredth("b", "a") {
		t.Errorf("hundredth: %d", got)
	}
}

func min2(m map[string]int) int {
	least := 1 << 30
	for _, n := range m {
		least = min(least, n)
	}
	return least
}

// TestDemoShowsWhatADiscussionCanBe counts what the demo is there to show.
func TestDemoShowsWhatADiscussionCanBe(t *testing.T) {
	now := time.Date(2031, 3, 5, 6, 7, 8, 9, time.UTC)
	core := filled(t, now)
	d, err := readDemo()
	if err != nil {
		t.Fatal(err)
	}
	cited, corrected, voted, deepest, placed, boxed, mentions := 0, 0, 0, 0, 0, 0, 0
	badges, modes, closing, messages := map[discussion.Badge]int{}, map[rozmova.ThreadMode]int{}, 0, 0
	for _, s := range d.stories {
		reading, err := core.Newsroom.Read(t.Context(), rozmova.Slug(s.slug))
		if err != nil {
			t.Fatal(err)
		}
		terms := core.Discussion.Terms(reading.Thread, reading.Story)
		modes[terms.Mode]++
		if terms.Ends.After(now) {
			closing++
		}
		if terms.Message != "" {
			messages++
		}
		for after, more := "", true; more; more = after != "" {
			part, err := core.Discussion.Part(t.Context(), nil, reading.Thread.ID, discussion.View{After: after}, 100)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range part.Nodes {
				deepest = max(deepest, n.Depth)
				if n.Badge != "" {
					badges[n.Badge]++
				}
				if n.Votes.Voters > 0 {
					voted++
				}
				if n.Cite != nil {
					cited++
					if n.Cite.Gone {
						t.Errorf("%s: %s cites what is not in the story", s.slug, n.Source)
					}
					if !n.Cite.Corrected.IsZero() {
						corrected++
					}
				}
				for _, b := range n.Body {
					for _, span := range b.Spans {
						if span.Marks&rozmova.Mention != 0 {
							mentions++
						}
					}
				}
			}
			after = part.Next
		}
		page, err := core.Discussion.Page(t.Context(), nil, reading.Thread.ID, discussion.View{Order: discussion.Respected})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range page.Picks {
			if n.Pick.Block == rozmova.Never {
				boxed++
			} else {
				placed++
			}
		}
		if first := page.Nodes[0]; first.Votes.Respect < 5 {
			t.Errorf("%s: the most respected comment has %+v", s.slug, first.Votes)
		}
	}
	if cited < 25 || corrected == 0 || voted < 250 || deepest < 14 || placed != 1 || boxed != 1 || mentions < 8 {
		t.Errorf("%d cite, %d of them what was corrected later; %d voted on; depth %d; picks %d in a story, %d in a box; %d mentions",
			cited, corrected, voted, deepest, placed, boxed, mentions)
	}
	if badges[discussion.AuthorBadge] == 0 || badges[discussion.SourceBadge] == 0 || modes[rozmova.Slow] != 1 || closing != 1 || messages != 2 {
		t.Errorf("badges %v, modes %v, %d close by date, %d have a message", badges, modes, closing, messages)
	}
	olena, err := core.Membership.ByEmail(t.Context(), "olena-k@example.org")
	if err != nil {
		t.Fatal(err)
	}
	bridge, err := core.Newsroom.Read(t.Context(), "staryi-mist")
	if err != nil {
		t.Fatal(err)
	}
	page, err := core.Discussion.Page(t.Context(), olena, bridge.Thread.ID, discussion.View{Order: discussion.Newest})
	if err != nil || page.New != 5 || !page.Nodes[0].New {
		t.Errorf("of the bridge's discussion %d comments are new to Olena, want 5; %v", page.New, err)
	}
	if muted, err := core.Discussion.Muted(t.Context(), olena); err != nil || len(muted) != 1 || !strings.HasPrefix(muted[0].PenName, "Денис") {
		t.Errorf("Olena has muted %v, %v", muted, err)
	}
	err = core.Store.View(t.Context(), func(tx *store.Tx) error {
		events, err := tx.Events(0, 10_000)
		if err != nil {
			return err
		}
		for _, e := range events {
			if e.Kind != rozmova.CommentPublished {
				continue
			}
			c, err := tx.Comment(e.Comment)
			if err != nil {
				return err
			}
			if counted, err := tx.Recount(c.ID); err != nil || counted != c.Votes {
				t.Errorf("%s: %+v, counted anew %+v, %v", c.ID, c.Votes, counted, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
