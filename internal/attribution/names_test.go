package attribution

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// around puts an oblique form where its case stands in reports.
var around = map[string]map[string]string{
	"uk": {"g": "За словами %s, дощу не буде.", "i": "Кореспондент поговорив із %s про дощ.", "d": "Премію вручили %s."},
	"ru": {"g": "По словам %s, дождя не будет.", "i": "Корреспондент поговорил с %s о дожде.", "d": "Мы подошли к %s."},
}

// TestDeclension brings names in oblique cases back to the nominative, each alone in its text, where nothing else helps.
func TestDeclension(t *testing.T) {
	for _, tag := range []string{"uk", "ru"} {
		list, err := os.ReadFile("testdata/names." + tag + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		n, right := 0, 0
		for line := range strings.Lines(string(list)) {
			kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
			form, want, ok := strings.Cut(rest, " = ")
			if kind == "#" || !ok {
				continue
			}
			n++
			text := strings.Replace(around[tag][kind], "%s", form, 1)
			got := "nobody"
			for _, m := range mentions(read(text, tag), Options{}) {
				if m.kind == person {
					got = m.name
				}
			}
			if got == want {
				right++
			} else {
				t.Errorf("%s: %s is %s, want %s", tag, form, got, want)
			}
		}
		t.Logf("%s: %d of %d names right", tag, right, n)
	}
}

// names gives the mentions of a text as «words = name», one a line.
func named(text, tag string, kinds ...mentionKind) string {
	p := read(text, tag)
	var lines []string
	for _, m := range mentions(p, Options{}) {
		for _, k := range kinds {
			if m.kind == k {
				lines = append(lines, p.span(m.from, m.to).Text+" = "+m.name)
			}
		}
	}
	return strings.Join(lines, "\n")
}

func TestMentions(t *testing.T) {
	for _, tt := range []struct {
		name, tag, text string
		kinds           []mentionKind
		want            string
	}{
		{"the family name of one named in full", "uk", "Сказав Юрій Ушаков. Ушакова почули. З Ушаковим згодні.", []mentionKind{person},
			"Юрій Ушаков = Юрій Ушаков\nУшакова = Юрій Ушаков\nУшаковим = Юрій Ушаков"},
		{"named in full later", "uk", "Ушаков заперечив. Про Юрія Ушакова писали.", []mentionKind{person}, "Ушаков = Юрій Ушаков\nЮрія Ушакова = Юрій Ушаков"},
		{"a couple of one family name", "uk", "Прийшли Олена Ковальчук та Ігор Ковальчук. «Так», – сказала Ковальчук. «Ні», – сказав Ковальчук.", []mentionKind{person},
			"Олена Ковальчук = Олена Ковальчук\nІгор Ковальчук = Ігор Ковальчук\nКовальчук = Олена Ковальчук\nКовальчук = Ігор Ковальчук"},
		{"one family name told by the role", "uk", "Суддя Іван Мороз і прокурор Петро Мороз сперечалися. Прокурор Мороз заявив протест.", []mentionKind{person},
			"Суддя Іван Мороз = Іван Мороз\nпрокурор Петро Мороз = Петро Мороз\nПрокурор Мороз = Петро Мороз"},
		{"a role before a name", "uk", "Про це повідомив начальник управління ДСНС Іван Петренко.", []mentionKind{person}, "начальник управління ДСНС Іван Петренко = Іван Петренко"},
		{"a principal between role and name", "uk", "Слова помічника Володимира Путіна Юрія Ушакова передали.", []mentionKind{person}, "помічника Володимира Путіна Юрія Ушакова = Юрій Ушаков"},
		{"a role behind the name", "uk", "Іван Кметь, староста Рудні, заперечив.", []mentionKind{person}, "Іван Кметь = Іван Кметь\nстароста Рудні = Іван Кметь"},
		{"initials", "uk", "І. Петренко заявив. За словами Івана Петренка, так.", []mentionKind{person}, "І. Петренко = Іван Петренко\nІвана Петренка = Іван Петренко"},
		{"a family name first", "uk", "За словами Петренка Івана Степановича, так.", []mentionKind{person}, "Петренка Івана Степановича = Іван Степанович Петренко"},
		{"a role alone is the one person who has it", "uk", "Директор ліцею Роман Бабич пішов. За словами директора, так.", []mentionKind{person}, "Директор ліцею Роман Бабич = Роман Бабич\nдиректора = Роман Бабич"},
		{"not when two have it", "uk", "Депутат Іван Бабич і депутат Олег Сич пішли. Депутат сказав.", []mentionKind{role}, "Депутат = депутат"},
		{"not when the name is kept back", "uk", "Робітник Іван Бабич пішов. Робітник, який попросив не називати імені, лишився.", []mentionKind{role}, "Робітник = робітник"},
		{"unnamed officials stay unnamed", "uk", "За словами посадовця Ради з національної безпеки США, так. Посадовець додав.", []mentionKind{role},
			"посадовця Ради з національної безпеки США = посадовець Ради з національної безпеки США\nПосадовець = посадовець Ради з національної безпеки США"},
		{"a source", "uk", "Джерело в поліції розповіло про обшуки.", []mentionKind{role}, "Джерело в поліції = джерело в поліції"},
		{"institutions in the locative", "uk", "У Білому домі заявили, що так. В адміністрації додали. У прес-службі суду мовчать, у фінансовому управлінні ні.", []mentionKind{institution},
			"Білому домі = Білий дім\nадміністрації = адміністрація\nпрес-службі суду = прес-служба суду\nфінансовому управлінні = фінансове управління"},
		{"the shorter name of an institution", "uk", "У районному управлінні ДСНС заявили. В управлінні додали.", []mentionKind{institution},
			"районному управлінні ДСНС = районне управління ДСНС\nуправлінні = районне управління ДСНС"},
		{"outlets", "uk", "Як пише «Калинопільський тиждень», так. Голосу Америки він сказав інше. Порталу «Тактика» теж, а потім «Тактиці».", []mentionKind{outlet},
			"«Калинопільський тиждень» = Калинопільський тиждень\nГолосу Америки = Голос Америки\nПорталу «Тактика» = Тактика\n«Тактиці» = Тактика"},
		{"a word for the outlet", "uk", "Директор розповів газеті «Лісогір’я». За даними видання, так.", []mentionKind{outlet}, "газеті «Лісогір’я» = Лісогір’я\nвидання = Лісогір’я"},
		{"no outlet in marks", "uk", "Гурт «Світанок» виступив, рішення назвали «подарунком».", []mentionKind{outlet}, ""},
		{"groups", "uk", "Рятувальники попередили. За прогнозом синоптиків, дощ.", []mentionKind{group}, "Рятувальники = рятувальники\nсиноптиків = синоптики"},
		{"places are nobody", "uk", "У Женеві зустрілися. З Нової Каховки поїхали до Києва.", []mentionKind{person}, ""},
		{"Russian", "ru", "Как сообщила начальник управления транспорта Вера Шевцова, так. По словам Шевцовой, да.", []mentionKind{person},
			"начальник управления транспорта Вера Шевцова = Вера Шевцова\nШевцовой = Вера Шевцова"},
		{"Russian institutions", "ru", "В исполкоме не согласны. В обществе защиты пассажиров тоже.", []mentionKind{institution}, "исполкоме = исполком\nобществе защиты пассажиров = общество защиты пассажиров"},
		{"English", "en", "Council leader Susan Okafor said so. Okafor's deputy disagreed.", []mentionKind{person}, "Council leader Susan Okafor = Susan Okafor\nOkafor's = Susan Okafor"},
		{"an English outlet", "en", "A council officer told the Harrow Echo that. The survey, the Echo reported, is lost.", []mentionKind{outlet}, "the Harrow Echo = Harrow Echo\nthe Echo = Harrow Echo"},
	} {
		if got := named(tt.text, tt.tag, tt.kinds...); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// TestMentionsTell looks at what beside the name a mention tells.
func TestMentionsTell(t *testing.T) {
	p := read("За словами речниці Білого дому Джен Псакі, так. Псакі додала.", "uk")
	all := mentions(p, Options{Register: []Known{{Name: "Джен Псакі", Kind: "person", Side: "US"}, {Name: "Міська рада Лісогірська", Aliases: []string{"Лісогірська міськрада"}, Kind: "organisation"}}})
	if len(all) != 2 {
		t.Fatalf("%+v", all)
	}
	for _, m := range all {
		if m.name != "Джен Псакі" || m.known != "Джен Псакі" || m.role != "речниця Білого дому" || m.gender != 'f' || m.plural || m.entity != all[0].entity {
			t.Errorf("%+v", m)
		}
	}
	if all[0].cases&genitive == 0 || all[0].cases&nominative != 0 {
		t.Errorf("cases %b", all[0].cases)
	}
	p = read("У Лісогірській міськраді заперечили.", "uk")
	if all = mentions(p, Options{Register: []Known{{Name: "Лісогірська міська рада", Aliases: []string{"Лісогірська міськрада"}, Kind: "organisation"}}}); len(all) != 1 || all[0].known != "Лісогірська міська рада" {
		t.Errorf("the register's own: %+v", all)
	}
}

// TestMentionsOfSpeakers looks for the speakers of the annotated texts.
func TestMentionsOfSpeakers(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/data/stories/*.gold.json")
	own, _ := filepath.Glob("../../data/attribution/dev/*.gold.json")
	files = append(files, own...)
	if len(files) == 0 {
		t.Skip("no annotated texts")
	}
	found, all := 0, 0
	for _, file := range files {
		gold := readGold(t, file)
		text, err := os.ReadFile(strings.TrimSuffix(file, ".gold.json") + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, m := range mentions(read(string(text), gold.Lang), Options{}) {
			names[strings.ToLower(m.name)] = true
		}
		for _, s := range gold.Statements {
			if s.Speaker == "" {
				continue
			}
			all++
			if names[strings.ToLower(s.Speaker)] {
				found++
			} else {
				t.Logf("%s: %s is not among the mentions", filepath.Base(file), s.Speaker)
			}
		}
	}
	if t.Logf("%d of %d speakers are among the mentions by their canonical names", found, all); found*100 < all*88 {
		t.Errorf("%d of %d", found, all)
	}
}

func TestMentionsAreSound(t *testing.T) {
	words := rapid.SampledFrom(strings.Fields(`Юрія Ушакова речниця Білого дому «Голос Америки» , . – : " „ “ 'так' сказав заявила у в за словами Петренко І. С. ДСНС № 3 10 січня з на
		пан директор ліцею голова Ради з питань освіти порталу «Тактика» Джен Псакі Квітки-Основ’яненка the Harrow Echo Mr Smith's council leader Dr. де фон а́ ` + "\u00ad 😀 \n"))
	rapid.Check(t, func(t *rapid.T) {
		var text string
		if rapid.Bool().Draw(t, "any") {
			text = rapid.String().Draw(t, "text")
		} else {
			text = strings.Join(rapid.SliceOfN(words, 0, 60).Draw(t, "words"), rapid.SampledFrom([]string{" ", "", "\n"}).Draw(t, "between"))
		}
		p := read(text, rapid.SampledFrom([]string{"uk", "ru", "en", ""}).Draw(t, "tag"))
		last := 0
		for _, m := range mentions(p, Options{}) {
			if m.from < last || m.to <= m.from || m.to > len(p.tokens) || m.head < m.from || m.head >= m.to || m.name == "" || m.entity < 0 {
				t.Fatalf("%q: %+v behind %d of %d", text, m, last, len(p.tokens))
			}
			if p.tokens[m.from].para != p.tokens[m.to-1].para {
				t.Fatalf("%q: over two paragraphs: %+v", text, m)
			}
			last = m.to
		}
		for _, c := range changes(p, nil) {
			for _, d := range []Span{c.From.Span, c.To.Span, c.Signal} {
				if d.Start < 0 || d.End > len(p.runes) || string(p.runes[d.Start:d.End]) != d.Text {
					t.Fatalf("%q: %+v", text, c)
				}
			}
		}
		for _, l := range leftOut(p) {
			if string(p.runes[l.Start:l.End]) != l.Text {
				t.Fatalf("%q: %+v", text, l)
			}
		}
	})
}

func BenchmarkMentions(b *testing.B) {
	files, _ := filepath.Glob("../../../shared/data/stories/*.uk.txt")
	var text strings.Builder
	for _, f := range files {
		one, _ := os.ReadFile(f)
		text.Write(one)
		text.WriteString("\n")
	}
	p := read(text.String(), "uk")
	mentions(p, Options{})
	b.ResetTimer()
	for range b.N {
		mentions(p, Options{})
	}
	b.ReportMetric(float64(len(p.tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// TestMentionsInLine looks that time grows with the text and not faster, for texts that are hard.
func TestMentionsInLine(t *testing.T) {
	if testing.Short() {
		t.Skip("takes its time")
	}
	pieces := map[string]string{
		"capitals":  "Петренко Іван Коваль ",
		"roles":     "начальник управління голови ради ",
		"names":     "Сказав Андрій Мороз. Про Мороза писали. ",
		"quotes":    "«Тактика» ",
		"commas":    "голова ради, ",
		"hours":     "5-й 5-й січня 5-ї години ",
		"dates":     "раніше планували 5 травня, 6 червня ",
		"adjective": "новий новий новий ",
		"particles": "Іван де ван ",
		"namesakes": "Депутат % Мороз пішов. Депутат сказав. ",
		"families":  "Депутат Іван % пішов. Іван знав. ",
	}
	for name, piece := range pieces {
		took := func(n int) time.Duration {
			var text strings.Builder
			for i := range n {
				letters := []rune{'А' + rune(i%30), 'а' + rune(i/30%30), 'а' + rune(i/900%30), 'н'}
				text.WriteString(strings.ReplaceAll(piece, "%", string(letters)))
			}
			p := read(text.String(), "uk")
			begin := time.Now()
			mentions(p, Options{})
			changes(p, nil)
			return time.Since(begin)
		}
		took(200)
		fine := false
		var small, large time.Duration
		for try := 0; try < 4 && !fine; try++ { // the machine may be busy with others
			small, large = took(500), took(5_000)
			fine = large < 30*small+100*time.Millisecond
		}
		if !fine {
			t.Errorf("%s: %v for 500 pieces, %v for 5,000", name, small, large)
		}
	}
}
