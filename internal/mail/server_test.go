package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/rozmova/rozmova/internal/config"
)

// A server is a real SMTP server that keeps what it takes, and refuses what it is told to.
type server struct {
	addr  string
	roots *x509.CertPool

	refuseFrom, refuseTo, refuseText error
	stall                            chan struct{} // not nil: text is not answered before it is closed

	mu   sync.Mutex
	took []taken // guarded by mu
}

type taken struct {
	From, To, User string
	Text           string
	TLS            bool
}

// startServer starts a server with the encryption that config.SMTP.TLS would name.
func startServer(t *testing.T, encryption string, change func(*server)) *server {
	t.Helper()
	certificate, roots := newCertificate(t)
	s := &server{roots: roots}
	if change != nil {
		change(s)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().String()
	inner := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c}, nil }))
	inner.Domain = "mx.example"
	inner.ErrorLog = log.New(io.Discard, "", 0)
	inner.EnableSMTPUTF8 = true
	settings := &tls.Config{Certificates: []tls.Certificate{certificate}}
	switch encryption {
	case "starttls":
		inner.TLSConfig = settings
	case "tls":
		l = tls.NewListener(l, settings)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = inner.Serve(l) }()
	t.Cleanup(func() {
		_ = l.Close() // also where Serve has not begun, of which Close knows nothing
		_ = inner.Close()
		<-done
	})
	return s
}

// sender gives a Sender that trusts the server.
func (s *server) sender(encryption string) *Sender {
	out := NewSender(config.SMTP{Addr: s.addr, From: "Редакція «Розмова» <no-reply@news.example>", TLS: encryption})
	out.roots = s.roots
	return out
}

func (s *server) letters() []taken {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.took
}

type session struct {
	server *server
	conn   *smtp.Conn
	now    taken
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, name, password string) error {
		if password != "right" {
			return errors.New("wrong password")
		}
		s.now.User = name
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.now.From = from
	return s.server.refuseFrom
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.now.To = to
	return s.server.refuseTo
}

func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.server.stall != nil {
		<-s.server.stall
	}
	if s.server.refuseText != nil {
		return s.server.refuseText
	}
	s.now.Text = string(text)
	_, s.now.TLS = s.conn.TLSConnectionState()
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.took = append(s.server.took, s.now)
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// newCertificate gives a certificate of 127.0.0.1 and the pool that trusts it.
func newCertificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}
