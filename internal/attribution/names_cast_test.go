package attribution

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update-cast", false, "write testdata/cast.txt anew")

// TestCast reads sentences as reports have them and lists who is named: the canonical name, and the role behind a dash.
// What stands there was read line by line before it was kept.
func TestCast(t *testing.T) {
	const file = "testdata/cast.txt"
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var fresh strings.Builder
	want := strings.Split(string(old), "\n")
	for i := 0; i < len(want); i++ {
		tag, text, ok := strings.Cut(want[i], "|")
		if !ok {
			continue
		}
		var cast, lines []string
		for _, m := range mentions(read(text, tag), Options{}) {
			line := "  " + m.name
			if m.role != "" && m.role != m.name {
				line += " – " + m.role
			}
			if len(cast) == 0 || !strings.Contains(strings.Join(cast, "\n")+"\n", line+"\n") {
				cast = append(cast, line)
			}
		}
		for i+1 < len(want) && strings.HasPrefix(want[i+1], "  ") {
			i++
			lines = append(lines, want[i])
		}
		fresh.WriteString(tag + "|" + text + "\n" + strings.Join(cast, "\n") + "\n")
		if got := strings.Join(cast, "\n"); !*update && got != strings.Join(lines, "\n") {
			t.Errorf("%s\n%s\nwant\n%s", text, got, strings.Join(lines, "\n"))
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(fresh.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
