package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

func articles() map[string]Article {
	para := func(s string) rozmova.Block {
		return rozmova.Block{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: s}}}
	}
	usual := &rozmova.Story{
		Slug: "rozmova", Section: "svit", Language: "uk", State: rozmova.PublicStory, Headline: "Телефонна розмова",
		Standfirst: "Що кажуть сторони.", Byline: "Олена Коваль та Іван Пулюй", Published: day(8, 6), Changed: day(10, 9), Modified: day(10, 7),
		Body: []rozmova.Block{para("Речниця сказала: «Розмова відбулася»."), para("Посадовець — 3 слова.")},
		Sources: []rozmova.Source{
			{Key: "press", Kind: rozmova.Person, Name: "Марія Левченко", Role: "речниця"},
			{Key: "official", Kind: rozmova.Person, Anonymous: "не має права говорити", Role: "посадовець"},
			{Key: "shy", Kind: rozmova.Person, Name: "Таємне Ім’я", Anonymous: "просив не називати"},
			{Key: "office", Kind: rozmova.Organisation, Name: "Офіс"},
			{Key: "outlet", Kind: rozmova.Outlet, Name: "The Example Post", Link: "https://post.example/1"},
			{Key: "paper", Kind: rozmova.Document, Name: "Протокол", Link: "https://docs.example/p.pdf"},
			{Key: "bad", Kind: rozmova.Document, Name: "Пастка", Link: "javascript:alert(1)"},
			{Key: "nolink", Kind: rozmova.Outlet, Name: "Без посилання"},
		},
		Statements: []rozmova.Statement{
			{Key: "a", Mode: rozmova.Direct, Content: "Розмова відбулася", Speaker: "press", Role: "речниця уряду", Via: "outlet", Confirmed: true},
			{Key: "b", Mode: rozmova.Indirect, Content: "переговори почнуться", Speaker: "official", Via: "outlet", Confirmed: true},
			{Key: "c", Mode: rozmova.Direct, Content: "непідтверджене", Speaker: "press"},
			{Key: "d", Mode: rozmova.Mixed, Content: "назвав «добрим знаком»", Speaker: "office", Confirmed: true},
			{Key: "e", Mode: rozmova.Direct, Content: "мене не називайте", Speaker: "shy", Confirmed: true},
			{Key: "f", Mode: rozmova.Direct, Content: "не для друку", Speaker: "press", Confirmed: true, Record: rozmova.OffRecord},
		},
		Corrections: fixes,
	}
	hostile := &rozmova.Story{
		Headline: nasty, Standfirst: nasty, Byline: nasty, Language: rozmova.Locale(nasty), Section: rozmova.Slug(nasty), State: rozmova.PublicStory,
		Body: []rozmova.Block{para(nasty)}, Corrections: []rozmova.Correction{{Text: nasty, Wrong: nasty}},
		Sources:    []rozmova.Source{{Key: "x", Kind: rozmova.Document, Name: nasty, Link: "https://e.example/</script>?" + nasty}},
		Statements: []rozmova.Statement{{Mode: rozmova.Direct, Content: nasty, Confirmed: true}},
	}
	developing := *usual
	developing.Developing, developing.Modified = rozmova.NewestFirst, day(11, 6)
	developing.Corrections = []rozmova.Correction{{Kind: rozmova.Retraction, At: day(11, 5), Text: "Речниця цього не казала.", Statement: "a"}}
	closed := developing
	closed.Developing = rozmova.NotDeveloping
	added := []*rozmova.Addition{
		{ID: rozmova.ID[rozmova.Addition]{15: 2}, Title: "Міст відкрито", Byline: "Леся Мороз", Body: []rozmova.Block{para("Рух відновлено."), para(nasty)}, State: rozmova.AdditionPublished, At: day(11, 6), Changed: day(11, 6)},
		{ID: rozmova.ID[rozmova.Addition]{15: 3}, Body: []rozmova.Block{}, State: rozmova.AdditionTakenBack, At: day(10, 9), Changed: day(11, 5), Note: "Не підтвердилося."},
		{ID: rozmova.ID[rozmova.Addition]{15: 1}, Byline: "Відділ новин", Body: []rozmova.Block{para(strings.Repeat("Довга новина без заголовка. ", 9))}, State: rozmova.AdditionPublished, At: day(10, 8), Changed: day(10, 9)},
	}
	retracted := *usual
	retracted.State = rozmova.RetractedNote
	return map[string]Article{
		"empty": {Story: &rozmova.Story{Headline: "Чернетка"}},
		"usual": {
			Story: usual, URL: "https://news.example/stories/rozmova", Section: "Світ", Image: "https://news.example/i/1.jpg",
			Publisher: "Розмова", PublisherURL: "https://news.example/", Logo: "https://news.example/logo.png", Comments: 0,
			Discussion: "https://news.example/stories/rozmova#comments",
			Original:   &Alternate{"en", "https://news.example/stories/call"}, Translations: []Alternate{{"pl", "https://news.example/stories/rozmowa"}},
		},
		"hostile":    {Story: hostile, URL: "https://news.example/", Publisher: nasty, Discussion: "https://news.example/#c", Comments: 7},
		"developing": {Story: &developing, URL: "https://news.example/stories/rozmova", Publisher: "Розмова", Additions: added, Begun: day(10, 8), Ended: day(11, 6)},
		"closed":     {Story: &closed, URL: "https://news.example/stories/rozmova", Publisher: "Розмова", Additions: added, Begun: day(10, 8), Ended: day(11, 6)},
		"retracted":  {Story: &retracted, URL: "https://news.example/stories/rozmova", Publisher: "Розмова"},
	}
}

func TestJSONLD(t *testing.T) {
	for name, a := range articles() {
		t.Run(name, func(t *testing.T) {
			b, err := JSONLD(a)
			if err != nil {
				t.Fatal(err)
			}
			if i := bytes.IndexAny(b, "<>&"); i >= 0 {
				t.Errorf("not safe inside <script>: %s", b[i:])
			}
			for _, bad := range []string{"javascript:", "\u202e", "\u2028", "непідтверджене", "Таємне", `"@type":"Person","name":""`} {
				if strings.Contains(string(b), bad) {
					t.Errorf("holds %q", bad)
				}
			}
			var pretty bytes.Buffer
			if err := json.Indent(&pretty, b, "", " "); err != nil {
				t.Fatal(err)
			}
			golden(t, name+".jsonld", append(pretty.Bytes(), '\n'))
		})
	}
}

// A script element that holds the article is closed by its own end tag, wherever the story tries to close it.
func TestJSONLDStaysInsideScript(t *testing.T) {
	b, err := JSONLD(Article{Story: &rozmova.Story{Headline: "</script><script>alert(1)//<!--"}})
	if err != nil {
		t.Fatal(err)
	}
	page := `<script type="application/ld+json">` + string(b) + `</script>`
	if n := strings.Count(page, "</script"); n != 1 || strings.Contains(page, "<!--") {
		t.Errorf("%d ends of the script, want 1: %s", n, page)
	}
	var back struct{ Headline string }
	if err := json.Unmarshal(b, &back); err != nil || back.Headline != "</script><script>alert(1)//<!--" {
		t.Errorf("read back %q, %v", back.Headline, err)
	}
}

func TestAuthors(t *testing.T) {
	sources := []rozmova.Source{{Kind: rozmova.Outlet, Name: "Reuters"}}
	for _, tt := range []struct{ byline, want string }{
		{"Олена Коваль", "Person Олена Коваль"},
		{"Олена Коваль, Іван Пулюй і Марія Заньковецька-Садовська", "Person Олена Коваль|Person Іван Пулюй|Person Марія Заньковецька-Садовська"},
		{"By Ann Lee and Reuters", "Person Ann Lee|Organization Reuters"},
		{"Текст: Олена Коваль, Київ", "Person Олена Коваль"},
		{"Редакція Розмови", "Organization Редакція Розмови"},
		{"Rozmova newsroom", "Organization Rozmova newsroom"},
		{"Київська Правда", "Organization Київська Правда"},
		{"Укрінформ", "Organization Укрінформ"},
		{"", "Organization Київська Правда"},
		{" , ", "Organization Київська Правда"},
	} {
		var got []string
		for _, a := range authors(tt.byline, "Київська Правда", sources) {
			got = append(got, fmt.Sprintf("%s %s", a.Type, a.Name))
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("%q: %s, want %s", tt.byline, s, tt.want)
		}
	}
}
