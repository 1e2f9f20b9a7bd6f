package membership

import (
	"testing"

	"github.com/rozmova/rozmova/internal/lang"
)

func TestReservedNames(t *testing.T) {
	list := newReserved("Вісник", []string{"Газета «Обрій»", "Obriy"})
	for name, want := range map[string]bool{
		"Редакція": true, "редакція": true, "Р е д а к ц і я": true, "Редакція Вісника": true, "Модератор 7": true, "Модератор7": true, "модератор-Олена": true,
		"МодераторОлена": true, "Адмін": true, "Admin": true, "ADMIN": true, "Аdmin": true, "Adm1n": true, "Аdміn": true, "Support": true, "The Editor": true,
		"Підтримка": true, "Офіційна Олена": true, "Official": true, "Staff_Anna": true, "Вісник": true, "Вiсник": true, "вісник.": true, "Rozmova": true, "Розмова": true,
		"Анонім": true, "Видалений учасник": true, "Guest": true, "Гість": true, "System": true, "Газета Обрій": true, "obriy": true, "0briy": true, "Редактoр": true, "RОZМОVА": true,
		"Оля": false, "Читач 12": false, "Reader 7": false, "Адміралтейський": false, "Віснич": false, "Стаф": false, "Редько": false, "Editha": false, "Гостомисл": false, "Modest": false, "Системний": false,
	} {
		if list.has(name) != want {
			t.Errorf("%q: reserved is %v, want %v", name, !want, want)
		}
	}
	if !list.follows(lang.PenKey("Іринаредактор"), lang.PenKey("Ірина")) || list.follows(lang.PenKey("Іринаред"), lang.PenKey("Ірина")) || list.follows("x", "") {
		t.Error("names made of a staff member's and a word")
	}
}
