package lang

import (
	"strings"
	"testing"
)

func TestPenKey(t *testing.T) {
	for _, pair := range [][2]string{{"Олена", "олена"}, {"Лев Л’вів", "лев-лвів"}, {"Іра", "Ipa"}, {"José", "jose"}, {"ﬁn", "FIN"}, {"R0b", "Rоb"}} {
		if a, b := PenKey(pair[0]), PenKey(pair[1]); a != b || a == "" {
			t.Errorf("%q becomes %q, %q becomes %q; want one key", pair[0], a, pair[1], b)
		}
	}
	if a, b := PenKey("Олена"), PenKey("Олег"); a == b {
		t.Errorf("two names have the key %q", a)
	}
	if k := PenKey(" -_.'’ʼ"); k != "" {
		t.Errorf("signs alone have the key %q", k)
	}
	name := []rune("Ґалаґан-Їжак О’Ніл 10")
	for n := range name {
		if k := PenKey(string(name[:n])); !strings.HasPrefix(PenKey(string(name)), k) {
			t.Errorf("%q has the key %q, which does not begin that of the whole name", string(name[:n]), k)
		}
	}
}
