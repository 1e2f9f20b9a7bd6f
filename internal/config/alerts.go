package config

// Alerts is how readers are told of what concerns them.
type Alerts struct {
	DigestHour   int    `toml:"digest_hour"`    // at which daily and weekly (Monday) letters go, on the site's time: 8
	Push         bool   `toml:"push"`           // offer Web Push: true
	VAPIDKeyFile string `toml:"vapid_key_file"` // PEM; empty: vapid.pem in store.dir, made at the first start
}

func (a *Alerts) validate(add func(key, format string, args ...any)) {
	if a.DigestHour < 0 || a.DigestHour > 23 {
		add("alerts.digest_hour", "%d is not an hour from 0 to 23", a.DigestHour)
	}
}
