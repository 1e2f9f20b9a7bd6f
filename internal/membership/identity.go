package membership

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// mostIdentities is how many identities one reader may link.
const mostIdentities = 10

func (d *Desk) addIdentity(tx *store.Tx, kind Way, issuer, subject, label string, r *rozmova.Reader, now time.Time) error {
	if err := tx.Lock("ways " + r.ID.String()); err != nil {
		return err
	}
	list, err := tx.Identities(r.ID)
	if err != nil {
		return err
	}
	if len(list) >= mostIdentities {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "provider.too_many", Args: map[string]any{"Max": mostIdentities}}
	}
	return tx.AddIdentity(&store.Identity{
		ID: rozmova.NewID[store.Identity](now), Reader: r.ID, Site: d.o.Site.ID, Kind: string(kind), Issuer: issuer, Subject: subject, Label: label, Added: now, Used: now,
	})
}

// An Identity is who a reader is behind a door.
type Identity struct {
	ID     string
	Issuer string
	Label  string // may be empty
	Added  time.Time
	Used   time.Time
}

// Identities gives those of a reader, the oldest first.
func (d *Desk) Identities(ctx context.Context, r *rozmova.Reader) (list []Identity, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		kept, err := tx.Identities(r.ID)
		list = nil
		for _, i := range kept {
			list = append(list, Identity{i.ID.String(), i.Issuer, i.Label, i.Added, i.Used})
		}
		return err
	})
	return list, err
}

// RemoveIdentity unlinks an identity; NotFound where it is not the reader's, Conflict "way.last" where it is the only way in.
func (d *Desk) RemoveIdentity(ctx context.Context, r *rozmova.Reader, id string) error {
	parsed, err := rozmova.ParseID[store.Identity](id)
	if err != nil {
		return rozmova.NotFound
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if err := d.mayLose(tx, r.ID); err != nil {
			return err
		}
		return tx.RemoveIdentity(r.ID, parsed)
	})
}

// pendingKind is the kind of challenge that keeps an identity until its reader has signed in another way.
const pendingKind = "pending-identity"

// pending is its document.
type pending struct {
	Kind                          Way
	Issuer, Subject, Label, Email string
}

// keepPending keeps an identity whose address is somebody's for that somebody.
func (d *Desk) keepPending(ctx context.Context, kind Way, issuer string, c *claims) (string, error) {
	doc, err := json.Marshal(&pending{kind, issuer, c.Subject, c.label(), emailKey(c.address())})
	if err != nil {
		return "", err
	}
	secret, id := token()
	now := d.o.Now()
	return secret, d.db.Update(ctx, func(tx *store.Tx) error {
		return tx.AddChallenge(&store.Challenge{ID: id, Kind: pendingKind, Doc: doc, Created: now, Expires: now.Add(DoorLife)})
	})
}

// LinkPending links the identity that was kept under a secret to the reader who has just signed in, if the address is theirs.
// Where it is not, where nothing is kept, or where the identity became somebody's meanwhile, nothing happens.
func (d *Desk) LinkPending(ctx context.Context, r *rozmova.Reader, secret string) error {
	now := d.o.Now()
	return d.db.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.TakeChallenge(hashOf(secret), pendingKind)
		if errors.Is(err, rozmova.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		var p pending
		if err := json.Unmarshal(c.Doc, &p); err != nil {
			return err
		}
		email, err := tx.Email(r.ID)
		if errors.Is(err, rozmova.NotFound) || err == nil && emailKey(email) != p.Email || now.After(c.Expires) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := tx.Lock("identity " + p.Issuer + " " + p.Subject); err != nil {
			return err
		}
		_, err = tx.IdentityOf(d.o.Site.ID, string(p.Kind), p.Issuer, p.Subject)
		if errors.Is(err, rozmova.NotFound) {
			return d.addIdentity(tx, p.Kind, p.Issuer, p.Subject, p.Label, r, now)
		}
		return err
	})
}
