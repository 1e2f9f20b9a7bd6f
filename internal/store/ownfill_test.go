package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// What the words of a filled reader begin with: those that nobody else may ever read, and those of published comments.
const (
	canary = "канарка"
	spoken = "солов’їне"
)

// A filled store has a reader with rows everywhere.
type filled struct {
	*rozmovatest.Seed
	marked    *rozmova.Reader
	answered  *rozmova.Comment // published, with an answer of somebody else
	answer    *rozmova.Comment
	published int
	voted     *rozmova.Comment // by the marked reader too
}

// said makes a comment of the marked reader.
func (f *filled) said(n int, state rozmova.CommentState, words string, parent rozmova.ID[rozmova.Comment]) *rozmova.Comment {
	c := comment(f.Seed, parent, n)
	c.Author, c.State, c.Source = f.marked.ID, state, words
	c.Body = []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: words}}}}
	c.Cites = rozmova.Citation{Statement: "s1", Revision: 1}
	return c
}

// fillReader fills a store and adds a reader whose every word is marked. Others answer, vote, and decide about them.
func fillReader(t testing.TB, db *store.DB) *filled {
	t.Helper()
	ctx, noon := context.Background(), rozmovatest.Noon
	s := fillStore(t, db)
	f := &filled{Seed: s, marked: &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](noon), Site: s.Site.ID, PenName: canary + "-ім’я", Locale: "uk", Joined: noon}}
	r, other := f.marked, s.Readers[1]
	step(t, db, func(tx *store.Tx) error {
		address := canary + "@example.org"
		return errors.Join(
			tx.AddReader(r, canary+"-ключ"), tx.SetContact(r, address, address, noon), tx.Grant(r.ID, rozmova.Grant{Role: rozmova.Moderator}, noon),
			tx.AddSession(&store.Session{Hash: hash("x"), Reader: r.ID, Created: noon, Seen: noon, Expires: noon.Add(time.Hour), Device: canary + "-пристрій"}),
			tx.AddSignInCode(&store.SignInCode{ID: hash("y"), Site: s.Site.ID, Email: address, Hash: hash("z"), Created: noon, Expires: noon.Add(time.Hour), Reader: r.ID}),
			tx.AddToken(hash("w"), r.ID, canary+"-токен", noon, time.Time{}))
	})
	add := func(c *rozmova.Comment) *rozmova.Comment {
		if err := post(ctx, db, c); err != nil {
			t.Fatal(err)
		}
		return c
	}
	var root rozmova.ID[rozmova.Comment]
	f.answered = add(f.said(100, rozmova.Published, spoken+" слово", root))
	reply := comment(s, f.answered.ID, 1)
	reply.Author = other.ID
	f.answer = add(reply)
	f.published = 1
	var held *rozmova.Comment
	for i := range 80 { // more than a page of the store's file, and more than one step erases
		state := []rozmova.CommentState{rozmova.Published, rozmova.Pending, rozmova.Held, rozmova.Removed, rozmova.Withdrawn}[i%5]
		words := canary + fmt.Sprintf(" %d ", i) + fmt.Sprint(make([]int, 20*i))
		if state == rozmova.Published {
			words = spoken + words[len(canary):]
			f.published++
		}
		if c := add(f.said(110+i, state, words, root)); state == rozmova.Held {
			held = c
		}
	}
	f.voted = add(comment(s, root, 4))
	d := &rozmova.Decision{ID: rozmova.NewID[rozmova.Decision](noon), Site: s.Site.ID, Comment: held.ID, Revision: 1, Action: rozmova.Hold, Rule: "respect", Version: 1, Facts: canary + "-факти", By: s.Moderator.ID, At: noon}
	made := &rozmova.Decision{ID: rozmova.NewID[rozmova.Decision](noon), Site: s.Site.ID, Comment: f.voted.ID, Revision: 1, Action: rozmova.Keep, By: r.ID, At: noon}
	vote := rozmova.Vote{Opinion: rozmova.Agree, Respect: true}
	step(t, db, func(tx *store.Tx) error {
		seq, err := tx.Append(rozmova.Event{At: noon, Kind: rozmova.AlertRaised, Site: s.Site.ID, Ref: r.ID})
		_, err2 := tx.AddDecision(d)
		_, err3 := tx.AddDecision(made)
		return errors.Join(err, err2, err3,
			tx.AddReasons(&rozmova.Reasons{Decision: d.ID, Comment: held.ID, Author: r.ID, Language: "uk", Action: d.Action, Words: held.Source, Facts: d.Facts, At: noon}),
			tx.AddNotice(s.Site.ID, &rozmova.Notice{ID: rozmova.NewID[rozmova.Notice](noon), Comment: f.voted.ID, Reporter: r.ID, Rule: "respect", Text: canary + "-скарга", At: noon}),
			tx.AddLetter(&store.Letter{Seq: seq, Kind: "reasons", Reader: r.ID, Ref: d.ID, Next: noon}),
			tx.ReviseComment(f.answered, spoken+" друге", []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: spoken + " друге"}}}}, noon, seq),
			tx.ReviseComment(held, canary+" друге", held.Body, noon, seq))
	})
	step(t, db, func(tx *store.Tx) error {
		return errors.Join(
			tx.PutVote(f.voted, r.ID, vote, f.voted.Votes.Change(rozmova.Vote{}, vote), 206543, noon),
			tx.PutVote(f.answered, other.ID, vote, f.answered.Votes.Change(rozmova.Vote{}, vote), 206543, noon),
			tx.Mute(r.ID, other.ID, noon), tx.Mute(other.ID, r.ID, noon), tx.SetVisit(r.ID, s.Thread, noon, noon.Add(time.Hour)),
			tx.SetMentions(f.answer.ID, []rozmova.ID[rozmova.Reader]{r.ID}, noon), tx.SetMentions(f.answered.ID, []rozmova.ID[rozmova.Reader]{other.ID}, noon),
			tx.PutPick(rozmova.Pick{Comment: f.answered.ID, Thread: s.Thread, Story: s.Story.ID, By: s.Moderator.ID, At: noon, Block: rozmova.Never, Revision: 1}),
			tx.PutPick(rozmova.Pick{Comment: f.voted.ID, Thread: s.Thread, Story: s.Story.ID, By: r.ID, At: noon, Block: rozmova.Never, Revision: 1}),
			tx.SetStoryReaders(s.Story.ID, []rozmova.ID[rozmova.Reader]{r.ID}, []rozmova.ID[rozmova.Reader]{other.ID}),
			tx.SetInvited(s.Thread, []rozmova.ID[rozmova.Reader]{r.ID, other.ID}),
			tx.SetStems(f.answered.ID, s.Story.ID, store.Comments, noon, []string{spoken}),
			tx.PutVerdict(f.answered.ID, 1, &rozmova.Verdict{Language: "uk", Model: "m1"}, noon), tx.PutVerdict(held.ID, 1, &rozmova.Verdict{Language: "uk", Model: "m1"}, noon),
			tx.PutLesson(&rozmova.Lesson{Comment: f.voted.ID, Revision: 1, Participant: rozmova.Yes, Toxic: rozmova.No, By: r.ID, At: noon}),
			tx.DrawLook(d.ID, noon), tx.PutLook(d.ID, r.ID, rozmova.Remove, "respect", noon),
			store.Exec(tx, "insert into sample (comment, revision, language, drawn) values ($1, 1, 'uk', 1)", f.voted.ID),
			tx.PutSample(f.voted.ID, r.ID, rozmova.Yes, noon),
			store.Exec(tx, "update story_revision set actor = $1", r.ID),
			store.Exec(tx, "update alert set actor = $1", r.ID))
	})
	fillPeople(t, db, s, r, f.voted.ID, canary)
	return f
}
