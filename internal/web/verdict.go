package web

import (
	"cmp"
	"html/template"
	"math"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/richtext"
)

// A VerdictView is what the classifier says of a comment, as moderators read it: possible, never certain.
type VerdictView struct {
	Possible []PossibleView // the worst first; none: nothing
	Changed  bool           // the comment was marked for words that it no longer has
	Language string         // as it was read: uk, ru, en, other
	Reading  rozmova.Reading
	Model    string
}

// A PossibleView is a label that may be said of a comment.
type PossibleView struct {
	Label rozmova.Label
	Score string // 0.93
}

// viewVerdict gives what is told of a verdict beside a comment; nil for none.
func viewVerdict(p *i18n.Printer, card *moderation.Card) *VerdictView {
	v := card.Verdict
	marked := !card.Comment.Marked.IsZero()
	if v == nil {
		if !marked {
			return nil
		}
		return &VerdictView{Changed: true}
	}
	view := &VerdictView{Language: v.Language, Reading: v.Reading, Model: v.Model, Changed: marked && len(card.Findings) == 0}
	worst := slices.Clone(card.Findings)
	slices.SortStableFunc(worst, func(a, b moderation.Finding) int { return cmp.Compare(b.Score, a.Score) })
	for _, f := range worst {
		view.Possible = append(view.Possible, PossibleView{f.Label, scoreWords(p, f.Score)})
	}
	return view
}

// scoreWords writes a score with two digits, never rounded up: nothing is certain.
func scoreWords(p *i18n.Printer, score float32) string {
	return p.Hundredths(min(math.Floor(float64(score)*100+1e-4)/100, .99))
}

// markedWords gives a comment's words with those marked that carried a score.
func markedWords(p *i18n.Printer, c *rozmova.Comment, v *rozmova.Verdict) template.HTML {
	marks := make([]richtext.Mark, 0, len(v.Spans))
	for _, s := range v.Spans {
		anchor, err := richtext.AnchorAt(c.Body, s.Start, s.End)
		if err != nil {
			continue // of another body
		}
		label := template.HTMLEscapeString(p.T("moderation.possible." + s.Label.String()))
		class := "possible"
		if covered(s.Label) {
			class = "possible covered"
		}
		marks = append(marks, richtext.Mark{Anchor: anchor, Class: class, After: template.HTML( //nolint:gosec // escaped above
			`<span class="hidden"> (` + label + `)</span>`)})
	}
	return richtext.HTML(c.Body, richtext.Options{Lang: string(c.Language), Untrusted: true, Typeset: true, Marks: marks})
}

// covered reports whether words that carried a label are covered on the desk until somebody asks for them: slurs, threats, foul words.
func covered(l rozmova.Label) bool {
	return l == rozmova.Threat || l == rozmova.IdentityAttack || l == rozmova.Obscenity
}

// covers reports whether some of the words of a verdict are covered.
func covers(v *rozmova.Verdict) bool {
	return slices.ContainsFunc(v.Spans, func(m rozmova.Marked) bool { return covered(m.Label) })
}
