package web

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
)

// A sample is a page by its name, with data as a handler would fill it.
type sample struct {
	file, page string
	data       func(t testing.TB, lang rozmova.Locale) any
}

// samples are all pages, each at least once. Those that are golden are compared with testdata/golden.
var samples = slices.Concat(statementSamples, registerSamples, transparencySamples, correctionSamples, orderSamples, ruleSamples, noticeSamples, abuseSamples, policySamples, workingSamples, staffSamples, alertSamples, deskSamples, nameSamples, profileSamples, writeSamples, waysSamples, ownSamples, providerSamples, []sample{
	{"front-usual", "front", func(_ testing.TB, lang rozmova.Locale) any {
		cards := sampleCards()
		p := &FrontPage{Frame: sampleFrame(lang, "/", ""), Lead: &cards[0], Latest: append(cards[1:6:6], cards[1:4]...)}
		p.Here = ""
		for i, s := range []SectionLink{{"world", "Світ"}, {"city", "Місто"}} {
			p.Frame.Sections[i].Name = s.Name
			p.Sections = append(p.Sections, SectionBlock{s, cards[i : i+4]})
		}
		p.Demo = true
		return p
	}},
	{"front-empty", "front", func(_ testing.TB, lang rozmova.Locale) any {
		return &FrontPage{Frame: Frame{Lang: lang, Path: "/", SiteName: "Кур’єр", Languages: []rozmova.Locale{"uk", "en"}}}
	}},
	{"front-hostile", "front", func(_ testing.TB, lang rozmova.Locale) any {
		card := StoryCard{Slug: rozmova.Slug(hostile), Language: rozmova.Locale(hostile), Section: SectionLink{rozmova.Slug(hostile), hostile}, Headline: hostile, Standfirst: hostile, Byline: hostile, Published: sampleTime}
		f := sampleFrame(lang, "/"+hostile, "")
		f.SiteName, f.Description, f.Canonical, f.Feeds[0].Title, f.Me = hostile, hostile, "javascript:alert(1)", hostile, &Me{PenName: hostile}
		f.Flash = &Flash{Text: hostile, Href: "/" + hostile, Label: hostile}
		return &FrontPage{Frame: f, Lead: &card, Latest: []StoryCard{card}}
	}},
	{"front-longest", "front", func(_ testing.TB, lang rozmova.Locale) any {
		card := StoryCard{Slug: "x", Language: "uk", Headline: longest, Standfirst: longest + longest, Byline: longest, Published: sampleTime, Comments: 12345, Sources: 99, Corrected: true}
		return &FrontPage{Frame: sampleFrame(lang, "/", ""), Lead: &card, Latest: []StoryCard{card, card}, Sections: []SectionBlock{{SectionLink{"x", longest}, []StoryCard{card, card}}}}
	}},
	{"story-usual", "story", func(t testing.TB, lang rozmova.Locale) any { return sampleStoryPage(t, lang) }},
	{"story-signed-in", "story", func(t testing.TB, lang rozmova.Locale) any {
		p := sampleStoryPage(t, lang)
		p.Me = &Me{PenName: "Юрко", Moderator: true, Waiting: 12}
		p.Flash = &Flash{Text: "Коментар відкликано.", Href: "/rules", Label: "Правила"}
		mine := &p.Discussion.Comments[1]
		mine.Author.Me, mine.May = true, CommentMay{Answer: true, Edit: true, Withdraw: true}
		p.Discussion.Next = ""
		p.Discussion.Form.Nonce, p.Discussion.Form.PenName, p.Discussion.Form.Body = "n", "Юрко", "Мій текст"
		p.Discussion.Form.Parent = &ParentView{sampleID[rozmova.Comment](1), "Оксана з Подолу", "Дякую, що поруч стоять обидві версії.", rozmova.Calm}
		p.Discussion.Form.Errors = FieldErrors{{"body", "Коментар задовгий: можна не більш як 5 знаків."}}
		return p
	}},
	{"story-empty", "story", func(_ testing.TB, lang rozmova.Locale) any {
		s := &rozmova.Story{Slug: "x", Language: "en", State: rozmova.PublicStory, Headline: "A headline and nothing else", Published: sampleTime, Changed: sampleTime, Revision: 1}
		d := &Discussion{Mode: rozmova.Closed, Form: CommentForm{Mode: rozmova.Closed}}
		return &StoryPage{Frame: sampleFrame(lang, "/stories/x", s.Headline), Story: ViewStory(s, SectionLink{}), Discussion: d}
	}},
	{"story-hostile", "story", func(t testing.TB, lang rozmova.Locale) any {
		s := sampleStory(t)
		s.Headline, s.Standfirst, s.Byline, s.Sides[0].Name = hostile, hostile, hostile, hostile
		for i := range s.Sources {
			s.Sources[i].Name, s.Sources[i].Role, s.Sources[i].Link, s.Sources[i].Anonymous = hostile, hostile, "javascript:alert(1)", hostile
		}
		s.Statements[0].Key, s.Statements[0].Topic, s.Statements[0].Content = `"><script>`, hostile, hostile
		s.Corrections[0].Text, s.Corrections[0].Wrong, s.Corrections[0].Kind = hostile, hostile, rozmova.Clarified
		s.Developments[0].Value, s.Developments[0].What, s.Developments[0].Date = hostile, hostile, hostile
		d := sampleDiscussion()
		d.Comments = []CommentView{hostileComment()}
		d.Next, d.First, d.Prev, d.NewPath, d.Order = "/"+hostile, "//evil.example/"+hostile, "//evil.example/"+hostile, "javascript:alert(1)", hostile
		d.Terms.Message, d.Picks, d.Settings = hostile, d.Comments, "//evil.example/"+hostile
		d.Form.Statement, d.Form.Quote = &StatementRef{Key: hostile, Words: hostile, Speaker: hostile}, hostile
		d.Form.Body, d.Form.PenName, d.Form.Parent = hostile, hostile, &ParentView{Excerpt: hostile, PenName: hostile}
		return &StoryPage{Frame: sampleFrame(lang, "/stories/x?a="+hostile, hostile), Story: ViewStory(s, SectionLink{"world", hostile}), Discussion: d}
	}},
	{"story-longest", "story", func(t testing.TB, lang rozmova.Locale) any {
		s := sampleStory(t)
		s.Headline, s.Standfirst, s.Byline, s.Sides[0].Name, s.Sources[0].Name = longest, longest+longest, longest, longest, longest
		s.State = rozmova.RetractedNote
		d := sampleDiscussion()
		d.Comments = append(d.Comments, longestComment())
		d.Terms.Message, d.Picks = strings.Repeat("Довге повідомлення редакції. ", 17), []CommentView{longestComment()}
		sampleOrder(d, discussion.Respected).placeCorrections(ViewStory(s, SectionLink{}).Corrections, time.Time{})
		return &StoryPage{Frame: sampleFrame(lang, "/stories/x", longest), Story: ViewStory(s, SectionLink{"world", longest}), Discussion: d}
	}},
	{"desk-usual", "desk", func(_ testing.TB, lang rozmova.Locale) any { return sampleDesk(lang) }},
	{"desk-empty", "desk", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleDesk(lang)
		p.Items = nil
		return p
	}},
	{"desk-hostile", "desk", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleDesk(lang)
		c := hostileComment()
		p.Items = []DeskItem{{Story: StoryRef{"x", hostile, "uk"}, Comment: c, Parent: &c, Facts: hostile, Rule: hostile, Actions: []rozmova.Action{rozmova.Hold}, Causes: []moderation.Cause{moderation.OnHold}, Verdict: &VerdictView{Possible: []PossibleView{{rozmova.Threat, hostile}}, Language: "ru", Model: hostile}, Notices: []NoticeView{{hostile, hostile, hostile, sampleTime, hostile, "", time.Time{}}},
			Whole: true, Around: []CommentView{c}, Urgency: []string{hostile}, Claim: &ClaimView{Name: hostile}, Assigned: &ClaimView{Name: hostile}, Note: hostile, Law: hostile, Answer: hostile, Elsewhere: "javascript:alert(1)",
			Author: &RecordView{PenName: hostile, Sanctions: []LimitLine{{Text: hostile}}, Notes: []NoteView{{hostile, hostile, sampleTime}}}, Like: []LikeView{{hostile, "/" + hostile, rozmova.Hold, hostile, sampleTime}},
			Decisions: []DecisionLine{{Action: rozmova.Hold, Rule: hostile, Facts: hostile, By: hostile, At: sampleTime}}, Errors: FieldErrors{{"facts", hostile}, {"", hostile}}}}
		return p
	}},
	{"desk-longest", "desk", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleDesk(lang)
		p.Items = []DeskItem{{Story: StoryRef{"x", longest, "uk"}, Comment: longestComment(), Facts: longest, Actions: []rozmova.Action{rozmova.Hold, rozmova.Keep}, Causes: []moderation.Cause{moderation.Reported, moderation.OnHold, moderation.Marked}, Verdict: longestVerdict(), Notices: []NoticeView{{longest, longest, longest, sampleTime, longest, "", time.Time{}}}, Since: sampleTime}}
		return p
	}},
	{"labels-usual", "labels", func(_ testing.TB, lang rozmova.Locale) any { return sampleLabels(lang, 34) }},
	{"labels-empty", "labels", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleLabels(lang, 0)
		p.Item, p.Today = nil, 0
		return p
	}},
	{"labels-hostile", "labels", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleLabels(lang, 1)
		c := hostileComment()
		p.Item, p.Errors = &DeskItem{Story: StoryRef{"x", hostile, "uk"}, Comment: c, Parent: &c}, FieldErrors{{"", hostile}}
		return p
	}},
	{"labels-longest", "labels", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleLabels(lang, 99999)
		c := longestComment()
		p.Item = &DeskItem{Story: StoryRef{"x", longest, "uk"}, Comment: c, Parent: &c}
		return p
	}},
	{"sign-in-empty", "sign-in", func(_ testing.TB, lang rozmova.Locale) any {
		return &SignInPage{Frame: sampleFrame(lang, "/sign-in", "Увійти"), Next: "/"}
	}},
	{"sign-in-usual", "sign-in", func(t testing.TB, lang rozmova.Locale) any {
		p := &SignInPage{Frame: sampleFrame(lang, "/sign-in", "Увійти"), Next: "/stories/x", Email: "oksana@poshta.example", Code: true, Parked: sampleParked(t), Errors: FieldErrors{{"code", "Код не той. Перевірте лист."}}}
		p.Demo = true
		return p
	}},
	{"sign-in-hostile", "sign-in", func(t testing.TB, lang rozmova.Locale) any {
		parked := sampleParked(t)
		parked.Body, parked.Story.Headline = hostile, hostile
		return &SignInPage{Frame: sampleFrame(lang, "/sign-in?next="+hostile, "x"), Next: hostile, Email: hostile, Parked: parked, Errors: FieldErrors{{"email", hostile}}}
	}},
	{"sign-in-longest", "sign-in", func(t testing.TB, lang rozmova.Locale) any {
		parked := sampleParked(t)
		parked.Body = longest + longest
		return &SignInPage{Frame: sampleFrame(lang, "/sign-in", longest), Email: longest, Code: true, Parked: parked}
	}},
	{"section", "section", func(_ testing.TB, lang rozmova.Locale) any {
		return &SectionPage{Frame: sampleFrame(lang, "/sections/world", "Світ"), Section: SectionLink{"world", "Світ"}, Stories: sampleCards(), Older: "/sections/world?after=x"}
	}},
	{"branch", "branch", func(_ testing.TB, lang rozmova.Locale) any {
		d := sampleDiscussion()
		d.Above, d.Comments, d.Next = d.Comments[1:3], d.Comments[:1], ""
		d.Above[0].Excerpt = "9 чи 10 січня? У заголовках різне."
		d.Comments[0].Answers[0].Focus = true
		d.Prev, d.First, d.Branch, d.Orders, d.Search = "/stories/x/branch/w", "/stories/x", true, nil, false
		return &BranchPage{Frame: sampleFrame(lang, "/stories/x/branch/y", "Дискусія"), Story: sampleRef(), Discussion: *d}
	}},
	{"search-usual", "search", func(_ testing.TB, lang rozmova.Locale) any {
		return sampleSearch(lang)
	}},
	{"search-here", "search", func(_ testing.TB, lang rozmova.Locale) any {
		p, ref := sampleSearch(lang), sampleRef()
		p.Story = &ref
		return p
	}},
	{"search-empty", "search", func(_ testing.TB, lang rozmova.Locale) any {
		return &SearchPage{Frame: sampleFrame(lang, "/search?q=x", "Пошук"), Query: "кур’єр", Asked: true}
	}},
	{"search-blank", "search", func(_ testing.TB, lang rozmova.Locale) any {
		return &SearchPage{Frame: sampleFrame(lang, "/search", "Пошук")}
	}},
	{"search-hostile", "search", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleSearch(lang)
		p.Query, p.Trouble, p.More = hostile, hostile, "//evil.example/"+hostile
		for i := range p.Hits {
			h := &p.Hits[i]
			h.Author.PenName, h.Story.Headline, h.Path, h.Excerpt = hostile, hostile, "javascript:alert(1)", []MarkedRun{{hostile, true}, {hostile, false}}
		}
		return p
	}},
	{"revisions", "revisions", func(_ testing.TB, lang rozmova.Locale) any {
		return &RevisionsPage{Frame: sampleFrame(lang, "/stories/x/revisions", "Редакції"), Story: sampleRef(), Revisions: []RevisionLine{
			{3, sampleTime.Add(13 * time.Hour), sampleRef().Headline, 4, 2, true}, {2, sampleTime.Add(2 * time.Hour), sampleRef().Headline, 31, 5, false}, {1, sampleTime, "Байден і Путін поговорили телефоном", 0, 0, false}}}
	}},
	{"revision", "revision", func(t testing.TB, lang rozmova.Locale) any {
		old, now := sampleStory(t), sampleStory(t)
		old.Headline = "Байден і Путін поговорили телефоном"
		old.Body = append(old.Body[:1:1], old.Body[2:]...)
		return &RevisionPage{Frame: sampleFrame(lang, "/stories/x/revisions/3", "Редакція 3"), Story: sampleRef(), Revision: 3, Against: 2, At: sampleTime, Blocks: DiffStories(old, now), Older: 2}
	}},
	{"comment-revisions", "comment-revisions", func(_ testing.TB, lang rozmova.Locale) any {
		c := sampleComment(1, 0, "Оксана", "Друга редакція.")
		return &CommentRevisionsPage{Frame: sampleFrame(lang, "/comments/x/revisions", "Як змінювався коментар"), Story: sampleRef(), Comment: c, Revisions: []CommentRevisionView{
			{2, sampleTime.Add(time.Minute), c.Body, DiffWords("Перша редакція.", "Друга редакція.")}, {1, sampleTime, "<p>Перша редакція.</p>", nil}}}
	}},
	{"edit", "edit", func(_ testing.TB, lang rozmova.Locale) any {
		return &EditPage{Frame: sampleFrame(lang, "/comments/x/edit", "Редагувати"), Story: sampleRef(), Comment: sampleComment(1, 0, "Оксана", "x"), Body: "Мій *текст*", Limit: 10000, Errors: FieldErrors{{"body", "Напишіть щось."}}}
	}},
	{"withdraw", "withdraw", func(_ testing.TB, lang rozmova.Locale) any {
		return &WithdrawPage{Frame: sampleFrame(lang, "/comments/x/withdraw", "Відкликати"), Story: sampleRef(), Comment: sampleComment(1, 0, "Оксана", "Те, що я передумала казати.")}
	}},
	{"report", "report", func(_ testing.TB, lang rozmova.Locale) any {
		return &ReportPage{Frame: sampleFrame(lang, "/comments/x/report", "Поскаржитися"), Story: sampleRef(), Comment: sampleComment(1, 0, "Гострий язик", "Та ви всі тут продажні нездари."), Rules: sampleRules(lang), Rule: "insult", Errors: FieldErrors{{"text", "Поясніть."}}}
	}},
	{"decision", "decision", func(_ testing.TB, lang rozmova.Locale) any {
		rule := sampleRules(lang)[0]
		return &DecisionPage{Frame: sampleFrame(lang, "/decisions/x", "Мотивування"), Story: sampleRef(), Reasons: rozmova.Reasons{Language: lang, Action: rozmova.Remove, RuleKey: rule.Key, RuleVersion: 2, RuleTitle: rule.Title, RuleText: rule.Text, Facts: "Назвав співрозмовника нездарою.", Detected: "notice", Words: "Та ви всі тут\nпродажні нездари.", AppealUntil: sampleTime.AddDate(0, 6, 0), At: sampleTime},
			Later: []DecisionLine{{Action: rozmova.Restore, By: "Олена", At: sampleTime.Add(time.Hour)}}}
	}},
	{"rules", "rules", func(_ testing.TB, lang rozmova.Locale) any {
		p := &RulesPage{Frame: sampleFrame(lang, "/rules", "Правила дискусії")}
		for _, r := range sampleRules(lang) {
			p.Rules = append(p.Rules, RuleView{Key: r.Key, Version: r.Version, Title: r.Title, Text: r.Text, Since: sampleTime, Earlier: []RuleView{{Key: r.Key, Version: 1, Title: r.Title, Text: "Не ображайте.", Since: sampleTime.AddDate(-1, 0, 0)}}})
		}
		return p
	}},
	{"welcome", "welcome", func(t testing.TB, lang rozmova.Locale) any {
		return &WelcomePage{Frame: sampleFrame(lang, "/welcome", "Вітаємо"), PenName: "Оксана", Limit: 32, Parked: sampleParked(t), Errors: FieldErrors{{"pen_name", "Це ім’я вже зайняте."}}}
	}},
	{"me", "me", func(_ testing.TB, lang rozmova.Locale) any {
		return &MePage{Frame: sampleFrame(lang, "/me", "Обліковий запис"), PenName: "Оксана з Подолу", Email: "oksana@poshta.example", Joined: sampleTime, Roles: []rozmova.Role{rozmova.Moderator, rozmova.Editor},
			Comments: []MyComment{{sampleID[rozmova.Comment](1), sampleRef(), "Дякую, що поруч стоять обидві версії…", rozmova.Published, sampleTime, rozmova.ID[rozmova.Decision]{}}, {sampleID[rozmova.Comment](2), sampleRef(), "Спірні слова", rozmova.Removed, sampleTime, sampleID[rozmova.Decision](1)}}}
	}},
	{"mailbox", "mailbox", func(_ testing.TB, lang rozmova.Locale) any {
		return &MailboxPage{Frame: sampleFrame(lang, "/mailbox", "Поштова скринька"), Letters: []Letter{{ID: "1", To: "oksana@poshta.example", Subject: "482 913 — ваш код для входу", At: sampleTime}}}
	}},
	{"letter", "letter", func(_ testing.TB, lang rozmova.Locale) any {
		return &LetterPage{Frame: sampleFrame(lang, "/mailbox/1", "Лист"), Letter: Letter{ID: "1", From: "kurier@kurier.example", To: "oksana@poshta.example", Subject: "482 913 — ваш код для входу", Text: "Ваш код для входу: 482 913\n\nАбо відкрийте https://kurier.example/sign-in?x=1.\n", At: sampleTime}}
	}},
	{"error-404", "error", func(_ testing.TB, lang rozmova.Locale) any {
		return &ErrorPage{Frame: sampleFrame(lang, "/x", ""), Status: 404}
	}},
	{"error-429", "error", func(_ testing.TB, lang rozmova.Locale) any {
		return &ErrorPage{Frame: sampleFrame(lang, "/x", ""), Status: 429, Wait: 42, Kept: "Мій довгий коментар", Request: "r-1"}
	}},
})
