package web_test

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

func noCode(context.Context, string, string, rozmova.Locale) error { return nil }

// secretShown is the key of the app as the page shows it.
var secretShown = regexp.MustCompile(`<code class="second-secret"[^>]*>([A-Z2-7 ]+)</code>`)

func (b *bureau) appCode(secret string) string {
	b.t.Helper()
	code, err := totp.GenerateCode(secret, b.clock())
	b.must(err)
	return code
}

// TestSecondFactorOnPages: a moderator who has just signed in is led to set an app up, then to the desk; the next session asks for a
// code of it, and what was asked for before is where it leads.
func TestSecondFactorOnPages(t *testing.T) {
	m := newMatrix(t)
	b := m.bureau
	b.readers["moderator"] = m.people["moderator"]
	first := &browser{b, map[string]string{}}
	in := func(br *browser) *reply {
		secret, err := b.members.Link(t.Context(), b.readers["moderator"], time.Hour, 1)
		b.must(err)
		return br.post("/sign-in/link", url.Values{"token": {secret}}).must("sign in", http.StatusSeeOther)
	}
	if to := in(first).to(); to != "/me/second?next=%2Fdesk" {
		t.Fatalf("the sign-in leads to %s", to)
	}
	first.get("/").must("the front page meanwhile", 200, b.words("moderation.title"))
	if to := first.get("/desk").must("the desk before", http.StatusSeeOther).to(); to != "/me/second?next=%2Fdesk" {
		t.Errorf("the desk leads to %s", to)
	}
	c := m.write(rozmova.Published)
	first.post("/comments/"+c.ID.String()+"/decisions", url.Values{"action": {"remove"}, "rule": {"respect"}, "facts": {"образа"}}).
		must("a decision before", http.StatusForbidden, b.words("error.second.needed"), "образа")
	form := first.get("/me/second?next=%2Fdesk").must("nothing is set up", 200, b.words("staff.second.begin")).hidden("/me/second/app")
	to := first.post("/me/second/app", form).must("begin", http.StatusSeeOther).to()
	page := first.get(to).must("the app", 200, "<svg class=\"second-code\"", b.words("staff.second.or_type"))
	found := secretShown.FindStringSubmatch(page.body)
	if found == nil {
		t.Fatalf("no key in %s", page.text())
	}
	secret := strings.ReplaceAll(html.UnescapeString(found[1]), " ", "")
	form = page.hidden("/me/second\"")
	form.Set("code", "1")
	first.post("/me/second", form).must("a wrong code", http.StatusUnprocessableEntity, b.words("error.second.wrong"), found[1])
	form.Set("code", b.appCode(secret))
	if to := first.post("/me/second", form).must("the code", http.StatusSeeOther).to(); to != "/desk" {
		t.Errorf("it leads to %s", to)
	}
	first.get("/desk").must("the desk", 200)

	b.later(time.Minute)
	next := &browser{b, map[string]string{}}
	in(next)
	if to := next.get("/en/desk?list=held").must("the desk in another session", http.StatusSeeOther).to(); to != "/en/me/second?next=%2Fdesk%3Flist%3Dheld" {
		t.Errorf("the desk leads to %s", to)
	}
	page = next.get("/me/second?next=%2Fdesk").must("the question", 200, b.words("staff.second.by_app"), b.words("staff.second.lost")).mustNot("the question", found[1], b.words("staff.second.forget"))
	next.post("/me/second/app/forget", url.Values{}).must("forget it without showing it", http.StatusForbidden, b.words("error.second.needed"))
	form = page.hidden("/me/second\"")
	form.Set("code", b.appCode(secret))
	next.post("/me/second", form).must("the code", http.StatusSeeOther)
	next.get("/desk").must("the desk", 200)
	next.post("/me/second/app/forget", url.Values{}).must("forget it", http.StatusSeeOther)
	b.browserOf(m.people["reader"]).get("/me/second").must("of a reader", http.StatusForbidden)
}

// browserOf is somebody's, signed in.
func (b *bureau) browserOf(r *rozmova.Reader) *browser {
	b.t.Helper()
	secret, err := b.members.Link(b.t.Context(), r, time.Hour, 1)
	b.must(err)
	br := &browser{b, map[string]string{}}
	br.post("/sign-in/link", url.Values{"token": {secret}}).must("sign in", http.StatusSeeOther)
	return br
}

// TestSetupPage: with the console's code somebody becomes the administrator of a site where nobody has a role, once.
func TestSetupPage(t *testing.T) {
	b := newBureau(t)
	visitor := b.browser("")
	visitor.get("/setup").must("with staff there", http.StatusNotFound)
	visitor.post("/setup", url.Values{"code": {"AAAAA"}, "email": {"a@example.org"}}).must("sent all the same", http.StatusNotFound)
	for _, who := range []string{"moderator", "editor"} {
		for _, g := range b.readers[who].Grants {
			b.must(b.members.Revoke(t.Context(), b.readers[who], g))
		}
	}
	code, err := b.members.SetupCode(t.Context())
	b.must(err)
	visitor.get("/setup").must("with nobody there", 200, b.words("staff.setup.why"))
	form := url.Values{"code": {"AAAAA-BBBBB"}, "email": {"first@example.org"}}
	visitor.post("/setup", form).must("a wrong code", http.StatusUnprocessableEntity, b.words("error.setup.code"), `value="first@example.org"`)
	form.Set("code", code)
	visitor.post("/setup", form).must("the code", 200, b.words("membership.choose_name"))
	visitor.get("/desk/staff").must("the staff page", 200, "first@example.org", b.words("membership.role.admin"))
	visitor.get("/desk/audit").must("the audit log", 200, b.words("staff.audit.action.role.granted"), b.words("staff.audit.console"))
	b.browser("").post("/setup", form).must("a second time", http.StatusNotFound)
}

// TestStaffPages: an administrator gives and takes roles, and the audit log tells of it to administrators alone.
func TestStaffPages(t *testing.T) {
	b := newBureau(t)
	admin, err := b.members.Invite(t.Context(), "admin@example.org", "Адміністраторка Ада", "uk", rozmova.Grant{Role: rozmova.Admin})
	b.must(err)
	br := b.browserOf(admin)
	br.post("/desk/staff", url.Values{"email": {"no address"}, "role": {"senior"}}).must("no address", http.StatusUnprocessableEntity, `value="no address"`)
	br.post("/desk/staff", url.Values{"email": {"new@example.org"}, "role": {"senior"}, "section": {"hromada"}}).must("give", http.StatusSeeOther)
	br.get("/desk/staff?done=given").must("given", 200, "new@example.org", b.words("membership.role.senior"), b.words("staff.done_given"))
	r, err := b.members.ByEmail(t.Context(), "new@example.org")
	b.must(err)
	br.post("/desk/staff/"+admin.ID.String()+"/take", url.Values{"role": {"admin"}}).must("the last administrator", http.StatusConflict, b.words("error.role.last_admin"))
	br.get("/desk/audit?area=role&who="+admin.ID.String()).must("the log", 200, b.words("staff.audit.action.role.granted"), r.PenName, b.words("staff.audit.value.role_senior"))
	br.get("/desk/audit?until=2020-01-01").must("of long ago", 200, b.words("staff.audit.none"))
	br.get("/desk/audit?who=x&since=y&before=z").must("of nonsense", 200)
	br.post("/desk/staff/"+r.ID.String()+"/take", url.Values{"role": {"senior"}, "section": {"hromada"}}).must("take", http.StatusSeeOther)
	b.later(membership.Fresh + time.Second)
	if to := br.post("/desk/staff", url.Values{"email": {"late@example.org"}, "role": {"senior"}, "back": {"/desk/staff"}}).must("later", http.StatusSeeOther).to(); !strings.HasPrefix(to, "/confirm?") {
		t.Errorf("roles are given without showing who one is: %s", to)
	}
	for _, who := range []string{"moderator", "editor", "reader"} {
		for _, path := range []string{"/desk/staff", "/desk/audit"} {
			b.browser(who).get(path).must(path+" for "+who, http.StatusForbidden)
		}
	}
}
