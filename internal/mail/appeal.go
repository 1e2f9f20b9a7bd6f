package mail

import (
	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
)

// Appeal tells an appellant that the appeal has come in and by when it is heard, or what became of it and how to go on outside of the
// house (DSA Art. 20(4) and (5)). pageURL is where it can be read.
func Appeal(p *i18n.Printer, site Site, a rozmova.Appeal, storyHeadline, pageURL string) Letter {
	state := a.State.String()
	g := letter(p, p.T("mail.appeal.subject_"+state))
	headline := named(storyHeadline)
	if a.State == rozmova.AppealOpen {
		g.add("text", p.T("mail.appeal.received", "Headline", headline, "Due", p.Date(a.Due)))
		g.add("head", p.T("mail.appeal.words"))
		g.quote(a.Text)
	} else {
		g.add("text", p.T("mail.appeal.heard", "Headline", headline))
		g.add("text", p.T("mail.appeal."+state))
		g.add("head", p.T("mail.appeal.answer"))
		g.quote(a.Answer)
		g.add("head", p.T("mail.decided"))
		g.add("text", p.T("mail.appeal.by_person", "Time", p.DateTime(a.Decided)))
		g.add("head", p.T("mail.redress"))
		g.add("text", p.T("mail.redress_outside"))
	}
	g.add("head", p.T("mail.appeal.link"))
	g.add("link", pageURL)
	l := g.end(p, site)
	l.IdempotencyKey = "appeal " + a.ID.String() + " " + state
	return l
}
