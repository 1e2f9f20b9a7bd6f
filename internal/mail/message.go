package mail

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// message writes a checked letter as it goes over the wire (RFC 5322, MIME), with lines ended by CR LF.
func message(l Letter, from *mail.Address, now time.Time) ([]byte, error) {
	encoding := gomail.EncodingQP
	if foreign(l.Text) {
		encoding = gomail.EncodingB64 // quoted-printable makes six bytes of each Cyrillic letter
	}
	m := gomail.NewMsg(gomail.WithEncoding(encoding), gomail.WithNoDefaultUserAgent())
	// The addresses were parsed by us and are handed over as they are: go-mail's own parser takes more than we do.
	m.SetAddrHeaderFromMailAddress(gomail.HeaderFrom, from)
	m.SetAddrHeaderFromMailAddress(gomail.HeaderTo, &mail.Address{Address: l.To})
	m.Subject(l.Subject)
	m.SetDateWithValue(now)
	id := messageID(l.IdempotencyKey)
	if id == "" {
		id = rand.Text()
	}
	m.SetMessageIDWithValue(id + from.Address[strings.LastIndexByte(from.Address, '@'):])
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's holiday notice answers it
	m.SetGenHeader("X-Auto-Response-Suppress", "All")
	if token(l.Language) {
		m.SetGenHeader(gomail.HeaderContentLang, l.Language)
	}
	for name, value := range l.Headers {
		m.SetGenHeader(gomail.Header(name), value)
	}
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	if l.HTML != "" {
		m.AddAlternativeString(gomail.TypeTextHTML, l.HTML)
	}
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("write letter: %w", err)
	}
	return b.Bytes(), nil
}

// foreign reports whether more than a fifth of s is outside ASCII.
func foreign(s string) bool {
	n := 0
	for i := range len(s) {
		if s[i] >= 0x80 {
			n++
		}
	}
	return n*5 > len(s)
}

// sender reads the address that letters come from: Name <address>, or the address alone.
func sender(s string) (*mail.Address, error) {
	from, err := mail.ParseAddress(s)
	if err != nil {
		return nil, fmt.Errorf("smtp.from: %w", err)
	}
	if from.Address, err = ParseAddress(from.Address); err != nil {
		return nil, fmt.Errorf("smtp.from: %w", err)
	}
	from.Name = oneLine(from.Name)
	return from, nil
}
