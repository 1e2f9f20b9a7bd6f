package moderation

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// The kinds of Signal.
const (
	ReportSignal  = "reports" // several report one comment together
	VoteSignal    = "votes"   // several vote on one comment together
	EvasionSignal = "evasion" // an account like that of somebody who may not write
	FloodSignal   = "flood"   // one text many times over
	LinkSignal    = "links"   // one site linked to many times over
)

// What a policy does about a kind of signal (Policy.Numbers).
const (
	NumbersNothing = "nothing" // it is shown
	NumbersHold    = "hold"    // the comment is held
	NumbersIgnore  = "ignore"  // the votes or reports do not count
)

// numbersAct is what is done where the policy does not say.
var numbersAct = map[string]string{
	ReportSignal: NumbersIgnore, VoteSignal: NumbersIgnore, EvasionSignal: NumbersHold, FloodSignal: NumbersHold, LinkSignal: NumbersHold,
}

func actOn(p *rozmova.Policy, kind string) string {
	if p != nil && p.Numbers[kind] != "" {
		return p.Numbers[kind]
	}
	return numbersAct[kind]
}

// From which numbers on something is a signal.
const (
	floodCopies    = 3 // of a text within floodWithin, in two threads at least or by two readers
	floodWithin    = 24 * time.Hour
	linkCopies     = 4 // comments that link to one site within floodWithin, from new accounts or one reader
	burstVotes     = 8 // on one comment within burstWithin
	burstReports   = 3
	burstWithin    = 10 * time.Minute
	newcomerShare  = 0.6 // of those who take part in a burst
	originShare    = 0.5 // from one network
	newcomerDays   = 3
	evasionDays    = 30   // an account older than that is nobody's new one
	leastEvasion   = 0.5  // of one network 0.5, of a like name up to 0.4, of an account made since 0.2
	sureEvasion    = 0.75 // from which on comments are held
	mostCompared   = 40
	mostBallots    = 5_000
	signalEvidence = 500 // readers and comments named in the evidence
)

// Traces are what the numbers say of a new comment.
type Traces struct {
	Hold  bool
	Rule  string  // why it is held: key of the house rule
	Facts string  // key of the message that says so
	Spam  float32 // how sure the spam classifier is, [0,1]
}

// Evidence is what a Signal rests on.
type Evidence struct {
	Comments  []rozmova.ID[rozmova.Comment] `json:"comments,omitempty"`
	Readers   []rozmova.ID[rozmova.Reader]  `json:"readers,omitempty"` // of evasion the new account, then those that it is like
	Total     int                           `json:"total"`             // votes, reports, copies
	Threads   int                           `json:"threads,omitempty"`
	Newcomers int                           `json:"newcomers,omitempty"`
	Origin    int                           `json:"origin,omitempty"` // from one network
	Alike     float64                       `json:"alike,omitempty"`  // least likeness of the copies, or of the names
	Host      string                        `json:"host,omitempty"`
	Fewer     int                           `json:"fewer,omitempty"`   // votes that count for less
	Counted   float64                       `json:"counted,omitempty"` // what all votes, Total, count for together
	Voices    int                           `json:"voices,omitempty"`  // most accounts that share one voice
	Before    int                           `json:"before,omitempty"`  // place in the order, from 1
	Now       int                           `json:"now,omitempty"`
	From      time.Time                     `json:"from"`
	To        time.Time                     `json:"to"`
}

func (d *Desk) raiseSignal(tx *store.Tx, s *rozmova.Signal, e *Evidence, now time.Time) (fresh bool, err error) {
	e.Comments, e.Readers = e.Comments[:min(len(e.Comments), signalEvidence)], e.Readers[:min(len(e.Readers), signalEvidence)]
	if s.Doc, err = json.Marshal(e); err != nil {
		return false, err
	}
	s.ID, s.Site, s.At, s.State = rozmova.NewID[rozmova.Signal](now), d.site.ID, now, 1
	if fresh, err = tx.PutSignal(s); err != nil || !fresh {
		return false, err
	}
	_, err = tx.Append(rozmova.Event{At: now, Kind: rozmova.SignalRaised, Site: d.site.ID, Ref: s.ID})
	return true, err
}

// TracesOf looks a new comment up among others: copies, links, accounts of somebody who may not write; and asks the classifier of spam. It
// is asked within the step that writes the comment, which has its ID. network may be empty.
func (d *Desk) TracesOf(tx *store.Tx, c *rozmova.Comment, network string, p *rozmova.Policy, now time.Time) (Traces, error) {
	var t Traces
	author, err := tx.Reader(c.Author)
	if err != nil || author.Staff() {
		return t, err
	}
	words := spamWords(c)
	counts, err := tx.SpamWords(words)
	if err != nil {
		return t, err
	}
	t.Spam = spamScore(words, counts)
	for _, look := range []func(*store.Tx, *rozmova.Comment, *rozmova.Reader, string, *rozmova.Policy, time.Time) (bool, string, error){d.flooded, d.linked, d.evades} {
		hold, facts, err := look(tx, c, author, network, p, now)
		if err != nil {
			return t, err
		}
		if hold && !t.Hold {
			t.Hold, t.Rule, t.Facts = true, spamRule, facts
		}
	}
	return t, nil
}

// LeaveTraces writes down by what later copies of a new or mended comment are found, and from which network it came.
func (d *Desk) LeaveTraces(tx *store.Tx, c *rozmova.Comment, network string, now time.Time) error {
	prints := append(fingerprints(plainOf(c)), linkPrints(linkedSites(c.Body))...)
	if len(prints) > 0 || c.Revision > 1 {
		if err := tx.PutFingerprints(c.ID, prints, now); err != nil {
			return err
		}
	}
	return d.LeaveOrigin(tx, c.Author, network, string(DeedPost), now)
}

// flooded finds copies of a comment.
func (d *Desk) flooded(tx *store.Tx, c *rozmova.Comment, _ *rozmova.Reader, _ string, p *rozmova.Policy, now time.Time) (bool, string, error) {
	text := plainOf(c)
	found, err := tx.Copies(fingerprints(text), now.Add(-floodWithin), mostCompared)
	if err != nil || len(found)+1 < floodCopies {
		return false, "", err
	}
	e := &Evidence{Comments: []rozmova.ID[rozmova.Comment]{c.ID}, Readers: []rozmova.ID[rozmova.Reader]{c.Author}, Total: 1, Alike: 1, From: now, To: now}
	threads := []rozmova.ID[rozmova.Thread]{c.Thread}
	ids := make([]rozmova.ID[rozmova.Comment], len(found))
	for i := range found {
		ids[i] = found[i].Comment
	}
	others, err := tx.CommentsByID(ids)
	if err != nil {
		return false, "", err
	}
	for _, f := range found {
		other := others[f.Comment]
		if other == nil || f.Comment == c.ID {
			continue
		}
		a := 1.0
		if said := plainOf(other); said != text {
			a = alike(text, said)
		}
		if a < likeness {
			continue
		}
		e.add(other, a)
		if !slices.Contains(threads, other.Thread) {
			threads = append(threads, other.Thread)
		}
	}
	e.Threads = len(threads)
	if e.Total < floodCopies || e.Threads < 2 && len(e.Readers) < 2 {
		return false, "", nil
	}
	act := actOn(p, FloodSignal)
	key := strconv.FormatInt(fingerprints(text)[0].Hash, 36) + " " + now.Format(time.DateOnly) // one signal a day of what is alike
	_, err = d.raiseSignal(tx, &rozmova.Signal{Kind: FloodSignal, Key: key, Comment: c.ID, Reader: c.Author, Score: min(1, float64(e.Total)/10), Acted: act}, e, now)
	return act == NumbersHold, "abuse.facts.flood", err
}

func (e *Evidence) add(c *rozmova.Comment, alike float64) {
	e.Comments = append(e.Comments, c.ID)
	if !c.Author.IsZero() && !slices.Contains(e.Readers, c.Author) {
		e.Readers = append(e.Readers, c.Author)
	}
	e.Total++
	e.Alike = min(e.Alike, alike)
	if c.Created.Before(e.From) {
		e.From = c.Created
	}
}

// linked finds comments that link to the same sites, by the same reader or by new accounts.
func (d *Desk) linked(tx *store.Tx, c *rozmova.Comment, author *rozmova.Reader, _ string, p *rozmova.Policy, now time.Time) (bool, string, error) {
	for _, host := range linkedSites(c.Body) {
		var prints []store.Fingerprint
		for i := range 8 {
			prints = append(prints, store.Fingerprint{Band: linkBand + i, Hash: linkPrints([]string{host})[0].Hash})
		}
		found, err := tx.Copies(prints, now.Add(-floodWithin), mostCompared)
		if err != nil {
			return false, "", err
		}
		e := &Evidence{Comments: []rozmova.ID[rozmova.Comment]{c.ID}, Readers: []rozmova.ID[rozmova.Reader]{c.Author}, Total: 1, Host: host, From: now, To: now}
		var others []rozmova.ID[rozmova.Reader]
		for _, f := range found {
			others = append(others, f.Author)
		}
		people, err := tx.Readers(others)
		if err != nil {
			return false, "", err
		}
		for _, f := range found {
			if f.Comment == c.ID {
				continue
			}
			who := people[f.Author]
			if f.Author != c.Author && (who == nil || !newcomer(who, now) || !newcomer(author, now)) {
				continue
			}
			e.add(&rozmova.Comment{ID: f.Comment, Author: f.Author, Created: f.At}, 0)
		}
		if e.Total < linkCopies {
			continue
		}
		act := actOn(p, LinkSignal)
		_, err = d.raiseSignal(tx, &rozmova.Signal{Kind: LinkSignal, Key: host + " " + now.Format(time.DateOnly), Comment: c.ID, Reader: c.Author, Score: min(1, float64(e.Total)/10), Acted: act}, e, now)
		return act == NumbersHold, "abuse.facts.links", err
	}
	return false, "", nil
}

func newcomer(r *rozmova.Reader, now time.Time) bool {
	return r.Joined.After(now.AddDate(0, 0, -newcomerDays))
}

// evades finds out whether a new account is like that of somebody who may not write: from one network, or by its name.
func (d *Desk) evades(tx *store.Tx, c *rozmova.Comment, author *rozmova.Reader, network string, p *rozmova.Policy, now time.Time) (bool, string, error) {
	if author.Joined.Before(now.AddDate(0, 0, -evasionDays)) {
		return false, "", nil
	}
	origins, err := d.originsAt(tx, network, now)
	if err != nil {
		return false, "", err
	}
	banned, err := tx.BannedFrom(origins, now, signalEvidence)
	if err != nil {
		return false, "", err
	}
	e := &Evidence{Comments: []rozmova.ID[rozmova.Comment]{c.ID}, Readers: []rozmova.ID[rozmova.Reader]{author.ID}, From: author.Joined, To: now}
	score := 0.0
	for _, r := range banned {
		if r.ID == author.ID || r.Joined.After(author.Joined) {
			continue
		}
		s, after := 0.0, author.Joined.After(r.Since)
		if r.FromHere {
			s += 0.5
		}
		if a := nameLikeness(r.PenName, author.PenName); a >= 0.75 {
			s, e.Alike = s+0.4*a, max(e.Alike, a)
		}
		if after {
			s += 0.2
		}
		if s < leastEvasion {
			continue
		}
		if r.FromHere {
			e.Origin++
		}
		e.Readers = append(e.Readers, r.ID)
		e.Total++
		score = max(score, s)
	}
	if e.Total == 0 {
		return false, "", nil
	}
	act := actOn(p, EvasionSignal)
	if act == NumbersHold && score < sureEvasion { // a network is shared by many, and names are alike by chance
		act = NumbersNothing
	}
	s := &rozmova.Signal{Kind: EvasionSignal, Key: author.ID.String(), Comment: c.ID, Reader: author.ID, Score: min(1, score), Acted: act}
	if _, err := d.raiseSignal(tx, s, e, now); err != nil {
		return false, "", err
	}
	suspected, err := tx.OpenSignalAbout(author.ID, EvasionSignal) // not once somebody has looked and found nothing in it
	return suspected && act == NumbersHold, "abuse.facts.evasion", err
}

// nameLikeness tells how alike two pen names look, [0,1]: of as many signs as the longer has, those that need not be changed.
func nameLikeness(a, b string) float64 {
	x, y := []rune(lang.PenKey(a)), []rune(lang.PenKey(b))
	most := max(len(x), len(y))
	if most == 0 {
		return 0
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before := row[0]
		row[0] = i + 1
		for j := range y {
			cost := before
			if x[i] != y[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return 1 - float64(row[len(y)])/float64(most)
}
