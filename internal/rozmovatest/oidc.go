package rozmovatest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// OIDC is a small provider of OpenID Connect that knows one person and lets them in without asking. Its fields may be changed
// between requests by Set; its tests' end stops it.
type OIDC struct {
	URL    string // and issuer
	Client string
	Secret string
	Now    func() time.Time

	mu    sync.Mutex // guards what is below
	knobs OIDCKnobs
	codes map[string]url.Values // what was asked for, by code
	key   *ecdsa.PrivateKey
	asked map[string]int // requests by path
}

// OIDCKnobs say who comes and what the provider does wrong.
type OIDCKnobs struct {
	Subject, Email, Name string
	Unverified           bool

	Login     bool           // it shows a page with a link to go on, and one to go back
	Hop       string         // scheme and host by which it sends browsers back: the provider by another name
	Deny      string         // error to send browsers back with
	Issuer    string         // in the answer (RFC 9207); "-" for none
	Announce  bool           // it says that it names itself in answers
	Claims    map[string]any // in the token in place of the right ones; nil values take them out
	Sign      func(claims []byte) string
	Down      string // path that answers 503
	Nonsense  string // path that answers nonsense
	Slow      string // path that answers when the request is given up
	Elsewhere string // token_endpoint in the discovery document
}

// NewOIDC starts a provider that knows Olha.
func NewOIDC(t testing.TB, now func() time.Time) *OIDC {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o := &OIDC{Client: "rozmova", Secret: "s3cret/%", Now: now, codes: map[string]url.Values{}, key: key, asked: map[string]int{}}
	o.knobs = OIDCKnobs{Subject: "olha-1", Email: "olha@example.org", Name: "Ольга Коваль"}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", o.discovery)
	mux.HandleFunc("GET /authorize", o.authorize)
	mux.HandleFunc("GET /hop", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Query().Get("to"), http.StatusFound)
	})
	mux.HandleFunc("POST /token", o.token)
	mux.HandleFunc("GET /keys", o.keys)
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		o.asked[r.URL.Path]++
		k := o.knobs
		o.mu.Unlock()
		switch r.URL.Path {
		case k.Down:
			http.Error(w, "down", http.StatusServiceUnavailable)
		case k.Nonsense:
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"issuer":7,"keys":"none","access_token":[]}`)
		case k.Slow:
			select {
			case <-r.Context().Done():
			case <-over:
			}
		default:
			mux.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(func() {
		close(over)
		server.Close()
	})
	o.URL = strings.Replace(server.URL, "127.0.0.1", "localhost", 1) // another site to browsers than 127.0.0.1
	return o
}

// Set changes the knobs.
func (o *OIDC) Set(change func(k *OIDCKnobs)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	change(&o.knobs)
}

// Asked tells how often a path was asked for.
func (o *OIDC) Asked(path string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.asked[path]
}

// Key is what the provider signs with.
func (o *OIDC) Key() *ecdsa.PrivateKey { return o.key }

func (o *OIDC) now() OIDCKnobs {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.knobs
}

func (o *OIDC) discovery(w http.ResponseWriter, _ *http.Request) {
	k := o.now()
	token := o.URL + "/token"
	if k.Elsewhere != "" {
		token = k.Elsewhere
	}
	answer(w, map[string]any{
		"issuer": o.URL, "authorization_endpoint": o.URL + "/authorize", "token_endpoint": token, "jwks_uri": o.URL + "/keys",
		"id_token_signing_alg_values_supported": []string{"ES256", "HS256", "none"}, "authorization_response_iss_parameter_supported": k.Announce,
	})
}

func (o *OIDC) authorize(w http.ResponseWriter, r *http.Request) {
	k, q := o.now(), r.URL.Query()
	if q.Get("client_id") != o.Client || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || !strings.Contains(q.Get("scope"), "openid") {
		http.Error(w, "not a request for a code with PKCE", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	o.mu.Lock()
	o.codes[code] = q
	o.mu.Unlock()
	back := func(values url.Values) string {
		values.Set("state", q.Get("state"))
		if k.Issuer == "" {
			values.Set("iss", o.URL)
		} else if k.Issuer != "-" {
			values.Set("iss", k.Issuer)
		}
		to := q.Get("redirect_uri") + "?" + values.Encode()
		if k.Hop != "" {
			to = k.Hop + "/hop?" + url.Values{"to": {to}}.Encode()
		}
		return to
	}
	yes, no := back(url.Values{"code": {code}}), back(url.Values{"error": {"access_denied"}})
	switch {
	case k.Login:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="uk"><title>Вхід</title><link rel="icon" href="data:,"><p><a id="yes" href="%s">Так</a> <a id="no" href="%s">Ні</a>`,
			html.EscapeString(yes), html.EscapeString(no))
	case k.Deny != "":
		http.Redirect(w, r, back(url.Values{"error": {k.Deny}}), http.StatusFound)
	default:
		http.Redirect(w, r, yes, http.StatusFound)
	}
}

func (o *OIDC) token(w http.ResponseWriter, r *http.Request) {
	k := o.now()
	client, secret, _ := r.BasicAuth()
	client, _ = url.QueryUnescape(client)
	secret, _ = url.QueryUnescape(secret)
	o.mu.Lock()
	asked, ok := o.codes[r.PostFormValue("code")]
	delete(o.codes, r.PostFormValue("code"))
	o.mu.Unlock()
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !ok || client != o.Client || secret != o.Secret || asked.Get("redirect_uri") != r.PostFormValue("redirect_uri") ||
		asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error":"invalid_grant"}`)
		return
	}
	now := o.Now().Unix()
	claims := map[string]any{
		"iss": o.URL, "sub": k.Subject, "aud": o.Client, "iat": now, "exp": now + 300, "nonce": asked.Get("nonce"), "email": k.Email,
		"email_verified": !k.Unverified, "name": k.Name,
	}
	if asked.Get("prompt") == "login" {
		claims["auth_time"] = now
	}
	for name, value := range k.Claims {
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
	}
	payload, _ := json.Marshal(claims)
	signed := ""
	if k.Sign != nil {
		signed = k.Sign(payload)
	} else {
		signed = SignJWT(jose.ES256, o.key, "1", payload)
	}
	answer(w, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "expires_in": 300, "id_token": signed})
}

func (o *OIDC) keys(w http.ResponseWriter, _ *http.Request) {
	answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: o.key.Public(), KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// SignJWT signs claims; an empty kid is left out. It panics where the key does not fit the algorithm.
func SignJWT(algorithm jose.SignatureAlgorithm, key any, kid string, claims []byte) string {
	options := (&jose.SignerOptions{}).WithType("JWT")
	if kid != "" {
		options = options.WithHeader("kid", kid)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, options)
	if err != nil {
		panic(err)
	}
	signed, err := signer.Sign(claims)
	if err != nil {
		panic(err)
	}
	compact, err := signed.CompactSerialize()
	if err != nil {
		panic(err)
	}
	return compact
}
