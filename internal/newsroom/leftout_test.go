package newsroom_test

import (
	"strings"
	"testing"

	"github.com/rozmova/rozmova/internal/newsroom"
)

func TestLeftOut(t *testing.T) {
	const notice = "Додаючи коментар, будь ласка, будьте толерантними та утримуйтеся від образ."
	for _, tt := range []struct {
		name string
		text string // one paragraph a line
		left string // Why and text, one a line
	}{
		{"nothing", "Перший.\nДругий.", ""},
		{"notice", "Перший.\n" + notice, "notice " + notice},
		{"notice before other furniture", "Перший.\n" + notice + "\nФото: УНІАН", "notice " + notice + "\nphoto Фото: УНІАН"},
		{"notice in the midst", "Перший.\n" + notice + "\nДругий.", "notice " + notice},
		{"notice in English", "First.\nWhen adding a comment, please be tolerant and do not insult the other participants.",
			"notice When adding a comment, please be tolerant and do not insult the other participants."},
		{"notice in Russian", "Первый.\nДобавляя комментарий, пожалуйста, будьте толерантны и воздержитесь от оскорблений.",
			"notice Добавляя комментарий, пожалуйста, будьте толерантны и воздержитесь от оскорблений."},
		{"about somebody's comment", "Перший.\nКоментуючи рішення, мер утримався від образ.", ""},
		{"a notice quoted", "Перший.\n«" + notice + "» — так написано під формою.", ""},
		{"furniture at the end", "Перший.\nЧитайте також: Інша новина\nПідписуйтеся на наш канал!\nФото: автора\nРеклама на сайте",
			"read_also Читайте також: Інша новина\nsubscribe Підписуйтеся на наш канал!\nphoto Фото: автора\nadvert Реклама на сайте"},
		{"an advertisement's label at the beginning", "Реклама на сайте\nПерший.", "advert Реклама на сайте"},
		{"furniture in the midst stays", "Перший.\nЧитайте також: Інша новина\nФото: автора\nДругий.", ""},
		{"a paragraph on advertising", "Реклама не працює.\nПерший.\nРеклама на сайті подорожчала вдвічі.", ""},
		{"a long paragraph stays", "Перший.\nФото: " + strings.Repeat("довга розповідь про світлину ", 12), ""},
		{"a word that only begins alike", "Перший.\nФотографи протестують.", ""},
	} {
		d, err := newsroom.Parse("a.txt", []byte(tt.text), newsroom.ParseOptions{Headline: "Новина"})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var left []string
		for _, l := range d.LeftOut {
			left = append(left, strings.TrimPrefix(l.Why, "cli.left_out_why.")+" "+l.Text)
		}
		if got := strings.Join(left, "\n"); got != strings.TrimSpace(tt.left) {
			t.Errorf("%s: left out\n%s\nwant\n%s", tt.name, got, tt.left)
		}
		if got, want := len(d.Story.Body)+len(d.LeftOut), strings.Count(tt.text, "\n")+1; got != want {
			t.Errorf("%s: %d paragraphs in the body and %d left out of %d: some went in silence", tt.name, len(d.Story.Body), len(d.LeftOut), want)
		}
	}
}

func TestLeftOutLinks(t *testing.T) {
	d := parse(t, "a.md", "# Новина\n\nПерший.\n\nЧитайте також:\n\n- [Одна](https://example.org/1)\n- [Друга](https://example.org/2)\n")
	if got := strings.Join(paragraphs(d.Story.Body), "|"); got != "Перший." || len(d.LeftOut) != 3 {
		t.Errorf("body %q, left out %+v", got, d.LeftOut)
	}
	d = parse(t, "a.md", "# Новина\n\nПерший.\n\nДокументи:\n\n- [Ухвала](https://example.org/1)\n")
	if len(d.Story.Body) != 3 || len(d.LeftOut) != 0 {
		t.Errorf("a list of links of the story's own: body %q, left out %+v", paragraphs(d.Story.Body), d.LeftOut)
	}
	d = parse(t, "a.html", `<h1>Новина</h1><p>Перший.</p><iframe src="https://example.org/v"></iframe>`)
	if len(d.LeftOut) != 1 || d.LeftOut[0].Text != "iframe https://example.org/v" || d.LeftOut[0].Why != newsroom.WhyElement {
		t.Errorf("a frame: left out %+v", d.LeftOut)
	}
	d, err := newsroom.Parse("a.html", []byte(`<h1>Новина</h1><p>Перший.</p>`), newsroom.ParseOptions{Headline: "Інша"})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.LeftOut) != 1 || d.LeftOut[0].Text != "Новина" || d.Story.Headline != "Інша" {
		t.Errorf("a headline given beside the page's: %q, left out %+v", d.Story.Headline, d.LeftOut)
	}
}
