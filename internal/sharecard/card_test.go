package sharecard_test

import (
	"bytes"
	"errors"
	"image/png"
	"os"
	"strings"
	"testing"

	"github.com/rozmova/rozmova/internal/sharecard"
)

var usual = sharecard.Card{
	Label: "Пряма мова", Words: "«Розмова відбулася в конструктивному дусі. Ґанок, їжак, є»", Quoted: true, Who: "Юрій Ушаков",
	Role: "помічник президента Росії", From: "через: Російська служба BBC · 9 січня 2026", Site: "Розмова",
}

func TestCardHasItsSize(t *testing.T) {
	got, err := usual.PNG()
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.X != sharecard.Width || size.Y != sharecard.Height {
		t.Errorf("the card is %v", size)
	}
	if again, _ := usual.PNG(); !bytes.Equal(got, again) {
		t.Error("the same card twice gives other bytes")
	}
	if dir := os.Getenv("ROZMOVA_CARDS"); dir != "" {
		if err := os.WriteFile(dir+"/card.png", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAllSizes: however long the words, nothing is drawn outside the margins or over the name below.
func TestAllSizes(t *testing.T) {
	for _, words := range []string{
		"", "Так", strings.Repeat("слово ", 20), strings.Repeat("слово ", 60), strings.Repeat("слово ", 2000),
		strings.Repeat("щ", 500), strings.Repeat("дуже-довге-слово ", 40),
	} {
		c := usual
		c.Words, c.Who, c.Role = words, strings.TrimSpace(strings.Repeat("Імʼя ", 1+len(words)/40)), words
		got, err := c.PNG()
		if err != nil {
			t.Fatalf("%.20q: %v", words, err)
		}
		img, err := png.Decode(bytes.NewReader(got))
		if err != nil {
			t.Fatal(err)
		}
		blank := img.At(2, 300)
		for y := 20; y < sharecard.Height; y++ {
			for _, x := range []int{40, 78, sharecard.Width - 78, sharecard.Width - 40} {
				if img.At(x, y) != blank {
					t.Fatalf("%.20q: something is drawn at %d, %d", words, x, y)
				}
			}
		}
		for x := range sharecard.Width {
			if img.At(x, 470) != blank {
				t.Fatalf("%.20q: the words reach the name, at %d", words, x)
			}
		}
	}
}

func TestScriptsThatCannotBeDrawn(t *testing.T) {
	for _, words := range []string{"שלום", "مرحبا", "日本語", "नमस्ते"} {
		c := usual
		c.Words = words
		if _, err := c.PNG(); !errors.Is(err, sharecard.ErrScript) {
			t.Errorf("%s: %v, want ErrScript", words, err)
		}
	}
	c := usual
	c.Words = "Так 👍🏽 за́мок\u200b — ‘English’ „нім.“ ё, ў"
	if _, err := c.PNG(); err != nil {
		t.Errorf("pictographs, stress and Russian letters: %v", err)
	}
}

func BenchmarkCard(b *testing.B) {
	for b.Loop() {
		if _, err := usual.PNG(); err != nil {
			b.Fatal(err)
		}
	}
}
