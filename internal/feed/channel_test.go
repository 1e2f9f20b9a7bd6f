package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// wellFormed reads XML to its end and gives the text of every element, in order, by path ("rss/channel/title").
func wellFormed(t *testing.T, b []byte) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	var path []string
	var text []string
	dec := xml.NewDecoder(bytes.NewReader(b))
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, b)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			name := tok.Name.Local
			if strings.Contains(tok.Name.Space, "mrss") {
				name = "media:" + name // beside Atom's own content
			}
			path, text = append(path, name), append(text, "")
		case xml.CharData:
			if len(text) > 0 {
				text[len(text)-1] += string(tok)
			}
		case xml.EndElement:
			p := strings.Join(path, "/")
			found[p] = append(found[p], text[len(text)-1])
			path, text = path[:len(path)-1], text[:len(text)-1]
		}
	}
}

func TestFeeds(t *testing.T) {
	for name, c := range channels() {
		for _, f := range []struct {
			ext   string
			write func(io.Writer) error
		}{{"atom.xml", c.Atom}, {"rss.xml", c.RSS}, {"json", c.JSONFeed}} {
			t.Run(name+"."+f.ext, func(t *testing.T) {
				var b bytes.Buffer
				if err := f.write(&b); err != nil {
					t.Fatal(err)
				}
				if strings.HasSuffix(f.ext, "xml") {
					wellFormed(t, b.Bytes())
				} else if !json.Valid(b.Bytes()) {
					t.Error("not JSON")
				}
				for _, bad := range []string{"\u202e", "\u2066", "javascript:", "<script", "]]>", "\ufffd", "\u0085"} {
					if strings.Contains(b.String(), bad) {
						t.Errorf("holds %+q", bad)
					}
				}
				golden(t, name+"."+f.ext, b.Bytes())
			})
		}
	}
}

// What a program reads back is what the story says, after both layers of escaping.
func TestReadBack(t *testing.T) {
	c := channels()["usual"]
	c.Items = c.Items[:1]
	c.Items[0].Corrections = nil
	c.Items[0].Title = "Пів на третю & <друга>"
	c.Items[0].Summary = "a < b"
	for _, f := range []struct {
		write                func(io.Writer) error
		title, body, summary string
		wantSummary          string
	}{
		{c.Atom, "feed/entry/title", "feed/entry/content", "feed/entry/summary", "a < b"},
		{c.RSS, "rss/channel/item/title", "rss/channel/item/encoded", "rss/channel/item/description", "a &lt; b"},
	} {
		var b bytes.Buffer
		if err := f.write(&b); err != nil {
			t.Fatal(err)
		}
		got := wellFormed(t, b.Bytes())
		for path, want := range map[string]string{f.title: c.Items[0].Title, f.body: c.Items[0].HTML, f.summary: f.wantSummary} {
			if len(got[path]) != 1 || got[path][0] != want {
				t.Errorf("%s: got %q, want %q", path, got[path], want)
			}
		}
	}
}

// A correction is seen in every format, in what shows the whole text and in what shows the summary only.
func TestCorrectionsAreShown(t *testing.T) {
	c := channels()["usual"]
	it := &c.Items[0]
	for what, s := range map[string]string{"summary": c.summary(it), "content": c.content(it)} {
		last, first := strings.Index(s, "Виправлення (2026-01-10)"), strings.Index(s, "Уточнення (2026-01-09)")
		if last < 0 || first < last {
			t.Errorf("%s: the corrections are missing or the latest is not first: %q", what, s)
		}
		if !strings.Contains(s, "10 січня") || !strings.Contains(s, "9 січня") {
			t.Errorf("%s does not tell what was wrong and what is right: %q", what, s)
		}
	}
	if !strings.HasSuffix(c.content(it), it.HTML) {
		t.Errorf("the story's own text is gone: %q", c.content(it))
	}
}

func TestOneLine(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Харків\u00a0— 10\u00a0січня", "Харків\u00a0— 10\u00a0січня"},
		{"з’їзд 👨\u200d👩\u200d👧", "з’їзд 👨\u200d👩\u200d👧"},
		{" a\n\tb\u2028c ", "a b c"},
		{"a\u202eb\u2069c", "abc"},
		{"a\x00b\xffc\ufffed\u009fe", "abcde"},
		{"already \ufffd", "already \ufffd"},
	} {
		if got := oneLine(tt.in); got != tt.want {
			t.Errorf("oneLine(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzAtom(f *testing.F) {
	f.Add(nasty, "<p>"+nasty)
	f.Add("", "")
	f.Fuzz(func(t *testing.T, title, body string) {
		c := Channel{Title: title, Language: title, FeedURL: title, Items: []Item{{Title: title, HTML: body, Summary: body, Author: title, Section: title}}}
		for _, write := range []func(io.Writer) error{c.Atom, c.RSS} {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			wellFormed(t, b.Bytes())
		}
	})
}
