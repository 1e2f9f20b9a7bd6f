package newsroom_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

const quoted = `---
slug: rozmova-pro-mist
sources:
  - {key: a, kind: person, name: Юрій Ушаков, role: помічник президента}
  - {key: b, kind: outlet, name: Голос Америки, link: "https://voa.example/a/1"}
  - {key: c, kind: person, anonymous: "просив не називати"}
statements:
  - {key: s1, speaker: a, via: b, mode: indirect, quote: "міст відкриють у травні"}
  - {key: s2, speaker: c, mode: indirect, quote: "грошей немає"}
---
# Розмова про міст

Ушаков сказав, що міст відкриють у травні. Посадовець зауважив, що грошей немає.
`

// TestSourcesEnterTheRegister: publishing puts named sources into it once, keeps the unnamed out, and the ledger tells what they said.
func TestSourcesEnterTheRegister(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r, ctx := newRoom(t, db), context.Background()
		r.publish(quoted, newsroom.PublishOptions{})
		list, _, err := r.Entries(ctx, "", "", "", 10)
		if err != nil || len(list) != 2 {
			t.Fatalf("the register has %d entries, %v; want 2", len(list), err)
		}
		who, err := r.Entry(ctx, "yurii-ushakov")
		if err != nil || who.Name != "Юрій Ушаков" || who.RoleAt(r.now) != "помічник президента" {
			t.Fatalf("the person: %+v, %v", who, err)
		}
		said, next, err := r.Said(ctx, who, "", 10)
		if err != nil || next != "" || len(said) != 1 || len(said[0].Statements) != 1 || said[0].Statements[0].Key != "s1" {
			t.Errorf("said: %+v, %q, %v", said, next, err)
		}
		outlet, err := r.Entry(ctx, "holos-ameryky")
		if err != nil || outlet.Link != "https://voa.example/" {
			t.Errorf("the outlet: %+v, %v", outlet, err)
		}
		for _, form := range []string{"Ушакова", "Юрієм Ушаковим", "yurii ushakov"} {
			if e, err := r.Resolve(ctx, form, rozmova.Person); err != nil || e == nil || e.ID != who.ID {
				t.Errorf("%s is %v, %v", form, e, err)
			}
		}
		// The same again is no revision and no entry more.
		p := r.publish(quoted, newsroom.PublishOptions{Replace: true})
		if p.Changed || p.Story.SourceByKey("a").Entry != who.ID || !p.Story.SourceByKey("c").Entry.IsZero() {
			t.Errorf("published again: changed %t, sources %+v", p.Changed, p.Story.Sources)
		}
		known, err := r.Register(ctx, nil)
		if err != nil || len(known) != 2 {
			t.Errorf("the finder is told of %v, %v", known, err)
		}
	})
}

// TestTheRegisterIsKept: by editors, one at a time; two of one name are told apart, and made one.
func TestTheRegisterIsKept(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r, ctx := newRoom(t, db), context.Background()
		r.publish(quoted, newsroom.PublishOptions{})
		editor := &rozmova.Reader{ID: r.seed.Moderator.ID, Site: r.seed.Site.ID, Grants: []rozmova.Grant{{Role: rozmova.Editor}}}
		reason := func(err error) string {
			var e *rozmova.Error
			if !errors.As(err, &e) {
				return ""
			}
			return e.Reason
		}
		if err := r.AddEntry(ctx, r.seed.Readers[0], &rozmova.Entry{Kind: rozmova.Person, Name: "Хтось"}); reason(err) != "role.editor_needed" {
			t.Errorf("a reader adds: %v", err)
		}
		for _, wrong := range []struct {
			e    rozmova.Entry
			want string
		}{
			{rozmova.Entry{Kind: rozmova.Person}, "register.name_missing"}, {rozmova.Entry{Kind: "ghost", Name: "Дух"}, "register.kind"},
			{rozmova.Entry{Kind: rozmova.Outlet, Name: "Видання", Link: "javascript:alert(1)"}, "register.link"},
			{rozmova.Entry{Kind: rozmova.Person, Name: "Юрій Ушаков"}, "register.known"},
			{rozmova.Entry{Kind: rozmova.Person, Name: "А Б", Roles: []rozmova.DatedRole{{Role: "мер", From: "торік"}}}, "register.date"},
		} {
			if err := r.AddEntry(ctx, editor, &wrong.e); reason(err) != wrong.want {
				t.Errorf("%+v: %v, want %s", wrong.e, err, wrong.want)
			}
		}
		twin := &rozmova.Entry{Kind: rozmova.Person, Name: "Юрко Ушаков"}
		if err := r.AddEntry(ctx, editor, twin); err != nil {
			t.Fatal(err)
		}
		if e, err := r.Resolve(ctx, "Ушакова", ""); e != nil || err != nil {
			t.Errorf("two may be meant, and it is %v, %v", e, err)
		}
		who, _ := r.Entry(ctx, "yurii-ushakov")
		seen := *who
		r.now = r.now.Add(time.Minute)
		who.Side, who.Roles = "Кремль", []rozmova.DatedRole{{Role: "посол", Until: "2008"}, {Role: "помічник", From: "2012"}}
		if err := r.ChangeEntry(ctx, editor, who); err != nil {
			t.Fatal(err)
		}
		if err := r.ChangeEntry(ctx, editor, &seen); reason(err) != "register.changed" {
			t.Errorf("changed over another's change: %v", err)
		}
		known, err := r.Register(ctx, []rozmova.Side{{Key: "k", Name: "кремль"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range known {
			if k.Name == "Юрій Ушаков" && (k.Side != "k" || k.Role != "помічник") {
				t.Errorf("the finder is told %+v", k)
			}
		}
		if err := r.MergeEntries(ctx, editor, twin.ID, who.ID); err != nil {
			t.Fatal(err)
		}
		if e, err := r.Entry(ctx, twin.Slug); err != nil || e.ID != who.ID {
			t.Errorf("the merged one's address leads to %v, %v", e, err)
		}
		if e, err := r.Resolve(ctx, "Ушакову", ""); err != nil || e == nil || e.ID != who.ID {
			t.Errorf("one may be meant now, and it is %v, %v", e, err)
		}
		found, err := r.FindEntries(ctx, editor, "юрко", "", 5)
		if err != nil || len(found) != 1 || found[0].ID != who.ID {
			t.Errorf("found by the merged one's name: %v, %v", found, err)
		}
	})
}

// TestUnnamedShares: of two statements one has a speaker who is not named.
func TestUnnamedShares(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r, ctx := newRoom(t, db), context.Background()
		r.publish(quoted, newsroom.PublishOptions{})
		editor := &rozmova.Reader{Site: r.seed.Site.ID, Grants: []rozmova.Grant{{Role: rozmova.Editor}}}
		shares, err := r.Unnamed(ctx, editor, r.now.Add(-time.Hour))
		if err != nil || len(shares) != 1 || shares[0].Statements != 2 || shares[0].Unnamed != 1 || len(shares[0].Reasons) != 1 {
			t.Errorf("shares %+v, %v", shares, err)
		}
		if shares, err := r.Unnamed(ctx, editor, r.now.Add(time.Hour)); err != nil || len(shares) != 0 {
			t.Errorf("since later: %+v, %v", shares, err)
		}
		if _, err := r.Unnamed(ctx, r.seed.Readers[0], r.now); !errors.Is(err, rozmova.Forbidden) {
			t.Errorf("a reader: %v", err)
		}
	})
}

// TestAStoreFromBeforeIsEnrolled once.
func TestAStoreFromBeforeIsEnrolled(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r, ctx := newRoom(t, db), context.Background()
		p := r.publish(quoted, newsroom.PublishOptions{})
		err := db.Update(ctx, func(tx *store.Tx) error { // as it was without a register
			s, err := tx.Story(p.Story.ID)
			if err != nil {
				return err
			}
			for i := range s.Sources {
				s.Sources[i].Entry = rozmova.ID[rozmova.Entry]{}
			}
			return tx.EnterStory(s)
		})
		if err != nil {
			t.Fatal(err)
		}
		if who, err := r.Entry(ctx, "yurii-ushakov"); err != nil {
			t.Fatal(err)
		} else if said, _, err := r.Said(ctx, who, "", 5); err != nil || len(said) != 0 {
			t.Fatalf("before it: said %v, %v", said, err)
		}
		for range 2 {
			if err := r.Enrol(ctx); err != nil {
				t.Fatal(err)
			}
		}
		who, err := r.Entry(ctx, "yurii-ushakov")
		if err != nil {
			t.Fatal(err)
		}
		if said, _, err := r.Said(ctx, who, "", 5); err != nil || len(said) != 1 {
			t.Errorf("said %v, %v", said, err)
		}
		if again, err := r.Read(ctx, p.Story.Slug); err != nil || again.Story.Revision != p.Story.Revision {
			t.Errorf("the story has another revision, %v", err)
		}
	})
}
