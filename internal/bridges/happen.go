package bridges

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// Happened takes what the log tells, which may be what is known already.
func (k *Keeper) Happened(ctx context.Context, batch []rozmova.Event) error {
	votes := map[ranking.ThreadID]time.Time{}
	for _, e := range batch {
		if e.Kind == rozmova.VotesChanged {
			if since, ok := votes[e.Thread]; !ok || e.At.Before(since) {
				votes[e.Thread] = e.At
			}
		}
	}
	for _, e := range batch {
		var err error
		switch e.Kind {
		case rozmova.VotesChanged:
			if since, ok := votes[e.Thread]; ok {
				delete(votes, e.Thread)
				err = k.voted(ctx, e.Thread, since)
			}
		case rozmova.CommentPublished, rozmova.CommentRestored:
			err = k.touched(ctx, e.Thread, e.Comment)
		case rozmova.NoticeReceived, rozmova.NoticeAnswered, rozmova.DecisionUndone:
			err = k.touched(ctx, e.Thread, e.Comment)
		case rozmova.StoryChanged, rozmova.StoryPublished:
			err = k.moved(ctx, e.Story)
		case rozmova.SignalRaised:
			err = k.closed(ctx, e.Ref)
		case rozmova.ReaderErased:
			err = k.erased(ctx, e.Ref)
		}
		if err != nil {
			return err
		}
		k.head = e.Seq
	}
	return nil
}

// of gives a thread with its unit loaded; nil where there is none. fresh tells that the unit was loaded just now, and so knows it all.
func (k *Keeper) of(ctx context.Context, id ranking.ThreadID) (t *thread, fresh bool, err error) {
	if t = k.threads[id]; t != nil && t.unit != nil && k.units[t.unit.key] == t.unit {
		return t, false, nil
	}
	var known store.VotedThread
	err = k.db.View(ctx, func(tx *store.Tx) (err error) {
		known, err = tx.VotedThread(id)
		return err
	})
	if errors.Is(err, rozmova.NotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	key := k.keyOf(&known)
	if u := k.units[key]; u != nil { // its first vote
		t = &thread{id: id, unit: u, divide: known.Divide}
		k.threads[id] = t
		return t, false, nil
	}
	if known.Voted.IsZero() {
		return nil, false, nil
	}
	_, err = k.unit(ctx, key)
	return k.threads[id], true, err
}

// voted counts the votes in a thread that changed at or after a time.
func (k *Keeper) voted(ctx context.Context, id ranking.ThreadID, since time.Time) error {
	t, fresh, err := k.of(ctx, id)
	if err != nil || t == nil || fresh {
		return err
	}
	u, now := t.unit, k.o.Now()
	var ballots []store.Ballot
	var voters map[ranking.CommentID]int
	err = k.db.View(ctx, func(tx *store.Tx) (err error) {
		if ballots, err = tx.BallotsSince(id, since); err != nil {
			return err
		}
		voters, err = tx.VotersSince(id, since)
		return err
	})
	if err != nil {
		return err
	}
	for i := range ballots {
		u.count(id, &ballots[i], now)
	}
	var comments []ranking.CommentID
	for c, n := range voters {
		comments = append(comments, c)
		if u.live.Standing(c, id).Voters+len(u.waiting[c]) == n {
			continue
		}
		if err := k.recount(ctx, u, id, c, now); err != nil { // votes were taken back, or count no more, or again
			return err
		}
	}
	if u.changed.IsZero() && len(comments) > 0 {
		u.changed = time.Now()
	}
	return k.place(ctx, t, comments)
}

// count counts a vote, or has it wait for the next settled picture.
func (u *unit) count(thread ranking.ThreadID, b *store.Ballot, now time.Time) {
	v := voteOf(thread, b)
	if settled, _, _ := split([]ballot{ballotOf(thread, b)}, u.drawn); len(settled) > 0 {
		return // it is in the picture: this was told before
	}
	if !grown(b.Joined, now) {
		wait(u.waiting, v)
		return
	}
	delete(u.waiting[b.Comment], b.Reader)
	for _, l := range u.each(thread) {
		l.Set(v)
	}
}

// recount counts the votes on a comment one by one.
func (k *Keeper) recount(ctx context.Context, u *unit, thread ranking.ThreadID, comment ranking.CommentID, now time.Time) error {
	var list []store.Ballot
	err := k.db.View(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.BallotsOn(comment)
		return err
	})
	if err != nil {
		return err
	}
	there := map[ranking.VoterID]bool{}
	for i := range list {
		there[list[i].Reader] = true
	}
	for _, l := range u.each(thread) {
		known := l.Voters(comment)
		for _, voter := range known {
			if !there[voter] {
				l.Take(comment, voter)
			}
		}
		for i := range list {
			if b := &list[i]; !slices.Contains(known, b.Reader) && grown(b.Joined, now) && u.waiting[comment][b.Reader] == (rozmova.Vote{}) {
				l.Set(voteOf(thread, b))
			}
		}
	}
	for voter := range u.waiting[comment] {
		if !there[voter] {
			delete(u.waiting[comment], voter)
		}
	}
	return nil
}

// touched finds the place of a comment that is new, or about which somebody reported or decided.
func (k *Keeper) touched(ctx context.Context, id ranking.ThreadID, comment ranking.CommentID) error {
	if divided, err := k.divided(ctx, id); comment.IsZero() || err != nil || !divided {
		return err
	}
	t, _, err := k.of(ctx, id)
	if err != nil || t == nil || t.divide != rozmova.Divided {
		return err
	}
	if t.rows != nil {
		if err := k.db.View(ctx, func(tx *store.Tx) error { return k.weigh(tx, t, comment) }); err != nil {
			return err
		}
		delete(t.rows, comment) // a row goes when a comment goes out of sight
	}
	return k.place(ctx, t, []ranking.CommentID{comment})
}

// divided reports whether a thread has a divide, without loading anything.
func (k *Keeper) divided(ctx context.Context, id ranking.ThreadID) (yes bool, err error) {
	if t := k.threads[id]; t != nil {
		return t.divide == rozmova.Divided, nil
	}
	err = k.db.View(ctx, func(tx *store.Tx) error {
		t, err := tx.Thread(id)
		yes = err == nil && t.Divide == rozmova.Divided
		return err
	})
	if errors.Is(err, rozmova.NotFound) {
		err = nil
	}
	return yes, err
}

// weigh finds whether both sides report a comment.
func (k *Keeper) weigh(tx *store.Tx, t *thread, id ranking.CommentID) error {
	open, err := tx.OpenNotices(id)
	if err != nil {
		return err
	}
	c, err := tx.Comment(id)
	if err != nil {
		return err
	}
	var reports []ranking.Report
	since := c.Created
	for _, n := range open {
		if n.Kind == rozmova.RuleNotice && !n.Reporter.IsZero() {
			reports = append(reports, ranking.Report{Reporter: n.Reporter, Comment: id, Author: c.Author})
			since = n.At
		}
	}
	if !t.unit.judge(t.id).Picture().Weigh(reports).Both {
		delete(t.sunk, id)
	} else if t.sunk[id].IsZero() {
		t.sunk[id] = since
	}
	return nil
}

// moved looks whether a story has changed its section: then the leanings of both are found anew.
func (k *Keeper) moved(ctx context.Context, story rozmova.ID[rozmova.Story]) error {
	var known store.VotedThread
	err := k.db.View(ctx, func(tx *store.Tx) error {
		s, err := tx.StoryHead(story)
		if err == nil {
			known, err = tx.VotedThread(s.Thread)
		}
		return err
	})
	if errors.Is(err, rozmova.NotFound) {
		return nil
	}
	t := k.threads[known.Thread]
	if err != nil || t == nil || t.unit == nil || t.unit.key == k.keyOf(&known) {
		return err
	}
	t.unit.stale = true
	t.unit = nil
	if u := k.units[k.keyOf(&known)]; u != nil {
		u.stale = true
		return nil
	}
	_, err = k.unit(ctx, k.keyOf(&known))
	return err
}

// closed takes up what moderators said of a signal: of votes that they found to be harmless all count in full from now on.
func (k *Keeper) closed(ctx context.Context, id rozmova.ID[rozmova.Signal]) error {
	var comment *rozmova.Comment
	var trusted []ranking.CommentID
	err := k.db.View(ctx, func(tx *store.Tx) error {
		s, err := tx.Signal(id)
		if err != nil || s.State == 1 || s.Kind != moderation.DiscountSignal && s.Kind != moderation.FallSignal {
			return err
		}
		if comment, err = tx.Comment(s.Comment); err != nil {
			return err
		}
		trusted, err = k.o.Moderation.Trusted(tx, k.o.Now())
		return err
	})
	if errors.Is(err, rozmova.NotFound) {
		return nil
	}
	if err != nil || comment == nil || !slices.Contains(trusted, comment.ID) {
		return err
	}
	t, _, err := k.of(ctx, comment.Thread)
	if err != nil || t == nil {
		return err
	}
	t.unit.trusted = trusted
	if row := t.rows[comment.ID]; row != nil && !row.Row.Held.IsZero() {
		row.Row.Held = k.o.Now() // it stands where the votes put it
		t.bases = [2]base{}
	}
	return k.pass(ctx, t.unit)
}

// erased takes a reader whose account was erased out of what is in memory; what is kept was seen to with the account.
func (k *Keeper) erased(ctx context.Context, id rozmova.ID[store.Erasure]) error {
	var reader ranking.VoterID
	err := k.db.View(ctx, func(tx *store.Tx) error {
		e, err := tx.Erasure(id)
		if err == nil {
			reader = e.Reader
		}
		return err
	})
	if errors.Is(err, rozmova.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	but := func(v ranking.Vote) bool { return v.Voter == reader }
	without := func(l *ranking.Live) *ranking.Live {
		settled, later := l.Votes()
		return ranking.NewLive(l.Picture().Forget(reader), slices.DeleteFunc(settled, but), slices.DeleteFunc(later, but))
	}
	for _, u := range k.units {
		u.live = without(u.live)
		for thread, own := range u.own {
			u.own[thread] = without(own)
		}
		for _, voters := range u.waiting {
			delete(voters, reader)
		}
		if err := k.pass(ctx, u); err != nil {
			return err
		}
	}
	return nil
}
