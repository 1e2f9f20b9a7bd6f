package moderation

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// How long the texts of a notice of illegal content are, in runes.
const (
	MinNotice = 20 // "sufficiently substantiated" (DSA Art. 16(2)(a)) is more than a word
	MaxNotice = 3000
	maxLaw    = 500
	maxName   = 200
)

// How many notices of illegal content are taken: the form is open to everybody, and each of them has to be read.
const (
	noticesPerHour = 5  // from one network or reader
	noticesPerDay  = 15 // likewise
	noticesOfAll   = 60 // an hour, from all who have no account
)

// MinorsCategory is the category of which nobody is asked who they are (DSA Art. 16(2)(c)).
const MinorsCategory = "STATEMENT_CATEGORY_PROTECTION_OF_MINORS"

// NoticeCategories are the kinds of illegal content that a notice can name, in the order in which the form has them.
var NoticeCategories = []string{
	"STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", "STATEMENT_CATEGORY_VIOLENCE", "STATEMENT_CATEGORY_CYBER_VIOLENCE",
	"STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", MinorsCategory, "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY",
	"STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS", "STATEMENT_CATEGORY_SELF_HARM",
	"STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE",
}

// harmOf is how bad it would be to leave what a notice names where it is.
func harmOf(n *rozmova.Notice) float64 {
	switch n.Category {
	case MinorsCategory, "STATEMENT_CATEGORY_VIOLENCE", "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY", "STATEMENT_CATEGORY_SELF_HARM":
		return 1
	}
	return 0.8
}

// A NoticeForm is what somebody says of illegal content (DSA Art. 16(2)).
type NoticeForm struct {
	Comment   rozmova.ID[rozmova.Comment]
	Text      string // why it is illegal
	Category  string // one of NoticeCategories
	MediaLaw  bool   // untrue information, or what the Ukrainian law on media bans: three working days
	Law       string // which law, in their words; may be empty
	Country   string // of that law, two letters
	Entity    bool   // an organisation sends it
	Name      string // may be empty
	Email     string // may be empty: then the page alone tells what became of it
	GoodFaith bool   // must be true
	Language  rozmova.Locale
}

// notice makes a notice of what somebody filled in, or says all that is wrong with it.
func (f *NoticeForm) notice() (*rozmova.Notice, error) {
	n := &rozmova.Notice{
		Comment: f.Comment, Kind: rozmova.IllegalNotice, Category: f.Category, Country: strings.ToUpper(strings.TrimSpace(f.Country)),
		Notifier: rozmova.PersonNotifier, Email: strings.TrimSpace(f.Email), GoodFaith: f.GoodFaith, Language: f.Language,
	}
	if f.MediaLaw {
		n.Kind, n.Country = rozmova.MediaLawNotice, "UA"
	}
	if f.Entity {
		n.Notifier = rozmova.EntityNotifier
	}
	var errs []error
	bad := func(field, reason string, args map[string]any) {
		errs = append(errs, &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: field, Args: args})
	}
	for _, x := range []struct {
		to    *string
		text  string
		field string
		most  int
	}{{&n.Text, f.Text, "text", MaxNotice}, {&n.Law, f.Law, "law", maxLaw}, {&n.Name, f.Name, "name", maxName}} {
		text, err := lang.Clean(x.text)
		if err != nil {
			bad(x.field, "text.not_utf8", nil)
			continue
		}
		if *x.to = strings.TrimSpace(text); utf8.RuneCountInString(*x.to) > x.most {
			bad(x.field, "notice.too_long", map[string]any{"N": utf8.RuneCountInString(*x.to), "Max": x.most})
		}
	}
	if utf8.RuneCountInString(n.Text) < MinNotice {
		bad("text", "notice.too_short", nil)
	}
	if !slices.Contains(NoticeCategories, n.Category) {
		bad("category", "notice.category", nil)
	}
	if len(n.Country) != 2 || strings.Trim(n.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		bad("country", "notice.country", nil)
	}
	if n.Email != "" {
		if a, err := mail.ParseAddress(n.Email); err != nil || a.Address != n.Email || len(n.Email) > 254 {
			bad("email", "email.malformed", nil)
		}
	}
	if !n.GoodFaith {
		bad("good_faith", "notice.good_faith", nil)
	}
	return n, errors.Join(errs...)
}

// Notify takes a notice of illegal content from anybody, by nil for those without an account. It gives the notice and the code under
// which its page is found, which is kept for the letters about it alone. TooMany where too many come from one network or reader, or from
// all.
func (d *Desk) Notify(ctx context.Context, by *rozmova.Reader, f NoticeForm) (*rozmova.Notice, string, error) {
	form, err := f.notice()
	if err != nil {
		return nil, "", err
	}
	secret := make([]byte, 20)
	_, _ = rand.Read(secret)
	code := strings.ToLower(base32.StdEncoding.EncodeToString(secret))
	var n *rozmova.Notice
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.CommentToChange(f.Comment)
		if err != nil {
			return err
		}
		if !c.State.Placed() {
			return rozmova.NotFound
		}
		if c.State != rozmova.Published {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "notice.not_shown"}
		}
		now := d.now()
		made := *form
		n = &made
		n.ID, n.At, n.Secret = rozmova.NewID[rozmova.Notice](now), now, secretOf(code)
		if by != nil && !by.Guest {
			n.Reporter = by.ID
		}
		if err := d.mayNotify(ctx, tx, n, now); err != nil {
			return err
		}
		if n.Kind == rozmova.MediaLawNotice {
			n.Due = d.workdays.After(now, mediaLawDays)
		}
		if err := tx.AddNotice(c.Site, n); err != nil {
			return err
		}
		if err := d.queueIllegal(tx, c, n); err != nil {
			return err
		}
		receipt := &store.OutsideLetter{ID: rozmova.NewID[store.OutsideLetter](now), Kind: store.ReceiptLetter, Notice: n.ID, Code: code, Next: now}
		if n.Email == "" && n.Reporter.IsZero() {
			receipt.Next = time.Time{} // the page is the receipt
		}
		if err := tx.AddOutsideLetter(receipt); err != nil {
			return err
		}
		_, err = tx.Append(rozmova.Event{
			At: now, Kind: rozmova.NoticeReceived, Site: c.Site, Story: c.Story, Thread: c.Thread, Comment: c.ID, Actor: n.Reporter, Ref: n.ID,
		})
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return n, code, nil
}

func secretOf(code string) []byte {
	sum := sha256.Sum256([]byte("rozmova notice " + strings.ToLower(strings.TrimSpace(code))))
	return sum[:]
}

// mayNotify bounds how many notices come from one place, and remembers in the notice where it comes from.
func (d *Desk) mayNotify(ctx context.Context, tx *store.Tx, n *rozmova.Notice, now time.Time) error {
	origins, err := d.originsAt(tx, FromOf(ctx).Network, now)
	if err != nil {
		return err
	}
	if len(origins) > 0 {
		n.Origin = origins[len(origins)-1].Hash
	}
	none := rozmova.ID[rozmova.Reader]{}
	for _, limit := range []struct {
		origin []byte
		reader rozmova.ID[rozmova.Reader]
		within time.Duration
		most   int
		asked  bool
	}{
		{n.Origin, none, time.Hour, noticesPerHour, len(n.Origin) > 0 && n.Reporter.IsZero()},
		{n.Origin, none, 24 * time.Hour, noticesPerDay, len(n.Origin) > 0 && n.Reporter.IsZero()},
		{nil, n.Reporter, time.Hour, noticesPerHour, !n.Reporter.IsZero()},
		{nil, n.Reporter, 24 * time.Hour, noticesPerDay, !n.Reporter.IsZero()},
		{nil, none, time.Hour, noticesOfAll, n.Reporter.IsZero()},
	} {
		if !limit.asked {
			continue
		}
		count, err := tx.CountIllegal(d.site.ID, limit.origin, limit.reader, now.Add(-limit.within))
		if err != nil {
			return err
		}
		if count >= limit.most {
			return &rozmova.Error{Kind: rozmova.TooMany, Reason: "notice.too_many", Args: map[string]any{"Seconds": int(limit.within.Seconds())}}
		}
	}
	return nil
}

// queueIllegal puts a notice into the queue of illegal content.
func (d *Desk) queueIllegal(tx *store.Tx, c *rozmova.Comment, n *rozmova.Notice) error {
	story, err := tx.StoryHead(c.Story)
	if err != nil {
		return err
	}
	return tx.PutQueue(&rozmova.Queued{
		List: rozmova.IllegalList, Subject: [16]byte(n.ID), Site: c.Site, Comment: c.ID, Story: c.Story, Section: story.Section, Author: c.Author,
		Urgency: rozmova.Urgency{Harm: harmOf(n), Doubt: 0.9, Created: n.At}, Since: n.At,
	})
}

// A NoticeCase is a notice of illegal content with what became of it, for whoever sent it. Name, address and network are not in it.
type NoticeCase struct {
	Notice   rozmova.Notice
	Story    *rozmova.Story    // without its body
	Decision *rozmova.Decision // once it is final; nil before
	Rule     *rozmova.Rule     // of the decision; nil for none
	Appeal   *rozmova.Appeal   // by who sent the notice; nil for none
	Until    time.Time         // up to when there can be one; zero: there cannot
}

// NoticeByCode gives the case of a notice to whoever has its code; NotFound to everybody else.
func (d *Desk) NoticeByCode(ctx context.Context, code string) (nc *NoticeCase, err error) {
	now := d.now()
	err = d.db.View(ctx, func(tx *store.Tx) error {
		n, err := tx.NoticeBySecret(secretOf(code))
		if err != nil {
			return err
		}
		nc = &NoticeCase{Notice: *n}
		nc.Notice.Name, nc.Notice.Email, nc.Notice.Origin, nc.Notice.Secret = "", "", nil, nil
		c, err := tx.Comment(n.Comment)
		if err != nil {
			return err
		}
		if nc.Story, err = tx.StoryHead(c.Story); err != nil || n.Decision.IsZero() {
			return err
		}
		decision, err := tx.Decision(n.Decision)
		if err != nil || now.Before(decision.Final) {
			nc.Notice.Decision, nc.Notice.Outcome, nc.Notice.Answer = rozmova.ID[rozmova.Decision]{}, "", ""
			return err
		}
		nc.Decision = decision
		if decision.Rule != "" {
			if nc.Rule, err = tx.RuleVersion(c.Site, decision.Rule, decision.Version); err != nil {
				return err
			}
		}
		nc.Appeal, err = tx.AppealAgainst(decision.ID, n.ID)
		if errors.Is(err, rozmova.NotFound) {
			nc.Appeal, err = nil, nil
			if until := decision.At.AddDate(0, AppealMonths, 0); !now.After(until) {
				nc.Until = until
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return nc, nil
}

// AppealNotice makes the appeal of whoever sent a notice against the decision on it: once, within six months, in one text.
func (d *Desk) AppealNotice(ctx context.Context, code, text string) (a *rozmova.Appeal, err error) {
	if text, err = appealText(text, "text"); err != nil {
		return nil, err
	}
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		n, err := tx.NoticeBySecret(secretOf(code))
		if err != nil {
			return err
		}
		a, err = d.appealOfNotice(tx, n, text)
		return err
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}
