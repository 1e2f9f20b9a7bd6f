package api

import (
	"github.com/rozmova/rozmova"
)

// each writes a list, which is never null.
func each[T, D any](list []T, write func(T) D) []D {
	out := make([]D, len(list))
	for i := range list {
		out[i] = write(list[i])
	}
	return out
}

// confirmed gives the statements that readers are shown. One that stands in an unconfirmed one stands by itself.
func confirmed(s *rozmova.Story) []rozmova.Statement {
	known := map[string]bool{}
	var list []rozmova.Statement
	for _, st := range s.Statements {
		if st.Confirmed && st.Record != rozmova.OffRecord {
			known[st.Key] = true
			list = append(list, st)
		}
	}
	for i := range list {
		if !known[list[i].Within] {
			list[i].Within = ""
		}
	}
	return list
}

func (a *API) statement(of *rozmova.Story, s rozmova.Statement, comments int) Statement {
	start, end := s.Anchor.In(of.Body)
	return Statement{
		Key: s.Key,
		Anchor: Anchor{
			Revision: s.Anchor.Revision,
			Start:    Position{s.Anchor.Start.Block, s.Anchor.Start.Rune},
			End:      Position{s.Anchor.End.Block, s.Anchor.End.Rune},
		},
		Mode: string(s.Mode), Content: s.Content, Cue: s.Cue, Speaker: s.Speaker, Role: s.Role, Via: s.Via, Side: s.Side,
		Topic: s.Topic, Within: s.Within, Comments: comments,
		URL: a.storyURL(of.Slug) + "/statements/" + s.Key, Start: start, End: end,
	}
}

func block(b rozmova.Block) Block {
	return Block{
		Kind: string(b.Kind), Level: b.Level, Ordered: b.Ordered, Depth: b.Depth, Goes: b.Goes, Quote: b.Quote,
		Spans: each(b.Spans, span), Source: b.Source, Alt: b.Alt,
	}
}

func span(s rozmova.Span) Span {
	out := Span{Text: s.Text, Link: s.Link}
	for _, m := range [...]struct {
		mark rozmova.Mark
		name string
	}{{rozmova.Emphasis, "emphasis"}, {rozmova.Strong, "strong"}, {rozmova.Strike, "strike"}, {rozmova.Monospace, "monospace"}, {rozmova.Mention, "mention"}} {
		if s.Marks&m.mark != 0 {
			out.Marks = append(out.Marks, m.name)
		}
	}
	return out
}

func source(s rozmova.Source) Source {
	out := Source{Key: s.Key, Kind: string(s.Kind), Name: s.Name, Role: s.Role, Anonymous: s.Anonymous, Link: s.Link}
	if !s.Read.IsZero() {
		out.Read = &s.Read
	}
	return out
}

func development(d rozmova.Development) Development {
	return Development{
		Key: d.Key, What: d.What, Value: d.Value, Date: d.Date, Source: d.Source,
		Earlier: each(d.Earlier, func(e rozmova.EarlierValue) EarlierValue { return EarlierValue{e.Value, e.Date, e.Source} }),
	}
}

func correction(c rozmova.Correction) Correction {
	return Correction{Kind: string(c.Kind), At: c.At, Text: c.Text, Wrong: c.Wrong, Right: c.Right, Statement: c.Statement, Development: c.Development, InPlace: c.InPlace}
}

func (a *API) translation(s *rozmova.Story) Translation {
	return Translation{Slug: string(s.Slug), URL: a.storyURL(s.Slug), Language: string(s.Language), Headline: s.Headline}
}
