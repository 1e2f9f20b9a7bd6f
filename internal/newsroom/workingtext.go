package newsroom

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/richtext"
	"github.com/rozmova/rozmova/internal/store"
)

// Bounds of what is typed about a story, in runes.
const (
	MaxHeadline   = mostHeadline
	MaxStandfirst = 1000
)

// A StoryText is what an editor types of a story.
type StoryText struct {
	Headline   string
	Standfirst string
	Byline     string
	Section    rozmova.Slug
	Body       string // Markdown; of a text that has no empty line, each line is a paragraph
}

// A NewStory is a story that is begun at the desk.
type NewStory struct {
	Slug     rozmova.Slug   // empty: made of the headline
	Language rozmova.Locale // empty: told from the text
	StoryText
}

// WorkingText gives what an editor sees in the fields: the text of a working copy.
func (w *Working) WorkingText() StoryText {
	return StoryText{Headline: w.Headline, Standfirst: w.Standfirst, Byline: w.Byline, Section: w.Section, Body: richtext.Markdown(w.Body)}
}

// BeginStory makes a draft that readers do not see, with its working copy. The editor must be one of the section. Refusals: Unauthenticated,
// role.editor_needed (Forbidden), working.slug_taken (Conflict on field slug), and by field working.headline_missing, working.slug, working.section,
// working.language, publish.too_long and those of SaveText.
func (d *Desk) BeginStory(ctx context.Context, by *rozmova.Reader, n NewStory) (*Working, error) {
	if by == nil {
		return nil, rozmova.Unauthenticated
	}
	if by.Site != d.site.ID || !by.Has(rozmova.Editor, "") {
		return nil, &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.editor_needed"}
	}
	t, body, err := typed(n.StoryText)
	var wrong []error
	if !edits(by, t.Section) {
		wrong = append(wrong, &rozmova.Error{Kind: rozmova.Invalid, Reason: "working.section", Field: "section"})
	}
	if err != nil {
		wrong = append(wrong, err)
	}
	if n.Language == "" {
		n.Language = guess(t.Headline + "\n" + rozmova.PlainText(body))
	}
	if len(n.Language) < 2 || len(n.Language) > 3 || strings.Trim(string(n.Language), lowerCase) != "" {
		wrong = append(wrong, &rozmova.Error{Kind: rozmova.Invalid, Reason: "working.language", Field: "language"})
	}
	if n.Slug == "" {
		n.Slug = rozmova.Slug(lang.Slug(string(n.Language), t.Headline))
	}
	if !n.Slug.Valid() && t.Headline != "" || n.Slug == "new" {
		wrong = append(wrong, &rozmova.Error{Kind: rozmova.Invalid, Reason: "working.slug", Field: "slug"})
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	draft := &Draft{Story: rozmova.Story{Slug: n.Slug, Section: t.Section, Language: n.Language, Headline: t.Headline, Standfirst: t.Standfirst, Byline: t.Byline, Body: body}}
	if _, err := d.publish(ctx, by.ID, draft, PublishOptions{Draft: true}, func(tx *store.Tx, p *publication, done *Published) error {
		w := begun(done.Story)
		if err := d.suggest(tx, w); err != nil {
			return err
		}
		w.Text = 1
		return w.saved(tx, by.ID, p.now)
	}); err != nil {
		var e *rozmova.Error
		if errors.As(err, &e) && e.Reason == "publish.slug_taken" {
			err = &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.slug_taken", Field: "slug"}
		}
		return nil, err
	}
	return d.Working(ctx, by, n.Slug)
}

// SaveText puts what was typed into the working copy of a story. Marks move with their words, and the text is looked through for
// statements anew. Version is the one that the editor had before them: where the text was saved by somebody else meanwhile it is a Conflict,
// working.changed, and nothing is lost; what they saved is read by Working.
//
// Further refusals: those of Working; by field working.headline_missing, working.section, publish.too_long, publish.too_large.
func (d *Desk) SaveText(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, version int, t StoryText) (*Working, error) {
	return d.work(ctx, by, slug, func(tx *store.Tx, w *Working) (bool, error) {
		t, body, err := typed(t)
		if err != nil {
			return false, err
		}
		if version < w.Text {
			return false, &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.changed"}
		}
		if !edits(by, t.Section) {
			return false, &rozmova.Error{Kind: rozmova.Invalid, Reason: "working.section", Field: "section"}
		}
		now := w.WorkingText()
		if now.Headline == t.Headline && now.Standfirst == t.Standfirst && now.Byline == t.Byline && now.Section == t.Section && now.Body == richtext.Markdown(body) {
			return false, nil
		}
		w.Headline, w.Standfirst, w.Byline, w.Section = t.Headline, t.Standfirst, t.Byline, t.Section
		w.carry(body)
		w.Text = w.Version + 1
		return true, d.suggest(tx, w)
	})
}

// typed cleans what was typed and reads the body. The error tells of every field that is wrong.
func typed(t StoryText) (StoryText, []rozmova.Block, error) {
	var wrong []error
	refuse := func(kind rozmova.Kind, reason, field string, args map[string]any) {
		wrong = append(wrong, &rozmova.Error{Kind: kind, Reason: reason, Field: field, Args: args})
	}
	short := func(field, s string, most int) string {
		s = line(s)
		if utf8.RuneCountInString(s) > most {
			refuse(rozmova.Invalid, "publish.too_long", field, map[string]any{"Key": field, "Max": most})
		}
		return s
	}
	t.Headline = short("headline", t.Headline, MaxHeadline)
	t.Standfirst = short("standfirst", t.Standfirst, MaxStandfirst)
	t.Byline = short("byline", t.Byline, mostHeadline)
	if t.Headline == "" {
		refuse(rozmova.Invalid, "working.headline_missing", "headline", nil)
	}
	if t.Section != "" && !t.Section.Valid() {
		refuse(rozmova.Invalid, "working.section", "section", nil)
	}
	body, err := ReadBody(t.Body)
	if err != nil {
		wrong = append(wrong, err)
	}
	return t, body, errors.Join(wrong...)
}

// ReadBody reads the text of a body; an empty one is one of a story that is just begun.
func ReadBody(text string) ([]rozmova.Block, error) {
	text, err := lang.Clean(strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "\uFFFD"))
	if err != nil {
		return nil, err
	}
	if text = strings.TrimSpace(text); text == "" {
		return []rozmova.Block{}, nil
	}
	if pasted(text) {
		return richtext.StoryText(text), nil
	}
	body, err := richtext.StoryMarkdown(text)
	var e *rozmova.Error
	switch {
	case errors.As(err, &e) && e.Reason == "story.empty":
		return []rozmova.Block{}, nil
	case errors.As(err, &e) && e.Reason == "story.too_large":
		most, _ := e.Args["Max"].(int)
		return nil, &rozmova.Error{Kind: rozmova.TooLarge, Reason: "publish.too_large", Field: "body", Args: map[string]any{"Max": most >> 20}}
	}
	return body, err
}

// pasted reports whether a text was copied from where every line is a paragraph: several lines without an empty one between them, none of
// which has a sign of Markdown or goes on with the one before.
func pasted(text string) bool {
	lines := strings.Split(text, "\n")
	if len(lines) < 2 {
		return false
	}
	for _, l := range lines {
		l = strings.TrimSpace(l)
		if l == "" || strings.HasSuffix(l, `\`) || strings.HasPrefix(l, "```") || strings.HasPrefix(l, "![") {
			return false
		}
		if first, _, _ := strings.Cut(l, " "); first != l && (strings.Trim(first, "#") == "" || first == ">" || first == "*" || first == "-" || first == "+") {
			return false
		}
	}
	return true
}
