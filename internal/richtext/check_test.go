package richtext

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// commentElements are all that a page may ever get from a reader; storyElements are all that it may get from anybody.
var (
	commentElements = []string{"p", "br", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a", "b"}
	storyElements   = append([]string{"h2", "h3", "h4", "hr", "figure", "figcaption", "img", "mark", "sup", "span"}, commentElements...)
)

var allowedAttributes = map[string][]string{
	"a": {"href", "rel"}, "b": {"class"}, "img": {"src", "alt", "loading"},
	"mark": {"class", "id", "tabindex", "aria-describedby", "data-statement", "data-state"},
}

// parsed reads back what HTML wrote, as a browser would.
func parsed(t testing.TB, written string) *html.Node {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(written), body)
	if err != nil {
		t.Fatalf("%q does not parse: %v", written, err)
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return body
}

// check holds that written has only the allowed elements, attributes and link schemes, and exactly the words of the body.
func check(t testing.TB, body []rozmova.Block, written string, elements []string) *html.Node {
	t.Helper()
	root := parsed(t, written)
	for n := range root.Descendants() {
		switch n.Type {
		case html.TextNode:
			continue
		case html.ElementNode:
		default:
			t.Fatalf("a node of type %d in %q", n.Type, written)
		}
		if !slices.Contains(elements, n.Data) {
			t.Fatalf("element %s in %q", n.Data, written)
		}
		for _, a := range n.Attr {
			if !slices.Contains(allowedAttributes[n.Data], a.Key) && (a.Key != "id" || !strings.HasPrefix(a.Val, "p-")) {
				t.Fatalf("attribute %s of %s in %q", a.Key, n.Data, written)
			}
			if a.Key == "href" || a.Key == "src" {
				checkAddress(t, a.Val, a.Key == "src")
			}
		}
	}
	want := ""
	for i := range body {
		want += body[i].Text()
	}
	if got := squeeze(words(root)); got != squeeze(want) {
		t.Fatalf("words\n got %q\nwant %q\n  in %q", got, squeeze(want), written)
	}
	return root
}

func checkAddress(t testing.TB, address string, picture bool) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatalf("address %q: %v", address, err)
	}
	switch {
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil:
	case !picture && u.Scheme == "mailto":
	case picture && u.Scheme == "" && u.Host == "" && !strings.HasPrefix(address, "//"):
	default:
		t.Fatalf("address %q", address)
	}
}

// words gives the text below n, <br> as a line feed.
func words(n *html.Node) string {
	var s strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			s.WriteString(c.Data)
		} else if c.DataAtom == atom.Br {
			s.WriteByte('\n')
		}
	}
	return s.String()
}

// squeeze takes out line feeds: between blocks they are the writer's own.
func squeeze(s string) string { return strings.ReplaceAll(s, "\n", "") }

// links gives the addresses that written leads to.
func links(t testing.TB, written string) (out []string) {
	t.Helper()
	for n := range parsed(t, written).Descendants() {
		for _, a := range n.Attr {
			if a.Key == "href" {
				out = append(out, a.Val)
			}
		}
	}
	return out
}

// outline writes a body in short: kind, what sets the block apart, and its words with their marks.
func outline(body []rozmova.Block) string {
	var s strings.Builder
	for _, b := range body {
		s.WriteString(string(b.Kind))
		for _, f := range []struct {
			name string
			n    int
		}{{"level", b.Level}, {"depth", b.Depth}, {"quote", b.Quote}} {
			if f.n > 0 {
				fmt.Fprintf(&s, " %s=%d", f.name, f.n)
			}
		}
		if b.Ordered {
			s.WriteString(" ordered")
		}
		if b.Goes {
			s.WriteString(" goes")
		}
		if b.Source != "" {
			fmt.Fprintf(&s, " source=%s alt=%q", b.Source, b.Alt)
		}
		for _, span := range b.Spans {
			marks := ""
			for i, name := range []string{"em", "strong", "del", "code"} {
				if span.Marks&(1<<i) != 0 {
					marks += name + " "
				}
			}
			if span.Link != "" {
				marks += span.Link + " "
			}
			fmt.Fprintf(&s, " [%s%q]", marks, span.Text)
		}
		s.WriteByte('\n')
	}
	return s.String()
}
