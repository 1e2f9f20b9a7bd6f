package main

import (
	"fmt"
	"strings"
)

// progress gives a function to call as some work goes on. Who watches on a terminal sees a bar that grows; elsewhere there
// is a line at every quarter.
func (p *program) progress(what string) func(done, of int) {
	const width = 30
	live, last := terminal(p.err), -1
	return func(done, of int) {
		percent := 100
		if of > 0 {
			percent = 100 * done / of
		}
		step := percent
		if !live {
			step = percent / 25
		}
		if step == last {
			return
		}
		last = step
		if !live {
			fmt.Fprintf(p.err, "%s: %d %%\n", what, percent)
			return
		}
		full := width * percent / 100
		fmt.Fprintf(p.err, "\r%s [%s%s] %3d %%", what, strings.Repeat("█", full), strings.Repeat("·", width-full), percent)
		if done >= of {
			fmt.Fprintln(p.err)
		}
	}
}
