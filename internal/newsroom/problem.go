package newsroom

import (
	"errors"
	"fmt"
	"strings"

	"github.com/rozmova/rozmova"
)

// mostProblems bounds what is told of one file: whoever has a hundred to mend will run it again.
const mostProblems = 100

// Problems are all that is wrong with one file, in the order in which they were found. Each is Invalid and has in its Args
// the File and the Line, counted from 1 and 0 where the problem is the file's as a whole, beside what its message needs.
type Problems []*rozmova.Error

// Error tells them line by line, for logs.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = place(problem) + problem.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.Is and errors.As look at each.
func (p Problems) Unwrap() []error {
	all := make([]error, len(p))
	for i, problem := range p {
		all[i] = problem
	}
	return all
}

// Explain gives what to tell the person about an error of Parse or Publish: one line for each problem, which begins with
// the file and the line ("story.md:12: …"). Fill says the text of an id, as i18n.Printer.Fill does. The result is nil for an
// error that is not meant for people.
func Explain(err error, fill func(id string, args map[string]any) string) []string {
	var problems Problems
	var one *rozmova.Error
	switch {
	case errors.As(err, &problems):
	case errors.As(err, &one):
		problems = Problems{one}
	default:
		return nil
	}
	lines := make([]string, len(problems))
	for i, problem := range problems {
		lines[i] = place(problem) + fill("error."+problem.Reason, problem.Args)
	}
	return lines
}

// place begins a line with where the problem is.
func place(problem *rozmova.Error) string {
	file, _ := problem.Args["File"].(string)
	line, _ := problem.Args["Line"].(int)
	switch {
	case file == "":
		return ""
	case line > 0:
		return fmt.Sprintf("%s:%d: ", file, line)
	}
	return file + ": "
}

// findings gathers the problems of one file.
type findings struct {
	file     string
	problems Problems
}

// refuse notes a problem. Args are names and values in turn.
func (f *findings) refuse(line int, field, reason string, args ...any) {
	if len(f.problems) >= mostProblems {
		return
	}
	f.problems = append(f.problems, problem(f.file, line, rozmova.Invalid, field, reason, args...))
}

// err gives the problems as an error, nil where there are none.
func (f *findings) err() error {
	if len(f.problems) == 0 {
		return nil
	}
	return f.problems
}

func problem(file string, line int, kind rozmova.Kind, field, reason string, args ...any) *rozmova.Error {
	e := &rozmova.Error{Kind: kind, Reason: reason, Field: field, Args: map[string]any{"File": file, "Line": line}}
	for i := 0; i+1 < len(args); i += 2 {
		name, _ := args[i].(string)
		e.Args[name] = args[i+1]
	}
	return e
}
