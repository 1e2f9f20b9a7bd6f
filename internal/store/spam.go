package store

import (
	"database/sql"

	"github.com/rozmova/rozmova"
)

// A SpamCount is in how many comments that are spam, and that are none, a word stands.
type SpamCount struct{ Spam, Ham int64 }

// allTaught is the word under which the comments themselves are counted.
const allTaught = ""

// SpamWords gives the counts of some words; the empty word's is how many comments were taught.
func (tx *Tx) SpamWords(words []string) (map[string]SpamCount, error) {
	args := []any{allTaught}
	for _, w := range words {
		args = append(args, w)
	}
	rows, err := tx.query("select word, spam, ham from spam_word where word in ("+places(len(args))+")", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[string]SpamCount{}
	for rows.Next() {
		var w string
		var c SpamCount
		if err := rows.Scan(&w, &c.Spam, &c.Ham); err != nil {
			return nil, err
		}
		counts[w] = c
	}
	return counts, rows.Err()
}

// TeachSpam adds a comment's words to what is known of spam; by is 1, or -1 to take them off again.
func (tx *Tx) TeachSpam(words []string, spam bool, by int) error {
	s, h := by, 0
	if !spam {
		s, h = 0, by
	}
	for _, w := range append([]string{allTaught}, words...) {
		_, err := tx.exec(`insert into spam_word (word, spam, ham) values ($1, $2, $3)
			on conflict (word) do update set spam = spam_word.spam + excluded.spam, ham = spam_word.ham + excluded.ham`, w, s, h)
		if err != nil {
			return err
		}
	}
	return nil
}

// SpamSaid is what people decided a comment to be, and what was taught of it.
type SpamSaid struct {
	Comment rozmova.ID[rozmova.Comment]
	Spam    bool
	Taught  int // 0 nothing, 1 no spam, 2 spam
}

// SpamToTeach gives up to limit comments about which people decided otherwise than was taught, by the latest final decision of a person
// on the words as they are: spam where they removed it by that rule, none where they let it stand.
func (tx *Tx) SpamToTeach(site rozmova.ID[rozmova.Site], rule string, limit int) ([]SpamSaid, error) {
	rows, err := tx.query(`select c.id, case when d.action = 'remove' then 1 else 0 end, coalesce(t.said, 0)
		from decision d join comment c on c.id = d.comment left join spam_taught t on t.comment = c.id
		where d.site = $1 and d.scope = 'comment' and d.automatic = 0 and d.undone = 0 and (d.settled > 0 or d.final = 0) and d.revision = c.revision and c.author is not null
			and (d.action = 'remove' and d.rule = $2 or d.action in ('keep', 'publish', 'restore'))
			and not exists (select 1 from decision later where later.comment = d.comment and later.scope = 'comment' and later.automatic = 0 and later.undone = 0
				and (later.at, later.id) > (d.at, d.id))
			and coalesce(t.said, 0) <> case when d.action = 'remove' then 2 else 1 end
		order by d.at, d.id limit $3`, site, rule, limit)
	return all(rows, err, func(rows *sql.Rows) (s SpamSaid, err error) {
		var spam int
		err = rows.Scan(&s.Comment, &spam, &s.Taught)
		s.Spam = spam == 1
		return s, err
	})
}

// SpamTaught writes down what was taught of a comment.
func (tx *Tx) SpamTaught(comment rozmova.ID[rozmova.Comment], spam bool) error {
	_, err := tx.exec("insert into spam_taught (comment, said) values ($1, $2) on conflict (comment) do update set said = excluded.said", comment, 1+whole(spam))
	return err
}
