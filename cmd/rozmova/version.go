package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/rozmova/rozmova/internal/app"
)

// Run tells which program this is, in a form that scripts can read: the second word is the version.
func (*versionCommand) Run(p *program) error {
	revision := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				revision = " " + s.Value[:12]
			}
		}
	}
	p.print(fmt.Sprintf("rozmova %s%s (%s, %s/%s)", app.Version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH))
	return nil
}
