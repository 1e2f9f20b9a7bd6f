package store

import (
	"errors"
	"time"

	"github.com/rozmova/rozmova"
)

// AdjustmentState says what became of what the classifier was taught.
type AdjustmentState int

// The states. At most one adjustment is in force.
const (
	InForce  AdjustmentState = 1
	Replaced AdjustmentState = 2 // by a later one
	Reverted AdjustmentState = 3 // by the operator
)

// An Adjustment is what the classifier was taught, as it is kept.
type Adjustment struct {
	ID         rozmova.ID[Adjustment]
	Made       time.Time
	Model      string // version of the model with it
	Body       []byte // civility.Adjustment
	Evaluation []byte // civility.Evaluation
	State      AdjustmentState
}

const adjustmentColumns = "id, made, model, body, evaluation, state"

func scanAdjustment(row interface{ Scan(...any) error }) (*Adjustment, error) {
	var a Adjustment
	var made int64
	err := row.Scan(&a.ID, &made, &a.Model, &a.Body, &a.Evaluation, &a.State)
	a.Made = moment(made)
	if err != nil {
		return nil, missing(err)
	}
	return &a, nil
}

// Adjustment gives the adjustment in force; NotFound for none.
func (tx *Tx) Adjustment() (*Adjustment, error) {
	return scanAdjustment(tx.row("select "+adjustmentColumns+" from civility_adjustment where state = $1", InForce))
}

// AdjustmentID gives the ID of the adjustment in force, the zero one for none.
func (tx *Tx) AdjustmentID() (id rozmova.ID[Adjustment], err error) {
	err = missing(tx.row("select id from civility_adjustment where state = $1", InForce).Scan(&id))
	if errors.Is(err, rozmova.NotFound) {
		return id, nil
	}
	return id, err
}

// LastTaught is when the classifier was last taught, whatever became of that since; zero: never.
func (tx *Tx) LastTaught() (time.Time, error) {
	var made int64
	err := tx.row("select coalesce(max(made), 0) from civility_adjustment").Scan(&made)
	return moment(made), err
}

// PutAdjustment puts one in force in place of another, which is kept. Call it under a Lock.
func (tx *Tx) PutAdjustment(a *Adjustment) error {
	if _, err := tx.exec("update civility_adjustment set state = $2 where state = $1", InForce, Replaced); err != nil {
		return err
	}
	a.State = InForce
	_, err := tx.exec("insert into civility_adjustment ("+adjustmentColumns+") values ($1, $2, $3, $4, $5, $6)",
		a.ID, micros(a.Made), a.Model, string(a.Body), string(a.Evaluation), a.State)
	return err
}

// RevertAdjustment takes the adjustment in force back and puts the one before it in force; none where there was none. It gives both, the
// second nil for none; NotFound: none is in force. Call it under a Lock.
func (tx *Tx) RevertAdjustment() (was, is *Adjustment, err error) {
	if was, err = tx.Adjustment(); err != nil {
		return nil, nil, err
	}
	if _, err = tx.exec("update civility_adjustment set state = $2 where id = $1", was.ID, Reverted); err != nil {
		return nil, nil, err
	}
	is, err = scanAdjustment(tx.row("select "+adjustmentColumns+" from civility_adjustment where state = $1 order by made desc, id desc limit 1", Replaced))
	if errors.Is(err, rozmova.NotFound) {
		return was, nil, nil
	} else if err != nil {
		return nil, nil, err
	}
	is.State = InForce
	_, err = tx.exec("update civility_adjustment set state = $2 where id = $1", is.ID, InForce)
	return was, is, err
}
