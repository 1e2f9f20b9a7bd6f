package membership

import "testing"

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
}

// TestRolesInNames: what says that somebody is of the newsroom or of the program is refused however it is written, and ordinary
// names that look a little like it are not.
func TestRolesInNames(t *testing.T) {
	list := newReserved("Вербоярський вісник", nil)
	for _, name := range []string{
		"РедакторДанута", "Ре дактор Данута", "Р.е.д.а.к.т.о.р", "АдмінСайту", "АДМІНСАЙТУ", "СайтАдмін", "SupportTeam", "Sup port", "EditorTeam", "TheEditor", "HTTPEditor",
		"ГоловРедактор", "головредактор", "Редакторська", "Rozmova News", "RozmovaNews", "TheRozmova", "Команда Розмови", "Розмовою", "Розмовник", "R0zmova",
		"Служба безпеки", "служба-безпеки", "Ваша служба безпеки", "Служба безопасности", "Служба підтримки", "Security Team", "SecurityTeam", "Команда сайту", "Staff", "Олена Staff",
		"OlenaStaff", "Модерація", "Модераційна", "Підтримкa", "Поддержка 2", "Вербоярський вісник", "Новини Вербоярського вісника", "Вербоярський Вісник 2", "Админ", "Admin1", "Adm1nTeam",
	} {
		if !list.has(name) {
			t.Errorf("%q is allowed", name)
		}
	}
	for _, name := range []string{
		"Едіт", "Данута", "Модест", "Стаффорд", "Stafford", "Редька", "Редько", "Адам", "Адам Іваненко", "Влад Мінаєв", "Оля Коваль", "Олена К.", "Вова 4-й маршрут", "Д’Артаньян",
		"Роман", "Романенко", "Мар’яна О’Ніл", "Максим", "Іван Підкова", "Подолянка", "Адріана", "Адвокатка О.", "Modesta", "Edith Piaf", "Eddie", "Edison", "Adam Smith",
		"Admiral", "Адмірал", "Supper", "Roza", "Роза Мовчан", "Розмарин", "Rosemary", "Rootham", "Botsford", "Ботанік", "Гостомисл", "Serhii72", "Світлана Одеса", "Фёдор Михайлович",
		"Наташа", "Дмитрий", "Кіт у вікні", "McDonald", "JeanLuc", "Вісниченко", "Вербояр", "Петро з Вербояр", "Служба", "Безпечний", "Читачка з 1987", "Читачі", "Ruth from Cardiff", "李明",
	} {
		if list.has(name) {
			t.Errorf("%q is refused", name)
		}
	}
}

// TestNamesOfStaff: what is made of a staff member's name is that one's.
func TestNamesOfStaff(t *testing.T) {
	list := newReserved("Вісник", nil)
	for staff, names := range map[string]struct{ refused, allowed []string }{
		"редакторка Данута Верес": {
			[]string{"Данута Верес", "данута-верес", "ДанутаВерес", "Данута Верес 2", "Д а н у т а Верес", "Верес Данута", "Данута І. Верес", "пані Данута Верес", "Данута Верес Вісник", "ДанутаВересмод"},
			[]string{"Данута", "Верес", "Данута Коваль", "Оля Верес", "Вересень", "Даня Верес"},
		},
		"модератор Роман": {[]string{"Роман", "РОМАН", "Роман 2", "Роман7", "Романадмін"}, []string{"Романа", "Роман Коваль", "Романенко"}},
		"Ірина":           {[]string{"Іринаредактор", "Ірина 1"}, []string{"Ірина Бойко", "Іринаред", "Катирина"}},
		"модератор Лев":   {nil, []string{"Лев", "Левко", "Лев Коваль"}},
		"Редакція":        {nil, []string{"Оля", "Данута"}},
	} {
		for _, name := range names.refused {
			if !list.passesFor(name, staff) {
				t.Errorf("%q is allowed beside %q", name, staff)
			}
		}
		for _, name := range names.allowed {
			if list.passesFor(name, staff) {
				t.Errorf("%q is refused beside %q", name, staff)
			}
		}
	}
}
