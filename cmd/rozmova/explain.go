package main

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// errTold ends a command whose lines said already what is wrong.
var errTold = errors.New("told already")

// problems are settings that a command cannot work with.
type problems struct {
	file string // empty where there is none
	list []config.Problem
}

// Error tells them line by line.
func (p *problems) Error() string {
	lines := make([]string, len(p.list))
	for i, problem := range p.list {
		lines[i] = problem.String()
		if p.file != "" {
			lines[i] = p.file + ": " + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// fail tells what went wrong, one line for each thing.
func (p *program) fail(err error) {
	for _, line := range p.explain(err) {
		p.note(line)
	}
}

// explain finds the words for an error; one that nobody foresaw is given whole.
func (p *program) explain(err error) []string {
	var wrong *problems
	if errors.As(err, &wrong) {
		return append(strings.Split(wrong.Error(), "\n"), p.say.T("cli.settings_hint"))
	}
	if line, ok := p.explainListen(err); ok {
		return []string{line}
	}
	if p.known(err) {
		return newsroom.Explain(err, p.say.Fill)
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return []string{p.say.T("cli.file_missing", "File", path.Path)}
		case errors.Is(err, fs.ErrPermission):
			return []string{p.say.T("cli.file_forbidden", "File", path.Path)}
		}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return []string{p.say.T("cli.too_slow", "Detail", err.Error())}
	}
	return strings.Split(err.Error(), "\n")
}

// known reports whether every refusal in an error has its text.
func (p *program) known(err error) bool {
	var many newsroom.Problems
	var one *rozmova.Error
	switch {
	case errors.As(err, &many):
	case errors.As(err, &one):
		many = newsroom.Problems{one}
	}
	for _, problem := range many {
		if !p.bundle.Has("error." + problem.Reason) {
			return false
		}
	}
	return len(many) > 0
}

// explainListen tells why an address cannot be listened on.
func (p *program) explainListen(err error) (string, bool) {
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != "listen" || op.Addr == nil {
		return "", false
	}
	at := op.Addr.String()
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return p.say.T("cli.address_in_use", "Addr", at), true
	case errors.Is(err, syscall.EACCES), errors.Is(err, os.ErrPermission):
		return p.say.T("cli.address_forbidden", "Addr", at), true
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return p.say.T("cli.address_not_here", "Addr", at), true
	}
	return "", false
}
