package web

import (
	"time"

	"github.com/rozmova/rozmova"
)

// SecondPage asks who has a role for a second factor, or lets them set one up. Page: second.
type SecondPage struct {
	Frame
	PasskeyPart
	Next    string    // site path to go to afterwards
	Locked  bool      // the roles wait for it
	Any     bool      // there is one to be shown
	App     bool      // it can be a code of an authenticator app
	Since   time.Time // when the app was set up
	Key     bool      // it can be a passkey
	Again   bool      // always false: the passkey's form asks
	Pending string    // secret of the app that is being set up, in groups; empty for none
	Address string    // otpauth address of it, for a device that opens it
	Code    QRView    // the same to be scanned
	Errors  FieldErrors
}

// A QRView is a QR code as an SVG path, a square a unit, with its quiet zone.
type QRView struct {
	Size int // units from side to side; 0: there is none
	Path string
}

// SetupPage takes the console's code for the first administrator: POST /setup. Page: setup.
type SetupPage struct {
	Frame
	Code   string
	Email  string
	Errors FieldErrors // fields: code, email
}

// StaffPage tells administrators who has which role. Page: staff.
type StaffPage struct {
	DeskFrame
	People   []ColleagueView
	Roles    []rozmova.Role
	Sections []SectionLink
	Second   bool // a second factor is asked for
	Email    string
	Role     rozmova.Role
	Section  rozmova.Slug
	Errors   FieldErrors // fields: email, role, section
}

// A ColleagueView is somebody who has a role.
type ColleagueView struct {
	ID     rozmova.ID[rozmova.Reader]
	Name   string
	Email  string
	Second bool
	Me     bool
	Grants []GrantView
}

// A GrantView is a role that somebody has.
type GrantView struct {
	Role    rozmova.Role
	Section SectionLink // the zero value: all of them
}

// AuditPage tells administrators what the staff did. Page: audit.
type AuditPage struct {
	DeskFrame
	Entries []AuditView
	Staff   []PersonChoice // whom the list can be asked for
	Who     string         // chosen of them; console for the operator, empty for all
	Areas   []AreaChoice
	Area    string // chosen of them; empty for all
	Since   string // day, as 2026-11-23; empty for none
	Until   string // last day
	Next    string // site path of the earlier ones; empty for none
}

// A PersonChoice is somebody in a list to choose from.
type PersonChoice struct{ ID, Name string }

// An AreaChoice is a kind of deeds in a list to choose from.
type AreaChoice struct{ Key, Name string }

// An AuditView is a line of the audit log.
type AuditView struct {
	At      time.Time
	Who     string // pen name; empty: the program or the operator at the console
	What    string
	Subject string // in words; empty for none
	Path    string // site path of the subject; empty for none
	Detail  []string
}
