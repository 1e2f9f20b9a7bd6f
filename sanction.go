package rozmova

import "time"

// A Sanction limits what a reader may do on a site. It rests on a Decision, has Reasons and ends by itself.
type Sanction struct {
	ID       ID[Sanction]
	Site     ID[Site]
	Reader   ID[Reader]
	Decision ID[Decision]
	Rung     Rung
	Rule     string // key of the house rule that was broken
	Starts   time.Time
	Ends     time.Time
	Read     time.Time // when a warning was read; zero: not yet
	Lifted   time.Time // when it was lifted before its end; zero: it was not
}

// InForce reports whether the sanction limits the reader at a time: a warning until it was read, the others until they end.
func (s *Sanction) InForce(at time.Time) bool {
	if !s.Lifted.IsZero() || at.Before(s.Starts) || !at.Before(s.Ends) {
		return false
	}
	return s.Rung != WarningRung || s.Read.IsZero()
}

// Rung is a step of the ladder of sanctions. Their numbers are stored.
type Rung uint8

// The rungs, the mildest first.
const (
	NoRung         Rung = 0
	WarningRung    Rung = 1 // must be read before the reader writes again
	CoolDownRung   Rung = 2 // hours without writing
	SuspensionRung Rung = 3 // days without writing, voting and reporting
	BanRung        Rung = 4 // as a suspension, for a year at most
)

var rungNames = [...]string{"none", "warning", "cool_down", "suspension", "ban"}

// String names the rung as message keys and the API do.
func (r Rung) String() string {
	if int(r) < len(rungNames) {
		return rungNames[r]
	}
	return ""
}

// Action is the decision that puts a reader on the rung; empty for NoRung.
func (r Rung) Action() Action {
	switch r {
	case WarningRung:
		return Warn
	case CoolDownRung:
		return CoolDown
	case SuspensionRung:
		return Suspend
	case BanRung:
		return Ban
	}
	return ""
}
