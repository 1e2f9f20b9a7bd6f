package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"

	"github.com/rozmova/rozmova/internal/config"
)

// A Sender hands letters to an SMTP server, one connection a letter. It holds nothing open and may be used from many
// goroutines.
//
// The letter is written by go-mail, and sent by its smtp package step by step: its Client gives an error for a letter
// that was taken when the farewell after it fails, and leaves the connection open when the greeting does.
type Sender struct {
	settings config.SMTP
	timeout  time.Duration  // for one letter, from dialling to farewell
	roots    *x509.CertPool // nil: the system's
}

// NewSender gives a Sender by settings that config has validated.
func NewSender(settings config.SMTP) *Sender {
	return &Sender{settings: settings, timeout: 30 * time.Second}
}

// Send hands over the letter within thirty seconds, or less if ctx says so. When the connection breaks after the text was
// sent and before the server's answer came, nobody knows whether it was taken: the error is temporary, and the second
// letter has the Message-ID of the first.
func (s *Sender) Send(ctx context.Context, l Letter) error {
	l, err := l.check()
	if err != nil {
		return permanent(err)
	}
	from, err := sender(s.settings.From)
	if err != nil {
		return &failure{step: "settings", temporary: true, err: err}
	}
	text, err := message(l, from, time.Now())
	if err != nil {
		return permanent(err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	conn, err := s.dial(ctx)
	if err != nil {
		return failed(ctx, "connect", err, false)
	}
	defer conn.Close()
	// Whatever the conversation waits for ends when ctx does.
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	return s.talk(ctx, conn, from.Address, l.To, text)
}

// talk is the conversation with the server.
func (s *Sender) talk(ctx context.Context, conn net.Conn, from, to string, text []byte) error {
	c, err := smtp.NewClient(conn, s.host())
	if err != nil {
		return failed(ctx, "greeting", err, false)
	}
	c.SkipSMTPUTF8(true) // every address is ASCII
	if err := c.Hello(hostname()); err != nil {
		return failed(ctx, "hello", err, false)
	}
	if s.settings.TLS != "tls" && s.settings.TLS != "none" {
		if err := s.startTLS(c); err != nil {
			return failed(ctx, "starttls", err, false)
		}
	}
	if s.settings.Username != "" {
		if err := s.signIn(c); err != nil {
			return failed(ctx, "sign in", err, false)
		}
	}
	if err := c.Mail("<" + from + ">"); err != nil {
		return failed(ctx, "sender", err, true)
	}
	if err := c.Rcpt("<" + to + ">"); err != nil {
		return failed(ctx, receiverStep, err, true)
	}
	w, err := c.Data()
	if err != nil {
		return failed(ctx, "data", err, true)
	}
	if _, err := w.Write(text); err != nil {
		return failed(ctx, "text", err, true)
	}
	if err := w.Close(); err != nil {
		return failed(ctx, "text", err, true)
	}
	// The letter is the server's now, however it takes the farewell, which gets a second.
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	_ = c.Quit()
	return nil
}

func (s *Sender) dial(ctx context.Context) (net.Conn, error) {
	if s.settings.TLS == "tls" {
		return (&tls.Dialer{Config: s.tls()}).DialContext(ctx, "tcp", s.settings.Addr)
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", s.settings.Addr)
}

// startTLS encrypts the connection. A server that does not offer it gets no letter: whoever sits in between could have
// taken the offer out.
func (s *Sender) startTLS(c *smtp.Client) error {
	if ok, _ := c.Extension("STARTTLS"); !ok {
		return errors.New("the server offers no STARTTLS (smtp.tls)")
	}
	return c.StartTLS(s.tls())
}

// signIn shows name and password, in a way that the server knows. Without encryption it does so to this machine alone.
func (s *Sender) signIn(c *smtp.Client) error {
	_, offered := c.Extension("AUTH")
	ways := strings.Fields(strings.ToUpper(offered))
	name, password := s.settings.Username, s.settings.Password.Reveal()
	switch {
	case slices.Contains(ways, "PLAIN"):
		return c.Auth(smtp.PlainAuth("", name, password, s.host(), false))
	case slices.Contains(ways, "LOGIN"):
		return c.Auth(smtp.LoginAuth(name, password, s.host(), false))
	}
	return errors.New("the server takes neither PLAIN nor LOGIN (smtp.username)")
}

func (s *Sender) tls() *tls.Config {
	return &tls.Config{ServerName: s.host(), RootCAs: s.roots, MinVersion: tls.VersionTLS12}
}

func (s *Sender) host() string {
	host, _, err := net.SplitHostPort(s.settings.Addr)
	if err != nil {
		return s.settings.Addr
	}
	return host
}

// hostname is how we greet: the machine's full name, or, where it has none, as an unnamed machine does.
func hostname() string {
	if name, err := os.Hostname(); err == nil && strings.Contains(name, ".") && !strings.ContainsAny(name, " \r\n") {
		return name
	}
	return "localhost"
}
