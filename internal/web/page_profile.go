package web

import (
	"time"

	"github.com/rozmova/rozmova"
)

// A ProfileCard is what a profile says above the comments. Template: profile-card.
type ProfileCard struct {
	PenName   string
	Avatar    AvatarView
	Roles     []rozmova.Role
	Joined    time.Time // zero where it is not to be seen
	Comments  int       // published ones
	Respect   int
	Commented bool // Comments is to be seen
	Respected bool // Respect is to be seen
}

// Bare reports whether the card says nothing but the name.
func (c ProfileCard) Bare() bool { return c.Joined.IsZero() && !c.Commented && !c.Respected }

// ReaderPage is what everybody may know of a reader. Page: reader.
type ReaderPage struct {
	Frame
	ProfileCard
	ID     rozmova.ID[rozmova.Reader]
	Own    bool          // it is the profile of the reader who is signed in
	Veiled bool          // some of what is there others do not see
	Mute   bool          // the reader who is signed in may mute the other or, where Muted, no longer
	Muted  bool          // the other's words are out of this reader's sight
	Lines  []ProfileLine // the latest first
	First  string        // site path of the latest, where these are not; empty where they are
	More   string        // site path of older ones; empty: there are none
	Former []FormerName  // pen names the reader went by; for moderators, and for the reader
}

// Here is the site path of the page, to come back to.
func (p *ReaderPage) Here() string { return "/readers/" + p.ID.String() }

// A ProfileLine is a published comment in the list on a profile.
type ProfileLine struct {
	ID       rozmova.ID[rozmova.Comment]
	Story    StoryRef
	Excerpt  string
	Language rozmova.Locale
	Created  time.Time
	Respect  int // 0 also where it is not to be seen
}

// ProfilePage is where a reader says what others see: POST /me/profile, POST /me/profile/picture with a file, and POST
// /me/profile/picture/remove. Page: profile.
type ProfilePage struct {
	Frame
	ID           rozmova.ID[rozmova.Reader]
	ShowJoined   bool
	ShowComments bool
	ShowRespect  bool
	Votes        bool        // the newsroom shows how readers vote, so that there is respect to be shown
	Picture      bool        // there is a picture of one's own
	Others       ProfileCard // as others see it
	Megabytes    int         // most of a picture
	Errors       FieldErrors // field: picture
}
