package config

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// Analyze is who may ask the classifier through the wire formats of others (docs/move.md). Without keys and secrets those doors
// are closed.
type Analyze struct {
	Keys                []Secret `toml:"keys"`                  // of callers that send ?key=; none
	KeysFile            string   `toml:"keys_file"`             // file that holds Keys, one a line
	ExternalSecrets     []Secret `toml:"external_secrets"`      // that Coral signs its external moderation phase with; none
	ExternalSecretsFile string   `toml:"external_secrets_file"` // file that holds ExternalSecrets, one a line
	PerSecond           int      `toml:"per_second"`            // requests with one key; 0 (default): any number
}

// shortestKey is how long a key has to be: who guesses may try thousands of times a second.
const shortestKey = 16

// RevealKeys gives the keys as they are.
func (a *Analyze) RevealKeys() []string { return reveal(a.Keys) }

// RevealExternalSecrets gives the signing secrets as they are.
func (a *Analyze) RevealExternalSecrets() []string { return reveal(a.ExternalSecrets) }

func reveal(secrets []Secret) []string {
	var all []string
	for _, s := range secrets {
		all = append(all, s.Reveal())
	}
	return all
}

// readFiles reads the files that hold secrets.
func (a *Analyze) readFiles() error {
	return errors.Join(readSecrets("analyze.keys", &a.Keys, a.KeysFile), readSecrets("analyze.external_secrets", &a.ExternalSecrets, a.ExternalSecretsFile))
}

// readSecrets reads a file with a secret on each line. Empty lines, and those that begin with #, are none.
func readSecrets(key string, secrets *[]Secret, path string) error {
	if path == "" {
		return nil
	}
	if len(*secrets) > 0 {
		return fmt.Errorf("%s and %s_file are both set; keep one", key, key)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%s_file: %w", key, err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			*secrets = append(*secrets, Secret(line))
		}
	}
	if len(*secrets) == 0 {
		return fmt.Errorf("%s_file: %s holds none", key, path)
	}
	return nil
}

func (a *Analyze) validate(add func(key, format string, args ...any)) {
	for _, list := range []struct {
		key     string
		secrets []Secret
	}{{"analyze.keys", a.Keys}, {"analyze.external_secrets", a.ExternalSecrets}} {
		for i, s := range list.secrets {
			switch {
			case len(s) < shortestKey:
				add(list.key, "number %d is shorter than %d characters", i+1, shortestKey)
			case strings.ContainsFunc(s.Reveal(), func(r rune) bool { return r <= ' ' || r > '~' }):
				add(list.key, "number %d has a character that is none of the visible ones of ASCII", i+1)
			case slices.Index(list.secrets, s) < i:
				add(list.key, "number %d stands there twice", i+1)
			}
		}
	}
	if a.PerSecond < 0 {
		add("analyze.per_second", "%d is less than 0", a.PerSecond)
	}
}
