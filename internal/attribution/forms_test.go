package attribution

import (
	"slices"
	"testing"
)

// TestForms: a name is found in every case, the family name alone too.
func TestForms(t *testing.T) {
	for name, want := range map[string][]string{
		"Юрій Ушаков":        {"юрій ушаков", "юрія ушакова", "юрієм ушаковим", "ушакова", "ушакову"},
		"Ольга Швець":        {"ольга швець", "ольги швець", "ольгою швець"},
		"Дженніфер Псакі":    {"дженніфер псакі", "псакі"},
		"Ірина Залізна":      {"ірини залізної", "залізній", "ірину залізну"},
		"Олександр Гаврилюк": {"олександра гаврилюка", "гаврилюком"},
	} {
		got := Forms("uk", name)
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: no %q in %q", name, w, got)
			}
		}
	}
	for name, not := range map[string]string{"Ольга Швець": "швеця", "Юрій Ушаков": "ушаковою"} {
		if got := Forms("uk", name); slices.Contains(got, not) {
			t.Errorf("%s: %q in %q", name, not, got)
		}
	}
	if got := Forms("en", "Jen Psaki"); len(got) != 1 || got[0] != "jen psaki" {
		t.Errorf("English: %q", got)
	}
	if got := Forms("uk", "  "); len(got) != 1 || got[0] != "" {
		t.Errorf("nothing: %q", got)
	}
}
