package attribution

import (
	"fmt"
	"strings"
	"testing"
)

// told writes what was found in a text, one statement a line: mode | content | cue | speaker | outlet; nested ones behind
// a >.
func told(found *Found) string {
	var b strings.Builder
	var write func(s Statement, before string)
	write = func(s Statement, before string) {
		cue, speaker, via := "-", "-", "-"
		if s.Cue != nil {
			cue = s.Cue.Text
		}
		if s.Speaker != nil {
			speaker = *s.Speaker
		}
		if s.Via != nil {
			via = *s.Via
		}
		fmt.Fprintf(&b, "%s%s | %s | %s | %s | %s\n", before, s.Mode, s.Text, cue, speaker, via)
		for _, n := range s.Nested {
			write(n, before+"> ")
		}
	}
	for _, s := range found.Statements {
		write(s, "")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// TestPatterns: one pattern of the language each; people and places are invented.
func TestPatterns(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"quotation, cue, speaker", "«Дах протікає», – сказала директорка школи Ольга Сердюк.",
			"direct | Дах протікає | сказала | Ольга Сердюк | -"},
		{"quotation, speaker, cue", "«Арбітр теж людина», – так Дорош відреагував на запитання. Павло Дорош тренує «Кристал».",
			"direct | Арбітр теж людина | відреагував | Павло Дорош | -"},
		{"straight marks", "\"Дах протікає\", - сказала директорка школи Ольга Сердюк.",
			"direct | Дах протікає | сказала | Ольга Сердюк | -"},
		{"question mark before the dash", "«Хто це зробив?» – обурюється Петро Гай.",
			"direct | Хто це зробив? | обурюється | Петро Гай | -"},
		{"broken by its cue", "«Вода прийшла вночі, – розповів Петро Гай. – Ми не спали».",
			"direct | Вода прийшла вночі | розповів | Петро Гай | -\ndirect | Ми не спали | розповів | Петро Гай | -"},
		{"spoken line", "– Вода прийшла вночі, – розповів Петро Гай. – Ми не спали.",
			"direct | Вода прийшла вночі | розповів | Петро Гай | -\ndirect | Ми не спали | розповів | Петро Гай | -"},
		{"colon", "Петро Гай запевнив: компенсації люди отримають.",
			"indirect | компенсації люди отримають | запевнив | Петро Гай | -"},
		{"colon and quotation", "Петро Гай відповів: «Спитайте мера».",
			"direct | Спитайте мера | відповів | Петро Гай | -"},
		{"clause", "Прокурорка Ганна Корж заявила, що запис «змонтований».",
			"mixed | запис «змонтований» | заявила | Ганна Корж | -"},
		{"two cues", "Мер Петро Гай пояснив, що грошей немає, і додав: шукатимуть.",
			"indirect | грошей немає | пояснив | Петро Гай | -\nindirect | шукатимуть | додав | Петро Гай | -"},
		{"two speakers", "Мер Петро Гай сказав, що грошей немає, а Ганна Корж заперечила: гроші є.",
			"indirect | грошей немає | сказав | Петро Гай | -\nindirect | гроші є | заперечила | Ганна Корж | -"},
		{"source phrase first", "За словами Петра Гая, гроші є.",
			"indirect | гроші є | За словами Петра Гая | Петро Гай | -"},
		{"source phrase inside", "Нових строків, за словами Петра Гая, ніхто не називав досі.",
			"indirect | ніхто не називав досі | за словами Петра Гая | Петро Гай | -"},
		{"pronoun in the phrase", "Ганна Корж вийшла до преси. За її словами, суд переніс засідання.",
			"indirect | суд переніс засідання | За її словами | Ганна Корж | -"},
		{"pronoun by gender", "Ганна Корж і Петро Гай прийшли разом. Він сказав, що справу закрито.",
			"indirect | справу закрито | сказав | Петро Гай | -"},
		{"institution in the locative", "У Білому домі заявили, що переговори тривають.",
			"indirect | переговори тривають | заявили | Білий дім | -"},
		{"adverb of place", "У поліції з цим не згодні. Там кажуть, що все законно.",
			"indirect | все законно | кажуть | поліція | -"},
		{"outlet behind", "У селі немає світла, пише газета «Степ».",
			"indirect | У селі немає світла | пише | Степ | Степ"},
		{"outlet and person", "Мер Петро Гай заявив, що грошей немає, пише газета «Степ».",
			"indirect | грошей немає | заявив | Петро Гай | Степ"},
		{"outlet before a person", "Як пише газета «Степ», мер Петро Гай пообіцяв, що гроші будуть.",
			"indirect | гроші будуть | пообіцяв | Петро Гай | Степ"},
		{"told to an outlet, carried over", "Петро Гай розповів газеті «Степ», що грошей немає. Він додав, що шукатиме.",
			"indirect | грошей немає | розповів | Петро Гай | Степ\nindirect | шукатиме | додав | Петро Гай | Степ"},
		{"judgement", "Петро Гай назвав рішення «подарунком забудовнику».",
			"mixed | рішення «подарунком забудовнику» | назвав | Петро Гай | -"},
		{"judgement without marks", "Петро Гай вважає нічию закономірною.",
			"indirect | нічию закономірною | вважає | Петро Гай | -"},
		{"request", "Петро Гай закликав Росію до миру.",
			"indirect | до миру | закликав | Петро Гай | -"},
		{"infinitive", "Рятувальники просять водіїв не виїжджати без потреби.",
			"indirect | не виїжджати без потреби | просять | рятувальники | -"},
		{"back-pointing", "У селі затопило двадцять хат. Про це повідомив рятувальник Петро Гай.",
			"indirect | У селі затопило двадцять хат | повідомив | Петро Гай | -"},
		{"nested", "«Петро Гай сказав, що грошей немає», – заявила Ганна Корж.",
			"direct | Петро Гай сказав, що грошей немає | заявила | Ганна Корж | -\n> indirect | грошей немає | сказав | Петро Гай | -"},
		{"verb in the place of a cue", "«Ще один гол – і все», – махнув рукою тренер Петро Гай.",
			"direct | Ще один гол – і все | махнув | Петро Гай | -"},
		{"cue in a relative clause", "Виступив Петро Гай, який заявив, що грошей немає.",
			"indirect | грошей немає | заявив | Петро Гай | -"},
		{"cue and colon at the end of a paragraph", "Тренер Петро Гай сказав:\n– Ми заслужили перемогу.",
			"direct | Ми заслужили перемогу | сказав | Петро Гай | -"},
		{"Russian", "По словам Игоря Данилюка, дизель подорожал. «Закроемся», – предупредил он.",
			"indirect | дизель подорожал | По словам Игоря Данилюка | Игорь Данилюк | -\ndirect | Закроемся | предупредил | Игорь Данилюк | -"},
		{"English", "Mayor Alice Grant said the bridge would reopen in May. \"It took too long,\" she added.",
			"indirect | the bridge would reopen in May | said | Alice Grant | -\ndirect | It took too long | added | Alice Grant | -"},
	} {
		if got := told(Find(c.text, Options{})); got != c.want {
			t.Errorf("%s: %s\n got %s\nwant %s", c.name, c.text, got, c.want)
		}
	}
}

// TestNoStatement: what looks like a statement and is none.
func TestNoStatement(t *testing.T) {
	for name, text := range map[string]string{
		"title":                "Фільмом відкриття стала картина «Мама сказала, що дощу не буде» Остапа Завади.",
		"ironic marks":         "Так званий «золотий паркан» навколо стадіону до бюджету не потрапив.",
		"banner":               "На трибуні висів банер «Озеряни – це любов», а диктор двічі вмикав гімн.",
		"maxim":                "Команда живе за правилом «сказав – зробив».",
		"nickname":             "Справу, яку в місті звуть «гарячою», розглядатиме суддя.",
		"name of an operation": "Операцію рятувальники назвали «Сухий поріг».",
		"reported absence":     "Чи скличуть сесію, мер Петро Гай не сказав.",
		"refusal":              "Ганна Корж від коментарів відмовилася.",
		"denial without words": "Сам Петро Гай провину заперечує.",
		"topic":                "Мер Петро Гай розповів про ремонт школи.",
		"question asked":       "Журналісти запитали, чи піде мер у відставку?",
		"inscription":          "На склі автобуса написано «Не кажи під руку».",
		"team in marks":        "«Поділля» зіграло внічию, а «Кристал» заявило три заміни.",
		"newsroom's own":       "Зазначимо, що це вже третя спроба почати ремонт.",
		"agentless":            "Раніше очікувалось, що переговори почнуться 10 числа.",
		"condition":            "Якщо мер Петро Гай скаже, що грошей немає, школа зачиниться.",
		"unanswered question":  "Ответил ли мэр Игорь Титов на письмо, неизвестно.",
		"refusal in English":   "The council declined to comment on the survey.",
		"title in English":     "The novel \"He Said Nothing\" topped the library's loans.",
		"without a name":       "Формувальник, який попросив не називати його імені, пішов.",
	} {
		if got := told(Find(text, Options{})); got != "" {
			t.Errorf("%s: %s\nfound %s", name, text, got)
		}
	}
}
