package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova/internal/membership"
)

var secrets = regexp.MustCompile(`(name="nonce" value="|-code=)([A-Za-z0-9_-]+)`)

// TestNobodyLearnsWhoIsThere: 500 attempts to sign in, for addresses of readers and of nobody in turn, are answered with the
// same bytes and headers, and in the same time. What is drawn at random is as long each time.
func TestNobodyLearnsWhoIsThere(t *testing.T) {
	b := newBureau(t)
	const each = 250
	for i := range each / 5 {
		_, err := b.members.Invite(t.Context(), fmt.Sprintf("there%03d@example.org", i), "", "uk")
		b.must(err)
	}
	took := map[string][]time.Duration{}
	var first string
	for i := range 2 * each {
		kind := []string{"there", "blank"}[i%2]
		email := fmt.Sprintf("%s%03d@example.org", kind, i/2%(each/5))
		r := httptest.NewRequest(http.MethodPost, "http://news.example/sign-in", strings.NewReader(url.Values{"email": {email}, "next": {"/"}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1000", i/2%each)
		w := httptest.NewRecorder()
		began := time.Now()
		b.web.ServeHTTP(w, r)
		took[kind] = append(took[kind], time.Since(began))
		var all strings.Builder
		fmt.Fprintln(&all, w.Code)
		b.must(w.Header().Write(&all))
		all.WriteString(w.Body.String())
		said := strings.ReplaceAll(all.String(), email, "ADDRESS")
		said = secrets.ReplaceAllStringFunc(said, func(s string) string {
			m := secrets.FindStringSubmatch(s)
			return m[1] + strings.Repeat("x", len(m[2]))
		})
		if first == "" {
			if first = said; w.Code != http.StatusOK || !strings.Contains(said, "ADDRESS") || !strings.Contains(said, "-code=xxxxxxxx") {
				t.Fatalf("the first answer: %s", said)
			}
		}
		if diff := cmp.Diff(first, said); diff != "" {
			t.Fatalf("attempt %d, for %s, is answered otherwise (-first +this):\n%s", i, email, diff)
		}
		b.later(time.Second)
	}
	b.members.Wait()
	for _, list := range took {
		slices.Sort(list)
	}
	there, nobody := took["there"][each/2], took["blank"][each/2]
	t.Logf("median of %d each: %v where somebody is there, %v where nobody is", each, there, nobody)
	if gap := (there - nobody).Abs(); gap >= 10*time.Millisecond {
		t.Errorf("medians are %v apart: %v where somebody is there, %v where nobody is", gap, there, nobody)
	}
}

// latest is the code of the last letter.
func (b *bureau) latest() string {
	b.members.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.code
}

// TestKnownBrowser: whoever signed in leaves with a cookie by which the account knows the browser again, and which is no way
// in.
func TestKnownBrowser(t *testing.T) {
	b := newBureau(t)
	br := b.browser("reader")
	known := br.cookies["rozmova-known"]
	if known == "" || known == br.cookies["rozmova"] {
		t.Fatalf("cookies after the sign-in: %v", br.cookies)
	}
	thief := b.browser("")
	thief.cookies["rozmova"], thief.cookies["rozmova-known"] = known, known
	if got := thief.get("/me"); got.code != http.StatusSeeOther {
		t.Errorf("the cookie opens the account: %d", got.code)
	}
	br.post("/sign-out", nil).must("sign out", http.StatusSeeOther)
	if br.cookies["rozmova-known"] != known || br.cookies["rozmova"] != "" {
		t.Errorf("cookies after signing out: %v", br.cookies)
	}
}

// TestConfirming: what needs it asks first whether it is still the same person, says that what was sent was not done, and
// leads back.
func TestConfirming(t *testing.T) {
	b := newBureau(t)
	br := b.browser("reader")
	ask := url.Values{"email": {"new@example.org"}, "back": {"/me/ways"}}
	b.later(membership.Fresh)
	to := br.post("/me/ways/address", ask).must("after ten minutes", http.StatusSeeOther).to()
	if to != "/confirm?again=1&next=%2Fme%2Fways" {
		t.Fatalf("it leads to %s", to)
	}
	form := br.get(to).must("the question", 200, b.words("ways.confirm_again"), "r•••@example.org").mustNot("the question", "reader0@example.org").hidden("/confirm/code")
	if form.Get("next") != "/me/ways" || form.Get("again") == "" {
		t.Errorf("the form carries %v", form)
	}
	form = br.post("/confirm/code", form).must("a code to the own address", 200, b.words("ways.own_sent")).hidden("/confirm\"")
	form.Set("code", "x")
	br.post("/confirm", form).must("a wrong code", http.StatusUnprocessableEntity, b.words("error.code.wrong", "N", 4), b.words("ways.confirm_again"))
	form.Set("code", b.latest())
	if to := br.post("/confirm", form).must("the right code", http.StatusSeeOther).to(); to != "/me/ways" {
		t.Errorf("it leads to %s", to)
	}
	br.post("/me/ways/address", ask).must("the form once more", 200, b.words("ways.new_sent"), "new@example.org")
	br.post("/me/ways/address/code", url.Values{"email": {"new@example.org"}, "code": {b.latest()}}).must("its code", http.StatusSeeOther)
	br.get("/me/ways?done=address").must("the page", 200, b.words("ways.done.address"), "new@example.org").mustNot("the page", "reader0@example.org")
}

// TestConfirmNeeded: a script is told that it has to ask, and where.
func TestConfirmNeeded(t *testing.T) {
	b := newBureau(t)
	br := b.browser("reader")
	b.later(membership.Fresh)
	got := br.fragment("/me/ways/address/remove", nil)
	if got.must("for a script", http.StatusForbidden); !strings.Contains(got.body, `"reason":"confirm.needed"`) || got.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("answered %s %s", got.header.Get("Content-Type"), got.body)
	}
}

// TestWaysPage: the only way in cannot be removed, devices are listed and ended, and an address that is somebody else's is
// refused after its code alone.
func TestWaysPage(t *testing.T) {
	b := newBureau(t)
	br, other := b.browser("reader"), b.browser("reader")
	br.get("/me/ways").must("the page", 200, b.words("ways.last_address"), b.words("ways.this_device"), b.words("ways.unknown_device")).
		mustNot("the page", b.words("ways.remove_address"))
	br.post("/me/ways/address/remove", nil).must("the only way in", http.StatusConflict, b.words("error.way.last"))
	br.post("/me/ways/address", url.Values{"email": {"reader1@example.org"}}).must("somebody else’s address", 200)
	br.post("/me/ways/address/code", url.Values{"email": {"reader1@example.org"}, "code": {b.latest()}}).must("its code", http.StatusConflict, b.words("error.way.taken"))
	br.post("/me/devices/0123456789abcdef/end", nil).must("no such device", http.StatusNotFound)
	other.get("/me").must("the other browser", 200)
	br.post("/me/devices/end", url.Values{"keep": {"1"}}).must("all others", http.StatusSeeOther)
	other.get("/me").must("the other browser afterwards", http.StatusSeeOther)
	br.get("/me").must("this one", 200)
	br.post("/me/devices/end", nil).must("all", http.StatusSeeOther)
	br.get("/me").must("this one afterwards", http.StatusSeeOther)
}
