package web

import (
	"html/template"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
)

func sampleRef() StoryRef {
	return StoryRef{"dzvinok-na-piatdesiat-khvylyn", "Пʼятдесят хвилин на дроті: Вашингтон і Москва розповіли про одну розмову по-різному", "uk"}
}

// sampleComment is the n-th comment of the sample, an answer to the parent-th; 0 is nobody.
func sampleComment(n, parent byte, name, words string) CommentView {
	c := CommentView{
		ID: sampleID[rozmova.Comment](n), Root: sampleID[rozmova.Comment](n), Story: "dzvinok-na-piatdesiat-khvylyn", Seq: int64(n), Revision: 1,
		Created: sampleTime.Add(time.Duration(n) * 7 * time.Minute), State: rozmova.Published, Language: "uk",
		Author: AuthorView{ID: sampleID[rozmova.Reader](n), PenName: name, Profile: true}, May: CommentMay{Answer: true, Report: true, Cite: true, Vote: true},
		Thread: sampleID[rozmova.Thread](1), Totals: true,
		Body: template.HTML("<p>" + words + "</p>"), //nolint:gosec // written here
	}
	if parent > 0 {
		c.Parent = sampleID[rozmova.Comment](parent)
	}
	return c
}

func sampleDiscussion() *Discussion {
	flat := []CommentView{
		sampleComment(1, 0, "Оксана з Подолу", "Дякую, що поруч стоять обидві версії. У стрічках я бачила тільки одну, і лише тут стало зрозуміло, що про наміри вторгнутися Кремль узагалі промовчав."),
		sampleComment(2, 1, "Petro_K", "Промовчав — теж відповідь. Хоча я б не поспішав з висновками: помічник переказує те, що йому вигідно."),
		sampleComment(3, 2, "Оксана з Подолу", "Так, і тому добре, що видно, через кого дійшли слова. «За словами Ушакова через Бі-бі-сі» — це не те саме, що «Байден сказав»."),
		sampleComment(4, 3, "Лідія Василівна", "А чому посадовця не названо?"),
		sampleComment(5, 4, "Редакція: Тарас", "Він говорив на умовах анонімності, це написано в джерелах. Ми просили дозволу назвати посаду точніше й отримали відмову."),
		sampleComment(6, 1, "чемний незгідний", ""),
		sampleComment(7, 0, "Юрко", "<em>9</em> чи <em>10</em> січня? У заголовках різне.</p><blockquote><p>раніше очікували, що вони почнуться 10 січня</p></blockquote><p>Виходить, дату перенесли. Добре, що стару не стерли."),
		sampleComment(8, 7, "Леся", "Саме так, у виправленні написано."),
		sampleComment(9, 0, "Мандрівник", ""),
		sampleComment(10, 0, "Ярина", "Пʼятдесят хвилин — це ж із перекладом, тобто насправді двадцять пʼять."),
	}
	flat[1].To, flat[1].Depth = "Оксана з Подолу", 1
	flat[2].To, flat[2].Depth = "Petro_K", 2
	flat[3].To, flat[3].Depth = "Оксана з Подолу", 3
	flat[4].To, flat[4].Depth, flat[4].Author.Role = "Лідія Василівна", 4, rozmova.Editor
	flat[4].Edited, flat[4].May.History, flat[4].Revision = flat[4].Created.Add(3*time.Minute), true, 2
	flat[5].State, flat[5].Rule, flat[5].Body, flat[5].May, flat[5].Depth, flat[5].To = rozmova.Removed, "Без образ", "", CommentMay{}, 1, "Оксана з Подолу"
	flat[7].To, flat[7].Depth = "Юрко", 1
	flat[8].State, flat[8].Body, flat[8].May, flat[8].Author = rozmova.Withdrawn, "", CommentMay{}, AuthorView{PenName: "Мандрівник"}
	flat[0].Votes, flat[0].Vote = rozmova.Votes{Voters: 14, Agree: 11, Disagree: 2, Respect: 9}, rozmova.Vote{Opinion: rozmova.Agree, Respect: true}
	flat[0].Featured, flat[0].May.Feature = true, true
	flat[1].Votes, flat[1].Author.Badge = rozmova.Votes{Voters: 3, Disagree: 3}, "source"
	flat[3].Deeper, flat[3].New, flat[3].May.Mute = 4, true, true
	flat[4].Author.Me, flat[4].May.Vote, flat[4].May.Append, flat[4].May.Withdraw = true, false, true, true
	flat[6].Cite = &CiteView{
		Key: "s1", Number: 1, Words: "сторони домовилися почати переговори в Женеві 9 січня", Speaker: "Голос Америки", Language: "uk",
		Corrected: sampleTime.Add(13 * time.Hour), Path: "/stories/dzvinok-na-piatdesiat-khvylyn#st-s1",
	}
	flat[7].Author.Badge = "author"
	flat[7].Cite = &CiteView{Key: "s99", Gone: true, Path: "/stories/dzvinok-na-piatdesiat-khvylyn"}
	flat[9].Muted, flat[9].May.Mute, flat[9].Totals = true, true, false
	pick := flat[0]
	short := flat[7]
	pick.Excerpt, pick.May, short.May = "Дякую, що поруч стоять обидві версії. У стрічках я бачила тільки одну…", CommentMay{}, CommentMay{}
	terms := TermsView{Mode: rozmova.Slow, Slow: 5, Ends: sampleTime.AddDate(0, 1, 0), Message: "Говоримо про переговори.\nПро вибори є окремий матеріал."}
	d := &Discussion{
		Thread: sampleID[rozmova.Thread](1), Story: sampleRef(), Mode: terms.Mode, Terms: terms, Count: 311, Seq: 10, Live: true, Comments: nest(flat),
		Order: "oldest", Search: true, Settings: "/stories/dzvinok-na-piatdesiat-khvylyn/discussion",
		Next: "/stories/dzvinok-na-piatdesiat-khvylyn?after=abc&order=oldest", Since: sampleTime.Add(time.Hour), New: 3,
		NewPath: "/stories/dzvinok-na-piatdesiat-khvylyn#c-" + flat[3].ID.String(), Picks: []CommentView{pick, short},
		Muted: []rozmova.ID[rozmova.Reader]{flat[9].Author.ID, flat[8].Author.ID},
		Form:  CommentForm{Thread: sampleID[rozmova.Thread](1), Story: sampleRef(), Mode: terms.Mode, Terms: terms, Limit: 10000},
	}
	for _, o := range discussion.Orders() {
		d.Orders = append(d.Orders, OrderLink{string(o), orderNames[o], "/stories/dzvinok-na-piatdesiat-khvylyn?order=" + string(o), o == discussion.Oldest})
	}
	return d
}

// sampleOrder puts the sample's discussion in another order, on a page that is not the first.
func sampleOrder(d *Discussion, order discussion.Order) *Discussion {
	d.Order, d.Prev, d.First = string(order), "/stories/dzvinok-na-piatdesiat-khvylyn?before=abc&order="+string(order), "/stories/dzvinok-na-piatdesiat-khvylyn"
	for i := range d.Orders {
		d.Orders[i].Here = d.Orders[i].Key == d.Order
	}
	return d
}

func sampleRules(lang rozmova.Locale) []RuleChoice {
	if lang == "en" {
		return []RuleChoice{{"insult", 2, "No insults", "Argue with what is said, not with who says it."}, {"lies", 1, "No false claims about people", "What you say of somebody must be something you can stand behind."}}
	}
	return []RuleChoice{{"insult", 2, "Без образ", "Сперечайтеся зі словами, а не з людиною, яка їх каже."}, {"lies", 1, "Без наклепу", "Кажучи щось про людину, будьте готові за це відповідати."}}
}

func hostileComment() CommentView {
	c := sampleComment(66, 0, hostile, "words")
	c.Body = template.HTML("<p>" + template.HTMLEscapeString(hostile) + "</p>") //nolint:gosec // escaped
	c.To, c.Parent, c.Rule, c.Story = hostile, sampleID[rozmova.Comment](1), hostile, rozmova.Slug(hostile)
	c.Cite, c.Muted = &CiteView{Key: hostile, Words: hostile, Speaker: hostile, Path: "javascript:alert(1)", Language: rozmova.Locale(hostile)}, true
	return c
}

func longestComment() CommentView {
	c := sampleComment(67, 0, strings.Repeat("Ім’ябезпробілу", 5), strings.Repeat("довжелезнеслово", 40))
	c.To, c.Parent = strings.Repeat("Ім’ябезпробілу", 5), sampleID[rozmova.Comment](1)
	c.Votes = rozmova.Votes{Voters: 1_234_567, Agree: 1_000_000, Disagree: 234_567, Respect: 999_999}
	c.Cite = &CiteView{Key: "s1", Words: longest, Speaker: longest, Language: "uk", Corrected: sampleTime, Path: "/stories/x#st-s1"}
	return c
}

func longestVerdict() *VerdictView {
	v := &VerdictView{Changed: true, Language: "other", Reading: rozmova.Transliterated, Model: longest}
	for l := range rozmova.Labels {
		v.Possible = append(v.Possible, PossibleView{l, "0.99"})
	}
	return v
}

func sampleDesk(lang rozmova.Locale) *DeskPage {
	p := &DeskPage{DeskFrame: sampleDeskFrame(lang, "/desk", "queue"), List: "reported", Rules: sampleRules(lang), First: "/desk?list=reported", Next: "/desk?list=reported&after=x"}
	for i, list := range rozmova.QueueLists {
		p.Lists = append(p.Lists, DeskTab{string(list), "/desk?list=" + string(list), 3 * i})
	}
	p.Lists = append(p.Lists, DeskTab{"decided", "/desk?list=decided", 0})
	p.Filter = FilterView{Sections: []SectionLink{{"city", "Місто"}}, Languages: []string{"uk", "en"}, Labels: []rozmova.Label{rozmova.Threat, rozmova.Participant}}
	bad := sampleComment(20, 1, "Гострий язик", "Та ви всі тут продажні нездари, читати гидко.")
	bad.To = "Оксана з Подолу"
	parent := sampleComment(1, 0, "Оксана з Подолу", "Дякую, що поруч стоять обидві версії.")
	p.Items = []DeskItem{
		{Story: sampleRef(), Comment: bad, Parent: &parent, Since: sampleTime.Add(3 * time.Hour), Actions: []rozmova.Action{rozmova.Keep, rozmova.Hold, rozmova.Remove},
			Notices: []NoticeView{{"Без образ", "Ображає всіх учасників одразу.", "Леся", sampleTime.Add(3 * time.Hour), "підтвердилося 4 з 5 скарг", "", time.Time{}}, {"Без образ", "", "", sampleTime.Add(4 * time.Hour), "", "", time.Time{}}},
			Whole:   true, Around: []CommentView{sampleComment(2, 0, "Леся", "А я згодна.")}, Urgency: []string{"Можлива шкода: 0.60 з 1.", "Сумнів, як вирішити: 0.88 з 1."},
			Author: &RecordView{ID: sampleID[rozmova.Reader](20), PenName: "Гострий язик", Joined: sampleTime, Published: 31, Removed: 2, Warned: 1, Sanctions: []LimitLine{{sampleID[rozmova.Sanction](5), "Попередження до завтра"}},
				History: []HistoryLine{{DecisionLine{Action: rozmova.Remove, Rule: "Без образ", Facts: "Назвав співрозмовника нездарою.", By: "Тарас", At: sampleTime}, sampleID[rozmova.Comment](9)}},
				Notes:   []NoteView{{"Просив вибачення минулого разу.", "Тарас", sampleTime}}},
			Like:  []LikeView{{"Ви нездара, та й годі.", "/desk?comment=x", rozmova.Remove, "Без образ", sampleTime}},
			Claim: &ClaimView{sampleID[rozmova.Reader](30), "Оксана", false}, Assigned: &ClaimView{sampleID[rozmova.Reader](31), "Тарас", true},
			Facts: "Назвав учасників дискусії", Errors: FieldErrors{{"rule", "Оберіть правило."}}},
		{Story: sampleRef(), Comment: func() CommentView {
			c := sampleComment(23, 1, "Бувалий", "")
			c.Body = template.HTML(`<p>Мосту рік, а ви все <mark class="possible covered">як діти малі</mark><span class="hidden"> (можлива образа учасника розмови)</span>. Рахуйте самі.</p>`)
			return c
		}(), Since: sampleTime.Add(4 * time.Hour), Actions: []rozmova.Action{rozmova.Keep, rozmova.Hold, rozmova.Remove}, Causes: []moderation.Cause{moderation.Reported, moderation.Marked},
			Covered: true, Verdict: &VerdictView{Possible: []PossibleView{{rozmova.Participant, "0.93"}, {rozmova.Insult, "0.81"}}, Language: "uk", Reading: rozmova.Unmasked, Model: "2026-11-22"}},
		{Story: sampleRef(), Comment: func() CommentView {
			c := sampleComment(24, 0, "Миротворець", "Перепрошую за різкість, міст гарний.")
			c.Edited = sampleTime
			return c
		}(), Since: sampleTime.Add(4 * time.Hour), Actions: []rozmova.Action{rozmova.Keep, rozmova.Hold, rozmova.Remove}, Causes: []moderation.Cause{moderation.Marked},
			Verdict: &VerdictView{Changed: true, Language: "other", Model: "2026-11-22"}},
		{Story: sampleRef(), Comment: func() CommentView {
			c := sampleComment(21, 0, "Новенька", "А де можна прочитати повний текст заяви?")
			c.State = rozmova.Pending
			return c
		}(), Since: sampleTime.Add(5 * time.Hour), Actions: []rozmova.Action{rozmova.Publish, rozmova.Hold, rozmova.Remove}, Causes: []moderation.Cause{moderation.Waits}},
		{Story: sampleRef(), Comment: func() CommentView {
			c := sampleComment(22, 0, "Петро", "Спірні слова.")
			c.State, c.Rule = rozmova.Removed, "Без образ"
			return c
		}(), Actions: []rozmova.Action{rozmova.Restore}, Decisions: []DecisionLine{{ID: sampleID[rozmova.Decision](1), Action: rozmova.Remove, Rule: "Без образ", Facts: "Назвав співрозмовника нездарою.", By: "Тарас", At: sampleTime}}},
	}
	return p
}

// sampleDeskFrame frames a page of the desk.
func sampleDeskFrame(lang rozmova.Locale, path, area string) DeskFrame {
	f := DeskFrame{Frame: sampleFrame(lang, path, "Модерація"), Area: area}
	f.Me = &Me{PenName: "Тарас", Moderator: true, Waiting: 3}
	for _, a := range deskAreas[:3] {
		f.Areas = append(f.Areas, DeskTab{Key: a.key, Path: a.path})
	}
	f.Areas[0].Count = 3
	return f
}

func sampleLabels(lang rozmova.Locale, more int) *LabelsPage {
	desk := sampleDesk(lang)
	return &LabelsPage{DeskFrame: sampleDeskFrame(lang, "/desk/labels", "labels"), Item: &desk.Items[0], Today: 12, More: more}
}

// sampleParked waits for a sign-in.
func sampleParked(testing.TB) *Parked {
	return &Parked{Thread: sampleID[rozmova.Thread](1), Parent: sampleID[rozmova.Comment](1), Body: "Дякую за матеріал.\nА чи буде продовження про Женеву?", Story: sampleRef()}
}

// nest puts sample comments, each after the one that it answers, into trees as the desk does (discussion.Deepest).
func nest(flat []CommentView) []CommentView {
	at := make(map[rozmova.ID[rozmova.Comment]]int, len(flat))
	answers := make([][]int, len(flat))
	var roots []int
	for i := range flat {
		at[flat[i].ID] = i
		p, ok := at[flat[i].Parent]
		for ok && flat[p].Depth >= discussion.Deepest {
			p, ok = at[flat[p].Parent]
		}
		if !ok || p == i {
			roots = append(roots, i)
			continue
		}
		answers[p] = append(answers[p], i)
	}
	var tree func(indices []int) []CommentView
	tree = func(indices []int) []CommentView {
		if len(indices) == 0 {
			return nil
		}
		views := make([]CommentView, len(indices))
		for k, i := range indices {
			views[k] = flat[i]
			views[k].Answers = tree(answers[i])
		}
		return views
	}
	return tree(roots)
}
