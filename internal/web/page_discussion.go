package web

import (
	"html/template"
	"time"

	"github.com/rozmova/rozmova"
)

// A Discussion is the part of a page that readers write. Template: discussion.
type Discussion struct {
	Thread   rozmova.ID[rozmova.Thread]
	Story    StoryRef
	Mode     rozmova.ThreadMode
	Count    int           // published comments of the whole thread
	Seq      int64         // sequence of the last event that is in what is shown
	Comments []CommentView // roots, oldest first, each with its answers
	First    string        // site path of the first page, where this is a later one; empty for none
	Next     string        // site path of the page with the comments after these; empty: these are the last
	Live     bool          // new comments are put in as they come
	Branch   bool          // Comments are one branch only; the page branch sets it
	Form     CommentForm   // under the list, as an answer where Form.Parent is set
}

// A CommentView is a comment as a page shows it, with its answers. Templates: comment (without the answers), comment-branch (with).
type CommentView struct {
	ID       rozmova.ID[rozmova.Comment]
	Root     rozmova.ID[rozmova.Comment]
	Parent   rozmova.ID[rozmova.Comment] // zero for none
	Story    rozmova.Slug                // of the story it stands under: for links
	Depth    int                         // 0 for a root
	Seq      int64
	Created  time.Time
	Edited   time.Time // zero: never
	Revision int       // counts from 1
	State    rozmova.CommentState
	Author   AuthorView
	To       string        // pen name of the author of Parent; empty where there is none or it is not known
	Body     template.HTML // empty unless the words may be seen on this page
	Language rozmova.Locale
	Rule     string                       // title of the house rule, where Held or Removed
	Decision rozmova.ID[rozmova.Decision] // reasons that this reader may open; zero for none
	May      CommentMay
	Answers  []CommentView
	More     int  // answers in the branch that are not shown here: a link to the branch
	Focus    bool // the page was opened for this comment
}

// CreatedMicro gives Created as the store and the island count it.
func (c CommentView) CreatedMicro() int64 { return c.Created.UnixMicro() }

// Visible reports whether the words are there to be read.
func (c CommentView) Visible() bool { return c.Body != "" }

// An AuthorView is who wrote a comment.
type AuthorView struct {
	PenName string       // empty once erased
	Role    rozmova.Role // what to tell about the author; empty for a reader without a role
	Me      bool         // the reader who is signed in
}

// CommentMay says what the reader of the page may do with a comment. On kept pages and in fragments that go to everybody
// Answer and Report are set: whoever is not signed in is asked to sign in on the way.
type CommentMay struct {
	Answer   bool
	Edit     bool
	Withdraw bool
	Report   bool
	Moderate bool
	History  bool // it has earlier texts that may be read
}

// A CommentForm is where a comment or an answer is written. Template: comment-form.
type CommentForm struct {
	Thread   rozmova.ID[rozmova.Thread]
	Story    StoryRef
	Mode     rozmova.ThreadMode
	Parent   *ParentView // the comment to be answered; nil for none
	Body     string      // what was written already
	Nonce    string      // empty on kept pages
	Errors   FieldErrors // fields: body, parent
	Limit    int         // most runes of body
	PenName  string      // of the reader who is signed in; empty: sign-in comes between
	Language rozmova.Locale
}

// Closed reports whether comments are not taken.
func (f *CommentForm) Closed() bool { return f.Mode == rozmova.Closed }

// Premoderated reports whether a person reads a comment before it is shown.
func (f *CommentForm) Premoderated() bool { return f.Mode == rozmova.Premoderated }

// A ParentView is the comment that an answer goes to.
type ParentView struct {
	ID      rozmova.ID[rozmova.Comment]
	PenName string
	Excerpt string // its first words
}
