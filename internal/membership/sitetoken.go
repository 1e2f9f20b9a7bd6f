package membership

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/store"
)

// MaxToken is the longest token of the newsroom's own login that is read, in bytes; TokenLife is how long one may be good for.
const (
	MaxToken  = 8 << 10
	TokenLife = 5 * time.Minute
)

// siteLogin is the newsroom's own login: its site signs a token for whoever is signed in there.
type siteLogin struct {
	names config.Names
	keys  func() (map[string]any, error) // by kid, read once
}

func newSiteLogin(m config.Membership) *siteLogin {
	s := &siteLogin{keys: sync.OnceValues(m.ReadTokenKeys)}
	_ = s.names.UnmarshalText([]byte(m.TokenName)) // never fails
	return s
}

// BeginSite begins a sign-in with the newsroom's own login. It gives the address to send the browser to and the secret for its
// cookie. NotFound where there is no such login.
func (d *Desk) BeginSite(ctx context.Context, a Asking, carry []byte) (to, secret string, err error) {
	s := d.o.Settings
	if s.TokenURL == "" {
		return "", "", rozmova.NotFound
	}
	state, secret, err := d.setOut(ctx, ByToken, a, &errand{Begun: Begun{Carry: carry}, Door: SiteDoor})
	if err != nil {
		return "", "", err
	}
	q := url.Values{"state": {state}, "return": {d.o.Origin + "/sign-in/site/return"}, "lang": {string(a.Locale)}}
	if a.For == Confirm {
		q.Set("prompt", "login")
	}
	return withQuery(s.TokenURL, q), secret, nil
}

// FinishSite ends a sign-in that BeginSite began, for the browser with the secret. What somebody set out with is given with an
// error too, unless nothing is known of it. The errors are those of FinishProvider. An empty token says that the person would not.
func (d *Desk) FinishSite(ctx context.Context, secret, state, token string, a Asking) (*Welcome, *Begun, error) {
	if d.o.Settings.TokenURL == "" {
		return nil, nil, rozmova.NotFound
	}
	e, created, err := d.comeBack(ctx, ByToken, SiteDoor, secret, state, a)
	if e == nil {
		return nil, nil, err
	}
	if err != nil {
		return nil, &e.Begun, err
	}
	if token == "" {
		return nil, &e.Begun, &rozmova.Error{Kind: rozmova.Invalid, Reason: "provider.cancelled"}
	}
	a.For, a.Locale = e.For, e.Locale
	c, err := d.readToken(token, state)
	if err == nil {
		err = d.db.Update(ctx, func(tx *store.Tx) error {
			return tx.SpendToken(c.Issuer, hashOf(c.ID), time.Unix(c.Expiry, 0).Add(clockSkew))
		})
		if errors.Is(err, rozmova.Conflict) {
			err = errors.New("the token was used before")
		} else if err != nil {
			return nil, &e.Begun, err
		}
	}
	if err != nil {
		d.o.Log.Warn("a token of the newsroom's own login was refused", "error", err)
		return nil, &e.Begun, &rozmova.Error{Kind: rozmova.Invalid, Reason: "provider.refused", Err: err}
	}
	if e.For == Confirm && !justNow(c.AuthTime, created, d.o.Now()) {
		return nil, &e.Begun, &rozmova.Error{Kind: rozmova.Invalid, Reason: "provider.old"}
	}
	return d.finish(ctx, ByToken, c.Issuer, &c.claims, a, e)
}

// siteClaims are what a token of the newsroom's own login says (RFC 7519).
type siteClaims struct {
	claims
	ID        string   `json:"jti"`
	Issuer    string   `json:"iss"`
	Audience  audience `json:"aud"`
	IssuedAt  int64    `json:"iat"`
	NotBefore int64    `json:"nbf"`
	Expiry    int64    `json:"exp"`
	State     string   `json:"state"`
}

// audience is one or several.
type audience []string

func (a *audience) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(a))
}

// readToken gives the claims of a token that is rightly signed, for this site, for now and for the state. The error says, for
// the log, what is wrong with it.
func (d *Desk) readToken(token, state string) (*siteClaims, error) {
	if len(token) > MaxToken {
		return nil, fmt.Errorf("the token has %d bytes", len(token))
	}
	payload, err := d.signed(token)
	if err != nil {
		return nil, err
	}
	c := &siteClaims{}
	if err := json.Unmarshal(payload, c); err != nil {
		return nil, fmt.Errorf("the claims cannot be read: %w", err)
	}
	s, now := d.o.Settings, d.o.Now().Unix()
	skew := int64(clockSkew / time.Second)
	wanted := s.TokenAudience
	if wanted == "" {
		wanted = d.o.Origin
	}
	switch {
	case c.Issuer != s.TokenIssuer:
		return nil, fmt.Errorf("iss is %q, not %q", c.Issuer, s.TokenIssuer)
	case len(c.Audience) != 1 || c.Audience[0] != wanted:
		return nil, fmt.Errorf("aud is %q, not %q", c.Audience, wanted)
	case c.IssuedAt == 0 || c.Expiry == 0:
		return nil, errors.New("iat or exp is missing")
	case c.Expiry-c.IssuedAt > int64(TokenLife/time.Second) || c.Expiry <= c.IssuedAt:
		return nil, fmt.Errorf("exp is %d s after iat", c.Expiry-c.IssuedAt)
	case c.Expiry <= now:
		return nil, fmt.Errorf("the token expired %d s ago", now-c.Expiry)
	case c.IssuedAt > now+skew || c.NotBefore > now+skew:
		return nil, errors.New("the token is not good yet")
	case c.Subject == "" || len(c.Subject) > 255:
		return nil, fmt.Errorf("sub has %d characters", len(c.Subject))
	case c.ID == "" || len(c.ID) > 255:
		return nil, fmt.Errorf("jti has %d characters", len(c.ID))
	case subtle.ConstantTimeCompare([]byte(c.State), []byte(state)) != 1:
		return nil, errors.New("state is another")
	}
	return c, nil
}

// signed gives what is in a token that one of the keys of the settings signed, by the algorithm of the settings and no other.
func (d *Desk) signed(token string) ([]byte, error) {
	if strings.Count(token, ".") != 2 {
		return nil, errors.New("the token is no compact JWS")
	}
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(d.o.Settings.TokenAlgorithm)})
	if err != nil {
		return nil, err
	}
	head := jws.Signatures[0].Header
	if typ, ok := head.ExtraHeaders[jose.HeaderType]; ok {
		if name, _ := typ.(string); !strings.EqualFold(name, "JWT") {
			return nil, fmt.Errorf("typ is %v, not JWT", typ)
		}
	}
	keys, err := d.siteLogin.keys()
	if err != nil {
		return nil, err
	}
	key := keys[head.KeyID]
	if key == nil {
		return nil, fmt.Errorf("there is no key %.40q", head.KeyID)
	}
	payload, err := jws.Verify(key)
	if err != nil {
		return nil, fmt.Errorf("the signature of key %.40q is wrong: %w", head.KeyID, err)
	}
	return payload, nil
}
