package web

import "github.com/rozmova/rozmova"

// viewAccounts puts the sides' accounts next to each other: topics in the order in which the body comes to them, sides in
// the order of the story. A statement nested in another of the same cell is left out: its words stand there already.
func viewAccounts(s *rozmova.Story, notes []StatementNote) *Accounts {
	if len(s.Sides) < 2 {
		return nil
	}
	a := &Accounts{}
	for _, side := range s.Sides {
		a.Sides = append(a.Sides, side.Name)
	}
	rows := map[string]int{}
	for _, n := range notes {
		if n.Topic == "" || n.Side == "" {
			continue
		}
		at, ok := rows[n.Topic]
		if !ok {
			at = len(a.Rows)
			rows[n.Topic] = at
			row := AccountRow{Topic: n.Topic, Cells: make([]AccountCell, len(a.Sides))}
			for i := range a.Sides {
				row.Cells[i].Side = a.Sides[i]
			}
			a.Rows = append(a.Rows, row)
		}
		for i := range a.Rows[at].Cells {
			if cell := &a.Rows[at].Cells[i]; cell.Side == n.Side && !holds(cell.Notes, n.Within) {
				cell.Notes = append(cell.Notes, n)
				break
			}
		}
	}
	if len(a.Rows) == 0 {
		return nil
	}
	return a
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
