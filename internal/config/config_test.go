package config

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const example = "../../docs/rozmova.example.toml"

// write puts text into a file and gives its path.
func write(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rozmova.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExampleIsValidAndTellsTheDefaults(t *testing.T) {
	c, err := Load(example, nil)
	if err != nil {
		t.Fatal(err)
	}
	if problems := c.Validate(); len(problems) > 0 {
		t.Errorf("the example has problems: %v", problems)
	}
	want := Default()
	want.Site.URL, want.Site.Contact, want.Site.Owner = c.Site.URL, c.Site.Contact, c.Site.Owner
	want.Site.Sections = c.Site.Sections
	want.SMTP.Addr, want.SMTP.From = c.SMTP.Addr, c.SMTP.From
	if diff := cmp.Diff(want, c, cmpopts.EquateComparable(netip.Prefix{})); diff != "" {
		t.Errorf("the example says it shows the defaults (-default +example):\n%s", diff)
	}
}

func TestExampleMentionsEveryKey(t *testing.T) {
	text, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	mentioned := map[string]bool{}
	table := ""
	for line := range strings.Lines(string(text)) {
		if m := regexp.MustCompile(`^(?:# )?\[([\w.]+)\]`).FindStringSubmatch(line); m != nil {
			table = m[1]
		}
		if m := regexp.MustCompile(`^(?:# )?(\w+) = `).FindStringSubmatch(line); m != nil {
			mentioned[table+"."+m[1]] = true
		}
	}
	all := keys()
	for _, key := range sectionKeys() {
		all = append(all, "discussion.sections.svit."+key)
	}
	for _, key := range all {
		if !mentioned[key] {
			t.Errorf("docs/rozmova.example.toml does not mention %s", key)
		}
		delete(mentioned, key)
	}
	for key := range mentioned {
		t.Errorf("docs/rozmova.example.toml mentions %s, which is no key", key)
	}
}

func TestEnvironmentOverridesEveryKey(t *testing.T) {
	values := map[string]string{
		"site.languages": "en,uk", "site.sections": "svit: en=World; uk=Світ,sport: Sport", "server.trusted_proxies": "10.0.0.0/8, ::1/128", "server.shutdown_timeout": "3s",
		"log.level": "debug", "store.dsn_file": "", "smtp.password_file": "", "discussion.edit_window": "3s", "civility.time_limit": "3s", "spam.time_limit": "3s", "spam.ask_inside": "true", "membership.staff_second_factor": "true", "spam.akismet_key_file": "", "civility.learn": "true",
	}
	values["law.martial_law"], values["discussion.bridges"] = "true", "true"
	values["analyze.keys_file"], values["analyze.external_secrets_file"] = "", ""
	values["alerts.push"], values["membership.ask_inside"] = "true", "true"
	values["membership.providers"] = "google: issuer=https://accounts.google.com; client=7; secret_file=/g; en=Google; uk=Ґуґл,own: issuer=https://id.example; client=8"
	var env []string
	for _, key := range keys() {
		if _, ok := values[key]; !ok {
			values[key] = "77"
		}
		env = append(env, envName(key)+"="+values[key])
	}
	c, err := Load(write(t, "[site]\nname = 'file'\n[limits]\nstreams = 5\n"), env)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range c.Settings() {
		got[s.Key] = s.Value
	}
	values["server.trusted_proxies"] = "10.0.0.0/8,::1/128"
	values["log.level"] = "DEBUG"
	values["store.dsn"], values["smtp.password"], values["spam.akismet_key"] = "***", "***", "***"
	values["analyze.keys"], values["analyze.external_secrets"] = "***", "***"
	if diff := cmp.Diff(values, got); diff != "" {
		t.Errorf("-environment +settings:\n%s", diff)
	}
}

func TestLoadNamesThePlace(t *testing.T) {
	tests := []struct {
		name, text string
		env        []string
		want       []string
	}{
		{"misspelt", "[site]\nname = 'x'\n\nulr = 'https://a.example'\n", nil, []string{"rozmova.toml:4: unknown key site.ulr; did you mean site.url?"}},
		{"in the wrong section", "[site]\nurl = 'https://a.example'\ndir = '/x'\n", nil, []string{":3: unknown key site.dir; did you mean store.dir?"}},
		{"dotted", "# note\nsite.name = 'x'\nsite.\"lang\" = 'uk'\n", nil, []string{":3: unknown key site.lang"}},
		{"section", "[site]\nname = 'x'\n[limit]\nstreams = 5\n", nil, []string{":3: unknown key limit; did you mean limits?"}},
		{"inline table", "\nsite = { nmae = 'x' }\n", nil, []string{":2: unknown key site.nmae; did you mean site.name?"}},
		{"nothing like it", "[site]\nqqqqqqqqqqqqqqqqqqqqqq = 1\n", nil, []string{":2: unknown key site.qqqqqqqqqqqqqqqqqqqqqq"}},
		{"two at once", "[site]\nulr = ''\n[log]\nlevle = ''\n", nil, []string{":2: unknown key site.ulr", ":4: unknown key log.levle; did you mean log.level?"}},
		{"key of a section", "[discussion]\n[discussion.sections.svit]\nlinsk = 1\n", nil, []string{":3: unknown key discussion.sections.svit.linsk; did you mean discussion.sections.svit.links?"}},
		{"table of sections", "[discussion.section.svit]\nlinks = 1\n", nil, []string{":1: unknown key discussion.section.svit; did you mean discussion.sections.svit?"}},
		{"type in a section", "[discussion.sections.svit]\nlinks = 'no'\n", nil, []string{":2: discussion.sections.svit.links: "}},
		{"section in the environment", "", []string{"ROZMOVA_DISCUSSION_SECTIONS_SVIT_LINK=1", "ROZMOVA_DISCUSSION_SECTIONS_SVIT_RUNES=many"}, []string{
			"environment: unknown key ROZMOVA_DISCUSSION_SECTIONS_SVIT_LINK", `ROZMOVA_DISCUSSION_SECTIONS_SVIT_RUNES: "many" is not a whole number`}},
		{"broken", "[site]\nname = \n", nil, []string{":2: "}},
		{"type", "[limits]\n\nstreams = 'many'\n", nil, []string{":3: limits.streams: ", "string"}},
		{"proxy", "[server]\ntrusted_proxies = ['10.0.0.0/8', 'proxy']\n", nil, []string{":2: server.trusted_proxies: ", `"proxy"`}},
		{"level", "[log]\nlevel = 'loud'\n", nil, []string{":2: log.level: ", "loud"}},
		{"environment", "", []string{"ROZMOVA_SITE_ULR=x", "ROZMOVA_LIMITS_STREAMS=many", "ROZMOVA_SERVER_SHUTDOWN_TIMEOUT=10", "ROZMOVA_CIVILITY_HOLD=most"}, []string{
			"environment: unknown key ROZMOVA_SITE_ULR; did you mean ROZMOVA_SITE_URL?",
			`ROZMOVA_LIMITS_STREAMS: "many" is not a whole number`, `"10" is not a duration`, `"most" is not a number`}},
		{"secret twice", "[smtp]\npassword = 'a'\npassword_file = 'b'\n", nil, []string{"smtp.password and smtp.password_file are both set"}},
		{"secret nowhere", "[store]\ndsn_file = '/nowhere/dsn'\n", nil, []string{"store.dsn_file: ", "/nowhere/dsn"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(write(t, tt.text), tt.env)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want it to say %q", err, want)
				}
			}
		})
	}
}

func TestForeignVariablesAreLeftAlone(t *testing.T) {
	if _, err := Load("", []string{"ROZMOVA_STRICT_I18N=1", "ROZMOVA_DATA=/x", "SITE_URL=x", "broken"}); err != nil {
		t.Error(err)
	}
}

func TestZeroIsSensible(t *testing.T) {
	c, err := Load(write(t, "[site]\nlanguages = ['en']\n[limits]\nstreams = 0\ncomment_links = 0\npage_cache_bytes = 0\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Limits.Streams != 20000 || c.Limits.CommentLinks != 0 || c.Limits.PageCacheBytes != 0 {
		t.Errorf("zero streams, links and cache became %+v", c.Limits)
	}
	if c.Site.DefaultLanguage != "en" {
		t.Errorf("default language %q of an English site", c.Site.DefaultLanguage)
	}
	if c.Server.ShutdownTimeout != 10*time.Second || c.Log.Level != slog.LevelInfo {
		t.Errorf("got %v and %v", c.Server.ShutdownTimeout, c.Log.Level)
	}
}

func TestSecrets(t *testing.T) {
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte("canary 7 \r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(write(t, "[smtp]\npassword_file = '"+path+"'\n[store]\ndsn = 'postgres://canary'\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.SMTP.Password.Reveal(); got != "canary 7 " {
		t.Errorf("password from file %q", got)
	}
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T"} {
		fmt.Fprintf(&out, verb+"\n", c.SMTP.Password)
		fmt.Fprintf(&out, verb+"\n", *c)
	}
	encoded, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(encoded)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "smtp", c.SMTP, "dsn", c.Store.DSN)
	fmt.Fprint(&out, c.Settings())
	for _, leaked := range []string{"canary", "63616e617279"} {
		if strings.Contains(out.String(), leaked) {
			t.Errorf("%q leaked:\n%s", leaked, out.String())
		}
	}
	if !slices.Contains(c.Settings(), Setting{"smtp.password", "***"}) {
		t.Error("a set password should show as ***")
	}
}

// FuzzParse holds that no file crashes the reader and that every complaint names the file.
func FuzzParse(f *testing.F) {
	text, _ := os.ReadFile(example)
	f.Add(text)
	f.Add([]byte("[site]\nulr = 1\n[[site]]"))
	f.Add([]byte("site = { a = { b = [ { c = 1 } ] } }\n\"\" = 1"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c := Default()
		for _, err := range c.parse("f.toml", text) {
			if !strings.HasPrefix(err.Error(), "f.toml:") {
				t.Errorf("%q does not begin with the file", err)
			}
		}
		c.fill()
		c.Validate()
		_ = c.Origin()
	})
}
