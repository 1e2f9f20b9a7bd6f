package web

import (
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

// Within reports whether the page is the one at a site path or, other than for "/me" itself, one below it.
func (f Frame) Within(path string) bool {
	here, _, _ := strings.Cut(f.Path, "?")
	return here == path || path != "/me" && strings.HasPrefix(here, path+"/")
}

// SignInPage asks for the address (POST /sign-in) and then for the code (POST /sign-in/code). Page: sign-in.
type SignInPage struct {
	Frame
	PasskeyPart
	ProviderPart
	GuestPart
	Next    string // site path to go to afterwards
	Email   string
	Code    bool        // a code was sent: ask for it
	Resent  bool        // it was asked for once more
	Vote    bool        // it is asked for because of a vote, which is not cast yet
	Parked  *Parked     // a comment that waits for the sign-in; nil for none
	Pending bool        // who a provider says that they are is to be linked after this sign-in
	Errors  FieldErrors // fields: email, code
}

// Parked is a comment that was written before signing in. It travels along in hidden fields: parked_thread, parked_parent,
// parked_statement, parked_body.
type Parked struct {
	Thread    rozmova.ID[rozmova.Thread]
	Parent    rozmova.ID[rozmova.Comment] // zero for none
	Statement string                      // key of the statement that it speaks to; empty for none
	Body      string
	Story     StoryRef // where it was written
}

// WelcomePage asks for a pen name at the first sign-in: POST /welcome. Page: welcome.
type WelcomePage struct {
	Frame
	Next    string
	PenName string
	Limit   int         // most characters of it
	Parked  *Parked     // nil for none
	Errors  FieldErrors // field: pen_name
}

// WaysPage shows a reader's ways in and the browsers that are signed in. Page: ways.
type WaysPage struct {
	Frame
	PasskeyPart
	ProviderPart
	Email   string // the reader's own address; empty for none
	Guest   bool   // it is a guest, who has no way in yet
	Last    bool   // there is no other way in than the one, which is not to be removed
	Typed   string // address that was typed in to be the new one
	Code    bool   // a code was sent to it: ask for it
	Resent  bool   // it was asked for once more
	Devices []DeviceLine
	Tokens  []TokenLine
	Errors  FieldErrors // fields: email, code
}

// A DeviceLine is a browser that is signed in.
type DeviceLine struct {
	ID      string
	Device  string // browser and system; empty where the browser does not say
	Way     string // membership.Way; empty where that was not kept yet
	Since   time.Time
	Seen    time.Time // to the hour
	Current bool      // it is the one that asks
}

// A TokenLine is a token of the API.
type TokenLine struct {
	ID      string
	Name    string
	Created time.Time
	Expires time.Time // zero: never
}

// ConfirmPage asks whether it is still the same person: POST /confirm/code sends a code to the reader's own address, POST
// /confirm enters it; passkeys and providers do without. Page: confirm.
type ConfirmPage struct {
	Frame
	PasskeyPart
	ProviderPart
	Next   string // site path to go to afterwards
	Email  string // the reader's own address, masked; empty for none
	Code   bool   // a code was sent to it: ask for it
	Resent bool   // it was asked for once more
	Again  bool   // what was sent with a form was not done: it is to be sent again afterwards
	Errors FieldErrors
}

// MePage is a reader's own account. Page: me.
type MePage struct {
	Frame
	PenName  string
	Avatar   AvatarView
	Profile  string // site path of the page that others see; empty for guests, who have none
	Email    string
	Bounced  bool // letters do not reach it
	Joined   time.Time
	Roles    []rozmova.Role
	Comments []MyComment   // the latest first
	Muted    []MutedReader // the latest first
	Answers  string        // path of the feed of answers to the reader's comments
}

// A MutedReader is somebody whose words a reader does not want to see.
type MutedReader struct {
	ID      rozmova.ID[rozmova.Reader]
	PenName string
}

// A MyComment is a line in the list of one's own comments.
type MyComment struct {
	ID       rozmova.ID[rozmova.Comment]
	Story    StoryRef
	Excerpt  string
	State    rozmova.CommentState
	Created  time.Time
	Decision rozmova.ID[rozmova.Decision] // reasons that wait to be read; zero for none
}

// RulesPage shows the house rules with their earlier versions. Page: rules.
type RulesPage struct {
	Frame
	Rules []RuleView
}

// A RuleView is a house rule.
type RuleView struct {
	Key     string
	Version int
	Title   string
	Text    string
	Since   time.Time
	Earlier []RuleView // the latest first
}

// MailboxPage lists the letters of the demo. Page: mailbox.
type MailboxPage struct {
	Frame
	Letters []Letter // the latest first; their Text may be left empty
}

// LetterPage shows one. Page: letter.
type LetterPage struct {
	Frame
	Letter Letter
}

// A Letter is a letter that the program wrote.
type Letter struct {
	ID      string // last part of /mailbox/{id}
	From    string
	To      string
	Subject string
	Text    string
	At      time.Time
}

// ErrorPage says what went wrong. Page: error. Its title follows from Status where the frame has none.
type ErrorPage struct {
	Frame
	Status  int    // 403, 404, 429, 500 …
	Reason  string // what the error means, in the language of the interface; empty: what the status means
	Request string // ID of the request, to be told to the newsroom; empty for none
	Wait    int    // seconds after which to try again; 0 for none
	Kept    string // what the person had written, so that it is not lost; empty for nothing
	Back    string // site path to go back to; empty: the front page
	SignIn  string // site path to go on to after signing in, where that is what is missing; empty: it is not
}

// What is the id of the message that says what the status means.
func (p *ErrorPage) What() string { return "page.status." + p.key() }

// Heading is the id of the message that stands above it.
func (p *ErrorPage) Heading() string { return "page.heading." + p.key() }

// key names the statuses that have words of their own.
func (p *ErrorPage) key() string {
	switch p.Status {
	case 403:
		return "forbidden"
	case 404:
		return "not_found"
	case 429:
		return "too_many"
	case 503:
		return "unavailable"
	}
	if p.Status >= 400 && p.Status < 500 {
		return "refused"
	}
	return "failed"
}
