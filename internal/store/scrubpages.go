package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
)

// SQLite overwrites what is deleted, but when it spreads the rows of a full page over two it leaves copies of them in the room that
// becomes free, and those outlive the rows. What follows overwrites that room on every page; it changes no row
// (https://sqlite.org/fileformat2.html, section 1.6, tells how a page is laid out).

// pagesAtOnce is how many pages one step looks at.
const pagesAtOnce = 500

// mostPages is up to where the first byte of a page tells what kind it is: of larger files, beyond 128 GB, a page that a long text
// runs over into might begin with the same byte.
const mostPages = 1 << 25

// scrubPages overwrites the room on the pages of the file that holds nothing.
func (w *sqliteWriter) scrubPages(ctx context.Context) error {
	var pages, size int
	err := w.db.View(ctx, func(tx *Tx) error {
		if err := tx.row("pragma page_count").Scan(&pages); err != nil {
			return err
		}
		return tx.row("pragma page_size").Scan(&size)
	})
	if err != nil || pages >= mostPages {
		return err
	}
	locks := 1<<30/size + 1 // a page that SQLite keeps for its locks
	for first := 1; first <= pages; first += pagesAtOnce {
		var unclean []int
		look := func(n int, page []byte) {
			if n != locks && scrubPage(n, page) {
				unclean = append(unclean, n)
			}
		}
		err := w.db.View(ctx, func(tx *Tx) error { return tx.eachPage(first, min(first+pagesAtOnce-1, pages), look) })
		if err != nil {
			return err
		}
		if len(unclean) == 0 {
			continue
		}
		if err := w.update(ctx, func(tx *Tx) error { return tx.cleanPages(unclean) }); err != nil {
			return err
		}
	}
	return nil
}

// eachPage gives the pages of a range to fn.
func (tx *Tx) eachPage(first, last int, fn func(n int, page []byte)) error {
	rows, err := tx.query(`with recursive n(i) as (select cast($1 as integer) union all select i + 1 from n where i < $2)
		select p.pgno, p.data from n cross join sqlite_dbpage p where p.pgno = n.i`, first, last)
	_, err = all(rows, err, func(rows *sql.Rows) (struct{}, error) {
		var n int
		var page []byte
		err := rows.Scan(&n, &page)
		if err == nil {
			fn(n, page)
		}
		return struct{}{}, err
	})
	return err
}

// cleanPages reads some pages once more and writes back those that still are to be cleaned.
func (tx *Tx) cleanPages(numbers []int) error {
	for _, n := range numbers {
		var page []byte
		if err := tx.row("select data from sqlite_dbpage where pgno = $1", n).Scan(&page); err != nil {
			return fmt.Errorf("read page %d: %w", n, err)
		}
		if !scrubPage(n, page) {
			continue
		}
		if _, err := tx.exec("update sqlite_dbpage set data = $2 where pgno = $1", n, page); err != nil {
			return fmt.Errorf("clean page %d: %w", n, err)
		}
	}
	return nil
}

// scrubPage overwrites what is in the free room of a page that holds rows, and reports whether there was anything. A page that is of
// another kind, or not as it should be, is left alone.
func scrubPage(n int, page []byte) (unclean bool) {
	head := 0
	if n == 1 {
		head = 100 // the file's own head
	}
	if len(page) < 512 {
		return false
	}
	cells := head + 8
	switch page[head] {
	case 2, 5:
		cells += 4 // an inner page names its right-most child
	case 10, 13:
	default:
		return false
	}
	word := func(at int) int { return int(binary.BigEndian.Uint16(page[at:])) }
	count, content := word(head+3), word(head+5)
	if content == 0 {
		content = 1 << 16
	}
	end := cells + 2*count
	if end > content || content > len(page) {
		return false
	}
	for i := range count {
		if at := word(cells + 2*i); at < content || at >= len(page) {
			return false
		}
	}
	free := [][2]int{{end, content}}
	for at := word(head + 1); at != 0; {
		if at < content || at+4 > len(page) {
			return false
		}
		next, size := word(at), word(at+2)
		if size < 4 || at+size > len(page) || next != 0 && next < at+size {
			return false
		}
		free = append(free, [2]int{at + 4, at + size})
		at = next
	}
	for _, room := range free {
		for i := room[0]; i < room[1]; i++ {
			if page[i] != 0 {
				page[i], unclean = 0, true
			}
		}
	}
	return unclean
}
