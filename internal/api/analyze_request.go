package api

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova/internal/civility"
)

// A wanted is an attribute that was asked for.
type wanted struct {
	attribute
	threshold float64
	bounded   bool // scores below threshold are not told
}

// An analysis is a request, read. Its texts are plain: tags are out.
type analysis struct {
	input     civility.Input
	wanted    []wanted
	languages []string
	token     string // to be said again
	spans     bool
	drop      bool // attributes that we do not have
	lacking   []string
}

func (x *analyzer) analyze(r *http.Request, out *bytes.Buffer) (int, error) {
	return x.read(r, func(body []byte) (int, error) {
		var q analysis
		m, err := readBodyObject(body, "comment", "context", "requestedAttributes", "spanAnnotations", "languages", "doNotStore", "clientToken",
			"sessionId", "communityId", "dropUnsupportedAttributes")
		if err == nil {
			err = q.common(m)
		}
		if err == nil {
			err = q.ask(m)
		}
		if err != nil {
			return 0, err
		}
		verdict := x.Judge(&q.input)
		if len(q.lacking) > 0 && !q.drop {
			return 0, unsupported(q.lacking[0], languageOf(&verdict), q.languages)
		}
		x.answer(out, &q, &verdict)
		return http.StatusOK, nil
	})
}

func (x *analyzer) suggestScore(r *http.Request, out *bytes.Buffer) (int, error) {
	return x.read(r, func(body []byte) (int, error) {
		var q analysis
		m, err := readBodyObject(body, "comment", "context", "attributeScores", "languages", "communityId", "clientToken", "sessionId")
		if err == nil {
			err = q.common(m)
		}
		if err == nil {
			err = suggested(m)
		}
		if err != nil {
			return 0, err
		}
		verdict := x.Judge(&q.input)
		return http.StatusOK, writeJSON(out, struct {
			Detected  []string `json:"detectedLanguages"`
			Requested []string `json:"requestedLanguages,omitempty"`
			Token     string   `json:"clientToken,omitempty"`
		}{[]string{languageOf(&verdict)}, q.languages, q.token})
	})
}

// common reads what both requests have.
func (q *analysis) common(m message) (err error) {
	if q.input.Text, err = entry("comment", m.fields["comment"], true); err != nil {
		return err
	}
	if q.input.Text == "" || strings.TrimSpace(q.input.Text) == "" {
		return errEmpty
	}
	if q.input.Answers, err = answers(m.fields["context"]); err != nil {
		return err
	}
	if q.languages, err = m.texts("languages"); err != nil {
		return err
	}
	for _, name := range []string{"sessionId", "communityId"} { // of no use here, but they have to be texts
		if _, err := m.text(name); err != nil {
			return err
		}
	}
	if _, err := m.boolean("doNotStore"); err != nil { // nothing ever is
		return err
	}
	q.token, err = m.text("clientToken")
	return err
}

// entry reads a text with its kind. The one to be judged is bounded; others are cut.
func entry(at string, raw json.RawMessage, judged bool) (string, error) {
	m, err := readMessage(at, raw, "text", "type")
	if err != nil {
		return "", err
	}
	text, err := m.text("text")
	if err != nil {
		return "", err
	}
	kind, err := m.text("type")
	if err != nil {
		return "", err
	}
	if judged && len(text) > mostText {
		return "", errTooLong
	}
	switch kind {
	case "HTML":
		text = plainText(text)
	case "", "PLAIN_TEXT", "TEXT_TYPE_UNSPECIFIED":
	default:
		return "", errTextType
	}
	return cut(text), nil
}

// cut keeps as much of a text as would be judged.
func cut(text string) string {
	if len(text) <= mostText {
		return text
	}
	end := mostText
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// answers finds in the context what the comment answers: its parent, or the last of the messages before it.
func answers(raw json.RawMessage) (string, error) {
	m, err := readMessage("context", raw, "entries", "articleAndParentComment")
	if err != nil {
		return "", err
	}
	if m.has("entries") && m.has("articleAndParentComment") {
		return "", errTwoContexts
	}
	both, err := readMessage("context.articleAndParentComment", m.fields["articleAndParentComment"], "article", "parentComment")
	if err != nil {
		return "", err
	}
	if _, err := entry(both.where("article"), both.fields["article"], false); err != nil {
		return "", err
	}
	last, err := entry(both.where("parentComment"), both.fields["parentComment"], false)
	if err != nil {
		return "", err
	}
	entries, err := m.list("entries")
	if err != nil {
		return "", err
	}
	for i, raw := range entries {
		if last, err = entry("context.entries["+strconv.Itoa(i)+"]", raw, false); err != nil {
			return "", err
		}
	}
	return last, nil
}

// ask reads which attributes are asked for.
func (q *analysis) ask(m message) (err error) {
	if q.spans, err = m.boolean("spanAnnotations"); err != nil {
		return err
	}
	if q.drop, err = m.boolean("dropUnsupportedAttributes"); err != nil {
		return err
	}
	all, err := readMap("requestedAttributes", m.fields["requestedAttributes"])
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return errNoAttributes
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		found, known := findAttribute(name)
		if !known {
			return analysisError("INVALID_REQUEST", "Unknown requested attribute: "+clip(name))
		}
		p, err := readMessage("requestedAttributes."+name, all[name], "scoreType", "scoreThreshold")
		if err != nil {
			return err
		}
		w := wanted{attribute: found}
		if w.threshold, w.bounded, err = p.number("scoreThreshold"); err != nil {
			return err
		}
		if err := probability(p, name); err != nil {
			return err
		}
		if found.score == nil {
			q.lacking = append(q.lacking, name)
			continue
		}
		q.wanted = append(q.wanted, w)
	}
	return nil
}

// probability refuses kinds of scores that there are none of.
func probability(p message, name string) error {
	kind, err := p.text("scoreType")
	switch {
	case err != nil:
		return err
	case kind == "", kind == "PROBABILITY", kind == "SCORE_TYPE_UNSPECIFIED":
		return nil
	case kind == "STD_DEV_SCORE", kind == "PERCENTILE", kind == "RAW":
		return analysisError("INVALID_REQUEST", "Requested score type "+kind+" is not supported by attribute "+name)
	}
	return wrongType(p.where("scoreType"), "PROBABILITY")
}

// suggested looks whether a suggestion has the form of one. Nothing is made of it: Rozmova learns from its own moderators'
// decisions alone.
func suggested(m message) error {
	all, err := readMap("attributeScores", m.fields["attributeScores"])
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return errNoScores
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if _, known := findAttribute(name); !known {
			return analysisError("INVALID_REQUEST", "Unknown requested attribute: "+clip(name))
		}
		s, err := readMessage("attributeScores."+name, all[name], "summaryScore", "spanScores")
		if err != nil {
			return err
		}
		if !s.has("summaryScore") && !s.has("spanScores") {
			return errNoScores
		}
		if err := score(s, "summaryScore"); err != nil {
			return err
		}
		spans, err := s.list("spanScores")
		if err != nil {
			return err
		}
		for i, raw := range spans {
			span, err := readMessage(s.where("spanScores")+"["+strconv.Itoa(i)+"]", raw, "begin", "end", "score")
			if err != nil {
				return err
			}
			for _, edge := range []string{"begin", "end"} {
				if _, _, err := span.number(edge); err != nil {
					return err
				}
			}
			if err := score(span, "score"); err != nil {
				return err
			}
		}
	}
	return nil
}

func score(of message, name string) error {
	m, err := readMessage(of.where(name), of.fields[name], "value", "type")
	if err != nil {
		return err
	}
	if _, _, err := m.number("value"); err != nil {
		return err
	}
	_, err = m.text("type")
	return err
}
