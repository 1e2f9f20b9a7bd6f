package i18n

import (
	"fmt"
	"time"

	"golang.org/x/text/language"
)

// A style is how a language writes numbers and dates, from CLDR 46.
type style struct {
	group  string     // between groups of three digits
	months [12]string // as they stand in a date: in the genitive where the language has one
	alone  [12]string // as they stand without a day
}

var styles = map[string]style{
	"uk": {"\u00a0", [12]string{"січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"},
		[12]string{"січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень", "жовтень", "листопад", "грудень"}},
	"en": {",", [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		[12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}},
}

// Date is the day, with no-break spaces: 22 листопада 2026, 22 November 2026.
func (p *Printer) Date(t time.Time) string {
	t = t.In(p.loc)
	return fmt.Sprintf("%d\u00a0%s\u00a0%d", t.Day(), p.style.months[t.Month()-1], t.Year())
}

// Month is the month and the year, with a no-break space: листопад 2026, November 2026.
func (p *Printer) Month(t time.Time) string {
	return fmt.Sprintf("%s\u00a0%d", p.style.alone[t.Month()-1], t.Year())
}

// Time is the time of day: 14:05.
func (p *Printer) Time(t time.Time) string { return t.In(p.loc).Format("15:04") }

// DateTime is both: 22 листопада 2026, 14:05.
func (p *Printer) DateTime(t time.Time) string { return p.Date(t) + ", " + p.Time(t) }

var (
	matcher = language.NewMatcher([]language.Tag{language.Ukrainian, language.English})
	// longestHeader is more than any browser sends; what is longer is cut, as parsing takes time.
	longestHeader = 512
)

// Negotiate chooses the language for an Accept-Language header (RFC 9110, 12.5.4), or for one language tag: uk or en. A
// header that asks for neither, or cannot be read, gets the default, uk.
func Negotiate(acceptLanguage string) string {
	if len(acceptLanguage) > longestHeader {
		acceptLanguage = acceptLanguage[:longestHeader]
	}
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return languages[0]
	}
	_, i, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return languages[0]
	}
	return languages[i]
}
