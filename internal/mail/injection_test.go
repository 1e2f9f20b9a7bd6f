package mail

import (
	"fmt"
	"mime"
	"strings"
	"testing"
)

// Nothing that comes with a letter makes a header, a receiver or a command of its own.
func TestInjection(t *testing.T) {
	srv := startServer(t, "none", nil)
	s := srv.sender("none")
	for _, subject := range []string{
		"Hi\r\nBcc: victim@evil.example", "Hi\nX-Evil: 1", "Hi\r\n\r\n<script>", "Hi\rBcc: v@evil.example", "\u2028Bcc: v@evil.example",
		"=?utf-8?q?=0D=0ABcc:_v@evil.example?=", "Hi\x00\u202e", strings.Repeat("ж", 5000), strings.Repeat("x", 5000),
	} {
		l := someLetter()
		l.Subject = subject
		l.Text = "text\r\n.\r\nMAIL FROM:<evil@evil.example>\r\nRCPT TO:<victim@evil.example>\r\nDATA\r\n.\r\n"
		before := len(srv.letters())
		if err := send(t, s, l); err != nil {
			t.Fatalf("%.40q: %v", subject, err)
		}
		got := srv.letters()[before:]
		if len(got) != 1 || got[0].To != l.To {
			t.Fatalf("%.40q: %d letters, to %q", subject, len(got), got[0].To)
		}
		header, parts := read(t, got[0].Text)
		names := []string{}
		for name := range header {
			names = append(names, name)
			if strings.Contains("Bcc X-Evil", name) {
				t.Errorf("%.40q: header %s: %s", subject, name, header.Get(name))
			}
		}
		if len(names) != 10 {
			t.Errorf("%.40q: %d headers, want 10: %s", subject, len(names), names)
		}
		if text, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject")); err != nil || len([]rune(text)) > longestSubject || strings.ContainsAny(text, "\r\n\x00\u202e") {
			t.Errorf("%.40q: subject %q, %v", subject, text, err)
		}
		if !strings.Contains(parts["text/plain"], "MAIL FROM:<evil@evil.example>") {
			t.Errorf("%.40q: text was cut: %q", subject, parts["text/plain"])
		}
	}
}

// What cannot be sent is refused by both transports, for good, before a word is said to a server.
func TestUnsendable(t *testing.T) {
	srv := startServer(t, "none", nil)
	box := NewMailbox(10)
	broken := map[string]func(*Letter){
		"address with a header": func(l *Letter) { l.To = "a@b.com\r\nBcc: c@d.com" },
		"two addresses":         func(l *Letter) { l.To = "a@b.com, c@d.com" },
		"group":                 func(l *Letter) { l.To = "everybody: a@b.com;" },
		"command":               func(l *Letter) { l.To = "a@b.com>\r\nRCPT TO:<c@d.com" },
		"no subject":            func(l *Letter) { l.Subject = " \r\n\x00" },
		"no text":               func(l *Letter) { l.Text = "" },
		"header of ours":        func(l *Letter) { l.Headers = map[string]string{"Bcc": "c@d.com"} },
		"header in small":       func(l *Letter) { l.Headers = map[string]string{"bcc": "c@d.com"} },
		"header with a colon":   func(l *Letter) { l.Headers = map[string]string{"X-A: b\r\nBcc": "c@d.com"} },
		"value of two lines":    func(l *Letter) { l.Headers = map[string]string{"X-A": "b\r\nBcc: c@d.com"} },
		"value with a letter":   func(l *Letter) { l.Headers = map[string]string{"X-A": "ж"} },
	}
	for name, change := range broken {
		l := someLetter()
		change(&l)
		for _, to := range []Transport{srv.sender("none"), box} {
			if err := to.Send(t.Context(), l); err == nil || Temporary(err) {
				t.Errorf("%s to %T: %v, temporary %v", name, to, err, Temporary(err))
			}
		}
	}
	if len(srv.letters()) != 0 || len(box.Letters(10)) != 0 {
		t.Error("one of them was sent")
	}
}

func TestMailbox(t *testing.T) {
	box := NewMailbox(3)
	put := func(key, subject string) {
		t.Helper()
		l := someLetter()
		l.IdempotencyKey, l.Subject = key, subject
		if err := box.Send(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 5 {
		put("", fmt.Sprint(i))
	}
	put("key", "once")
	put("key", "twice")
	var got []string
	for _, l := range box.Letters(2) {
		got = append(got, l.Subject)
	}
	if fmt.Sprint(got) != "[once 4]" || len(box.Letters(100)) != 3 || len(box.Letters(0)) != 0 {
		t.Errorf("the newest two are %s, of %d", got, len(box.Letters(100)))
	}
	if Temporary(nil) {
		t.Error("no failure is a temporary one")
	}
}
