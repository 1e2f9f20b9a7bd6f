package discussion

import (
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/richtext"
)

// clean cleans what was sent.
func clean(markdown string) (string, error) {
	source, err := lang.Clean(markdown)
	if err != nil {
		return "", &rozmova.Error{Kind: rozmova.Invalid, Reason: "text.not_utf8", Field: "body", Err: err}
	}
	return source, nil
}

// read turns clean Markdown into blocks, within the limits of the thread.
func (t *Terms) read(source string) ([]rozmova.Block, error) {
	body, err := richtext.Comment(source, richtext.CommentLimits{Runes: t.Runes, Links: t.Links})
	if err != nil {
		return nil, err
	}
	return body, t.understood(body)
}

// detected are the languages that lang.Detect knows by name. It calls all the rest "other".
var detected = []rozmova.Locale{"uk", "ru", "en"}

// understood refuses a text in a language that is not written here, where the text says surely which it is in. What it
// quotes may be in any.
func (t *Terms) understood(body []rozmova.Block) error {
	if len(t.Languages) == 0 || slices.Contains(t.Languages, rozmova.AnyLanguage) {
		return nil
	}
	var own strings.Builder
	for i := range body {
		if body[i].Quote == 0 && body[i].Kind != rozmova.Code {
			own.WriteString(body[i].Text() + "\n")
		}
	}
	tag, sure := lang.Detect(own.String())
	if !sure || slices.Contains(t.Languages, rozmova.Locale(tag)) {
		return nil
	}
	if !slices.Contains(detected, rozmova.Locale(tag)) {
		for _, l := range t.Languages {
			if !slices.Contains(detected, l) {
				return nil // it may be that one
			}
		}
	}
	reason := "comment.language"
	if len(t.Languages) > 1 {
		reason = "comment.languages"
	}
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: "body", Args: map[string]any{"Languages": t.Languages}}
}
