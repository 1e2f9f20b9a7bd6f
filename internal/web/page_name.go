package web

import "time"

// NamePage shows a reader's own pen name, those before it, and the form for another: POST /me/name. Page: name.
type NamePage struct {
	Frame
	PenName string
	Next    time.Time    // before which it cannot be changed; zero: it can now
	Guest   bool         // it cannot be changed at all
	Typed   string       // what was typed in
	Limit   int          // most characters of it
	Former  []FormerName // the latest first
	Errors  FieldErrors  // field: pen_name
}

// A FormerName is a pen name that a reader went by.
type FormerName struct {
	Name  string
	Until time.Time // when it was given up
}
