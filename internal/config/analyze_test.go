package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKeysOfTheAnalyzer(t *testing.T) {
	c, err := Load(write(t, "[analyze]\nkeys_file = '"+write(t, "# ours\nfirst-key-0123456789\n\nsecond-key-0123456789\r\n")+"'\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"first-key-0123456789", "second-key-0123456789"}, c.Analyze.RevealKeys()); diff != "" {
		t.Errorf("keys of the file: -want +got:\n%s", diff)
	}
	for _, s := range c.Settings() {
		if s.Key == "analyze.keys" && s.Value != "***,***" {
			t.Errorf("the settings show the keys as %q", s.Value)
		}
	}
	c, err = Load(write(t, ""), []string{"ROZMOVA_ANALYZE_EXTERNAL_SECRETS=ssec_0123456789ab, ssec_ba9876543210"})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(c.Analyze.RevealExternalSecrets(), " "); got != "ssec_0123456789ab ssec_ba9876543210" {
		t.Errorf("secrets of the environment: %s", got)
	}
}

func TestKeysThatAreNone(t *testing.T) {
	there := write(t, "# none\n\n")
	for text, want := range map[string]string{
		"keys_file = '/nowhere/keys'":                              "analyze.keys_file: ",
		"keys_file = '" + there + "'":                              "holds none",
		"keys = ['0123456789abcdef']\nkeys_file = '" + there + "'": "analyze.keys and analyze.keys_file are both set",
		"external_secrets_file = '/nowhere'":                       "analyze.external_secrets_file: ",
	} {
		if _, err := Load(write(t, "[analyze]\n"+text+"\n"), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want it to say %q", text, err, want)
		}
	}
	long := Secret("0123456789abcdef")
	for name, tt := range map[string]struct {
		analyze Analyze
		want    string // key with a problem
	}{
		"nothing":             {Analyze{}, ""},
		"a key":               {Analyze{Keys: []Secret{long}}, ""},
		"a short key":         {Analyze{Keys: []Secret{long, long[:15]}}, "analyze.keys"},
		"a key twice":         {Analyze{Keys: []Secret{long, long}}, "analyze.keys"},
		"a key with a space":  {Analyze{Keys: []Secret{"0123456789 abcdef"}}, "analyze.keys"},
		"a short secret":      {Analyze{ExternalSecrets: []Secret{"ssec"}}, "analyze.external_secrets"},
		"fewer than none":     {Analyze{PerSecond: -1}, "analyze.per_second"},
		"a hundred a second ": {Analyze{PerSecond: 100}, ""},
	} {
		c := valid()
		c.Analyze = tt.analyze
		got := ""
		for _, p := range c.Validate() {
			got += p.Key
			if strings.Contains(p.Message, string(long)) {
				t.Errorf("%s: the problem tells the key: %s", name, p.Message)
			}
		}
		if got != tt.want {
			t.Errorf("%s: problems with %q, want %q", name, got, tt.want)
		}
	}
}
