package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/client"
)

func TestVotingAndMuting(t *testing.T) {
	s := serve(t)
	ctx := context.Background()
	network := &deaf{lose: 1}
	author, other := client.New(s.URL, s.token, nil), client.New(s.URL, s.other, &http.Client{Transport: network}).Hurry()
	c, err := author.Post(ctx, s.seed.Thread, client.Draft{Body: "Раз"})
	if err != nil {
		t.Fatal(err)
	}
	v := rozmova.Vote{Opinion: rozmova.Disagree, Respect: true}
	tally, err := other.Vote(ctx, c.ID, v) // the first answer is lost
	if err != nil || *tally.Votes != (client.Votes{Voters: 1, Disagree: 1, Respect: 1}) || *tally.MyVote != (client.Vote{Opinion: "disagree", Respect: true}) {
		t.Errorf("voted: %+v, %v", tally, err)
	}
	if _, err := author.Vote(ctx, c.ID, v); !errors.Is(err, rozmova.Conflict) {
		t.Errorf("a vote on one's own: %v, want Conflict", err)
	}
	if tally, err = other.Unvote(ctx, c.ID); err != nil || tally.Votes.Voters != 0 || tally.MyVote != nil {
		t.Errorf("taken back: %+v, %v", tally, err)
	}
	if p, err := other.Reader(ctx, c.Author.ID, ""); err != nil || p.PenName != "Читач 1" || *p.Comments != 1 || p.Latest[0].Comment.ID != c.ID || p.Next != "" {
		t.Errorf("a profile: %+v, %v", p, err)
	}
	if who, err := other.Mute(ctx, c.Author.ID); err != nil || who.PenName != "Читач 1" {
		t.Errorf("muted: %+v, %v", who, err)
	}
	if c, err = other.Comment(ctx, c.ID); err != nil || !c.Muted || c.Body != "Раз" {
		t.Errorf("a muted reader's: %+v, %v", c, err)
	}
	if list, err := other.Muted(ctx); err != nil || len(list) != 1 || list[0].ID != c.Author.ID {
		t.Errorf("muted are %+v, %v", list, err)
	}
	if _, err := other.Unmute(ctx, c.Author.ID); err != nil {
		t.Error(err)
	}
	if _, err := other.Mute(ctx, s.seed.Readers[1].ID); !errors.Is(err, rozmova.Conflict) {
		t.Errorf("muting oneself: %v, want Conflict", err)
	}
}

func TestAnEditorsWay(t *testing.T) {
	s := serve(t)
	ctx := context.Background()
	reader, editor := client.New(s.URL, s.token, nil), client.New(s.URL, s.edit, nil)
	c, err := reader.Post(ctx, s.seed.Thread, client.Draft{Body: "Раз"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Feature(ctx, c.ID, rozmova.Never); !errors.Is(err, rozmova.Forbidden) {
		t.Errorf("a reader's pick: %v, want Forbidden", err)
	}
	for _, block := range []int{rozmova.Never, 0} {
		if c, err = editor.Feature(ctx, c.ID, block); err != nil || c.Featured.IsZero() {
			t.Errorf("picked: %+v, %v", c, err)
		}
	}
	if c, err = editor.Unfeature(ctx, c.ID); err != nil || !c.Featured.IsZero() {
		t.Errorf("picked no longer: %+v, %v", c, err)
	}
	set, err := editor.Settings(ctx, s.seed.Thread)
	if err != nil || set.Mode != "open" || set.Beneath.Runes != 5000 {
		t.Fatalf("settings: %+v, %v", set, err)
	}
	closes := time.Now().Add(48 * time.Hour).UTC().Truncate(time.Second)
	set.Mode, set.SlowMinutes, set.Closes, set.Languages = "slow", 15, closes, []rozmova.Locale{"uk", "en"}
	if set, err = editor.Configure(ctx, s.seed.Thread, *set); err != nil || set.SlowMinutes != 15 || !set.Closes.Equal(closes) || !slices.Equal(set.Languages, []rozmova.Locale{"uk", "en"}) {
		t.Errorf("set: %+v, %v", set, err)
	}
	thread, err := reader.Thread(ctx, s.seed.Thread)
	if err != nil || thread.Mode != "slow" || thread.Slow != 15 || !thread.Closes.Equal(closes) || thread.Writers != rozmova.Anyone {
		t.Errorf("the thread is %+v, %v", thread, err)
	}
	set.SlowMinutes = 2000
	var p *client.Problem
	if _, err := editor.Configure(ctx, s.seed.Thread, *set); !errors.As(err, &p) || len(p.Errors) != 1 || p.Errors[0].Location != "body.slow_minutes" {
		t.Errorf("a day and more between comments: %v", err)
	}
}

func TestSearchingPageByPage(t *testing.T) {
	s := serve(t)
	ctx := context.Background()
	c := client.New(s.URL, s.token, nil)
	for i := range 60 {
		if _, err := c.Post(ctx, s.seed.Thread, client.Draft{Body: fmt.Sprint("Річка, ", i)}); err != nil {
			t.Fatal(err)
		}
	}
	s.index(t)
	for _, slug := range []rozmova.Slug{"", "mist"} {
		n := 0
		for hit, err := range c.Search(ctx, "річкою", slug) {
			if err != nil {
				t.Fatal(err)
			}
			if (hit.Comment == nil) != (n == 60) || len(hit.Marks) != 1 || hit.Story.Slug != "mist" {
				t.Errorf("found %+v", hit)
			}
			n++
		}
		if n != 61 {
			t.Errorf("found %d under %q, want 60 comments and the story", n, slug)
		}
	}
	for _, err := range c.Search(ctx, "?!", "") {
		if !errors.Is(err, rozmova.Invalid) {
			t.Errorf("no word at all: %v, want Invalid", err)
		}
	}
}

func TestVotesComeOverTheLine(t *testing.T) {
	s := serve(t)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	reader, other, editor := client.New(s.URL, s.token, nil), client.New(s.URL, s.other, nil), client.New(s.URL, s.edit, nil)
	c, err := reader.Post(ctx, s.seed.Thread, client.Draft{Body: "Раз"})
	if err != nil {
		t.Fatal(err)
	}
	thread, err := reader.Thread(ctx, s.seed.Thread)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Vote(ctx, c.ID, rozmova.Vote{Opinion: rozmova.Agree}); err != nil {
		t.Fatal(err)
	}
	if err := s.discussion.FlushVotes(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := editor.Feature(ctx, c.ID, rozmova.Never); err != nil {
		t.Fatal(err)
	}
	votes := false
	for e, err := range reader.Events(ctx, s.seed.Thread, thread.Seq) {
		if err != nil {
			t.Fatal(err)
		}
		if len(e.Votes) == 1 && e.Votes[0].Comment == c.ID && e.Votes[0].Votes.Agree == 1 {
			votes = true
		}
		if e.Picked {
			if e.Comment.ID != c.ID || e.Comment.Featured.IsZero() {
				t.Errorf("picked: %+v", e.Comment)
			}
			break
		}
	}
	if !votes {
		t.Error("the votes were not told of")
	}
}
