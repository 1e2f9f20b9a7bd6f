package discussion

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// mostTaught is how many comments are learnt from: the latest that people have said something of.
const mostTaught = 10_000

// taughtAtOnce is how many comments are read in one step.
const taughtAtOnce = 200

// A Taught is a comment of which people of the site have said what the classifier is to learn.
type Taught struct {
	Comment  rozmova.ID[rozmova.Comment]
	Language rozmova.Locale
	Labels   [rozmova.Labels]int8 // as in civility.Labelled
	Input    civility.Input
	People   []string // pen names of those who wrote it, are answered or named in it, or take part in its branch
}

// Labelled gives it as the classifier learns it.
func (t *Taught) Labelled() civility.Labelled {
	return civility.Labelled{ID: t.Comment.String(), Input: t.Input, Labels: t.Labels}
}

// A saying is what the latest to speak have said of one revision of a comment.
type saying struct {
	comment                    rozmova.ID[rozmova.Comment]
	revision                   int
	participant, toxic, threat rozmova.Answer
	at                         time.Time
}

// Taught gives what people have said of comments: decisions under the house rules that the classifier serves, the latest of each, where a person
// made it; and labels, which win over decisions. Comments that their authors took back are not among them. The order is always the same.
func (d *Desk) Taught(ctx context.Context) ([]Taught, error) {
	var sayings []saying
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		sayings, err = d.sayings(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	var all []Taught
	for part := range slices.Chunk(sayings, taughtAtOnce) {
		var read []Taught
		err := d.db.View(ctx, func(tx *store.Tx) error {
			read = nil
			for _, s := range part { // bounded: these are not asked for by visitors
				t, err := taught(tx, &s)
				if err != nil {
					return err
				}
				if t != nil {
					read = append(read, *t)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		all = append(all, read...)
	}
	return all, nil
}

func (d *Desk) sayings(tx *store.Tx) ([]saying, error) {
	decisions, err := tx.PeoplesDecisions(d.site.ID, mostTaught)
	if err != nil {
		return nil, err
	}
	labels, err := tx.Lessons(d.site.ID, mostTaught)
	if err != nil {
		return nil, err
	}
	found := map[rozmova.ID[rozmova.Comment]]*saying{}
	for _, x := range decisions {
		if participant, threat := moderation.Said(x); participant != rozmova.Unsaid || threat != rozmova.Unsaid {
			found[x.Comment] = &saying{comment: x.Comment, revision: x.Revision, participant: participant, threat: threat, at: x.At}
		}
	}
	for _, l := range slices.Backward(labels) { // the latest last
		s := found[l.Comment]
		if s == nil || s.revision != l.Revision { // of other words
			s = &saying{comment: l.Comment, revision: l.Revision}
			found[l.Comment] = s
		}
		if l.Participant != rozmova.Unsaid {
			s.participant = l.Participant
		}
		if l.Toxic != rozmova.Unsaid {
			s.toxic = l.Toxic
		}
		s.at = l.At
	}
	list := make([]saying, 0, len(found))
	for _, s := range found {
		list = append(list, *s)
	}
	byID := func(a, b saying) int { return bytes.Compare(a.comment[:], b.comment[:]) }
	slices.SortFunc(list, func(a, b saying) int { return cmp.Or(b.at.Compare(a.at), byID(a, b)) })
	list = list[:min(len(list), mostTaught)]
	slices.SortFunc(list, byID)
	return list, nil
}

// taught reads the words that something was said of; nil where they are no more.
func taught(tx *store.Tx, s *saying) (*Taught, error) {
	c, err := tx.Comment(s.comment)
	if errors.Is(err, rozmova.NotFound) {
		return nil, nil
	}
	if err != nil || c.State == rozmova.Withdrawn || c.State == rozmova.Erased {
		return nil, err
	}
	body := c.Body
	if s.revision != c.Revision {
		revisions, err := tx.CommentRevisions(c.ID)
		i := slices.IndexFunc(revisions, func(r rozmova.CommentRevision) bool { return r.Revision == s.revision })
		if err != nil || i < 0 {
			return nil, err
		}
		body = revisions[i].Body
	}
	writers := []rozmova.ID[rozmova.Reader]{c.Author}
	if !c.Parent.IsZero() {
		parent, err := tx.Comment(c.Parent)
		if err != nil {
			return nil, err
		}
		writers = append(writers, parent.Author)
		if parent.State == rozmova.Withdrawn || parent.State == rozmova.Erased { // its words are not given on
			gone := *c
			gone.Parent = rozmova.ID[rozmova.Comment]{}
			c = &gone
		}
	}
	people, err := tx.Readers(writers)
	if err != nil {
		return nil, err
	}
	author := ""
	if p := people[c.Author]; p != nil {
		author = p.PenName
	}
	q, err := ask(tx, author, c, c.Story, body)
	if err != nil || q.input.Text == "" {
		return nil, err
	}
	t := &Taught{Comment: c.ID, Language: c.Language, Labels: civility.NotSaid(), Input: q.input, People: slices.Clone(q.input.Names)}
	for _, p := range people {
		if !slices.Contains(t.People, p.PenName) {
			t.People = append(t.People, p.PenName)
		}
	}
	slices.Sort(t.People)
	for l, said := range map[rozmova.Label]rozmova.Answer{rozmova.Participant: s.participant, rozmova.Toxicity: s.toxic, rozmova.Threat: s.threat} {
		if said != rozmova.Unsaid {
			t.Labels[l] = int8(said - rozmova.No)
		}
	}
	return t, nil
}
