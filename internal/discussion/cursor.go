package discussion

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// cursor writes a place in a list so that it can stand in an address: what list it is of, the key that the list is ordered
// by, and an ID. A place in one list means nothing in another.
func cursor(list byte, key int64, id [16]byte) string {
	b := binary.BigEndian.AppendUint64([]byte{list}, uint64(key))
	return base64.RawURLEncoding.EncodeToString(append(b, id[:]...))
}

// parseCursor reads a place in a list that cursor wrote. Anything else is Invalid page.cursor.
func parseCursor(s, field string) (list byte, key int64, id [16]byte, err error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != 25 || len(s) != 34 { // the decoder passes over line ends
		return 0, 0, id, badCursor(field)
	}
	if id = [16]byte(b[9:]); id == [16]byte{} { // the beginning of a list has no cursor
		return 0, 0, id, badCursor(field)
	}
	return b[0], int64(binary.BigEndian.Uint64(b[1:])), id, nil
}

func badCursor(field string) error {
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: "page.cursor", Field: field}
}

// placeCursor writes a place among the first comments of a thread, in some order. In the orders Respected and Bridged the key is
// left out: it tells how others voted, which the viewer may not be shown.
func placeCursor(o store.Order, p store.Place) string {
	if byVotes(o) {
		p.Key = 0
	}
	return cursor('a'+byte(o), p.Key, p.ID)
}

func byVotes(o store.Order) bool { return o == store.Respected || o == store.Bridged }

// parsePlace reads a place in the wanted order; nothing is the beginning. What it gives is to be found with placeOf.
func parsePlace(s, field string, o store.Order) (p store.Place, err error) {
	if s == "" {
		return p, nil
	}
	list, key, id, err := parseCursor(s, field)
	if err == nil && (list != 'a'+byte(o) || byVotes(o) && key != 0) {
		err = badCursor(field)
	}
	return store.Place{Key: key, ID: id}, err
}

// placeOf completes a place that parsePlace read: in the orders Respected and Bridged it is where the comment stands now. Where that is no
// first comment of the thread it is the beginning.
func placeOf(tx *store.Tx, thread rozmova.ID[rozmova.Thread], o store.Order, p store.Place) (store.Place, error) {
	if !byVotes(o) || p == (store.Place{}) {
		return p, nil
	}
	c, err := tx.Comment(p.ID)
	switch {
	case errors.Is(err, rozmova.NotFound):
		return store.Place{}, nil
	case err != nil:
		return store.Place{}, err
	case c.Thread != thread || c.ID != c.Root || !c.State.Placed(): // of an answer it would tell the rank
		return store.Place{}, nil
	}
	return store.PlaceOf(c, o), nil
}

// timeCursor writes a place in the list of a thread's comments.
func timeCursor(c *rozmova.Comment) string { return cursor('l', c.Created.UnixMicro(), c.ID) }

func parseTime(s string) (c store.Cursor[rozmova.Comment], err error) {
	if s == "" {
		return c, nil
	}
	list, key, id, err := parseCursor(s, "after")
	if err == nil && list != 'l' {
		err = badCursor("after")
	}
	return store.Cursor[rozmova.Comment]{At: time.UnixMicro(key).UTC(), ID: id}, err
}

// foundCursor writes a place among what was found.
func foundCursor(f store.Found) string {
	return cursor('s'+byte(f.Kind), f.At.UnixMicro(), f.Subject)
}

func parseFound(s string) (f store.Found, err error) {
	if s == "" {
		return f, nil
	}
	list, key, id, err := parseCursor(s, "before")
	if err == nil && list != 's'+store.Comments && list != 's'+store.Stories {
		err = badCursor("before")
	}
	return store.Found{Kind: int(list) - 's', Subject: id, At: time.UnixMicro(key).UTC()}, err
}
