package config

// Law says by which rules the terms of the law run.
type Law struct {
	// MartialLaw says that martial law is in force in Ukraine: then holidays are working days, and only Saturdays and Sundays are off.
	MartialLaw bool `toml:"martial_law"` // true
}
