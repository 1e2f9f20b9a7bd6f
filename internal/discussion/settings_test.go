package discussion_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/rozmovatest"
)

func TestConfiguring(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		ctx, editor := t.Context(), k.editor(k.Story.Section)
		standard := discussion.Standard()
		standard.PerMinute = 1 << 20
		got, err := k.desk.Settings(ctx, editor, k.Thread)
		if diff := cmp.Diff(&discussion.Setup{Mode: rozmova.Open, Beneath: standard}, got); err != nil || diff != "" {
			t.Fatalf("at first: %v\n%s", err, diff)
		}
		setup := discussion.Setup{
			Mode: rozmova.Slow, Invited: []string{" @читач  2", "Читач 1", "", "Читач 2"},
			Own: rozmova.ThreadSettings{
				SlowMinutes: 1440, Opens: rozmovatest.Noon, Closes: rozmovatest.Noon.AddDate(0, 1, 0).In(time.FixedZone("", 7200)), CloseAfterDays: rozmova.Never,
				Message: " Пишіть\r\nпро міст.\u202e\n", Writers: rozmova.Invited, OlderThanDays: 3650, Runes: 10_000, Links: rozmova.Never, PerMinute: 60,
				Nesting: rozmova.MaxNesting, Languages: []rozmova.Locale{"uk", "crh"},
			},
		}
		if err := k.desk.Configure(ctx, editor, k.Thread, setup); err != nil {
			t.Fatal(err)
		}
		setup.Own.Closes, setup.Own.Message, setup.Invited, setup.Beneath = setup.Own.Closes.UTC(), "Пишіть\nпро міст.", []string{"Читач 1", "Читач 2"}, standard
		got, err = k.desk.Settings(ctx, editor, k.Thread)
		if diff := cmp.Diff(&setup, got); err != nil || diff != "" {
			t.Errorf("configured: %v\n%s", err, diff)
		}
		thread, _, err := k.desk.Thread(ctx, k.Thread)
		if err != nil || thread.Mode != rozmova.Slow || thread.Settings.SlowMinutes != 1440 {
			t.Errorf("the thread: %+v, %v", thread, err)
		}
		if err := k.db.Settled(ctx); err != nil {
			t.Fatal(err)
		}
		events, err := k.desk.Events(ctx, k.Thread, 0, 10)
		if last := events[len(events)-1]; err != nil || last.Kind != rozmova.ThreadChanged || last.Actor != editor.ID || thread.Seq != last.Seq {
			t.Errorf("the log ends with %+v, %v; the thread is at %d", last, err, thread.Seq)
		}
		if err := k.desk.Configure(ctx, editor, k.Thread, discussion.Setup{Mode: rozmova.Open}); err != nil { // back to what lies beneath
			t.Fatal(err)
		}
		got, err = k.desk.Settings(ctx, editor, k.Thread)
		if diff := cmp.Diff(&discussion.Setup{Mode: rozmova.Open, Beneath: standard}, got); err != nil || diff != "" {
			t.Errorf("configured back: %v\n%s", err, diff)
		}
	})
}

func TestConfiguringRefusals(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		ctx, editor := t.Context(), k.editor(k.Story.Section)
		fine := discussion.Setup{Mode: rozmova.Premoderated}
		nowhere := rozmova.NewID[rozmova.Thread](k.clock.Now())
		for what, r := range map[string]*rozmova.Reader{"a reader": k.Readers[0], "a moderator": k.Moderator, "an editor of another section": k.editor("sport")} {
			refused(t, what, k.desk.Configure(ctx, r, k.Thread, fine), rozmova.Forbidden, "role.editor_needed")
			_, err := k.desk.Settings(ctx, r, k.Thread)
			refused(t, what, err, rozmova.Forbidden, "role.editor_needed")
		}
		refused(t, "not signed in", k.desk.Configure(ctx, nil, k.Thread, fine), rozmova.Unauthenticated, "sign_in.needed")
		_, err := k.desk.Settings(ctx, nil, k.Thread)
		refused(t, "not signed in", err, rozmova.Unauthenticated, "sign_in.needed")
		refused(t, "no thread", k.desk.Configure(ctx, editor, nowhere, fine), rozmova.NotFound, "thread.missing")

		type set = rozmova.ThreadSettings
		year := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
		for _, tt := range []struct {
			fields string
			setup  discussion.Setup
		}{
			{"mode", discussion.Setup{}},
			{"mode", discussion.Setup{Mode: 5}},
			{"slow_minutes", discussion.Setup{Mode: rozmova.Slow, Own: set{SlowMinutes: 1441}}},
			{"slow_minutes", discussion.Setup{Mode: rozmova.Slow, Own: set{SlowMinutes: rozmova.Never}}},
			{"close_after_days", discussion.Setup{Mode: rozmova.Open, Own: set{CloseAfterDays: 3651}}},
			{"older_than_days", discussion.Setup{Mode: rozmova.Open, Own: set{OlderThanDays: -1}}},
			{"runes", discussion.Setup{Mode: rozmova.Open, Own: set{Runes: 19}}},
			{"runes", discussion.Setup{Mode: rozmova.Open, Own: set{Runes: 10_001}}},
			{"links", discussion.Setup{Mode: rozmova.Open, Own: set{Links: -2}}},
			{"per_minute", discussion.Setup{Mode: rozmova.Open, Own: set{PerMinute: 61}}},
			{"nesting", discussion.Setup{Mode: rozmova.Open, Own: set{Nesting: rozmova.MaxNesting + 1}}},
			{"opens", discussion.Setup{Mode: rozmova.Open, Own: set{Opens: year(1999)}}},
			{"closes", discussion.Setup{Mode: rozmova.Open, Own: set{Closes: year(10_000)}}},
			{"closes", discussion.Setup{Mode: rozmova.Open, Own: set{Opens: year(2030), Closes: year(2030)}}},
			{"message", discussion.Setup{Mode: rozmova.Open, Own: set{Message: strings.Repeat("ї", discussion.MaxMessage+1)}}},
			{"message", discussion.Setup{Mode: rozmova.Open, Own: set{Message: "\xff"}}},
			{"writers", discussion.Setup{Mode: rozmova.Open, Own: set{Writers: "friends"}}},
			{"languages", discussion.Setup{Mode: rozmova.Open, Own: set{Languages: []rozmova.Locale{"uk", "*"}}}},
			{"languages", discussion.Setup{Mode: rozmova.Open, Own: set{Languages: []rozmova.Locale{"uk", "uk"}}}},
			{"languages", discussion.Setup{Mode: rozmova.Open, Own: set{Languages: []rozmova.Locale{"українська"}}}},
			{"languages", discussion.Setup{Mode: rozmova.Open, Own: set{Languages: []rozmova.Locale{""}}}},
			{"invited", discussion.Setup{Mode: rozmova.Open, Invited: []string{"Читач 1", "Ніхто"}}},
			{"invited", discussion.Setup{Mode: rozmova.Open, Invited: []string{"%", "..."}}},
			{"invited", discussion.Setup{Mode: rozmova.Open, Invited: []string{"\xff"}}},
			{"invited", discussion.Setup{Mode: rozmova.Open, Invited: slices.Repeat([]string{"Читач 1"}, discussion.MaxInvited+1)}},
			{"invited mode runes writers", discussion.Setup{Own: set{Runes: 1, Writers: "?"}, Invited: []string{"Ніхто"}}},
		} {
			err := k.desk.Configure(ctx, editor, k.Thread, tt.setup)
			var fields []string
			if list, ok := err.(interface{ Unwrap() []error }); ok {
				for _, err := range list.Unwrap() {
					var e *rozmova.Error
					if errors.As(err, &e) && e.Kind == rozmova.Invalid {
						fields = append(fields, e.Field)
					}
				}
			}
			slices.Sort(fields)
			if got := strings.Join(fields, " "); got != tt.fields || !errors.Is(err, rozmova.Invalid) {
				t.Errorf("%+v: %v, names %q, want %q", tt.setup, err, got, tt.fields)
			}
		}
		if thread, _, err := k.desk.Thread(ctx, k.Thread); err != nil || thread.Mode != rozmova.Open || !cmp.Equal(thread.Settings, set{}) {
			t.Errorf("what was refused changed the thread: %+v, %v", thread, err)
		}
	})
}
