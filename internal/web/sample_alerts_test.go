package web

import (
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
)

// alertSamples are the pages of what readers are told.
var alertSamples = []sample{
	{"alerts-usual", "alerts", func(_ testing.TB, lang rozmova.Locale) any {
		f := sampleFrame(lang, "/alerts", "Сповіщення")
		f.Me = &Me{PenName: "Юрко", Alerts: 2}
		p := &AlertsPage{Frame: f, Latest: 7, Unread: true, Bounced: true, Older: "/alerts?before=3"}
		for i, k := range rozmova.AlertKinds() {
			p.Alerts = append(p.Alerts, AlertView{sampleID[rozmova.Alert](byte(i + 1)), k, "Оксана відповідає вам", sampleRef(), "Дякую, що поруч стоять обидві версії.", sampleTime, i < 2, k == rozmova.AlertDecision})
		}
		return p
	}},
	{"alerts-empty", "alerts", func(_ testing.TB, lang rozmova.Locale) any {
		return &AlertsPage{Frame: sampleFrame(lang, "/alerts", "Сповіщення")}
	}},
	{"alerts-hostile", "alerts", func(_ testing.TB, lang rozmova.Locale) any {
		return &AlertsPage{Frame: sampleFrame(lang, "/alerts", hostile), Older: "/" + hostile,
			Alerts: []AlertView{{sampleID[rozmova.Alert](1), rozmova.AlertAnswer, hostile, StoryRef{"x", hostile, "uk"}, hostile, sampleTime, true, false}}}
	}},
	{"alert-settings", "alert-settings", func(_ testing.TB, lang rozmova.Locale) any {
		p := &AlertSettingsPage{Frame: sampleFrame(lang, "/me/alerts", "Про що вас сповіщати"), Paces: []rozmova.Pace{rozmova.NoMail, rozmova.AtOnce, rozmova.Daily, rozmova.Weekly}, Hour: "08:00", Bounced: true}
		for _, k := range rozmova.AlertKinds() {
			p.Kinds = append(p.Kinds, AlertChoice{k, rozmova.DefaultAlertSettings()[k], k == rozmova.AlertDecision})
		}
		return p
	}},
	{"alert-settings-push", "alert-settings", func(_ testing.TB, lang rozmova.Locale) any {
		return &AlertSettingsPage{Frame: sampleFrame(lang, "/me/alerts", "Про що вас сповіщати"), PushPart: PushPart{Key: "BKey", Devices: []alerts.PushDevice{
			{Name: "aaa", Device: "Firefox, Android", Added: sampleTime}, {Name: "bbb", Added: sampleTime}, {Name: "ccc", Device: hostile, Added: sampleTime},
		}}}
	}},
	{"leave", "leave", func(_ testing.TB, lang rozmova.Locale) any {
		return &LeavePage{Frame: sampleFrame(lang, "/me/alerts", "Листи"), Secret: "SECRET", Kind: "answer"}
	}},
	{"leave-done", "leave", func(_ testing.TB, lang rozmova.Locale) any {
		return &LeavePage{Frame: sampleFrame(lang, "/me/alerts", "Листи"), Secret: "SECRET", Done: true}
	}},
	{"leave-unknown", "leave", func(_ testing.TB, lang rozmova.Locale) any {
		return &LeavePage{Frame: sampleFrame(lang, "/me/alerts", "Листи"), Secret: hostile, Unknown: true}
	}},
}
