package moderation

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// nudgeLabels are what a writer may be asked about, the gravest first. An insult of somebody who takes no part is none of them, nor is
// a harsh tone: who criticises those in power is left alone.
var nudgeLabels = [...]rozmova.Label{rozmova.Threat, rozmova.IdentityAttack, rozmova.Participant, rozmova.Obscenity}

// Intent is a comment that somebody is about to post.
type Intent struct {
	Author  *rozmova.Reader
	Thread  rozmova.ID[rozmova.Thread]
	Story   *rozmova.Story // its head is enough
	Text    string         // plain
	Verdict *rozmova.Verdict
}

// A Nudged is an answer to somebody who is about to post: would you say it another way? It is an error of the kind Conflict with the
// reason comment.nudge, and refuses nothing: the same again with its ID is posted.
type Nudged struct {
	Nudge *rozmova.Nudge
	Rule  *rozmova.Rule    // that it may be against; nil: the site has none
	Spans []rozmova.Marked // of the text; none: the whole of it
	Words bool             // a word of the site's list stands in it
}

// Error tells that a writer is asked.
func (n *Nudged) Error() string { return n.Unwrap().Error() }

// Unwrap gives the refusal as programs read it.
func (n *Nudged) Unwrap() error {
	return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.nudge", Field: "body", Args: map[string]any{"Nudge": n.Nudge.ID.String()}}
}

// Nudge asks whether a writer is to be asked to say it another way, and writes that down where so; nil: not.
func (d *Desk) Nudge(ctx context.Context, in Intent) (*Nudged, error) {
	var asked *Nudged
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		asked, err = d.nudge(tx, &in)
		return err
	})
	if err != nil || asked == nil {
		return nil, err
	}
	return asked, d.db.Update(ctx, func(tx *store.Tx) error { return tx.AddNudge(asked.Nudge) })
}

func (d *Desk) nudge(tx *store.Tx, in *Intent) (*Nudged, error) {
	p, err := d.PolicyOf(tx, in.Story.Section, in.Story.ID)
	if err != nil {
		return nil, err
	}
	now := d.now()
	asked := &Nudged{Nudge: &rozmova.Nudge{
		ID: rozmova.NewID[rozmova.Nudge](now), Site: d.site.ID, Thread: in.Thread, Section: in.Story.Section, Reader: in.Author.ID, At: now,
	}}
	n := asked.Nudge
	n.Digest = nudgeDigest(n.ID, in.Text)
	found, rule := false, ""
	if v := in.Verdict; v != nil {
		for _, l := range nudgeLabels {
			from, set := p.Nudge[l.String()]
			if set && v.Scores[l] >= from && (!found || v.Scores[l] > n.Score) {
				found, n.Label, n.Score, n.Language = true, l, v.Scores[l], v.Language
			}
		}
		if found {
			rule = ruleKeys(n.Label)[0]
			for _, s := range v.Spans {
				if s.Label == n.Label || p.Nudge[s.Label.String()] > 0 && s.Score >= p.Nudge[s.Label.String()] {
					asked.Spans = append(asked.Spans, s)
				}
			}
		}
	}
	if !found {
		for _, hit := range d.WordsIn(p, in.Text) {
			if hit.Action == "" {
				found, asked.Words, rule = true, true, hit.Rule
			}
		}
	}
	if !found {
		return nil, nil
	}
	if rule == "" {
		rule = respectRule
	}
	asked.Rule, err = tx.Rule(d.site.ID, rule)
	if errors.Is(err, rozmova.NotFound) {
		asked.Rule, err = nil, nil
	}
	return asked, err
}

// nudgeDigest tells later whether a text is the one that was nudged; it tells nothing without the text.
func nudgeDigest(id rozmova.ID[rozmova.Nudge], text string) []byte {
	h := hmac.New(sha256.New, id[:])
	_, _ = h.Write([]byte(text))
	return h.Sum(nil)[:16]
}

// Shown reports whether a nudge was shown to a reader in a thread, so that a text sent with it is posted all the same. One that has ended is
// good for nothing but the same words, sent once more.
func (d *Desk) Shown(ctx context.Context, reader *rozmova.Reader, thread rozmova.ID[rozmova.Thread], id rozmova.ID[rozmova.Nudge], text string) (shown bool, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		n, err := tx.Nudge(id)
		if errors.Is(err, rozmova.NotFound) {
			return nil
		}
		if err != nil || n.Reader != reader.ID || n.Thread != thread {
			return err
		}
		if shown = n.Ended.IsZero(); shown || n.Comment.IsZero() {
			return nil
		}
		c, err := tx.Comment(n.Comment)
		shown = err == nil && rozmova.PlainText(c.Body) == text
		return err
	})
	return shown, err
}

// EndNudge writes down what came of a nudge, as part of the step that posts the comment: other words, or the same. It reports whether they are
// the same.
func (d *Desk) EndNudge(tx *store.Tx, c *rozmova.Comment, id rozmova.ID[rozmova.Nudge], text string, now time.Time) (same bool, err error) {
	n, err := tx.Nudge(id)
	if errors.Is(err, rozmova.NotFound) {
		return false, nil
	}
	if err != nil || n.Reader != c.Author || n.Thread != c.Thread {
		return false, err
	}
	outcome := rozmova.NudgeChanged
	if same = hmac.Equal(n.Digest, nudgeDigest(id, text)); same {
		outcome = rozmova.NudgeAnyway
	}
	return same, tx.EndNudge(id, outcome, c.ID, now)
}

// dropAfter is how long a writer has to answer a nudge.
const dropAfter = time.Hour

// DropNudges writes down which nudges nothing followed. It is called by the program now and then.
func (d *Desk) DropNudges(ctx context.Context) error {
	before, open := d.now().Add(-dropAfter), false
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		open, err = tx.OpenNudges(before)
		return err
	})
	if err != nil || !open {
		return err
	}
	return d.db.Update(ctx, func(tx *store.Tx) error { return tx.DropNudges(before, d.now()) })
}

// NudgeFigures tell what came of asking writers to say it another way. What was just shown, and nothing has followed yet, is in Shown alone.
type NudgeFigures struct {
	Shown                    int
	Changed, Anyway, Dropped Share
}

// Nudges gives the figures of nudges since a time, to moderators.
func (d *Desk) Nudges(ctx context.Context, by *rozmova.Reader, since time.Time) (f NudgeFigures, err error) {
	if !by.Has(rozmova.Moderator, "") {
		return f, may(by, "")
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		f, err = d.nudges(tx, since, soon(d.now()))
		return err
	})
	return f, err
}

// nudges gives the figures of nudges of a span of time.
func (d *Desk) nudges(tx *store.Tx, from, to time.Time) (f NudgeFigures, err error) {
	counts, err := tx.CountNudges(d.site.ID, from, to)
	n := 0
	for outcome, of := range counts {
		f.Shown += of
		if outcome != rozmova.NudgeShown {
			n += of
		}
	}
	f.Changed, f.Anyway, f.Dropped = ShareOf(counts[rozmova.NudgeChanged], n), ShareOf(counts[rozmova.NudgeAnyway], n), ShareOf(counts[rozmova.NudgeDropped], n)
	return f, err
}
