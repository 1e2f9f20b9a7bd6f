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

func TestAuditRows(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 1)
		at := func(n int) time.Time { return rozmovatest.Noon.Add(time.Duration(n) * time.Minute) }
		var list []*rozmova.Audit
		step(t, db, func(tx *store.Tx) error {
			var errs []error
			for i, action := range []string{"role.granted", "policy.changed", "role.revoked", "roles.listed"} {
				a := &rozmova.Audit{ID: rozmova.NewID[rozmova.Audit](at(i)), Site: s.Site.ID, Action: action, Kind: "reader", At: at(i), Detail: map[string]string{"role": "editor"}}
				if i%2 == 0 {
					a.Actor, a.Subject = s.Moderator.ID, [16]byte(s.Readers[0].ID)
				}
				list = append(list, a)
				errs = append(errs, tx.AddAudit(a))
			}
			return errors.Join(errs...)
		})
		for name, tt := range map[string]struct {
			filter store.AuditFilter
			want   []*rozmova.Audit
		}{
			"all":     {store.AuditFilter{}, []*rozmova.Audit{list[3], list[2], list[1], list[0]}},
			"actor":   {store.AuditFilter{Actor: s.Moderator.ID}, []*rozmova.Audit{list[2], list[0]}},
			"console": {store.AuditFilter{Console: true}, []*rozmova.Audit{list[3], list[1]}},
			"area":    {store.AuditFilter{Area: "role"}, []*rozmova.Audit{list[2], list[0]}},
			"subject": {store.AuditFilter{Subject: [16]byte(s.Readers[0].ID)}, []*rozmova.Audit{list[2], list[0]}},
			"times":   {store.AuditFilter{Since: at(1), Until: at(3)}, []*rozmova.Audit{list[2], list[1]}},
			"before":  {store.AuditFilter{Before: list[2].ID}, []*rozmova.Audit{list[1], list[0]}},
			"nobody":  {store.AuditFilter{Actor: s.Readers[0].ID}, nil},
		} {
			tt.filter.Limit = 10
			err := db.View(t.Context(), func(tx *store.Tx) error {
				got, err := tx.Audits(s.Site.ID, tt.filter)
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
				areas, err2 := tx.AuditAreas(s.Site.ID)
				if diff := cmp.Diff([]string{"policy", "role", "roles"}, areas); diff != "" {
					t.Errorf("areas (-want +got):\n%s", diff)
				}
				return errors.Join(err, err2)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestSecondFactorRows(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 3)
		app := &store.Totp{Reader: s.Readers[0].ID, Secret: "JBSWY3DP", Added: rozmovatest.Noon, Step: 5, Wrong: 2, Tried: rozmovatest.Noon.Add(time.Minute)}
		step(t, db, func(tx *store.Tx) error {
			first := *app
			first.Secret = "OLD"
			return errors.Join(tx.PutTotp(&first), tx.PutTotp(app), tx.PutTotp(&store.Totp{Reader: s.Readers[1].ID, Secret: "BEGUN"}),
				tx.AddPasskey(&store.Passkey{ID: hash("key"), Reader: s.Readers[2].ID, Credential: []byte("{}"), Added: rozmovatest.Noon}))
		})
		all := []rozmova.ID[rozmova.Reader]{s.Readers[0].ID, s.Readers[1].ID, s.Readers[2].ID}
		step(t, db, func(tx *store.Tx) error {
			got, err := tx.Totp(app.Reader)
			if diff := cmp.Diff(app, got); diff != "" {
				t.Errorf("the app (-want +got):\n%s", diff)
			}
			have, err2 := tx.SecondFactors(all)
			if diff := cmp.Diff(map[rozmova.ID[rozmova.Reader]]bool{all[0]: true, all[2]: true}, have); diff != "" {
				t.Errorf("who has one (-want +got):\n%s", diff)
			}
			n, err3 := tx.DropPasskeys(all[2])
			if n != 1 {
				t.Errorf("dropped %d passkeys", n)
			}
			err4 := tx.DropTotp(app.Reader)
			if _, err := tx.Totp(app.Reader); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("a forgotten app: %v", err)
			}
			return errors.Join(err, err2, err3, err4)
		})
	})
}
