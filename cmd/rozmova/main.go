// Command rozmova is a newsroom's story pages and its readers' discussion: the server, a sample newsroom to look at, and
// what an editor and an operator do from the command line.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/rozmova/rozmova/internal/i18n"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	bundle, err := i18n.Load()
	if err != nil {
		fmt.Fprintln(os.Stderr, "rozmova:", err)
		os.Exit(1)
	}
	env := os.Environ()
	p := &program{ctx: ctx, in: os.Stdin, out: os.Stdout, err: os.Stderr, env: env, bundle: bundle, say: bundle.Printer(languageOf(env))}
	os.Exit(p.run(os.Args[1:]))
}

// Exit codes. A refusal and a failure are the same to a script: nothing was done.
const (
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130 // as shells tell of a process that SIGINT ended
)

// A program is one run of the command line.
type program struct {
	ctx      context.Context // ends with the first signal
	in       io.Reader
	out, err io.Writer
	env      []string // as os.Environ gives it
	bundle   *i18n.Bundle
	say      *i18n.Printer
}

// languageOf is the language that the environment asks for, as POSIX has it: the first of LC_ALL, LC_MESSAGES and LANG that
// is set. English, unless that is Ukrainian.
func languageOf(env []string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		for _, pair := range env {
			if value, found := strings.CutPrefix(pair, name+"="); found && value != "" {
				if value == "uk" || strings.HasPrefix(value, "uk_") || strings.HasPrefix(value, "uk.") {
					return "uk"
				}
				return "en"
			}
		}
	}
	return "en"
}

// run does what the arguments say and gives the exit code.
func (p *program) run(args []string) int {
	exited := -1
	parser, err := kong.New(&commands{}, kong.Name("rozmova"), kong.Description(p.say.T("cli.about")), p.helpVars(),
		kong.Help(p.help), kong.Writers(p.out, p.err), kong.Exit(func(code int) { exited = code }), kong.Bind(p))
	if err != nil {
		p.fail(err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	switch {
	case exited >= 0: // --help
		return exited
	case err != nil:
		fmt.Fprintln(p.err, p.say.T("cli.usage_error", "Detail", err.Error()))
		return exitUsage
	}
	switch err := parsed.Run(); {
	case err == nil:
		return 0
	case errors.Is(err, errTold):
		return exitFailed
	case p.ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(p.err, p.say.T("cli.interrupted"))
		return exitInterrupted
	default:
		p.fail(err)
		return exitFailed
	}
}

// print writes a line of what the command gives.
func (p *program) print(line string) { fmt.Fprintln(p.out, line) }

// note writes a line beside what the command gives.
func (p *program) note(line string) { fmt.Fprintln(p.err, line) }

// terminal reports whether a person watches w.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}
