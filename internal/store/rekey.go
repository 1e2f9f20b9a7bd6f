package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
)

// penNames is the follower whose position is the version of lang.PenKey that the folded names in the store are of. It goes
// into backups with the names.
const penNames = "pen names"

// rekey folds all pen names anew where an older program, or one before the backup that was restored, folded them otherwise.
// Readers who are found to look alike now both keep their names: staff, or else whoever joined first, has the key, and behind
// the others' stand ~ and the digits of their IDs.
func (db *DB) rekey(ctx context.Context) error {
	fresh := func(tx *Tx) (bool, error) {
		version, _, err := tx.Position(penNames)
		if err != nil || version >= lang.PenKeyVersion {
			return err == nil, err
		}
		var nobody bool
		err = tx.row("select not exists (select 1 from reader)").Scan(&nobody)
		return nobody, err
	}
	done := false
	if err := db.View(ctx, func(tx *Tx) (err error) { done, err = fresh(tx); return err }); err != nil || done {
		return err
	}
	err := db.Update(ctx, func(tx *Tx) error {
		if err := tx.Lock(penNames); err != nil { // two servers may start at once
			return err
		}
		if done, err := fresh(tx); err != nil || done {
			return err
		}
		if err := tx.rekeyReaders(); err != nil {
			return err
		}
		if err := tx.rekeyFormer(); err != nil {
			return err
		}
		return tx.SetPosition(penNames, lang.PenKeyVersion)
	})
	if err != nil {
		return fmt.Errorf("fold the pen names anew: %w", err)
	}
	return nil
}

// A keyed name is one with the key it has in the store.
type keyedName struct {
	id        rozmova.ID[rozmova.Reader]
	site      rozmova.ID[rozmova.Site]
	name, key string
	guest     bool
}

func (tx *Tx) rekeyReaders() error {
	rows, err := tx.query(`select id, site, pen_name, pen_key, guest from reader where erased = 0
		order by case when exists (select 1 from reader_role where reader_role.reader = reader.id) then 0 else 1 end, joined, id`)
	list, err := all(rows, err, func(rows *sql.Rows) (k keyedName, err error) {
		return k, rows.Scan(&k.id, &k.site, &k.name, &k.key, &k.guest)
	})
	if err != nil {
		return err
	}
	type place struct {
		site rozmova.ID[rozmova.Site]
		key  string
	}
	taken := make(map[place]bool, len(list))
	var changed []keyedName
	for _, k := range list {
		key := lang.PenKey(k.name)
		switch at := strings.IndexByte(k.key, '~'); {
		case k.guest && at >= 0:
			key += k.key[at:]
		case taken[place{k.site, key}]:
			key += "~" + hex.EncodeToString(k.id[:])
		}
		taken[place{k.site, key}] = true
		if key != k.key {
			k.key = key
			changed = append(changed, k)
		}
	}
	// Names may trade keys, and no two readers have one at any time: all are put aside first.
	for _, k := range changed {
		if err := tx.change("update reader set pen_key = $2 where id = $1", k.id, "~"+hex.EncodeToString(k.id[:])); err != nil {
			return err
		}
	}
	for _, k := range changed {
		if err := tx.change("update reader set pen_key = $2 where id = $1", k.id, k.key); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) rekeyFormer() error {
	rows, err := tx.query("select distinct name, pen_key from former_name")
	list, err := all(rows, err, func(rows *sql.Rows) (k keyedName, err error) { return k, rows.Scan(&k.name, &k.key) })
	for _, k := range list {
		if err != nil {
			break
		}
		if key := lang.PenKey(k.name); key != k.key {
			_, err = tx.exec("update former_name set pen_key = $2 where name = $1", k.name, key)
		}
	}
	return err
}
