package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// divideFile makes a file of the votes of two groups: divide FILE FIRST SECOND. They vote against each other on comments 0 to
// 19, and both for 20 and 21; now and then somebody thinks otherwise. Beside it, rush.csv has twelve new accounts that all cast
// the same votes against 20 and 21 and what both groups like.
func divideFile(ts *testscript.TestScript, _ bool, args []string) {
	first, err := strconv.Atoi(args[1])
	ts.Check(err)
	second, err := strconv.Atoi(args[2])
	ts.Check(err)
	var b strings.Builder
	b.WriteString("comment_id,voter_id,vote,ts_ms\n")
	for u := range first + second {
		for c := range 22 {
			up := 1
			if c < 20 && (c < 10) != (u < first) {
				up = -1
			}
			if (u*31+c*17+u*c)%13 == 0 {
				up = -up
			}
			fmt.Fprintf(&b, "%d,%d,%d,\n", c, u, up)
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
	b.Reset()
	b.WriteString("comment_id,voter_id,vote\n")
	for u := range 12 {
		for c := range 12 {
			up := -1
			if c == 0 || c == 11 {
				up = 1
			}
			fmt.Fprintf(&b, "%d,%d,%d\n", c+10, 5000+u, up)
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs("rush.csv"), []byte(b.String()), 0o600))
}
