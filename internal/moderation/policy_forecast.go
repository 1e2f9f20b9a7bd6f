package moderation

import (
	"context"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// What became of a comment when it came, and what would have become of it.
const (
	WasShown   = "shown"
	WasMarked  = "marked"  // shown, and on the moderators' list
	WasWaiting = "waits"   // a person read it before others did
	WasHeld    = "held"    // out of sight by itself until a person read it
	WasRemoved = "removed" // a person took it out of sight
	WasRefused = "refused" // its author was to wait before writing again
)

// ForecastSize is how many of the latest comments a forecast looks at; forecastExamples how many it shows of a kind.
const (
	ForecastSize     = 1000
	forecastExamples = 4
)

// A Forecast tells what a policy would have done with the latest comments, beside what was done. What numbers say of a comment (copies,
// bursts, spam) and how heated its branch was is not played again.
type Forecast struct {
	Total  int
	Nudged int // writers whom it would have asked to say it another way
	Did    ForecastCount
	Would  ForecastCount
	Cells  []ForecastCell // of what would be otherwise, the most first as the page orders them
	From   time.Time      // of the oldest comment
}

// A ForecastCount counts comments by what became of them.
type ForecastCount map[string]int

// A ForecastCell are the comments with which one thing was done and another would have been.
type ForecastCell struct {
	Did, Would string
	Count      int
	Examples   []ForecastExample
}

// A ForecastExample is one of them.
type ForecastExample struct {
	Comment *rozmova.Comment
	Story   *rozmova.Story
	Outcome Outcome
	Nudged  bool
}

// forecastOrder is the order in which what would be otherwise is shown: what more people would not have seen at first, and then what
// would have been let through.
var forecastOrder = [][2]string{
	{WasShown, WasHeld}, {WasShown, WasWaiting}, {WasShown, WasRefused}, {WasShown, WasMarked},
	{WasMarked, WasHeld}, {WasMarked, WasWaiting}, {WasMarked, WasRefused}, {WasMarked, WasShown}, {WasRemoved, WasHeld}, {WasRemoved, WasWaiting}, {WasRemoved, WasRefused},
	{WasRemoved, WasMarked}, {WasRemoved, WasShown}, {WasHeld, WasShown}, {WasHeld, WasMarked}, {WasHeld, WasWaiting}, {WasHeld, WasRefused},
	{WasWaiting, WasShown}, {WasWaiting, WasMarked}, {WasWaiting, WasHeld}, {WasWaiting, WasRefused},
}

// forecastTime is how long a forecast goes on; then it tells of the comments that it came to.
const forecastTime = 10 * time.Second

// Forecast plays the latest comments of a level again by a policy that is not set: ForecastSize of them, or as many as ten seconds
// allow. What is wrong with it is as SetPolicy says.
func (d *Desk) Forecast(ctx context.Context, by *rozmova.Reader, level string, p rozmova.Policy) (*Forecast, error) {
	var f *Forecast
	until, cancel := context.WithTimeout(ctx, forecastTime)
	defer cancel()
	err := d.db.View(ctx, func(tx *store.Tx) error {
		at, err := d.maySet(tx, by, level)
		if err != nil {
			return err
		}
		own, err := d.sound(tx, at, p)
		if err != nil {
			return err
		}
		latest, err := tx.Latest(d.site.ID, level, ForecastSize)
		if err != nil {
			return err
		}
		f, err = d.replay(until, tx, latest, level, own)
		return err
	})
	return f, err
}

func (d *Desk) replay(until context.Context, tx *store.Tx, latest []store.Judgeable, level string, own *rozmova.Policy) (*Forecast, error) {
	f := &Forecast{Total: len(latest), Did: ForecastCount{}, Would: ForecastCount{}}
	cells := map[[2]string]*ForecastCell{}
	played := player{d: d, tx: tx, level: level, own: own, policies: map[string]*playedPolicy{}, modes: map[rozmova.ID[rozmova.Thread]]rozmova.ThreadMode{}}
	for i := range latest {
		if until.Err() != nil && i > 0 {
			f.Total = i
			break
		}
		j := &latest[i]
		o, would, nudged, err := played.play(j)
		if err != nil {
			return nil, err
		}
		did := done(j)
		f.Did[did]++
		f.Would[would]++
		if nudged {
			f.Nudged++
		}
		if f.From = j.Comment.Created; did == would {
			continue
		}
		cell := cells[[2]string{did, would}]
		if cell == nil {
			cell = &ForecastCell{Did: did, Would: would}
			cells[[2]string{did, would}] = cell
		}
		if cell.Count++; len(cell.Examples) < forecastExamples {
			story, err := tx.StoryHead(j.Comment.Story)
			if err != nil {
				return nil, err
			}
			cell.Examples = append(cell.Examples, ForecastExample{j.Comment, story, o, nudged})
		}
	}
	for _, kind := range forecastOrder {
		if cell := cells[kind]; cell != nil {
			f.Cells = append(f.Cells, *cell)
		}
	}
	return f, nil
}

// done says what was done with a comment: by people, where they took it away, else when it came.
func done(j *store.Judgeable) string {
	switch {
	case j.Withdrawn:
		return WasRemoved
	case j.Held:
		return WasHeld
	case j.Waited:
		return WasWaiting
	case !j.Comment.Marked.IsZero():
		return WasMarked
	}
	return WasShown
}

// A player plays comments again by a policy.
type player struct {
	d        *Desk
	tx       *store.Tx
	level    string
	own      *rozmova.Policy
	policies map[string]*playedPolicy // by section and story
	modes    map[rozmova.ID[rozmova.Thread]]rozmova.ThreadMode
}

type playedPolicy struct {
	policy *rozmova.Policy
	words  *wordList
}

// policyFor gives what would hold for a story: its levels one over the other, with the unsaved one in its place.
func (p *player) policyFor(section rozmova.Slug, story rozmova.ID[rozmova.Story]) (*playedPolicy, error) {
	key := string(section) + " " + story.String()
	if known := p.policies[key]; known != nil {
		return known, nil
	}
	levels := []string{""}
	if section != "" {
		levels = append(levels, SectionLevel(section))
	}
	base := p.d.policy.Base()
	all := &base
	for _, level := range append(levels, StoryLevel(story)) {
		if level == p.level {
			all = over(all, p.own)
			continue
		}
		v, err := p.tx.Policy(p.d.site.ID, level, 0)
		if errors.Is(err, rozmova.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = over(all, &v.Policy)
	}
	made := &playedPolicy{all, newWordList(all.Words)}
	p.policies[key] = made
	return made, nil
}

func (p *player) play(j *store.Judgeable) (o Outcome, would string, nudged bool, err error) {
	c := j.Comment
	in, err := p.policyFor(j.Section, c.Story)
	if err != nil {
		return o, "", false, err
	}
	mode, known := p.modes[c.Thread]
	if !known {
		thread, err := p.tx.Thread(c.Thread)
		if err != nil {
			return o, "", false, err
		}
		if mode = thread.Mode; mode == rozmova.Closed {
			mode = rozmova.Open
		}
		p.modes[c.Thread] = mode
	}
	isNew := !j.Staff && newAccount(in.policy, j.Joined, c.Created)
	words := in.words.find(plainOf(c))
	_, rude := worst(j.Verdict, in.policy.Nudge)
	nudged = rude || firstHit(words, "") != nil
	if isNew && in.policy.NewPerHour > 0 && j.LastHour >= in.policy.NewPerHour {
		return o, WasRefused, nudged, nil
	}
	o, err = judge(in.policy, p.d.policy.threshold, &Case{
		Mode: mode, Verdict: j.Verdict, Trusted: j.Staff || j.Before >= TrustedAfter, Newcomer: !j.Staff && j.Before < in.policy.Newcomer, New: isNew,
		Links: linksIn(c.Body), Words: words,
	})
	switch {
	case err != nil:
		return o, "", nudged, err
	case o.State == rozmova.Held:
		would = WasHeld
	case o.State == rozmova.Pending || j.Guest:
		would = WasWaiting
	case o.Mark:
		would = WasMarked
	default:
		would = WasShown
	}
	return o, would, nudged, nil
}
