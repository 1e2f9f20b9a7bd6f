package api

import "github.com/rozmova/rozmova/internal/moderation"

// A ProblemSpan is a piece of a text that a problem is about.
type ProblemSpan struct {
	Start int     `json:"start" doc:"In characters of the text without its Markdown, from 0"`
	End   int     `json:"end" doc:"Behind the last character"`
	Label string  `json:"label"`
	Score float32 `json:"score"`
}

// nudge tells what a writer is asked about.
func (p *Problem) nudge(n *moderation.Nudged) {
	p.Nudge, p.Label = n.Nudge.ID.String(), n.Nudge.Label.String()
	if n.Words {
		p.Label = "words"
	}
	for _, s := range n.Spans {
		p.Spans = append(p.Spans, ProblemSpan{s.Start, s.End, s.Label.String(), s.Score})
	}
}
