package moderation

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// From is where a request comes from. None of it is ever kept: only hashes of the network are, with a key that is another every day and
// goes after a week with them (GDPR; CJEU C-582/14: an address is personal data).
type From struct {
	Network string // an IPv4 address or an IPv6 /64; empty: not known
	Address string
	Agent   string // browser, as it said
}

type fromKey struct{}

// WithFrom remembers in a context where a request comes from.
func WithFrom(ctx context.Context, f From) context.Context {
	return context.WithValue(ctx, fromKey{}, f)
}

// FromOf gives what WithFrom remembered; the zero From for nothing.
func FromOf(ctx context.Context) From {
	f, _ := ctx.Value(fromKey{}).(From)
	return f
}

// OriginDays is how many days hashes of networks are kept.
const OriginDays = 7

// dayOf counts the days since 1970.
func dayOf(at time.Time) int { return int(at.Unix() / (24 * 60 * 60)) }

// originsAt gives the hashes of a network on the days that are kept, today's last; none of no network.
func (d *Desk) originsAt(tx *store.Tx, network string, now time.Time) ([]store.Origin, error) {
	if network == "" {
		return nil, nil
	}
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh)
	today := dayOf(now)
	keys, err := tx.OriginKeys(today-OriginDays+1, today, fresh)
	if err != nil {
		return nil, err
	}
	var list []store.Origin
	for day := today - OriginDays + 1; day <= today; day++ {
		if key := keys[day]; key != nil {
			h := hmac.New(sha256.New, key)
			_, _ = h.Write([]byte(network))
			list = append(list, store.Origin{Day: day, Hash: h.Sum(nil)[:16], At: now})
		}
	}
	return list, nil
}

// LeaveOrigin writes down from which network a reader did something, as a hash; nothing where the network is not known.
func (d *Desk) LeaveOrigin(tx *store.Tx, reader rozmova.ID[rozmova.Reader], network, deed string, now time.Time) error {
	list, err := d.originsAt(tx, network, now)
	if err != nil || len(list) == 0 {
		return err
	}
	o := list[len(list)-1]
	o.Reader, o.Deed = reader, deed
	return tx.AddOrigin(&o)
}
