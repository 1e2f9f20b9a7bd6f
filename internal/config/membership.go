package config

// Membership is how people come in and by which names they go.
type Membership struct {
	Guests        string     `toml:"guests"`         // may comment by a name alone: off (default), held (a person reads it first)
	ReservedNames []string   `toml:"reserved_names"` // pen names that nobody may take, besides the site's own and those of the program
	Providers     []Provider `toml:"providers"`      // of OpenID Connect, in the order they are offered

	// The newsroom's own login, by signed token (JWT). Empty TokenURL: there is none.
	TokenURL       string   `toml:"token_url"`       // where readers sign in; it sends them back with a token
	TokenName      string   `toml:"token_name"`      // what the button says: "uk=Вхід Вісника; en=Visnyk account"
	TokenIssuer    string   `toml:"token_issuer"`    // iss of its tokens
	TokenAudience  string   `toml:"token_audience"`  // aud of its tokens; empty: site.url
	TokenAlgorithm string   `toml:"token_algorithm"` // EdDSA (default), RS256, HS256; no other is taken
	TokenKeys      []string `toml:"token_keys"`      // "kid:file": PEM public keys, or for HS256 the secret; several while one replaces another

	StaffSecondFactor bool `toml:"staff_second_factor"` // roles work only once a passkey or an authenticator app was shown: true

	AskInside bool `toml:"ask_inside"` // providers may stand in the operator's own network: false
}

func (m *Membership) fill() {
	def(&m.Guests, "off")
	def(&m.TokenAlgorithm, "EdDSA")
}

func (m *Membership) validate(add func(key, format string, args ...any)) {
	oneOf(add, "membership.guests", m.Guests, "off", "held")
	validateProviders(m.Providers, m.AskInside, add)
	m.validateToken(add)
}
