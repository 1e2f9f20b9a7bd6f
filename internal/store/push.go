package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// A PushSubscription is where a browser takes Web Push messages (RFC 8030), with its keys (RFC 8291).
type PushSubscription struct {
	ID       []byte // SHA-256 of the endpoint
	Reader   rozmova.ID[rozmova.Reader]
	Endpoint string
	P256dh   string // base64url
	Auth     string // base64url
	Locale   rozmova.Locale
	Device   string // browser and system; may be empty
	Added    time.Time
	Failed   int    // messages in a row that were given up
	Session  []byte // hash of the session in which it was switched on
}

const (
	pushColumns = "s.id, s.reader, s.endpoint, s.p256dh, s.auth, s.locale, s.device, s.added, s.failed, s.session"
	// livePush is the condition that the session still stands in which a subscription was made.
	livePush = "exists (select 1 from session x where x.hash = s.session and x.reader = s.reader)"
)

func scanPushSubscription(row interface{ Scan(...any) error }) (s PushSubscription, err error) {
	var added int64
	err = row.Scan(&s.ID, &s.Reader, &s.Endpoint, &s.P256dh, &s.Auth, &s.Locale, &s.Device, &added, &s.Failed, &s.Session)
	s.Added = moment(added)
	return s, missing(err)
}

// PutPushSubscription writes a subscription. Where the endpoint is known already it belongs to this reader from now on, and what
// waited for the reader before is dropped.
func (tx *Tx) PutPushSubscription(s *PushSubscription) error {
	if _, err := tx.exec("delete from push where subscription = $1 and subscription in (select id from push_subscription where reader <> $2)", s.ID, s.Reader); err != nil {
		return err
	}
	_, err := tx.exec(`insert into push_subscription (id, reader, endpoint, p256dh, auth, locale, device, added, failed, session) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)
		on conflict (id) do update set reader = excluded.reader, p256dh = excluded.p256dh, auth = excluded.auth, locale = excluded.locale,
		device = excluded.device, added = excluded.added, failed = 0, session = excluded.session`,
		s.ID, s.Reader, s.Endpoint, s.P256dh, s.Auth, s.Locale, s.Device, micros(s.Added), s.Session)
	return err
}

// PushSubscriptions gives those of a reader whose sessions still stand, the latest first.
func (tx *Tx) PushSubscriptions(reader rozmova.ID[rozmova.Reader]) ([]PushSubscription, error) {
	rows, err := tx.query("select "+pushColumns+" from push_subscription s where s.reader = $1 and "+livePush+" order by s.added desc, s.id", reader)
	return all(rows, err, func(rows *sql.Rows) (PushSubscription, error) { return scanPushSubscription(rows) })
}

// PushSubscription gives one whose session still stands; NotFound where there is none.
func (tx *Tx) PushSubscription(id []byte) (*PushSubscription, error) {
	s, err := scanPushSubscription(tx.row("select "+pushColumns+" from push_subscription s where s.id = $1 and "+livePush, id))
	return &s, err
}

// DropPushSubscription forgets a subscription and what waits for it; it may be gone already.
func (tx *Tx) DropPushSubscription(id []byte) error {
	if _, err := tx.exec("delete from push where subscription = $1", id); err != nil {
		return err
	}
	_, err := tx.exec("delete from push_subscription where id = $1", id)
	return err
}

// DropEndedPush forgets the subscriptions whose sessions ended, and tells how many there were.
func (tx *Tx) DropEndedPush() (int64, error) {
	const ended = "from push_subscription as s where not " + livePush
	if _, err := tx.exec("delete from push where subscription in (select s.id " + ended + ")"); err != nil {
		return 0, err
	}
	return tx.count("delete " + ended)
}

// PushFailed counts a message that a subscription did not take, and tells how many that makes in a row.
func (tx *Tx) PushFailed(id []byte) (n int, err error) {
	err = missing(tx.row("update push_subscription set failed = failed + 1 where id = $1 returning failed", id).Scan(&n))
	return n, err
}

// PushWorks remembers that a subscription took a message.
func (tx *Tx) PushWorks(id []byte) error {
	_, err := tx.exec("update push_subscription set failed = 0 where id = $1 and failed > 0", id)
	return err
}

// A Push is a message to be sent: an alert to one browser. It holds no words; they are read when it is sent.
type Push struct {
	Alert        rozmova.ID[rozmova.Alert]
	Subscription []byte
	Tries        int
	Next         time.Time // when to try
}

// AddPush writes a message to be sent; a second one of the same alert to the same browser is left out.
func (tx *Tx) AddPush(p *Push) error {
	_, err := tx.exec("insert into push (alert, subscription, tries, next, sent) values ($1, $2, 0, $3, 0) on conflict do nothing", p.Alert, p.Subscription, micros(p.Next))
	return err
}

// DuePushes gives up to limit messages whose time has come.
func (tx *Tx) DuePushes(now time.Time, limit int) ([]Push, error) {
	rows, err := tx.query("select alert, subscription, tries, next from push where next > 0 and next <= $1 order by next, alert, subscription limit $2", micros(now), limit)
	return all(rows, err, func(rows *sql.Rows) (p Push, err error) {
		var next int64
		err = rows.Scan(&p.Alert, &p.Subscription, &p.Tries, &next)
		p.Next = moment(next)
		return p, err
	})
}

// LeasePush takes a message for this process until a time; NotFound where another process was quicker.
func (tx *Tx) LeasePush(p *Push, until time.Time) error {
	return tx.change("update push set next = $4 where alert = $1 and subscription = $2 and next = $3", p.Alert, p.Subscription, micros(p.Next), micros(until))
}

// PutOffPush has a message wait until a time, without counting a try.
func (tx *Tx) PutOffPush(p *Push, until time.Time) error {
	_, err := tx.exec("update push set next = $3 where alert = $1 and subscription = $2 and next > 0", p.Alert, p.Subscription, micros(until))
	return err
}

// PushSent marks a message as sent. It may be gone, with its subscription.
func (tx *Tx) PushSent(p *Push, at time.Time) error {
	_, err := tx.exec("update push set next = 0, sent = $3, tries = tries + 1 where alert = $1 and subscription = $2", p.Alert, p.Subscription, micros(at))
	return err
}

// PushAgain counts a failed try and sets when to try once more; the zero time gives up. It may be gone, with its subscription.
func (tx *Tx) PushAgain(p *Push, next time.Time) error {
	_, err := tx.exec("update push set next = $3, tries = tries + 1 where alert = $1 and subscription = $2", p.Alert, p.Subscription, micros(next))
	return err
}
