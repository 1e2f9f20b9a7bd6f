package rozmovatest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A PushService takes messages for one browser, as those of the makers of browsers do.
type PushService struct {
	*httptest.Server
	Status atomic.Int64 // that it answers
	Asked  atomic.Int64 // how often
	Got    chan string  // the messages, decrypted
	Key    string       // of the site; empty: any

	browser *pushBrowser
}

// NewPushService starts one, which answers 201. What is wrong with a message fails the test.
func NewPushService(t testing.TB) *PushService {
	s := &PushService{browser: newPushBrowser(t), Got: make(chan string, 100)}
	s.Status.Store(201)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Asked.Add(1)
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		for name, want := range map[string]string{"TTL": "86400", "Urgency": "normal", "Content-Encoding": "aes128gcm"} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if n := len(r.Header.Get("Topic")); n == 0 || n > 32 {
			t.Errorf("Topic of %d characters", n)
		}
		if err := s.vapid(r.Header.Get("Authorization")); err != nil {
			t.Errorf("VAPID: %v", err)
		}
		text, err := s.browser.open(body)
		if err != nil {
			t.Errorf("the message does not decrypt: %v", err)
		}
		s.Got <- string(text)
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(int(s.Status.Load()))
	}))
	t.Cleanup(s.Close)
	return s
}

// vapid checks that a request is signed for this service by the site (RFC 8292).
func (s *PushService) vapid(header string) error {
	rest, ok := strings.CutPrefix(header, "vapid t=")
	token, key, ok2 := strings.Cut(rest, ", k=")
	parts := strings.Split(token, ".")
	if !ok || !ok2 || len(parts) != 3 || s.Key != "" && key != s.Key {
		return fmt.Errorf("%q, want the key %s", header, s.Key)
	}
	point, _ := base64.RawURLEncoding.DecodeString(key)
	signature, _ := base64.RawURLEncoding.DecodeString(parts[2])
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil || len(signature) != 64 {
		return fmt.Errorf("the key or the signature: %w", err)
	}
	hash := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !ecdsa.Verify(public, hash[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		return errors.New("the signature is wrong")
	}
	claims, _ := base64.RawURLEncoding.DecodeString(parts[1])
	var c struct {
		Aud, Sub string
		Exp      int64
	}
	if err := json.Unmarshal(claims, &c); err != nil {
		return err
	}
	left := time.Until(time.Unix(c.Exp, 0))
	if c.Aud != s.URL || left <= 0 || left > 24*time.Hour || !strings.HasPrefix(c.Sub, "https://") && !strings.HasPrefix(c.Sub, "mailto:") {
		return fmt.Errorf("claims %s", claims)
	}
	return nil
}

// Keys are those of a browser that takes messages here: its public key and its secret, base64url.
func (s *PushService) Keys() (p256dh, auth string) { return s.browser.p256dh(), s.browser.secret() }

// A pushBrowser holds the keys of a subscription.
type pushBrowser struct {
	key  *ecdh.PrivateKey
	auth []byte
}

func newPushBrowser(t testing.TB) *pushBrowser {
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b := &pushBrowser{key, make([]byte, 16)}
	_, _ = rand.Read(b.auth)
	return b
}

func (b *pushBrowser) p256dh() string {
	return base64.RawURLEncoding.EncodeToString(b.key.PublicKey().Bytes())
}
func (b *pushBrowser) secret() string { return base64.RawURLEncoding.EncodeToString(b.auth) }

// open decrypts a message (RFC 8291, RFC 8188).
func (b *pushBrowser) open(body []byte) ([]byte, error) {
	if len(body) < 21 || len(body) > 4096 || len(body) < 21+int(body[20]) {
		return nil, fmt.Errorf("%d bytes", len(body))
	}
	salt, size, sender, sealed := body[:16], binary.BigEndian.Uint32(body[16:20]), body[21:21+int(body[20])], body[21+int(body[20]):]
	public, err := ecdh.P256().NewPublicKey(sender)
	if err != nil {
		return nil, err
	}
	shared, err := b.key.ECDH(public)
	if err != nil {
		return nil, err
	}
	derive := func(secret, salt []byte, info string, n int) []byte {
		out, e := hkdf.Key(sha256.New, secret, salt, info, n)
		err = errors.Join(err, e)
		return out
	}
	ikm := derive(shared, b.auth, "WebPush: info\x00"+string(b.key.PublicKey().Bytes())+string(sender), 32)
	block, e := aes.NewCipher(derive(ikm, salt, "Content-Encoding: aes128gcm\x00", 16))
	if e != nil {
		return nil, e
	}
	gcm, e := cipher.NewGCM(block)
	if e != nil {
		return nil, e
	}
	text, e := gcm.Open(nil, derive(ikm, salt, "Content-Encoding: nonce\x00", 12), sealed, nil)
	text = []byte(strings.TrimRight(string(text), "\x00"))
	if err = errors.Join(err, e); err != nil || len(sealed) > int(size) || len(text) == 0 || text[len(text)-1] != 2 {
		return nil, fmt.Errorf("open: %w", err)
	}
	return text[:len(text)-1], nil
}
