package membership

import (
	"context"
	"encoding/hex"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// agents are browsers and systems by a word of the User-Agent header. The first that is found counts: most say that they are
// others too.
var agents = struct{ browsers, systems [][2]string }{
	browsers: [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Opera", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Vivaldi/", "Vivaldi"}, {"YaBrowser/", "Yandex"},
		{"FxiOS/", "Firefox"}, {"Firefox/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chromium/", "Chromium"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
		{"curl/", "curl"}, {"Lynx/", "Lynx"}, {"w3m/", "w3m"},
	},
	systems: [][2]string{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"}, {"Macintosh", "macOS"}, {"Mac OS", "macOS"},
		{"FreeBSD", "FreeBSD"}, {"Linux", "Linux"},
	},
}

// Device tells browser and system in a few words, for the reader's list of devices: "Firefox, Android". It is made of words of
// ours alone, whatever the browser says; empty where it says nothing that is known.
func (b Browser) Device() string {
	var said []string
	for _, list := range [][][2]string{agents.browsers, agents.systems} {
		for _, one := range list {
			if strings.Contains(b.Agent, one[0]) {
				said = append(said, one[1])
				break
			}
		}
	}
	return strings.Join(said, ", ")
}

// A Device is a browser in which a reader is signed in.
type Device struct {
	ID      string // tells it from the reader's others; of no use elsewhere
	Name    string // browser and system; empty where it is not known
	Way     Way
	Since   time.Time
	Seen    time.Time // to the hour
	Current bool
}

// Devices gives the browsers in which a reader is signed in, the one with the secret first and then by when they were last
// seen.
func (d *Desk) Devices(ctx context.Context, r *rozmova.Reader, secret string) ([]Device, error) {
	own, now := publicID(hashOf(secret)), d.o.Now()
	var list []Device
	err := d.db.View(ctx, func(tx *store.Tx) error {
		sessions, err := tx.Sessions(r.ID)
		list = list[:0]
		for _, s := range sessions {
			if now.After(s.Expires) || now.After(s.Created.Add(SessionMost)) {
				continue
			}
			one := Device{publicID(s.Hash), s.Device, Way(s.Way), s.Created, s.Seen, publicID(s.Hash) == own}
			if one.Current {
				list = append([]Device{one}, list...)
			} else {
				list = append(list, one)
			}
		}
		return err
	})
	return list, err
}

// publicID names what is kept under a hash to the reader whose it is. It opens nothing.
func publicID(hash []byte) string { return hex.EncodeToString(hash[:8]) }

// EndDevice signs a reader out in one browser; NotFound where none of that ID is signed in.
func (d *Desk) EndDevice(ctx context.Context, r *rozmova.Reader, id string) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		sessions, err := tx.Sessions(r.ID)
		if err != nil {
			return err
		}
		for _, s := range sessions {
			if publicID(s.Hash) == id {
				return tx.EndSession(s.Hash)
			}
		}
		return &rozmova.Error{Kind: rozmova.NotFound, Reason: "device.missing"}
	})
}

// SignOutEverywhere signs a reader out in every browser, but for the one whose secret is given, where one is; and no other
// browser is known for the account any more. Tokens of programs stay.
func (d *Desk) SignOutEverywhere(ctx context.Context, r *rozmova.Reader, but string, b Browser) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		var kept []byte
		if but != "" {
			kept = hashOf(but)
		}
		if err := tx.EndSessions(r.ID, kept); err != nil {
			return err
		}
		return tx.ForgetBrowsers(r.ID, knownHash(b.Known))
	})
}

// A Token is a reader's token of the API, as far as it is told.
type Token struct {
	ID      string
	Name    string
	Created time.Time
	Expires time.Time // zero: never
}

// Tokens gives a reader's tokens, the latest first.
func (d *Desk) Tokens(ctx context.Context, r *rozmova.Reader) ([]Token, error) {
	var list []Token
	err := d.db.View(ctx, func(tx *store.Tx) error {
		tokens, err := tx.Tokens(r.ID, d.o.Now())
		list = list[:0]
		for _, t := range tokens {
			list = append(list, Token{publicID(t.Hash), t.Name, t.Created, t.Expires})
		}
		return err
	})
	return list, err
}

// EndToken takes a reader's token out of use; NotFound where there is none of that ID.
func (d *Desk) EndToken(ctx context.Context, r *rozmova.Reader, id string) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		tokens, err := tx.Tokens(r.ID, d.o.Now())
		if err != nil {
			return err
		}
		for _, t := range tokens {
			if publicID(t.Hash) == id {
				return tx.EndToken(t.Hash)
			}
		}
		return rozmova.NotFound
	})
}
