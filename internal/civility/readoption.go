package civility

import "strings"

// An optionTable gives what a rune below 128 may stand for, likeliest first, and what pairs and longer runs of letters may.
type optionTable struct {
	one  [128][]rune
	rune map[rune][]rune
	many [128][]letterGroup // by first letter, longest first
}

// A letterGroup is a run of letters that stands for one.
type letterGroup struct {
	from string
	to   []rune
}

// What Latin letters, digits and signs stand for among Cyrillic letters: first by their looks, then by their sound.
const (
	lookLike = "a:а b:вьб c:с e:е g:д h:н i:іи k:к m:мт n:пн o:о p:р r:г t:т u:и w:ш x:х y:у j:ј v:у l:і" +
		" 0:о 1:ил 3:зе 4:ча 6:б 8:в 9:д 7:т 5:с @:а $:с €:е !:и |:ил +:т £:л s:с d:д"
	mirrors   = "a:а b:в c:с e:е h:н i:і k:к m:м o:о p:р t:т u:и x:х y:у"
	soundLike = "a:а b:б c:цкс d:д e:еэ f:ф g:г h:хг i:и j:й k:к l:л m:м n:н o:о p:п q:к r:р s:с t:т u:у v:в w:вш x:х y:ий z:з" +
		" 0:о 1:ил 3:зе 4:ч 6:б @:а $:с !:и shch:щ sch:щш sh:ш ch:ч zh:ж kh:х ts:ц tz:ц ya:я ja:я ia:я yu:ю ju:ю iu:ю" +
		" ye:е je:е ie:е yo:е jo:е io:е yi:и ph:ф ck:к jo:йо yy:ий"
	toLatin = "а:a б:b в:bv г:rg д:dg е:e ж:j з:ze и:uin й:u і:i к:k л:l м:m н:hn о:o п:np р:pr с:cs т:t у:yu ф:f х:xh ц:u" +
		" ч:h ш:w ь:b э:e я:r є:e ї:i ј:j ѕ:s ԁ:d ԛ:q ԝ:w һ:h ѵ:v ґ:g" +
		" 0:o 1:il 2:z 3:e 4:a 5:s 6:bg 7:t 8:b 9:g @:a $:s !:il |:li +:t €:e £:l (:c v:vu ph:f vv:w"
)

func cyrillicOptions(table string) optionTable {
	t := readOptions(table)
	for _, r := range "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэъў" {
		t.rune[r] = append([]rune{r}, t.rune[r]...)
	}
	t.rune['з'] = []rune{'з'}
	return t
}

func latinOptions() optionTable {
	t := readOptions(toLatin)
	for r := 'a'; r <= 'z'; r++ {
		t.one[r] = append([]rune{r}, t.one[r]...)
	}
	return t
}

// readOptions reads "from:to" pairs; letters that come twice have the options of both.
func readOptions(table string) optionTable {
	t := optionTable{rune: map[rune][]rune{}}
	for pair := range strings.FieldsSeq(table) {
		from, to, _ := strings.Cut(pair, ":")
		runes := []rune(from)
		switch {
		case len(runes) > 1:
			t.many[runes[0]] = append(t.many[runes[0]], letterGroup{from, []rune(to)})
		case runes[0] < 128:
			t.one[runes[0]] = addNew(t.one[runes[0]], to)
		default:
			t.rune[runes[0]] = addNew(t.rune[runes[0]], to)
		}
	}
	return t
}

func addNew(list []rune, more string) []rune {
	for _, r := range more {
		if !strings.ContainsRune(string(list), r) {
			list = append(list, r)
		}
	}
	return list
}

// of gives what a rune may stand for.
func (t *optionTable) of(r rune) []rune {
	if r < 128 {
		return t.one[r]
	}
	return t.rune[r]
}

// foreignLetters gives letters of other alphabets, folded, and what they look like.
func foreignLetters() map[rune]rune {
	const (
		from = "αβγδεζηθικλμνξοπρσςτυφχψω" + "օսոհցզլեյքրտաիմնկվ" + "ꭰꭱꭲꭵꭺꭻꭼꮃꮇꮋꮍꮐꮓꮪꮩꮮꮯꮲꮶᏼꮢꮤꮷꮻ" + "ѕјѵԁԛԝүұқңөәғҳҷӯђћљњџӑӓӕӗҙҡҟҝҥҫҭҩ" + "ⅼⲟⲣⲥⲉⲁτⲭ"
		to   = "aвydеznоіkлмvеопрoсtуфxшш" + "оunhgqlejqnuuhuнкy" + "drtiajewmhygzsvlcpkbrwdo" + "sjvdqwуукноегхчyhhлнцaaaезkkkнсто" + "lopceatx"
	)
	m, out := map[rune]rune{}, []rune(to)
	i := 0
	for _, r := range from {
		if i < len(out) {
			m[r] = out[i]
		}
		i++
	}
	return m
}
