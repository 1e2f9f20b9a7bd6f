package mail

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
)

// A failure is why a letter did not leave. Its text tells step and code, but nothing a server said: servers like to repeat
// the address, and no address belongs in a log.
type failure struct {
	step      string
	code      int    // of the SMTP reply; 0: there was none
	enhanced  string // RFC 3463; may be empty
	temporary bool
	err       error
}

// Error tells where it failed.
func (f *failure) Error() string {
	switch {
	case f.code > 0 && f.enhanced != "":
		return fmt.Sprintf("send letter: %s: refused with %d %s", f.step, f.code, f.enhanced)
	case f.code > 0:
		return fmt.Sprintf("send letter: %s: refused with %d", f.step, f.code)
	}
	if _, ok := errors.AsType[textproto.ProtocolError](f.err); ok {
		return "send letter: " + f.step + ": no SMTP reply" // and not what the server said instead
	}
	return fmt.Sprintf("send letter: %s: %v", f.step, f.err)
}

// Unwrap gives what lies beneath. It may hold addresses: not for logs.
func (f *failure) Unwrap() error { return f.err }

// Temporary reports whether the same letter may well go through later: the server was away, slow, busy, or would not have
// us (a wrong password is mended by the operator, and the letter waits). It is false for a letter that the server refused
// for good (5xx to its sender, receiver or text), or that could not be written at all, and for nil.
func Temporary(err error) bool {
	if f, ok := errors.AsType[*failure](err); ok {
		return f.temporary
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// Bounced reports whether the receiver's address was refused for good, so that no letter will reach it.
func Bounced(err error) bool {
	f, ok := errors.AsType[*failure](err)
	return ok && f.step == receiverStep && !f.temporary && f.code >= 500
}

// receiverStep is where a server says whether it takes letters for somebody.
const receiverStep = "receiver"

// permanent is the failure of a letter that cannot be sent as it is.
func permanent(err error) error { return &failure{step: "letter", err: err} }

// enhanced is the status code that begins a reply's text (RFC 2034).
var enhanced = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// failed judges what happened at a step of the conversation. Up to the sender's address nothing was said about this
// letter, so that no reply can be about it.
func failed(ctx context.Context, step string, err error, aboutLetter bool) error {
	f := &failure{step: step, temporary: true, err: err}
	if reply, ok := errors.AsType[*textproto.Error](err); ok {
		f.code, f.enhanced = reply.Code, enhanced.FindString(reply.Msg)
		f.temporary = !aboutLetter || reply.Code < 500
	} else if ctx.Err() != nil {
		f.err = ctx.Err() // the connection was closed under the conversation, which is no news
	}
	return f
}
