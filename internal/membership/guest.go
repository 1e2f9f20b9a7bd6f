package membership

import (
	"context"
	"encoding/hex"
	"errors"
	"math"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// GuestLife is how long a guest is known in the browser.
const GuestLife = 24 * time.Hour

// Guests reports whether the site lets people comment by a name alone; what they write waits for a person.
func (d *Desk) Guests() bool { return d.o.Settings.Guests == "held" }

// onlyComment refuses guests what only readers with an account may do.
func onlyComment() error {
	return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "guest.only_comment"}
}

// A guestJoined is when somebody became a guest, and from which network.
type guestJoined struct {
	origin string
	at     time.Time
}

// JoinAsGuest lets somebody in by a name alone, for a day and in this browser. Forbidden "guest.off" where the site does not; Invalid
// and Conflict as for pen names, of the field guest_name; TooMany for too many from one network, Unavailable "guest.busy" for too many
// in all within an hour.
func (d *Desk) JoinAsGuest(ctx context.Context, b Browser, name string, locale rozmova.Locale) (*Welcome, error) {
	if !d.Guests() {
		return nil, &rozmova.Error{Kind: rozmova.Forbidden, Reason: "guest.off"}
	}
	if _, err := checkPenName(name); err != nil {
		return nil, inGuestName(err) // a slip of the pen is none of those that are counted
	}
	now := d.o.Now()
	if err := d.countGuest(b.Origin, now); err != nil {
		return nil, err
	}
	var w *Welcome
	err := d.db.Update(ctx, func(tx *store.Tx) error {
		clean, key, err := d.guestName(tx, name)
		if err != nil {
			return inGuestName(err)
		}
		r := &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](now), Site: d.o.Site.ID, PenName: clean, Locale: locale, Joined: now, Guest: true}
		if err := d.free(tx, r, clean); err != nil {
			return inGuestName(err)
		}
		if err := tx.AddGuest(r, key+"~g"+hex.EncodeToString(r.ID[:])); err != nil {
			return err
		}
		if _, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.ReaderJoined, Site: r.Site, Actor: r.ID}); err != nil {
			return err
		}
		secret, hash := token()
		w = &Welcome{Reader: r, Session: secret, Way: AsGuest}
		return tx.AddSession(&store.Session{
			Hash: hash, Reader: r.ID, Created: now, Seen: now, Expires: now.Add(GuestLife), Device: b.Device(), Way: string(AsGuest), Proven: now,
		})
	})
	if err != nil {
		return nil, err
	}
	return w, nil
}

// inGuestName tells of a name that it stands in the guests' field.
func inGuestName(err error) error {
	var e *rozmova.Error
	if !errors.As(err, &e) || e.Field == "" {
		return err
	}
	there := *e
	there.Field = "guest_name"
	return &there
}

// countGuest counts one who wants to be a guest, and refuses who is too many within an hour.
func (d *Desk) countGuest(origin string, now time.Time) error {
	d.guests.Lock()
	defer d.guests.Unlock()
	lately, from := d.guests.joined[:0], 0
	var first time.Time // from this network
	for _, g := range d.guests.joined {
		if now.Sub(g.at) >= time.Hour {
			continue
		}
		lately = append(lately, g)
		if g.origin == origin {
			if from++; from == 1 {
				first = g.at
			}
		}
	}
	d.guests.joined = lately
	if from >= d.o.GuestsPerHour {
		wait := max(int(math.Ceil(first.Add(time.Hour).Sub(now).Seconds())), 1)
		return &rozmova.Error{Kind: rozmova.TooMany, Reason: "guest.too_many", Field: "guest_name", Args: map[string]any{"Seconds": wait}}
	}
	if len(lately) >= d.o.GuestsInAll {
		return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "guest.busy", Field: "guest_name"}
	}
	d.guests.joined = append(d.guests.joined, guestJoined{origin, now})
	return nil
}

// stay makes a guest who has shown a way in a member, with all that they wrote. Where the name became somebody's meanwhile
// they get a made-up one, and choose another themselves.
func (d *Desk) stay(tx *store.Tx, guest *rozmova.Reader, now time.Time) (*rozmova.Reader, error) {
	if err := tx.Lock("pen names"); err != nil {
		return nil, err
	}
	r, err := tx.Reader(guest.ID)
	if err != nil || !r.Guest {
		return r, err
	}
	if err := d.free(tx, r, r.PenName); err != nil {
		var e *rozmova.Error
		if !errors.As(err, &e) {
			return nil, err
		}
		if r.PenName, err = d.madeUp(tx, r.Locale); err != nil {
			return nil, err
		}
	}
	if err := tx.MakeMember(r.ID, r.PenName, lang.PenKey(r.PenName)); err != nil {
		return nil, err
	}
	if _, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.ReaderChanged, Site: r.Site, Actor: r.ID}); err != nil {
		return nil, err
	}
	return tx.Reader(r.ID)
}
