package membership

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A party is who passkeys are made for.
type party = webauthn.WebAuthn

// newParty is who passkeys are made for: the site by its host. It is nil where there can be none: browsers make passkeys for a
// name, never for a bare network address, and only where the connection is safe, over https or within one machine.
func newParty(site *rozmova.Site, origin string) *party {
	u, err := url.Parse(origin)
	if err != nil || site == nil {
		return nil
	}
	host := u.Hostname()
	if _, err := netip.ParseAddr(host); err == nil || host == "" {
		return nil
	}
	if u.Scheme != "https" && host != "localhost" && !strings.HasSuffix(host, ".localhost") {
		return nil
	}
	name := site.Name
	if name == "" {
		name = host
	}
	p, err := webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: name, RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationPreferred,
		},
	})
	if err != nil {
		return nil
	}
	return p
}

// A holder is a reader as the holder of passkeys. The handle is the reader's ID, which tells nothing of them.
type holder struct {
	reader      *rozmova.Reader
	credentials []webauthn.Credential
}

func (h *holder) WebAuthnID() []byte                         { return h.reader.ID[:] }
func (h *holder) WebAuthnName() string                       { return h.reader.PenName }
func (h *holder) WebAuthnDisplayName() string                { return h.reader.PenName }
func (h *holder) WebAuthnCredentials() []webauthn.Credential { return h.credentials }

// holderOf reads a reader's passkeys.
func holderOf(tx *store.Tx, r *rozmova.Reader) (*holder, error) {
	list, err := tx.Passkeys(r.ID)
	if err != nil {
		return nil, err
	}
	h := &holder{reader: r}
	for _, p := range list {
		var c webauthn.Credential
		if err := json.Unmarshal(p.Credential, &c); err != nil {
			return nil, fmt.Errorf("read a passkey: %w", err)
		}
		h.credentials = append(h.credentials, c)
	}
	return h, nil
}

func (d *Desk) holder(ctx context.Context, r *rozmova.Reader) (h *holder, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		h, err = holderOf(tx, r)
		return err
	})
	return h, err
}

// passkeyID is what a credential is kept under: its own ID is as long as the device likes.
func passkeyID(credential []byte) []byte {
	sum := sha256.Sum256(credential)
	return sum[:]
}

// The kinds of challenge of passkeys.
const (
	newPasskey  = "passkey-new"
	showPasskey = "passkey"
)

// passkeyErrand is the document of such a challenge.
type passkeyErrand struct {
	For     Purpose
	Session []byte `json:",omitempty"` // hash of the session that asked, where somebody was signed in
	Data    webauthn.SessionData
}

// challenge keeps what a browser is asked until it answers with the secret, and gives both.
func (d *Desk) challenge(ctx context.Context, kind string, a Asking, options any, data *webauthn.SessionData) ([]byte, string, error) {
	e := &passkeyErrand{For: a.purpose(), Data: *data}
	secret, id := token()
	now := d.o.Now()
	c := &store.Challenge{ID: id, Kind: kind, Created: now, Expires: now.Add(PasskeyLife)}
	if a.Reader != nil {
		c.Reader, e.Session = a.Reader.ID, hashOf(a.Session)
	}
	asked, err := json.Marshal(options)
	if err != nil {
		return nil, "", err
	}
	if c.Doc, err = json.Marshal(e); err != nil {
		return nil, "", err
	}
	return asked, secret, d.db.Update(ctx, func(tx *store.Tx) error { return tx.AddChallenge(c) })
}

// answered gives what was asked under a secret, once, whatever the answer is worth. Invalid "passkey.over" where there is
// nothing, its time is over, it was asked for something else, or somebody else is signed in by now.
func (d *Desk) answered(ctx context.Context, kind string, a Asking, secret string) (*passkeyErrand, error) {
	var c *store.Challenge
	err := d.db.Update(ctx, func(tx *store.Tx) (err error) {
		c, err = tx.TakeChallenge(hashOf(secret), kind)
		return err
	})
	over := &rozmova.Error{Kind: rozmova.Invalid, Reason: "passkey.over"}
	if errors.Is(err, rozmova.NotFound) {
		return nil, over
	}
	if err != nil {
		return nil, err
	}
	e := &passkeyErrand{}
	if err := json.Unmarshal(c.Doc, e); err != nil {
		return nil, err
	}
	switch {
	case d.o.Now().After(c.Expires), e.For != a.purpose():
		return nil, over
	case e.For != SignIn && (a.Reader == nil || a.Reader.ID != c.Reader || string(hashOf(a.Session)) != string(e.Session)):
		return nil, over
	}
	return e, nil
}
