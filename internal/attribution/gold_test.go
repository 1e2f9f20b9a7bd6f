package attribution

import (
	"encoding/json"
	"os"
	"testing"
)

// goldText is what the tests here read of an annotation.
type goldText struct {
	Lang       string
	Statements []struct {
		Speaker string
	}
}

func readGold(t *testing.T, file string) goldText {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var g goldText
	if err := json.Unmarshal(b, &g); err != nil {
		t.Fatal(err)
	}
	return g
}
