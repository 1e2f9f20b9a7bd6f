package mail

import (
	"mime"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

func TestSend(t *testing.T) {
	for _, encryption := range []string{"none", "starttls", "tls"} {
		t.Run(encryption, func(t *testing.T) {
			srv := startServer(t, encryption, nil)
			l := someLetter()
			l.To = "reader@ПОШТА.укр"
			l.Headers = map[string]string{"List-Unsubscribe": "<https://news.example/u>", "X-Rozmova": "1"}
			if err := send(t, srv.sender(encryption), l); err != nil {
				t.Fatal(err)
			}
			got := srv.letters()
			if len(got) != 1 {
				t.Fatalf("%d letters", len(got))
			}
			if got[0].From != "no-reply@news.example" || got[0].To != "reader@xn--80a1acn3a.xn--j1amh" || got[0].TLS != (encryption != "none") {
				t.Errorf("envelope %+v", got[0])
			}
			header, parts := read(t, got[0].Text)
			if parts["text/plain"] != l.Text || parts["text/html"] != l.HTML {
				t.Errorf("parts %q", parts)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
			if err != nil || subject != l.Subject || strings.Contains(header.Get("Subject"), "Ваш") {
				t.Errorf("subject %q (%q), %v", subject, header.Get("Subject"), err)
			}
			from, err := header.AddressList("From")
			if err != nil || from[0].Name != "Редакція «Розмова»" {
				t.Errorf("from %v, %v", from, err)
			}
			for name, want := range map[string]string{
				"To": "<reader@xn--80a1acn3a.xn--j1amh>", "Auto-Submitted": "auto-generated", "Content-Language": "uk",
				"List-Unsubscribe": "<https://news.example/u>", "X-Rozmova": "1", "Bcc": "", "User-Agent": "", "X-Mailer": "",
				"Message-Id": "<" + messageID("reasons 1") + "@news.example>",
			} {
				if header.Get(name) != want {
					t.Errorf("%s: %q, want %q", name, header.Get(name), want)
				}
			}
			for line := range strings.SplitSeq(got[0].Text, "\r\n") {
				if len(line) > 998 || strings.ContainsAny(line, "\r\n") || strings.ContainsFunc(line, func(r rune) bool { return r > 0x7e }) {
					t.Errorf("line that not every server takes: %q", line)
				}
			}
		})
	}
}

// A letter that is sent again can be recognised; without a key each is its own.
func TestMessageID(t *testing.T) {
	srv := startServer(t, "none", nil)
	one, two, none := someLetter(), someLetter(), someLetter()
	two.IdempotencyKey, none.IdempotencyKey = "reasons 2", ""
	for _, l := range []Letter{one, one, two, none, none} {
		if err := send(t, srv.sender("none"), l); err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	for _, l := range srv.letters() {
		header, _ := read(t, l.Text)
		ids = append(ids, header.Get("Message-Id"))
	}
	if ids[0] != ids[1] || ids[0] == ids[2] || ids[3] == ids[4] {
		t.Errorf("Message-IDs %q: want the first two equal and no others", ids)
	}
}

func TestRefusals(t *testing.T) {
	reply := func(code int) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "reader@example.com is not wanted"}
	}
	for _, tt := range []struct {
		name      string
		change    func(*server)
		temporary bool
	}{
		{"receiver unknown", func(s *server) { s.refuseTo = reply(550) }, false},
		{"receiver greylisted", func(s *server) { s.refuseTo = reply(451) }, true},
		{"sender refused", func(s *server) { s.refuseFrom = reply(553) }, false},
		{"sender too fast", func(s *server) { s.refuseFrom = reply(421) }, true},
		{"text refused", func(s *server) { s.refuseText = reply(554) }, false},
		{"text later", func(s *server) { s.refuseText = reply(452) }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := startServer(t, "none", tt.change)
			err := send(t, srv.sender("none"), someLetter())
			if bounced := tt.name == "receiver unknown"; Bounced(err) != bounced {
				t.Errorf("bounced %v, want %v", Bounced(err), bounced)
			}
			if err == nil || Temporary(err) != tt.temporary || len(srv.letters()) != 0 {
				t.Errorf("%v, temporary %v; want temporary %v", err, Temporary(err), tt.temporary)
			}
			if err != nil && strings.Contains(err.Error(), "@") {
				t.Errorf("an address stands in what will be logged: %v", err)
			}
		})
	}
}

// A wrong password, a certificate nobody trusts and a missing STARTTLS are the operator's to mend: no letter is given up,
// and none leaves unencrypted.
func TestSettingsAreNotTheLettersFault(t *testing.T) {
	encrypted, open := startServer(t, "starttls", nil), startServer(t, "none", nil)
	wrong := encrypted.sender("starttls")
	wrong.settings.Username, wrong.settings.Password = "rozmova", "wrong"
	stranger := encrypted.sender("starttls")
	stranger.roots = nil
	nowhere := encrypted.sender("none")
	nowhere.settings.Addr = closedPort(t)
	unreadable := encrypted.sender("none")
	unreadable.settings.From = "a@b.com, c@d.com"
	for name, s := range map[string]*Sender{
		"password": wrong, "certificate": stranger, "no starttls": open.sender("starttls"), "nobody there": nowhere, "from": unreadable,
	} {
		if err := send(t, s, someLetter()); err == nil || !Temporary(err) || strings.Contains(err.Error(), "wrong ") {
			t.Errorf("%s: %v, temporary %v", name, err, Temporary(err))
		}
	}
	if n := len(encrypted.letters()) + len(open.letters()); n != 0 {
		t.Errorf("%d letters left all the same", n)
	}
	right := encrypted.sender("starttls")
	right.settings.Username, right.settings.Password = "rozmova", "right"
	if err := send(t, right, someLetter()); err != nil {
		t.Fatal(err)
	}
	if got := encrypted.letters()[0]; got.User != "rozmova" || !got.TLS {
		t.Errorf("signed in as %q, encrypted %v", got.User, got.TLS)
	}
}
