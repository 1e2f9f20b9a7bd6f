package attribution

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Gold is what people found in a text: the annotation that the finder is measured against. The rules of annotation stand in
// data/attribution/README.md.
type Gold struct {
	Lang       string            `json:"lang"`
	Sides      map[string]string `json:"sides"` // key → what the side is
	Statements []GoldStatement   `json:"statements"`
	LeftOut    []GoldSpan        `json:"not_article_text"`
}

// GoldSpan is a piece of the text: its runes [start, end), and its words.
type GoldSpan struct {
	Text string `json:"text"`
	Span [2]int `json:"span"`
}

// A GoldStatement is a statement as people marked it.
type GoldStatement struct {
	GoldSpan
	ID         string          `json:"id"`
	Kind       string          `json:"kind"` // direct, indirect, mixed
	Side       string          `json:"side"`
	Speaker    *string         `json:"speaker"`
	Named      bool            `json:"speaker_named"`
	Via        *string         `json:"via_outlet"`
	Cue        *GoldSpan       `json:"cue"` // nil: the continuation of another statement
	Continues  string          `json:"continues"`
	DateChange *GoldChange     `json:"date_change"`
	Nested     []GoldStatement `json:"nested"`
}

// A GoldChange is a dated fact that moved, by the normal forms of its dates.
type GoldChange struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// ParseGold reads an annotation and holds it against its text: every span must say what stands there.
func ParseGold(annotation []byte, text string) (*Gold, error) {
	var g Gold
	if err := json.Unmarshal(annotation, &g); err != nil {
		return nil, err
	}
	if len(g.Statements) == 0 {
		return nil, errors.New("no statement is marked")
	}
	runes := []rune(text)
	var wrong []error
	check := func(what string, s *GoldSpan) {
		if s.Span[0] < 0 || s.Span[1] > len(runes) || s.Span[0] >= s.Span[1] {
			wrong = append(wrong, fmt.Errorf("%s: %d to %d in a text of %d characters", what, s.Span[0], s.Span[1], len(runes)))
		} else if there := string(runes[s.Span[0]:s.Span[1]]); there != s.Text {
			wrong = append(wrong, fmt.Errorf("%s: marked is %q, the text has %q", what, s.Text, there))
		}
	}
	var each func(s *GoldStatement)
	each = func(s *GoldStatement) {
		check(s.ID, &s.GoldSpan)
		if s.Cue != nil {
			check(s.ID+", cue", s.Cue)
		}
		for i := range s.Nested {
			each(&s.Nested[i])
		}
	}
	for i := range g.Statements {
		each(&g.Statements[i])
	}
	for i := range g.LeftOut {
		check("not_article_text", &g.LeftOut[i])
	}
	return &g, errors.Join(wrong...)
}

// Register makes of an annotation what a newsroom would know beforehand of the sides: each speaker with the side that most of
// its statements are marked with.
func (g *Gold) Register() []Known {
	counts := map[string]map[string]int{}
	var order []string
	for i := range g.Statements {
		s := &g.Statements[i]
		if s.Speaker == nil || s.Side == "" {
			continue
		}
		if counts[*s.Speaker] == nil {
			counts[*s.Speaker] = map[string]int{}
			order = append(order, *s.Speaker)
		}
		counts[*s.Speaker][s.Side]++
	}
	var list []Known
	for _, name := range order {
		side := ""
		for key, n := range counts[name] {
			if best := counts[name][side]; n > best || n == best && key < side {
				side = key
			}
		}
		list = append(list, Known{Name: name, Side: side})
	}
	return list
}
