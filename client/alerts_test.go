package client_test

import (
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/client"
	"github.com/rozmova/rozmova/internal/store"
)

// TestAlerts: somebody answers, the author is told, reads it, and chooses other channels.
func TestAlerts(t *testing.T) {
	s := serve(t)
	ctx := t.Context()
	mine, theirs := client.New(s.URL, s.token, nil), client.New(s.URL, s.other, nil)
	asked, err := mine.Post(ctx, s.seed.Thread, client.Draft{Body: "Питання"})
	if err != nil {
		t.Fatal(err)
	}
	answered, err := theirs.Post(ctx, s.seed.Thread, client.Draft{Body: "Відповідь", Parent: asked.ID})
	if err != nil {
		t.Fatal(err)
	}
	var events []rozmova.Event
	if err := s.db.View(ctx, func(tx *store.Tx) (err error) { events, err = tx.Events(0, 100); return err }); err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if err := s.db.Update(ctx, func(tx *store.Tx) error { return s.alerts.Take(tx, e) }); err != nil {
			t.Fatal(err)
		}
	}
	page, err := mine.Alerts(ctx, 0, 10)
	if err != nil || len(page.Alerts) != 1 || page.Unread != 1 {
		t.Fatalf("%+v, %v: want one", page, err)
	}
	if a := page.Alerts[0]; a.Kind != rozmova.AlertAnswer || a.Comment != answered.ID || a.Excerpt != "Відповідь" || a.Actor != s.seed.Readers[1].ID || a.Read {
		t.Errorf("told %+v", a)
	}
	if left, err := mine.MarkAlertsRead(ctx, page.Alerts[0].Seq); err != nil || left != 0 {
		t.Errorf("%d are left, %v", left, err)
	}
	if page, err = mine.Alerts(ctx, 0, 10); err != nil || !page.Alerts[0].Read {
		t.Errorf("it is not read: %+v, %v", page, err)
	}
	if page, err = theirs.Alerts(ctx, 0, 10); err != nil || len(page.Alerts) != 0 {
		t.Errorf("who answered is told %+v, %v", page, err)
	}
	want := rozmova.AlertSetting{Page: true, Mail: rozmova.Weekly}
	got, err := mine.SetAlertSettings(ctx, rozmova.AlertSettings{rozmova.AlertAnswer: want, rozmova.AlertDecision: {Mail: rozmova.NoMail}})
	if err != nil || got[rozmova.AlertAnswer] != want || got[rozmova.AlertDecision].Mail != rozmova.AtOnce || len(got) != len(rozmova.AlertKinds()) {
		t.Errorf("set: %v, %v", got, err)
	}
	if again, err := mine.AlertSettings(ctx); err != nil || again[rozmova.AlertAnswer] != want {
		t.Errorf("kept: %v, %v", again, err)
	}
}
