package main

import (
	"context"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// A demoDevelopment is what was added to a developing story. Times count from its publication.
type demoDevelopment struct {
	Developing string // newest or oldest: in which order; empty: the story is an ordinary one
	Ended      time.Duration
	Additions  []struct {
		At                      time.Duration
		By, Byline, Title, Text string
		Change                  *demoAdditionChange // nil: it stands as it was written
		TakenBack               *demoAdditionChange `yaml:"taken_back"`
	}
}

type demoAdditionChange struct {
	At         time.Duration
	Text, Note string
}

// develop plans what is added to a developing story.
func (f *filling) develop(s demoStory) {
	d := s.developed
	how := map[string]rozmova.Developing{"newest": rozmova.NewestFirst, "oldest": rozmova.OldestFirst}[d.Developing]
	if how == rozmova.NotDeveloping {
		return
	}
	when := func(after time.Duration) time.Time { return s.published.Add(f.shift + after) }
	turn := func(at time.Duration, how rozmova.Developing) {
		f.add(when(at), func(ctx context.Context, core *app.Core) error {
			return say(core.Newsroom.SetDeveloping(ctx, f.readers[d.Additions[0].By], rozmova.Slug(s.slug), how), "development of %s", s.slug)
		})
	}
	turn(time.Minute, how)
	for i, a := range d.Additions {
		name := fmt.Sprintf("addition %d to %s", i+1, s.slug)
		made := new(rozmova.Addition)
		text := newsroom.AdditionText{Title: a.Title, Body: a.Text, Byline: a.Byline}
		f.add(when(a.At), func(ctx context.Context, core *app.Core) error {
			added, err := core.Newsroom.Add(ctx, f.readers[a.By], rozmova.Slug(s.slug), text)
			if err == nil {
				*made = *added
			}
			return say(err, "%s", name)
		})
		if a.Change != nil {
			f.add(when(a.Change.At), func(ctx context.Context, core *app.Core) error {
				text.Body = a.Change.Text
				return say(core.Newsroom.ChangeAddition(ctx, f.readers[a.By], rozmova.Slug(s.slug), made.ID, text, a.Change.Note), "change of %s", name)
			})
		}
		if a.TakenBack != nil {
			f.add(when(a.TakenBack.At), func(ctx context.Context, core *app.Core) error {
				return say(core.Newsroom.TakeBackAddition(ctx, f.readers[a.By], rozmova.Slug(s.slug), made.ID, a.TakenBack.Note), "taking back of %s", name)
			})
		}
	}
	if d.Ended > 0 {
		turn(d.Ended, rozmova.NotDeveloping)
	}
}
