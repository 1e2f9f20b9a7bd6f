package web

import (
	"html/template"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
)

// A Discussion is the part of a page that readers write. Template: discussion.
type Discussion struct {
	Thread    rozmova.ID[rozmova.Thread]
	Story     StoryRef
	Mode      rozmova.ThreadMode // in force now
	Terms     TermsView
	Count     int         // published comments of the whole thread
	Seq       int64       // sequence of the last event that is in what is shown
	Order     string      // of the roots: bridges, oldest, newest, respected, answered
	OrderNote string      // by what they stand, where Order is bridges: few, one, divided; else empty
	Orders    []OrderLink // those to choose from; none where one branch is shown
	Comments  []CommentView
	Prev      string // site path of the page with the comments before these; empty: these are the first
	Next      string // site path of the page with the comments after these; empty: these are the last
	First     string // site path of the first page, where this is a later one; empty for none
	Live      bool   // new comments are put in as they come
	Branch    bool   // Comments are one branch only; the page branch sets it
	Nonce     string // for the forms around the comments; empty on kept pages

	Above   []CommentView // of a branch: the comments above the first, the root first; without their answers
	Picks   []CommentView // what the newsroom picked, the latest first; without their answers
	Since   time.Time     // end of the reader's visit before; zero: there was none, or nobody is signed in
	New     int           // comments of others since then, counted to discussion.MostNew
	NewPath string        // site path of the first of them; empty where there is none
	Muted   []rozmova.ID[rozmova.Reader]

	Corrections []CorrectionView         // of the story, above the list: where the order is not that of time
	Between     map[int][]CorrectionView // of the story, before the comment of that index; len(Comments): behind the last

	Settings string      // site path of the discussion's settings; empty for whoever may not set them
	Search   bool        // the field for a search in this discussion is shown
	Form     CommentForm // under the list, as an answer where Form.Parent is set
}

// Before gives the corrections that stand before the comment of an index.
func (d *Discussion) Before(index int) []CorrectionView { return d.Between[index] }

// Behind gives the corrections that stand behind the last comment.
func (d *Discussion) Behind() []CorrectionView { return d.Between[len(d.Comments)] }

// An OrderLink offers an order of the discussion.
type OrderLink struct {
	Key   string
	Label string // id of its name
	Path  string // site path of the discussion in that order
	Here  bool   // it is the one shown
}

// A TermsView is what a reader is told of how a discussion is kept, besides its mode.
type TermsView struct {
	Mode      rozmova.ThreadMode // in force now
	Slow      int                // minutes between two comments of one reader; 0 where the mode is another
	Early     bool               // it has not been opened yet
	Opens     time.Time          // where Early
	Ends      time.Time          // when it closes by itself; zero: never, or it is closed
	Writers   rozmova.Writers    // anyone, older, invited
	OlderDays int                // where Writers is older: days since a writer joined
	Languages []rozmova.Locale   // that may be written in; empty: any
	Message   string             // of the newsroom, plain text; empty for none
}

// A CommentView is a comment as a page shows it, with its answers. Templates: comment (without the answers), comment-branch (with).
type CommentView struct {
	ID       rozmova.ID[rozmova.Comment]
	Root     rozmova.ID[rozmova.Comment]
	Parent   rozmova.ID[rozmova.Comment] // zero for none
	Thread   rozmova.ID[rozmova.Thread]
	Story    rozmova.Slug // of the story it stands under: for links
	Depth    int          // 0 for a root
	Seq      int64
	Created  time.Time
	Edited   time.Time // zero: never
	Revision int       // counts from 1
	State    rozmova.CommentState
	Author   AuthorView
	To       string        // pen name of the author of Parent; empty where there is none or it is not known
	Body     template.HTML // empty unless the words may be seen on this page
	Excerpt  string        // its first words, where it is shown aside from its place
	Language rozmova.Locale
	Rule     string                       // title of the house rule, where Held or Removed
	Decision rozmova.ID[rozmova.Decision] // reasons that this reader may open; zero for none
	Votes    rozmova.Votes
	Totals   bool         // Votes may be shown to this reader
	Vote     rozmova.Vote // the reader's own
	Told     *ToldView    // how far both sides value it; nil: nothing is told
	Place    int64        // of a root in the order across the divide, the highest first
	Cite     *CiteView    // the statement of the story that it speaks to; nil for none
	Featured bool         // the newsroom picked it
	Muted    bool         // the reader does not want to see its author's words: they are there, out of sight
	New      bool         // written since the reader's visit before
	May      CommentMay
	Heat     rozmova.Heat // of the branch that it begins; Calm elsewhere
	Answers  []CommentView
	More     int  // answers in the branch that are not shown here: a link to the branch (Root)
	Deeper   int  // answers to it that stand too deep for this page: a link to ContinuePath
	First    bool // it waits though its discussion is open: new comments are read first at the moment
	Focus    bool // the page was opened for this comment
}

// A ToldView is how far both sides of a divide value a comment. Label is across, not_by_both or not_yet, which has no numbers.
type ToldView struct {
	Label                string
	More, Less           int // of ten readers of each side, the greater number first
	MoreVotes, LessVotes int
}

// CreatedMicro gives Created as the store and the island count it.
func (c CommentView) CreatedMicro() int64 { return c.Created.UnixMicro() }

// Visible reports whether the words are there to be read.
func (c CommentView) Visible() bool { return c.Body != "" }

// BranchPath is the site path of the page with the comment in its branch.
func (c CommentView) BranchPath() string {
	return "/stories/" + string(c.Story) + "/branch/" + c.ID.String() + "#c-" + c.ID.String()
}

// ContinuePath is the site path of the page that begins with the comment and shows the answers to it.
func (c CommentView) ContinuePath() string { return c.BranchPath() }

// AnswerPath is the site path of the form in which the comment is answered.
func (c CommentView) AnswerPath() string {
	return "/stories/" + string(c.Story) + "?reply=" + c.ID.String() + "#form"
}

// QuotePath is the site path of the form in which the comment is answered, beginning with its words.
func (c CommentView) QuotePath() string {
	return "/stories/" + string(c.Story) + "?quote=" + c.ID.String() + "&reply=" + c.ID.String() + "#form"
}

// A CiteView is a statement of the story as the comment that speaks to it shows it.
type CiteView struct {
	Key       string
	Number    int            // what stands behind its mark in the story, from 1; 0 where Gone
	Words     string         // empty where Gone
	Speaker   string         // name or role; empty where there is none
	Language  rozmova.Locale // of Words
	Gone      bool           // it is no longer in the story
	Corrected time.Time      // when the newsroom corrected it after the comment was written; zero: it did not
	Path      string         // site path of the statement in the story or, where Gone, of the story
}

// An AuthorView is who wrote a comment.
type AuthorView struct {
	ID      rozmova.ID[rozmova.Reader] // zero once erased
	PenName string                     // empty once erased
	Role    rozmova.Role               // what to tell about the author; empty for a reader without a role
	Badge   string                     // author, source: what the author has to do with the story; empty for nothing
	Me      bool                       // the reader who is signed in
	Picture string                     // version of the author's own picture; empty: one is made from the name
	Profile bool                       // there is a page about the author
	Guest   bool                       // known by a name alone
}

// CommentMay says what the reader of the page may do with a comment. On kept pages and in fragments that go to everybody
// Answer, Report, Vote and Cite are set: whoever is not signed in is asked to sign in on the way.
type CommentMay struct {
	Answer   bool
	Edit     bool // any change
	Append   bool // only to add something behind; never together with Edit
	Withdraw bool
	Report   bool
	Moderate bool
	History  bool // it has earlier texts that may be read
	Vote     bool
	Mute     bool // its author: to put out of one's sight or, where Muted, back
	Feature  bool // to pick it or, where Featured, no longer
	Cite     bool // to quote its words in an answer
}

// A CommentForm is where a comment or an answer is written. Template: comment-form.
type CommentForm struct {
	Thread    rozmova.ID[rozmova.Thread]
	Story     StoryRef
	Mode      rozmova.ThreadMode // in force now
	Terms     TermsView
	Barred    bool          // the reader who is signed in is not among those who may write here
	Parent    *ParentView   // the comment to be answered; nil for none
	Statement *StatementRef // the statement that is spoken to; nil for none
	Body      string        // what was written already
	Quote     string        // Markdown of the words that are quoted, to begin with where Body is empty
	Preview   template.HTML // how Body would look, where that was asked for
	Nonce     string        // empty on kept pages
	Errors    FieldErrors   // fields: body, parent, statement
	Decision  string        // the sanction because of which nothing can be posted; empty for none
	Nudge     *NudgePart    // nil: the writer is not asked to say it another way
	Limit     int           // most runes of body
	PenName   string        // of the reader who is signed in; empty: sign-in comes between
	Language  rozmova.Locale
}

// Text is what the field for the words begins with.
func (f *CommentForm) Text() string {
	if f.Body == "" {
		return f.Quote
	}
	return f.Body
}

// Closed reports whether comments are not taken.
func (f *CommentForm) Closed() bool { return f.Mode == rozmova.Closed }

// Shut reports whether nothing is to be written here, by this reader at least.
func (f *CommentForm) Shut() bool { return f.Closed() || f.Barred }

// Premoderated reports whether a person reads a comment before it is shown.
func (f *CommentForm) Premoderated() bool { return f.Mode == rozmova.Premoderated }

// A ParentView is the comment that an answer goes to.
type ParentView struct {
	ID      rozmova.ID[rozmova.Comment]
	PenName string
	Excerpt string       // its first words
	Heat    rozmova.Heat // of its branch
}

// A StatementRef is the statement of the story that a comment will speak to.
type StatementRef struct {
	Key      string
	Number   int // what stands behind its mark in the story
	Words    string
	Speaker  string         // name or role; empty where there is none
	Language rozmova.Locale // of Words
}

// Label names the statement by its number.
func (s *StatementRef) Label() string { return strconv.Itoa(s.Number) }
