package discussion_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/store"
)

func TestMuting(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		me := k.Readers[0]
		stranger := open(t, k.db, rozmova.ThreadSettings{}).Readers[0] // of another site
		mute := func(r *rozmova.Reader, other rozmova.ID[rozmova.Reader]) error {
			who, err := k.desk.Mute(t.Context(), r, other)
			if (who != nil) != (err == nil) || who != nil && who.ID != other {
				t.Errorf("muting gives %v, %v", who, err)
			}
			return err
		}
		refused(t, "not signed in", mute(nil, me.ID), rozmova.Unauthenticated, "sign_in.needed")
		refused(t, "oneself", mute(me, me.ID), rozmova.Conflict, "mute.self")
		refused(t, "nobody", mute(me, rozmova.NewID[rozmova.Reader](k.clock.Now())), rozmova.NotFound, "")
		refused(t, "a reader of another site", mute(me, stranger.ID), rozmova.NotFound, "")
		for _, r := range []*rozmova.Reader{k.Readers[1], k.Moderator, k.Readers[2], k.Readers[1]} { // the staff too; twice
			if err := mute(me, r.ID); err != nil {
				t.Errorf("mute %s: %v", r.PenName, err)
			}
		}
		names := func(r *rozmova.Reader) (list []string) {
			muted, err := k.desk.Muted(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range muted {
				list = append(list, m.PenName)
			}
			return list
		}
		if got, want := names(me), []string{k.Readers[2].PenName, k.Moderator.PenName, k.Readers[1].PenName}; !slices.Equal(got, want) {
			t.Errorf("muted %q, want %q", got, want)
		}
		if got := names(k.Readers[1]); got != nil {
			t.Errorf("who was muted has muted %q", got)
		}
		for range 2 {
			if who, err := k.desk.Unmute(t.Context(), me, k.Moderator.ID); err != nil || who.ID != k.Moderator.ID {
				t.Errorf("unmute: %v, %v", who, err)
			}
		}
		if got, want := names(me), []string{k.Readers[2].PenName, k.Readers[1].PenName}; !slices.Equal(got, want) {
			t.Errorf("muted %q, want %q", got, want)
		}
		_, err := k.desk.Unmute(t.Context(), nil, me.ID)
		refused(t, "unmute, not signed in", err, rozmova.Unauthenticated, "sign_in.needed")
		_, err = k.desk.Muted(t.Context(), nil)
		refused(t, "muted by nobody", err, rozmova.Unauthenticated, "sign_in.needed")
		if r, err := k.desk.Reader(t.Context(), me.ID); err != nil || r.PenName != me.PenName {
			t.Errorf("reader: %v, %v", r, err)
		}
		_, err = k.desk.Reader(t.Context(), stranger.ID)
		refused(t, "a reader of another site", err, rozmova.NotFound, "")
	})
}

// TestMutingHasAnEnd: every page that a reader opens asks for all whom the reader muted.
func TestMutingHasAnEnd(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		me := k.Readers[0]
		err := k.db.Update(t.Context(), func(tx *store.Tx) error {
			for i := range discussion.MaxMuted {
				name := fmt.Sprint("голос", i)
				r := &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](k.clock.Now()), Site: k.Site.ID, PenName: name, Locale: "uk", Joined: k.clock.Now()}
				if err := tx.AddReader(r, name); err != nil {
					return err
				}
				if err := tx.Mute(me.ID, r.ID, k.clock.Now()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = k.desk.Mute(t.Context(), me, k.Readers[1].ID)
		refused(t, "one too many", err, rozmova.Conflict, "mute.too_many")
		muted, err := k.desk.Muted(t.Context(), me)
		if err != nil || len(muted) != discussion.MaxMuted {
			t.Fatalf("muted %d, %v", len(muted), err)
		}
		if _, err := k.desk.Mute(t.Context(), me, muted[0].ID); err != nil {
			t.Errorf("one of them again: %v", err)
		}
	})
}
