package config

// Retention says for how many days what is personal is kept. A kind whose time is over goes at night.
type Retention struct {
	Origins     int `toml:"origins"`      // keyed hashes of networks: 7, and not more
	Notifiers   int `toml:"notifiers"`    // name and address of who sent a notice, after its outcome: 190; not before the time for an appeal is over
	RemovedText int `toml:"removed_text"` // words of removed comments, after the last decision: 365; not before the time for an appeal is over
	Cases       int `toml:"cases"`        // what notices and appeals say, after their outcome: 1095
	Nudges      int `toml:"nudges"`       // that somebody was asked to say it another way: 400
	Signals     int `toml:"signals"`      // evidence of abuse by numbers, after it was closed: 180
	Notes       int `toml:"notes"`        // moderators' notes: 1095
	Audit       int `toml:"audit"`        // what staff did: 1095
	Letters     int `toml:"letters"`      // that a letter was sent: 90
}

func (r *Retention) fill() {
	def(&r.Origins, 7)
	def(&r.Notifiers, 190)
	def(&r.RemovedText, 365)
	def(&r.Cases, 1095)
	def(&r.Nudges, 400)
	def(&r.Signals, 180)
	def(&r.Notes, 1095)
	def(&r.Audit, 1095)
	def(&r.Letters, 90)
}

func (r *Retention) validate(add func(key, format string, args ...any)) {
	for _, kind := range []struct {
		key             string
		days, low, high int
	}{
		{"origins", r.Origins, 1, 7},
		{"notifiers", r.Notifiers, 184, 3650},
		{"removed_text", r.RemovedText, 184, 3650},
		{"cases", r.Cases, 184, 3650},
		{"nudges", r.Nudges, 7, 3650},
		{"signals", r.Signals, 7, 3650},
		{"notes", r.Notes, 7, 3650},
		{"audit", r.Audit, 30, 3650},
		{"letters", r.Letters, 7, 3650},
	} {
		if kind.days < kind.low || kind.days > kind.high {
			add("retention."+kind.key, "%d is not between %d and %d days", kind.days, kind.low, kind.high)
		}
	}
}
