package web

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

// DeskPage is where moderators decide. Each item's form posts to /comments/{id}/decisions. Page: desk.
type DeskPage struct {
	Frame
	Tab   string    // which list: waiting, decided, labels; empty where one comment is shown
	Tabs  []DeskTab // all of them
	Items []DeskItem
	Rules []RuleChoice
	Older string // site path of the page with older ones; empty for none
	Newer string
}

// A DeskTab leads to one of the desk's lists.
type DeskTab struct {
	Key   string // waiting, decided, labels
	Path  string // site path
	Count int    // 0: not told
}

// A DeskItem is a comment to be looked at, with what is needed to decide.
type DeskItem struct {
	Story     StoryRef
	Comment   CommentView        // with its words, whatever its state
	Parent    *CommentView       // what it answers; nil for none
	Notices   []NoticeView       // that wait for an answer; oldest first
	Decisions []DecisionLine     // so far; oldest first
	Actions   []rozmova.Action   // that its state allows
	Causes    []moderation.Cause // why it waits; none: it does not
	Verdict   *VerdictView       // of the classifier; nil: it did not read the words
	Since     time.Time          // how long it has been waiting
	Action    rozmova.Action     // what was chosen, where the form comes back
	Rule      string
	Facts     string
	Errors    FieldErrors // fields: action, rule, facts
}

// Restricting reports whether some of the actions need a rule and facts.
func (d *DeskItem) Restricting() bool {
	for _, a := range d.Actions {
		if a.Restricts() {
			return true
		}
	}
	return false
}

// A NoticeView is a report as moderators read it.
type NoticeView struct {
	Rule string // title of the rule that is meant
	Text string
	By   string // pen name; empty for a report without an account
	At   time.Time
}

// A deskForm is an item with what its form needs of the page.
type deskForm struct {
	DeskItem
	Rules []RuleChoice
	Nonce string
}
