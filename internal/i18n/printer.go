package i18n

import (
	"fmt"
	"maps"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// A Printer says things in one language and one time zone. It holds no state of its own and may be kept and used from many
// goroutines; In gives a new one.
type Printer struct {
	bundle *Bundle
	texts  *texts
	style  style
	loc    *time.Location
}

// Lang is the language spoken: uk or en.
func (p *Printer) Lang() string { return p.texts.lang }

// In gives a printer that says times in loc.
func (p *Printer) In(loc *time.Location) *Printer {
	q := *p
	q.loc = loc
	return &q
}

// T says the text under id. The arguments are names and values of its placeholders in turn: p.T("comment.count", "N", 5). The
// whole number N selects the plural form, and is written with the language's grouping of digits; other values are written as
// fmt would. A text that is not there gives the id in ⟦⟧ and is counted, see Bundle.Missing. The result is plain text:
// whoever puts it into HTML escapes it.
func (p *Printer) T(id string, args ...any) string {
	if len(args) == 0 {
		return p.Fill(id, nil)
	}
	values := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		values[fmt.Sprint(args[i])] = args[i+1]
	}
	return p.Fill(id, values)
}

// Has reports whether there is a text.
func (p *Printer) Has(id string) bool { return p.texts.messages[id] != nil }

// Fill is T with the values in a map, as rozmova.Error carries them. It does not change the map.
func (p *Printer) Fill(id string, values map[string]any) string {
	if text, ok := p.texts.plain[id]; ok {
		return text
	}
	message := p.texts.messages[id]
	if message == nil {
		return p.bundle.miss(p.texts.lang, id)
	}
	config := goi18n.LocalizeConfig{MessageID: id, TemplateData: values, TemplateParser: templates{}}
	if n, ok := whole(values["N"]); ok {
		filled := make(map[string]any, len(values))
		maps.Copy(filled, values)
		filled["N"] = p.Number(n)
		config.TemplateData = filled
		if message.One != "" { // a text may take N and have one form
			config.PluralCount = n
		}
	}
	text, err := p.texts.localizer.Localize(&config)
	if err != nil {
		// A plural form that is not there, which the catalogue test does not let through.
		return p.bundle.miss(p.texts.lang, id)
	}
	return text
}

// whole gives the value of the types that count things.
func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	case int32:
		return int64(n), true
	}
	return 0, false
}

// Number writes a whole number with the language's grouping of digits: 12 345 with a no-break space in Ukrainian, 12,345 in
// English.
func (p *Printer) Number(n int64) string {
	digits := fmt.Sprint(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	// CLDR: Ukrainian groups from four digits on, as English does.
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + p.style.group + digits[i:]
	}
	return sign + digits
}
