package alerts

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/SherClockHolmes/webpush-go"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/outbound"
	"github.com/rozmova/rozmova/internal/store"
)

// pushLife is how long a push service keeps a message for a browser that is not there.
const pushLife = 24 * time.Hour

// A Pusher hands messages to push services, encrypted for the browser (RFC 8291) and signed for this site (RFC 8292). It is safe
// for use by many goroutines.
type Pusher struct {
	key     *PushKey
	client  *http.Client
	subject string
}

// NewPusher makes one. Readers choose which addresses the client asks. The subject is whom push services may turn to: an e-mail
// address, or an address of the web beginning with https.
func NewPusher(key *PushKey, client *http.Client, subject string) *Pusher {
	return &Pusher{key, client, subject}
}

// A PushAnswer is what came of handing over a message.
type PushAnswer struct {
	Outcome PushOutcome
	Status  int           // of HTTP; 0: no answer came
	Wait    time.Duration // that the service asks for; 0: it does not say
	Err     error         // why no answer came
}

// PushOutcome says what to do with a message.
type PushOutcome uint8

// The outcomes.
const (
	PushTaken   PushOutcome = iota
	PushGone                // the subscription is no more
	PushLater               // try again
	PushRefused             // this message is not taken, now or later
)

// Send hands a message over. Of two messages of one topic that wait for the same browser the later one is kept.
func (p *Pusher) Send(ctx context.Context, s *store.PushSubscription, message []byte, topic string) PushAnswer {
	answer, err := webpush.SendNotificationWithContext(ctx, message, &webpush.Subscription{
		Endpoint: s.Endpoint, Keys: webpush.Keys{Auth: s.Auth, P256dh: s.P256dh},
	}, &webpush.Options{
		HTTPClient: p.client, Subscriber: p.subject, Topic: topic, TTL: int(pushLife / time.Second), Urgency: webpush.UrgencyNormal,
		VAPIDPublicKey: p.key.public, VAPIDPrivateKey: p.key.private,
	})
	var inside *outbound.Refused
	if errors.As(err, &inside) {
		return PushAnswer{Outcome: PushRefused, Err: err}
	}
	if err != nil {
		return PushAnswer{Outcome: PushLater, Err: err}
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 4<<10)) // so that the connection can be used again
	a := PushAnswer{Status: answer.StatusCode}
	switch code := answer.StatusCode; {
	case code >= 200 && code < 300:
		a.Outcome = PushTaken
	case code == http.StatusNotFound || code == http.StatusGone:
		a.Outcome = PushGone
	case code == http.StatusTooManyRequests || code == http.StatusRequestTimeout || code >= 500:
		a.Outcome, a.Wait = PushLater, retryAfter(answer.Header.Get("Retry-After"))
	default:
		a.Outcome = PushRefused
	}
	return a
}

// retryAfter reads a Retry-After header (RFC 9110, 10.2.3); 0 for none.
func retryAfter(header string) time.Duration {
	if n, err := strconv.Atoi(header); err == nil && n > 0 {
		return min(time.Duration(min(n, 1<<20))*time.Second, pushLife)
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, min(time.Until(at), pushLife))
	}
	return 0
}

// ForPush gives what a message tells of, as it is now; NotFound where it is not to be told any more: it was read, is out of
// sight, or the reader does not want it.
func (d *Desk) ForPush(tx *store.Tx, id rozmova.ID[rozmova.Alert]) (*Line, error) {
	a, err := tx.Alert(id)
	if err != nil {
		return nil, err
	}
	if !a.Read.IsZero() || d.o.Now().After(a.At.Add(pushLife)) {
		return nil, rozmova.NotFound
	}
	shown, err := tx.AlertShown(id)
	if err != nil {
		return nil, err
	}
	settings, err := tx.AlertSettings([]rozmova.ID[rozmova.Reader]{a.Reader})
	if err != nil {
		return nil, err
	}
	if !shown || !settings[a.Reader][a.Kind].Push {
		return nil, rozmova.NotFound
	}
	lines, err := Lines(tx, []rozmova.Alert{*a})
	if err != nil {
		return nil, err
	}
	return &lines[0], nil
}
