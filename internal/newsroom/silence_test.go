package newsroom_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// TestSilences: who was asked and did not say stands in the head of a file, with its time.
func TestSilences(t *testing.T) {
	head := `---
sources:
  - {key: a, kind: person, name: Юрій Ушаков}
sides:
  - {key: k, name: Кремль}
silences:
  - {key: n1, source: a, kind: declined, at: 2026-11-20T10:00:00Z, side: k, topic: Міст}
  - {key: n2, source: a, kind: no_answer, at: 2026-11-21}
statements:
  - {key: s1, speaker: a, mode: indirect, quote: "міст стоїть", record: off, evidence: "запис 12"}
---
# Розмова

Ушаков сказав, що міст стоїть.
`
	s := parse(t, "a.md", head).Story
	if len(s.Silences) != 2 || s.Silences[0].Kind != rozmova.Declined || s.Silences[0].Topic != "Міст" || s.Silences[1].Kind != rozmova.NoAnswer || s.Silences[1].At.IsZero() {
		t.Errorf("silences %+v", s.Silences)
	}
	if st := s.Statements[0]; st.Record != rozmova.OffRecord || st.Evidence != "запис 12" || len(s.InOrder()) != 0 {
		t.Errorf("the statement %+v, shown %d", st, len(s.InOrder()))
	}
	for change, want := range map[[2]string]string{
		{"kind: declined", "kind: sulked"}: "publish.value_unknown", {", at: 2026-11-21", ""}: "publish.value_missing", {"key: n2, source: a", "key: n2, source: z"}: "publish.source_unknown",
	} {
		_, err := newsroom.Parse("a.md", []byte(strings.Replace(head, change[0], change[1], 1)), newsroom.ParseOptions{})
		if !slices.Contains(reasons(err), want) {
			t.Errorf("%s: %v, want %s", change[1], err, want)
		}
	}
}
