package rozmova

import "time"

// A Pick is a comment that the newsroom features: it stands in a box of its own and, where Block says so, in the story.
type Pick struct {
	Comment  ID[Comment]
	Thread   ID[Thread]
	Story    ID[Story]
	By       ID[Reader] // the editor
	At       time.Time
	Block    int // the block of the story's body behind which it stands too; Never: in the box alone
	Revision int // of the story that Block counts in
}
