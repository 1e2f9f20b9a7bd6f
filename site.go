package rozmova

import "time"

// A Site is one title. It owns every story, thread and sanction.
type Site struct {
	ID        ID[Site]
	Name      string
	Host      string   // host and port of its addresses
	Languages []Locale // the first is the default
}

// A Rule is one house rule. A Decision cites its key and version; old versions stay readable.
type Rule struct {
	Key     string            `json:"key"`
	Version int               `json:"version"` // counts from 1
	Title   map[Locale]string `json:"title"`
	Text    map[Locale]string `json:"text"`
	Since   time.Time         `json:"since"`
}

// In gives one of the rule's texts in the wanted language or, where there is none, in any it has, Ukrainian first.
func In(texts map[Locale]string, want Locale) string {
	for _, l := range []Locale{want, "uk", "en"} {
		if s := texts[l]; s != "" {
			return s
		}
	}
	for _, s := range texts {
		return s
	}
	return ""
}
