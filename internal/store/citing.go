package store

import "github.com/rozmova/rozmova"

// CommentsCiting gives up to limit published comments that speak to a statement of a story, the latest first, from a cursor on.
func (tx *Tx) CommentsCiting(story rozmova.ID[rozmova.Story], statement string, before Cursor[rozmova.Comment], limit int) ([]*rozmova.Comment, error) {
	at := int64(1 << 62)
	if !before.At.IsZero() {
		at = micros(before.At)
	}
	return scanComments(tx.query("select "+commentColumns+` from comment
		where story = $1 and statement = $2 and statement <> '' and state = 2 and (created, id) < ($3, $4)
		order by created desc, id desc limit $5`, story, statement, at, before.ID[:], limit))
}
