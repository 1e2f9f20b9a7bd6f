package membership_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

func TestRenaming(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		first, second := h.Readers[0], h.Readers[1]
		renamed, err := h.Rename(t.Context(), first, " Оля  Коваль ")
		if err != nil || renamed.PenName != "Оля Коваль" || first.PenName == renamed.PenName {
			t.Fatalf("rename: %+v, %v", renamed, err)
		}
		for name, reason := range map[string]string{
			"Оля Коваль": "name.taken", "оля-коваль": "name.taken", "ОЛЯ К0ВАЛЬ": "name.taken", "О\u0301ля Коваль": "name.taken",
			"Oля Коваль": "name.mixed", "<b>": "name.signs", "Редакція": "name.reserved", "Ірина модератор": "name.reserved", "ірина": "name.taken", "Іринаmод": "name.mixed",
		} {
			if _, err := h.Rename(t.Context(), second, name); reasonOf(err) != reason {
				t.Errorf("%q beside %q: %v, want %s", name, renamed.PenName, err, reason)
			}
		}
		// Two claim one name at once, in letters of two alphabets.
		var wg sync.WaitGroup
		got := make(chan error, 2)
		for r, name := range map[*rozmova.Reader]string{first: "АННА", second: "Ahha"} {
			wg.Go(func() { _, err := h.Rename(context.Background(), r, name); got <- err })
		}
		wg.Wait()
		a, b := <-got, <-got
		if (a == nil) == (b == nil) || reasonOf(errors.Join(a, b)) != "name.taken" {
			t.Errorf("two claim one name: %v and %v; want one to have it", a, b)
		}
	})
}

// TestManyClaimOneName: of many at once, exactly one has it.
func TestManyClaimOneName(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		var claimants []*rozmova.Reader
		for i := range 6 {
			r, err := h.Invite(t.Context(), string(rune('a'+i))+"@claim.example", "", "uk")
			if err != nil {
				t.Fatal(err)
			}
			claimants = append(claimants, r)
		}
		var wg sync.WaitGroup
		got := make([]error, len(claimants))
		for i, r := range claimants {
			wg.Go(func() {
				_, got[i] = h.Rename(context.Background(), r, []string{"Тарас", "ТАРАС", "тарас.", "Та-рас", "Та\u0301рас", "Т арас"}[i])
			})
		}
		wg.Wait()
		won := 0
		for _, err := range got {
			if err == nil {
				won++
			} else if reasonOf(err) != "name.taken" {
				t.Errorf("who came too late: %v, want name.taken", err)
			}
		}
		if won != 1 {
			t.Errorf("%d have the name, want one: %v", won, got)
		}
	})
}

// TestTheFirstNameIsFree: choosing one in place of the made-up name, and changing that once, is free; then a month must pass.
func TestTheFirstNameIsFree(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		r := h.Readers[0] // Читач 1
		rename := func(name, reason string) {
			t.Helper()
			got, err := h.Rename(t.Context(), r, name)
			if reason == "" && err != nil || reason != "" && reasonOf(err) != reason {
				t.Fatalf("to %q: %v, want %q", name, err, reason)
			}
			if err == nil {
				r = got
			}
		}
		names := func() (list []string) {
			t.Helper()
			former, err := h.Names(t.Context(), r, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range former {
				list = append(list, f.Name)
			}
			return list
		}
		rename("Читач 1", "")
		rename("Соломія", "")
		if got := names(); got != nil || !r.Renamed.IsZero() || !h.MayRename(r).IsZero() {
			t.Errorf("after the first choice: former names %q, renamed %v, may change from %v", got, r.Renamed, h.MayRename(r))
		}
		before := h.clock.Now()
		rename("Солоха", "")
		if next := h.MayRename(r); next.Before(before.Add(membership.KeepName)) || next.After(h.clock.Now().Add(membership.KeepName)) {
			t.Errorf("may change from %v, changed after %v", next, before)
		}
		rename("СОЛОХА", "name.too_soon") // one's own name in capitals is a change too
		_, err := h.Rename(t.Context(), r, "Інша")
		var e *rozmova.Error
		if !errors.As(err, &e) || e.Args["Date"] != h.MayRename(r) {
			t.Errorf("too soon: %v, want the date %v", err, h.MayRename(r))
		}
		rename("Солоха", "") // it is so already
		h.clock.Add(membership.KeepName - time.Second)
		rename("Інша", "name.too_soon")
		h.clock.Add(time.Second)
		rename("Інша", "")
		if got := names(); !slices.Equal(got, []string{"Солоха", "Соломія"}) {
			t.Errorf("former names: %q", got)
		}
	})
}

// TestAFormerNameIsOwned: nobody takes for a year what somebody gave up, but its owner may go back to it.
func TestAFormerNameIsOwned(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		owner, other := h.Readers[0], h.Readers[1]
		for _, name := range []string{"Мавка", "Лукаш"} {
			if _, err := h.Rename(t.Context(), owner, name); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range []string{"Мавка", "мавка", "МАВ-КА"} {
			if _, err := h.Rename(t.Context(), other, name); reasonOf(err) != "name.taken" {
				t.Errorf("%q, which was given up just now: %v", name, err)
			}
		}
		h.clock.Add(membership.KeepName)
		back, err := h.Rename(t.Context(), owner, "Мавка")
		if err != nil {
			t.Fatalf("back to one's own name: %v", err)
		}
		h.clock.Add(membership.KeepName)
		if _, err := h.Rename(t.Context(), back, "Перелесник"); err != nil {
			t.Fatal(err)
		}
		h.clock.Add(membership.OwnedName - time.Second)
		if _, err := h.Rename(t.Context(), other, "Мавка"); reasonOf(err) != "name.taken" {
			t.Errorf("a second before the year is over: %v", err)
		}
		h.clock.Add(time.Second)
		if _, err := h.Rename(t.Context(), other, "Мавка"); err != nil {
			t.Errorf("after a year: %v", err)
		}
	})
}

func TestWhoSeesFormerNames(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		r := h.Readers[0]
		for _, name := range []string{"Мавка", "Лукаш"} {
			if _, err := h.Rename(t.Context(), r, name); err != nil {
				t.Fatal(err)
			}
		}
		for _, by := range []*rozmova.Reader{r, h.Moderator} {
			if list, err := h.Names(t.Context(), by, r.ID); err != nil || len(list) != 1 || list[0].Name != "Мавка" || h.clock.Now().Sub(list[0].Until) > time.Second {
				t.Errorf("for %s: %v, %v", by.PenName, list, err)
			}
		}
		for _, by := range []*rozmova.Reader{nil, h.Readers[1]} {
			if list, err := h.Names(t.Context(), by, r.ID); !errors.Is(err, rozmova.Forbidden) || list != nil {
				t.Errorf("for somebody else: %v, %v", list, err)
			}
		}
	})
}

// TestNobodyChoosesAMadeUpName: a name like those that are made up would make the next change a first choice again.
func TestNobodyChoosesAMadeUpName(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		r := h.Readers[0] // Читач 1
		for _, name := range []string{"Читач 4441", "Reader 4441", "reader 4441", "ЧИТАЧ4441", "Reader-44 41", "Читач  7."} {
			if _, err := h.Rename(t.Context(), r, name); reasonOf(err) != "name.reserved" {
				t.Errorf("%q: %v, want name.reserved", name, err)
			}
			if _, err := h.Free(t.Context(), r, name); reasonOf(err) != "name.reserved" {
				t.Errorf("%q is free: %v, want name.reserved", name, err)
			}
		}
		if _, err := h.Free(t.Context(), r, "Читач 1"); err != nil {
			t.Errorf("the name that the reader has: %v", err)
		}
		for _, name := range []string{"Читачка 7", "Читач з 1987", "Reader"} {
			if _, err := h.Free(t.Context(), r, name); err != nil {
				t.Errorf("%q: %v", name, err)
			}
		}
	})
}

// TestStaffNamesAreKept: a reader does not pass for an editor by the name without the role in it; staff may.
func TestStaffNamesAreKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		if _, err := h.Invite(t.Context(), "danuta@example.com", "редакторка Данута Верес", "uk", rozmova.Grant{Role: rozmova.Editor}); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Данута Верес", "Данута Верес 2", "РедакторДанута"} {
			if _, err := h.Rename(t.Context(), h.Readers[0], name); reasonOf(err) != "name.reserved" {
				t.Errorf("%q: %v, want name.reserved", name, err)
			}
		}
		if _, err := h.Rename(t.Context(), h.Readers[0], "Данута"); err != nil {
			t.Errorf("the first name alone: %v", err)
		}
		if _, err := h.Rename(t.Context(), h.Moderator, "Данута Верес"); err != nil {
			t.Errorf("a moderator: %v", err)
		}
	})
}

// TestStaffHaveReservedNames: staff may be called what they are; a reader who is invited may not.
func TestStaffHaveReservedNames(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		if _, err := h.Rename(t.Context(), h.Moderator, "Редакція"); err != nil {
			t.Errorf("a moderator: %v", err)
		}
		if _, err := h.Invite(t.Context(), "a@example.com", "Головний редактор", "uk", rozmova.Grant{Role: rozmova.Editor}); err != nil {
			t.Errorf("an editor who is invited: %v", err)
		}
		if _, err := h.Invite(t.Context(), "b@example.com", "Редакторка", "uk"); reasonOf(err) != "name.reserved" {
			t.Errorf("a reader who is invited: %v", err)
		}
	})
}
