package i18n

import (
	"strconv"
	"strings"
	"time"
)

// Before is the last minute before a moment, for terms that end with a day: 26 листопада 2026, 23:59 rather than 27 листопада, 00:00,
// which many take for a day more.
func (p *Printer) Before(end time.Time) string { return p.DateTime(end.Add(-time.Minute)) }

// Hundredths writes a number with two digits after the language's decimal sign: 0,85 in Ukrainian, 0.85 in English.
func (p *Printer) Hundredths(x float64) string {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	if p.texts.lang == "uk" {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}
