package lang

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDetect(t *testing.T) {
	const (
		uk = "Я теж думаю, що міст треба лагодити вже цього року, бо потім буде дорожче."
		ru = "Я тоже думаю, что мост нужно чинить уже в этом году, потому что потом будет дороже."
		en = "I also think that the bridge has to be mended this year, or it will cost us more."
	)
	for _, tt := range []struct {
		text, tag string // no tag: any
		sure      bool
	}{
		{uk, "uk", true},
		{ru, "ru", true},
		{en, "en", true},
		{strings.ToUpper(uk), "uk", true},
		{strings.ToUpper(ru), "ru", true},
		{"У цьому будинку жило п’ятеро людей, і кожен із них мав лише одну кімнату.", "uk", true},
		{"Съёмки велись ежедневно, объекты выбирал сам режиссёр, этим он и занимался.", "ru", true},
		{"Hier steht ein ganz gewöhnlicher Satz, den man nicht für englisch halten kann, weil er deutsch ist.", "other", true},
		{"To jest zwykłe zdanie po polsku, którego nikt nie powinien uznać za angielskie ani za ukraińskie.", "other", true},
		{"Я таксама думаю, што мост трэба рамантаваць ужо сёлета, бо потым будзе даражэй, і гэта ўсе разумеюць, і ўлада, і людзі ў горадзе. Ён стаў небяспечны, ўвесь у дзірках, ўначы ніхто ўжо не едзе, ўсе ў аб’езд", "", false},
		{"Вълкът се върна в гората и търсеше къде да спи, тъй като бързо се стъмваше и пътят бе дълъг", "other", true},
		{"これは普通の日本語の文章です。英語ではありませんので、よろしくお願いします。", "other", true},

		// Too little to be sure.
		{"", "other", false},
		{"12 345 !!! 👍👍👍", "other", false},
		{"Так", "other", false},
		{"Згоден", "other", false},
		{"Що це?", "uk", false},
		{"Это что?", "ru", false},
		{"OK", "other", false},
		{"Donald Trump", "other", false},
		{"Байден, Трамп, Макрон, Путин, Орбан, Мерц, Фицо", "other", false},
		{"https://example.com/the/of/and/to/in/is/that/it/for www.the.of.and.example Дякую!", "other", false},
		{"https://example.com/the/of/and/to/in/is/that/it/for — що це за новини такі, й хто їх пише?", "uk", true},

		// Two languages.
		{uk + " " + ru, "", false},
		{"Він мені каже: «" + ru + "». Що я маю на це сказати?", "", false},
		{uk + " А мені відповідають: «Это не ваше дело, что и когда мы будем чинить».", "uk", false},
		{uk + " " + en, "", false},

		// A word of the other does not matter in a longer text.
		{uk + " " + uk + " Мэр", "uk", true},
		{ru + " " + ru + " Київ", "ru", true},
	} {
		if tag, sure := Detect(tt.text); tt.tag != "" && tag != tt.tag || sure != tt.sure {
			t.Errorf("%q: %s, sure %v; want %s, %v", tt.text, tag, sure, tt.tag, tt.sure)
		}
	}
}

// TestDetectStories reads what newsrooms wrote: every story of the folder that the name of its language is known of.
func TestDetectStories(t *testing.T) {
	dir := os.Getenv("ROZMOVA_DATA")
	if dir == "" {
		t.Skip("ROZMOVA_DATA names no directory with stories/")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "stories", "*.txt"))
	if len(files) == 0 {
		t.Fatal("no stories")
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if tag, sure := Detect(string(text)); !sure {
			t.Errorf("%s: %s, and not sure", filepath.Base(file), tag)
		}
	}
}

// TestDetectComments reads comments whose language is known. Whoever wrote the lists made a few mistakes, and some quote.
func TestDetectComments(t *testing.T) {
	dir := os.Getenv("ROZMOVA_DATA")
	if dir == "" {
		t.Skip("ROZMOVA_DATA names no directory with civility/")
	}
	for _, name := range []string{"uk-nc", "uk-open", "uk-restricted", "uk-handmade", "ru-nc", "ru-open", "ru-restricted", "en-nc", "en-open", "en-restricted"} {
		file, err := os.Open(filepath.Join(dir, "civility", "dev-"+name+".jsonl.gz"))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		plain, err := gzip.NewReader(file)
		if err != nil {
			t.Fatal(err)
		}
		all, right, sure, wrong, long, longSure := 0, 0, 0, 0, 0, 0
		for lines := json.NewDecoder(plain); lines.More(); all++ {
			var comment struct{ Lang, Text string }
			if err := lines.Decode(&comment); err != nil {
				t.Fatal(err)
			}
			tag, certain := Detect(comment.Text)
			isLong := utf8.RuneCountInString(comment.Text) > 80
			for count, counts := range map[*int]bool{&right: tag == comment.Lang, &sure: certain, &wrong: certain && tag != comment.Lang, &long: isLong, &longSure: isLong && certain} {
				if counts {
					*count++
				}
			}
		}
		t.Logf("%s: %d comments, the tag right of %.3f; sure of %.3f (of %.3f of the %d long ones), wrongly %d times", name, all,
			float64(right)/float64(all), float64(sure)/float64(all), float64(longSure)/float64(max(long, 1)), long, wrong)
		if all < 50 || wrong > 1+sure/200 || longSure < long*7/10 {
			t.Errorf("%s: of %d comments sure of %d, wrongly %d times; of %d long ones sure of %d", name, all, sure, wrong, long, longSure)
		}
	}
}

func FuzzDetect(f *testing.F) {
	f.Add("Що це? Это что? \xff https://a ъ ъъ ’ а’ \u0301")
	f.Fuzz(func(t *testing.T, text string) {
		tag, sure := Detect(text)
		if tag != Ukrainian && tag != Russian && tag != English && tag != OtherLanguage {
			t.Errorf("%q is %q", text, tag)
		}
		if sure && utf8.RuneCountInString(text) < leastLetters {
			t.Errorf("%q is surely %q", text, tag)
		}
		if again, _ := Detect(text); again != tag {
			t.Errorf("%q is %q, and then %q", text, tag, again)
		}
	})
}
