package membership_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// A house is membership's desk in a seeded newsroom, with the letters it sent.
type house struct {
	*membership.Desk
	*rozmovatest.Seed
	t     *testing.T
	db    *store.DB
	clock *rozmovatest.Clock
	mu    sync.Mutex
	sent  map[string][]string // codes by address in lower case, in order

	changed []string // letters about a changed address
}

func eachEngine(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		h := &house{t: t, Seed: rozmovatest.SeedStore(t, db, 2), db: db, clock: rozmovatest.NewClock(), sent: map[string][]string{}}
		h.Desk = membership.New(db, membership.Options{Now: h.clock.Now, Site: h.Site, SendCode: h.take, SendChanged: h.told})
		test(t, h)
	})
}

// take takes the letter with a code.
func (h *house) take(_ context.Context, email, code string, _ rozmova.Locale) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	key := strings.ToLower(email)
	h.sent[key] = append(h.sent[key], code)
	return nil
}

// told takes the letter to an address that is no longer the one of an account.
func (h *house) told(_ context.Context, email, with string, _ rozmova.Locale) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.changed = append(h.changed, email+" → "+with)
	return nil
}

// ask asks for a code and waits for the letter.
func (h *house) ask(email string) (secret, code string) {
	h.t.Helper()
	secret, err := h.RequestCode(h.t.Context(), asking, email)
	if err != nil {
		h.t.Fatalf("ask for a code to %s: %v", email, err)
	}
	h.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	codes := h.sent[strings.ToLower(email)]
	if len(codes) == 0 {
		h.t.Fatalf("no letter to %s", email)
	}
	return secret, codes[len(codes)-1]
}

func reasonOf(err error) string {
	var e *rozmova.Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return fmt.Sprint(err)
}

// asking is a browser of which nothing is known, that signs in.
var asking = membership.Asking{For: membership.SignIn, Locale: "uk"}

// wrong makes another code of six digits.
func wrong(code string) string {
	return strings.Map(func(r rune) rune { return '0' + (r-'0'+1)%10 }, code)
}

func TestSignInByCode(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		secret, code := h.ask("Nova@Example.org")
		if !regexp.MustCompile(`^[0-9]{6}$`).MatchString(code) || len(secret) < 40 || strings.Contains(secret, code) {
			t.Errorf("code %q, secret of %d characters", code, len(secret))
		}
		w, err := h.EnterCode(t.Context(), asking, secret, " "+code[:3]+" \u00a0"+code[3:]+"\n")
		if err != nil || !w.New || w.Reader.PenName == "" || w.Reader.Locale != "uk" {
			t.Fatalf("the first time: %+v, %v", w, err)
		}
		if got, err := h.Session(t.Context(), w.Session); err != nil || got.ID != w.Reader.ID {
			t.Errorf("the session is %v's, %v", got, err)
		}
		if _, err := h.EnterCode(t.Context(), asking, secret, code); reasonOf(err) != "code.over" {
			t.Errorf("the code once more: %v, want code.over", err)
		}
		secret, code = h.ask("nova@EXAMPLE.org")
		again, err := h.EnterCode(t.Context(), asking, secret, code)
		if err != nil || again.New || again.Reader.ID != w.Reader.ID || again.Session == w.Session {
			t.Errorf("the second time: %+v, %v; want the same reader and another session", again, err)
		}
	})
}

func TestCodesThatDoNotWork(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		enter := func(secret, code string) string {
			_, err := h.EnterCode(t.Context(), asking, secret, code)
			return reasonOf(err)
		}
		t.Run("wrong five times", func(t *testing.T) {
			secret, code := h.ask("a@example.org")
			var got []string
			for range 5 {
				_, err := h.EnterCode(t.Context(), asking, secret, wrong(code))
				var e *rozmova.Error
				if errors.As(err, &e) {
					got = append(got, fmt.Sprint(e.Reason, " ", e.Args["N"]))
				}
			}
			want := []string{"code.wrong 4", "code.wrong 3", "code.wrong 2", "code.wrong 1", "code.guessed <nil>"}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("five wrong codes (-want +got):\n%s", diff)
			}
			if got := enter(secret, code); got != "code.guessed" {
				t.Errorf("the right code after five wrong ones: %s", got)
			}
		})
		t.Run("right at the fifth try", func(t *testing.T) {
			secret, code := h.ask("b@example.org")
			for range 4 {
				enter(secret, wrong(code))
			}
			if _, err := h.EnterCode(t.Context(), asking, secret, code); err != nil {
				t.Errorf("the fifth try: %v", err)
			}
		})
		t.Run("too late", func(t *testing.T) {
			secret, code := h.ask("c@example.org")
			h.clock.Add(membership.CodeLife + time.Second)
			if got := enter(secret, code); got != "code.expired" {
				t.Errorf("after its time: %s", got)
			}
		})
		t.Run("another browser", func(t *testing.T) {
			mine, code := h.ask("d@example.org")
			theirs, _ := h.ask("e@example.org")
			if got := enter(theirs, code); got != "code.wrong" {
				t.Errorf("a code with the secret of another browser: %s", got)
			}
			if got := enter("", code); got != "code.over" {
				t.Errorf("a code without a secret: %s", got)
			}
			if _, err := h.EnterCode(t.Context(), asking, mine, code); err != nil {
				t.Errorf("in the browser that asked: %v", err)
			}
		})
		t.Run("nonsense", func(t *testing.T) {
			secret, code := h.ask("f@example.org")
			for _, bad := range []string{"", "link", code[:5], "1" + code} {
				if got := enter(secret, bad); got != "code.wrong" {
					t.Errorf("%q: %s", bad, got)
				}
			}
			for _, bad := range []string{"", "a", "a@", "a b@example.org", "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", strings.Repeat("a", 300) + "@example.org"} {
				if _, err := h.RequestCode(t.Context(), asking, bad); !errors.Is(err, rozmova.Invalid) {
					t.Errorf("a code to %q: %v, want Invalid", bad, err)
				}
			}
		})
		t.Run("all tries at once", func(t *testing.T) {
			secret, code := h.ask("g@example.org")
			var wg sync.WaitGroup
			in := make(chan bool, 20)
			for i := range 20 {
				wg.Go(func() {
					try := wrong(code)
					if i%2 == 0 {
						try = code
					}
					_, err := h.EnterCode(context.Background(), asking, secret, try)
					in <- err == nil
				})
			}
			wg.Wait()
			n := 0
			for range 20 {
				if <-in {
					n++
				}
			}
			if n > 1 {
				t.Errorf("one code signed in %d times", n)
			}
		})
	})
}

// TestNobodyLearnsWhoIsThere: whether or not somebody goes by an address, asking for codes is answered alike, also when
// there were too many.
func TestNobodyLearnsWhoIsThere(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		answers := func(email string) (list []string) {
			for range 7 {
				secret, err := h.RequestCode(t.Context(), asking, email)
				list = append(list, fmt.Sprint(len(secret), " ", reasonOf(err)))
			}
			return list
		}
		there, stranger := answers("reader0@example.org"), answers("stranger@example.org")
		if diff := cmp.Diff(there, stranger); diff != "" {
			t.Errorf("answers to a reader and a stranger (-reader +stranger):\n%s", diff)
		}
		if there[4] != "43 <nil>" || there[5] != "0 code.too_many" {
			t.Errorf("the fifth and sixth within the hour: %s, %s", there[4], there[5])
		}
		h.Wait()
		if a, b := len(h.sent["reader0@example.org"]), len(h.sent["stranger@example.org"]); a != 5 || b != 5 {
			t.Errorf("%d and %d letters, want 5 each", a, b)
		}
		if _, err := h.RequestCode(t.Context(), asking, "READER0@example.org"); reasonOf(err) != "code.too_many" {
			t.Errorf("the address in capitals: %v", err)
		}
		h.clock.Add(time.Hour + time.Second)
		if got := answers("reader0@example.org")[0]; got != "43 <nil>" {
			t.Errorf("an hour later: %s", got)
		}
	})
}

// TestTwoBrowsersOneNewReader: who asks for a code in two browsers and enters both at once joins once.
func TestTwoBrowsersOneNewReader(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		var wg sync.WaitGroup
		joined, start := make(chan *membership.Welcome, 5), make(chan struct{})
		for range 5 {
			secret, code := h.ask("new@example.org")
			wg.Go(func() {
				<-start
				w, err := h.EnterCode(context.Background(), asking, secret, code)
				if err != nil {
					t.Errorf("enter: %v", err)
					return
				}
				joined <- w
			})
		}
		close(start)
		wg.Wait()
		close(joined)
		fresh, ids := 0, map[rozmova.ID[rozmova.Reader]]bool{}
		for w := range joined {
			ids[w.Reader.ID] = true
			if w.New {
				fresh++
			}
		}
		if fresh != 1 || len(ids) != 1 {
			t.Errorf("%d joined, as %d readers; want one", fresh, len(ids))
		}
	})
}
