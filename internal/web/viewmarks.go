package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/richtext"
)

// markItems lists what is to be decided about, in the order in which editors go through it: statements, dates, what is probably not the story's.
func markItems(w *newsroom.Working) (items []MarkItem) {
	number := 0
	for i := range w.Statements {
		if m := &w.Statements[i]; m.State != newsroom.Wrong {
			number++
			items = append(items, markItem(w, m, number))
		}
	}
	for i := range w.Developments {
		d := &w.Developments[i]
		if d.State == newsroom.Wrong {
			continue
		}
		text := d.Value
		if len(d.Earlier) > 0 {
			text = d.Earlier[0].Value + " → " + d.Value
		}
		items = append(items, MarkItem{ID: "dev-" + d.Key, Kind: "date", State: string(d.State), Text: text, Who: d.What, Turn: d.Turn})
	}
	for i, n := range w.LeftOut {
		if n.State == newsroom.Suggested {
			items = append(items, MarkItem{ID: "out-" + strconv.Itoa(i), Kind: "out", State: string(n.State), Text: begins(n.Text, 120)})
		}
	}
	return items
}

func markItem(w *newsroom.Working, m *newsroom.Marked, number int) MarkItem {
	c := w.CardOf(m)
	item := MarkItem{ID: "st-" + m.Key, Kind: "statement", Number: number, State: string(m.State), Text: begins(strings.ReplaceAll(m.Content, "\n", " "), 120), Who: c.Speaker, Via: c.Via, Turn: m.Turn}
	for in := m.Within; in != "" && item.Depth < 4; item.Depth++ {
		outer := w.Statement(in)
		if outer == nil {
			break
		}
		in = outer.Within
	}
	return item
}

// dismissed reports whether an item is a statement that was dismissed.
func dismissed(w *newsroom.Working, id string) bool {
	m := w.Statement(strings.TrimPrefix(id, "st-"))
	return m != nil && m.State == newsroom.Wrong
}

// marksPage makes the page of a story's statements, with one item open.
func (s *Server) marksPage(r *http.Request, w *newsroom.Working, at string) *MarksPage {
	v := visitOf(r.Context())
	page := &MarksPage{DeskFrame: s.deskFrame(r, "stories", s.printer(v.lang).T("working.marks_title", "Headline", w.Headline)), Story: *storyHead(w, "statements"), Items: markItems(w)}
	page.DeskFrame.Path = "/desk/stories/" + string(w.Story.Slug) + "/statements"
	if at != "" {
		page.DeskFrame.Path += "?card=" + at
	}
	for i := range page.Items {
		item := &page.Items[i]
		item.At = item.ID == at
		if !newsroom.MarkState(item.State).Open() {
			page.Done++
		}
		if item.At {
			page.At = markCard(w, item)
		}
	}
	for i := range w.Statements {
		if m := &w.Statements[i]; m.State == newsroom.Wrong {
			page.Dismissed = append(page.Dismissed, markItem(w, m, 0))
		}
	}
	for i, n := range w.LeftOut {
		if n.State == newsroom.Confirmed {
			page.Left = append(page.Left, MarkItem{ID: "out-" + strconv.Itoa(i), Kind: "out", State: string(n.State), Text: n.Text})
		}
	}
	page.Text = richtext.HTML(w.Body, richtext.Options{Lang: string(w.Language), Marks: textMarks(w, at)})
	page.choices(w)
	for _, n := range w.Silences {
		view := SilenceView{Key: n.Key, Kind: n.Kind, At: n.At, Topic: n.Topic}
		if src := w.Source(n.Source); src != nil {
			view.Who = src.Name
		}
		page.Silences = append(page.Silences, view)
	}
	return page
}

// textMarks are the marks of the text: statements with their states, dates that moved and what is probably not the story's.
func textMarks(w *newsroom.Working, at string) (marks []richtext.Mark) {
	for i := range w.Statements {
		m := &w.Statements[i]
		if m.State == newsroom.Gone || m.State == newsroom.Wrong {
			continue
		}
		state := string(m.State)
		if "st-"+m.Key == at {
			state += " at"
		}
		marks = append(marks, richtext.Mark{Anchor: m.Anchor, Key: m.Key, State: state})
	}
	for i := range w.Developments {
		d := &w.Developments[i]
		if d.State == newsroom.Wrong || d.Found[1] == "" {
			continue
		}
		class := "dated"
		if "dev-"+d.Key == at {
			class += " at"
		}
		if now, ok := w.Find(d.Found[1], rozmova.Position{}); ok {
			marks = append(marks, richtext.Mark{Anchor: now, Class: class})
			if was, ok := w.Find(d.Found[0], now.End); ok {
				marks = append(marks, richtext.Mark{Anchor: was, Class: class})
			}
		}
	}
	for i, n := range w.LeftOut {
		if n.State != newsroom.Suggested {
			continue
		}
		class := "not-story"
		if "out-"+strconv.Itoa(i) == at {
			class += " at"
		}
		if where, ok := w.Find(n.Text, rozmova.Position{Block: len(w.Body)}); ok {
			marks = append(marks, richtext.Mark{Anchor: where, Class: class})
		}
	}
	return marks
}

// markCard opens an item.
func markCard(w *newsroom.Working, item *MarkItem) *MarkCard {
	c := &MarkCard{MarkItem: *item}
	kind, key, _ := strings.Cut(item.ID, "-")
	switch kind {
	case "st":
		m := w.Statement(key)
		c.Content, c.Was, c.Reads, c.Form = m.Content, m.Was, m.Reads, w.CardOf(m)
		c.Known = true
		for _, k := range []string{m.Speaker, m.Via} {
			if src := w.Source(k); src != nil && src.Name != "" && src.Entry.IsZero() {
				c.Known = false
			}
		}
		if m.Speaker == "" && m.Via == "" {
			c.Known = false
		}
		c.Form.Enter = !c.Known
		number := 0
		for i := range w.Statements {
			outer := &w.Statements[i]
			if outer.State == newsroom.Wrong {
				continue
			}
			number++
			if outer.Key != m.Key && outer.State != newsroom.Gone && m.State != newsroom.Gone && w.Holds(outer, m) {
				c.Outer = append(c.Outer, markItem(w, outer, number))
			}
		}
	case "dev":
		for i := range w.Developments {
			if d := &w.Developments[i]; d.Key == key {
				c.Date, c.Signal = w.DateOf(d), d.Signal
			}
		}
	case "out":
		if n, err := strconv.Atoi(key); err == nil {
			c.Content, c.Why = w.LeftOut[n].Text, w.LeftOut[n].Why
		}
	}
	return c
}

// choices are the names that fields offer: those of the story. The register's come as one types.
func (page *MarksPage) choices(w *newsroom.Working) {
	add := func(list *[]string, s string) {
		if s != "" && !slices.Contains(*list, s) {
			*list = append(*list, s)
		}
	}
	for _, s := range w.Sources {
		add(&page.Speakers, s.Name)
		if s.Name == "" {
			add(&page.Speakers, s.Role)
		}
		if s.Kind == rozmova.Outlet {
			add(&page.Outlets, s.Name)
		}
	}
	for _, s := range w.Sides {
		add(&page.Sides, s.Name)
	}
	for i := range w.Statements {
		add(&page.Topics, w.Statements[i].Topic)
	}
	for _, n := range w.Silences {
		add(&page.Topics, n.Topic)
	}
}
