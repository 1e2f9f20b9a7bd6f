package store

import (
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/rozmova/rozmova"
)

// An OwnSection is one kind of rows that are about one reader, for the reader to download.
type OwnSection struct {
	File   string   // that it goes into, without its ending
	Name   string   // stable: programs read it
	Fields []string // stable names, in order
	Covers []string // columns, as table.column, that hold the reader's ID in the rows that it gives
	kinds  []string // of the fields, in order
	query  string   // $1 is the reader
}

// own makes a section; fields are written as kind:name.
func own(file, name, covers, fields, query string) OwnSection {
	s := OwnSection{File: file, Name: name, Covers: strings.Fields(covers), query: query}
	for _, f := range strings.Fields(fields) {
		kind, name, _ := strings.Cut(f, ":")
		s.Fields, s.kinds = append(s.Fields, name), append(s.kinds, kind)
	}
	return s
}

// Own gives the rows of a section, in order. A value is nil, a string, an int64, a float64, a bool, a time.Time or a
// json.RawMessage.
func (tx *Tx) Own(s *OwnSection, reader rozmova.ID[rozmova.Reader]) ([][]any, error) {
	rows, err := tx.query(s.query, reader)
	return all(rows, err, func(rows *sql.Rows) ([]any, error) {
		values, into := make([]any, len(s.Fields)), make([]any, len(s.Fields))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		for i, kind := range s.kinds {
			var err error
			if values[i], err = ownValue(kind, values[i]); err != nil {
				return nil, fmt.Errorf("%s.%s: %w", s.Name, s.Fields[i], err)
			}
		}
		return values, nil
	})
}

// ownValue turns what a column holds into what it means.
func ownValue(kind string, v any) (any, error) {
	if b, ok := v.([]byte); ok && (kind == "text" || kind == "json") {
		v = string(b)
	}
	switch x := v.(type) {
	case nil:
		return nil, nil
	case []byte:
		if kind == "id" && len(x) == 16 {
			return rozmova.ID[rozmova.Reader](x).String(), nil
		}
		return hex.EncodeToString(x), nil
	case int64:
		switch kind {
		case "time":
			if x == 0 {
				return nil, nil
			}
			return moment(x), nil
		case "bool":
			return x != 0, nil
		case "state":
			return rozmova.CommentState(x).String(), nil
		case "score":
			return float64(x) / tenThousandths, nil
		}
		return x, nil
	case string:
		if kind == "json" {
			if !json.Valid([]byte(x)) {
				return nil, fmt.Errorf("no JSON: %q", x)
			}
			return json.RawMessage(x), nil
		}
		return x, nil
	}
	return nil, fmt.Errorf("a value of type %T", v)
}

// OwnPicture gives a reader's own picture; nil where there is none.
func (tx *Tx) OwnPicture(reader rozmova.ID[rozmova.Reader]) (body []byte, err error) {
	err = missing(tx.row("select body from picture where reader = $1", reader).Scan(&body))
	if err == rozmova.NotFound {
		return nil, nil
	}
	return body, err
}

// CountOwn tells how many rows a section has.
func (tx *Tx) CountOwn(s *OwnSection, reader rozmova.ID[rozmova.Reader]) (n int, err error) {
	err = tx.row("select count(*) from ("+s.query+") section", reader).Scan(&n)
	return n, err
}
