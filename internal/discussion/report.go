package discussion

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// MaxReport is the longest text of a report, in runes.
const MaxReport = 1000

// Report takes a notice that a comment is against a house rule. One reader's second report about a comment that still
// waits changes nothing and gives the first. Forbidden guest.only_comment for guests.
func (d *Desk) Report(ctx context.Context, reporter *rozmova.Reader, id rozmova.ID[rozmova.Comment], rule, text string) (notice *rozmova.Notice, err error) {
	if err := member(reporter); err != nil {
		return nil, err
	}
	text, err = lang.Clean(text)
	if err != nil {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "text.not_utf8", Field: "text", Err: err}
	}
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n > MaxReport {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "notice.too_long", Field: "text", Args: map[string]any{"N": n, "Max": MaxReport}}
	}
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.CommentToChange(id) // no decision comes between: it answers the reports there are
		if err != nil {
			return err
		}
		if err := d.mayAct(tx, reporter, moderation.DeedReport); err != nil {
			return err
		}
		switch {
		case !c.State.Placed() && c.Author != reporter.ID:
			return rozmova.NotFound
		case c.State != rozmova.Published:
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "notice.not_shown"}
		case c.Author == reporter.ID:
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "notice.own_comment"}
		}
		if _, err := tx.Rule(c.Site, rule); errors.Is(err, rozmova.NotFound) {
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "notice.rule_missing", Field: "rule"}
		} else if err != nil {
			return err
		}
		open, err := tx.OpenNotices(id)
		if err != nil {
			return err
		}
		for i := range open {
			if open[i].Reporter == reporter.ID && open[i].Kind == rozmova.RuleNotice {
				notice = &open[i]
				return nil
			}
		}
		now := d.now()
		weight, origin := 0, []byte(nil)
		if d.moderation != nil {
			if weight, err = d.moderation.WeighReport(tx, c, reporter, now); err != nil {
				return err
			}
			network := moderation.FromOf(ctx).Network
			if origin, err = d.moderation.OriginNow(tx, network, now); err != nil {
				return err
			}
			if err := d.moderation.LeaveOrigin(tx, reporter.ID, network, string(moderation.DeedReport), now); err != nil {
				return err
			}
		}
		notice = &rozmova.Notice{ID: rozmova.NewID[rozmova.Notice](now), Comment: id, Reporter: reporter.ID, Rule: rule, Text: text, At: now, Weight: weight, Origin: origin}
		if err := tx.AddNotice(c.Site, notice); err != nil {
			return err
		}
		event := d.event(c, rozmova.NoticeReceived, reporter, now)
		event.Ref = notice.ID
		if _, err = tx.Append(event); err != nil || d.moderation == nil {
			return err
		}
		return d.moderation.Reported(tx, c, notice)
	})
	if err != nil {
		return nil, err
	}
	return notice, nil
}
