package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// newestAge is how long before now the demo's newest story was published: long enough for its discussion to have
// happened, and still news.
const newestAge = 36 * time.Hour

// A step is one thing that happened in the demo newsroom, at its time.
type step struct {
	at time.Time
	do func(ctx context.Context, core *app.Core) error
}

// A filling knows what was made so far, by the keys of the files.
type filling struct {
	now      time.Time
	shift    time.Duration // from the calendar of the files to ours
	readers  map[string]*rozmova.Reader
	threads  map[string]rozmova.ID[rozmova.Thread]  // by slug
	comments map[string]rozmova.ID[rozmova.Comment] // by slug and key
	steps    []step
}

// plan puts everything that happened in the demo newsroom in the order of time.
func (d *demoNewsroom) plan(now time.Time) *filling {
	now = now.UTC().Truncate(time.Minute)
	f := &filling{
		now: now, shift: now.Add(-newestAge).Sub(d.newest()).Truncate(24 * time.Hour), // whole days: mornings stay mornings
		readers: map[string]*rozmova.Reader{}, threads: map[string]rozmova.ID[rozmova.Thread]{}, comments: map[string]rozmova.ID[rozmova.Comment]{},
	}
	for _, r := range d.readers {
		f.join(r)
	}
	for _, s := range d.stories {
		f.story(s)
		f.settle(s)
		f.develop(s)
		f.visits(s, d.readers)
		for _, c := range s.comments {
			f.comment(s, c)
			f.feature(s, c)
			f.votes(s, c, d.readers)
		}
	}
	slices.SortStableFunc(f.steps, func(a, b step) int { return a.at.Compare(b.at) })
	return f
}

func (f *filling) add(at time.Time, do func(ctx context.Context, core *app.Core) error) {
	f.steps = append(f.steps, step{at, do})
}

func (f *filling) join(r demoReader) {
	f.add(f.now.AddDate(0, 0, -r.Joined), func(ctx context.Context, core *app.Core) (err error) {
		var grants []rozmova.Grant
		if r.Role != "" {
			grants = append(grants, rozmova.Grant{Role: r.Role})
		}
		f.readers[r.Key], err = core.Membership.Invite(ctx, r.address(), r.Name, r.Locale, grants...)
		return say(err, "reader %s", r.Key)
	})
	for _, other := range r.Mutes {
		f.add(f.now.Add(-newestAge), func(ctx context.Context, core *app.Core) error {
			_, err := core.Discussion.Mute(ctx, f.readers[r.Key], f.readers[other].ID)
			return say(err, "%s muting %s", r.Key, other)
		})
	}
}

// story publishes a story as it first went out and, where it was corrected since, again at the time of the correction, so
// that there is a revision to compare.
func (f *filling) story(s demoStory) {
	at := s.published.Add(f.shift)
	first, corrected := beforeCorrections(s.text)
	f.add(at, func(ctx context.Context, core *app.Core) error { return f.publish(ctx, core, s, first, at) })
	if corrected.IsZero() {
		return
	}
	f.add(corrected.Add(f.shift), func(ctx context.Context, core *app.Core) error { return f.publish(ctx, core, s, s.text, at) })
}

func (f *filling) publish(ctx context.Context, core *app.Core, s demoStory, text []byte, published time.Time) error {
	draft, err := newsroom.Parse(s.file, text, newsroom.ParseOptions{})
	if err != nil {
		return err
	}
	for i := range draft.Story.Corrections {
		draft.Story.Corrections[i].At = draft.Story.Corrections[i].At.Add(f.shift)
	}
	for i := range draft.Story.Sources {
		if read := &draft.Story.Sources[i].Read; !read.IsZero() {
			*read = read.Add(f.shift)
		}
	}
	draft.Story.Published = published
	done, err := core.Newsroom.Publish(ctx, rozmova.ID[rozmova.Reader]{}, draft, newsroom.PublishOptions{Replace: true})
	if err != nil {
		return err
	}
	f.threads[s.slug] = done.Story.Thread
	return nil
}

// beforeCorrections gives a story's text as it was before its corrections, and the time of the last of these; the text as
// it is and the zero time where there are none, or where the corrected words do not stand in it.
func beforeCorrections(text []byte) ([]byte, time.Time) {
	head, rest, found := bytes.Cut(text, []byte("\ncorrections:\n"))
	if !found {
		return text, time.Time{}
	}
	list, body, found := bytes.Cut(rest, []byte("---\n"))
	if !found {
		return text, time.Time{}
	}
	before := slices.Concat(head, []byte("\n---\n"), body)
	var last time.Time
	var right, wrong string
	value := func(line, key string) (string, bool) {
		v, ok := strings.CutPrefix(strings.TrimLeft(line, " -"), key+": ")
		return strings.Trim(v, `"`), ok
	}
	for line := range strings.SplitSeq(string(list), "\n") {
		if v, ok := value(line, "at"); ok {
			if at, err := time.Parse(time.RFC3339, v); err == nil && at.After(last) {
				last = at
			}
		}
		if v, ok := value(line, "wrong"); ok {
			wrong = v
		}
		if v, ok := value(line, "right"); ok {
			right = v
		}
		if right != "" && wrong != "" {
			if !bytes.Contains(before, []byte(right)) {
				return text, time.Time{}
			}
			before = bytes.ReplaceAll(before, []byte(right), []byte(wrong))
			right, wrong = "", ""
		}
	}
	return before, last
}

// comment plans what a reader wrote, and everything that became of it.
func (f *filling) comment(s demoStory, c demoComment) {
	key := s.slug + " " + c.Key
	when := func(after time.Duration) time.Time { return s.published.Add(f.shift + after) }
	f.add(when(c.At), func(ctx context.Context, core *app.Core) error {
		posting := discussion.Posting{Thread: f.threads[s.slug], Body: c.Text, Statement: c.Statement}
		if author := f.readers[c.By]; author != nil {
			posting.Locale = author.Locale
		}
		if c.To != "" {
			posting.Parent = f.comments[s.slug+" "+c.To]
		}
		made, _, err := core.Discussion.Post(ctx, f.readers[c.By], posting)
		if err != nil {
			return say(err, "comment %s", key)
		}
		f.comments[key] = made.ID
		return nil
	})
	if c.Edit != nil {
		f.add(when(c.Edit.At), func(ctx context.Context, core *app.Core) error {
			_, err := core.Discussion.Edit(ctx, f.readers[c.By], f.comments[key], 0, c.Edit.Text)
			return say(err, "edit of %s", key)
		})
	}
	if c.Withdrawn > 0 {
		f.add(when(c.Withdrawn), func(ctx context.Context, core *app.Core) error {
			_, err := core.Discussion.Withdraw(ctx, f.readers[c.By], f.comments[key])
			return say(err, "withdrawal of %s", key)
		})
	}
	wait := 20 * time.Minute // until the last report comes; they are spread over the time until somebody decides
	if len(c.Decision) > 0 {
		wait = c.Decision[0].At - c.At
	}
	for i, r := range c.Reports {
		at := c.At + wait*time.Duration(i+1)/time.Duration(len(c.Reports)+1)
		f.add(when(at), func(ctx context.Context, core *app.Core) error {
			_, err := core.Discussion.Report(ctx, f.readers[r.By], f.comments[key], r.Rule, r.Text)
			return say(err, "report of %s", key)
		})
	}
	for _, d := range c.Decision {
		f.add(when(d.At), func(ctx context.Context, core *app.Core) error {
			_, err := core.Moderation.Decide(ctx, f.readers[d.By], moderation.Ruling{Comment: f.comments[key], Action: d.Action, Rule: d.Rule, Facts: d.Facts})
			return say(err, "decision about %s", key)
		})
	}
}

// say puts before an error what it is about.
func say(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf(format+": %w", append(args, err)...)
}
