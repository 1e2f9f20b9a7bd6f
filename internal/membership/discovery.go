package membership

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
)

// providerTime is how long a provider may take in all for what one page asks of it.
const providerTime = 5 * time.Second

// discoveryLife is for how long what a provider says of itself is kept.
const discoveryLife = 12 * time.Hour

// A provider is one of OpenID Connect, with what it says of itself (OpenID Connect Discovery). It is asked when somebody wants to
// sign in, never at the start, so that a provider that is down keeps nobody else waiting.
type provider struct {
	config.Provider
	turn chan struct{} // holds one while it is asked; guards all below

	known *oidc.Provider // nil: not yet
	said  announced
	asked time.Time     // when it was last asked
	pause time.Duration // for how long it is not asked again after it failed; 0 after it answered
}

// announced is what is needed of a discovery document besides what go-oidc reads.
type announced struct {
	JWKS        string   `json:"jwks_uri"`
	NamesItself bool     `json:"authorization_response_iss_parameter_supported"` // RFC 9207
	AuthMethods []string `json:"token_endpoint_auth_methods_supported"`
}

func newProviders(list []config.Provider) []*provider {
	var all []*provider
	for _, p := range list {
		all = append(all, &provider{Provider: p, turn: make(chan struct{}, 1)})
	}
	return all
}

// provider finds one by its key; NotFound where there is none.
func (d *Desk) provider(key string) (*provider, error) {
	i := slices.IndexFunc(d.providers, func(p *provider) bool { return p.Key == key })
	if i < 0 {
		return nil, rozmova.NotFound
	}
	return d.providers[i], nil
}

// unavailable is a provider that does not answer, or answers nonsense.
func unavailable(err error) error {
	return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "provider.unavailable", Err: err}
}

// discover gives what is known of a provider, and asks it where nothing is, or it is old. After a failure it is left alone for
// a second, then for twice as long each time, up to a minute. Unavailable where it does not answer.
func (d *Desk) discover(ctx context.Context, p *provider) (*oidc.Provider, announced, error) {
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, announced{}, unavailable(ctx.Err())
	}
	now := d.o.Now()
	if p.known != nil && now.Sub(p.asked) < discoveryLife {
		return p.known, p.said, nil
	}
	if p.pause > 0 && now.Sub(p.asked) < p.pause {
		if p.known != nil {
			return p.known, p.said, nil // old, but better than none
		}
		return nil, announced{}, unavailable(fmt.Errorf("provider %s failed a moment ago", p.Key))
	}
	known, said, err := d.ask(ctx, p)
	if ctx.Err() != nil && context.Cause(ctx) == context.Canceled {
		return nil, announced{}, unavailable(err) // nobody waits any more, which says nothing of the provider
	}
	p.asked = now
	if err != nil {
		p.pause = min(max(2*p.pause, time.Second), time.Minute)
		d.o.Log.Warn("asking a provider of sign-ins", "provider", p.Key, "error", err)
		if p.known != nil {
			return p.known, p.said, nil
		}
		return nil, announced{}, unavailable(err)
	}
	p.known, p.said, p.pause = known, said, 0
	return known, said, nil
}

// ask reads a provider's discovery document.
func (d *Desk) ask(ctx context.Context, p *provider) (*oidc.Provider, announced, error) {
	var said announced
	known, err := oidc.NewProvider(oidc.ClientContext(ctx, d.o.Outbound), p.Issuer)
	if err == nil {
		err = known.Claims(&said)
	}
	if err != nil {
		return nil, said, err
	}
	end := known.Endpoint()
	for _, address := range []string{end.AuthURL, end.TokenURL, said.JWKS} {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && d.o.Settings.AskInside) {
			return nil, said, fmt.Errorf("the discovery document names %q", address)
		}
	}
	return known, said, nil
}

// client is how a provider knows this site.
func (d *Desk) client(p *provider, known *oidc.Provider, said announced) (*oauth2.Config, error) {
	secret, err := p.Secret()
	if err != nil {
		return nil, err
	}
	end := known.Endpoint()
	end.AuthStyle = oauth2.AuthStyleInHeader
	if secret == "" || len(said.AuthMethods) > 0 && !slices.Contains(said.AuthMethods, "client_secret_basic") {
		end.AuthStyle = oauth2.AuthStyleInParams
	}
	return &oauth2.Config{
		ClientID: p.Client, ClientSecret: secret, Endpoint: end, Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
		RedirectURL: d.o.Origin + "/sign-in/provider/" + p.Key + "/callback",
	}, nil
}
