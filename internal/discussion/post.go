package discussion

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// A Posting is a new comment as a reader sends it.
type Posting struct {
	Thread    rozmova.ID[rozmova.Thread]
	Parent    rozmova.ID[rozmova.Comment] // the comment to answer; zero for none
	Statement string                      // key of the statement of the story that it speaks to; empty for none
	Body      string                      // Markdown
	Locale    rozmova.Locale              // of the interface
	Kindly    bool                        // whoever asks can show a nudge (Nudged); without it nobody is asked
	Nudge     rozmova.ID[rozmova.Nudge]   // that was shown before; zero for none
	Anyway    bool                        // the writer was shown it and wants these words posted
	Key       string                      // tells a repeated request from a new one, for a day; empty: each is new
}

// Post takes a comment and returns when it is durable. A request repeated with the same key gives the same comment and
// adds none; fresh tells whether this request made it. Refusals: Unauthenticated; Invalid body, parent or statement; Forbidden
// for who may not write here; NotFound or Conflict for the thread or parent; TooMany, with the seconds to wait.
func (d *Desk) Post(ctx context.Context, author *rozmova.Reader, p Posting) (c *rozmova.Comment, fresh bool, err error) {
	if err := signedIn(author); err != nil {
		return nil, false, err
	}
	source, err := clean(p.Body)
	if err != nil {
		return nil, false, err
	}
	c = &rozmova.Comment{Thread: p.Thread, Parent: p.Parent, Author: author.ID, Language: p.Locale, Source: source, Revision: 1}
	var ask *question
	wrong := d.db.View(ctx, func(tx *store.Tx) (err error) {
		if ask, err = d.compose(tx, author, c, p.Statement); err != nil || d.moderation == nil || !p.Kindly && !d.moderation.AsksSpam() {
			return err
		}
		return d.welcome(tx, author, c) // before a nudge is written down or an outside service asked
	})
	if wrong != nil && !refusal(wrong) {
		return nil, false, wrong
	}
	var verdict *rozmova.Verdict
	if wrong == nil {
		verdict = d.verdict(ctx, ask, "thread", p.Thread)
	}
	if wrong == nil {
		nudged, err := d.nudged(ctx, author, c, &p, verdict)
		if err != nil {
			return nil, false, err
		}
		if nudged != nil {
			return nil, false, nudged
		}
	}
	service := wrong == nil && d.spam(ctx, author, c)
	draft := *c
	key, digest := requestKey(author, p, source)
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		fresh = false
		if p.Key != "" {
			result, done, err := tx.Once(key, digest)
			if err != nil {
				return err
			}
			if done {
				c, err = tx.Comment(rozmova.ID[rozmova.Comment](result))
				return err
			}
		}
		if wrong != nil { // now only: what was taken once is not refused when it is sent again
			return wrong
		}
		again := draft
		c = &again
		if err := d.add(tx, author, c, verdict, &p, service, moderation.FromOf(ctx)); err != nil {
			return err
		}
		fresh = true
		if p.Key == "" {
			return nil
		}
		return tx.Done(key, digest, c.ID, c.Created)
	})
	if err != nil {
		return nil, false, err
	}
	if fresh {
		d.posted()
	}
	return c, fresh, nil
}

// refusal reports whether an error tells of the request, and not of us.
func refusal(err error) bool {
	var e *rozmova.Error
	var k rozmova.Kind
	return errors.As(err, &e) || errors.As(err, &k)
}

// spam asks the outside service, where the site has one, whether a comment is spam. The staff are not asked about.
func (d *Desk) spam(ctx context.Context, author *rozmova.Reader, c *rozmova.Comment) bool {
	if d.moderation == nil || !d.moderation.AsksSpam() || author.Staff() {
		return false
	}
	from := moderation.FromOf(ctx)
	_, s, err := d.Thread(ctx, c.Thread)
	if err != nil {
		return false
	}
	return d.moderation.AskSpam(ctx, moderation.SpamQuestion{
		Address: from.Address, Agent: from.Agent, Author: author.PenName, Text: rozmova.PlainText(c.Body), Story: s.Slug, Language: string(c.Language),
	})
}

// nudged asks whether the writer is to be asked to say it another way; nil: not, or not once more.
func (d *Desk) nudged(ctx context.Context, author *rozmova.Reader, c *rozmova.Comment, p *Posting, v *rozmova.Verdict) (*moderation.Nudged, error) {
	if d.moderation == nil || !p.Kindly {
		return nil, nil
	}
	if p.Anyway && !p.Nudge.IsZero() {
		shown, err := d.moderation.Shown(ctx, author, p.Thread, p.Nudge, rozmova.PlainText(c.Body))
		if err != nil || shown {
			return nil, err
		}
	}
	_, s, err := d.Thread(ctx, p.Thread)
	if err != nil {
		return nil, err
	}
	return d.moderation.Nudge(ctx, moderation.Intent{Author: author, Thread: p.Thread, Story: s, Text: rozmova.PlainText(c.Body), Verdict: v})
}

func requestKey(author *rozmova.Reader, p Posting, source string) (key, digest []byte) {
	k := sha256.Sum256([]byte("post " + author.ID.String() + " " + p.Key))
	asked := p.Thread.String() + " " + p.Parent.String() + " " + source
	if p.Statement != "" {
		asked += "\x00" + p.Statement // no clean text has that
	}
	b := sha256.Sum256([]byte(asked))
	return k[:], b[:]
}

// compose turns the source of a new comment into blocks, finds the statement it cites and gives what the classifier is to be
// asked, outside of the step that writes it: that one is to be short.
func (d *Desk) compose(tx *store.Tx, author *rozmova.Reader, c *rozmova.Comment, statement string) (*question, error) {
	thread, s, err := d.open(tx, author, c.Thread)
	if err != nil {
		return nil, err
	}
	terms := d.Terms(thread, s)
	if c.Body, err = terms.read(c.Source); err != nil {
		return nil, err
	}
	if c.Cites, err = cited(tx, s.ID, statement); err != nil {
		return nil, err
	}
	return d.question(tx, author, c, s.ID, c.Body)
}

// welcome refuses a writer who may not post there now, as the step that writes will.
func (d *Desk) welcome(tx *store.Tx, author *rozmova.Reader, c *rozmova.Comment) error {
	thread, s, err := d.open(tx, author, c.Thread)
	if err != nil {
		return err
	}
	now, terms := d.now(), d.Terms(thread, s)
	if err := d.mayPost(tx, author, thread, s, &terms, now); err != nil {
		return err
	}
	return terms.pace(tx, author.ID, thread.ID, d.window, now)
}

// mayPost refuses who may not write in a thread, whatever the words and the pace.
func (d *Desk) mayPost(tx *store.Tx, author *rozmova.Reader, thread *rozmova.Thread, s *rozmova.Story, terms *Terms, now time.Time) error {
	if err := terms.closed(); err != nil {
		return err
	}
	if err := terms.mayWrite(tx, author, thread, s, now); err != nil {
		return err
	}
	if err := d.mayAct(tx, author, moderation.DeedPost); err != nil {
		return err
	}
	return patient(tx, author)
}

// open is shown for a thread that somebody wants to write in.
func (d *Desk) open(tx *store.Tx, r *rozmova.Reader, id rozmova.ID[rozmova.Thread]) (*rozmova.Thread, *rozmova.Story, error) {
	thread, s, err := d.shown(tx, r, id)
	if errors.Is(err, rozmova.NotFound) {
		err = &rozmova.Error{Kind: rozmova.NotFound, Reason: "thread.missing"}
	}
	return thread, s, err
}

// cited finds a statement of a story as it is now. Only those that an editor has confirmed are shown, and can be cited.
func cited(tx *store.Tx, story rozmova.ID[rozmova.Story], key string) (rozmova.Citation, error) {
	if key == "" {
		return rozmova.Citation{}, nil
	}
	s, err := tx.Story(story)
	if err != nil {
		return rozmova.Citation{}, err
	}
	for i := range s.Statements {
		if s.Statements[i].Key == key && s.Statements[i].Confirmed {
			return rozmova.Citation{Statement: key, Revision: s.Revision}, nil
		}
	}
	return rozmova.Citation{}, &rozmova.Error{Kind: rozmova.Invalid, Reason: "comment.statement_missing", Field: "statement"}
}

// add writes a composed comment with the verdict on it; nil: there is none. What may have changed since it was composed is asked again.
func (d *Desk) add(tx *store.Tx, author *rozmova.Reader, c *rozmova.Comment, verdict *rozmova.Verdict, p *Posting, spam bool, from moderation.From) error {
	now := d.now()
	thread, s, err := d.open(tx, author, c.Thread)
	if err != nil {
		return err
	}
	terms := d.Terms(thread, s)
	if err := d.mayPost(tx, author, thread, s, &terms, now); err != nil {
		return err
	}
	arrival := &moderation.Arrival{Mode: terms.Mode, Author: author, Story: s, Comment: c, Verdict: verdict, Nudged: p.Anyway && !p.Nudge.IsZero(), Spam: spam, Network: from.Network, At: now}
	if !c.Parent.IsZero() {
		if arrival.Root, err = answerable(tx, c); err != nil {
			return err
		}
	}
	if err := terms.pace(tx, author.ID, thread.ID, d.window, now); err != nil {
		return err
	}
	if d.moderation != nil && !arrival.Root.IsZero() {
		if err := d.moderation.PaceInBranch(tx, author, s.Section, arrival.Root, now); err != nil {
			return err
		}
	}
	c.ID, c.Site, c.Story, c.Created, c.Changed = rozmova.NewID[rozmova.Comment](now), thread.Site, thread.Story, now, now
	plain := rozmova.PlainText(c.Body) // as the nudge read it
	body, mentioned, err := mention(tx, thread.ID, c.Body)
	if err != nil {
		return err
	}
	c.Body = body
	outcome, err := d.outcome(tx, arrival)
	if err != nil {
		return err
	}
	c.State = outcome.State
	if c.State == rozmova.Held {
		c.State = rozmova.Pending // until the decision that holds it, in this step
	}
	if outcome.Mark {
		c.Marked = now
	}
	kind := rozmova.CommentPublished
	if c.State == rozmova.Pending {
		kind = rozmova.CommentPending
	}
	if c.Seq, err = tx.Append(d.event(c, kind, author, now)); err != nil {
		return err
	}
	if err := tx.AddComment(c, rozmova.Allows(terms.Nesting)); err != nil {
		return err
	}
	if author.Guest {
		mentioned = nil // guests ring nobody's bell
	}
	if err := keepMentions(tx, c, mentioned, now); err != nil {
		return err
	}
	if !p.Nudge.IsZero() && d.moderation != nil {
		if _, err := d.moderation.EndNudge(tx, c, p.Nudge, plain, now); err != nil {
			return err
		}
	}
	return d.arrived(tx, arrival, outcome)
}

// answerable gives the root of the branch that a comment answers in.
func answerable(tx *store.Tx, c *rozmova.Comment) (root rozmova.ID[rozmova.Comment], err error) {
	parent, err := tx.Comment(c.Parent)
	switch {
	case errors.Is(err, rozmova.NotFound) || err == nil && (parent.Thread != c.Thread || !parent.State.Placed()):
		return root, &rozmova.Error{Kind: rozmova.Invalid, Reason: "comment.parent_missing", Field: "parent"}
	case err != nil:
		return root, err
	case parent.State != rozmova.Published:
		return root, &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.parent_gone", Field: "parent"}
	}
	return parent.Root, nil
}

func (d *Desk) event(c *rozmova.Comment, kind rozmova.EventKind, actor *rozmova.Reader, at time.Time) rozmova.Event {
	return rozmova.Event{At: at, Kind: kind, Site: c.Site, Story: c.Story, Thread: c.Thread, Comment: c.ID, Actor: actor.ID}
}
