package config

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// Load reads the file at path, then env (as os.Environ gives it), then the files that hold secrets. An empty path reads no
// file. It tells everything that is wrong with them in one error, a line each, but does not judge what the values mean:
// that is Validate.
func Load(path string, env []string) (*Config, error) {
	c := Default()
	// Languages carries no default while reading, or default_language would not follow a languages list that is given.
	c.Site.Languages, c.Site.DefaultLanguage = nil, ""
	var errs []error
	if path != "" {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read settings: %w", err)
		}
		errs = append(errs, c.parse(path, text)...)
	}
	errs = append(errs, c.override(env)...)
	errs = append(errs, readSecret("store.dsn", &c.Store.DSN, c.Store.DSNFile), readSecret("smtp.password", &c.SMTP.Password, c.SMTP.PasswordFile),
		readSecret("spam.akismet_key", &c.Spam.AkismetKey, c.Spam.AkismetKeyFile), c.Analyze.readFiles())
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	c.fill()
	return c, nil
}

// parse reads the text of a file over c.
func (c *Config) parse(path string, text []byte) []error {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	meta, err := toml.Decode(string(text), c)
	if err != nil {
		var at toml.ParseError
		if errors.As(err, &at) {
			return []error{fmt.Errorf("%s:%d: %s", path, at.Position.Line, keyed(at.LastKey, at.Message))}
		}
		if m := wrongType.FindStringSubmatch(err.Error()); m != nil {
			return []error{fmt.Errorf("%s:%s: %s", path, m[1], keyed(m[2], m[3]))}
		}
		return []error{fmt.Errorf("%s: %w", path, err)}
	}
	undecoded := meta.Undecoded()
	named := map[string]bool{}
	for _, key := range undecoded {
		named[key.String()] = true
	}
	var errs []error
	for _, key := range undecoded {
		if len(key) > 1 && named[key[:len(key)-1].String()] {
			continue // its unknown section is named already
		}
		where := fmt.Sprintf("%s:%d", path, lineOf(string(text), key))
		errs = append(errs, unknown(where, key.String(), func(k string) string { return k }))
	}
	return errs
}

// wrongType is how the parser words a value of the wrong type, for which it has no error type.
var wrongType = regexp.MustCompile(`^toml: line (\d+) \(last key "(.*?)"\): (.*)`)

// keyed puts the key before a message about it.
func keyed(key, message string) string {
	if key == "" {
		return message
	}
	return key + ": " + message
}

// unknown is the error for a name that is no key; spell writes a key the way names are written there.
func unknown(where, name string, spell func(key string) string) error {
	var known []string
	for _, key := range slices.Concat(keys(), sections()) {
		known = append(known, spell(key))
	}
	if parts := strings.Split(name, "."); len(parts) == 3 {
		known = append(known, sectionTable+parts[2])
	}
	if rest, ok := strings.CutPrefix(name, sectionTable); ok {
		slug, _, _ := strings.Cut(rest, ".")
		known = nil
		for _, key := range sectionKeys() {
			known = append(known, sectionTable+slug+"."+key)
		}
	}
	if near := nearest(name, known); near != "" {
		return fmt.Errorf("%s: unknown key %s; did you mean %s?", where, name, near)
	}
	return fmt.Errorf("%s: unknown key %s", where, name)
}

// sections lists the names of the tables.
func sections() []string {
	var all []string
	for _, key := range keys() {
		section, _, _ := strings.Cut(key, ".")
		all = append(all, section)
	}
	return slices.Compact(all)
}

// lineOf finds the line, from 1, on which a key stands. The parser does not keep it; this reads headers and assignments
// only, and falls back to the line of the nearest table around the key.
func lineOf(text string, key toml.Key) int {
	want, table, best := strings.Join(key, "."), "", 1
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if header, ok := strings.CutPrefix(line, "["); ok {
			table, _, _ = strings.Cut(strings.TrimLeft(header, "["), "]")
			table = bare(table)
			if table == want {
				return n
			}
			if strings.HasPrefix(want, table+".") {
				best = n
			}
			continue
		}
		name, _, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		name = bare(name)
		if table != "" {
			name = table + "." + name
		}
		if name == want {
			return n
		}
		if strings.HasPrefix(want, name+".") {
			best = n
		}
	}
	return best
}

// bare is a key without quotes and spaces around its dots.
func bare(key string) string {
	parts := strings.Split(key, ".")
	for i, part := range parts {
		parts[i] = strings.Trim(part, " \t\"'")
	}
	return strings.Join(parts, ".")
}

// override sets the keys that env names. A variable that begins like a section's but names no key is an error; others
// under ROZMOVA_ belong to tests and tools.
func (c *Config) override(env []string) []error {
	values := map[string]string{}
	for _, pair := range env {
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "ROZMOVA_") {
			values[name] = value
		}
	}
	for name := range values {
		if slug, _, ok := c.Discussion.ofSection(name); ok {
			c.Discussion.section(slug)
		}
	}
	var errs []error
	c.each(func(key string, field reflect.Value) {
		name := envName(key)
		value, ok := values[name]
		if !ok {
			return
		}
		delete(values, name)
		if err := setText(field, value); err != nil {
			errs = append(errs, fmt.Errorf("environment: %s: %w", name, err))
		}
	})
	for _, section := range sections() {
		prefix := envName(section) + "_"
		for name := range values {
			if strings.HasPrefix(name, prefix) {
				errs = append(errs, unknown("environment", name, envName))
			}
		}
	}
	slices.SortStableFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errs
}

// readSecret reads a secret from its file, if one is named. One line break at the end is not part of it.
func readSecret(key string, secret *Secret, path string) error {
	if path == "" {
		return nil
	}
	if *secret != "" {
		return fmt.Errorf("%s and %s_file are both set; keep one", key, key)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%s_file: %w", key, err)
	}
	*secret = Secret(strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r"))
	if *secret == "" {
		return fmt.Errorf("%s_file: %s is empty", key, path)
	}
	return nil
}
