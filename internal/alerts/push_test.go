package alerts_test

import (
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/store"
)

// point is a point of the curve, and noPoint is none.
func point() (yes, no string) {
	p := elliptic.P256().Params()
	b := append([]byte{4}, p.Gx.FillBytes(make([]byte, 32))...)
	b = append(b, p.Gy.FillBytes(make([]byte, 32))...)
	yes = base64.RawURLEncoding.EncodeToString(b)
	b[64] ^= 1
	return yes, base64.RawURLEncoding.EncodeToString(b)
}

// TestSubscriptions holds what is taken for a subscription, that a browser belongs to who came last, that of many the oldest goes,
// and that push ends with the session.
func TestSubscriptions(t *testing.T) {
	yes, no := point()
	auth := base64.RawURLEncoding.EncodeToString(make([]byte, 16))
	eachEngine(t, func(t *testing.T, k *talk) {
		session := func(r *rozmova.Reader) []byte {
			h := sha256.Sum256([]byte(r.PenName))
			k.update(func(tx *store.Tx) error {
				return tx.AddSession(&store.Session{Hash: h[:], Reader: r.ID, Created: k.clock.Now(), Seen: k.clock.Now(), Expires: k.clock.Now().Add(time.Hour)})
			})
			return h[:]
		}
		me, other := k.Readers[0], k.Readers[1]
		mine, others := session(me), session(other)
		for _, tt := range []struct{ endpoint, key, auth, reason string }{
			{"http://push.example/a", yes, auth, "push.endpoint"}, {"https://", yes, auth, "push.endpoint"}, {"file:///etc/passwd", yes, auth, "push.endpoint"},
			{"https://a:b@push.example/", yes, auth, "push.endpoint"}, {"https://push.example/" + strings.Repeat("a", 2<<10), yes, auth, "push.endpoint"},
			{"https://push.example/", no, auth, "push.keys"}, {"https://push.example/", yes[4:], auth, "push.keys"}, {"https://push.example/", yes, auth[2:], "push.keys"},
		} {
			err := k.desk.Subscribe(t.Context(), me, alerts.Subscription{Endpoint: tt.endpoint, P256dh: tt.key, Auth: tt.auth, Session: mine})
			var e *rozmova.Error
			if !errors.As(err, &e) || e.Reason != tt.reason {
				t.Errorf("%.40s: %v, want %s", tt.endpoint, err, tt.reason)
			}
		}
		list := func(r *rozmova.Reader) (names []string) {
			devices, err := k.desk.PushDevices(t.Context(), r)
			k.must(err)
			for _, d := range devices {
				names = append(names, d.Name)
			}
			return names
		}
		for i := range 11 {
			k.clock.Add(time.Second)
			k.must(k.desk.Subscribe(t.Context(), me, alerts.Subscription{Endpoint: fmt.Sprint("https://push.example/", i), P256dh: yes, Auth: auth + "==", Session: mine}))
		}
		if got := list(me); len(got) != 10 || got[0] != alerts.PushID("https://push.example/10") || got[9] != alerts.PushID("https://push.example/1") {
			t.Errorf("of eleven browsers are left %d: %v", len(got), got)
		}
		k.must(k.desk.Subscribe(t.Context(), other, alerts.Subscription{Endpoint: "https://push.example/5", P256dh: yes, Auth: auth, Session: others}))
		if got, theirs := list(me), list(other); len(got) != 9 || len(theirs) != 1 {
			t.Errorf("after one moved: %d and %d, want 9 and 1", len(got), len(theirs))
		}
		if err := k.desk.Unsubscribe(t.Context(), me, alerts.PushID("https://push.example/5")); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("switching off somebody else's: %v, want NotFound", err)
		}
		k.must(k.desk.Unsubscribe(t.Context(), me, alerts.PushID("https://push.example/6")))
		k.update(func(tx *store.Tx) error { return tx.EndSession(mine) })
		if got := list(me); len(got) != 0 {
			t.Errorf("after the session: %d, want none", len(got))
		}
		k.update(func(tx *store.Tx) error {
			n, err := tx.DropEndedPush()
			if n != 8 {
				t.Errorf("forgot %d, want 8", n)
			}
			return err
		})
		if got := list(other); len(got) != 1 {
			t.Errorf("the other's: %d, want 1", len(got))
		}
	})
}

// TestPushKey holds that a key is made once, for its owner alone, and that what is no key is refused.
func TestPushKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "vapid.pem")
	first, err := alerts.OpenPushKey(file)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v, want mode 0600", info.Mode(), err)
	}
	again, err := alerts.OpenPushKey(file)
	if err != nil || again.Public() != first.Public() || len(first.Public()) != 87 {
		t.Errorf("opened again: %v, %v, want the same key", again, err)
	}
	for name, text := range map[string]string{"empty": "", "no PEM": "key", "no key": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"} {
		wrong := filepath.Join(t.TempDir(), "wrong.pem")
		if err := os.WriteFile(wrong, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := alerts.OpenPushKey(wrong); err == nil {
			t.Errorf("%s: taken for a key", name)
		}
	}
}
