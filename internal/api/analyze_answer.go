package api

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/rozmova/rozmova"
)

// languageOf is the code of the language that a text was read in; und where it is none that we know, as ISO 639 has it.
func languageOf(v *rozmova.Verdict) string {
	switch v.Language {
	case "", "other":
		return "und"
	}
	return v.Language
}

// answer writes the scores by hand, as thousands may be asked for in a second. Attributes come in the order of their names.
func (x *analyzer) answer(out *bytes.Buffer, q *analysis, v *rozmova.Verdict) {
	units := utf16Edges(q.input.Text, v.Spans)
	var author *rozmova.Verdict
	var authorUnits []edges
	b := out.AvailableBuffer()
	b = append(b, '{')
	told := 0
	for i := range q.wanted {
		w := &q.wanted[i]
		verdict, at := v, units
		if w.toAuthor {
			if author == nil {
				input := q.input
				input.ToAuthor = true
				other := x.Judge(&input)
				author, authorUnits = &other, utf16Edges(input.Text, other.Spans)
			}
			verdict, at = author, authorUnits
		}
		score := unit(w.score(&verdict.Scores))
		if w.bounded && float64(score) < w.threshold {
			continue
		}
		if told++; told == 1 {
			b = append(b, `"attributeScores":{`...)
		} else {
			b = append(b, ',')
		}
		b = appendText(b, w.name)
		b = append(b, `:{"spanScores":[`...)
		b = appendSpans(b, q, w, verdict, at, score)
		b = append(b, `],"summaryScore":`...)
		b = appendScore(b, score)
		b = append(b, '}')
	}
	if told > 0 { // the old service, too, left the field out when nothing was to be told
		b = append(b, `},`...)
	}
	detected := []string{languageOf(v)}
	b = append(b, `"languages":`...)
	if len(q.languages) > 0 {
		b = appendTexts(b, q.languages)
	} else {
		b = appendTexts(b, detected)
	}
	b = append(b, `,"detectedLanguages":`...)
	b = appendTexts(b, detected)
	if q.token != "" {
		b = append(b, `,"clientToken":`...)
		b = appendText(b, q.token)
	}
	out.Write(append(b, '}', '\n'))
}

// appendSpans tells the words that carried a score, where they were asked for and there are some; else that the score is of the
// whole text, since there are callers that read the first span.
func appendSpans(b []byte, q *analysis, w *wanted, v *rozmova.Verdict, at []edges, whole float32) []byte {
	n := 0
	if q.spans {
		for i, s := range v.Spans {
			if !slices.Contains(w.labels, s.Label) {
				continue
			}
			if n++; n > 1 {
				b = append(b, ',')
			}
			b = appendSpan(b, at[i], unit(s.Score))
		}
	}
	if n == 0 {
		b = appendSpan(b, edges{0, utf16Length(q.input.Text)}, whole)
	}
	return b
}

func appendSpan(b []byte, at edges, score float32) []byte {
	b = append(b, `{"begin":`...)
	b = strconv.AppendInt(b, int64(at.begin), 10)
	b = append(b, `,"end":`...)
	b = strconv.AppendInt(b, int64(at.end), 10)
	b = append(b, `,"score":`...)
	b = appendScore(b, score)
	return append(b, '}')
}

func appendScore(b []byte, score float32) []byte {
	b = append(b, `{"value":`...)
	from := len(b)
	b = strconv.AppendFloat(b, float64(score), 'f', -1, 32)
	if !bytes.ContainsRune(b[from:], '.') {
		b = append(b, ".0"...) // a caller's language may tell 1 from 1.0
	}
	return append(b, `,"type":"PROBABILITY"}`...)
}

// appendText writes a text as JSON has it, without a tag in it.
func appendText(b []byte, s string) []byte {
	text, err := json.Marshal(s)
	if err != nil {
		return append(b, `""`...) // a text can always be written
	}
	return append(b, text...)
}

func appendTexts(b []byte, all []string) []byte {
	b = append(b, '[')
	for i, s := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, s)
	}
	return append(b, ']')
}

// unit keeps a score in [0,1], whatever the classifier gives.
func unit(score float32) float32 {
	if !(score > 0) { // not a number, too
		return 0
	}
	return min(score, 1)
}

// edges are where a span begins and ends.
type edges struct{ begin, end int }

// utf16Edges turns runes into UTF-16 code units, in which the old service counted (googleapis/google-api-go-client:
// commentanalyzer/v1alpha1/commentanalyzer-api.json, SpanScore). Spans are in order; what lies past the text ends with it.
func utf16Edges(text string, spans []rozmova.Marked) []edges {
	if len(spans) == 0 {
		return nil
	}
	all := make([]edges, len(spans))
	runes, units, begun, ended := 0, 0, 0, 0
	mark := func() {
		for ; begun < len(spans) && spans[begun].Start <= runes; begun++ {
			all[begun].begin = units
		}
		for ; ended < len(spans) && spans[ended].End <= runes; ended++ {
			all[ended].end = units
		}
	}
	for _, r := range text {
		mark()
		units += unitsOf(r)
		runes++
	}
	mark()
	for ; begun < len(spans); begun++ {
		all[begun].begin = units
	}
	for ; ended < len(spans); ended++ {
		all[ended].end = units
	}
	return all
}

func utf16Length(text string) int {
	n := 0
	for _, r := range text {
		n += unitsOf(r)
	}
	return n
}

func unitsOf(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}
