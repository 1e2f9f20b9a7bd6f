package attribution

import (
	"fmt"
	"strconv"
	"strings"
)

// A date is a date of the text: its tokens, and its value or nothing («у понеділок»).
type date struct {
	from, to int // tokens, to exclusive
	value    string
	sent     int
	month    int  // 0 unknown
	day      int  // 0 unknown
	until    bool // the end of a range: «з 9 до 10 січня», «9–10 січня»
}

// months by their forms, in the three languages.
var months = func() map[string]int {
	m := map[string]int{}
	for i, forms := range strings.Split(`січень січня січні січню січнем|лютий лютого лютому лютим|березень березня березні березню березнем|квітень квітня квітні квітню квітнем|травень травня травні травню травнем|червень червня червні червню червнем|липень липня липні липню липнем|серпень серпня серпні серпню серпнем|вересень вересня вересні вересню вереснем|жовтень жовтня жовтні жовтню жовтнем|листопад листопада листопаді листопаду листопадом|грудень грудня грудні грудню груднем`, "|") {
		for _, f := range strings.Fields(forms) {
			m[f] = i + 1
		}
	}
	for i, forms := range strings.Split(`январь января январе январю|февраль февраля феврале февралю|март марта марте марту|апрель апреля апреле апрелю|май мая мае маю|июнь июня июне июню|июль июля июле июлю|август августа августе августу|сентябрь сентября сентябре сентябрю|октябрь октября октябре октябрю|ноябрь ноября ноябре ноябрю|декабрь декабря декабре декабрю`, "|") {
		for _, f := range strings.Fields(forms) {
			m[f] = i + 1
		}
	}
	for i, forms := range strings.Split(`january jan|february feb|march|april apr|may|june|july|august aug|september sept sep|october oct|november nov|december dec`, "|") {
		for _, f := range strings.Fields(forms) {
			m[f] = i + 1
		}
	}
	return m
}()

var daysIn = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// weekdays have no value: which one is meant stands nowhere.
var weekdays = set(`понеділок понеділка понеділку вівторок вівторка середа середу середи четвер четверга п’ятниця п’ятницю п’ятниці субота суботу суботи неділя неділю неділі
	понедельник понедельника вторник вторника среда среду среды четверг пятница пятницу пятницы субботу субботы воскресенье воскресенья
	monday tuesday wednesday thursday friday saturday sunday`)

// dayparts stand before a day and belong to it.
var dayparts = set("ранок ранку вечір вечора ніч утро утра вечер вечера ночь полудень обід")

// dates gives the dates of a text in their order.
func (p *page) dates() []date {
	var out []date
	month := 0 // of the last date: what «10 числа» means
	for i := 0; i < len(p.tokens); {
		d, ok := p.date(i, month)
		if !ok {
			i++
			continue
		}
		if n := len(out); n > 0 && d.day > 0 && out[n-1].sent == d.sent && p.ranged(out[n-1], d) {
			d.until = true
		}
		if d.month > 0 {
			month = d.month
		}
		out = append(out, d)
		i = d.to
	}
	return out
}

// ranged tells whether two dates are the ends of one range: «з 9 до 10 січня», «9–10 січня», «from 9 to 10 June».
func (p *page) ranged(a, b date) bool {
	gap := b.from - a.to
	if gap > 3 || gap < 1 {
		return false
	}
	if p.is(b.from-1, "–", "—", "-") && gap == 1 {
		return true
	}
	if !p.is(b.from-1, "до", "по", "to", "until", "till", "and", "і", "та", "й", "и") || gap > 2 {
		return false
	}
	return p.is(a.from-1, "з", "із", "зі", "від", "с", "со", "from", "between", "між", "между") && !p.moves(a.from-2) && !p.moves(a.from-3) || p.is(b.from-1, "і", "та", "й", "и", "and")
}

// date reads a date that begins at a token.
func (p *page) date(i, month int) (date, bool) {
	d := date{from: i, to: i + 1, sent: p.tokens[i].sent}
	w := p.tokens[i].lower
	if p.tokens[i].kind == number {
		if v, ok := iso(w); ok {
			d.value = v
			d.month, _ = strconv.Atoi(v[len(v)-5 : len(v)-3])
			d.day, _ = strconv.Atoi(v[len(v)-2:])
			return d, true
		}
		if end, v, ok := p.iso(i); ok {
			d.to, d.value = end, v
			d.month, _ = strconv.Atoi(v[5:7])
			d.day, _ = strconv.Atoi(v[8:])
			return d, true
		}
		// 20-ї години 8 липня
		if hour, minute, to, ok := p.hour(i); ok && to < len(p.tokens) && p.tokens[to].kind == number && p.month(to+1) > 0 {
			if next, ok := p.date(to, month); ok && next.day > 0 && next.from == to && len(next.value) >= 7 && !strings.Contains(next.value, "T") {
				d.to, d.day, d.month = next.to, next.day, next.month
				d.value = fmt.Sprintf("%sT%02d:%02d", next.value, hour, minute)
				return d, true
			}
		}
		day, bare := number1(w)
		if day == 0 {
			return d, false
		}
		if m := p.month(i + 1); m > 0 && day <= daysIn[m] && p.near(i) {
			d.to, d.month, d.day = i+2, m, day
			year := p.year(&d)
			d.value = value(year, m, day)
			p.clock(&d)
			return d, true
		}
		if p.is(i+1, "of") && p.month(i+2) > 0 && p.near(i) {
			d.to, d.month, d.day = i+3, p.month(i+2), day
			d.value = value(p.year(&d), d.month, day)
			return d, true
		}
		if p.is(i+1, "числа") && month > 0 && day <= daysIn[month] {
			d.to, d.month, d.day = i+2, month, day
			d.value = value(0, month, day)
			return d, true
		}
		if p.is(i+1, "числа") {
			d.to, d.day = i+2, day
			return d, true
		}
		// 24 листопада, а не 23-го
		if !bare && month > 0 && day <= daysIn[month] && p.is(i+1, ",", ".", ")", ";") && p.is(i-1, "не", "на", "до", "з", "із", "not", "від") {
			d.month, d.day, d.value = month, day, value(0, month, day)
			return d, true
		}
		// 9–10 січня
		if bare && p.is(i+1, "–", "—", "-", "і", "та", "и") && i+3 < len(p.tokens) && p.tokens[i+2].kind == number && p.month(i+3) > 0 && day <= daysIn[p.month(i+3)] {
			if other, _ := number1(p.tokens[i+2].lower); other > 0 {
				d.day, d.month, d.value = day, p.month(i+3), value(0, p.month(i+3), day)
				return d, true
			}
		}
		// з 14 на 21 лютого
		if bare && p.is(i-1, "з", "із", "зі", "с", "со", "from") && p.is(i+1, "на", "до", "to") && i+3 < len(p.tokens) && p.tokens[i+2].kind == number && p.month(i+3) > 0 && day <= daysIn[p.month(i+3)] {
			d.day, d.month, d.value = day, p.month(i+3), value(0, p.month(i+3), day)
			return d, true
		}
		return d, false
	}
	if p.tokens[i].kind != word {
		return d, false
	}
	if dayparts[w] && i+2 < len(p.tokens) && p.tokens[i+1].kind == number && p.near(i) {
		if next, ok := p.date(i+1, month); ok && next.day > 0 {
			next.from = i
			return next, true
		}
	}
	if m := p.month(i); m > 0 {
		if p.lang == "en" {
			if !p.capital(i) {
				return d, false
			}
			if i+1 < len(p.tokens) && p.tokens[i+1].kind == number && p.near(i) { // June 30, 2026
				if day, _ := number1(p.tokens[i+1].lower); day > 0 && day <= daysIn[m] {
					d.to, d.day, d.month = i+2, day, m
					d.value = value(p.year(&d), m, day)
					return d, true
				}
			}
			if w == "may" && !(i > 0 && p.is(i-1, "in", "by", "until", "since", "from", "to", "of", "next", "last")) || w == "march" && i > 0 && p.is(i-1, "the", "a") {
				return d, false
			}
		}
		if p.lang != "en" && p.capital(i) && i > 0 && p.tokens[i-1].sent == p.tokens[i].sent || w == "лютий" || w == "мая" && p.capital(i) || w == "марта" && p.capital(i) {
			return d, false
		}
		d.month = m
		if year := p.year(&d); year > 0 {
			d.value = fmt.Sprintf("%04d-%02d", year, m)
		} else {
			d.value = fmt.Sprintf("--%02d", m)
		}
		return d, true
	}
	if weekdays[w] && (p.lang != "en" || p.capital(i)) {
		return d, true
	}
	return d, false
}

// near tells whether token i+1 follows with no more than a space between.
func (p *page) near(i int) bool {
	return i+1 < len(p.tokens) && p.tokens[i+1].para == p.tokens[i].para && p.tokens[i+1].start-p.tokens[i].end <= 2
}

// month gives the month that a token names, 0 for none.
func (p *page) month(i int) int {
	if i < 0 || i >= len(p.tokens) || p.tokens[i].kind != word {
		return 0
	}
	return months[p.tokens[i].lower]
}

// year takes the year behind a date into it and gives it, 0 for none.
func (p *page) year(d *date) int {
	at := d.to
	if p.is(at, ",") && p.lang == "en" {
		at++
	}
	if at >= len(p.tokens) || p.tokens[at].kind != number || p.tokens[at].para != p.tokens[d.from].para {
		return 0
	}
	digits := strings.TrimRight(p.tokens[at].lower, "абвгдеєжзиіїйклмнопрстуфхцчшщьюя-")
	year, err := strconv.Atoi(digits)
	if err != nil || len(digits) != 4 || year < 1000 || year > 2999 {
		return 0
	}
	d.to = at + 1
	if p.is(d.to, "року", "рік", "році", "года", "год", "году", "р", "г") {
		d.to++
		if p.is(d.to-1, "р", "г") && p.is(d.to, ".") {
			d.to++
		}
	}
	return year
}

// clock takes a time behind a day into the date: «9 січня о 10:30», «9 січня об 11-й».
func (p *page) clock(d *date) {
	at := d.to
	if p.is(at, ",") {
		at++
	}
	if !p.is(at, "о", "об", "в", "at") || at+1 >= len(p.tokens) || p.tokens[at+1].para != p.tokens[d.from].para {
		return
	}
	if hour, minute, to, ok := p.hour(at + 1); ok && strings.Count(d.value, "T") == 0 {
		d.to, d.value = to, fmt.Sprintf("%sT%02d:%02d", d.value, hour, minute)
	}
}

// hour reads a time of day: 1:40, 20-ї години, 11-й.
func (p *page) hour(i int) (hour, minute, to int, ok bool) {
	if i >= len(p.tokens) || p.tokens[i].kind != number {
		return
	}
	w := p.tokens[i].lower
	if h, m, found := strings.Cut(w, ":"); found {
		hour, err1 := strconv.Atoi(h)
		minute, err2 := strconv.Atoi(m)
		return hour, minute, i + 1, err1 == nil && err2 == nil && len(m) == 2 && hour < 25 && minute < 60
	}
	digits, tail, found := strings.Cut(w, "-")
	hour, err := strconv.Atoi(digits)
	if err != nil || hour > 24 {
		return
	}
	to = i + 1
	if p.is(to, "години", "годині", "година", "годину", "часа", "часов", "час") {
		return hour, 0, to + 1, true
	}
	return hour, 0, to, found && tail != ""
}

// iso reads 2026-11-23 within one token, and 23.11.2026, 23.11.
func iso(w string) (string, bool) {
	if f := strings.Split(w, "."); len(f) == 3 {
		d, e1 := strconv.Atoi(f[0])
		m, e2 := strconv.Atoi(f[1])
		y, e3 := strconv.Atoi(f[2])
		if e1 == nil && e2 == nil && e3 == nil && len(f[2]) == 4 && m >= 1 && m <= 12 && d >= 1 && d <= daysIn[m] {
			return value(y, m, d), true
		}
	}
	return "", false
}

// iso reads 2026-11-23, whose hyphens are tokens of their own.
func (p *page) iso(i int) (int, string, bool) {
	if i+4 >= len(p.tokens) || p.tokens[i].end-p.tokens[i].start != 4 {
		return 0, "", false
	}
	for k := 1; k < 5; k++ {
		if p.tokens[i+k].start != p.tokens[i+k-1].end || k%2 == 1 && !p.is(i+k, "-") || k%2 == 0 && (p.tokens[i+k].kind != number || p.tokens[i+k].end-p.tokens[i+k].start != 2) {
			return 0, "", false
		}
	}
	y, e1 := strconv.Atoi(p.tokens[i].lower)
	m, e2 := strconv.Atoi(p.tokens[i+2].lower)
	d, e3 := strconv.Atoi(p.tokens[i+4].lower)
	if e1 != nil || e2 != nil || e3 != nil || m < 1 || m > 12 || d < 1 || d > daysIn[m] {
		return 0, "", false
	}
	return i + 5, value(y, m, d), true
}

// number1 reads the number of a day: 9, 9-го, 9th; whether it stands bare.
func number1(w string) (int, bool) {
	digits := w
	for k, r := range w {
		if r < '0' || r > '9' {
			digits = w[:k]
			break
		}
	}
	day, err := strconv.Atoi(digits)
	if err != nil || day < 1 || day > 31 || len(digits) > 2 {
		return 0, false
	}
	switch strings.TrimPrefix(w[len(digits):], "-") {
	case "":
		return day, true
	case "го", "е", "й", "ого", "му", "st", "nd", "rd", "th":
		return day, false
	}
	return 0, false
}

// value writes the normal form.
func value(year, month, day int) string {
	if year == 0 {
		return fmt.Sprintf("--%02d-%02d", month, day)
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}
