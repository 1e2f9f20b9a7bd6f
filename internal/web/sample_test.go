package web

import (
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
)

// The samples are pages as the handlers would fill them: usual, empty, hostile and longest. Their text was written for the
// project.

var sampleTime = time.Date(2021, 12, 30, 21, 50, 0, 0, time.UTC)

func sampleID[T any](n byte) rozmova.ID[T] {
	var id rozmova.ID[T]
	copy(id[:], "\x01\x8f\x00\x00\x00\x00\x70\x00\x80\x00")
	id[15] = n
	return id
}

// hostile is what must never come out as it went in.
const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)> ' onfocus=alert(3) javascript:alert(4) {{.}} ` + "\u202e"

var longest = strings.Repeat("Найнепередбачуванішевідокремлюваність", 4) + " " + strings.Repeat("дуже довгий заголовок ", 12)

func sampleFrame(lang rozmova.Locale, path, title string) Frame {
	names := map[rozmova.Locale][]string{
		"uk": {"Світ", "Місто", "Суспільство", "Культура", "Спорт"},
		"en": {"World", "City", "Society", "Culture", "Sport"},
	}[lang]
	f := Frame{
		Lang: lang, Path: path, SiteName: "Вечірній кур’єр", Title: title,
		Description: "Хто що сказав, через кого і чия це версія.",
		Canonical:   "https://kurier.example" + path,
		Open:        &OpenGraph{Type: "article", Locale: "uk_UA", Published: "2021-12-30T21:50:00Z"},
		JSONLD:      `{"@context":"https://schema.org","@type":"NewsArticle"}`,
		Feeds:       []FeedLink{{"application/atom+xml", "Atom", "/feed.atom"}, {"application/rss+xml", "RSS", "/feed.rss"}},
		Alternates:  []Alternate{{"uk", "https://kurier.example" + path}},
		Languages:   []rozmova.Locale{"uk", "en"}, Nonce: "nonce-1", Here: "world",
	}
	for i, slug := range []rozmova.Slug{"world", "city", "society", "culture", "sport"} {
		f.Sections = append(f.Sections, SectionLink{slug, names[i]})
	}
	return f
}

const sampleBody = `Президенти Сполучених Штатів і Росії Джо Байден та Володимир Путін розмовляли телефоном близько пʼятдесяти хвилин. Ішлося про відносини двох країн, безпеку в Європі та російські війська поблизу кордонів України.

За даними «Голосу Америки», сторони домовилися почати переговори в Женеві 9 січня; раніше очікували, що вони почнуться 10 січня.

У Вашингтоні розмову назвали «серйозною і змістовною». Посадовець Ради національної безпеки, якого не названо, розповів про два шляхи: «Перший — дипломатія, яка веде до деескалації. Другий — стримування, зокрема серйозна ціна, якщо Росія вирішить вторгнутися далі».

На запитання, чи пояснив Путін свої наміри, посадовець відповів, що жодних стверджувальних заяв про це не пролунало.

Речниця Білого дому Джен Псакі повідомила: «Президент Байден закликав Росію зменшити напругу. Він пояснив, що Сполучені Штати з союзниками відповідять рішуче, якщо Росія вторгнеться в Україну».

Із боку Кремля про розмову говорив помічник президента Юрій Ушаков, якого цитує Російська служба Бі-бі-сі. За його словами, Байден «чітко заявив, що США не мають наміру розміщувати в Україні ударну наступальну зброю». Путін, переказує Ушаков, відповів, що це означало б повний розрив відносин.`

func sampleStory(t testing.TB) *rozmova.Story {
	t.Helper()
	body := richtext.StoryText(sampleBody)
	s := &rozmova.Story{
		ID: sampleID[rozmova.Story](1), Slug: "dzvinok-na-piatdesiat-khvylyn", Section: "world", Language: "uk", State: rozmova.PublicStory,
		Headline:   "Пʼятдесят хвилин на дроті: Вашингтон і Москва розповіли про одну розмову по-різному",
		Standfirst: "Байден і Путін домовилися про переговори в Женеві. Про що вони говорили ще, залежить від того, кого слухати.",
		Byline:     "Олена Гаврилюк", Body: body, Revision: 3, Published: sampleTime, Changed: sampleTime.Add(13 * time.Hour), Modified: sampleTime.Add(13 * time.Hour),
		Sides: []rozmova.Side{{Key: "us", Name: "Американська сторона"}, {Key: "ru", Name: "Російська сторона"}},
		Sources: []rozmova.Source{
			{Key: "voa", Kind: rozmova.Outlet, Name: "Голос Америки", Link: "https://voa.example/call", Read: sampleTime},
			{Key: "nsc", Kind: rozmova.Person, Role: "посадовець Ради національної безпеки США", Anonymous: "розповідав журналістам на умовах анонімності"},
			{Key: "psaki", Kind: rozmova.Person, Name: "Джен Псакі", Role: "речниця Білого дому"},
			{Key: "bbc", Kind: rozmova.Outlet, Name: "Російська служба Бі-бі-сі", Link: "https://bbc.example/ushakov", Read: sampleTime},
			{Key: "ushakov", Kind: rozmova.Person, Name: "Юрій Ушаков", Role: "помічник президента Росії"},
			{Key: "biden", Kind: rozmova.Person, Name: "Джо Байден", Role: "президент США"},
			{Key: "putin", Kind: rozmova.Person, Name: "Володимир Путін", Role: "президент Росії"},
		},
		Developments: []rozmova.Development{{Key: "geneva", What: "переговори в Женеві починаються", Value: "9 січня", Date: "2022-01-09", Source: "voa",
			Earlier: []rozmova.EarlierValue{{Value: "10 січня", Date: "2022-01-10"}}}},
		Corrections: []rozmova.Correction{{Kind: rozmova.Corrected, At: sampleTime.Add(13 * time.Hour), Statement: "s1",
			Text:  "У першій редакції початок переговорів названо за попереднім графіком.",
			Wrong: "переговори в Женеві 10 січня", Right: "переговори в Женеві 9 січня"}},
	}
	for _, st := range []struct {
		quote string
		s     rozmova.Statement
	}{
		{"сторони домовилися почати переговори в Женеві 9 січня", rozmova.Statement{Key: "s1", Mode: rozmova.Indirect, Via: "voa", Topic: "Початок переговорів"}},
		{"«серйозною і змістовною»", rozmova.Statement{Key: "s2", Mode: rozmova.Mixed, Speaker: "nsc", Side: "us", Topic: "Тон розмови"}},
		{"Перший — дипломатія, яка веде до деескалації. Другий — стримування, зокрема серйозна ціна, якщо Росія вирішить вторгнутися далі", rozmova.Statement{Key: "s3", Mode: rozmova.Direct, Speaker: "nsc", Side: "us", Topic: "Наслідки"}},
		{"жодних стверджувальних заяв про це не пролунало", rozmova.Statement{Key: "s4", Mode: rozmova.Indirect, Speaker: "nsc", Side: "us", Topic: "Намір вторгнутися"}},
		{"Президент Байден закликав Росію зменшити напругу. Він пояснив, що Сполучені Штати з союзниками відповідять рішуче, якщо Росія вторгнеться в Україну", rozmova.Statement{Key: "s5", Mode: rozmova.Direct, Speaker: "psaki", Side: "us", Topic: "Наслідки"}},
		{"Сполучені Штати з союзниками відповідять рішуче, якщо Росія вторгнеться в Україну", rozmova.Statement{Key: "s5-1", Mode: rozmova.Indirect, Speaker: "biden", Side: "us", Topic: "Наслідки", Within: "s5"}},
		{"Байден «чітко заявив, що США не мають наміру розміщувати в Україні ударну наступальну зброю»", rozmova.Statement{Key: "s6", Mode: rozmova.Mixed, Speaker: "ushakov", Via: "bbc", Side: "ru", Topic: "Ударна зброя"}},
		{"США не мають наміру розміщувати в Україні ударну наступальну зброю", rozmova.Statement{Key: "s6-1", Mode: rozmova.Indirect, Speaker: "biden", Within: "s6", Side: "ru", Topic: "Ударна зброя"}},
		{"це означало б повний розрив відносин", rozmova.Statement{Key: "s7", Mode: rozmova.Indirect, Speaker: "putin", Via: "bbc", Side: "ru", Topic: "Наслідки"}},
	} {
		anchor, err := richtext.Locate(body, st.quote, 1)
		if err != nil {
			t.Fatalf("sample: %q: %v", st.quote, err)
		}
		st.s.Anchor, st.s.Content, st.s.Confirmed = anchor, st.quote, true
		s.Statements = append(s.Statements, st.s)
	}
	return s
}

func sampleCards() []StoryCard {
	world, city, culture := SectionLink{"world", "Світ"}, SectionLink{"city", "Місто"}, SectionLink{"culture", "Культура"}
	return []StoryCard{
		{Slug: "dzvinok", Language: "uk", Section: world, Headline: "Пʼятдесят хвилин на дроті: Вашингтон і Москва розповіли про одну розмову по-різному", Standfirst: "Байден і Путін домовилися про переговори в Женеві. Про що вони говорили ще, залежить від того, кого слухати.", Byline: "Олена Гаврилюк", Published: sampleTime, Comments: 311, Sources: 7, Corrected: true},
		{Slug: "mist", Language: "uk", Section: city, Headline: "Старий міст закриють на рік: мерія каже «ремонт», інженери — «пізно»", Standfirst: "Рішення ухвалили після обстеження, якого ніхто, крім мерії, ще не читав.", Byline: "Тарас Мельник", Published: sampleTime.Add(-3 * time.Hour), Comments: 84, Sources: 5},
		{Slug: "library", Language: "en", Section: city, Headline: "Library on Mill Lane to close in June, not March, council says", Standfirst: "Friends of the library say a survey was kept from them for six years.", Published: sampleTime.Add(-5 * time.Hour), Comments: 21, Sources: 4},
		{Slug: "kino", Language: "uk", Section: culture, Headline: "Фестиваль без переможця: журі пояснило, чому не дало головного призу", Byline: "Марта Сад", Published: sampleTime.Add(-26 * time.Hour), Comments: 1, Sources: 3},
		{Slug: "strike", Language: "uk", Section: city, Headline: "Водії трамваїв не вийшли на лінію: дві версії одного ранку", Standfirst: "Профспілка говорить про невиплачені надбавки, депо — про хворобу.", Byline: "Ірина Лис", Published: sampleTime.Add(-30 * time.Hour), Comments: 45, Sources: 6, Retracted: true},
		{Slug: "sud", Language: "uk", Section: world, Headline: "Суд відклав слухання вчетверте", Standfirst: "Адвокати кажуть, що не отримали матеріалів; прокуратура — що надіслала їх у вересні.", Byline: "Олена Гаврилюк", Published: sampleTime.Add(-50 * time.Hour), Comments: 12, Sources: 4},
	}
}

// sampleStoryPage is the sample story with its discussion, where all that there can be is.
func sampleStoryPage(t testing.TB, lang rozmova.Locale) *StoryPage {
	s := sampleStory(t)
	p := &StoryPage{Frame: sampleFrame(lang, "/stories/"+string(s.Slug), s.Headline), Story: ViewStory(s, SectionLink{"world", "Світ"}), Discussion: sampleDiscussion()}
	p.Threads = feedsAt("/stories/"+string(s.Slug)+"/comments", "Дискусія")
	p.Story.MaySpeak = true
	countSpoken(p.Story.Notes, map[string]int{"s1": 1, "s5": 3, "gone": 2})
	correction := p.Story.Corrections[0]
	correction.At = sampleTime.Add(time.Hour) // between two comments
	p.Discussion.placeCorrections([]CorrectionView{correction}, time.Time{})
	picks := p.Discussion.Picks
	p.Story.Parts = placePicks(p.Story.Body, picks, map[rozmova.ID[rozmova.Comment]]int{picks[0].ID: 2, picks[1].ID: rozmova.Never})
	return p
}

func sampleSearch(lang rozmova.Locale) *SearchPage {
	ref := sampleRef()
	found := []MarkedRun{{"…кого слухати. За його словами, ", false}, {"Байден", true}, {" «чітко заявив», а ", false}, {"Байденом", true}, {" не скінчиться…", false}}
	return &SearchPage{
		Frame: sampleFrame(lang, "/search?q=%D0%91", "Пошук"), Query: "Байден", Asked: true, More: "/search?before=abc&q=%D0%91", First: "/search?q=%D0%91",
		Hits: []HitView{
			{Story: ref, Comment: true, Path: "/stories/x/branch/y#c-y", Author: AuthorView{PenName: "Леся", Badge: "author"}, At: sampleTime, Excerpt: found, Lang: "uk"},
			{Story: ref, Section: SectionLink{"world", "Світ"}, Path: "/stories/x", Author: AuthorView{PenName: "Олена Гаврилюк"}, At: sampleTime, Excerpt: found[1:], Lang: "uk"},
		},
	}
}
