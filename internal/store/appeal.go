package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

const appealColumns = "id, site, decision, comment, appellant, notice, text, at, due, warned, state, actor, answer, decided, outcome"

func scanAppeal(row interface{ Scan(...any) error }) (*rozmova.Appeal, error) {
	var a rozmova.Appeal
	var at, due, warned, decided int64
	err := row.Scan(&a.ID, &a.Site, &a.Decision, &a.Comment, &a.Appellant, &a.Notice, &a.Text, &at, &due, &warned, &a.State, &a.By, &a.Answer, &decided, &a.Outcome)
	a.At, a.Due, a.Warned, a.Decided = moment(at), moment(due), moment(warned), moment(decided)
	return &a, missing(err)
}

// AddAppeal writes an appeal; it is a Conflict where the same side has appealed against the decision before.
func (tx *Tx) AddAppeal(a *rozmova.Appeal) error {
	res, err := tx.exec("insert into appeal ("+appealColumns+") values ("+places(15)+") on conflict do nothing",
		a.ID, a.Site, a.Decision, a.Comment, a.Appellant, a.Notice, a.Text, micros(a.At), micros(a.Due), micros(a.Warned), a.State, a.By, a.Answer, micros(a.Decided), a.Outcome)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return &rozmova.Error{Kind: rozmova.Conflict, Reason: "appeal.once"}
}

// Appeal gives an appeal; NotFound where there is none.
func (tx *Tx) Appeal(id rozmova.ID[rozmova.Appeal]) (*rozmova.Appeal, error) {
	return scanAppeal(tx.row("select "+appealColumns+" from appeal where id = $1", id))
}

// AppealAgainst gives the appeal against a decision by its author (the zero notice) or by who sent a notice; NotFound where there is none.
func (tx *Tx) AppealAgainst(decision rozmova.ID[rozmova.Decision], notice rozmova.ID[rozmova.Notice]) (*rozmova.Appeal, error) {
	if notice.IsZero() {
		return scanAppeal(tx.row("select "+appealColumns+" from appeal where decision = $1 and notice is null", decision))
	}
	return scanAppeal(tx.row("select "+appealColumns+" from appeal where decision = $1 and notice = $2", decision, notice))
}

// OpenAppeals gives up to limit appeals of a site that wait, by when they are due.
func (tx *Tx) OpenAppeals(site rozmova.ID[rozmova.Site], limit int) ([]*rozmova.Appeal, error) {
	rows, err := tx.query("select "+appealColumns+" from appeal where site = $1 and state = 1 order by due, id limit $2", site, limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Appeal, error) { return scanAppeal(rows) })
}

// HearAppeal writes down what became of an appeal; it is a Conflict where it was heard before.
func (tx *Tx) HearAppeal(a *rozmova.Appeal) error {
	err := tx.change("update appeal set state = $2, actor = $3, answer = $4, decided = $5, outcome = $6 where id = $1 and state = 1",
		a.ID, a.State, a.By, a.Answer, micros(a.Decided), a.Outcome)
	if err == rozmova.NotFound {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "appeal.heard"}
	}
	return err
}

// WarnedOfAppeal writes down that the alarm before an appeal is due was given.
func (tx *Tx) WarnedOfAppeal(id rozmova.ID[rozmova.Appeal], at time.Time) error {
	return tx.change("update appeal set warned = $2 where id = $1", id, micros(at))
}
