package mail

import (
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
	g.add("text", outcome(p, d.Action))
	if n.Text != "" {
		g.add("head", p.T("mail.notice.words"))
		g.quote(n.Text)
	}
	if rule != "" {
		g.add("head", p.T("mail.notice.rule"))
		g.add("text", named(rule))
	}
	if d.Facts != "" {
		g.add("head", p.T("mail.notice.facts"))
		g.quote(d.Facts)
	}
	g.add("head", p.T("mail.decided"))
	g.add("text", decided(p, d.Automatic, d.At))
	redress(p, g, site, d.ID, d.At.AddDate(0, AppealMonths, 0))
	g.add("head", p.T("mail.notice.link"))
	g.add("link", commentURL)
	l := g.end(p, site)
	l.IdempotencyKey = "notice " + n.ID.String() + " " + d.ID.String()
	return l
}

// outcome tells what a decision did to the comment that was reported.
func outcome(p *i18n.Printer, a rozmova.Action) string {
	switch a {
	case rozmova.Remove:
		return p.T("mail.notice.removed")
	case rozmova.Hold:
		return p.T("mail.notice.held")
	}
	return p.T("mail.notice.kept")
}
