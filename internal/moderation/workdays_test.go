package moderation_test

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova/internal/moderation"
)

func TestWorkdays(t *testing.T) {
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, from, due string
		martial         bool
	}{
		{"from a Monday", "2026-11-23 10:00", "2026-11-27 00:00", false},
		{"late on a Thursday", "2026-11-26 23:59", "2026-12-02 00:00", true},
		{"from a Saturday", "2026-11-28 12:00", "2026-12-03 00:00", true},
		{"over Christmas", "2025-12-23 09:00", "2025-12-30 00:00", false},
		{"over Christmas under martial law", "2025-12-23 09:00", "2025-12-27 00:00", true},
		{"Easter Sunday gives the Monday", "2026-04-10 09:00", "2026-04-17 00:00", false}, // Easter on 12 April
		{"Trinity gives the Monday", "2026-05-29 09:00", "2026-06-05 00:00", false},       // on 31 May
		{"over the change of the clocks", "2026-03-27 09:00", "2026-04-02 00:00", true},
		{"8 March on a Sunday", "2026-03-06 09:00", "2026-03-13 00:00", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			from, _ := time.ParseInLocation("2006-01-02 15:04", tt.from, kyiv)
			due := moderation.Workdays{Zone: kyiv, Martial: tt.martial}.After(from, 3)
			if got := due.In(kyiv).Format("2006-01-02 15:04"); got != tt.due {
				t.Errorf("three working days after %s end %s, want %s", tt.from, got, tt.due)
			}
		})
	}
}
