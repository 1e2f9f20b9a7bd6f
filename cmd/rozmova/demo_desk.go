package main

import (
	"context"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/discussion"
)

// settle plans what the editor sets for the discussion under a story.
func (f *filling) settle(s demoStory) {
	set := s.settings
	if set == nil {
		return
	}
	published := s.published.Add(f.shift)
	f.add(published.Add(set.At), func(ctx context.Context, core *app.Core) error {
		setup := discussion.Setup{Mode: rozmova.Open}
		if set.Mode == "slow" {
			setup.Mode = rozmova.Slow
		}
		setup.Own.SlowMinutes, setup.Own.Message = set.SlowMinutes, set.Message
		if set.Closes > 0 {
			setup.Own.Closes = published.Add(set.Closes)
		}
		return say(core.Discussion.Configure(ctx, f.readers[set.By], f.threads[s.slug], setup), "settings of %s", s.slug)
	})
}

// feature plans that an editor picks a comment.
func (f *filling) feature(s demoStory, c demoComment) {
	pick := c.Featured
	if pick == nil {
		return
	}
	key, block := s.slug+" "+c.Key, rozmova.Never
	if pick.Behind != nil {
		block = *pick.Behind
	}
	f.add(s.published.Add(f.shift+pick.At), func(ctx context.Context, core *app.Core) error {
		return say(core.Discussion.Feature(ctx, f.readers[pick.By], f.comments[key], block), "pick of %s", key)
	})
}

// visits plans the last looks of readers at the discussion under a story.
func (f *filling) visits(s demoStory, readers []demoReader) {
	for _, r := range readers {
		after, ok := r.Visits[s.slug]
		if !ok {
			continue
		}
		f.add(s.published.Add(f.shift+after), func(ctx context.Context, core *app.Core) error {
			_, err := core.Discussion.Page(ctx, f.readers[r.Key], f.threads[s.slug], discussion.View{})
			return say(err, "visit of %s to %s", r.Key, s.slug)
		})
	}
}
