package alerts

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Bounds of what browsers are remembered.
const (
	mostPushDevices = 10      // of one reader
	longestEndpoint = 2 << 10 // bytes
)

// A Subscription is what a browser says of itself when push is switched on in it (W3C Push API).
type Subscription struct {
	Endpoint string // address at the push service of the browser's maker
	P256dh   string // public key of the browser, base64url of 65 bytes
	Auth     string // secret of the browser, base64url of 16 bytes
	Locale   rozmova.Locale
	Device   string // browser and system; may be empty
	Session  []byte // hash of the session: push ends with it
}

// A PushDevice is a browser in which a reader has push switched on.
type PushDevice struct {
	Name   string // as addresses have it: PushID of the endpoint
	Device string // browser and system; may be empty
	Added  time.Time
}

// PushID names a subscription by its endpoint, as addresses have it.
func PushID(endpoint string) string {
	h := sha256.Sum256([]byte(endpoint))
	return base64.RawURLEncoding.EncodeToString(h[:])
}

// Subscribe has the alerts of a reader pushed to a browser. A browser belongs to one reader, the last one who switched push on in
// it; of more than ten browsers the oldest goes. Refusals: Unauthenticated; Invalid (push.endpoint, push.keys) for what no
// browser says.
func (d *Desk) Subscribe(ctx context.Context, reader *rozmova.Reader, s Subscription) error {
	if reader == nil {
		return rozmova.Unauthenticated
	}
	if err := d.check(&s); err != nil {
		return err
	}
	id := sha256.Sum256([]byte(s.Endpoint))
	row := &store.PushSubscription{
		ID: id[:], Reader: reader.ID, Endpoint: s.Endpoint, P256dh: s.P256dh, Auth: s.Auth, Locale: s.Locale, Device: s.Device, Added: d.o.Now(), Session: s.Session,
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("push " + reader.ID.String()); err != nil {
			return err
		}
		if err := tx.PutPushSubscription(row); err != nil {
			return err
		}
		list, err := tx.PushSubscriptions(reader.ID)
		if err != nil {
			return err
		}
		kept := 1 // the one just written, whatever the clock says
		for i := range list {
			if bytes.Equal(list[i].ID, row.ID) {
				continue
			}
			if kept++; kept > mostPushDevices {
				if err := tx.DropPushSubscription(list[i].ID); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// check refuses what no browser says. Whether the address leads outside is looked at by the client that asks it, each time.
func (d *Desk) check(s *Subscription) error {
	u, err := url.Parse(s.Endpoint)
	if err != nil || len(s.Endpoint) > longestEndpoint || u.Hostname() == "" || u.User != nil || u.Fragment != "" ||
		u.Scheme != "https" && (!d.o.PlainPush || u.Scheme != "http") {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "push.endpoint", Field: "endpoint", Err: err}
	}
	key, wrongKey := base64.RawURLEncoding.DecodeString(strings.TrimRight(s.P256dh, "="))
	auth, wrongAuth := base64.RawURLEncoding.DecodeString(strings.TrimRight(s.Auth, "="))
	if wrongKey != nil || wrongAuth != nil || len(key) != 65 || len(auth) != 16 {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "push.keys", Field: "p256dh"}
	}
	if _, err := ecdh.P256().NewPublicKey(key); err != nil { // not a point on the curve
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "push.keys", Field: "p256dh", Err: err}
	}
	s.P256dh, s.Auth = base64.RawURLEncoding.EncodeToString(key), base64.RawURLEncoding.EncodeToString(auth)
	return nil
}

// Unsubscribe switches push off in a browser of the reader, named by PushDevice.Name; NotFound where it is none of theirs.
func (d *Desk) Unsubscribe(ctx context.Context, reader *rozmova.Reader, name string) error {
	if reader == nil {
		return rozmova.Unauthenticated
	}
	id, err := base64.RawURLEncoding.DecodeString(name)
	if err != nil {
		return rozmova.NotFound
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		s, err := tx.PushSubscription(id)
		if err != nil {
			return err
		}
		if s.Reader != reader.ID {
			return rozmova.NotFound
		}
		return tx.DropPushSubscription(id)
	})
}

// PushDevices gives the browsers in which a reader has push switched on, the latest first.
func (d *Desk) PushDevices(ctx context.Context, reader *rozmova.Reader) (devices []PushDevice, err error) {
	if reader == nil {
		return nil, rozmova.Unauthenticated
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list, err := tx.PushSubscriptions(reader.ID)
		devices = make([]PushDevice, len(list))
		for i := range list {
			devices[i] = PushDevice{base64.RawURLEncoding.EncodeToString(list[i].ID), list[i].Device, list[i].Added}
		}
		return err
	})
	return devices, err
}

// pushFor writes down, in the step that raises an alert, to which browsers it is pushed.
func (d *Desk) pushFor(tx *store.Tx, a *rozmova.Alert) error {
	if !d.o.Push {
		return nil
	}
	list, err := tx.PushSubscriptions(a.Reader)
	if err != nil {
		return err
	}
	for i := range list {
		if err := tx.AddPush(&store.Push{Alert: a.ID, Subscription: list[i].ID, Next: d.o.Now()}); err != nil {
			return err
		}
	}
	return nil
}
