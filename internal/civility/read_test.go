package civility

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// testRude are words in the languages of the cases, so that the cases hold whatever the lists of the package come to have.
const testRude = "дурен* дурн* дурак* дура дурепа дебіл* дебил* придур* ідіот* идиот* мудак* мудил* сука суки суко сучка сучк* козел козл* козёл" +
	" тварь тварюк* бидло быдло падл* скотин* мраз* урод* виродок* ублюд* долбоеб* хуй хуї хуя хуйн* хуйл* нахуй похуй пизд* пізд* бляд* блят* єба* еба* їба* ебл*" +
	" пидор* підор* пидар* підар* гандон* гівн* говн* лайн* шльондр* шлюх* чмо жоп* кретин* недоум* сволоч* баран барани бараны свиня свиньи" +
	" fuck* shit* bitch* idiot* moron* stupid* cunt* asshole* nigger* faggot* whore* slut* retard* dumb* bastard* dick dickhead* scum* loser* bullshit* jackass* motherfuck* crap"

// testPage is a page that reads with those words.
// newPage makes a page with a lens of its own.
func newPage(x *lexicon) *page { return newLens(x).page() }

func testPage() *page {
	x := &lexicon{letters: skeletonLetters()}
	var terms []listTerm
	for word := range strings.FieldsSeq(testRude) {
		terms = append(terms, listTerm{class: classObscene, text: word})
	}
	x.addWords(terms)
	x.addPhrases(nil)
	return newPage(x)
}

func (p *page) has(reading int, want string) bool {
	for i := range p.readings[reading] {
		if string(p.text(&p.readings[reading][i])) == want {
			return true
		}
	}
	return false
}

// hiddenCases are one line a kind of hiding and a language: what is written, and the word that must be read in it.
const hiddenCases = `
look uk: дypень дурень|дурeнь дурень|дурeпа дурепа|дебiл дебіл|дeбіл дебіл|iдіот ідіот|cука сука|сyка сука|cyкo суко|кoзел козел|мyдак мудак|пpидурок придурок|підop підор|підaрас підарас|xуй хуй|xyй хуй|хyй хуй|гiвно гівно|лaйно лайно|бидлo бидло|кpетин кретин|cвиня свиня|ідιот ідіот|дυрень дурень
look ru: дypак дурак|дебuл дебил|идиoт идиот|cyка сука|cyкa сука|cyka сука|мyдaк мудак|пuдор пидор|пidор пидор|ypод урод|мpазь мразь|xуйня хуйня|пиздeц пиздец|блядb блядь|еbать ебать|шлюxа шлюха|жoпа жопа|говhо говно|чmо чмо|ебahуtый ебанутый|гahдон гандон|сволоч нет|козеl козел|быдлo быдло
look en: fuсk fuck|shіt shit|bіtch bitch|idіоt idiot|mоron moron|stuріd stupid|сunt cunt|assholе asshole|whоre whore|slυt slut|rеtard retard|dumЬ dumb|bаstard bastard|dісk dick|ѕcum scum|lоser loser|ꜰuck fuck|ｆｕｃｋ fuck|𝖋𝖚𝖈𝖐 fuck|ⓕⓤⓒⓚ fuck|mоtherfucker motherfucker|crаp crap|іdiоt idiot|Ꮪhit shit
digits uk: дур3нь дурень|1діот ідіот|ід1от ідіот|де6іл дебіл|д3біл дебіл|деб1л дебіл|дур@к дурак|с@ка сука|сук@ сука|п1зда пізда|п1дор підор|г1вно гівно|м0зок мозок|при6ацаний прибацаний|к0зел козел|коз3л козел|к0з3л козел|дурн1 дурні|6идло бидло|лайн0 лайно|є6ати єбати|дур3па дурепа
digits ru: 1d10т идиот|ид10т идиот|е6ать ебать|36аная ебаная|дол6оё6 долбоеб|dур@к дурак|дур@к дурак|п1дор пидор|пид0р пидор|пиzда пизда|х@й хуй|мр@зь мразь|ур0д урод|г0вно говно|ж0па жопа|су4ка сучка|де6ил дебил|деб1л дебил|6лядь блядь|бл@дь блядь|к0зел козел|3бать ебать|еб@ть ебать|ид1от идиот
digits en: sh1t shit|$hit shit|b1tch bitch|bi7ch bitch|1diot idiot|idi0t idiot|m0ron moron|$tupid stupid|5tupid stupid|stup1d stupid|@sshole asshole|a$$hole asshole|assh0le asshole|wh0re whore|$lut slut|re7ard retard|r3tard retard|b@stard bastard|d1ck dick|$cum scum|l0ser loser|bull$hit bullshit|fuck0ff fuckoff|n1gger nigger|f@ggot faggot
spaced uk: п р и д у р о к придурок|д.у.р.е.н.ь дурень|м_у_д_а_к мудак|д-е-б-і-л дебіл|д е б і л дебіл|Ти д у р е н ь! дурень|к*о*з*е*л козел|с у к а сука|і д і о т ідіот|при ду рок придурок|д ебіл дебіл|деб-іл дебіл|с-у-к-а сука|б и д л о бидло|х у й хуй|ду.рень дурень|п . і . д . о . р нема|д  у  р  е  п  а дурепа|к р е т и н кретин|лай-н-о лайно|мудак мудак|л а й н о лайно|г і в н о гівно
spaced ru: д у р а к дурак|п.и.д.о.р пидор|м-р-а-з-ь мразь|у_р_о_д урод|и д и о т идиот|п*и*з*д*е*ц пиздец|с.у.к.а сука|б л я д ь блядь|г-о-в-н-о говно|х.у.й.н.я хуйня|ч м о чмо|ж о п а жопа|к о з е л козел|ты м у д а к мудак|д е б и л ы дебилы|п идор пидор|дол боеб нет|т в а р ь тварь|ш.л.ю.х.а шлюха|с в о л о ч ь сволочь|он д у р а к и всё дураки
spaced en: f u c k fuck|s.h.i.t shit|b-i-t-c-h bitch|i d i o t idiot|m_o_r_o_n moron|s*t*u*p*i*d stupid|c u n t cunt|a s s h o l e asshole|w.h.o.r.e whore|l o s e r loser|you are an i d i o t idiot|f.u.c.k fuck|s h i t shit|d u m b dumb|r e t a r d retard|b a s t a r d bastard|s-l-u-t slut|c.r.a.p crap|d i c k dick|S T U P I D stupid|j a c k a s s jackass
stretched uk: дуууурень дурень|дурррреень дурень|дебіііііл дебіл|сукааааа сука|сууууука сука|козееееел козел|ідіооооот ідіот|мудаааак мудак|приддддурок придурок|хууууй хуй|бидлоооо бидло|дуреееепа дурепа|кретиииин кретин|гівнооо гівно|лайнооо лайно|ДУУУУРЕНЬ дурень|падлооооо падло|піііздець піздець|суукккко суко|свиняяя свиня
stretched ru: дурааааак дурак|дебииииил дебил|сукааа сука|козёёёёл козел|идиооооот идиот|мудааак мудак|пиздееец пиздец|бляяяядь блядь|уроооод урод|мразззззь мразь|чмооооо чмо|жопааа жопа|тварььь тварь|гооовно говно|ууурод урод|ППППИДОР пидор|шлюхааа шлюха|бараааан баран|хуууйня хуйня|быдлооо быдло
stretched en: fuuuuck fuck|shiiiiit shit|biiiitch bitch|idiooot idiot|moroooon moron|stuuuupid stupid|cuuunt cunt|assshooole asshole|whoooore whore|sluuuut slut|retaaaard retard|duuuumb dumb|loooooser loser|dickkkk dick|scuuum scum|FUUUUCK fuck|craaaap crap|bullshiiiit bullshit|bastaaard bastard|shhhhit shit
masked uk: д*біл дебіл|д*рень дурень|д#біл дебіл|х*й хуй|х#й хуй|с**а сука|су*а сука|п*здець піздець|к*зел козел|му**к мудак|м*дак мудак|гівн* нема|при**рок придурок|і**от *|підо*ас підорас|п%дор підор|б*дло бидло|ду**нь дурень|кр*тин кретин|шльо*дра шльондра|д*бiл дебіл|"х#й" хуй
masked ru: д*рак дурак|х*й хуй|п**ор пидор|п...ц нет|бл*дь блядь|бл**ь блядь|п**дец пиздец|с*ка сука|м*дак мудак|г*вно *|ж*па жопа|е*ать ебать|ур*д урод|мр*зь мразь|идио* нет|д#бил дебил|при*урок придурок|чм* нет|пид##ас нет|к*зел козел|сво**чь сволочь|шл*ха шлюха|х** хуй|тв*рь тварь
masked en: f**k fuck|f*ck fuck|sh*t shit|s**t shit|b*tch bitch|b***h bitch|id**t idiot|m*ron moron|st*pid stupid|c*nt cunt|c**t cunt|a**hole asshole|wh*re whore|sl*t slut|ret*rd retard|d*mb dumb|b*stard bastard|d*ck dick|f#ck fuck|sh%t shit|motherf***er motherfucker|n****r nigger|l*ser loser
swapped uk: пірдурок придурок|придруок придурок|дунрю нема|дбеіл дебіл|ідіто нема|мудка нема|придуурок придурок|кретни нема|підраас підарас|підоарс підорас|прдиурок придурок|гвіно гівно|сволчо сволоч|кртеин кретин|бидол нема|пдіор підор|шльнодра шльондра|ублдюок ублюдок|мудлио мудило|недоумко нема|дебілли дебіли
swapped ru: пиадрасы пидарасы|придруок придурок|пиздце нет|дебли нет|ублдюок ублюдок|сволчоь сволочь|пидраосы пидарасы|ебнаутый ебанутый|хуйянй нет|мудкаи мудаки|дурчака нет|шлхюа шлюха|былдо быдло|кртеины кретины|пидроас пидорас|идоит идиот|иидот идиот|гвоно говно|пзидец пиздец|пздец пиздец|скоитна скотина|блдяь блядь
swapped en: fukc fuck|fcuk fuck|shti shit|bicth bitch|idoit idiot|stpuid stupid|moorn нет|assohle asshole|basatrd bastard|retadr retard|fukcing fucking|bullshti bullshit|whroe whore|fagogt faggot|niggre nigger|motherfcuker motherfucker|jakcass jackass|dickehad dickhead|fcuking fucking|lsoer loser|btich bitch
case: ДуРеНь дурень|дУрЕнЬ дурень|ПрИдУрОк придурок|ДеБіЛ дебіл|СуКа сука|дУрАк дурак|ИдИоТ идиот|МуДаК мудак|fUcK fuck|ShIt shit|iDiOt idiot|StUpId stupid|бЛяДь блядь|пИзДеЦ пиздец|КоЗеЛ козел|МрАзЬ мразь|bItCh bitch|mOrOn moron|ХуЙ хуй|УрОд урод
unseen: ду\u200bрень дурень|д\u200cурак дурак|fu\u00adck fuck|де\u2060біл дебіл|іди\u200dот идиот|s\u2063hit shit|п\u202eидор пидор|су\ufe0eка сука|д̶у̶р̶е̶н̶ь̶ дурень|и̷д̷и̷о̷т̷ идиот|bi\u200btch bitch|id\u200bi\u200bot idiot|мра\u200fзь мразь|уро\u034fд урод|ко\u200bзел козел|mo\u200dron moron|кре\u200bтин кретин|сво\u200bлоч сволоч|stu\u200bpid stupid|ж\u200bопа жопа
translit uk: ty debil дебіл|idi nahuj нахуй|ty durenʹ дурен|idi nakhuy нахуй|ty prydurok придурок|ty pryduroku придуроку|suka сука|ty kozel козел|ty idiot, vasia idiot|ty durnyi дурни|hivno гівно|khuilo хуйло|pizdets піздец|ty kretyn, ya tobi kazhu кретин|ty mudak мудак|bydlo бидло|svolochi сволочі|durepa дурепа|padlo падло|lajno лайно|shliukha шлюха
translit ru: ty durak дурак|poshel nahui нахуй|idi nahuy нахуй|ty pidor пидор|blyad бляд|blyat блят|suka сука|suki суки|mudak мудак|urod урод|mraz мраз|pizdec піздец|pizdets піздец|shlyuha шлюха|zhopa жопа|govno говно|debily дебили|pridurok придурок|svoloch сволоч|ublyudok ублюдок|kozly козли|ebanutyj ебанутий
translit en: факинг fuck|фак ю fuck|мазафака motherfuck|мазерфакер motherfuck|битч bitch|бітч bitch|булшит bullshit|лузер loser|стюпид stupid|асхол asshole|дікхед dickhead|шит shit|факін fuckin|ниггер nigger|ретард retard|бастард bastard|лузери loser|факю fuck|джекас jackass|дамбас dumbass
`

// Every kind of hiding is read, case by case; "нет" and "нема" stand for what need not be.
func TestHidden(t *testing.T) {
	p := testPage()
	unseen := strings.NewReplacer(`\u200b`, "\u200b", `\u200c`, "\u200c", `\u200d`, "\u200d", `\u00ad`, "\u00ad", `\u2060`, "\u2060", `\u2063`, "\u2063", `\u202e`, "\u202e",
		`\ufe0e`, "\ufe0e", `\u200f`, "\u200f", `\u034f`, "\u034f")
	for line := range strings.Lines(strings.TrimSpace(hiddenCases)) {
		name, cases, _ := strings.Cut(strings.TrimSpace(line), ": ")
		t.Run(name, func(t *testing.T) {
			count, missed, slack := 0, 0, 0
			if strings.HasPrefix(name, "swapped") {
				slack = 9 // what still looks like an ordinary word is left alone
			}
			for c := range strings.SplitSeq(cases, "|") {
				at := strings.LastIndexByte(c, ' ')
				text, want := unseen.Replace(c[:at]), c[at+1:]
				if want == "нема" || want == "нет" {
					continue
				}
				count++
				p.read(text)
				found := slices.ContainsFunc([]int{0, 1, 2}, func(reading int) bool {
					for i := range p.readings[reading] {
						w := &p.readings[reading][i]
						if want == "*" && w.kind == letters && w.flags&hidden != 0 && p.x.isRude(p.text(w)) {
							return true
						}
						if w.kind == letters && p.x.lexicon.letterString(string(p.text(w))) == p.x.lexicon.letterString(want) {
							return true
						}
					}
					return false
				})
				if !found {
					if missed++; missed <= slack {
						continue
					}
					t.Errorf("%q is read %q, %q; want %s", text, p.all(1), p.all(2), want)
				}
			}
			if count < 15 {
				t.Errorf("%d cases, want 15 at least", count)
			}
		})
	}
}

func (p *page) all(reading int) (words []string) {
	for i := range p.readings[reading] {
		words = append(words, string(p.text(&p.readings[reading][i])))
	}
	return words
}

func valid(p *page) string {
	for reading := range p.readings {
		last := int32(0)
		for i := range p.readings[reading] {
			w := &p.readings[reading][i]
			switch {
			case w.start < last, w.start >= w.end, int(w.end) > p.runes:
				return "runes out of order or bounds"
			case w.from > w.to, int(w.to) > len(p.letters):
				return "letters out of bounds"
			case !utf8.Valid(p.text(w)):
				return "letters are not UTF-8"
			}
			last = w.start
			if i > 0 && w.start < p.readings[reading][i-1].end && w.start != p.readings[reading][i-1].start && w.end != p.readings[reading][i-1].end {
				return "words overlap"
			}
		}
	}
	return ""
}

// controls are texts in which nothing is hidden; no rude word may come of them.
const controls = `
В І Т А Ю|В І Т А Ю всіх|З Н О В И М Р О К О М|П Р И В І Т|ТЦК-12/4б|COVID-19|Су-27|F-16|МіГ-29|С-300|Ту-95|3,14|2+2=4|ISBN 978-3-16-148410-0|c++|C#|192.168.0.1
12.10.2023|100грн|5-й|2-га|10хв|16ГБ|100500 разів|ціна 25$|$100|100%|№5|уррраааа|урррааааа!!!|sooo|coooool|yesssss|ааааааа|нууууу|дааааа|оооой|аж 4б клас|вул. Хрещатик, 4б
В. О. Зеленський|О. К. Іванов|А. С. Пушкін|J. R. R. Tolkien|а) б) в)|a, b, c, d|1. 2. 3.|XIX століття|Людовик XIV|XVII|т.п.|т.д.|і т. ін.|т. зв.|н.е.|м. Київ|P.S. дякую|U.S.A.
iPhone 15|Samsung|YouTube|Facebook і Telegram|Windows 11|Wi-Fi|e-mail|Coca-Cola|BMW X5|Toyota Camry|PlayStation 5|Netflix|ChatGPT|Microsoft Office|McDonald's
хутір на хуторі|сума грошей|застрахуй авто|застрахуйте|употреблять|блін смачний|ship|shirt|duck|class|shift|sheet|bass|assess|grass|Scunthorpe|cockpit|analysis|therapist|peacock
колеса|духовний|дурман|козеня|мудрий|мудрець|мудрість|дебют|дебет|ідея|рубль|карась|небо|страхувати|требник|хліб|оскорблять|команда|мандарин|сукня|рукав
перед виборами|роками разом|передати далі|народ і влада|повторив двічі|обирати депутатів|підбіг до нас|перебуває тут|поруч з нами|тепло й світло|приймати рішення|року|років сім|коліна
mention it|double check|mental health|sitting here|Spanish class|span of time|spam filter|hope so|copy that|super|hotel|city|public|bitcoin|pick up|duckling|pitch|beach|shut the door|suit
😂😂😂|🇺🇦🇺🇦🇺🇦|👍🏽 добре|❤️❤️|:) :( ;)|¯\_(ツ)_/¯|Ελλάδα|Հայաստան|საქართველო|日本語|שלום|مرحبا|об'єкт|об*єкт|м*яч|п*ять|слово*|*важливо*|**жирно**|#хештег|@іван_петро|[url] [user]
що-небудь|будь-який|по-перше|xx-xx|м'яч|п'ять|сім'я|комп'ютер|ага...так|ні...але|так... ні|i.e. this|e.g. that|да/нет|і/або|він/вона|1/2|50/50|24/7|http://example.com/a|a@example.com
`

// What nobody hid is not read: no reading of a control has a rude word.
func TestControls(t *testing.T) {
	pages := map[string]*page{"test words": testPage(), "lexicon": newPage(newLexicon())}
	for name, p := range pages {
		count := 0
		for line := range strings.Lines(strings.TrimSpace(controls)) {
			for text := range strings.SplitSeq(strings.TrimSpace(line), "|") {
				count++
				p.read(text)
				for reading := 1; reading < 3; reading++ {
					for i := range p.readings[reading] {
						w := &p.readings[reading][i]
						if p.differs[reading] && w.kind == letters && p.x.isRude(p.text(w)) && !p.has(0, string(p.text(w))) {
							t.Errorf("%s: %q is read %q", name, text, p.text(w))
						}
					}
				}
			}
		}
		if count < 80 {
			t.Errorf("%d controls, want 80", count)
		}
	}
}

// Reading 0 is the text as written, folded and cut into words.
func TestAsWritten(t *testing.T) {
	p := testPage()
	for text, want := range map[string]string{
		"П'ять п’ят п\u02bcять":        "пять пят пять",
		"Ёлка, йод":                    "елка , йод",
		"и\u0306од ї\u0301 і\u0308жак": "йод ї їжак",
		"ｆｕｌｌ 𝒽𝒾 ⓗⓘ":                   "full hi hi",
		"що-небудь 3,14 100грн":        "що - небудь 3,14 100 грн",
		"Ось!!! «так»":                 "ось ! « так »",
		"пиши a@b.com, @vasia [url]":   "пиши  ,  ",
		"café naïve":                   "cafe naive",
		"д\u200bім":                    "дім",
	} {
		p.read(text)
		if got := strings.Join(p.all(0), " "); got != want {
			t.Errorf("%q is read %q, want %q", text, got, want)
		}
	}
	p.read("Він сказав «ТИ дурень» і пішов, сооооль")
	want := map[string]wordFlags{"ти": quoted | shouted | capital, "дурень": quoted, "пішов": 0, "сооооль": stretched, "він": capital}
	for i := range p.readings[0] {
		w := &p.readings[0][i]
		if flags, ok := want[string(p.text(w))]; ok && w.flags != flags|hasCyrillic {
			t.Errorf("%s has flags %b, want %b", p.text(w), w.flags, flags|hasCyrillic)
		}
	}
}

// A hidden word covers everything that it was joined from.
func TestCover(t *testing.T) {
	p := testPage()
	for text, want := range map[string][2]int32{"ти п р и д у р о к, так": {3, 18}, "ось д*біл!": {4, 9}, "де\u200bбіл": {0, 6}, "а 1d10т": {2, 7}} {
		p.read(text)
		found := false
		for i := range p.readings[1] {
			w := &p.readings[1][i]
			found = found || w.flags&hidden != 0 && w.start == want[0] && w.end == want[1]
		}
		if !found {
			t.Errorf("%q: no hidden word at %v in %q", text, want, p.all(1))
		}
	}
}

// What is hidden is put back to letters even where nothing rude comes of it, and names and codes stay as they are.
func TestRestored(t *testing.T) {
	p := testPage()
	for text, want := range map[string]string{
		"проц3су тут": "процесу тут", "такоm": "таком", "give plеasе": "give please", "Can@di@n": "canadian", "Ч.т.о.б.ы знали": "чтобы знали",
		"@user we fіght": " we fight", "a.s.s.e.t": "asset", "В І Т А Ю": "вітаю", "b2b і mp3": "b2b і mp 3",
	} {
		p.read(text)
		if got := strings.Join(p.all(1), " "); got != want {
			t.Errorf("%q is read %q, want %q", text, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for line := range strings.Lines(hiddenCases + controls) {
		f.Add(line)
	}
	f.Add("\xff\xfe д*\xd0 \u200b\u200b a.b.c.d.e.f...")
	p := testPage()
	f.Fuzz(func(t *testing.T, text string) {
		p.read(text)
		if fault := valid(p); fault != "" {
			t.Errorf("%q: %s", text, fault)
		}
		if most := 20_000 + 3_000*p.runes; p.steps > most {
			t.Errorf("%d steps for %d runes", p.steps, p.runes)
		}
	})
}

// The steps taken grow with the length of the text and no faster, whatever stands in it.
func TestLinear(t *testing.T) {
	p := testPage()
	for _, piece := range []string{"д*б*", "п р и ", "a.", "і**т ", "ууу", "1d10т ", "***", "дур", "х.у.", "x y z ", "@", "пид орас ", "nahuj ", "с\u200b", "дууу.", "@а", "\"«"} {
		p.read(strings.Repeat(piece, 500))
		short := max(p.steps, 500*len(piece))
		p.read(strings.Repeat(piece, 2000))
		if p.steps > 5*short {
			t.Errorf("%q: %d steps for 500, %d for 2000", piece, short, p.steps)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	p := testPage()
	text := hiddenCases + controls + plainComment + " ⓕⓤ ﬁ ½ … — 🇺🇦 é и\u0306"
	p.read(text)
	if n := testing.AllocsPerRun(20, func() { p.read(text) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

const (
	plainComment  = "Я не згодна з автором, бо в минулому році ціни на ліки зросли вдвічі, а пенсію підняли тільки на сто гривень."
	hiddenComment = "Ти звичайний д*бiл і п р и д у р о к, а твої пиадрасы 1d10ти з 36аних дуууурнів, xyй тобі, ty debil, іди вчи м0ву"
)

func BenchmarkReadPlain(b *testing.B)  { benchmarkRead(b, plainComment) }
func BenchmarkReadHidden(b *testing.B) { benchmarkRead(b, hiddenComment) }

func benchmarkRead(b *testing.B, text string) {
	p := newPage(newLexicon())
	b.ReportAllocs()
	for b.Loop() {
		p.read(text)
	}
}
