package moderation

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

const bread = "Купуйте найкращі смартфони за півціни лише сьогодні на нашому сайті швидка доставка по всій Україні телефонуйте негайно"

func TestCopiesAreFoundThroughDisguise(t *testing.T) {
	meets := func(a, b string) bool {
		for i, f := range fingerprints(a) {
			if f == fingerprints(b)[i] {
				return true
			}
		}
		return false
	}
	for what, text := range map[string]string{
		"the same":           bread,
		"in capitals":        strings.ToUpper(bread),
		"with other signs":   strings.ReplaceAll(bread, " ", ", "),
		"Latin look-alikes":  strings.NewReplacer("о", "o", "а", "a", "і", "i").Replace(bread),
		"a word more behind": bread + " зараз",
	} {
		if a := alike(bread, text); a < likeness {
			t.Errorf("%s: alike %.2f", what, a)
		}
		if !meets(bread, text) {
			t.Errorf("%s: no hash in common", what)
		}
	}
	other := "Міська рада учора ухвалила бюджет на наступний рік після тривалої дискусії депутатів про ремонт доріг у передмісті"
	if a := alike(bread, other); a > 0.05 || meets(bread, other) {
		t.Errorf("two different texts are %.2f alike", a)
	}
	if fingerprints("Дякую за статтю!") != nil || alike("так", "так") != 0 {
		t.Error("short texts are compared")
	}
}

// TestHowOftenCopiesMeet holds what flood.go says of its hashes.
func TestHowOftenCopiesMeet(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	met := func(share float64) float64 {
		n := 0
		for round := range 400 {
			words := make([]string, 60)
			for i := range words {
				words[i] = fmt.Sprintf("w%d", r.IntN(1e9))
			}
			changed := append([]string(nil), words...)
			want := int(math.Round(float64(58) * (1 - share) / (1 + share))) // rows of three that differ on either side
			for i := range want {                                            // at the end, one row each
				changed[59-i] = fmt.Sprintf("x%d.%d", round, i)
			}
			a, b := fingerprints(strings.Join(words, " ")), fingerprints(strings.Join(changed, " "))
			for i := range a {
				if a[i] == b[i] {
					n++
					break
				}
			}
		}
		return float64(n) / 400
	}
	for share, want := range map[float64]float64{.9: 1 - math.Pow(1-math.Pow(.9, 3), 4), .3: 1 - math.Pow(1-math.Pow(.3, 3), 4)} {
		if got := met(share); math.Abs(got-want) > .06 {
			t.Errorf("texts that share %.1f meet in %.3f, want %.3f", share, got, want)
		}
	}
}

func TestLinkedSites(t *testing.T) {
	body := []rozmova.Block{{Spans: []rozmova.Span{
		{Text: "a", Link: "https://www.Shop.example/x"}, {Text: "b", Link: "http://shop.example"}, {Text: "c", Link: "mailto:a@b.example"}, {Text: "d"},
	}}}
	if got := linkedSites(body); len(got) != 1 || got[0] != "shop.example" {
		t.Errorf("%v", got)
	}
}

func TestSpamScore(t *testing.T) {
	count := func(spam, ham int64) store.SpamCount { return store.SpamCount{Spam: spam, Ham: ham} }
	counts := map[string]store.SpamCount{"": count(40, 200), "купуйте": count(30, 1), "знижки": count(25, 2), "сайт": count(20, 30), "рада": count(0, 80), "міст": count(1, 60), "дорога": count(0, 50)}
	spam, ham := spamScore([]string{"купуйте", "знижки", "сайт"}, counts), spamScore([]string{"рада", "міст", "дорога"}, counts)
	if spam < .99 || ham > .01 {
		t.Errorf("spam %.3f, ham %.3f", spam, ham)
	}
	if s := spamScore([]string{"нове", "невідоме", "слово"}, counts); s != 0 {
		t.Errorf("of words that nobody has seen: %.3f", s)
	}
	counts[""] = count(leastSpam-1, 200)
	if s := spamScore([]string{"купуйте", "знижки", "сайт"}, counts); s != 0 {
		t.Errorf("taught too little, it says %.3f", s)
	}
}

func TestNameLikeness(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		from float64
		to   float64
	}{{"Вечірній", "Вечiрній", 1, 1}, {"Вечірній", "Вечірній2", .85, .95}, {"Оксана", "Тарас", 0, .5}} {
		if got := nameLikeness(tt.a, tt.b); got < tt.from || got > tt.to {
			t.Errorf("%s and %s: %.2f", tt.a, tt.b, got)
		}
	}
}

func FuzzFingerprints(f *testing.F) {
	f.Add(bread)
	f.Add("a b c d e f g h i \x00\xff")
	f.Fuzz(func(t *testing.T, text string) {
		a, b := fingerprints(text), fingerprints(text)
		if len(a) != len(b) || len(a) != 0 && len(a) != floodBands {
			t.Fatalf("%d and %d hashes", len(a), len(b))
		}
		if s := alike(text, text); s != 0 && s != 1 {
			t.Fatalf("alike itself: %v", s)
		}
	})
}
