package membership_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

const origin = "https://visnyk.example"

// keyed runs a test in a house whose site can have passkeys.
func keyed(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		h := &house{t: t, Seed: rozmovatest.SeedStore(t, db, 2), db: db, clock: rozmovatest.NewClock(), sent: map[string][]string{}}
		h.Desk = membership.New(db, membership.Options{Now: h.clock.Now, Site: h.Site, SendCode: h.take, Origin: origin})
		test(t, h)
	})
}

// A device is an authenticator with one passkey: ES256, without attestation.
type device struct {
	t       *testing.T
	key     *ecdsa.PrivateKey
	id      []byte
	handle  []byte
	counter uint32
	found   bool // by somebody whom it does not know: it verifies nobody
	origin  string
	host    string
}

func newDevice(t *testing.T) *device {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := &device{t: t, key: key, id: make([]byte, 32), origin: origin, host: strings.TrimPrefix(origin, "https://")}
	_, _ = rand.Read(d.id)
	return d
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// asked are the parts of the server's questions that a device needs.
type asked struct {
	PublicKey struct {
		Challenge string `json:"challenge"`
		User      struct {
			ID string `json:"id"`
		} `json:"user"`
		AllowCredentials       []any `json:"allowCredentials"`
		AuthenticatorSelection struct {
			ResidentKey      string `json:"residentKey"`
			UserVerification string `json:"userVerification"`
		} `json:"authenticatorSelection"`
		RP struct {
			ID string `json:"id"`
		} `json:"rp"`
		RPID string `json:"rpId"`
	} `json:"publicKey"`
}

func read(t *testing.T, options []byte) (a asked) {
	t.Helper()
	if err := json.Unmarshal(options, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func (d *device) client(kind, challenge string) []byte {
	b, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.origin, "crossOrigin": false})
	return b
}

func (d *device) data(flags byte) []byte {
	host := sha256.Sum256([]byte(d.host))
	return binary.BigEndian.AppendUint32(append(host[:], flags), d.counter)
}

// make answers a question for a new passkey.
func (d *device) make(options []byte) []byte {
	d.t.Helper()
	a := read(d.t, options)
	handle, err := base64.RawURLEncoding.DecodeString(a.PublicKey.User.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	d.handle = handle
	public, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: d.key.X.FillBytes(make([]byte, 32)), -3: d.key.Y.FillBytes(make([]byte, 32))})
	if err != nil {
		d.t.Fatal(err)
	}
	data := append(d.data(0x45), make([]byte, 16)...) // present, verified, with a credential
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.id)))
	data = append(append(data, d.id...), public...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		d.t.Fatal(err)
	}
	answer, _ := json.Marshal(map[string]any{
		"id": b64(d.id), "rawId": b64(d.id), "type": "public-key",
		"response": map[string]any{"clientDataJSON": b64(d.client("webauthn.create", a.PublicKey.Challenge)), "attestationObject": b64(object)},
	})
	return answer
}

// show answers a question for a passkey.
func (d *device) show(options []byte) []byte {
	d.t.Helper()
	a := read(d.t, options)
	flags := byte(0x05) // present, verified
	if d.found {
		flags = 0x01
	}
	data, client := d.data(flags), d.client("webauthn.get", a.PublicKey.Challenge)
	clientHash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, data...), clientHash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, digest[:])
	if err != nil {
		d.t.Fatal(err)
	}
	answer, _ := json.Marshal(map[string]any{
		"id": b64(d.id), "rawId": b64(d.id), "type": "public-key",
		"response": map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(d.handle)},
	})
	return answer
}

// enrol adds a new device's passkey to who is signed in.
func (h *house) enrol(w *membership.Welcome) *device {
	h.t.Helper()
	d := newDevice(h.t)
	a := as(w, membership.Link)
	options, secret, err := h.BeginPasskeyRegistration(h.t.Context(), a)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := h.FinishPasskeyRegistration(h.t.Context(), a, secret, d.make(options), "Телефон"); err != nil {
		h.t.Fatalf("add a passkey: %v", errors.Unwrap(err))
	}
	return d
}

// by signs in, or confirms, with a device.
func (h *house) by(d *device, a membership.Asking) (*membership.Welcome, error) {
	h.t.Helper()
	options, secret, err := h.BeginPasskeySignIn(h.t.Context(), a)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.FinishPasskeySignIn(h.t.Context(), a, secret, d.show(options))
}

func TestPasskeys(t *testing.T) {
	keyed(t, func(t *testing.T, h *house) {
		w := h.in(from("1"), "a@example.org")
		d := h.enrol(w)
		list, err := h.PasskeysOf(t.Context(), w.Reader)
		if err != nil || len(list) != 1 || list[0].Label != "Телефон" || !list[0].Used.IsZero() {
			t.Fatalf("passkeys: %+v, %v", list, err)
		}
		if string(d.handle) != string(w.Reader.ID[:]) {
			t.Errorf("the handle is %x, not the reader's ID", d.handle)
		}
		options, _, err := h.BeginPasskeySignIn(t.Context(), from("2"))
		q := read(t, options).PublicKey
		if err != nil || len(q.AllowCredentials) > 0 || q.RPID != "visnyk.example" || strings.Contains(string(options), b64(d.id)) {
			t.Errorf("the question to a stranger: %s, %v", options, err)
		}
		h.clock.Add(time.Hour)
		d.counter++
		in, err := h.by(d, from("2"))
		if err != nil || in.Reader.ID != w.Reader.ID || in.New || in.Way != membership.ByPasskey {
			t.Fatalf("sign in: %+v, %v", in, err)
		}
		if list, _ = h.PasskeysOf(t.Context(), w.Reader); list[0].Used.Before(h.clock.Now().Add(-time.Minute)) {
			t.Errorf("last used %v", list[0].Used)
		}
		h.clock.Add(membership.Fresh + time.Minute)
		if proven, _ := h.Proven(t.Context(), in.Reader, in.Session); proven {
			t.Fatal("the session is still fresh")
		}
		d.counter++
		d.found = true
		if _, err := h.by(d, as(in, membership.Confirm)); reasonOf(err) != "passkey.refused" {
			t.Errorf("confirmed by a key that verified nobody: %v", err)
		}
		d.found = false
		if _, err := h.by(d, as(in, membership.Confirm)); err != nil {
			t.Errorf("confirm: %v", err)
		}
		if proven, err := h.Proven(t.Context(), in.Reader, in.Session); !proven || err != nil {
			t.Errorf("after confirming: %v, %v", proven, err)
		}
		if err := h.LabelPasskey(t.Context(), h.Readers[0], list[0].ID, "Чужий"); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("another's passkey is renamed: %v", err)
		}
		if err := h.LabelPasskey(t.Context(), w.Reader, list[0].ID, strings.Repeat("я", membership.MaxPasskey+1)); reasonOf(err) != "passkey.label" {
			t.Errorf("a long label: %v", err)
		}
		if err := errors.Join(h.LabelPasskey(t.Context(), w.Reader, list[0].ID, " Мій  "), h.RemovePasskey(t.Context(), w.Reader, list[0].ID)); err != nil {
			t.Errorf("rename and remove: %v", err)
		}
		d.counter++
		if _, err := h.by(d, from("2")); reasonOf(err) != "passkey.unknown" {
			t.Errorf("a passkey that was removed: %v", err)
		}
	})
}

// TestPasskeyRefused: whatever is wrong about an answer, nobody comes in by it.
func TestPasskeyRefused(t *testing.T) {
	keyed(t, func(t *testing.T, h *house) {
		w, other := h.in(from("1"), "a@example.org"), h.in(from("1"), "b@example.org")
		d, theirs := h.enrol(w), h.enrol(other)
		signIn := func(what, want string, spoil func(d *device, options []byte) []byte) {
			t.Helper()
			options, secret, err := h.BeginPasskeySignIn(t.Context(), from("2"))
			if err != nil {
				t.Fatal(err)
			}
			mine := *d
			d.counter++
			mine.counter = d.counter
			if _, err := h.FinishPasskeySignIn(t.Context(), from("2"), secret, spoil(&mine, options)); reasonOf(err) != want {
				t.Errorf("%s: %v, want %s", what, err, want)
			}
		}
		signIn("as it should be", "<nil>", func(d *device, o []byte) []byte { return d.show(o) })
		signIn("another origin", "passkey.refused", func(d *device, o []byte) []byte { d.origin = "https://evil.example"; return d.show(o) })
		signIn("another port", "passkey.refused", func(d *device, o []byte) []byte { d.origin += ":8443"; return d.show(o) })
		signIn("another site's passkey", "passkey.refused", func(d *device, o []byte) []byte { d.host = "evil.example"; return d.show(o) })
		signIn("another challenge", "passkey.refused", func(d *device, _ []byte) []byte {
			o, _, _ := h.BeginPasskeySignIn(t.Context(), from("2"))
			return d.show(o)
		})
		signIn("another key", "passkey.refused", func(d *device, o []byte) []byte { d.key = newDevice(t).key; return d.show(o) })
		signIn("another's handle", "passkey.refused", func(d *device, o []byte) []byte { d.handle = theirs.handle; return d.show(o) })
		signIn("no handle", "passkey.refused", func(d *device, o []byte) []byte { d.handle = nil; return d.show(o) })
		signIn("an unknown passkey", "passkey.unknown", func(_ *device, o []byte) []byte { n := newDevice(t); n.handle = d.handle; return n.show(o) })
		signIn("no JSON", "passkey.refused", func(*device, []byte) []byte { return []byte("{") })
		signIn("nothing", "passkey.refused", func(*device, []byte) []byte { return nil })
		signIn("too much", "passkey.refused", func(*device, []byte) []byte { return make([]byte, 1<<20) })
		signIn("a counter that goes back", "passkey.cloned", func(d *device, o []byte) []byte { d.counter = 1; return d.show(o) })
		signIn("the true one afterwards", "<nil>", func(d *device, o []byte) []byte { return d.show(o) })

		// A challenge is good once, for five minutes, in one browser, for one purpose, for one session.
		begin := func(a membership.Asking) (answer []byte, secret string) {
			options, secret, err := h.BeginPasskeySignIn(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			d.counter++
			return d.show(options), secret
		}
		finish := func(what string, a membership.Asking, secret string, answer []byte, want string) {
			t.Helper()
			if _, err := h.FinishPasskeySignIn(t.Context(), a, secret, answer); reasonOf(err) != want {
				t.Errorf("%s: %v, want %s", what, err, want)
			}
		}
		answer, secret := begin(from("2"))
		finish("in another browser", from("2"), "made up", answer, "passkey.over")
		finish("once", from("2"), secret, answer, "<nil>")
		finish("twice", from("2"), secret, answer, "passkey.over")
		answer, secret = begin(from("2"))
		finish("spoilt", from("2"), secret, []byte("{}"), "passkey.refused")
		finish("and then right", from("2"), secret, answer, "passkey.over")
		answer, secret = begin(from("2"))
		h.clock.Add(membership.PasskeyLife + time.Second)
		finish("late", from("2"), secret, answer, "passkey.over")
		answer, secret = begin(from("2"))
		finish("for something else", as(w, membership.Confirm), secret, answer, "passkey.over")
		answer, secret = begin(as(w, membership.Confirm))
		finish("of somebody else's session", as(other, membership.Confirm), secret, answer, "passkey.over")
		_, secret = begin(as(w, membership.Confirm))
		options, _, _ := h.BeginPasskeySignIn(t.Context(), as(w, membership.Confirm))
		finish("by somebody else's passkey", as(w, membership.Confirm), secret, theirs.show(options), "confirm.not_own")
	})
}

func TestPasskeyBounds(t *testing.T) {
	keyed(t, func(t *testing.T, h *house) {
		w, other := h.in(from("1"), "a@example.org"), h.in(from("1"), "b@example.org")
		d := h.enrol(w)
		a := as(other, membership.Link)
		options, secret, err := h.BeginPasskeyRegistration(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, options).PublicKey; got.AuthenticatorSelection.ResidentKey != "required" || got.AuthenticatorSelection.UserVerification != "preferred" || got.RP.ID != "visnyk.example" {
			t.Errorf("what a new passkey is to be: %s", options)
		}
		if err := h.FinishPasskeyRegistration(t.Context(), a, secret, d.make(options), ""); reasonOf(err) != "way.taken" {
			t.Errorf("somebody else's passkey: %v", err)
		}
		for range membership.MaxPasskeys {
			if list, _ := h.PasskeysOf(t.Context(), other.Reader); len(list) < membership.MaxPasskeys {
				h.enrol(other)
			}
		}
		if _, _, err := h.BeginPasskeyRegistration(t.Context(), a); reasonOf(err) != "passkey.too_many" {
			t.Errorf("one more: %v", err)
		}
		if _, _, err := h.BeginPasskeySignIn(t.Context(), as(h.in(from("1"), "c@example.org"), membership.Confirm)); reasonOf(err) != "passkey.none" {
			t.Errorf("confirm without a passkey: %v", err)
		}
		// The last way in stays.
		if err := h.RemoveAddress(t.Context(), w.Reader); err != nil {
			t.Fatal(err)
		}
		list, _ := h.PasskeysOf(t.Context(), w.Reader)
		if err := h.RemovePasskey(t.Context(), w.Reader, list[0].ID); reasonOf(err) != "way.last" {
			t.Errorf("the last way in is removed: %v", err)
		}
	})
}

// TestPasskeysOffered: browsers make them for names over safe connections alone.
func TestPasskeysOffered(t *testing.T) {
	for origin, want := range map[string]bool{
		"https://visnyk.example": true, "https://visnyk.example:8443": true, "http://localhost:8080": true, "http://a.localhost": true,
		"http://127.0.0.1:8080": false, "https://192.0.2.1": false, "https://[2001:db8::1]": false, "http://visnyk.example": false, "": false,
	} {
		d := membership.New(nil, membership.Options{Site: &rozmova.Site{Name: "Вісник"}, Origin: origin})
		if got := d.Passkeys(); got != want {
			t.Errorf("%q: %v", origin, got)
		}
		if !want {
			if _, _, err := d.BeginPasskeySignIn(t.Context(), asking); reasonOf(err) != "passkey.off" {
				t.Errorf("%q: %v", origin, err)
			}
		}
	}
}
