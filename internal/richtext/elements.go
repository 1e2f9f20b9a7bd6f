package richtext

import (
	"strings"

	"github.com/rozmova/rozmova"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// leftOut lists the elements that hold nothing to read, or nothing that could be kept.
var leftOut = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true, atom.Frame: true,
	atom.Frameset: true, atom.Noframes: true, atom.Object: true, atom.Embed: true, atom.Applet: true, atom.Param: true,
	atom.Form: true, atom.Input: true, atom.Button: true, atom.Select: true, atom.Option: true, atom.Optgroup: true,
	atom.Textarea: true, atom.Datalist: true, atom.Output: true, atom.Progress: true, atom.Meter: true, atom.Keygen: true,
	atom.Svg: true, atom.Math: true, atom.Canvas: true, atom.Audio: true, atom.Video: true, atom.Track: true,
	atom.Map: true, atom.Area: true, atom.Dialog: true, atom.Noembed: true, atom.Xmp: true, atom.Plaintext: true,
}

// marked gives the marks that inline elements put on their words.
var marked = map[atom.Atom]rozmova.Mark{
	atom.Em: rozmova.Emphasis, atom.I: rozmova.Emphasis, atom.Cite: rozmova.Emphasis, atom.Dfn: rozmova.Emphasis, atom.Var: rozmova.Emphasis,
	atom.Strong: rozmova.Strong, atom.B: rozmova.Strong,
	atom.Del: rozmova.Strike, atom.S: rozmova.Strike, atom.Strike: rozmova.Strike,
	atom.Code: rozmova.Monospace, atom.Kbd: rozmova.Monospace, atom.Samp: rozmova.Monospace, atom.Tt: rozmova.Monospace,
}

// inlineElement lists the elements whose words belong to the text around them, without a mark. All others part blocks.
var inlineElement = map[atom.Atom]bool{
	atom.Span: true, atom.Font: true, atom.Small: true, atom.Big: true, atom.Sub: true, atom.Sup: true, atom.U: true, atom.Ins: true,
	atom.Mark: true, atom.Abbr: true, atom.Acronym: true, atom.Time: true, atom.Data: true, atom.Bdi: true, atom.Bdo: true,
	atom.Label: true, atom.Ruby: true, atom.Rt: true, atom.Rb: true, atom.Rtc: true, atom.Nobr: true, atom.Slot: true, atom.Picture: true,
}

// hidden reports whether browsers do not show an element by its own attributes; style sheets are not read.
func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			s := strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

// attribute gives the first of the named attributes that n has, empty for none.
func attribute(n *html.Node, names ...string) string {
	for _, name := range names {
		for _, a := range n.Attr {
			if a.Key == name && a.Namespace == "" {
				return strings.TrimSpace(a.Val)
			}
		}
	}
	return ""
}
