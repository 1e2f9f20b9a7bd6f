package civility

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestWordListsAreWellFormed(t *testing.T) {
	word := regexp.MustCompile(`^(\*?[a-zа-яіїєґ0-9_.@-]+\*?|_)$`)
	for _, file := range []string{"uk", "ru", "en"} {
		b, err := wordFiles.ReadFile("words/" + file + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for line := range strings.Lines(string(b)) {
			line = strings.TrimRight(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			name, text, _ := strings.Cut(line, "\t")
			if _, known := classNamed(name); !known {
				t.Errorf("%s: %q has no known class", file, line)
			}
			if seen[line] {
				t.Errorf("%s: %q twice", file, line)
			}
			seen[line] = true
			words := strings.Split(strings.TrimPrefix(text, "!"), " ")
			if len(words) > phraseMax || words[0] == "_" || len(words) > 1 && (text[0] == '!' || text[0] == '*') {
				t.Errorf("%s: %q: bad phrase", file, line)
			}
			for _, w := range words {
				if !word.MatchString(w) || strings.Contains(w, "ё") {
					t.Errorf("%s: %q: %q is not folded or not a term", file, line, w)
				}
			}
		}
	}
}

func TestFalseFriendsAreNotRude(t *testing.T) {
	x := newLexicon()
	bad := classSet(classObscene, classInsult, classSlur)
	for w := range strings.FieldsSeq(`застрахуй страхуйте употреблять хлеб хлебом колеблется психує хутор требовать потребление себе себя тебе небо
		ребенок учеба учебник вибір вибач вибачте вибачився вибрати вибори выбор выборы найбільш найбільше наиболее канал канали канале
		розібрати відібрати зібрав підробка підорвали підорожник підорож педикюр корабля рубля сабля ослаблять оскорблять грабли мандат мандарин
		мандрівка херсон мудрий мудрость колодязь хамелеон лохина только толку тот свідомість українець україна плутаєте вибух
		хуторянка насралла москва росія сонце горілка горілки крісло бік cocktail scunthorpe assess assessment dickens shiitake class
		passage cockpit spicy japan therapist document analysis grass pass`) {
		if got := x.of([]byte(w)); got.any(bad) {
			for c := range classCount {
				if bad.has(c) && got.has(c) {
					t.Errorf("%s is %v", w, c)
				}
			}
		}
	}
}

func TestWordsMeetTheirClass(t *testing.T) {
	x := newLexicon()
	for c, words := range map[class]string{
		classObscene: "хуйня похуй пиздець пізда довбойоб долбоеб єбать заебал блять мудак гандон підарас fuck motherfucker bullshit cunt",
		classRude:    "жопа дупа срака гівно дерьмо crap damn",
		classInsult:  "дурень дурню дурепа ідіот идиоты дебіл дебилам йолоп телепень бидло гнида шавка покидьок нікчема тварюка козел мразь мрази урод уродов ублюдок чмо лох moron idiot scumbag loser libtard",
		classAnimal:  "свиня баран вівця осел щур шакал овца pig",
		classDim:     "тупий дурний хворий смішний бездарний безграмотний тупая stupid",
		classKin:     "дитинко хлопчику бабо діду тітко дядя деточка sweetie",
		classSlur:    "жид хохол хохлы кацап москаль чурка хач педик русня nigger faggot kike",
		classThreat:  "закопаю зарежу задушу придушу", classWish: "здохни сдохни повісься kys",
		classSly: "таблетки двієчник розумник клоун диванний букварь", classBot: "кремлебот порохобот ботів методичка троль",
		classQuote: "назвав обізвав написав сказав слово цитата", classPublic: "президент зеленський порошенко путін депутати trump",
		classIdentity: "євреї жінки геї мусульмани росіяни переселенці women", classYou: "ти тебе ваш вы you",
		classMe: "я мене наш my", classThey: "він цей они they", classAddress: "пане шановний друже авторе чувак dude",
		classPolite: "дякую вибачте спасибо thanks", classNegate: "не ні нет not", classCounter: "модератор", classIdea: "закон стаття думка argument",
	} {
		for w := range strings.FieldsSeq(words) {
			if !x.of([]byte(w)).has(c) {
				t.Errorf("%s is not %v", w, c)
			}
		}
	}
	for text, c := range map[string]class{
		"скільки тобі платять": classBot, "хто тобі інтернет дав": classSly, "йди вчи уроки": classSly, "закрий рот": classDismiss,
		"я знайду тебе": classThreat, "ми знаємо де ти живеш": classThreat, "голову відірву": classThreat, "щоб ти здох": classWish,
		"гори в пеклі": classWish, "пошел ты": classDismiss, "иди учи историю": classSly, "без переходу на особистості": classCounter,
		"go back to school": classSly, "i will find you": classThreat, "сколько тебе платят": classBot,
	} {
		words, met := strings.Fields(text), false
		x.phrases(len(words), func(i int) []byte { return []byte(words[i]) }, func(_, _ int, got class) { met = met || got == c })
		if !met {
			t.Errorf("%q is not %v", text, c)
		}
	}
}

func TestLexiconAllocatesNothing(t *testing.T) {
	x := newLexicon()
	words := [][]byte{[]byte("скільки"), []byte("тобі"), []byte("платять"), []byte("довбойобе")}
	form := func(i int) []byte { return words[i] }
	n := 0
	found := func(int, int, class) { n++ }
	if got := testing.AllocsPerRun(100, func() {
		x.of(words[3])
		shape(words[2])
		x.phrases(len(words), form, found)
	}); got != 0 {
		t.Errorf("%v allocations, want none", got)
	}
	start := time.Now()
	newLexicon()
	if took := time.Since(start); took > 150*time.Millisecond {
		t.Errorf("reading the lists took %v, want some 15 ms", took)
	}
}

func BenchmarkLexicon(b *testing.B) {
	x := newLexicon()
	words := strings.Fields("скільки тобі платять за ці коментарі розумнику ми знаємо де ти живеш дякую")
	form := make([][]byte, len(words))
	for i, w := range words {
		form[i] = []byte(w)
	}
	b.Run("of", func(b *testing.B) {
		for i := range b.N {
			x.of(form[i%len(form)])
		}
	})
	b.Run("phrases/13 words", func(b *testing.B) {
		for range b.N {
			x.phrases(len(form), func(i int) []byte { return form[i] }, func(int, int, class) {})
		}
	})
	b.Run("new", func(b *testing.B) {
		for range b.N {
			newLexicon()
		}
	})
}
