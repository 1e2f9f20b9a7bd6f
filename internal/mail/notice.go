package mail

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
)

// AppealMonths is how long a decision may be objected to (DSA Art. 20(1)), where nothing else tells it.
const AppealMonths = 6

// NoticeAnswered tells the notifier what became of the notice, and how to object (DSA Art. 16(5) and (6)). rule is the
// title of the house rule that was decided by; empty where none was. The comment's words are not in the letter: they may
// be what had to go.
func NoticeAnswered(p *i18n.Printer, site Site, n rozmova.Notice, d rozmova.Decision, rule, storyHeadline, commentURL string) Letter {
	g := letter(p, p.T("mail.notice.subject"))
	g.add("text", p.T("mail.notice.thanks", "Headline", named(storyHeadline), "Time", p.DateTime(n.At)))
	g.add("text", outcome(p, n.Outcome, d.Action))
	if n.Answer != "" {
		g.add("head", p.T("mail.notice.answer"))
		g.quote(n.Answer)
	}
	if n.Text != "" {
		g.add("head", p.T("mail.notice.words"))
		g.quote(n.Text)
	}
	if rule != "" {
		g.add("head", p.T("mail.notice.rule"))
		g.add("text", named(rule))
	}
	if d.Law != "" {
		g.add("head", p.T("mail.notice.law"))
		g.add("text", named(d.Law))
	}
	if d.Facts != "" {
		g.add("head", p.T("mail.notice.facts"))
		g.quote(d.Facts)
	}
	g.add("head", p.T("mail.decided"))
	g.add("text", decided(p, d.Automatic, d.At))
	redress(p, g, site, d.ID, d.At.AddDate(0, AppealMonths, 0))
	if len(n.Secret) > 0 {
		g.add("head", p.T("mail.notice.page"))
	} else {
		g.add("head", p.T("mail.notice.link"))
	}
	g.add("link", commentURL)
	l := g.end(p, site)
	l.IdempotencyKey = "notice " + n.ID.String() + " " + d.ID.String()
	return l
}

// NoticeReceived confirms that a notice of illegal content came in (DSA Art. 16(4)), and says what follows. pageURL is where its sender can
// see what becomes of it.
func NoticeReceived(p *i18n.Printer, site Site, n rozmova.Notice, storyHeadline, commentURL, pageURL string) Letter {
	g := letter(p, p.T("mail.notice.receipt_subject"))
	g.add("text", p.T("mail.notice.receipt", "Headline", named(storyHeadline), "Time", p.DateTime(n.At)))
	g.add("text", p.T("mail.notice.by_people"))
	if !n.Due.IsZero() {
		g.add("text", p.T("mail.notice.due", "Due", p.Before(n.Due)))
	}
	g.add("head", p.T("mail.notice.link")) // not what was written: whoever fills in the form can name anybody's address
	g.add("link", commentURL)
	g.add("head", p.T("mail.notice.page"))
	g.add("link", pageURL)
	l := g.end(p, site)
	l.IdempotencyKey = "receipt " + n.ID.String()
	return l
}

// TermEnds warns the newsroom that a notice or an appeal is to be decided within a day.
func TermEnds(p *i18n.Printer, site Site, appeal bool, due time.Time, pageURL string) Letter {
	g := letter(p, p.T("mail.term.subject"))
	if appeal {
		g.add("text", p.T("mail.term.appeal", "Due", p.DateTime(due)))
	} else {
		g.add("text", p.T("mail.term.notice", "Due", p.DateTime(due)))
	}
	g.add("link", pageURL)
	l := g.end(p, site)
	l.IdempotencyKey = "term " + pageURL
	return l
}

// outcome tells what a decision did to the comment that was reported.
func outcome(p *i18n.Printer, o rozmova.NoticeOutcome, a rozmova.Action) string {
	if o == rozmova.NoticeGone {
		return p.T("mail.notice.gone")
	}
	switch a {
	case rozmova.Remove:
		return p.T("mail.notice.removed")
	case rozmova.Hold:
		return p.T("mail.notice.held")
	}
	return p.T("mail.notice.kept")
}
