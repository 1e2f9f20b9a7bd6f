package moderation

import (
	"slices"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

func TestWordList(t *testing.T) {
	for _, tt := range []struct {
		entry string
		hits  []string
		not   []string
	}{
		{
			"дебіл",
			[]string{
				"Ти дебіл.", "дебіла", "дебілами", "Який дебил!", "дебилы", "дебилам", "ДЕБІЛ", "дeбіл", "деб1л", "д.е.б.і.л", "д е б і л", "д-е-б-і-л", "де*біл", "дебііііл",
				"деб\u200bіл", "дебі́л", "екс-дебіл", "«дебіл»", "дебіл_дебіл",
			},
			[]string{"дебет", "дебілдор", "біл", "де біл"},
		},
		{
			"зрадник",
			[]string{"зрадники", "зрадників", "зраднику", "3радник", "зpaдник", "зрад*ник", "зрадникам!!!"},
			[]string{"зрада", "зрадницький", "радник", "радники", "порадник", "порадника"},
		},
		{"бидло", []string{"быдло", "бидла", "быдлу", "бuдло", "б и д л о", "6идло"}, []string{"видло", "повидло", "повидла"}},
		{"хохл*", []string{"хохли", "хохлы", "хохлам", "хохлушка", "xoxли"}, []string{"хохот", "хох"}},
		{"козел", []string{"козла", "козли!", "козлы", "козлам", "К О З Е Л"}, []string{"козак", "козлятина"}},
		{"дурень", []string{"дурня", "дурні", "дурнем"}, []string{"дуріти", "дурниця"}},
		{"кіт", []string{"кота", "кіт", "котом"}, []string{"кит", "кити", "китом", "котел", "скіт"}},
		{"мова ненависті", []string{"мову ненависті", "мови  ненависті", "Мова\nненависті"}, []string{"мова любові", "ненависті мова", "мова"}},
		{"putler", []string{"Putler", "putlеr"}, []string{"butler", "путлер"}},
		{"сука", []string{"cyka", "cука", "с.у.к.а", "с у к а", "суки", "сук@"}, []string{"сукня", "барсука", "наука", "з науками"}},
	} {
		list := newWordList([]rozmova.Word{{Entry: tt.entry, Action: rozmova.Hold}})
		for _, text := range tt.hits {
			if len(list.find(text)) == 0 {
				t.Errorf("%s does not catch %q", tt.entry, text)
			}
		}
		for _, text := range tt.not {
			if hits := list.find(text); len(hits) > 0 {
				t.Errorf("%s catches %q: %v", tt.entry, text, hits)
			}
		}
	}
}

func TestWordListTellsWhere(t *testing.T) {
	list := newWordList([]rozmova.Word{{Entry: "дебіл"}, {Entry: "бидло", Action: rozmova.Hold, Rule: "respect"}})
	text := "Кому ви, бидло, кажете: д е б і л и? То не бuдло."
	var got []string
	for _, h := range list.find(text) {
		got = append(got, string([]rune(text)[h.Start:h.End])+"="+h.Entry)
	}
	if want := []string{"бидло=бидло", "д е б і л и=дебіл", "бuдло=бидло"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	if hits := newWordList([]rozmova.Word{{Entry: "* **"}, {Entry: ""}, {Entry: "аб*"}}).find("аби що"); len(hits) > 0 {
		t.Errorf("nothing to look for is found: %v", hits)
	}
}

// TestWordListLeavesUsualWordsAlone looks for hard words among usual ones: none stands inside another.
func TestWordListLeavesUsualWordsAlone(t *testing.T) {
	list := newWordList([]rozmova.Word{{Entry: "зрадник"}, {Entry: "бидло"}, {Entry: "дебіл"}, {Entry: "ватник"}, {Entry: "курва"}, {Entry: "сволота"}})
	text := "У середу в міській раді обговорили бюджет: на ремонт мосту й доріг, на автобуси та дитячі садки. Радники голови відповіли на питання, а " +
		"посадовці пообіцяли повідомити про підрядника. In the evening the council published the minutes. Вчера депутаты приняли решение."
	if hits := list.find(text); len(hits) > 0 {
		t.Errorf("found %v", hits)
	}
}

func BenchmarkWordList(b *testing.B) {
	var words []rozmova.Word
	for w := range strings.FieldsSeq("зрадник бидло дебіл ватник курва сволота негідник покидьок ідіот дурень") {
		words = append(words, rozmova.Word{Entry: w})
	}
	list := newWordList(words)
	text := strings.Repeat("У середу в міській раді обговорили бюджет на ремонт мосту й доріг. ", 8)
	for b.Loop() {
		list.find(text)
	}
}
