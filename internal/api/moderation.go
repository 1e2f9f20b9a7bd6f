package api

import (
	"context"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

// DecisionBody is what a moderator rules.
type DecisionBody struct {
	Action   string `json:"action" enum:"publish,hold,remove,restore,keep"`
	Rule     string `json:"rule,omitempty" doc:"Key of the house rule; needed to hold or remove"`
	Facts    string `json:"facts,omitempty" doc:"What is the case, without personal data; needed to hold or remove"`
	Revision int    `json:"revision" minimum:"1" doc:"Of the comment, as it was read"`
}

// A Decision is what was done about a comment. Moderators alone see it here.
type Decision struct {
	ID        string    `json:"id"`
	Comment   string    `json:"comment"`
	Revision  int       `json:"revision"`
	Action    string    `json:"action"`
	Rule      string    `json:"rule,omitempty"`
	Version   int       `json:"version,omitempty" doc:"Of the rule"`
	Facts     string    `json:"facts,omitempty"`
	Automatic bool      `json:"automatic"`
	By        *Author   `json:"by,omitempty"`
	At        time.Time `json:"at"`
}

func decision(d *rozmova.Decision, by *rozmova.Reader) Decision {
	return Decision{
		ID: d.ID.String(), Comment: d.Comment.String(), Revision: d.Revision, Action: string(d.Action), Rule: d.Rule, Version: d.Version,
		Facts: d.Facts, Automatic: d.Automatic, By: author(by), At: d.At,
	}
}

func (a *API) decide(ctx context.Context, c *call, in *struct {
	ID      string `path:"id" doc:"Of a comment"`
	RawBody []byte `contentType:"application/json"`
}) (*struct{ Body *Decision }, error) {
	var b DecisionBody
	if err := decode(in.RawBody, &b); err != nil {
		return nil, err
	}
	if b.Revision < 1 { // 0 would mean: whichever it is now
		return nil, wrong("revision", "field.type")
	}
	id, err := object[rozmova.Comment](in.ID)
	if err != nil {
		return nil, err
	}
	d, err := a.o.Moderation.Decide(ctx, c.viewer, moderation.Ruling{
		Comment: id, Revision: b.Revision, Action: rozmova.Action(b.Action), Rule: b.Rule, Facts: b.Facts,
	})
	if err != nil {
		return nil, err
	}
	out := decision(d, c.viewer)
	return &struct{ Body *Decision }{&out}, nil
}

// A QueueItem is a comment on the moderators' desk with what is needed to decide about it.
type QueueItem struct {
	Comment   *Comment      `json:"comment" doc:"With its words, whatever its state"`
	Parent    *Comment      `json:"parent,omitempty" doc:"What it answers, with its words"`
	Story     QueueStory    `json:"story"`
	Notices   []QueueNotice `json:"notices" nullable:"false" doc:"Those that wait, the oldest first"`
	Decisions []Decision    `json:"decisions" nullable:"false" doc:"Made so far"`
	Causes    []string      `json:"causes" nullable:"false" enum:"reported,waits,held,marked" doc:"Why it waits"`
	Verdict   *Verdict      `json:"verdict,omitempty" doc:"Of the classifier on the words as they are now; none where it did not read them"`
	Since     time.Time     `json:"since" doc:"Waits since"`
	Actions   []string      `json:"actions" nullable:"false" doc:"What may be done"`
}

// A Verdict is what the classifier says of a comment: what is possible, never what is so. It decides nothing by itself but what
// the site has set.
type Verdict struct {
	Scores   map[string]float32 `json:"scores" doc:"By label: how sure it is, from 0 to 1; 0.8 means right four times in five"`
	Possible []string           `json:"possible" nullable:"false" doc:"Labels with a score from their threshold on"`
	Spans    []VerdictSpan      `json:"spans" nullable:"false" doc:"The words that carried a score"`
	Lang     string             `json:"lang" enum:"uk,ru,en,other" doc:"As it was read"`
	Reading  string             `json:"reading" enum:"as_written,unmasked,transliterated" doc:"How it had to be read"`
	Model    string             `json:"model"`
}

// A VerdictSpan marks words of a comment's plain text.
type VerdictSpan struct {
	Start int     `json:"start" doc:"In code points of the comment’s body"`
	End   int     `json:"end"`
	Label string  `json:"label"`
	Score float32 `json:"score"`
}

func verdict(card moderation.Card) *Verdict {
	v := card.Verdict
	if v == nil {
		return nil
	}
	out := &Verdict{Scores: map[string]float32{}, Lang: v.Language, Reading: v.Reading.String(), Model: v.Model}
	for l := range rozmova.Labels {
		out.Scores[l.String()] = v.Scores[l]
	}
	out.Possible = each(card.Findings, func(f moderation.Finding) string { return f.Label.String() })
	out.Spans = each(v.Spans, func(m rozmova.Marked) VerdictSpan { return VerdictSpan{m.Start, m.End, m.Label.String(), m.Score} })
	return out
}

// A QueueStory is the story that a comment is under.
type QueueStory struct {
	Slug     string `json:"slug"`
	Section  string `json:"section,omitempty"`
	Headline string `json:"headline"`
	URL      string `json:"url"`
}

// A QueueNotice is a report with who sent it.
type QueueNotice struct {
	ID       string    `json:"id"`
	Rule     string    `json:"rule"`
	Text     string    `json:"text,omitempty"`
	At       time.Time `json:"at"`
	Reporter *Author   `json:"reporter,omitempty"`
}

type queue struct {
	Body struct {
		Items []QueueItem `json:"items" nullable:"false"`
	}
}

func (a *API) listQueue(ctx context.Context, c *call, in *struct {
	List  string `query:"list" enum:"waiting,decided" default:"waiting" doc:"decided: those about which something was decided last"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}) (*queue, error) {
	cards, err := a.o.Moderation.Cards(ctx, c.viewer, moderation.List(in.List), in.Limit)
	if err != nil {
		return nil, err
	}
	out := &queue{}
	out.Body.Items = each(cards, a.queueItem)
	return out, nil
}

func (a *API) queueItem(card moderation.Card) QueueItem {
	item := QueueItem{
		Comment: a.onDesk(card.Comment, card),
		Story: QueueStory{
			Slug: string(card.Story.Slug), Section: string(card.Story.Section), Headline: card.Story.Headline, URL: a.storyURL(card.Story.Slug),
		},
		Notices: each(card.Notices, func(n rozmova.Notice) QueueNotice {
			return QueueNotice{n.ID.String(), n.Rule, n.Text, n.At, author(card.People[n.Reporter])}
		}),
		Decisions: each(card.Decisions, func(d *rozmova.Decision) Decision { return decision(d, card.People[d.By]) }),
		Causes:    each(card.Causes(), func(cause moderation.Cause) string { return string(cause) }),
		Since:     card.Since,
		Actions:   each(card.Actions(), func(action rozmova.Action) string { return string(action) }),
	}
	if card.Comment.State != rozmova.Withdrawn && card.Comment.State != rozmova.Erased { // its words are not to be told
		item.Verdict = verdict(card)
	}
	if card.Parent != nil {
		item.Parent = a.onDesk(card.Parent, card)
	}
	return item
}

// onDesk writes a comment as a moderator sees it: with words and author in any state, unless it was taken back.
func (a *API) onDesk(c *rozmova.Comment, card moderation.Card) *Comment {
	out := a.place(c)
	if c.State == rozmova.Withdrawn || c.State == rozmova.Erased {
		return out
	}
	a.words(out, c)
	out.Author = author(card.People[c.Author])
	return out
}
