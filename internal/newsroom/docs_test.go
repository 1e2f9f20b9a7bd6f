package newsroom_test

import (
	"os"
	"strings"
	"testing"

	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/rozmovatest"
)

// TestGuideExample holds that the example in the editors' guide is a file that can be published.
func TestGuideExample(t *testing.T) {
	guide, err := os.ReadFile("../../docs/editor.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, found := strings.Cut(string(guide), "```markdown\n")
	example, _, closed := strings.Cut(example, "```\n")
	if !found || !closed {
		t.Fatal("docs/editor.md has no example in ```markdown")
	}
	d := parse(t, "example.md", example)
	checkStatements(t, &d.Story)
	if len(d.Story.Statements) != 3 || len(d.Story.Corrections) != 1 {
		t.Errorf("%d statements, %d corrections; want 3, 1", len(d.Story.Statements), len(d.Story.Corrections))
	}
	r := newRoom(t, rozmovatest.SQLite(t))
	r.publish("---\nheadline: Міст\nslug: staryi-mist\n---\nТекст.\n", newsroom.PublishOptions{})
	if s := r.publish(example, newsroom.PublishOptions{}).Story; s.Slug != "old-bridge" {
		t.Errorf("published as %s", s.Slug)
	}
}
