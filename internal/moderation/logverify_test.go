package moderation_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova/internal/moderation"
)

// aLog writes a log of n decisions and a signed head of it.
func aLog(tb testing.TB, n int) (lines [][]byte, head *moderation.LogHead) {
	tb.Helper()
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		tb.Fatal(err)
	}
	var prev [sha256.Size]byte
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	for i := range n {
		at = at.Add(1500 * time.Millisecond)
		line, err := json.Marshal(moderation.LogEntry{
			V: 1, Seq: int64(i + 1), Prev: hex.EncodeToString(prev[:]), At: at.Format(time.RFC3339Nano), Kind: "decision", Decision: "01934b5e-0000-7000-8000-000000000000",
			Decided: at.Format(time.RFC3339), Scope: "comment", Action: "remove", Ground: "rule", Rule: "respect", Version: 1, Source: "voluntary",
			Content: strings.Repeat("0f", 32),
		})
		if err != nil {
			tb.Fatal(err)
		}
		prev, lines = sha256.Sum256(line), append(lines, line)
	}
	when := at.Format(time.RFC3339Nano)
	signature := ed25519.Sign(key, fmt.Appendf(nil, "rozmova public log 1\n%d\n%s\n%x\n", n, when, prev))
	return lines, &moderation.LogHead{Seq: int64(n), At: when, Hash: hex.EncodeToString(prev[:]), Key: hex.EncodeToString(public), Signature: hex.EncodeToString(signature)}
}

// BenchmarkVerifyLog verifies a million entries: it may take ten seconds.
func BenchmarkVerifyLog(b *testing.B) {
	lines, head := aLog(b, 1_000_000)
	for b.Loop() {
		v := &moderation.LogVerifier{}
		if err := v.Expect(head, nil); err != nil {
			b.Fatal(err)
		}
		for _, l := range lines {
			if err := v.Line(l); err != nil {
				b.Fatal(err)
			}
		}
		if n, err := v.End(); err != nil || n != 1_000_000 {
			b.Fatal(n, err)
		}
	}
}

// TestVerifyLogScript asks the script that readers check the log with, which must find what the program finds.
func TestVerifyLogScript(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3")
	}
	lines, head := aLog(t, 5)
	check := func(lines [][]byte, head *moderation.LogHead) (string, error) {
		t.Helper()
		dir := t.TempDir()
		var text strings.Builder
		for _, l := range lines {
			text.Write(append(l[:len(l):len(l)], '\n'))
		}
		content, err := json.Marshal(head)
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string]string{"log.jsonl": text.String(), "head.json": string(content)} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		out, err := exec.Command(python, "../../scripts/verify-log", filepath.Join(dir, "log.jsonl"), filepath.Join(dir, "head.json")).CombinedOutput()
		return string(out), err
	}
	if out, err := check(lines, head); err != nil || !strings.Contains(out, "Entries: 5") {
		t.Errorf("a good log: %v\n%s", err, out)
	}
	edited := append([][]byte(nil), lines...)
	edited[2] = []byte(strings.Replace(string(lines[2]), "remove", "hold", 1))
	for what, bad := range map[string][][]byte{
		"an edit": edited, "a deletion": {lines[0], lines[1], lines[3], lines[4]}, "a truncation": lines[:4], "a reordering": {lines[0], lines[2], lines[1], lines[3], lines[4]},
	} {
		if out, err := check(bad, head); err == nil {
			t.Errorf("%s was not found: %s", what, out)
		}
	}
	if _, err := exec.LookPath("openssl"); err == nil {
		forged := *head
		forged.At = "2026-11-02T00:00:00Z"
		if out, err := check(lines, &forged); err == nil {
			t.Errorf("a forged head was not found: %s", out)
		}
	}
}
