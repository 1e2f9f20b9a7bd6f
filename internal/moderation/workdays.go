package moderation

import "time"

// mediaLawDays is within how many working days access is to be restricted after a complaint (law of Ukraine "On Media", Art. 117(4)).
const mediaLawDays = 3

// Workdays is the working-day calendar of Ukraine. Under martial law holidays are working days (law 2136-IX, Art. 6(6)): then Saturdays and
// Sundays alone are off, which makes every term the shorter.
type Workdays struct {
	Zone    *time.Location // nil: UTC
	Martial bool           // martial law is in force
}

// holidays are those with a date of their own (Labour Code, Art. 73).
var holidays = map[[2]int]bool{
	{1, 1}: true, {3, 8}: true, {5, 1}: true, {5, 8}: true, {6, 28}: true, {7, 15}: true, {8, 24}: true, {10, 1}: true, {12, 25}: true,
}

// After gives the end of the n-th working day after the day of t: midnight by the calendar's zone.
func (w Workdays) After(t time.Time, n int) time.Time {
	zone := w.Zone
	if zone == nil {
		zone = time.UTC
	}
	year, month, day := t.In(zone).Date()
	for n > 0 {
		day++
		if w.working(time.Date(year, month, day, 12, 0, 0, 0, time.UTC)) {
			n--
		}
	}
	return time.Date(year, month, day+1, 0, 0, 0, 0, zone)
}

// working reports whether people work on a day. Outside martial law a holiday on a weekend moves to the next working day (Art. 67).
func (w Workdays) working(day time.Time) bool {
	if w.Martial || weekend(day) {
		return !weekend(day)
	}
	moved, off := 0, false // holidays of weekends that are still to be given, from a fortnight before
	for at := day.AddDate(0, 0, -14); !at.After(day); at = at.AddDate(0, 0, 1) {
		switch off = weekend(at) || holiday(at); {
		case weekend(at) && holiday(at):
			moved++
		case !off && moved > 0:
			moved--
			off = true
		}
	}
	return !off
}

func weekend(day time.Time) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

func holiday(day time.Time) bool {
	if holidays[[2]int{int(day.Month()), day.Day()}] {
		return true
	}
	days := int(day.Sub(easter(day.Year())).Hours() / 24)
	return days == 0 && day.YearDay() == easter(day.Year()).YearDay() || days == 49 // Easter and Trinity
}

// easter gives the Orthodox Easter Sunday of a year, at noon (Meeus' Julian algorithm, in the Gregorian calendar).
func easter(year int) time.Time {
	d := (19*(year%19) + 15) % 30
	e := (2*(year%4) + 4*(year%7) - d + 34) % 7
	month, day := (d+e+114)/31, (d+e+114)%31+1
	return time.Date(year, time.Month(month), day+year/100-year/400-2, 12, 0, 0, 0, time.UTC)
}
