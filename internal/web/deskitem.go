package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
)

// likeExcerpt is how many runes of a like case are shown.
const likeExcerpt = 120

// deskItem makes the view of a card, as the visitor may see it: of a light one without what only the open card shows.
func (s *Server) deskItem(v *visit, card *moderation.Card) DeskItem {
	name := func(id rozmova.ID[rozmova.Reader]) string {
		if p := card.People[id]; p != nil {
			return p.PenName
		}
		return ""
	}
	// The desk sees the words, for that is what it decides about; but not those that their author took back.
	view := func(c *rozmova.Comment) CommentView {
		if c.State == rozmova.Withdrawn || c.State == rozmova.Erased {
			gone := *c
			gone.Source, gone.Body = "", nil
			c = &gone
		}
		cv := s.viewComment(v, card.Story, &discussion.Node{Comment: c, Author: card.People[c.Author]}, rozmova.Closed)
		cv.May = CommentMay{}
		return cv
	}
	item := DeskItem{
		Story: refOf(card.Story), Comment: view(card.Comment), Since: card.Since, Actions: card.Actions(), Causes: card.Causes(), Whole: card.Branch != nil,
		Claim: claimView(v, card, claimer(card)), Assigned: claimView(v, card, card.Assigned),
	}
	if st := card.Statement; st != nil {
		cite := &discussion.Cite{Key: st.Key, Words: st.Content, Gone: !st.Confirmed}
		if src := card.Story.SourceByKey(st.Speaker); src != nil {
			cite.Speaker = cmp.Or(src.Name, st.Role, src.Role)
		}
		item.Comment.Cite = viewCite(card.Story, cite)
	}
	if item.Comment.Visible() {
		item.Verdict = viewVerdict(s.printer(v.lang), card)
		if card.Verdict != nil && len(card.Verdict.Spans) > 0 {
			item.Comment.Body, item.Covered = markedWords(s.printer(v.lang), card.Comment, card.Verdict), covers(card.Verdict)
		}
	}
	if card.Comment.Author == v.reader.ID {
		item.Actions = nil
	}
	item.TakesOver = v.reader.HasFor(rozmova.Senior, card.Story.Section) && item.Actions != nil
	if len(card.Queued) > 0 {
		item.Urgency = s.urgency(v, &card.Queued[0])
		item.Elsewhere = elsewhere(&card.Queued[0])
	}
	if card.Parent != nil {
		parent := view(card.Parent)
		item.Parent = &parent
	}
	for _, b := range card.Branch {
		if b.ID != card.Comment.ID && b.ID != card.Comment.Parent {
			item.Around = append(item.Around, view(b))
		}
	}
	for _, n := range card.Notices {
		notice := NoticeView{Rule: s.ruleTitle(v.lang, n.Rule), Text: n.Text, By: name(n.Reporter), At: n.At}
		if r := card.Reporters[n.Reporter]; r != nil && r.Reports > 0 {
			notice.Standing = s.printer(v.lang).T("desk.reporter", "Founded", r.Founded, "Reports", r.Reports)
		}
		if n.Kind != rozmova.RuleNotice {
			notice.Rule, notice.Law, notice.Due = s.printer(v.lang).T("notice.category."+categoryKey(n.Category)), n.Law, n.Due
			if notice.By == "" {
				notice.By = n.Name
			}
		}
		item.Notices = append(item.Notices, notice)
	}
	for _, d := range slices.Backward(card.Decisions) {
		if d.Undone.IsZero() {
			item.Decisions = append(item.Decisions, s.decisionLine(v.lang, d, name(d.By)))
		}
	}
	if card.Author != nil {
		item.Author = s.viewRecord(v, card.Author, name)
	}
	for _, l := range card.Like {
		text := []rune(rozmova.PlainText(l.Comment.Body))
		if len(text) > likeExcerpt {
			text = append(text[:likeExcerpt], '…')
		}
		item.Like = append(item.Like, LikeView{
			Excerpt: string(text), Path: "/desk?comment=" + l.Comment.ID.String(), Action: l.Decision.Action, Rule: s.ruleTitle(v.lang, l.Decision.Rule), At: l.Decision.At,
		})
	}
	return item
}

// withColleagues adds to a whole card to whom it may be assigned.
func (s *Server) withColleagues(r *http.Request, card *moderation.Card, item *DeskItem) {
	v := visitOf(r.Context())
	list, err := s.o.Moderation.Colleagues(r.Context(), v.reader, card.Story.Section)
	if err != nil {
		return // the card is shown without it
	}
	for _, c := range list {
		if c.ID != card.Comment.Author {
			item.Colleagues = append(item.Colleagues, ClaimView{c.ID, c.PenName, c.ID == v.reader.ID})
		}
	}
}

// withLadder adds to a whole card what the ladder of the rule in question leads to.
func (s *Server) withLadder(r *http.Request, card *moderation.Card, item *DeskItem) {
	v := visitOf(r.Context())
	if card.Author == nil || !item.Removing() {
		return
	}
	rule := ""
	for _, q := range card.Queued {
		if rule = q.Rule; rule != "" {
			break
		}
	}
	if rule == "" {
		return
	}
	next, err := s.o.Moderation.Ladder(r.Context(), v.reader, card.Comment.ID, rule)
	if err != nil {
		return // the card is shown without it
	}
	p := s.printer(v.lang)
	item.Ladder = p.T("desk.ladder", "Rule", s.ruleTitle(v.lang, rule), "Rung", p.T("desk.rungs."+next.Rung.String()))
}

func claimer(card *moderation.Card) (id rozmova.ID[rozmova.Reader]) {
	if card.Claim != nil {
		id = card.Claim.By
	}
	return id
}

func claimView(v *visit, card *moderation.Card, id rozmova.ID[rozmova.Reader]) *ClaimView {
	p := card.People[id]
	if id.IsZero() || p == nil {
		return nil
	}
	return &ClaimView{ID: id, Name: p.PenName, Me: id == v.reader.ID}
}

// elsewhere is the site path of the page where something that waits is decided, where that is not its card.
func elsewhere(q *rozmova.Queued) string {
	if q.List == rozmova.AppealList {
		return "/desk/appeals/" + rozmova.ID[rozmova.Appeal](q.Subject).String()
	}
	return ""
}

// urgency tells in whole lines why something stands where it stands.
func (s *Server) urgency(v *visit, q *rozmova.Queued) []string {
	p, u := s.printer(v.lang), &q.Urgency
	lines := []string{p.T("desk.urgency_harm", "Value", p.Hundredths(u.Harm)), p.T("desk.urgency_doubt", "Value", p.Hundredths(u.Doubt))}
	if u.Reports > 0 {
		lines = append(lines, p.T("desk.urgency_reports", "N", u.Reports))
	}
	return append(lines, p.T("desk.urgency_age", "When", p.DateTime(u.Created)))
}

// viewRecord makes the view of what moderators know of a reader.
func (s *Server) viewRecord(v *visit, r *moderation.Record, name func(rozmova.ID[rozmova.Reader]) string) *RecordView {
	p := s.printer(v.lang)
	view := &RecordView{ID: r.Reader.ID, PenName: r.Reader.PenName, Joined: r.Reader.Joined, Published: r.Published, Removed: r.Removed, Warned: r.Warned}
	for _, x := range r.Sanctions {
		view.Sanctions = append(view.Sanctions, LimitLine{x.ID, p.T("desk.sanction", "What", p.T("moderation.done."+string(x.Rung.Action())), "When", p.DateTime(x.Ends))})
	}
	for _, d := range r.History {
		view.History = append(view.History, HistoryLine{s.decisionLine(v.lang, d, name(d.By)), d.Comment})
	}
	for _, n := range r.Notes {
		view.Notes = append(view.Notes, NoteView{n.Text, name(n.By), n.At})
	}
	return view
}

func (s *Server) decisionLine(lang rozmova.Locale, d *rozmova.Decision, by string) DecisionLine {
	return DecisionLine{ID: d.ID, Action: d.Action, Rule: s.ruleTitle(lang, d.Rule), Facts: d.Facts, By: by, Automatic: d.Automatic, At: d.At}
}
