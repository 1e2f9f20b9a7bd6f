package rozmova

import "strings"

// A Kind says what the caller may do about an error. It is itself an error, so that errors.Is(err, rozmova.NotFound)
// answers however deeply the error was wrapped.
type Kind uint8

const (
	// Invalid input: mend the named field and try again.
	Invalid Kind = iota + 1
	// NotFound: there is no such thing, or this caller may not know of it.
	NotFound
	// Unauthenticated: sign in first.
	Unauthenticated
	// Forbidden: signed in, but this reader may not.
	Forbidden
	// Conflict: the thing is in a state that does not allow this, or changed meanwhile.
	Conflict
	// TooMany: wait, for as many seconds as Args["Seconds"] says, and try again.
	TooMany
	// TooLarge: send less.
	TooLarge
	// Unavailable: nothing is wrong with the request; try again later.
	Unavailable
)

var kindNames = [...]string{"", "invalid", "not found", "unauthenticated", "forbidden", "conflict", "too many", "too large", "unavailable"}

// Error names the kind, for logs.
func (k Kind) Error() string { return kindNames[k] }

// An Error is a refusal with its kind, for the caller, and its reason, for the person.
type Error struct {
	Kind   Kind
	Reason string         // message key below "error.", such as comment.too_long; never prose
	Field  string         // the field of the input that is meant; may be empty
	Args   map[string]any // values for the message's placeholders
	Err    error          // what lies beneath; may be nil; for logs only
}

// Error tells kind, reason and field, for logs.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind.Error())
	b.WriteString(": ")
	b.WriteString(e.Reason)
	if e.Field != "" {
		b.WriteString(" (" + e.Field + ")")
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Is reports whether target is the error's kind.
func (e *Error) Is(target error) bool {
	k, ok := target.(Kind)
	return ok && k == e.Kind
}

// Unwrap gives what lies beneath.
func (e *Error) Unwrap() error { return e.Err }
