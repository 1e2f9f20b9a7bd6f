package main

import (
	"context"
	"errors"
	"hash/fnv"
	"slices"
	"sync"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
)

// demoVotes say how the readers of one story vote (demo/votes.yaml).
type demoVotes struct {
	Slug     string
	Camps    map[string][]string // keys of readers who see the matter alike
	Comments map[string]demoPull // by key of the comment
}

// A demoPull is what a comment makes of its readers, in hundredths.
type demoPull struct {
	Drew    int    // of the readers: who voted at all
	Side    string // the camp that agrees while others mostly do not; demoAll: nearly everybody agrees
	Respect int    // of the voters: who respect it
}

const demoAll = "all"

// demoPass is what comments do that the file does not name: few readers stop at them.
var demoPass = demoPull{Drew: 12, Side: demoAll, Respect: 25}

// A demoVote is one reader's word on a comment.
type demoVote struct {
	reader string
	vote   rozmova.Vote
}

// votesOn reckons who of the readers votes on a comment, and how. It goes by the names alone, so it comes out the same every
// time. Nobody votes on an own comment, and the staff do not vote.
func (s *demoStory) votesOn(c demoComment, readers []demoReader) []demoVote {
	pull, named := s.votes.Comments[c.Key]
	if !named {
		pull = demoPass
	}
	var votes []demoVote
	for _, r := range readers {
		chance := func(what string) int { return hundredth(s.slug, c.Key, r.Key, what) }
		if r.Key == c.By || r.Role != "" || chance("votes") >= pull.Drew {
			continue
		}
		v := rozmova.Vote{Opinion: s.opinion(pull, r.Key, chance("opinion")), Respect: chance("respect") < pull.Respect}
		if v != (rozmova.Vote{}) {
			votes = append(votes, demoVote{r.Key, v})
		}
	}
	return votes
}

// opinion is where a reader stands to a comment: with the own camp for the most part, and against the other.
func (s *demoStory) opinion(p demoPull, reader string, chance int) rozmova.Opinion {
	agree, disagree := 50, 25 // who stands between the camps
	switch {
	case p.Side == demoAll:
		agree, disagree = 82, 6
	case slices.Contains(s.votes.Camps[p.Side], reader):
		agree, disagree = 86, 4
	case s.votes.camp(reader) != "":
		agree, disagree = 10, 78
	}
	switch {
	case chance < agree:
		return rozmova.Agree
	case chance < agree+disagree:
		return rozmova.Disagree
	}
	return rozmova.NoOpinion
}

// camp names the camp that a reader is of; empty for none.
func (v demoVotes) camp(reader string) string {
	for name, members := range v.Camps {
		if slices.Contains(members, reader) {
			return name
		}
	}
	return ""
}

// hundredth gives a number from 0 to 99 that hangs on the words alone.
func hundredth(words ...string) int {
	h := fnv.New64a()
	for _, w := range words {
		_, _ = h.Write([]byte(w)) // a hash takes everything
		_, _ = h.Write([]byte{0})
	}
	sum := h.Sum64()
	return int((sum ^ sum>>32) % 100)
}

// settledAfter is when a comment's readers have voted: some hours after it was written, and after what was decided about it.
func settledAfter(slug string, c demoComment) time.Duration {
	at := c.At
	for _, d := range c.Decision {
		at = max(at, d.At)
	}
	return at + 40*time.Minute + time.Duration(hundredth(slug, c.Key))*2*time.Minute
}

// shown reports whether the comment can be read in the end.
func (c demoComment) shown() bool {
	if c.Withdrawn > 0 {
		return false
	}
	if n := len(c.Decision); n > 0 {
		last := c.Decision[n-1].Action
		return last == rozmova.Restore || last == rozmova.Publish || last == rozmova.Keep
	}
	return true
}

// votes plans the votes on a comment: all of them in one step, side by side, for the store takes them in together.
func (f *filling) votes(s demoStory, c demoComment, readers []demoReader) {
	if !c.shown() {
		return
	}
	votes := s.votesOn(c, readers)
	if len(votes) == 0 {
		return
	}
	key := s.slug + " " + c.Key
	f.add(s.published.Add(f.shift+settledAfter(s.slug, c)), func(ctx context.Context, core *app.Core) error {
		errs := make([]error, len(votes))
		var cast sync.WaitGroup
		for i, v := range votes {
			cast.Go(func() {
				_, err := core.Discussion.Vote(ctx, f.readers[v.reader], f.comments[key], v.vote)
				errs[i] = say(err, "vote of %s on %s", v.reader, key)
			})
		}
		cast.Wait()
		return errors.Join(append(errs, core.Discussion.FlushVotes(ctx))...)
	})
}
