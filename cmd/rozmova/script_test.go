package main

import (
	"encoding/hex"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"rozmova": main})
}

// TestScripts runs the command line as people do: testdata/script/*.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LC_ALL", "")
			e.Setenv("LANG", "C")
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
		Cmds:      map[string]func(*testscript.TestScript, bool, []string){"hex": hexFile, "long": longFile, "await": await, "line": line, "weights": weightsFile, "divide": divideFile},
		Condition: hasWeights,
	})
}

// hex FILE DIGITS… makes a file of these bytes.
func hexFile(ts *testscript.TestScript, _ bool, args []string) {
	content, err := hex.DecodeString(strings.Join(args[1:], ""))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), content, 0o600))
}

// long FILE N makes a file of N bytes.
func longFile(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat("a long line\n", n/12+1)[:n]), 0o600))
}

// await FILE waits until a file is there.
func await(ts *testscript.TestScript, _ bool, args []string) {
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		} else if time.Now().After(deadline) {
			ts.Fatalf("%s did not come: %v", args[0], err)
		}
	}
}

// line N [stdout|stderr] wants so many lines there.
func line(ts *testscript.TestScript, _ bool, args []string) {
	text := strings.TrimSuffix(ts.ReadFile(args[1]), "\n")
	if got := strings.Count(text, "\n") + 1; strconv.Itoa(got) != args[0] || text == "" {
		ts.Fatalf("%d lines in %s, want %s:\n%s", got, args[1], args[0], text)
	}
}
