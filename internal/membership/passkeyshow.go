package membership

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// BeginPasskeyRegistration begins to make a passkey for who is signed in. It gives what the browser is to be asked, as JSON, and
// the secret for its cookie. Forbidden for guests; Conflict "passkey.too_many", and "passkey.off" where the site's address
// allows none.
func (d *Desk) BeginPasskeyRegistration(ctx context.Context, a Asking) (options []byte, secret string, err error) {
	if err := d.havePasskeys(); err != nil {
		return nil, "", err
	}
	if a.Reader.Guest {
		return nil, "", onlyComment()
	}
	a.For = Link
	if err := d.MayChangeSecond(ctx, a.Reader, a.Session); err != nil {
		return nil, "", err
	}
	h, err := d.holder(ctx, a.Reader)
	if err != nil {
		return nil, "", err
	}
	if len(h.credentials) >= MaxPasskeys {
		return nil, "", tooManyPasskeys()
	}
	creation, data, err := d.party.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.credentials).CredentialDescriptors()))
	if err != nil {
		return nil, "", fmt.Errorf("begin a passkey: %w", err)
	}
	return d.challenge(ctx, newPasskey, a, creation, data)
}

// FinishPasskeyRegistration adds the passkey that a browser has made, answer being what it says as JSON, to who is signed in. An
// empty label becomes the browser's name. Invalid "passkey.over" where it was not begun in this browser, ended already, or took
// too long; "passkey.refused" where the answer does not hold; Conflict "way.taken", "passkey.too_many".
func (d *Desk) FinishPasskeyRegistration(ctx context.Context, a Asking, secret string, answer []byte, label string) error {
	if err := d.havePasskeys(); err != nil {
		return err
	}
	a.For = Link
	if label == "" {
		label = a.Browser.Device()
	}
	label, err := checkLabel(label)
	if err != nil {
		return err
	}
	e, err := d.answered(ctx, newPasskey, a, secret)
	if err != nil {
		return err
	}
	if len(answer) > mostOfAnswer {
		return d.refusedPasskey(errors.New("the answer is too long"))
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return d.refusedPasskey(err)
	}
	c, err := d.party.CreateCredential(&holder{reader: a.Reader}, e.Data, parsed)
	if err != nil {
		return d.refusedPasskey(err)
	}
	c.Attestation = webauthn.CredentialAttestation{} // nobody asked who made the device, and it is not kept
	doc, err := json.Marshal(c)
	if err != nil {
		return err
	}
	id, now := passkeyID(c.ID), d.o.Now()
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if err := d.mayChangeSecond(tx, a.Reader.ID, a.Session); err != nil {
			return err
		}
		p := proof{way: ByPasskey, add: func(tx *store.Tx, r *rozmova.Reader) error {
			if err := tx.Lock("ways " + r.ID.String()); err != nil {
				return err
			}
			list, err := tx.Passkeys(r.ID)
			if err != nil {
				return err
			}
			if len(list) >= MaxPasskeys {
				return tooManyPasskeys()
			}
			return tx.AddPasskey(&store.Passkey{ID: id, Reader: r.ID, Credential: doc, Label: label, Added: now})
		}}
		switch had, err := tx.Passkey(id); {
		case err == nil:
			if p.owner, err = tx.Reader(had.Reader); err != nil {
				return err
			}
		case !errors.Is(err, rozmova.NotFound):
			return err
		}
		if _, err := d.settle(tx, a, p, now); err != nil || !c.Flags.UserVerified {
			return err
		}
		return d.secondShown(tx, a.Reader, a.Session, now)
	})
}

// BeginPasskeySignIn begins to sign in by passkey, or to confirm. For the first the browser is not told which passkeys there
// are, so that nobody learns from it who has an account; for the second it is told the reader's own, and the device has to verify
// who holds it: a key that was found beside an open page confirms nothing. Conflict "passkey.none" where a reader who is to
// confirm has none.
func (d *Desk) BeginPasskeySignIn(ctx context.Context, a Asking) (options []byte, secret string, err error) {
	if err := d.havePasskeys(); err != nil {
		return nil, "", err
	}
	var assertion *protocol.CredentialAssertion
	var data *webauthn.SessionData
	if a.purpose() == SignIn {
		assertion, data, err = d.party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationPreferred))
	} else {
		var h *holder
		if h, err = d.holder(ctx, a.Reader); err != nil {
			return nil, "", err
		}
		if len(h.credentials) == 0 {
			return nil, "", &rozmova.Error{Kind: rozmova.Conflict, Reason: "passkey.none"}
		}
		assertion, data, err = d.party.BeginLogin(h, webauthn.WithUserVerification(protocol.VerificationRequired))
	}
	if err != nil {
		return nil, "", fmt.Errorf("begin a sign-in by passkey: %w", err)
	}
	return d.challenge(ctx, showPasskey, a, assertion, data)
}

// FinishPasskeySignIn does what a passkey was shown for (see settle), answer being what the browser says as JSON. Invalid
// "passkey.over" and "passkey.refused" as for FinishPasskeyRegistration; "passkey.unknown" where nobody has it, or it was removed;
// "passkey.cloned" where its counter says that there is a second one of it.
func (d *Desk) FinishPasskeySignIn(ctx context.Context, a Asking, secret string, answer []byte) (*Welcome, error) {
	if err := d.havePasskeys(); err != nil {
		return nil, err
	}
	e, err := d.answered(ctx, showPasskey, a, secret)
	if err != nil {
		return nil, err
	}
	if len(answer) > mostOfAnswer {
		return nil, d.refusedPasskey(errors.New("the answer is too long"))
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return nil, d.refusedPasskey(err)
	}
	var w *Welcome
	now := d.o.Now()
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		owner, c, err := d.shown(tx, a, e, parsed)
		if err != nil {
			return err
		}
		if c.Authenticator.CloneWarning {
			d.o.Log.Warn("a passkey's counter went back: there may be a second one of it", "reader", owner.ID)
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "passkey.cloned"}
		}
		doc, err := json.Marshal(c)
		if err != nil {
			return err
		}
		if err := tx.UsePasskey(passkeyID(c.ID), doc, now); err != nil {
			return err
		}
		if w, err = d.settle(tx, a, proof{way: ByPasskey, owner: owner}, now); err != nil || !parsed.Response.AuthenticatorData.Flags.HasUserVerified() {
			return err
		}
		w.Locked = nil // the device has verified who holds it: that is two factors
		return d.secondShown(tx, owner, w.Session, now)
	})
	if err != nil {
		return nil, err
	}
	return w, nil
}

// shown looks whether an answer holds, and gives whose passkey it is.
func (d *Desk) shown(tx *store.Tx, a Asking, e *passkeyErrand, parsed *protocol.ParsedCredentialAssertionData) (*rozmova.Reader, *webauthn.Credential, error) {
	unknown := &rozmova.Error{Kind: rozmova.Invalid, Reason: "passkey.unknown"}
	id := passkeyID(parsed.RawID)
	if err := tx.LockPasskey(id); err != nil { // its counter is of one at a time
		return nil, nil, err
	}
	p, err := tx.Passkey(id)
	if errors.Is(err, rozmova.NotFound) {
		return nil, nil, unknown
	}
	if err != nil {
		return nil, nil, err
	}
	owner, err := tx.Reader(p.Reader)
	if err != nil {
		return nil, nil, err
	}
	if owner.Site != d.o.Site.ID || owner.Erased {
		return nil, nil, unknown
	}
	h, err := holderOf(tx, owner)
	if err != nil {
		return nil, nil, err
	}
	var c *webauthn.Credential
	if a.purpose() == SignIn {
		_, c, err = d.party.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
			if string(handle) != string(owner.ID[:]) {
				return nil, errors.New("the handle is another's")
			}
			return h, nil
		}, e.Data, parsed)
	} else if owner.ID != a.Reader.ID {
		return nil, nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "confirm.not_own"}
	} else {
		c, err = d.party.ValidateLogin(h, e.Data, parsed)
	}
	if err != nil {
		return nil, nil, d.refusedPasskey(err)
	}
	for _, before := range h.credentials { // whoever finds a key does not make it one that verifies nobody
		if bytes.Equal(before.ID, c.ID) && before.Flags.UserVerified {
			c.Flags.UserVerified = true
		}
	}
	return owner, c, nil
}

// refusedPasskey notes why an answer does not hold. That is no word for readers.
func (d *Desk) refusedPasskey(err error) error {
	info := ""
	var e *protocol.Error
	if errors.As(err, &e) {
		info = e.DevInfo
	}
	d.o.Log.Info("a passkey was refused", "error", err, "info", fmt.Sprintf("%.200s", info))
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: "passkey.refused", Err: err}
}

func tooManyPasskeys() error {
	return &rozmova.Error{Kind: rozmova.Conflict, Reason: "passkey.too_many", Args: map[string]any{"Max": MaxPasskeys}}
}
