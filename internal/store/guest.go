package store

import "github.com/rozmova/rozmova"

// AddGuest writes a new guest; penKey is the folded name with what tells guests of one name apart.
func (tx *Tx) AddGuest(r *rozmova.Reader, penKey string) error {
	_, err := tx.exec("insert into reader (id, site, pen_name, pen_key, locale, joined, guest) values ($1, $2, $3, $4, $5, $6, 1)",
		r.ID, r.Site, r.PenName, penKey, r.Locale, micros(r.Joined))
	return tx.conflict(err, "name.taken", "guest_name")
}

// MakeMember makes a guest a member, under a name that may be another one; NotFound where it is none. A Conflict says that the
// name is taken.
func (tx *Tx) MakeMember(id rozmova.ID[rozmova.Reader], name, penKey string) error {
	return tx.conflict(tx.change("update reader set guest = 0, pen_name = $2, pen_key = $3 where id = $1 and guest = 1", id, name, penKey), "name.taken", "pen_name")
}

// WaitingOf tells how many comments of an author wait for a person.
func (tx *Tx) WaitingOf(author rozmova.ID[rozmova.Reader]) (int, error) {
	var n int
	err := tx.row("select count(*) from comment where author = $1 and state in ($2, $3)", author, rozmova.Pending, rozmova.Held).Scan(&n)
	return n, err
}
