package alerts

import (
	"context"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
	"github.com/rozmova/rozmova/internal/store"
)

// A Line is an alert with what is shown of it, as it is now.
type Line struct {
	rozmova.Alert
	Headline string // of the story
	Slug     rozmova.Slug
	Language rozmova.Locale    // of the story
	Actor    string            // pen name of who answered or mentioned; empty for none
	Excerpt  string            // of the comment's words; of the correction's where a story was corrected; empty for decisions
	Decision *rozmova.Decision // nil where none is told of
	Own      bool              // the comment is the reader's own

	Statement string // of a correction that concerns one: its words, shortened; the reader has spoken to it where Comment says so
	Number    int    // of the correction that is told of, as its address has it; 0 for none
}

// MostUnread is up to how many unread alerts are counted.
const MostUnread = 100

// excerpt is how many runes of a comment an alert shows.
const excerpt = 160

// List gives up to limit alerts of a reader, the latest first; before is the Seq of the last one of the page before, 0 for none.
// What can no longer be read is left out. Refusals: Unauthenticated.
func (d *Desk) List(ctx context.Context, reader *rozmova.Reader, before int64, limit int) (lines []Line, err error) {
	if reader == nil {
		return nil, rozmova.Unauthenticated
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list, err := tx.Alerts(reader.ID, before, limit)
		if err != nil {
			return err
		}
		lines, err = Lines(tx, list)
		return err
	})
	return lines, err
}

// Unread tells how many alerts a reader has not read, up to MostUnread.
func (d *Desk) Unread(ctx context.Context, reader rozmova.ID[rozmova.Reader]) (n int, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		n, err = tx.CountUnread(reader, MostUnread)
		return err
	})
	return n, err
}

// MarkRead marks a reader's alerts as read, up to the Seq of the latest that the reader has seen.
func (d *Desk) MarkRead(ctx context.Context, reader *rozmova.Reader, upTo int64) error {
	return d.markRead(ctx, reader, func(tx *store.Tx) (int64, error) { return tx.ReadAlerts(reader.ID, upTo, d.o.Now()) })
}

// Open gives one alert of a reader and marks it as read; NotFound where it is somebody else's.
func (d *Desk) Open(ctx context.Context, reader *rozmova.Reader, id rozmova.ID[rozmova.Alert]) (line Line, err error) {
	err = d.markRead(ctx, reader, func(tx *store.Tx) (int64, error) {
		a, err := tx.Alert(id)
		if err != nil {
			return 0, err
		}
		if a.Reader != reader.ID {
			return 0, rozmova.NotFound
		}
		lines, err := Lines(tx, []rozmova.Alert{*a})
		if err != nil {
			return 0, err
		}
		line = lines[0]
		return tx.ReadAlert(reader.ID, id, d.o.Now())
	})
	return line, err
}

func (d *Desk) markRead(ctx context.Context, reader *rozmova.Reader, mark func(*store.Tx) (int64, error)) error {
	if reader == nil {
		return rozmova.Unauthenticated
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		n, err := mark(tx)
		if err != nil || n == 0 {
			return err
		}
		_, err = tx.Append(rozmova.Event{At: d.o.Now(), Kind: rozmova.AlertsRead, Site: d.o.Site.ID, Actor: reader.ID, Ref: reader.ID})
		return err
	})
}

// Lines fills alerts with what is shown of them, by a fixed number of queries.
func Lines(tx *store.Tx, list []rozmova.Alert) ([]Line, error) {
	if len(list) == 0 {
		return nil, nil
	}
	var comments []rozmova.ID[rozmova.Comment]
	var stories, corrected []rozmova.ID[rozmova.Story]
	var actors []rozmova.ID[rozmova.Reader]
	var decisions []rozmova.ID[rozmova.Decision]
	for _, a := range list {
		if !a.Comment.IsZero() {
			comments = append(comments, a.Comment)
		}
		if a.Kind == rozmova.AlertCorrection {
			corrected = append(corrected, a.Story)
		}
		if a.Kind == rozmova.AlertDecision {
			decisions = append(decisions, rozmova.ID[rozmova.Decision](a.Ref))
		}
		stories, actors = append(stories, a.Story), append(actors, a.Actor)
	}
	said, err := tx.CommentsByID(comments)
	if err != nil {
		return nil, err
	}
	heads, err := tx.StoryHeadsByID(stories)
	if err != nil {
		return nil, err
	}
	whole, err := tx.StoriesByID(corrected)
	if err != nil {
		return nil, err
	}
	people, err := tx.Readers(actors)
	if err != nil {
		return nil, err
	}
	made, err := tx.DecisionsByID(decisions)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, len(list))
	for i, a := range list {
		l := Line{Alert: a}
		if s := heads[a.Story]; s != nil {
			l.Headline, l.Slug, l.Language = s.Headline, s.Slug, s.Language
		}
		if c := said[a.Comment]; c != nil {
			l.Own = c.Author == a.Reader
			if a.Kind != rozmova.AlertDecision {
				l.Excerpt = richtext.Excerpt(c.Body, excerpt)
			}
		}
		if r := people[a.Actor]; r != nil {
			l.Actor = r.PenName
		}
		if s := whole[a.Story]; s != nil && a.Kind == rozmova.AlertCorrection {
			l.Excerpt, l.Statement, l.Number = correction(s, a)
		}
		l.Decision = made[rozmova.ID[rozmova.Decision](a.Ref)]
		lines[i] = l
	}
	return lines, nil
}

// correction gives the words of the correction that an alert tells of, the last one that was made by then, those of the statement that it
// concerns, and its number.
func correction(s *rozmova.Story, a rozmova.Alert) (text, statement string, number int) {
	var last *rozmova.Correction
	for i := range s.Corrections {
		if c := &s.Corrections[i]; last == nil || !c.At.After(a.At) {
			last, number = c, s.CorrectionNumber(i)
		}
	}
	if last == nil {
		return "", "", 0
	}
	if last.Statement != "" {
		statement = last.Wrong // of one that is no longer there
		for _, st := range s.InOrder() {
			if st.Key == last.Statement {
				statement = st.Content
			}
		}
	}
	return shorten(last.Text), shorten(statement), number
}

// shorten gives the beginning of a text.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > excerpt {
		return string(runes[:excerpt-1]) + "…"
	}
	return text
}
