//go:build !unix

package main

import "time"

var started = time.Now()

// busy is the time since the start, where a system does not tell the processor's.
func busy() time.Duration { return time.Since(started) }
