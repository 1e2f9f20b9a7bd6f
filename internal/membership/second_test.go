package membership_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// guarded runs a test in a house where roles wait for a second factor; the moderator's address is there.
func guarded(t *testing.T, test func(t *testing.T, h *house, m *rozmova.Reader)) {
	t.Helper()
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		h := &house{t: t, Seed: rozmovatest.SeedStore(t, db, 2), db: db, clock: rozmovatest.NewClock(), sent: map[string][]string{}}
		h.Desk = membership.New(db, membership.Options{Now: h.clock.Now, Site: h.Site, SendCode: h.take, SendChanged: h.told, SecondFactor: true})
		m, err := h.Invite(t.Context(), "marta@example.org", "Марта", "uk", rozmova.Grant{Role: rozmova.Moderator})
		if err != nil {
			t.Fatal(err)
		}
		test(t, h, m)
	})
}

// enters is somebody of the staff in a new session of theirs.
func (h *house) enters(m *rozmova.Reader, email string) membership.Asking {
	h.t.Helper()
	return membership.Asking{Reader: m, Session: h.signIn(email)}
}

// app sets an authenticator app up and gives its secret.
func (h *house) app(a membership.Asking) string {
	h.t.Helper()
	if err := h.BeginApp(h.t.Context(), a); err != nil {
		h.t.Fatal(err)
	}
	second, err := h.SecondOf(h.t.Context(), a.Reader, a.Session)
	if err != nil || second.Pending == "" || second.Any() {
		h.t.Fatalf("the app that is being set up: %+v, %v", second, err)
	}
	if err := h.EnterApp(h.t.Context(), a, h.now(second.Pending, 0)); err != nil {
		h.t.Fatal(err)
	}
	return second.Pending
}

// now is the code that an app shows, so many steps from now.
func (h *house) now(secret string, steps int) string {
	h.t.Helper()
	code, err := totp.GenerateCode(secret, h.clock.Now().Add(time.Duration(steps)*30*time.Second))
	if err != nil {
		h.t.Fatal(err)
	}
	return code
}

func (h *house) locked(a membership.Asking) bool {
	h.t.Helper()
	r, locked, err := h.Visitor(h.t.Context(), a.Session)
	if err != nil || r.Staff() && len(locked) > 0 {
		h.t.Fatalf("visitor: %+v, locked %v, %v", r, locked, err)
	}
	return len(locked) > 0
}

func TestRolesWaitForASecondFactor(t *testing.T) {
	guarded(t, func(t *testing.T, h *house, m *rozmova.Reader) {
		a := h.enters(m, "marta@example.org")
		if !h.locked(a) {
			t.Fatal("roles work without a second factor")
		}
		secret := h.app(a)
		if h.locked(a) {
			t.Error("roles do not work after the app was set up")
		}
		b := h.enters(m, "marta@example.org")
		if !h.locked(b) || h.locked(a) {
			t.Error("a second factor that was shown in one session counts for another, or no longer for its own")
		}
		if err := h.EnterApp(t.Context(), b, h.now(secret, 0)); reasonOf(err) != "second.used" {
			t.Errorf("a code for the second time: %v", err)
		}
		if err := h.EnterApp(t.Context(), b, h.now(secret, 5)); reasonOf(err) != "second.wrong" {
			t.Errorf("a code of later: %v", err)
		}
		h.clock.Add(time.Minute)
		if err := h.EnterApp(t.Context(), b, " "+h.now(secret, 0)[:3]+" "+h.now(secret, 0)[3:]); err != nil || h.locked(b) {
			t.Errorf("the next code: %v", err)
		}
		c := h.enters(m, "marta@example.org")
		if err := h.EnterApp(t.Context(), c, h.now(secret, -1)); reasonOf(err) != "second.used" {
			t.Errorf("a code from before the last that was used: %v", err)
		}
		if err := h.Revoke(t.Context(), m, rozmova.Grant{Role: rozmova.Moderator}); err != nil {
			t.Fatal(err)
		}
		if h.locked(c) {
			t.Error("without a role nothing waits")
		}
		if _, err := h.SecondOf(t.Context(), m, c.Session); !errors.Is(err, rozmova.Forbidden) {
			t.Errorf("a second factor of somebody without a role: %v", err)
		}
	})
}

// TestAMailboxIsNoSecondFactor: who reads somebody's letters signs in as them, but makes no factor of their own and forgets none.
func TestAMailboxIsNoSecondFactor(t *testing.T) {
	guarded(t, func(t *testing.T, h *house, m *rozmova.Reader) {
		secret := h.app(h.enters(m, "marta@example.org"))
		thief := h.enters(m, "marta@example.org")
		for what, err := range map[string]error{
			"forget the app":  h.ForgetApp(t.Context(), thief),
			"another app":     h.BeginApp(t.Context(), thief),
			"change anything": h.MayChangeSecond(t.Context(), m, thief.Session),
		} {
			if reasonOf(err) != "second.needed" {
				t.Errorf("%s: %v", what, err)
			}
		}
		other := membership.Asking{Reader: m, Session: h.signIn("reader1@example.org")}
		h.clock.Add(time.Minute)
		if err := h.EnterApp(t.Context(), other, h.now(secret, 0)); !errors.Is(err, rozmova.Unauthenticated) {
			t.Errorf("somebody else's session: %v", err)
		}
		if !h.locked(thief) {
			t.Error("the roles work for the thief")
		}
		if err := h.ResetSecond(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Session(t.Context(), thief.Session); reasonOf(err) != "session.over" {
			t.Errorf("a session from before the reset: %v", err)
		}
		a := h.enters(m, "marta@example.org")
		if h.app(a) == secret {
			t.Error("the app is the old one")
		}
	})
}

func TestGuessingCodesIsHopeless(t *testing.T) {
	guarded(t, func(t *testing.T, h *house, m *rozmova.Reader) {
		first := h.enters(m, "marta@example.org")
		secret := h.app(first)
		a := h.enters(m, "marta@example.org")
		h.clock.Add(time.Hour)
		wait := 15 * time.Minute
		for round := range 8 {
			for try := range 5 {
				if err := h.EnterApp(t.Context(), a, "00000"+strconv.Itoa(try)); reasonOf(err) != "second.wrong" {
					t.Fatalf("round %d, try %d: %v", round, try, err)
				}
			}
			if err := h.EnterApp(t.Context(), a, h.now(secret, 0)); !errors.Is(err, rozmova.TooMany) {
				t.Fatalf("round %d: the right code after five wrong ones: %v", round, err)
			}
			h.clock.Add(wait - time.Second)
			if err := h.EnterApp(t.Context(), a, h.now(secret, 0)); !errors.Is(err, rozmova.TooMany) {
				t.Fatalf("round %d: a second too early: %v", round, err)
			}
			h.clock.Add(2 * time.Second)
			wait = min(2*wait, 24*time.Hour)
		}
		if err := h.EnterApp(t.Context(), a, h.now(secret, 0)); err != nil {
			t.Errorf("the right code in the end: %v", err)
		}
		if err := h.EnterApp(t.Context(), a, "000000"); reasonOf(err) != "second.wrong" {
			t.Errorf("the count did not begin anew: %v", err)
		}
	})
}

func TestFirstAdministrator(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		h := &house{t: t, Seed: rozmovatest.SeedStore(t, db, 2), db: db, clock: rozmovatest.NewClock(), sent: map[string][]string{}}
		h.Desk = membership.New(db, membership.Options{Now: h.clock.Now, Site: h.Site, SendCode: h.take, SecondFactor: true})
		if code, err := h.SetupCode(t.Context()); code != "" || err != nil {
			t.Fatalf("with a moderator there: %q, %v", code, err)
		}
		if err := h.Revoke(t.Context(), h.Moderator, rozmova.Grant{Role: rozmova.Moderator}); err != nil {
			t.Fatal(err)
		}
		code := func() string {
			code, err := h.SetupCode(t.Context())
			if err != nil || len(strings.ReplaceAll(code, "-", "")) != 26 {
				t.Fatalf("code %q, %v", code, err)
			}
			return code
		}
		setUp := func(code, email string) (*membership.Welcome, error) {
			return h.SetUp(t.Context(), membership.Browser{}, "uk", code, email)
		}
		late, good, other := code(), "", ""
		h.clock.Add(membership.SetupLife + time.Second)
		good, other = code(), code()
		for _, bad := range []string{"", late, good[1:], "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A"} {
			if _, err := setUp(bad, "first@example.org"); reasonOf(err) != "setup.code" {
				t.Errorf("code %q: %v", bad, err)
			}
		}
		if _, err := setUp(good, "not an address"); !errors.Is(err, rozmova.Invalid) {
			t.Errorf("no address: %v", err)
		}
		if w, err := h.FollowLink(t.Context(), membership.Browser{}, good); err == nil {
			t.Errorf("the code is a sign-in link: %+v", w)
		}
		w, err := setUp(strings.ToLower(strings.ReplaceAll(good, "-", " ")), "first@example.org")
		if err != nil || !w.New || len(w.Locked) != 1 || !w.Reader.HasFor(rozmova.Admin, "") {
			t.Fatalf("set up: %+v, %v", w, err)
		}
		for _, c := range []string{good, other} {
			if _, err := setUp(c, "second@example.org"); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("with an administrator there: %v", err)
			}
		}
		if code, err := h.SetupCode(t.Context()); code != "" || err != nil {
			t.Errorf("another code: %q, %v", code, err)
		}
	})
}

func TestRolesByAnAdministrator(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		admin, err := h.Invite(t.Context(), "admin@example.org", "Ада", "uk", rozmova.Grant{Role: rozmova.Admin})
		if err != nil {
			t.Fatal(err)
		}
		small, err := h.Invite(t.Context(), "small@example.org", "Мала", "uk", rozmova.Grant{Role: rozmova.Admin, Section: "sport"})
		if err != nil {
			t.Fatal(err)
		}
		senior := rozmova.Grant{Role: rozmova.Senior, Section: "sport"}
		for _, by := range []*rozmova.Reader{h.Readers[0], h.Moderator, small} {
			_, err := h.GiveRole(t.Context(), by, "new@example.org", senior)
			_, err2 := h.Colleagues(t.Context(), by)
			err3 := h.TakeRole(t.Context(), by, admin.ID, rozmova.Grant{Role: rozmova.Admin})
			for _, err := range []error{err, err2, err3} {
				if reasonOf(err) != "role.admin_needed" {
					t.Errorf("by %s: %v", by.PenName, err)
				}
			}
		}
		r, err := h.GiveRole(t.Context(), admin, "new@example.org", senior)
		if err != nil || !r.Has(rozmova.Moderator, "sport") || r.Has(rozmova.Moderator, "city") {
			t.Fatalf("given: %+v, %v", r, err)
		}
		for want, g := range map[string]rozmova.Grant{"role.unknown": {Role: "king"}, "role.section": {Role: rozmova.Editor, Section: "A b"}} {
			if _, err := h.GiveRole(t.Context(), admin, "new@example.org", g); reasonOf(err) != want {
				t.Errorf("%+v: %v", g, err)
			}
		}
		people, err := h.Colleagues(t.Context(), admin)
		if err != nil || len(people) != 4 {
			t.Errorf("%d people, %v", len(people), err)
		}
		if err := h.TakeRole(t.Context(), admin, admin.ID, rozmova.Grant{Role: rozmova.Admin}); reasonOf(err) != "role.last_admin" {
			t.Errorf("the last administrator: %v", err)
		}
		if err := h.TakeRole(t.Context(), admin, r.ID, senior); err != nil {
			t.Error(err)
		}
		if err := h.TakeRole(t.Context(), admin, r.ID, senior); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("twice: %v", err)
		}
		var actions []string
		err = h.db.View(t.Context(), func(tx *store.Tx) error {
			list, err := tx.Audits(h.Site.ID, store.AuditFilter{Area: "role", Limit: 10})
			for _, a := range list {
				by := "console"
				if a.Actor == admin.ID {
					by = "admin"
				}
				actions = append(actions, by+" "+a.Action+" "+a.Detail["role"]+" "+a.Detail["section"])
			}
			return err
		})
		want := "admin role.revoked senior sport; admin role.granted senior sport; console role.granted admin sport; console role.granted admin "
		if got := strings.Join(actions, "; "); err != nil || got != want {
			t.Errorf("audit log: %s, want %s (%v)", got, want, err)
		}
	})
}

// TestAPasskeyIsTwoFactors where the device verifies who holds it, and one where it does not; and no mailbox makes another.
func TestAPasskeyIsTwoFactors(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		h := &house{t: t, Seed: rozmovatest.SeedStore(t, db, 2), db: db, clock: rozmovatest.NewClock(), sent: map[string][]string{}}
		h.Desk = membership.New(db, membership.Options{Now: h.clock.Now, Site: h.Site, SendCode: h.take, Origin: origin, SecondFactor: true})
		m, err := h.Invite(t.Context(), "marta@example.org", "Марта", "uk", rozmova.Grant{Role: rozmova.Senior})
		if err != nil {
			t.Fatal(err)
		}
		a := h.enters(m, "marta@example.org")
		key := h.enrol(&membership.Welcome{Reader: m, Session: a.Session})
		if h.locked(a) {
			t.Error("a passkey that was made on a device that verifies is not enough")
		}
		w, err := h.by(key, membership.Asking{})
		if err != nil || len(w.Locked) > 0 || h.locked(membership.Asking{Session: w.Session}) {
			t.Errorf("signed in by passkey: %+v, %v", w, err)
		}
		key.found = true
		w, err = h.by(key, membership.Asking{})
		if err != nil || len(w.Locked) == 0 || !h.locked(membership.Asking{Session: w.Session}) {
			t.Errorf("with a passkey that was found: %+v, %v", w, err)
		}
		if err := h.BeginApp(t.Context(), membership.Asking{Reader: m, Session: w.Session}); reasonOf(err) != "second.needed" {
			t.Errorf("an app, by whoever found the passkey: %v", err)
		}
		key.found = false
		thief := h.enters(m, "marta@example.org")
		thief.For = membership.Link
		if _, _, err := h.BeginPasskeyRegistration(t.Context(), thief); reasonOf(err) != "second.needed" {
			t.Errorf("another passkey: %v", err)
		}
		if err := h.BeginApp(t.Context(), thief); reasonOf(err) != "second.needed" {
			t.Errorf("an app: %v", err)
		}
		thief.For = membership.Confirm
		if _, err := h.by(key, thief); err != nil || h.locked(thief) {
			t.Errorf("the passkey is shown in the session: %v", err)
		}
	})
}
