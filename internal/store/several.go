package store

import (
	"database/sql"

	"github.com/rozmova/rozmova"
)

// CommentsByID gives several comments at once; one that is not there is left out. The caller bounds how many.
func (tx *Tx) CommentsByID(ids []rozmova.ID[rozmova.Comment]) (map[rozmova.ID[rozmova.Comment]]*rozmova.Comment, error) {
	found := make(map[rozmova.ID[rozmova.Comment]]*rozmova.Comment, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	args := listed(ids)
	list, err := scanComments(tx.query("select "+commentColumns+" from comment where id in ("+places(len(args))+")", args...))
	for _, c := range list {
		found[c.ID] = c
	}
	return found, err
}

// StoriesByID gives several stories at once, whole; one that is not there is left out. The caller bounds how many.
func (tx *Tx) StoriesByID(ids []rozmova.ID[rozmova.Story]) (map[rozmova.ID[rozmova.Story]]*rozmova.Story, error) {
	return tx.storiesByID(wholeStory, ids, true)
}

// StoryHeadsByID gives several stories at once, each as StoryHead gives it; one that is not there is left out. The caller
// bounds how many.
func (tx *Tx) StoryHeadsByID(ids []rozmova.ID[rozmova.Story]) (map[rozmova.ID[rozmova.Story]]*rozmova.Story, error) {
	return tx.storiesByID("select "+storyColumns+" from story ", ids, false)
}

func (tx *Tx) storiesByID(selected string, ids []rozmova.ID[rozmova.Story], whole bool) (map[rozmova.ID[rozmova.Story]]*rozmova.Story, error) {
	found := make(map[rozmova.ID[rozmova.Story]]*rozmova.Story, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	args := listed(ids)
	rows, err := tx.query(selected+"where story.id in ("+places(len(args))+")", args...)
	list, err := all(rows, err, func(rows *sql.Rows) (*rozmova.Story, error) { return scanStory(rows, whole) })
	for _, s := range list {
		found[s.ID] = s
	}
	return found, err
}
