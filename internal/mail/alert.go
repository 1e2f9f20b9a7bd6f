package mail

import (
	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
)

// An AlertLine is what a letter tells of one alert.
type AlertLine struct {
	Kind     rozmova.AlertKind
	Name     string // pen name of who answered or mentioned
	Headline string // of the story
	Words    string // beginning of the comment or of the correction
	URL      string // where it is read

	Statement string // of a correction that concerns one: its words; empty for none
	Cited     bool   // the reader has spoken to it
}

// Leave is how a reader gets no more such letters.
type Leave struct {
	URL      string // of the one click (RFC 8058), which needs no sign-in
	Settings string // of the page with everything
}

// Alert tells at once of one answer, mention, pick or correction.
func Alert(p *i18n.Printer, site Site, a AlertLine, leave Leave) Letter {
	g := letter(p, p.T("mail.alert."+a.Kind.String()+"_subject", "Name", named(a.Name)))
	g.add("text", sentence(p, a))
	g.quote(a.Words)
	g.add("head", p.T("mail.alert.where"))
	g.add("link", a.URL)
	return g.leave(p, site, leave)
}

// Digest tells of what happened since the last one: the lines, and how many more there are.
func Digest(p *i18n.Printer, site Site, lines []AlertLine, more int, list string, leave Leave) Letter {
	g := letter(p, p.T("mail.alert.digest_subject", "N", len(lines)+more, "Site", named(site.Name)))
	g.add("text", p.T("mail.alert.digest"))
	for _, a := range lines {
		g.add("head", sentence(p, a))
		g.quote(a.Words)
		g.add("link", a.URL)
	}
	if more > 0 {
		g.add("text", p.T("mail.alert.more", "N", more))
		g.add("link", list)
	}
	return g.leave(p, site, leave)
}

// sentence tells of an alert in one.
func sentence(p *i18n.Printer, a AlertLine) string {
	id := "mail.alert." + a.Kind.String()
	switch {
	case a.Statement == "":
		return p.T(id, "Name", named(a.Name), "Headline", named(a.Headline))
	case a.Cited:
		id += "_cited"
	default:
		id += "_statement"
	}
	return p.T(id, "Headline", named(a.Headline), "Words", named(a.Statement))
}

// leave closes a letter that nobody has to get: how to get no more of them stands in the text and in the headers.
func (g *page) leave(p *i18n.Printer, site Site, leave Leave) Letter {
	g.add("head", p.T("mail.alert.leave"))
	g.add("link", leave.URL)
	g.add("text", p.T("mail.alert.settings"))
	g.add("link", leave.Settings)
	l := g.end(p, site)
	l.Headers = map[string]string{"List-Unsubscribe": "<" + leave.URL + ">", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
	return l
}
