package mail

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
)

// Reasons is the statement of reasons to the author of a comment that was held or removed, with all that the DSA asks for
// in Art. 17(3): what was done, where and how long (a); facts, and how the comment was found (b); the use of automated
// means (c); the house rule and why the comment is against it (e); how to object, within and outside the house (f). Nothing
// is ever removed as illegal without a house rule that says so, hence no (d). p speaks r.Language.
func Reasons(p *i18n.Printer, site Site, r rozmova.Reasons, storyHeadline, decisionURL string) Letter {
	var g *page
	if headline := named(storyHeadline); r.Action == rozmova.Hold {
		g = letter(p, p.T("mail.reasons.held_subject"))
		g.add("text", p.T("mail.reasons.held", "Headline", headline))
		g.add("text", p.T("mail.reasons.held_scope"))
	} else {
		g = letter(p, p.T("mail.reasons.removed_subject"))
		g.add("text", p.T("mail.reasons.removed", "Headline", headline))
		g.add("text", p.T("mail.reasons.removed_scope"))
	}
	g.add("head", p.T("mail.reasons.words"))
	g.quote(r.Words)
	g.add("head", p.T("mail.reasons.rule"))
	g.add("text", p.T("mail.reasons.rule_named", "Title", named(r.RuleTitle), "Key", named(r.RuleKey), "Version", r.RuleVersion))
	g.quote(r.RuleText)
	g.add("head", p.T("mail.reasons.facts"))
	g.quote(r.Facts)
	g.add("head", p.T("mail.reasons.found"))
	g.add("text", found(p, r))
	g.add("head", p.T("mail.decided"))
	g.add("text", decided(p, r.Automatic, r.At))
	redress(p, g, site, r.Decision, r.AppealUntil)
	g.add("head", p.T("mail.reasons.link"))
	g.add("link", decisionURL)
	g.add("text", p.T("mail.reasons.wish"))
	l := g.end(p, site)
	l.IdempotencyKey = "reasons " + r.Decision.String()
	return l
}

// found tells how the comment came to be looked at. What a program decided without a notice, a program has found.
func found(p *i18n.Printer, r rozmova.Reasons) string {
	switch {
	case r.Detected == "notice":
		return p.T("mail.reasons.found_notice")
	case r.Automatic || r.Detected == "automatic":
		return p.T("mail.reasons.found_automatic")
	}
	return p.T("mail.reasons.found_voluntary")
}

// decided tells who decided, a person or a program, and when.
func decided(p *i18n.Printer, automatic bool, at time.Time) string {
	if automatic {
		return p.T("mail.decided_automatic", "Time", p.DateTime(at))
	}
	return p.T("mail.decided_person", "Time", p.DateTime(at))
}

// redress tells how to object: to us, free of charge, until when; to a body for disputes; to a court.
func redress(p *i18n.Printer, g *page, site Site, decision rozmova.ID[rozmova.Decision], until time.Time) {
	g.add("head", p.T("mail.redress"))
	where := oneLine(site.Contact)
	if where == "" {
		where = oneLine(site.URL)
	}
	g.add("text", p.T("mail.redress_how", "Until", p.Date(until), "Contact", where, "Decision", decision.String()))
	g.add("text", p.T("mail.redress_who"))
	g.add("text", p.T("mail.redress_outside"))
}
