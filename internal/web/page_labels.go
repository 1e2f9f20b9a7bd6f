package web

// LabelsPage asks moderators about comments that the classifier is not sure of. Its form posts to /comments/{id}/labels. Page: labels.
type LabelsPage struct {
	DeskFrame
	Item   *DeskItem // nil: there is nothing to ask about
	Today  int       // labelled by the moderator
	More   int       // that the next learning lacks; 0: there are enough
	Errors FieldErrors
}

// A labelQuestion is one of the questions, which are answered with yes, no or skip.
type labelQuestion struct{ Name, Words string }
