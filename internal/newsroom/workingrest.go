package newsroom

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A DateCard is what an editor fills in about a dated fact.
type DateCard struct {
	What         string // what happens
	Value, Date  string // what holds now, in words and as YYYY-MM-DD, --MM-DD or with a time, RFC 3339; Date may be empty
	Before       string // what was said before; empty: nothing else
	BeforeDate   string
	Source       string // name of who says so; empty: nobody
	BeforeSource string
}

// DateOf gives what stands on the card of a dated fact.
func (w *Working) DateOf(d *MarkedDate) DateCard {
	c := DateCard{What: d.What, Value: d.Value, Date: d.Date, Source: w.nameOf(d.Source)}
	if len(d.Earlier) > 0 {
		c.Before, c.BeforeDate, c.BeforeSource = d.Earlier[0].Value, d.Earlier[0].Date, w.nameOf(d.Earlier[0].Source)
	}
	return c
}

// nameOf gives the name or role of the source with a key.
func (w *Working) nameOf(key string) string {
	if s := w.Source(key); s != nil {
		if s.Name != "" {
			return s.Name
		}
		return s.Role
	}
	return ""
}

// sourceNamed gives the key of a source of the copy by its name or, of one without a name, its role; false where there is none.
func (w *Working) sourceNamed(name string) (string, bool) {
	if name == "" {
		return "", true
	}
	for _, s := range w.Sources {
		if strings.EqualFold(s.Name, name) || s.Name == "" && strings.EqualFold(s.Role, name) {
			return s.Key, true
		}
	}
	return "", false
}

// ConfirmDate writes what stands on the card of a dated fact and confirms it. An empty key makes a new one. Refusals as of Confirm; by field
// publish.value_missing, publish.date_malformed, working.source_unknown and publish.too_long.
func (d *Desk) ConfirmDate(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, key string, turn int, c DateCard) (*Working, error) {
	return d.work(ctx, by, slug, func(_ *store.Tx, w *Working) (bool, error) {
		dev := rozmova.Development{Key: key}
		var wrong []error
		refuse := func(reason, field, value string) {
			wrong = append(wrong, &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: field, Args: map[string]any{"Key": field, "Value": shown(value), "Max": 300}})
		}
		words := func(field, s string) string {
			if s = line(s); utf8.RuneCountInString(s) > 300 {
				refuse("publish.too_long", field, s)
			}
			return s
		}
		source := func(field, s string) string {
			key, ok := w.sourceNamed(line(s))
			if !ok {
				refuse("working.source_unknown", field, s)
			}
			return key
		}
		date := func(field, s string) string {
			s = line(s)
			if !dated(s) {
				refuse("publish.date_malformed", field, s)
			}
			return s
		}
		dev.What, dev.Value, dev.Date, dev.Source = words("what", c.What), words("value", c.Value), date("date", c.Date), source("source", c.Source)
		earlier := rozmova.EarlierValue{Value: words("before", c.Before), Date: date("before_date", c.BeforeDate), Source: source("before_source", c.BeforeSource)}
		if dev.What == "" {
			refuse("publish.value_missing", "what", "")
		}
		if dev.Value == "" {
			refuse("publish.value_missing", "value", "")
		}
		if err := errors.Join(wrong...); err != nil {
			return false, err
		}
		if key == "" {
			dev.Key = w.key("d")
			dev.Earlier = earliest(earlier, nil)
			w.Developments = append(w.Developments, MarkedDate{Development: dev, State: Confirmed})
			return true, nil
		}
		m, err := w.date(key, turn)
		if err != nil {
			return false, err
		}
		dev.Earlier = earliest(earlier, m.Earlier)
		m.Development, m.State = dev, Confirmed
		return true, nil
	})
}

// earliest puts an earlier value in the place of the first of those that were there.
func earliest(first rozmova.EarlierValue, were []rozmova.EarlierValue) []rozmova.EarlierValue {
	var list []rozmova.EarlierValue
	if first.Value != "" {
		list = append(list, first)
	}
	if len(were) > 1 {
		list = append(list, were[1:]...)
	}
	return list
}

// dated reports whether a date is one as a Development has it, or empty.
func dated(s string) bool { return s == "" || isDate(s) }

// date gives a dated fact that nobody changed meanwhile.
func (w *Working) date(key string, turn int) (*MarkedDate, error) {
	for i := range w.Developments {
		if m := &w.Developments[i]; m.Key == key {
			if m.Turn != turn {
				return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.card_changed"}
			}
			m.Turn++
			return m, nil
		}
	}
	return nil, rozmova.NotFound
}

// DismissDate says that a dated fact is none: it is not suggested again, and one that was confirmed goes. Refusals as of Confirm.
func (d *Desk) DismissDate(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, key string, turn int) (*Working, error) {
	return d.work(ctx, by, slug, func(_ *store.Tx, w *Working) (bool, error) {
		m, err := w.date(key, turn)
		if err != nil {
			return false, err
		}
		m.State = Wrong
		return true, nil
	})
}

// LeaveOut says of the number-th piece that is probably not the story's, from 0, whether it stays in the text (working.NotStory.State Wrong), or
// goes out of it (Confirmed). One that was left out is put back at the end of the text by stay. Text is what the piece says, so that nobody
// decides about another. Refusals as of Confirm.
func (d *Desk) LeaveOut(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, number int, text string, stay bool) (*Working, error) {
	return d.work(ctx, by, slug, func(tx *store.Tx, w *Working) (bool, error) {
		if number < 0 || number >= len(w.LeftOut) || w.LeftOut[number].Text != text {
			return false, &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.card_changed"}
		}
		n := &w.LeftOut[number]
		was := n.State
		if n.State = Confirmed; stay {
			n.State = Wrong
		}
		switch {
		case was == n.State:
			return false, nil
		case was == Confirmed: // it stands in the text no more
			w.carry(append(slices.Clone(w.Body), rozmova.Block{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: strings.ReplaceAll(n.Text, "\n", " ")}}}))
		case n.State == Confirmed:
			body, ok := without(w.Body, n.Text)
			if !ok {
				return false, &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.card_changed"}
			}
			w.carry(body)
		default:
			return true, nil
		}
		w.Text = w.Version + 1
		return true, d.suggest(tx, w)
	})
}

// without takes the last place with some words out of a body: blocks that they fill wholly go.
func without(body []rozmova.Block, words string) ([]rozmova.Block, bool) {
	at := places([]rune(rozmova.PlainText(body)), []rune(words))
	if len(at) == 0 {
		return nil, false
	}
	start := at[len(at)-1]
	end, from := start+utf8.RuneCountInString(words), 0
	var out []rozmova.Block
	for i := range body {
		text := []rune(body[i].Text())
		a, b := max(start-from, 0), min(end-from, len(text))
		from += len(text) + 1
		switch {
		case a >= b:
			out = append(out, body[i])
		case strings.TrimSpace(string(text[:a])+string(text[b:])) == "":
		default:
			block := body[i]
			block.Spans = append(cut(block.Spans, 0, a), cut(block.Spans, b, len(text))...)
			out = append(out, block)
		}
	}
	return out, true
}

// cut gives the runes [from, to) of spans.
func cut(spans []rozmova.Span, from, to int) (out []rozmova.Span) {
	at := 0
	for _, s := range spans {
		text := []rune(s.Text)
		a, b := max(from-at, 0), min(to-at, len(text))
		at += len(text)
		if a < b {
			s.Text = string(text[a:b])
			out = append(out, s)
		}
	}
	return out
}

// A SilenceCard is what an editor fills in about somebody who was asked and gave no account.
type SilenceCard struct {
	Who   string // name
	Kind  rozmova.SourceKind
	Role  string
	Said  rozmova.SilenceKind
	At    string // when they declined, or until when they had not answered: as StatementCard.Read
	Side  string
	Topic string
}

// AddSilence notes that somebody was asked and gave no account. Refusals as of Working; by field working.choose, working.read,
// publish.value_missing and publish.too_long.
func (d *Desk) AddSilence(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, c SilenceCard) (*Working, error) {
	return d.work(ctx, by, slug, func(tx *store.Tx, w *Working) (bool, error) {
		var wrong []error
		refuse := func(reason, field string) {
			wrong = append(wrong, &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: field, Args: map[string]any{"Key": field, "Max": 200}})
		}
		for field, s := range map[string]*string{"who": &c.Who, "silence_role": &c.Role, "silence_side": &c.Side, "silence_topic": &c.Topic} {
			if *s = line(*s); utf8.RuneCountInString(*s) > 200 {
				refuse("publish.too_long", field)
			}
		}
		if c.Who == "" {
			refuse("publish.value_missing", "who")
		}
		if c.Said != rozmova.Declined && c.Said != rozmova.NoAnswer {
			refuse("working.choose", "said")
		}
		at, ok := momentOf(c.At)
		if !ok || at.IsZero() {
			refuse("working.read", "at")
		}
		if err := errors.Join(wrong...); err != nil {
			return false, err
		}
		if c.Kind == "" {
			c.Kind = rozmova.Person
		}
		names, err := d.names(tx)
		if err != nil {
			return false, err
		}
		src, err := names.source(w, rozmova.Source{Kind: c.Kind, Name: c.Who, Role: c.Role})
		if err != nil {
			return false, err
		}
		key := src.Key
		w.Silences = append(w.Silences, rozmova.Silence{Key: w.key("n"), Source: key, Kind: c.Said, At: at, Side: w.side(c.Side), Topic: c.Topic})
		return true, nil
	})
}

// DropSilence takes a silence back; there need be none with the key. Refusals as of Working.
func (d *Desk) DropSilence(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, key string) (*Working, error) {
	return d.work(ctx, by, slug, func(_ *store.Tx, w *Working) (bool, error) {
		before := len(w.Silences)
		w.Silences = slices.DeleteFunc(w.Silences, func(s rozmova.Silence) bool { return s.Key == key })
		w.prune()
		return len(w.Silences) != before, nil
	})
}
