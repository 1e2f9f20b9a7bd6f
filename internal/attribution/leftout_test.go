package attribution

import (
	"strings"
	"testing"
)

func TestNotStory(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Додаючи коментар, будь ласка, будьте толерантними та утримуйтеся від образ.", NotStoryNotice},
		{"Помітили помилку? Виділіть її та натисніть Ctrl+Enter.", NotStoryNotice},
		{"When adding a comment, please be tolerant and do not insult others.", NotStoryNotice},
		{"Коментуючи рішення, мер утримався від образ.", ""},
		{"Знайшли помилку в кошторисі, повідомила рада.", ""},
		{"Читайте також: Інша новина", NotStoryReadAlso},
		{"По темі: Інша новина", NotStoryReadAlso},
		{"Читайте також", NotStoryReadAlso},
		{"Підписуйтеся на наш канал у месенджері та читайте новини першими.", NotStorySubscribe},
		{"Sign up to our newsletter for more local stories.", NotStorySubscribe},
		{"Subscribers pay more.", ""},
		{"Фото: архів редакції.", NotStoryPhoto},
		{"Фото Юлії Бараняк", NotStoryPhoto},
		{"Фото з родинного архіву", NotStoryPhoto},
		{"Фото Бараняк купила галерея", ""},
		{"Фотографи протестують.", ""},
		{"Фото: " + strings.Repeat("довга розповідь ", 12), ""},
		{"Реклама", NotStoryAdvert},
		{"Реклама на сайте: пишите в редакцию.", NotStoryAdvert},
		{"Реклама на сайті подорожчала вдвічі.", ""},
		{"Реклама не працює.", ""},
		{"", ""},
	} {
		if got := NotStory(tt.text); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestLeftOutSpans(t *testing.T) {
	text := "Перше речення.\n  Фото: УНІАН  \nДруге.\n\nЧитайте також: Третє"
	got := leftOut(read(text, "uk"))
	if len(got) != 2 || got[0].Text != "Фото: УНІАН" || got[0].Why != NotStoryPhoto || got[1].Text != "Читайте також: Третє" || got[1].Why != NotStoryReadAlso {
		t.Errorf("%+v", got)
	}
	for _, l := range got {
		if string([]rune(text)[l.Start:l.End]) != l.Text {
			t.Errorf("%q stands elsewhere than from %d to %d", l.Text, l.Start, l.End)
		}
	}
}
