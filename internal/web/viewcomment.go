package web

import (
	"html/template"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/richtext"
)

// viewDiscussion makes the view of a page of comments, as the visitor may see it.
func (s *Server) viewDiscussion(v *visit, story *rozmova.Story, p *discussion.Page) *Discussion {
	ref, terms := refOf(story), viewTerms(p.Terms)
	d := &Discussion{
		Thread: p.Thread.ID, Story: ref, Mode: terms.Mode, Terms: terms, Count: p.Thread.Comments, Seq: p.Head, Live: true, Order: string(p.Order),
		Since: p.Since, New: p.New, Muted: p.Muted,
		Form: CommentForm{Thread: p.Thread.ID, Story: ref, Mode: terms.Mode, Terms: terms, Limit: rozmova.Allows(p.Terms.Runes), Language: v.lang},
	}
	if p.Order == discussion.Bridges {
		d.OrderNote = orderNotes[p.Divide]
	}
	if v.reader != nil {
		d.Form.PenName = v.reader.PenName
		if v.reader.HasFor(rozmova.Editor, story.Section) {
			d.Settings = "/stories/" + string(story.Slug) + "/discussion"
		}
	}
	for _, n := range p.Nodes {
		c := s.viewComment(v, story, n, terms.Mode)
		if p.Order == discussion.Bridges && n.Told != nil && n.Told.Label == ranking.NotYet {
			c.Told = &ToldView{Label: ranking.NotYet.String()}
		}
		d.Comments = append(d.Comments, c)
	}
	for _, n := range p.Mine {
		if n.State == rozmova.Pending { // the others stand in their places already
			d.Comments = append(d.Comments, s.viewComment(v, story, n, terms.Mode))
		}
	}
	for _, n := range p.Above {
		d.Above = append(d.Above, s.viewBrief(v, story, n, terms.Mode))
	}
	for _, n := range p.Picks {
		if n.Body != nil && !n.Muted {
			c := s.viewBrief(v, story, n, terms.Mode)
			if len(c.Excerpt) >= len(rozmova.PlainText(n.Body)) {
				c.Excerpt = "" // short enough to stand there whole
			}
			d.Picks = append(d.Picks, c)
		}
	}
	return d
}

func viewTerms(t discussion.Terms) TermsView {
	view := TermsView{Mode: t.Mode, Early: t.Early, Writers: t.Writers, Message: t.Message}
	if t.Mode == rozmova.Slow {
		view.Slow = t.SlowMinutes
	}
	if t.Early {
		view.Opens = t.Opens
	}
	if t.Mode != rozmova.Closed {
		view.Ends = t.Ends
	}
	if t.Writers == rozmova.OlderReaders {
		view.OlderDays = t.OlderThanDays
	}
	if !slices.Contains(t.Languages, rozmova.AnyLanguage) {
		view.Languages = t.Languages
	}
	return view
}

// viewComment makes the view of a comment with its answers, in a thread of the given mode; Closed where nothing is to be
// answered on the page.
func (s *Server) viewComment(v *visit, story *rozmova.Story, n *discussion.Node, mode rozmova.ThreadMode) CommentView {
	c := s.viewOne(v, story, n, mode)
	for _, a := range n.Answers {
		c.Answers = append(c.Answers, s.viewComment(v, story, a, mode))
	}
	if c.More <= goingOn(n) {
		c.More = 0 // the links to where the branch goes on lead to all of them
	}
	return c
}

// viewTold makes the view of what is told of a comment; nil for nothing. That votes are too few is told in the order across a divide
// alone, see viewDiscussion.
func viewTold(t *ranking.Told) *ToldView {
	if t == nil || t.Label == ranking.NoLabel || t.Label == ranking.NotYet {
		return nil
	}
	return &ToldView{t.Label.String(), t.More, t.Less, t.MoreVotes, t.LessVotes}
}

// orderNotes say by what comments stand in the order across a divide.
var orderNotes = map[rozmova.Divide]string{rozmova.TooFew: "few", rozmova.OneSided: "one", rozmova.Divided: "divided"}

// goingOn counts the answers behind the links that go on from a comment and from what is shown below it.
func goingOn(n *discussion.Node) int {
	behind := n.Deeper
	for _, a := range n.Answers {
		behind += goingOn(a)
	}
	return behind
}

// excerptRunes is how much is shown of a comment aside from its place.
const excerptRunes = 280

// viewBrief is viewComment for a comment that is shown aside from its place: with its first words and without its answers.
func (s *Server) viewBrief(v *visit, story *rozmova.Story, n *discussion.Node, mode rozmova.ThreadMode) CommentView {
	c := s.viewOne(v, story, n, mode)
	c.More, c.Deeper, c.Excerpt = 0, 0, typeset(n.Language, richtext.Excerpt(n.Body, excerptRunes))
	return c
}

func (s *Server) viewOne(v *visit, story *rozmova.Story, n *discussion.Node, mode rozmova.ThreadMode) CommentView {
	c := CommentView{
		ID: n.ID, Root: n.Root, Parent: n.Parent, Thread: n.Thread, Story: story.Slug, Depth: n.Depth, Seq: n.Seq, Created: n.Created,
		Revision: n.Revision, State: n.State, Language: n.Language, Author: viewAuthor(n), Cite: viewCite(story, n.Cite),
		Votes: n.Votes, Totals: n.Totals, Vote: n.Vote, Featured: !n.Featured.IsZero(), Muted: n.Muted, New: n.New, Heat: n.Heat, Told: viewTold(n.Told), Place: n.Place,
		First: n.State == rozmova.Pending && (mode == rozmova.Open || mode == rozmova.Slow),
		More:  max(n.More, 0), Deeper: n.Deeper, May: s.viewMay(v, story, n, mode),
	}
	if n.Revision > 1 && n.Body != nil {
		c.Edited = n.Changed
	}
	if n.To != nil {
		c.To = n.To.PenName
	}
	if n.Body != nil {
		c.Body, _ = s.words.get(words{n.ID, n.Revision}, func() (template.HTML, error) {
			return richtext.HTML(n.Body, richtext.Options{Lang: string(n.Language), Untrusted: true, Typeset: true}), nil
		})
	}
	if n.Decision != nil && n.Decision.Action.Restricts() {
		c.Rule = s.ruleTitle(v.lang, n.Decision.Rule)
		if n.Mine || v.reader.HasFor(rozmova.Moderator, story.Section) {
			c.Decision = n.Decision.ID
		}
	}
	return c
}

func viewAuthor(n *discussion.Node) AuthorView {
	if n.Author == nil {
		return AuthorView{}
	}
	a := AuthorView{
		ID: n.Author.ID, PenName: n.Author.PenName, Badge: string(n.Badge), Me: n.Mine, Picture: n.Author.Picture,
		Guest:   n.Author.Guest,
		Profile: n.Author.PenName != "" && !n.Author.Guest && !n.Author.Erased,
	}
	if n.Muted {
		a.Picture = "" // it is theirs as well as their words
	}
	if len(n.Author.Grants) > 0 {
		a.Role = n.Author.Grants[0].Role
	}
	return a
}

// viewMay tells what the visitor may do with a comment. Whoever is not signed in is offered what everybody may do, and asked
// to sign in on the way.
func (s *Server) viewMay(v *visit, story *rozmova.Story, n *discussion.Node, mode rozmova.ThreadMode) CommentMay {
	shown, open, only := n.State.Visible(), mode != rozmova.Closed, guest(v.reader) // guests comment, and that is all
	return CommentMay{
		Answer: shown && open, Cite: shown && open, Report: shown && !n.Mine && !only, History: shown && n.Revision > 1,
		Vote:     n.MayVote && !only || v.reader == nil && shown && open,
		Edit:     s.o.Discussion.MayEdit(v.reader, n.Comment, mode),
		Append:   s.o.Discussion.MayAppend(v.reader, n.Comment, mode),
		Withdraw: n.Mine && n.State.Move(rozmova.ByAuthor, rozmova.Withdrawn) == nil,
		Moderate: v.reader.HasFor(rozmova.Moderator, story.Section) && !n.Mine && n.State != rozmova.Withdrawn && n.State != rozmova.Erased,
		Mute:     v.reader != nil && !only && n.Author != nil && !n.Mine,
		Feature:  shown && v.reader.HasFor(rozmova.Editor, story.Section),
	}
}

func viewCite(story *rozmova.Story, c *discussion.Cite) *CiteView {
	if c == nil {
		return nil
	}
	view := &CiteView{
		Key: c.Key, Number: c.Number, Words: typeset(story.Language, c.Words), Speaker: c.Speaker, Language: story.Language, Gone: c.Gone, Corrected: c.Corrected,
	}
	view.Path = "/stories/" + string(story.Slug) + "#st-" + c.Key
	if c.Gone {
		view.Path = statementPath(story.Slug, c.Key)
	}
	return view
}

func (s *Server) viewParent(n *discussion.Node) *ParentView {
	p := &ParentView{ID: n.ID, Excerpt: richtext.Excerpt(n.Body, 120)}
	if n.Author != nil {
		p.PenName = n.Author.PenName
	}
	return p
}
