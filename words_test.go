package rozmova_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/rozmova/rozmova"
)

// TestMoves writes the table of docs/design.md out once more and tries every pair of states with every move.
func TestMoves(t *testing.T) {
	const (
		pending, published, held, removed, withdrawn, erased = rozmova.Pending, rozmova.Published, rozmova.Held, rozmova.Removed, rozmova.Withdrawn, rozmova.Erased
	)
	type move struct {
		why      rozmova.Move
		from, to rozmova.CommentState
	}
	want := map[move]bool{
		{rozmova.ByDecision, pending, published}: true, {rozmova.ByDecision, pending, held}: true, {rozmova.ByDecision, pending, removed}: true,
		{rozmova.ByDecision, held, published}: true, {rozmova.ByDecision, held, removed}: true,
		{rozmova.ByDecision, published, held}: true, {rozmova.ByDecision, published, removed}: true,
		{rozmova.ByDecision, removed, published}: true, {rozmova.ByDecision, removed, held}: true,
		{rozmova.ByResubmission, held, pending}: true, {rozmova.ByResubmission, removed, pending}: true,
		{rozmova.ByAuthor, pending, withdrawn}: true, {rozmova.ByAuthor, held, withdrawn}: true, {rozmova.ByAuthor, published, withdrawn}: true,
		{rozmova.ByErasure, pending, erased}: true, {rozmova.ByErasure, published, erased}: true, {rozmova.ByErasure, held, erased}: true,
		{rozmova.ByErasure, removed, erased}: true, {rozmova.ByErasure, withdrawn, erased}: true,
		{rozmova.ByUndoing, published, pending}: true, {rozmova.ByUndoing, published, held}: true, {rozmova.ByUndoing, published, removed}: true,
		{rozmova.ByUndoing, held, pending}: true, {rozmova.ByUndoing, held, published}: true, {rozmova.ByUndoing, held, removed}: true,
		{rozmova.ByUndoing, removed, pending}: true, {rozmova.ByUndoing, removed, published}: true, {rozmova.ByUndoing, removed, held}: true,
	}
	for why := rozmova.Move(0); why < 6; why++ {
		for from := rozmova.CommentState(0); from < 9; from++ { // numbers that mean nothing, too
			for to := rozmova.CommentState(0); to < 9; to++ {
				err := from.Move(why, to)
				if may := want[move{why, from, to}]; may != (err == nil) {
					t.Errorf("move %d from %v to %v: %v, allowed: %v", why, from, to, err, may)
				}
				if err != nil && !errors.Is(err, rozmova.Conflict) {
					t.Errorf("move %d from %v to %v is refused as %v, want a Conflict", why, from, to, err)
				}
			}
		}
	}
}

func TestActionsLeadWhereTheTableAllows(t *testing.T) {
	for _, tt := range []struct {
		action    rozmova.Action
		to        rozmova.CommentState
		moves     bool
		restricts bool
	}{
		{rozmova.Publish, rozmova.Published, true, false},
		{rozmova.Restore, rozmova.Published, true, false},
		{rozmova.Hold, rozmova.Held, true, true},
		{rozmova.Remove, rozmova.Removed, true, true},
		{rozmova.Keep, 0, false, false},
		{"label", 0, false, false},
		{"", 0, false, false},
	} {
		to, moves := tt.action.To()
		if to != tt.to || moves != tt.moves || tt.action.Restricts() != tt.restricts {
			t.Errorf("%q: to %v, moves %v, restricts %v; want %v, %v, %v", tt.action, to, moves, tt.action.Restricts(), tt.to, tt.moves, tt.restricts)
		}
	}
}

func TestSlugs(t *testing.T) {
	form := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	for s, want := range map[rozmova.Slug]bool{
		"a": true, "old-bridge": true, "2026": true, rozmova.Slug(strings.Repeat("a", 80)): true, rozmova.Slug(strings.Repeat("a", 81)): false,
		"": false, "-a": false, "a-": false, "a--b": false, "A": false, "a_b": false, "a/b": false, "..": false, "міст": false, "a b": false, "a\n": false, "-": false,
	} {
		if s.Valid() != want {
			t.Errorf("%q: valid %v, want %v", s, s.Valid(), want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("ab09-A_ї")), 0, 100, -1).Draw(t, "slug")
		if want := len(s) <= 80 && form.MatchString(s); rozmova.Slug(s).Valid() != want {
			t.Errorf("%q: valid %v, want %v", s, !want, want)
		}
	})
}

func TestErrorsTellTheirKind(t *testing.T) {
	beneath := errors.New("beneath")
	for kind := rozmova.Invalid; kind <= rozmova.Unavailable; kind++ {
		e := &rozmova.Error{Kind: kind, Reason: "a.reason", Field: "body", Err: beneath}
		wrapped := fmt.Errorf("post: %w", fmt.Errorf("read: %w", e))
		for other := rozmova.Invalid; other <= rozmova.Unavailable; other++ {
			if errors.Is(wrapped, other) != (other == kind) {
				t.Errorf("an error of kind %v is %v: %v", kind, other, other != kind)
			}
		}
		if !errors.Is(wrapped, beneath) {
			t.Errorf("%v hides what lies beneath", wrapped)
		}
		if got, want := e.Error(), kind.Error()+": a.reason (body): beneath"; got != want || kind.Error() == "" {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestRoles(t *testing.T) {
	in := func(role rozmova.Role, section rozmova.Slug) *rozmova.Reader {
		return &rozmova.Reader{Grants: []rozmova.Grant{{Role: role, Section: section}}}
	}
	const mod, ed, admin = rozmova.Moderator, rozmova.Editor, rozmova.Admin
	for _, tt := range []struct {
		who         string
		reader      *rozmova.Reader
		role        rozmova.Role
		section     rozmova.Slug
		has, hasFor bool
	}{
		{"nobody", nil, mod, "", false, false},
		{"nobody", nil, mod, "sport", false, false},
		{"a reader", &rozmova.Reader{}, mod, "", false, false},
		{"moderator of all", in(mod, ""), mod, "", true, true},
		{"moderator of all", in(mod, ""), mod, "sport", true, true},
		{"moderator of all", in(mod, ""), ed, "", false, false},
		{"moderator of sport", in(mod, "sport"), mod, "sport", true, true},
		{"moderator of sport", in(mod, "sport"), mod, "culture", false, false},
		{"moderator of sport", in(mod, "sport"), mod, "", true, false}, // in some section, but not of what stands in none
		{"admin", in(admin, ""), mod, "sport", true, true},
		{"admin", in(admin, ""), ed, "", true, true},
		{"admin of sport", in(admin, "sport"), ed, "sport", true, true},
		{"admin of sport", in(admin, "sport"), ed, "culture", false, false},
		{"editor", in(ed, ""), admin, "", false, false},
	} {
		if got := tt.reader.Has(tt.role, tt.section); got != tt.has {
			t.Errorf("%s has %s for %q: %v", tt.who, tt.role, tt.section, got)
		}
		if got := tt.reader.HasFor(tt.role, tt.section); got != tt.hasFor {
			t.Errorf("%s has %s for what stands in %q: %v", tt.who, tt.role, tt.section, got)
		}
	}
	if (*rozmova.Reader)(nil).Staff() || (&rozmova.Reader{}).Staff() || !in(ed, "sport").Staff() {
		t.Error("staff are those who hold a role, and nobody else")
	}
	two := &rozmova.Reader{Grants: []rozmova.Grant{{Role: mod, Section: "sport"}, {Role: ed}, {Role: admin, Section: "culture"}}}
	if got, held := two.SectionsOf(mod); !held || fmt.Sprint(got) != "[sport culture]" {
		t.Errorf("moderates %v, %v; want sport and culture", got, held)
	}
	if got, held := two.SectionsOf(ed); !held || got != nil {
		t.Errorf("edits %v, %v; want all", got, held)
	}
}
