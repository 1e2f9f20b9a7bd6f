package discussion

import (
	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// MostWaiting is how many comments of one guest may wait for a person.
const MostWaiting = 3

// member refuses who is not signed in, and guests: they may comment, and that is all.
func member(r *rozmova.Reader) error {
	if err := signedIn(r); err != nil {
		return err
	}
	if r.Guest {
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "guest.only_comment"}
	}
	return nil
}

// forGuest lets what a guest writes wait for a person, whatever the mode of the thread and the classifier say; what is held
// waits for one too.
func forGuest(author *rozmova.Reader, o moderation.Outcome) moderation.Outcome {
	if author.Guest && o.State == rozmova.Published {
		o.State = rozmova.Pending
	}
	return o
}

// patient refuses a guest of whom enough waits already.
func patient(tx *store.Tx, author *rozmova.Reader) error {
	if !author.Guest {
		return nil
	}
	if err := tx.Lock("guest " + author.ID.String()); err != nil {
		return err
	}
	n, err := tx.WaitingOf(author.ID)
	if err != nil || n < MostWaiting {
		return err
	}
	return &rozmova.Error{Kind: rozmova.Conflict, Reason: "guest.waiting", Field: "body", Args: map[string]any{"Max": MostWaiting}}
}
