package mail

import (
	_ "embed"
	"html/template"
	"strings"

	"github.com/rozmova/rozmova/internal/i18n"
)

//go:embed letter.tmpl
var letterTemplate string

var letterHTML = template.Must(template.New("letter").Parse(letterTemplate))

// A part is one piece of a letter. Both forms of the letter are made from the same parts, so that they cannot differ.
type part struct {
	Kind  string // text, head, code, quote, link, small; the template knows each
	Text  string
	Lines []string // of a quote
}

// A page collects the parts of a letter.
type page struct {
	Lang    string
	Subject string
	Parts   []part
}

func (g *page) add(kind, text string) {
	g.Parts = append(g.Parts, part{Kind: kind, Text: visible(text)})
}

// quote adds words that a reader or a moderator wrote: as they are, but for links, and marked as somebody's words.
func (g *page) quote(text string) {
	if text = strings.TrimSpace(unlinked(text)); text != "" {
		g.Parts = append(g.Parts, part{Kind: "quote", Lines: strings.Split(text, "\n")})
	}
}

// letter begins with a greeting; what belongs at every letter's end is added by end.
func letter(p *i18n.Printer, subject string) *page {
	g := &page{Lang: p.Lang(), Subject: oneLine(subject)}
	g.add("text", p.T("mail.hello"))
	return g
}

// end closes the letter with who sent it, and renders it.
func (g *page) end(p *i18n.Printer, site Site) Letter {
	g.add("small", p.T("mail.sent_by", "Site", oneLine(site.Name), "URL", oneLine(site.URL)))
	if site.Contact != "" {
		g.add("small", p.T("mail.questions", "Contact", oneLine(site.Contact)))
	}
	return Letter{Language: g.Lang, Subject: g.Subject, Text: g.text(), HTML: g.html()}
}

// text renders the letter as plain text, pieces parted by empty lines.
func (g *page) text() string {
	var b strings.Builder
	for i, part := range g.Parts {
		switch {
		case i == 0:
		case part.Kind == "small" && g.Parts[i-1].Kind != "small":
			b.WriteString("\n-- \n") // a signature (RFC 3676, 4.3), which mail programs leave out of answers
		case part.Kind != "small" && g.Parts[i-1].Kind != "head":
			b.WriteByte('\n')
		}
		switch part.Kind {
		case "head":
			b.WriteString("* " + part.Text + "\n")
		case "code":
			b.WriteString("    " + part.Text + "\n")
		case "quote":
			for _, l := range part.Lines {
				b.WriteString(strings.TrimRight("> "+l, " ") + "\n")
			}
		default:
			b.WriteString(part.Text + "\n")
		}
	}
	return b.String()
}

// html renders the letter as a document of its own.
func (g *page) html() string {
	var b strings.Builder
	if err := letterHTML.Execute(&b, g); err != nil {
		panic(err) // the template and its data are both ours
	}
	return b.String()
}
