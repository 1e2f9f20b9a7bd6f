package web

import (
	"time"

	"github.com/rozmova/rozmova"
)

// PersonPage is about somebody or something of the register, with what they said or what came through them. Page: person.
type PersonPage struct {
	Frame
	Entry rozmova.Entry
	Said  []SaidView // the newest story first
	Older string     // site path; empty at the end
	Newer string     // site path of the beginning, on a later page; empty there
}

// Outlet reports whether words come through it rather than from it.
func (p *PersonPage) Outlet() bool {
	return p.Entry.Kind == rozmova.Outlet || p.Entry.Kind == rozmova.Document
}

// A SaidView is a story with what an entry said in it.
type SaidView struct {
	Story     StoryRef
	Published time.Time
	Lines     []SaidLine
}

// A SaidLine is one statement.
type SaidLine struct {
	Key       string
	Words     string
	Mode      rozmova.Mode
	Speaker   string // where it is somebody else; empty else
	Role      string // of the speaker then
	Via       string // outlet through which it came, where that is another; empty else
	Side      string
	Corrected time.Time // zero: it was not
	TakenBack bool      // the newsroom took it back; the words are not told on
}

// FeedPath is where the page can be followed.
func (p *PersonPage) FeedPath() string { return EntryPath(&p.Entry) + "/feed.atom" }
