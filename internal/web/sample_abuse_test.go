package web

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

// abuseSamples are the pages of what looks like abuse by numbers.
var abuseSamples = []sample{
	{"abuse-usual", "abuse", func(_ testing.TB, lang rozmova.Locale) any {
		p := &AbusePage{DeskFrame: DeskFrame{Frame: sampleFrame(lang, "/desk/abuse", "Зловживання числом"), Area: "abuse", Areas: []DeskTab{{"queue", "/desk", 3}, {"abuse", "/desk/abuse", 0}}}}
		person := func(n byte, name string) SignalPerson {
			return SignalPerson{rozmova.ID[rozmova.Reader]{n}, name, sampleTime}
		}
		p.Signals = []SignalView{
			{ID: rozmova.ID[rozmova.Signal]{1}, Kind: "flood", At: sampleTime, Acted: "hold", Score: 40, Facts: []string{"4 коментарі з тими самими словами", "у 2 обговореннях"},
				People:   []SignalPerson{person(1, "Смартфони24"), person(2, "Смартфони25")},
				Comments: []SignalComment{{sampleRef(), sampleComment(20, 0, "Смартфони24", "Найкращі смартфони за півціни.")}}},
			{ID: rozmova.ID[rozmova.Signal]{2}, Kind: "evasion", At: sampleTime, Acted: "hold", Score: 90, Facts: []string{"імена схожі на 92 %"}, People: []SignalPerson{person(3, "Вечірній 2"), person(4, "Вечірній")}},
			{ID: rozmova.ID[rozmova.Signal]{3}, Kind: "votes", At: sampleTime, Acted: "ignore", Score: 100, Facts: []string{"9 голосів"}},
			{ID: rozmova.ID[rozmova.Signal]{4}, Kind: "reports", At: sampleTime, Acted: "ignore", Score: 66, Facts: []string{"3 скарги"}},
			{ID: rozmova.ID[rozmova.Signal]{5}, Kind: "links", At: sampleTime, Acted: "nothing", Score: 50, Facts: []string{"сайт: shop.example"}},
			{ID: rozmova.ID[rozmova.Signal]{6}, Kind: "discount", At: sampleTime, Acted: "less", Score: 80, Facts: []string{"усього за коментар 90 голосів", "разом важать приблизно як 62"}},
			{ID: rozmova.ID[rozmova.Signal]{7}, Kind: "fall", At: sampleTime, Acted: "place", Score: 45, Facts: []string{"з місця 2 на місце 23"}},
		}
		return p
	}},
	{"abuse-closed", "abuse", func(_ testing.TB, lang rozmova.Locale) any {
		return &AbusePage{DeskFrame: DeskFrame{Frame: sampleFrame(lang, "/desk/abuse?closed=1", "Зловживання числом"), Area: "abuse"}, Closed: true, Signals: []SignalView{
			{ID: rozmova.ID[rozmova.Signal]{1}, Kind: "flood", At: sampleTime, Acted: "hold", Score: 40, State: 3, By: "Ірина", ClosedAt: sampleTime.Add(time.Hour)},
			{ID: rozmova.ID[rozmova.Signal]{2}, Kind: "votes", At: sampleTime, Acted: "ignore", Score: 40, State: 2, By: "Ірина", ClosedAt: sampleTime.Add(time.Hour)},
		}}
	}},
	{"abuse-none", "abuse", func(_ testing.TB, lang rozmova.Locale) any {
		return &AbusePage{DeskFrame: DeskFrame{Frame: sampleFrame(lang, "/desk/abuse", "Зловживання числом"), Area: "abuse"}}
	}},
	{"abuse-hostile", "abuse", func(_ testing.TB, lang rozmova.Locale) any {
		return &AbusePage{DeskFrame: DeskFrame{Frame: sampleFrame(lang, "/desk/abuse", hostile), Area: "abuse"}, Signals: []SignalView{
			{ID: rozmova.ID[rozmova.Signal]{1}, Kind: "flood", Acted: "hold", Facts: []string{hostile}, People: []SignalPerson{{Name: hostile}}, By: hostile},
		}}
	}},
}
