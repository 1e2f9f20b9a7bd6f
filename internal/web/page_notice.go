package web

import (
	"time"

	"github.com/rozmova/rozmova"
)

// NoticePage is where anybody tells of illegal content: POST /comments/{id}/notice. Page: notice.
type NoticePage struct {
	Frame
	Story      StoryRef
	Comment    CommentView
	Categories []string // keys of messages below notice.category
	Category   string
	MediaLaw   bool
	Text       string
	Law        string
	Country    string
	Entity     bool
	Name       string
	Email      string
	GoodFaith  bool
	Limit      int         // most runes of the text
	Errors     FieldErrors // fields: category, text, law, country, name, email, good_faith
}

// NoticeCasePage tells who sent a notice what becomes of it; the form appeals against the decision: POST /notices/{code}/appeal. Page:
// notice-case.
type NoticeCasePage struct {
	Frame
	Code     string
	Fresh    bool // it was sent just now
	Story    StoryRef
	Comment  rozmova.ID[rozmova.Comment]
	Category string
	Text     string
	At       time.Time
	Due      time.Time // zero: no law says
	Outcome  rozmova.NoticeOutcome
	Held     bool // the comment is held, not removed
	Rule     string
	Law      string
	Facts    string
	Answer   string
	Decided  time.Time       // zero: not yet
	Appeal   *rozmova.Appeal // nil: none was made
	Until    time.Time       // up to when one can be; zero: it cannot
	Draft    string          // of an appeal that was refused
	Limit    int
	Errors   FieldErrors // field: text
}
