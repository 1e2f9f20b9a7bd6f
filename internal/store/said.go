package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// putSaid writes the ledger of a story anew: who of the register speaks in it, and through whom, as its readers see it. Of a story that is
// not shown, or was taken back, nothing stands there; nor does a statement that was taken back.
func (tx *Tx) putSaid(s *rozmova.Story) error {
	if _, err := tx.exec("delete from said where story = $1", s.ID); err != nil {
		return err
	}
	if s.State != rozmova.PublicStory {
		return nil
	}
	for _, st := range s.InOrder() {
		if s.TakenBack(st.Key) != nil {
			continue
		}
		for part, key := range map[string]string{PartSpeaker: st.Speaker, PartVia: st.Via} {
			src := s.SourceByKey(key)
			if key == "" || src == nil || src.Entry.IsZero() || part == PartSpeaker && st.Record == rozmova.Background {
				continue
			}
			_, err := tx.exec(`insert into said (entry, story, statement, part, site, at) select coalesce(merged, id), $2, $3, $4, $5, $6 from entry where id = $1
				on conflict (entry, story, statement, part) do nothing`, src.Entry, s.ID, st.Key, part, s.Site, micros(s.Published))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// A Said is a story in which an entry of the register speaks, or through which words came.
type Said struct {
	Story rozmova.ID[rozmova.Story]
	At    time.Time // when it was first published
}

// SaidIn gives up to limit stories in which an entry has a part, the latest first, from a cursor on.
func (tx *Tx) SaidIn(entry rozmova.ID[rozmova.Entry], before Cursor[rozmova.Story], limit int) ([]Said, error) {
	at := int64(1 << 62)
	if !before.At.IsZero() {
		at = micros(before.At)
	}
	rows, err := tx.query("select distinct story, at from said where entry = $1 and (at, story) < ($2, $3) order by at desc, story desc limit $4", entry, at, before.ID[:], limit)
	return all(rows, err, func(rows *sql.Rows) (s Said, err error) {
		var at int64
		err = rows.Scan(&s.Story, &at)
		s.At = moment(at)
		return s, err
	})
}

// CountSaid tells how many statements some entries have a part in, by entry; one without is not in the map. The caller bounds how many.
func (tx *Tx) CountSaid(entries []rozmova.ID[rozmova.Entry]) (map[rozmova.ID[rozmova.Entry]]int, error) {
	counts := map[rozmova.ID[rozmova.Entry]]int{}
	if len(entries) == 0 {
		return counts, nil
	}
	args := listed(entries)
	rows, err := tx.query("select entry, count(*) from said where entry in ("+places(len(args))+") group by entry", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id rozmova.ID[rozmova.Entry]
		var n int
		if err := rows.Scan(&id, &n); err != nil {
			return nil, err
		}
		counts[id] = n
	}
	return counts, rows.Err()
}

// StoriesToEnter gives up to limit shown stories behind one, by ID, whole: for whoever makes the register of a store from before.
func (tx *Tx) StoriesToEnter(site rozmova.ID[rozmova.Site], after rozmova.ID[rozmova.Story], limit int) ([]*rozmova.Story, error) {
	rows, err := tx.query(wholeStory+"where site = $1 and story.id > $2 and state <> 1 order by story.id limit $3", site, after[:], limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Story, error) { return scanStory(rows, true) })
}

// EnterStory writes who of the register the sources of a story are, which no reader sees, into its revision as it stands, and the ledger.
func (tx *Tx) EnterStory(s *rozmova.Story) error {
	doc, err := docOf(s)
	if err != nil {
		return err
	}
	if err := tx.change("update story_revision set doc = $3 where story = $1 and revision = $2", s.ID, s.Revision, doc); err != nil {
		return err
	}
	return tx.putSaid(s)
}
