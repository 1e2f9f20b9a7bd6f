package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/i18n"
)

// weightsFile is the command weights FILE, which makes a file of weights that have learnt nothing: every text is an insult by 0.88 and anything else by 0.12, so
// that a script can tell what the command line does from what the model thinks.
func weightsFile(ts *testscript.TestScript, _ bool, args []string) {
	file, err := blankWeights().Encode()
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), file, 0o600))
}

func blankWeights() *civility.Weights {
	blank := func(n int) []byte { return bytes.Repeat([]byte{128}, n) } // 128 stands for zero
	const hidden = civility.Hidden
	w := &civility.Weights{}
	for i := range w.Nets {
		n := &w.Nets[i]
		n.Gram, n.Word, n.Wide = blank(hidden<<civility.GramBits), blank(hidden<<civility.WordBits), blank(int(rozmova.Labels)<<civility.PairBits)
		for j := range n.Stem {
			n.Stem[j] = blank(hidden << civility.StemBits)
		}
		for j := range n.Trait {
			n.Trait[j] = blank(hidden * civility.Traits)
		}
		for l := range n.OutBias {
			n.OutBias[l] = -2
		}
		n.OutBias[rozmova.Insult] = 2
	}
	w.Version = "blank"
	for language := range w.Slope {
		for l := range w.Slope[language] {
			w.Slope[language][l], w.Threshold[language][l] = 1, 0.5
		}
	}
	return w
}

// hasWeights knows the condition [weights]: this build has trained ones.
func hasWeights(name string) (bool, error) {
	if name != "weights" {
		return false, fmt.Errorf("no such condition: %s", name)
	}
	_, err := civility.Load()
	return err == nil, nil
}

// scorer is a run of civility score on in, with blank weights.
func scorer(t *testing.T, in io.Reader, out io.Writer) func() error {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := blankWeights().Encode()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "blank.bin")
	if err := os.WriteFile(file, encoded, 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{ctx: t.Context(), in: in, out: out, err: io.Discard, bundle: bundle, say: bundle.Printer("en")}
	return func() error {
		return (&civilityScoreCommand{weightsFlags: weightsFlags{Weights: file}, JSON: true}).Run(p)
	}
}

// TestLongestLine: a line of a megabyte is scored, one byte more is refused in its place, and the next is scored again.
func TestLongestLine(t *testing.T) {
	in := strings.Repeat("a ", longestLine/2) + "\r\n" + strings.Repeat("a ", longestLine/2) + "a\n" + strings.Repeat("long ", 1<<20) + "\nshort"
	var out bytes.Buffer
	if err := scorer(t, strings.NewReader(in), &out)(); !errors.Is(err, errTold) {
		t.Errorf("a line too long ends with %v, want %v", err, errTold)
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		var a struct{ Error, Model string }
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		got = append(got, a.Model+a.Error)
	}
	refused := "The line is longer than 1,048,576 bytes."
	if want := "blank|" + refused + "|" + refused + "|blank"; strings.Join(got, "|") != want {
		t.Errorf("answers %q\nwant    %q", strings.Join(got, "|"), want)
	}
}

// TestAnswersComeAtOnce: who waits for an answer before asking again gets it.
func TestAnswersComeAtOnce(t *testing.T) {
	asks, question := io.Pipe()
	answers, out := io.Pipe()
	done := make(chan error, 1)
	run := scorer(t, asks, out)
	go func() { done <- run() }()
	lines := make(chan string)
	go func() {
		for s := bufio.NewScanner(answers); s.Scan(); {
			lines <- s.Text()
		}
	}()
	for _, text := range []string{"one\ntw", "o\n"} { // the second line is begun, which must not hold the first answer back
		if _, err := io.WriteString(question, text); err != nil {
			t.Fatal(err)
		}
		select {
		case <-lines:
		case <-time.After(20 * time.Second):
			t.Fatalf("no answer behind %q", text)
		}
	}
	if err := errors.Join(question.Close(), <-done, out.Close()); err != nil {
		t.Error(err)
	}
}
