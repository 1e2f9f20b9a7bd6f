package e2e_test

import (
	"bytes"
	"encoding/base64"
	"io"
	"log"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/mail"
)

// A postOffice is a real SMTP server in the test, which takes every letter.
type postOffice struct {
	addr string

	mu   sync.Mutex
	took []posted // guarded by mu
}

// posted is a letter as it came over the wire.
type posted struct {
	To, Subject string
	Header      netmail.Header
	Text        string // of its plain part
	used        bool
}

// openPostOffice starts one; the test's end stops it. Its sender is what setup.post takes.
func openPostOffice(t *testing.T) *postOffice {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	o := &postOffice{addr: l.Addr().String()}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &postSession{office: o}, nil }))
	server.Domain, server.ErrorLog, server.EnableSMTPUTF8 = "mx.example", log.New(io.Discard, "", 0), true
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(l) }()
	t.Cleanup(func() {
		_ = l.Close()
		_ = server.Close()
		<-done
	})
	return o
}

// sender sends to the office by SMTP, as the program does.
func (o *postOffice) sender() mail.Transport {
	return mail.NewSender(config.SMTP{Addr: o.addr, From: "Редакція <no-reply@news.example>", TLS: "none"})
}

// letter waits for a letter to an address that holds a text and was not given yet, and gives it.
func (o *postOffice) letter(t testing.TB, to, text string) posted {
	t.Helper()
	var found posted
	eventually(t, "a letter to "+to+" with "+text, func() bool {
		o.mu.Lock()
		defer o.mu.Unlock()
		for i := range o.took {
			l := &o.took[i]
			if !l.used && l.To == to && strings.Contains(l.Text, text) {
				l.used, found = true, *l
				return true
			}
		}
		return false
	})
	return found
}

var postedCode = regexp.MustCompile(`(?m)^ {4}[0-9][0-9 ]{5,18}$`)

// code waits for the letter with a code to an address, and gives the code.
func (o *postOffice) code(t testing.TB, to string) string {
	t.Helper()
	return strings.TrimSpace(postedCode.FindString(o.letter(t, to, "Нікому його не кажіть").Text))
}

type postSession struct {
	office *postOffice
	to     string
}

func (s *postSession) Mail(string, *smtp.MailOptions) error      { return nil }
func (s *postSession) Rcpt(to string, _ *smtp.RcptOptions) error { s.to = to; return nil }
func (s *postSession) Reset()                                    {}
func (s *postSession) Logout() error                             { return nil }

func (s *postSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return err
	}
	text, err := plainPart(m)
	if err != nil {
		return err
	}
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	s.office.took = append(s.office.took, posted{To: s.to, Subject: subject, Header: m.Header, Text: text})
	return nil
}

// plainPart gives the text of a message without its HTML.
func plainPart(m *netmail.Message) (string, error) {
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(kind, "multipart/") {
		return decoded(m.Body, m.Header.Get("Content-Transfer-Encoding"))
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if err != nil {
			return "", err
		}
		if strings.HasPrefix(p.Header.Get("Content-Type"), "text/plain") {
			return decoded(p, p.Header.Get("Content-Transfer-Encoding"))
		}
	}
}

func decoded(r io.Reader, encoding string) (string, error) {
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	b, err := io.ReadAll(r)
	return strings.ReplaceAll(string(b), "\r\n", "\n"), err
}
