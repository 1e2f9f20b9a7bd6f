package web

import (
	"slices"

	"github.com/rozmova/rozmova"
)

// viewAccounts puts the sides' accounts next to each other: topics in the order in which the body comes to them, sides in
// the order of the story. A statement nested in another of the same cell is left out: its words stand there already. Where no statement
// has a topic, and more than one side speaks, all that each says stands in one row without one.
func viewAccounts(s *rozmova.Story, notes []StatementNote) *Accounts {
	if len(s.Sides) < 2 {
		return nil
	}
	a := &Accounts{}
	for _, side := range s.Sides {
		a.Sides = append(a.Sides, side.Name)
	}
	for _, n := range notes {
		if n.Topic == "" || n.Side == "" {
			continue
		}
		if cell := a.cell(n.Topic, n.Side); cell != nil && !holds(cell.Notes, n.Within) {
			cell.Notes = append(cell.Notes, n)
		}
	}
	for _, n := range s.Silences {
		if side := s.SideByKey(n.Side); side != nil && n.Topic != "" {
			if cell := a.cell(n.Topic, side.Name); cell != nil {
				cell.Unanswered = append(cell.Unanswered, viewSilence(s, n))
			}
		}
	}
	if len(a.Rows) == 0 {
		a.together(notes)
	}
	if len(a.Rows) == 0 {
		return nil
	}
	return a
}

// together makes one row of all that the sides say, where more than one does.
func (a *Accounts) together(notes []StatementNote) {
	row := AccountRow{Cells: make([]AccountCell, len(a.Sides))}
	speak := 0
	for i, side := range a.Sides {
		cell := &row.Cells[i]
		cell.Side = side
		for _, n := range notes {
			if n.Side == side && !holds(cell.Notes, n.Within) {
				cell.Notes = append(cell.Notes, n)
			}
		}
		if len(cell.Notes) > 0 {
			speak++
		}
	}
	if speak > 1 {
		a.Rows = []AccountRow{row}
	}
}

// cell gives the cell of a topic and a side; a topic that has no row yet gets one. It is nil for a side that the story does not have.
func (a *Accounts) cell(topic, side string) *AccountCell {
	at := slices.IndexFunc(a.Rows, func(row AccountRow) bool { return row.Topic == topic })
	if at < 0 {
		at = len(a.Rows)
		row := AccountRow{Topic: topic, Cells: make([]AccountCell, len(a.Sides))}
		for i := range a.Sides {
			row.Cells[i].Side = a.Sides[i]
		}
		a.Rows = append(a.Rows, row)
	}
	cells := a.Rows[at].Cells
	if i := slices.IndexFunc(cells, func(c AccountCell) bool { return c.Side == side }); i >= 0 {
		return &cells[i]
	}
	return nil
}

// viewSilence makes the view of a silence.
func viewSilence(s *rozmova.Story, n rozmova.Silence) Unanswered {
	u := Unanswered{Kind: n.Kind, At: n.At}
	if src := s.SourceByKey(n.Source); src != nil {
		v := SourceView{Source: *src}
		u.Who = v.Label()
	}
	return u
}

// viewUnanswered gives the silences that have no cell among the accounts.
func viewUnanswered(s *rozmova.Story) (list []Unanswered) {
	for _, n := range s.Silences {
		if len(s.Sides) < 2 || n.Topic == "" || s.SideByKey(n.Side) == nil {
			list = append(list, viewSilence(s, n))
		}
	}
	return list
}

// holds reports whether the note that ref leads to is among notes.
func holds(notes []StatementNote, ref *NoteRef) bool {
	for _, n := range notes {
		if ref != nil && n.Number == ref.Number {
			return true
		}
	}
	return false
}

// viewFacts gives the dated facts with the names of those who say so.
func viewFacts(s *rozmova.Story) []Fact {
	label := func(key string) string {
		if src := s.SourceByKey(key); src != nil {
			v := SourceView{Source: *src}
			return v.Label()
		}
		return ""
	}
	var facts []Fact
	for _, d := range s.Developments {
		f := Fact{What: d.What, Value: d.Value, Date: d.Date, Source: label(d.Source)}
		for _, e := range d.Earlier {
			f.Earlier = append(f.Earlier, EarlierFact{e.Value, e.Date, label(e.Source)})
		}
		facts = append(facts, f)
	}
	return facts
}
