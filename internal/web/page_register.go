package web

import "github.com/rozmova/rozmova"

// RegisterPage lists those who are quoted. Page: register.
type RegisterPage struct {
	DeskFrame
	Query   string
	Kind    rozmova.SourceKind // empty: all
	Kinds   []rozmova.SourceKind
	Entries []EntryRow
	Next    string // site path; empty at the end
	First   bool   // this is a later page
	Unnamed []UnnamedRow
}

// An UnnamedRow is the share of unnamed sources in a section, over the last months.
type UnnamedRow struct {
	Section string // name; empty: stories without one
	Unnamed int
	All     int
	Share   string // in percent
	Length  int    // of its bar, of a hundred
	Reasons []string
}

// An EntryRow is an entry of the list.
type EntryRow struct {
	rozmova.Entry
	Role       string // today
	Statements int
	Path       string // of the readers' page
}

// EntryPage is where an entry is added or changed. Page: register-entry.
type EntryPage struct {
	DeskFrame
	Entry          rozmova.Entry // as it was typed
	Kinds          []rozmova.SourceKind
	Roles          []rozmova.DatedRole // with empty ones to fill in
	Aliases, Forms string              // one a line
	Seen           int64               // when the one that the editor sees was changed, in microseconds
	Recognised     []string            // the forms in which it is known
	Public         string              // site path of the readers' page; empty for a new one
	Said           []SaidView
	Into           string      // name of the one that it is to be made one with
	Errors         FieldErrors // fields: kind, name, roles, aliases, forms, side, link, about, into
}

// MergePage asks before two entries become one: POST /desk/register/{slug}/merge. Page: register-merge.
type MergePage struct {
	DeskFrame
	From, Into         rozmova.Entry
	FromSaid, IntoSaid int // statements, of the latest stories
}
