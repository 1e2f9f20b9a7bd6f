package richtext

import (
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
)

// Bounds of what a newsroom sends. A long report has a hundred thousand bytes.
const (
	MaxStory     = 1 << 20 // bytes of plain text or Markdown
	MaxStoryHTML = 4 << 20 // bytes of HTML
	maxLinks     = 1000    // in one story; the rest stay text
)

// StoryText reads plain text: every line that is not empty is a paragraph, and so is what stands between empty lines; where
// there are empty lines between paragraphs, the lines within one are joined by a space. Nothing in the text means anything
// else, and addresses do not become links. The caller bounds the size (MaxStory).
func StoryText(plain string) []rozmova.Block {
	plain = strings.TrimSpace(harmless(plain))
	paragraphs := strings.Split(plain, "\n")
	wrapped := false // by somebody who parts paragraphs by empty lines
	for i := range paragraphs {
		paragraphs[i] = strings.TrimSpace(paragraphs[i])
		wrapped = wrapped || blank(paragraphs[i])
	}
	var body []rozmova.Block
	var open []string // lines of the paragraph that is still growing
	end := func() {
		if len(open) > 0 {
			body = append(body, rozmova.Block{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: strings.Join(open, " ")}}})
			open = open[:0]
		}
	}
	for _, line := range paragraphs {
		if blank(line) || !wrapped {
			end()
		}
		if !blank(line) {
			open = append(open, line)
		}
	}
	end()
	return body
}

// StoryMarkdown reads CommonMark without raw HTML and indented code: headings of level 2 to 4 (# counts as ##, the headline
// being elsewhere), lists, quotations, code, links, rules, and figures: a picture alone in its paragraph, with its title
// as the caption. ~~Struck~~ text and bare addresses are understood too. What is not in this list stays text.
//
// The errors are rozmova.TooLarge, story.too_large with Max and N in bytes, and rozmova.Invalid, story.not_utf8 or story.empty,
// each on field body.
func StoryMarkdown(md string) ([]rozmova.Block, error) {
	if err := readable(md, MaxStory); err != nil {
		return nil, err
	}
	b := builder{maxLinks: maxLinks}
	b.read(storyParser, md)
	if len(b.blocks) == 0 {
		return nil, invalid("story.empty", nil)
	}
	return b.blocks, nil
}

// readable refuses what is too large or not UTF-8.
func readable(s string, most int) error {
	if len(s) > most {
		return &rozmova.Error{Kind: rozmova.TooLarge, Reason: "story.too_large", Field: "body", Args: map[string]any{"Max": most, "N": len(s)}}
	}
	if !utf8.ValidString(s) {
		return invalid("story.not_utf8", nil)
	}
	return nil
}
