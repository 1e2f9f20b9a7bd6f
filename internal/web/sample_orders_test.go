package web

import (
	"testing"

	"github.com/rozmova/rozmova"
)

// orderSamples are the page about orders, and discussions in the order across a divide.
var orderSamples = []sample{
	{"orders", "orders", func(_ testing.TB, lang rozmova.Locale) any {
		return newOrdersPage(sampleFrame(lang, "/order", "Чому коментарі стоять у такому порядку"))
	}},
	{"story-bridges", "story", func(t testing.TB, lang rozmova.Locale) any {
		p := sampleStoryPage(t, lang)
		d := p.Discussion
		d.Order, d.OrderNote = "bridges", "divided"
		d.Comments[0].Told, d.Comments[0].Place = &ToldView{"across", 7, 6, 43, 27}, 612345
		d.Comments[1].Told, d.Comments[1].Place = &ToldView{"not_by_both", 9, 2, 51, 30}, 201000
		d.Comments[2].Place = -40
		d.Comments[3].Told, d.Comments[3].Place = &ToldView{Label: "not_yet"}, 90000
		return p
	}},
	{"story-not-divided", "story", func(t testing.TB, lang rozmova.Locale) any {
		p := sampleStoryPage(t, lang)
		p.Discussion.Order, p.Discussion.OrderNote = "bridges", "few"
		return p
	}},
}
