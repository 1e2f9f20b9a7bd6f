package web

import (
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

// DeskPage is where moderators decide. Each item's form posts to /comments/{id}/decisions. Page: desk.
type DeskPage struct {
	DeskFrame
	List     string    // which: rozmova.QueueList or decided; empty where one comment is shown
	Lists    []DeskTab // all of them
	Filter   FilterView
	Items    []DeskItem
	Rules    []RuleChoice
	First    string    // site path of the list from its beginning; empty where one comment is shown
	Next     string    // site path of what comes behind these; empty for none
	Searched int       // of a search by words that was broken off: how many were looked at
	Undo     *UndoView // the decision that was just made, without script; nil for none
}

// BulkActions are what may be done about several comments of the list at once, the likeliest first.
func (p *DeskPage) BulkActions() []rozmova.Action {
	if p.List == string(rozmova.HeldList) {
		return []rozmova.Action{rozmova.Restore, rozmova.Remove}
	}
	return []rozmova.Action{rozmova.Keep, rozmova.Publish, rozmova.Remove, rozmova.Hold, rozmova.Restore}
}

// A FilterView is what the list is narrowed by, as its form shows it.
type FilterView struct {
	Open      bool // something is chosen
	Text      string
	Section   rozmova.Slug
	Sections  []SectionLink // to choose from
	Story     *StoryRef     // nil: all stories
	StoryText string        // address or slug of the story as it was typed
	NoStory   bool          // there is no such story
	Rule      string
	Language  string
	Languages []string // to choose from
	Label     string
	Labels    []rozmova.Label
	Score     string // least, in hundredths
	Older     string // least hours
	Mine      bool   // assigned to me
}

// An UndoView offers to take a decision back.
type UndoView struct {
	Decision rozmova.ID[rozmova.Decision]
	Seconds  int
}

// A DeskItem is a comment to be looked at, with what is needed to decide.
type DeskItem struct {
	Story     StoryRef
	Comment   CommentView        // with its words, whatever its state
	Parent    *CommentView       // what it answers; nil for none
	Around    []CommentView      // its branch in order, without the two; empty where nothing else is in it
	Notices   []NoticeView       // that wait for an answer; oldest first
	Decisions []DecisionLine     // so far; oldest first
	Actions   []rozmova.Action   // that its state allows
	Causes    []moderation.Cause // why it waits; none: it does not
	Whole     bool               // it shows everything; a light one lacks what comes when it is gone to
	Urgency   []string           // why it stands where it stands; whole lines
	Verdict   *VerdictView       // of the classifier; nil: it did not read the words
	Covered   bool               // some of the words are covered until somebody asks for them
	Since     time.Time          // how long it has been waiting
	Author    *RecordView        // nil: nothing is told of the author
	Like      []LikeView         // earlier decisions in like cases
	Claim     *ClaimView         // who works on it; nil: nobody
	Assigned  *ClaimView         // to whom it is assigned; nil: to nobody
	Elsewhere string             // site path where it is decided, where that is another page; empty: here
	Action    rozmova.Action     // what was chosen, where the form comes back
	Rule      string
	Facts     string
	Ladder    string // what the ladder of the rule in question leads to, whole; empty: nothing is told
	Rung      string // of the ladder of sanctions, that was chosen
	Law       string
	Answer    string      // to those who reported
	Note      string      // that was being written
	Errors    FieldErrors // fields: action, rule, facts, personal, note

	Colleagues []ClaimView // to whom it may be assigned; none on a light card
	TakesOver  bool        // the visitor may take it over from who works on it
}

// An RecordView is what moderators know of the author of a comment. It never leaves the desk.
type RecordView struct {
	ID        rozmova.ID[rozmova.Reader]
	PenName   string
	Joined    time.Time
	Published int
	Removed   int
	Warned    int
	Sanctions []LimitLine
	History   []HistoryLine
	Notes     []NoteView
}

// A LimitLine is a sanction in force.
type LimitLine struct {
	ID   rozmova.ID[rozmova.Sanction]
	Text string // whole
}

// A HistoryLine is what was decided about one of somebody's comments.
type HistoryLine struct {
	DecisionLine
	Comment rozmova.ID[rozmova.Comment]
}

// DeskReaderPage shows moderators what was decided about a reader. Page: desk-reader.
type DeskReaderPage struct {
	DeskFrame
	Author *RecordView
	Lifts  bool                         // the sanctions may be lifted here: POST /desk/sanctions/{id}/lift
	Lift   rozmova.ID[rozmova.Sanction] // whose form comes back
	Facts  string                       // that were being written
	Errors FieldErrors                  // fields: facts
}

// A NoteView is what one moderator wrote for the others.
type NoteView struct {
	Text string
	By   string
	At   time.Time
}

// A LikeView is what was decided about a comment like this one.
type LikeView struct {
	Excerpt string
	Path    string // site path of its card
	Action  rozmova.Action
	Rule    string
	At      time.Time
}

// A ClaimView names who works on a card, or to whom it is assigned.
type ClaimView struct {
	ID   rozmova.ID[rozmova.Reader]
	Name string
	Me   bool
}

// Removing reports whether the comment may be removed, with which a sanction may go.
func (d *DeskItem) Removing() bool { return slices.Contains(d.Actions, rozmova.Remove) }

// Rungs are the sanctions that may go with a removal, the mildest first.
func (d *DeskItem) Rungs() []rozmova.Rung {
	return []rozmova.Rung{rozmova.WarningRung, rozmova.CoolDownRung, rozmova.SuspensionRung, rozmova.BanRung}
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

// ClaimedBy is who else works on the card; the zero view: nobody.
func (d *DeskItem) ClaimedBy() ClaimView {
	if d.Claim == nil || d.Claim.Me {
		return ClaimView{}
	}
	return *d.Claim
}

// Revision is that of the comment, which a decision is about.
func (d *DeskItem) Revision() int { return d.Comment.Revision }

// A NoticeView is a report as moderators read it.
type NoticeView struct {
	Rule     string // title of the rule that is meant
	Text     string
	By       string // pen name, or as who has no account gave it; may be empty
	At       time.Time
	Standing string // of who reported, whole; empty: nothing is told
	Law      string // that a notice of illegal content names
	Due      time.Time
}

// A deskForm is an item with what its form needs of the page.
type deskForm struct {
	DeskItem
	Rules []RuleChoice
	Nonce string
	Back  string // site path of the list
}

// A BulkPage shows what one ruling would do to each of several comments, before it is done. Page: bulk.
type BulkPage struct {
	DeskFrame
	Action rozmova.Action
	Rule   string // key
	Title  string // of the rule
	Facts  string
	Back   string // site path
	Rules  []RuleChoice
	Items  []BulkItem
	Works  int // of the items, with how many it is done
	Errors FieldErrors
}

// A BulkItem is a comment with what would happen to it.
type BulkItem struct {
	ID       rozmova.ID[rozmova.Comment]
	Revision int
	PenName  string
	Excerpt  string
	Path     string // site path of its card
	Becomes  string // what would happen, whole; empty where nothing can
	Trouble  string // why nothing can be done; empty: it can
}
