package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rozmova/rozmova/internal/attribution"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// A draftHead is the head of a Markdown file as rozmova publish reads it: what was found, for an editor to go through.
type draftHead struct {
	Headline     string           `yaml:"headline"`
	Language     string           `yaml:"language"`
	Sources      []draftSource    `yaml:"sources,omitempty"`
	Statements   []draftStatement `yaml:"statements,omitempty"`
	Developments []draftChange    `yaml:"developments,omitempty"`
}

type draftSource struct {
	Key       string  `yaml:"key"`
	Kind      string  `yaml:"kind"`
	Name      string  `yaml:"name,omitempty"`
	Role      string  `yaml:"role,omitempty"`
	Anonymous *string `yaml:"anonymous,omitempty"` // empty: the editor has to say why
}

type draftStatement struct {
	Key        string `yaml:"key"`
	Quote      string `yaml:"quote"`
	Occurrence int    `yaml:"occurrence,omitempty"`
	Mode       string `yaml:"mode"`
	Cue        string `yaml:"cue,omitempty"`
	Speaker    string `yaml:"speaker,omitempty"`
	Via        string `yaml:"via,omitempty"`
	Within     string `yaml:"within,omitempty"`
}

type draftChange struct {
	Key     string         `yaml:"key"`
	What    string         `yaml:"what"` // empty: the editor has to say
	Value   string         `yaml:"value"`
	Date    string         `yaml:"date,omitempty"`
	Earlier []draftEarlier `yaml:"earlier"`
}

type draftEarlier struct {
	Value string `yaml:"value"`
	Date  string `yaml:"date,omitempty"`
}

// A drafting makes a draft of a text and of what was found in it.
type drafting struct {
	runes []rune
	keep  []bool // for each rune, whether it stays in the body
	head  draftHead
	keys  map[string]string // name of a source → its key
}

// draftOf gives the Markdown file, with its head, of a text and of what was found in it: what is not story is left out, and what only the
// editor can know (the headline, why somebody is not named, what it is that moved) is empty, so that rozmova publish asks for it.
func draftOf(text string, found *attribution.Found) (string, error) {
	d := &drafting{runes: []rune(text), keys: map[string]string{}}
	d.keep = make([]bool, len(d.runes))
	for i := range d.keep {
		d.keep[i] = true
	}
	for _, l := range found.LeftOut {
		for i := l.Start; i < l.End; i++ {
			d.keep[i] = false
		}
	}
	d.head.Language = found.Lang
	for i := range found.Statements {
		d.statement(&found.Statements[i], fmt.Sprintf("s%d", i+1), nil, "")
	}
	for i, c := range found.Developments {
		d.head.Developments = append(d.head.Developments, draftChange{
			Key: fmt.Sprintf("d%d", i+1), Value: c.To.Text, Date: newsroom.DateOf(c.To.Value), Earlier: []draftEarlier{{c.From.Text, newsroom.DateOf(c.From.Value)}},
		})
	}
	head, err := yaml.Marshal(&d.head)
	if err != nil {
		return "", err
	}
	return "---\n" + string(head) + "---\n" + d.body() + "\n", nil
}

func (d *drafting) statement(s *attribution.Statement, key string, outer *attribution.Statement, within string) {
	st := draftStatement{Key: key, Quote: oneLine(s.Text), Mode: s.Mode, Within: within}
	if outer == nil || strings.Count(outer.Text, s.Text) != 1 {
		st.Occurrence = d.occurrence(s)
	}
	if s.Cue != nil {
		st.Cue = oneLine(s.Cue.Text)
	}
	if s.Speaker != nil {
		kind, role := "organisation", ""
		if s.Role != nil {
			role = *s.Role
		}
		switch {
		case s.Via != nil && *s.Via == *s.Speaker:
			kind = "outlet"
		case s.SpeakerNamed || role == *s.Speaker:
			kind = "person"
		}
		st.Speaker = d.source(kind, *s.Speaker, role, kind == "person" && !s.SpeakerNamed)
	}
	if s.Via != nil {
		st.Via = d.source("outlet", *s.Via, "", false)
	}
	d.head.Statements = append(d.head.Statements, st)
	for i := range s.Nested {
		d.statement(&s.Nested[i], fmt.Sprintf("%s-%d", key, i+1), s, key)
	}
}

// source gives the key of a source, which is made where it is not there.
func (d *drafting) source(kind, name, role string, unnamed bool) string {
	if key, ok := d.keys[name]; ok {
		i := slices.IndexFunc(d.head.Sources, func(s draftSource) bool { return s.Key == key })
		if at := &d.head.Sources[i]; at.Role == "" {
			at.Role = role
		}
		return key
	}
	key := fmt.Sprintf("p%d", len(d.keys)+1)
	d.keys[name] = key
	s := draftSource{Key: key, Kind: kind, Name: name, Role: role}
	if unnamed {
		s.Name, s.Role, s.Anonymous = "", name, new(string)
	}
	d.head.Sources = append(d.head.Sources, s)
	return key
}

// occurrence tells which of several places with the same words a statement is, from 1; 0 where there is one.
func (d *drafting) occurrence(s *attribution.Statement) int {
	text := string(d.runes)
	if strings.Count(text, s.Text) < 2 {
		return 0
	}
	return strings.Count(string(d.runes[:s.Start]), s.Text) + 1
}

// special are signs that Markdown reads as something else than themselves.
var (
	special   = regexp.MustCompile("[\\\\`*_\\[\\]<&~|]")
	blockSign = regexp.MustCompile(`^(?:[-+#>]|\d+[.)])`)
)

// body writes the paragraphs that are the story's, as Markdown.
func (d *drafting) body() string {
	var paragraphs []string
	for from := 0; from < len(d.runes); {
		to := from
		var line []rune
		for ; to < len(d.runes) && d.runes[to] != '\n'; to++ {
			if d.keep[to] {
				line = append(line, d.runes[to])
			}
		}
		from = to + 1
		text := special.ReplaceAllString(strings.TrimSpace(string(line)), `\$0`)
		if at := blockSign.FindStringIndex(text); at != nil {
			text = text[:at[1]-1] + `\` + text[at[1]-1:]
		}
		if text != "" {
			paragraphs = append(paragraphs, text)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}
