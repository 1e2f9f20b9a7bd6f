package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestEntries: what is written is read, found by its names in order, changed by one editor at a time, and made one with another.
func TestEntries(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 1)
		at := rozmovatest.Noon
		entry := func(kind rozmova.SourceKind, slug rozmova.Slug, name string) *rozmova.Entry {
			return &rozmova.Entry{ID: rozmova.NewID[rozmova.Entry](at), Site: s.Site.ID, Kind: kind, Slug: slug, Name: name, Created: at, Changed: at}
		}
		a, b, c := entry(rozmova.Person, "yurii-ushakov", "Юрій Ушаков"), entry(rozmova.Person, "ushakov", "Ушаков Ю."), entry(rozmova.Outlet, "holos", "Голос")
		a.Roles, a.Aliases, a.Side, a.About = []rozmova.DatedRole{{Role: "помічник президента", From: "2012"}}, []string{"Ю. Ушаков"}, "Кремль", "Дипломат"
		step(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.AddEntry(a, []string{"юрій ушаков", "ушаков", "ушакова", "ушакова"}), tx.AddEntry(b, []string{"ушаков ю", "ушаков"}), tx.AddEntry(c, []string{"голос"}))
		})
		err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.AddEntry(entry(rozmova.Person, "holos", "Інший"), nil) })
		if !errors.Is(err, rozmova.Conflict) {
			t.Errorf("a taken slug: %v", err)
		}
		names := func(list []*rozmova.Entry, err error) (out []string) {
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range list {
				out = append(out, string(e.Slug))
			}
			return out
		}
		look := func() {
			t.Helper()
			step(t, db, func(tx *store.Tx) error {
				got, err := tx.EntryBySlug(s.Site.ID, "yurii-ushakov")
				if diff := cmp.Diff(a, got); diff != "" {
					t.Errorf("read back (-want +got):\n%s", diff)
				}
				if got := names(tx.EntriesLike(s.Site.ID, "ушак", "", 9)); len(got) != 2 {
					t.Errorf("begins with ушак: %v", got)
				}
				if got := names(tx.EntriesLike(s.Site.ID, "ушак", rozmova.Outlet, 9)); len(got) != 0 {
					t.Errorf("outlets that begin with ушак: %v", got)
				}
				if got := names(tx.EntriesNamed(s.Site.ID, "ушакова")); len(got) != 1 || got[0] != "yurii-ushakov" {
					t.Errorf("ушакова: %v", got)
				}
				first := names(tx.Entries(s.Site.ID, "", nil, 2))
				rest := names(tx.Entries(s.Site.ID, "", b, 9))
				if len(first) != 2 || len(first)+len(rest) < 3 && len(rest) == 0 {
					t.Errorf("pages %v, %v", first, rest)
				}
				return err
			})
		}
		look()
		changed := *a
		changed.Name, changed.Changed = "Юрій Вікторович Ушаков", at.Add(time.Hour)
		step(t, db, func(tx *store.Tx) error {
			return tx.ChangeEntry(&changed, []string{"юрій ушаков", "ушаков", "ушакова"}, a.Changed.UnixMicro())
		})
		err = db.Update(t.Context(), func(tx *store.Tx) error { return tx.ChangeEntry(a, nil, a.Changed.UnixMicro()) })
		if !errors.Is(err, rozmova.Conflict) {
			t.Errorf("changed meanwhile: %v", err)
		}
		a = &changed
		look()
		step(t, db, func(tx *store.Tx) error { return tx.MergeEntries(b, a) })
		step(t, db, func(tx *store.Tx) error {
			for _, slug := range []rozmova.Slug{"ushakov", "yurii-ushakov"} {
				if e, err := tx.EntryBySlug(s.Site.ID, slug); err != nil || e.ID != a.ID {
					t.Errorf("%s leads to %v, %v", slug, e, err)
				}
			}
			if got := names(tx.EntriesNamed(s.Site.ID, "ушаков ю")); len(got) != 1 || got[0] != "yurii-ushakov" {
				t.Errorf("the merged one's name: %v", got)
			}
			byID, err := tx.EntriesByID([]rozmova.ID[rozmova.Entry]{a.ID, b.ID})
			if err != nil || byID[b.ID].ID != a.ID || byID[a.ID].ID != a.ID {
				t.Errorf("by ID: %v, %v", byID, err)
			}
			if got := names(tx.Entries(s.Site.ID, rozmova.Person, nil, 9)); len(got) != 1 {
				t.Errorf("persons: %v", got)
			}
			return nil
		})
	})
}

// TestTheLedger has the confirmed statements of a story that readers may see, and loses them when the story is taken back.
func TestTheLedger(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		seed := rozmovatest.SeedStore(t, db, 1)
		at := rozmovatest.Noon
		who := &rozmova.Entry{ID: rozmova.NewID[rozmova.Entry](at), Site: seed.Site.ID, Kind: rozmova.Person, Slug: "who", Name: "Хто", Created: at, Changed: at}
		via := &rozmova.Entry{ID: rozmova.NewID[rozmova.Entry](at), Site: seed.Site.ID, Kind: rozmova.Outlet, Slug: "via", Name: "Через", Created: at, Changed: at}
		step(t, db, func(tx *store.Tx) error { return errors.Join(tx.AddEntry(who, nil), tx.AddEntry(via, nil)) })
		revise := func(change func(s *rozmova.Story)) {
			t.Helper()
			step(t, db, func(tx *store.Tx) error {
				s, err := tx.Story(seed.Story.ID)
				if err != nil {
					return err
				}
				s.Revision++
				change(s)
				return tx.ReviseStory(s, seed.Moderator.ID)
			})
		}
		counts := func() (a, b int) {
			step(t, db, func(tx *store.Tx) error {
				n, err := tx.CountSaid([]rozmova.ID[rozmova.Entry]{who.ID, via.ID})
				a, b = n[who.ID], n[via.ID]
				rows, err2 := tx.SaidIn(who.ID, store.Cursor[rozmova.Story]{}, 9)
				if (len(rows) > 0) != (a > 0) {
					t.Errorf("%d stories, %d statements", len(rows), a)
				}
				return errors.Join(err, err2)
			})
			return a, b
		}
		revise(func(s *rozmova.Story) {
			s.Sources = []rozmova.Source{{Key: "w", Kind: rozmova.Person, Name: "Хто", Entry: who.ID}, {Key: "v", Kind: rozmova.Outlet, Name: "Через", Entry: via.ID}, {Key: "u", Kind: rozmova.Person, Anonymous: "просив"}}
			s.Statements = []rozmova.Statement{
				{Key: "s1", Speaker: "w", Via: "v", Confirmed: true}, {Key: "s2", Speaker: "w", Confirmed: true}, {Key: "s3", Speaker: "w"},
				{Key: "s4", Speaker: "w", Confirmed: true, Record: rozmova.OffRecord}, {Key: "s5", Speaker: "w", Via: "v", Confirmed: true, Record: rozmova.Background}, {Key: "s6", Speaker: "u", Confirmed: true},
			}
		})
		if a, b := counts(); a != 2 || b != 2 {
			t.Errorf("said %d, came through %d; want 2 and 2", a, b)
		}
		revise(func(s *rozmova.Story) { s.Statements = s.Statements[:1] })
		if a, b := counts(); a != 1 || b != 1 {
			t.Errorf("after a revision %d and %d, want 1 and 1", a, b)
		}
		revise(func(s *rozmova.Story) { s.State = rozmova.RetractedNote })
		if a, b := counts(); a != 0 || b != 0 {
			t.Errorf("of a story taken back %d and %d", a, b)
		}
	})
}
