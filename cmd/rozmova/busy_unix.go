//go:build unix

package main

import (
	"syscall"
	"time"
)

// busy is the processor time that the program has used, of all its threads: it tells the same on a machine that others keep busy.
func busy() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
