package moderation

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// mostCounted is how many rows of a kind the figures of quality are counted from; the latest.
const mostCounted = 50_000

// A Share is so many of so many, with the interval in which the true share lies with 95 % (Wilson): few cases tell little.
type Share struct {
	N, Of     int
	Low, High float64 // 0 and 1 where there is no case
}

// ShareOf makes the share of n in of.
func ShareOf(n, of int) Share {
	s := Share{N: n, Of: of, High: 1}
	if of == 0 {
		return s
	}
	const z = 1.959964
	p, m := float64(n)/float64(of), float64(of)
	middle := p + z*z/(2*m)
	wide := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	s.Low, s.High = max(0, (middle-wide)/(1+z*z/m)), min(1, (middle+wide)/(1+z*z/m))
	return s
}

// Value is the share, and 0 where there is no case.
func (s Share) Value() float64 {
	if s.Of == 0 {
		return 0
	}
	return float64(s.N) / float64(s.Of)
}

// A Work is how the decisions of one person, or of all, stand up.
type Work struct {
	By       *rozmova.Reader // nil: everybody
	Decided  int
	Median   time.Duration // from when something waited until it was decided
	Ninth    time.Duration // nine of ten were not waited for longer
	Agreed   Share         // of second looks, those that came to the same: in sight or not
	Kappa    float64       // agreement beyond what chance makes [-1,1]; of all alone
	SameRule Share         // of those taken out of sight by both, the same rule
	Reversed Share         // of appeals heard, those that reversed or amended the decision
}

// An Accuracy is how the automation agrees with people about comments drawn by lot, in one language.
type Accuracy struct {
	Language  string // uk, ru, en, other; empty: all of them
	Breaks    int    // of the sample, what people say breaks the rule under the form
	Correct   Share  // accuracy
	Precision Share  // of what the automation holds or marks, what breaks the rule
	Recall    Share  // of what breaks the rule, what the automation holds or marks
}

// A Quality is how well moderation works, since a time.
type Quality struct {
	Since     time.Time
	All       Work
	Mine      Work
	People    []Work // for senior moderators alone: who decided most comes first
	Automatic Share  // of appeals against what was decided automatically, those that reversed it
	Automaton []Accuracy
	Looks     int // that wait for an answer
	Samples   int
}

// Quality tells a moderator how the decisions of all, and their own, stand up; senior moderators and administrators of the whole site
// see everybody's.
func (d *Desk) Quality(ctx context.Context, by *rozmova.Reader, since time.Time) (*Quality, error) {
	if _, held := by.SectionsOf(rozmova.Moderator); !held {
		return nil, may(by, "")
	}
	sections, senior := by.SectionsOf(rozmova.Senior)
	q := &Quality{}
	err := d.db.View(ctx, func(tx *store.Tx) error {
		*q = Quality{Since: since}
		count, err := d.count(tx, since)
		if err != nil {
			return err
		}
		q.All, q.Automatic = count.of(nil, true), count.automatic
		q.Mine = count.of(&by.ID, false)
		q.Mine.By = by
		if senior && len(sections) == 0 {
			people, err := tx.Readers(count.people())
			if err != nil {
				return err
			}
			for id, p := range people {
				w := count.of(&id, false)
				w.By = p
				q.People = append(q.People, w)
			}
			slices.SortFunc(q.People, func(a, b Work) int { return cmp.Or(b.Decided-a.Decided, cmp.Compare(a.By.PenName, b.By.PenName)) })
		}
		if q.Automaton, err = d.accuracy(tx, since, soon(d.now())); err != nil {
			return err
		}
		q.Looks, q.Samples, err = tx.CountChecks(d.site.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return q, nil
}

// soon is after all that has happened: the upper bound of a span of time that ends now.
func soon(now time.Time) time.Time { return now.Add(time.Minute) }

// accuracy tells how the automation agrees with people about comments drawn by lot in a span of time: all languages first, then each that
// there are any of. It holds nothing about anybody.
func (d *Desk) accuracy(tx *store.Tx, from, to time.Time) ([]Accuracy, error) {
	samples, err := tx.Samples(d.site.ID, from, to, mostCounted)
	if err != nil || len(samples) == 0 {
		return nil, err
	}
	inForce, err := d.PolicyOf(tx, "", rozmova.ID[rozmova.Story]{})
	if err != nil {
		return nil, err
	}
	policy := *inForce
	policy.Mode = rozmova.PostModeration // what waits for a person anyway says nothing of the automation
	type square struct{ hit, miss, alarm, calm int }
	squares := map[string]*square{"": {}}
	for i := range samples {
		s := &samples[i]
		if squares[s.Language] == nil && s.Language != "" {
			squares[s.Language] = &square{}
		}
		flagged := d.flags(&policy, &rozmova.Verdict{Language: s.Language, Scores: s.Scores})
		for _, sq := range []*square{squares[""], squares[s.Language]} {
			switch {
			case flagged && s.Said == rozmova.Yes:
				sq.hit++
			case flagged:
				sq.alarm++
			case s.Said == rozmova.Yes:
				sq.miss++
			default:
				sq.calm++
			}
			if s.Language == "" {
				break
			}
		}
	}
	var list []Accuracy
	for _, language := range []string{"", "uk", "ru", "en", "other"} {
		if sq := squares[language]; sq != nil {
			list = append(list, Accuracy{
				Language: language, Breaks: sq.hit + sq.miss, Correct: ShareOf(sq.hit+sq.calm, sq.hit+sq.miss+sq.alarm+sq.calm),
				Precision: ShareOf(sq.hit, sq.hit+sq.alarm), Recall: ShareOf(sq.hit, sq.hit+sq.miss),
			})
		}
	}
	return list, nil
}

// flags reports whether the automation would hold or mark a text by this verdict under a policy.
func (d *Desk) flags(p *rozmova.Policy, v *rozmova.Verdict) bool {
	o, err := judge(p, d.policy.threshold, &Case{Mode: rozmova.Open, Verdict: v, Trusted: true})
	return err == nil && (o.State == rozmova.Held || o.Mark)
}

// A counting is what the figures of people's work are made from.
type counting struct {
	paces     []store.Pace
	looks     []store.Look
	heard     []store.Heard
	automatic Share
}

func (d *Desk) count(tx *store.Tx, since time.Time) (c counting, err error) {
	if c.paces, err = tx.Paces(d.site.ID, since, mostCounted); err != nil {
		return c, err
	}
	if c.looks, err = tx.Looks(d.site.ID, since, mostCounted); err != nil {
		return c, err
	}
	c.heard, err = tx.AppealsHeard(d.site.ID, since, mostCounted)
	reversed, of := 0, 0
	for _, h := range c.heard {
		if !h.Automatic {
			continue
		}
		of++
		if h.State != rozmova.AppealUpheld {
			reversed++
		}
	}
	c.automatic = ShareOf(reversed, of)
	return c, err
}

// people are all who decided.
func (c *counting) people() []rozmova.ID[rozmova.Reader] {
	seen := map[rozmova.ID[rozmova.Reader]]bool{}
	var list []rozmova.ID[rozmova.Reader]
	for _, p := range c.paces {
		if !seen[p.By] {
			seen[p.By] = true
			list = append(list, p.By)
		}
	}
	return list
}

// of counts the work of one person, or of all.
func (c *counting) of(who *rozmova.ID[rozmova.Reader], kappa bool) Work {
	mine := func(by rozmova.ID[rozmova.Reader]) bool { return who == nil || by == *who }
	var w Work
	var took []time.Duration
	for _, p := range c.paces {
		if mine(p.By) {
			took = append(took, p.Took)
		}
	}
	slices.Sort(took)
	if w.Decided = len(took); w.Decided > 0 {
		w.Median, w.Ninth = took[(len(took)-1)/2], took[(len(took)-1)*9/10]
	}
	var agreed, both, same, firstOut, secondOut, looked int
	for _, l := range c.looks {
		if !mine(l.By) {
			continue
		}
		looked++
		first, second := l.First.Restricts(), l.Second.Restricts()
		if first {
			firstOut++
		}
		if second {
			secondOut++
		}
		if first == second {
			agreed++
		}
		if first && second {
			both++
			if l.Rule == l.Other {
				same++
			}
		}
	}
	w.Agreed, w.SameRule = ShareOf(agreed, looked), ShareOf(same, both)
	if kappa && looked > 0 {
		n := float64(looked)
		a, b := float64(firstOut)/n, float64(secondOut)/n
		if chance := a*b + (1-a)*(1-b); chance < 1 {
			w.Kappa = (float64(agreed)/n - chance) / (1 - chance)
		} else {
			w.Kappa = 1
		}
	}
	reversed, heard := 0, 0
	for _, h := range c.heard {
		if h.Automatic || !mine(h.By) {
			continue
		}
		heard++
		if h.State != rozmova.AppealUpheld {
			reversed++
		}
	}
	w.Reversed = ShareOf(reversed, heard)
	return w
}
