package moderation

import (
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// The kinds of Signal that come from the order across a divide. Their evidence names accounts, and never which side anybody is on.
const (
	DiscountSignal = "discount" // votes on a comment that count for less in that order, since they look concerted
	FallSignal     = "fall"     // a comment at the head of that order that suddenly fell
)

// What was done about them. Nothing else can be: no policy decides about it.
const (
	NumbersLess  = "less"  // the votes count for less in the order across a divide, and in full elsewhere
	NumbersPlace = "place" // the comment is shown at its old place for a while
)

// trustLasts is how long what moderators found to be harmless is trusted anew with every pass. Votes that were there then have settled
// in full by its end: those of accounts under a day old after a day and six hours.
const trustLasts = 36 * time.Hour

// RaisePlace shows moderators what the order across a divide makes of the votes on a comment: a DiscountSignal or FallSignal, one of a
// kind a day for each comment, whose evidence is renewed while it is open.
func (d *Desk) RaisePlace(tx *store.Tx, kind string, comment rozmova.ID[rozmova.Comment], score float64, e *Evidence, now time.Time) (fresh bool, err error) {
	acted := NumbersLess
	if kind == FallSignal {
		acted = NumbersPlace
	}
	e.Comments = []rozmova.ID[rozmova.Comment]{comment}
	return d.raiseSignal(tx, &rozmova.Signal{
		Kind: kind, Key: comment.String() + " " + now.UTC().Format(time.DateOnly), Comment: comment, Score: min(1, max(0, score)), Acted: acted,
	}, e, now)
}

// Trusted gives the comments whose votes moderators found to be harmless lately.
func (d *Desk) Trusted(tx *store.Tx, now time.Time) ([]rozmova.ID[rozmova.Comment], error) {
	return tx.Dismissed(d.site.ID, []string{DiscountSignal, FallSignal}, now.Add(-trustLasts))
}

// sideWeight is by how much a report weighs more or less for where the reporter stands to the writer, in hundredths: 100 where that is not
// known. A report from the writer's own side is the plainest, yet none weighs as much as two.
func (d *Desk) sideWeight(tx *store.Tx, c *rozmova.Comment, reporter rozmova.ID[rozmova.Reader]) (int, error) {
	thread, err := tx.VotedThread(c.Thread)
	if err != nil || thread.Divide != rozmova.Divided || c.Author.IsZero() {
		return fullWeight, err
	}
	p, err := pictureOf(tx, c.Site, &thread)
	if err != nil || p == nil {
		return fullWeight, err
	}
	const unknown = 0.25 // ranking.Picture.ReportWeight
	w := p.ReportWeight(ranking.Report{Reporter: reporter, Comment: c.ID, Author: c.Author}) / unknown
	return int(fullWeight * min(w, mostSide)), nil
}

// mostSide is the most that a report from the writer's own side weighs, of one from nowhere known.
const mostSide = 1.5

// pictureOf gives the settled picture that a thread goes by; nil where there is none that this program reads.
func pictureOf(tx *store.Tx, site rozmova.ID[rozmova.Site], thread *store.VotedThread) (*ranking.Picture, error) {
	for _, key := range []string{thread.Thread.String(), string(thread.Section)} {
		kept, err := tx.SettledPicture(site, key)
		if errors.Is(err, rozmova.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		p := &ranking.Picture{}
		if p.UnmarshalBinary(kept.Doc) == nil {
			return p, nil
		}
	}
	return nil, nil
}
