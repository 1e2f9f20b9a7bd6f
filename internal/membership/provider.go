package membership

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/rozmova/rozmova"
)

// BeginProvider begins a sign-in by OpenID Connect: the authorization code flow with PKCE. It gives the address to send the
// browser to and the secret for its cookie. What is carried comes back by FinishProvider. NotFound where there is no such provider,
// Unavailable where it does not answer.
func (d *Desk) BeginProvider(ctx context.Context, key string, a Asking, carry []byte) (to, secret string, err error) {
	p, err := d.provider(key)
	if err != nil {
		return "", "", err
	}
	asking, cancel := context.WithTimeout(ctx, providerTime)
	defer cancel()
	known, said, err := d.discover(asking, p)
	if err != nil {
		return "", "", err
	}
	client, err := d.client(p, known, said)
	if err != nil {
		return "", "", err
	}
	nonce, _ := token()
	e := &errand{Begun: Begun{Carry: carry}, Door: key, Nonce: nonce, Verifier: oauth2.GenerateVerifier()}
	state, secret, err := d.setOut(ctx, ByProvider, a, e)
	if err != nil {
		return "", "", err
	}
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(e.Verifier), oidc.Nonce(nonce), oauth2.SetAuthURLParam("ui_locales", string(a.Locale))}
	if a.For == Confirm {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return client.AuthCodeURL(state, options...), secret, nil
}

// An Answer is what a provider sends the browser back with (RFC 6749, section 4.1.2; RFC 9207).
type Answer struct{ Code, State, Issuer, Error string }

// FinishProvider ends a sign-in that BeginProvider began, for the browser with the secret. What somebody set out with is given
// with an error too, unless nothing is known of it. Invalid "provider.cancelled" where the person would not, "provider.over"
// where it was not begun in this browser or ended already, "provider.refused" where the provider's word does not hold, "provider.old"
// where a proof just made was asked for and the provider gave an older one; Conflict "provider.email_known" where somebody
// else goes by the address; Unavailable where the provider does not answer.
func (d *Desk) FinishProvider(ctx context.Context, key, secret string, answer Answer, a Asking) (*Welcome, *Begun, error) {
	p, err := d.provider(key)
	if err != nil {
		return nil, nil, err
	}
	e, created, err := d.comeBack(ctx, ByProvider, key, secret, answer.State, a)
	if e == nil {
		return nil, nil, err
	}
	if err != nil {
		return nil, &e.Begun, err
	}
	a.For, a.Locale = e.For, e.Locale
	c, err := d.proven(ctx, p, e, created, answer)
	var refusal *rozmova.Error
	if err != nil && !errors.As(err, &refusal) {
		d.o.Log.Warn("a provider's answer was refused", "provider", key, "error", err)
		err = &rozmova.Error{Kind: rozmova.Invalid, Reason: "provider.refused", Err: err}
	}
	if err != nil {
		return nil, &e.Begun, err
	}
	return d.finish(ctx, ByProvider, p.Issuer, c, a, e)
}

// proven asks a provider who somebody is, and looks whether its answer is right. An error that is no rozmova.Error says that it
// is not.
func (d *Desk) proven(ctx context.Context, p *provider, e *errand, created time.Time, answer Answer) (*claims, error) {
	if answer.Issuer != "" && answer.Issuer != p.Issuer {
		return nil, fmt.Errorf("the answer is of %q", answer.Issuer)
	}
	switch answer.Error {
	case "":
	case "access_denied":
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "provider.cancelled"}
	case "server_error", "temporarily_unavailable":
		return nil, unavailable(errors.New(answer.Error))
	default:
		return nil, fmt.Errorf("the provider says %.40q", answer.Error)
	}
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, d.o.Outbound), providerTime)
	defer cancel()
	known, said, err := d.discover(ctx, p)
	if err != nil {
		return nil, err
	}
	if said.NamesItself && answer.Issuer == "" {
		return nil, errors.New("the answer does not say of whom it is")
	}
	client, err := d.client(p, known, said)
	if err != nil {
		return nil, unavailable(err)
	}
	tokens, err := client.Exchange(ctx, answer.Code, oauth2.VerifierOption(e.Verifier))
	if err != nil {
		var told *oauth2.RetrieveError
		if errors.As(err, &told) && (told.Response.StatusCode == http.StatusBadRequest || told.Response.StatusCode == http.StatusUnauthorized) {
			return nil, err
		}
		return nil, d.failed(p, err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	if raw == "" {
		return nil, d.failed(p, errors.New("the answer holds no id_token"))
	}
	id, err := known.Verifier(&oidc.Config{ClientID: p.Client, Now: d.o.Now}).Verify(ctx, raw)
	if err != nil {
		return nil, err
	}
	c := &claims{}
	if err := id.Claims(c); err != nil {
		return nil, err
	}
	if err := d.right(p, e, created, id, c); err != nil {
		return nil, err
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(tokens.AccessToken); err != nil {
			return nil, err
		}
	}
	d.askMore(ctx, known, tokens, c)
	return c, nil
}

// right looks at what go-oidc leaves to its callers (OpenID Connect Core 1.0, section 3.1.3.7).
func (d *Desk) right(p *provider, e *errand, created time.Time, id *oidc.IDToken, c *claims) error {
	now := d.o.Now()
	switch {
	case id.Issuer != p.Issuer:
		return fmt.Errorf("the token is of %q", id.Issuer)
	case c.Subject == "" || len(c.Subject) > 255:
		return fmt.Errorf("the subject has %d characters", len(c.Subject))
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(e.Nonce)) != 1:
		return errors.New("the nonce is another")
	case c.AuthorizedParty != "" && c.AuthorizedParty != p.Client, len(id.Audience) > 1 && c.AuthorizedParty == "":
		return fmt.Errorf("the token is for %q by way of %q", id.Audience, c.AuthorizedParty)
	case id.IssuedAt.After(now.Add(clockSkew)) || id.IssuedAt.Before(created.Add(-clockSkew)):
		return fmt.Errorf("the token was issued at %v", id.IssuedAt)
	case e.For == Confirm && !justNow(c.AuthTime, created, now):
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "provider.old"}
	}
	return nil
}

// justNow reports whether somebody has shown who they are since they were asked.
func justNow(authTime int64, asked, now time.Time) bool {
	at := time.Unix(authTime, 0)
	return authTime > 0 && !at.Before(asked.Add(-clockSkew)) && !at.After(now.Add(clockSkew))
}

// askMore asks for address and name where the token does not say them, as some providers tell them only so. It may fail: they
// are not what somebody is known by.
func (d *Desk) askMore(ctx context.Context, known *oidc.Provider, tokens *oauth2.Token, c *claims) {
	if c.Email != "" || known.UserInfoEndpoint() == "" {
		return
	}
	info, err := known.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
	more := &claims{}
	if err == nil {
		err = info.Claims(more)
	}
	if err != nil || more.Subject != c.Subject {
		return
	}
	c.Email, c.EmailVerified = more.Email, more.EmailVerified
	if c.Name == "" {
		c.Name, c.PreferredUsername = more.Name, more.PreferredUsername
	}
}

// failed is a provider that does not do its part.
func (d *Desk) failed(p *provider, err error) error {
	d.o.Log.Warn("asking a provider of sign-ins", "provider", p.Key, "error", err)
	return unavailable(err)
}
