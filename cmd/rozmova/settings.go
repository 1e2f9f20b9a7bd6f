package main

import (
	"os"
	"strings"

	"github.com/rozmova/rozmova/internal/config"
)

// defaultFile holds the settings where nobody names another.
const defaultFile = "rozmova.toml"

// file is the file with the settings: the one that is named or, where it is there, the default one; empty for none.
func (s settingsFlags) file() string {
	if s.Config != "" {
		return s.Config
	}
	if _, err := os.Stat(defaultFile); err == nil {
		return defaultFile
	}
	return ""
}

// load reads the settings as they are, judged by nobody.
func (s settingsFlags) load(env []string) (cfg *config.Config, file string, err error) {
	file = s.file()
	cfg, err = config.Load(file, env)
	return cfg, file, err
}

// load reads the settings for a command that needs a store and no more. A folder that is named is the store, whatever the
// settings say; without a file of settings it is all that is needed.
func (s storeFlags) load(env []string) (*config.Config, error) {
	file := ""
	if s.Config != "" || s.Dir == "" {
		file = s.file()
	}
	cfg, err := config.Load(file, env)
	if err != nil {
		return nil, err
	}
	if s.Dir != "" {
		cfg.Store = config.Store{Dir: s.Dir}
	}
	var wrong []config.Problem
	for _, p := range cfg.Validate() {
		switch {
		case p.Key == "site.url" && cfg.Site.URL == "": // the store knows, or nobody needs to yet
		case strings.HasPrefix(p.Key, "store."), strings.HasPrefix(p.Key, "site."):
			wrong = append(wrong, p)
		}
	}
	if len(wrong) > 0 {
		return nil, &problems{file, wrong}
	}
	return cfg, nil
}
