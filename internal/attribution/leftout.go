package attribution

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The reasons why a paragraph is not story, as LeftOut.Why has them.
const (
	NotStoryNotice    = "notice"    // what the comment form asks of readers
	NotStoryReadAlso  = "read_also" // a pointer to other stories
	NotStorySubscribe = "subscribe" // a call to subscribe
	NotStoryPhoto     = "photo"     // a photo credit
	NotStoryAdvert    = "advert"    // the label of an advertisement
)

// furniture is what stands around stories on pages, by how its paragraph begins, in lower case.
var furniture = []struct {
	why    string
	runes  int // a longer paragraph is the story's own
	begins []string
	holds  [][]string // one of each of them follows
}{
	{NotStoryNotice, 500,
		[]string{"додаючи коментар", "додаючи свій коментар", "залишаючи коментар", "пишучи коментар", "коментуючи",
			"добавляя комментарий", "оставляя комментарий", "комментируя",
			"when adding a comment", "when you add a comment", "by adding a comment", "when commenting", "when leaving a comment", "when posting a comment", "by commenting"},
		[][]string{
			{"толерант", "образ", "ображ", "ввічлив", "чемн", "вежлив", "оскорбл", "toleran", "insult", "polite"},
			{"будь ласка", "будьте", "утримуйтес", "пожалуйста", "воздерж", "please"}, // to the reader, not about somebody
		}},
	{NotStoryNotice, 200,
		[]string{"помітили помилку", "якщо ви помітили помилку", "побачили помилку", "знайшли помилку", "заметили ошибку", "если вы заметили ошибку", "нашли ошибку", "spotted a mistake", "spotted an error"},
		[][]string{{"виділіть", "ctrl", "натисніть", "напишіть", "повідомте", "выделите", "нажмите", "сообщите", "напишите", "select", "press", "let us know", "tell us"}}},
	{NotStoryReadAlso, 300, []string{"читайте також", "також читайте", "також на цю тему:", "ще на цю тему:", "читайте ще", "дивіться також", "більше на цю тему:", "матеріали на тему:", "матеріали по темі:", "по темі:", "новини на тему:",
		"читайте также", "также читайте", "смотрите также", "материалы по теме:", "по теме:", "read also", "read more:", "see also", "also read", "related:", "more on this story:"}, nil},
	{NotStorySubscribe, 300, []string{"підписуйтеся", "підписуйтесь", "підпишіться", "підписатися на", "стежте за нами", "слідкуйте за нами", "приєднуйтеся до нашого", "приєднуйтесь до нашого", "долучайтеся до нашого",
		"подписывайтесь", "подпишитесь", "следите за нами", "присоединяйтесь к нашему", "subscribe to", "follow us on", "sign up for", "sign up to", "join our newsletter", "get our newsletter"}, nil},
	{NotStoryPhoto, 160, []string{"фото:", "фото автора", "фото авторки", "фото з архіву", "фото ілюстративне", "ілюстративне фото", "світлина:", "світлини:", "ілюстрація:", "фотограф:", "відео:", "фото из архива", "иллюстративное фото", "видео:",
		"photo:", "photos:", "photo by", "photograph:", "picture:", "image:", "photo credit:"}, nil},
	{NotStoryAdvert, 160, []string{"реклама на сайті:", "реклама на сайте:", "реклама:", "на правах реклами", "на правах рекламы", "партнерський матеріал", "партнерский материал", "advertise with us", "sponsored content", "paid content"}, nil},
}

// adverts are the labels of advertisements. Nothing else stands in the paragraph.
var adverts = []string{"реклама", "реклама на сайті", "реклама на сайте", "advertisement", "advertising"}

// credit is a photo credit without a colon: «Фото Юлії Бараняк».
var credit = regexp.MustCompile(`^(?:Фото|Світлина|Світлини|Photo by)(?: (?:автора|авторки))?(?: з [\p{L}]+ ?[\p{L}]* ?архіву|(?: \p{Lu}[\p{L}’'ʼ.-]+){1,3})\.?$`)

// NotStory tells why a paragraph is not the story's, one of the reasons above: the comment form's notice, a pointer to
// other stories, a call to subscribe, a photo credit or an advertisement's label. It is empty for what is story as far as
// its words tell; where the paragraph stands is for the caller to look at.
func NotStory(paragraph string) string {
	text := strings.ToLower(strings.TrimSpace(paragraph))
	n := utf8.RuneCountInString(text)
	if slices.Contains(adverts, strings.TrimRight(text, " .:")) {
		return NotStoryAdvert
	}
	if n <= 60 && credit.MatchString(strings.TrimSpace(paragraph)) {
		return NotStoryPhoto
	}
	for _, f := range furniture {
		if n <= f.runes && begins(text, f.begins) && holds(text, f.holds) {
			return f.why
		}
	}
	return ""
}

// leftOut proposes the paragraphs of a text that are not story.
func leftOut(p *page) []LeftOut {
	out := []LeftOut{}
	for k := 0; k < len(p.paras); k++ {
		start, end := p.tokens[p.paras[k].from].start, p.tokens[p.paras[k].to-1].end
		if end-start > 600 {
			continue
		}
		if why := NotStory(p.text(start, end)); why != "" {
			out = append(out, LeftOut{Span{start, end, p.text(start, end)}, why})
		}
	}
	return out
}

// begins reports whether text begins with one of some phrases and the phrase ends where a word does.
func begins(text string, phrases []string) bool {
	for _, phrase := range phrases {
		if rest, ok := strings.CutPrefix(text, phrase); ok {
			if next, _ := utf8.DecodeRuneInString(rest); rest == "" || strings.HasSuffix(phrase, ":") || strings.ContainsRune(" ,.:;!?—–-\u00a0\n", next) {
				return true
			}
		}
	}
	return false
}

// holds reports whether text holds one word of each list.
func holds(text string, lists [][]string) bool {
	for _, words := range lists {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) }) {
			return false
		}
	}
	return true
}
