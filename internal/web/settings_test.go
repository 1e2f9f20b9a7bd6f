package web

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

// TestAnyLanguageStandsAlone: any of them says all that there is to say.
func TestAnyLanguageStandsAlone(t *testing.T) {
	setup, err := filled{values: map[string]string{"mode": "open"}, languages: []string{"uk", "*"}}.setup(time.UTC)
	if diff := cmp.Diff([]rozmova.Locale{rozmova.AnyLanguage}, setup.Own.Languages); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

// TestSettingsSurviveTheForm: an editor who opens the page and saves it changes nothing.
func TestSettingsSurviveTheForm(t *testing.T) {
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{o: Options{Location: kyiv}}
	for _, setup := range []discussion.Setup{
		{Mode: rozmova.Open},
		{Mode: rozmova.Closed, Own: rozmova.ThreadSettings{CloseAfterDays: rozmova.Never, Links: rozmova.Never, Nesting: rozmova.Never, Languages: []rozmova.Locale{rozmova.AnyLanguage}}},
		{Mode: rozmova.Slow, Invited: []string{"Оксана з Подолу", "Petro_K"}, Own: rozmova.ThreadSettings{
			SlowMinutes: 1440, Opens: time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC), Closes: time.Date(2026, 10, 25, 4, 0, 0, 0, time.UTC), CloseAfterDays: 14,
			Message: "Пишіть\nпо суті.", Writers: rozmova.OlderReaders, OlderThanDays: 3650, Runes: 20, Links: 100, PerMinute: 60, Nesting: rozmova.MaxNesting,
			Languages: []rozmova.Locale{"uk", "pl"},
		}},
	} {
		got, err := s.fill(&setup).setup(kyiv)
		if err != nil {
			t.Errorf("%+v: %v", setup, err)
		}
		if diff := cmp.Diff(setup, got); diff != "" {
			t.Errorf("changed by the form:\n%s", diff)
		}
	}
}
