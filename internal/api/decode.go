package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
)

// decode reads a JSON object into a struct of plain fields. It is stricter than encoding/json: names must be known, in the
// right letter case, and stand once; every field without omitempty must be there, and none may be null but a pointer that must
// be there; nothing may stand behind the object; the text must be UTF-8. Each refusal is Invalid and names the field.
func decode(content []byte, into any) error {
	if !utf8.Valid(content) {
		return malformed()
	}
	d := json.NewDecoder(bytes.NewReader(content))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return malformed()
	}
	fields := fieldsOf(reflect.ValueOf(into).Elem())
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return malformed()
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return malformed()
		}
		at := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
		switch {
		case at < 0:
			return wrong(shorten(name), "field.unknown")
		case seen[name]:
			return wrong(name, "field.twice")
		}
		seen[name] = true
		if err := fields[at].set(value); err != nil {
			return wrong(name, "field.type")
		}
	}
	if _, err := d.Token(); err != nil { // the closing brace
		return malformed()
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return malformed()
	}
	for _, f := range fields {
		if !f.optional && !seen[f.name] {
			return wrong(f.name, "field.missing")
		}
	}
	return nil
}

// A field is one that a body may have.
type field struct {
	name     string
	value    reflect.Value
	optional bool
}

// fieldsOf lists the fields of a struct, in its order, with those of the structs embedded in it.
func fieldsOf(v reflect.Value) []field {
	var fields []field
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			fields = append(fields, fieldsOf(v.Field(i))...)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		fields = append(fields, field{name, v.Field(i), strings.Contains(options, "omitempty")})
	}
	return fields
}

var errNull = errors.New("null")

func (f field) set(value json.RawMessage) error {
	if string(value) == "null" && (f.optional || f.value.Kind() != reflect.Pointer) {
		return errNull // encoding/json would leave the field as it is
	}
	return json.Unmarshal(value, f.value.Addr().Interface())
}

func malformed() error { return &rozmova.Error{Kind: rozmova.Invalid, Reason: "request.json"} }

func wrong(name, reason string) error {
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: name, Args: map[string]any{"Field": name}}
}

// shorten bounds what of an unknown name is said again in the answer.
func shorten(name string) string {
	const most = 40
	if r := []rune(name); len(r) > most {
		return string(r[:most]) + "…"
	}
	return name
}

// object reads the ID in a path. One that is malformed names nothing.
func object[T any](s string) (rozmova.ID[T], error) {
	id, err := rozmova.ParseID[T](s)
	if err != nil || id.IsZero() {
		return id, rozmova.NotFound
	}
	return id, nil
}
