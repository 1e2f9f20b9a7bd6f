package mail

import (
	"slices"
	"strings"

	"github.com/rozmova/rozmova/internal/i18n"
)

// SignInCode is the letter with the code that signs its reader in for the next so many minutes. The code is not in the
// subject: subjects stand on locked screens and in the logs of mail servers.
func SignInCode(p *i18n.Printer, site Site, code string, minutes int) Letter {
	name := oneLine(site.Name)
	g := letter(p, p.T("mail.code.subject", "Site", name))
	g.add("text", p.T("mail.code.here", "Site", name))
	g.add("code", grouped(code))
	g.add("text", p.T("mail.code.lasts", "N", minutes))
	g.add("text", p.T("mail.code.secret"))
	g.add("text", p.T("mail.code.not_you"))
	return g.end(p, site)
}

// grouped writes a long code in groups of four digits, as people read them to themselves.
func grouped(code string) string {
	if len(code) <= 6 {
		return code
	}
	var groups []string
	for group := range slices.Chunk([]byte(code), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, " ")
}

// AddressChanged tells an address that it is no longer the one of an account; with is the one in its place, masked, and empty
// where there is none. It goes where the account's owner reads it even where somebody else made the change.
func AddressChanged(p *i18n.Printer, site Site, with string) Letter {
	name := oneLine(site.Name)
	g := letter(p, p.T("mail.changed.subject", "Site", name))
	if with == "" {
		g.add("text", p.T("mail.changed.removed", "Site", name))
	} else {
		g.add("text", p.T("mail.changed.replaced", "Site", name, "With", named(with)))
	}
	g.add("text", p.T("mail.changed.you"))
	if site.Contact != "" {
		g.add("text", p.T("mail.changed.not_you", "Contact", site.Contact))
	} else {
		g.add("text", p.T("mail.changed.not_you_here", "URL", site.URL))
	}
	return g.end(p, site)
}
