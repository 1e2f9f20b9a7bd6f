package mail

import "github.com/rozmova/rozmova/internal/i18n"

// SignInCode is the letter with the code that signs its reader in for the next so many minutes. The code is not in the
// subject: subjects stand on locked screens and in the logs of mail servers.
func SignInCode(p *i18n.Printer, site Site, code string, minutes int) Letter {
	name := oneLine(site.Name)
	g := letter(p, p.T("mail.code.subject", "Site", name))
	g.add("text", p.T("mail.code.here", "Site", name))
	g.add("code", code)
	g.add("text", p.T("mail.code.lasts", "N", minutes))
	g.add("text", p.T("mail.code.secret"))
	g.add("text", p.T("mail.code.not_you"))
	return g.end(p, site)
}
