package api

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// A message is an object of the request as the old service read it, by the JSON mapping of Protocol Buffers: a name may be
// written requestedAttributes or requested_attributes, null is as good as nothing, and a name that is none is refused.
type message struct {
	at     string // where it stands: comment, context.entries[0]
	fields map[string]json.RawMessage
}

// readMessage reads an object that may have fields of some names. It is empty where raw is.
func readMessage(at string, raw json.RawMessage, names ...string) (message, error) {
	all, err := readMap(at, raw)
	if err != nil {
		return message{}, err
	}
	m := message{at: at, fields: make(map[string]json.RawMessage, len(all))}
fields:
	for name, value := range all {
		for _, known := range names {
			if name == known || strings.ReplaceAll(name, "_", "") != name && name == snake(known) {
				m.fields[known] = value
				continue fields
			}
		}
		where := ""
		if at != "" {
			where = " at '" + at + "'"
		}
		return message{}, badPayload(at, "Invalid JSON payload received. Unknown name "+strconv.Quote(clip(name))+where+": Cannot find field.")
	}
	return m, nil
}

// clip keeps a name that nobody knows short: what is sent as a name is said again.
func clip(name string) string {
	if r := []rune(name); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return name
}

func snake(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func absent(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }

// readMap reads an object of any names; nil where raw is absent.
func readMap(at string, raw json.RawMessage) (map[string]json.RawMessage, error) {
	if absent(raw) {
		return nil, nil
	}
	if raw[0] != '{' {
		return nil, wrongType(at, "an object")
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		return nil, wrongType(at, "an object")
	}
	return all, nil
}

func wrongType(at, want string) error {
	return badPayload(at, "Invalid value at '"+at+"': it has to be "+want+".")
}

func (m message) where(name string) string {
	if m.at == "" {
		return name
	}
	return m.at + "." + name
}

func (m message) has(name string) bool { return !absent(m.fields[name]) }

func (m message) text(name string) (string, error) {
	return readText(m.where(name), m.fields[name])
}

func readText(at string, raw json.RawMessage) (s string, err error) {
	if absent(raw) {
		return "", nil
	}
	if raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return "", wrongType(at, "a text")
	}
	return s, nil
}

func (m message) boolean(name string) (bool, error) {
	switch raw := m.fields[name]; {
	case absent(raw), string(raw) == "false", string(raw) == `"false"`:
		return false, nil
	case string(raw) == "true", string(raw) == `"true"`:
		return true, nil
	}
	return false, wrongType(m.where(name), "true or false")
}

// number reads a number, which may stand in quotation marks; given is false where there is none.
func (m message) number(name string) (n float64, given bool, err error) {
	raw := m.fields[name]
	if absent(raw) {
		return 0, false, nil
	}
	n, e := strconv.ParseFloat(strings.Trim(string(raw), `"`), 64)
	if e != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0, false, wrongType(m.where(name), "a number")
	}
	return n, true, nil
}

// list reads the elements of an array.
func (m message) list(name string) ([]json.RawMessage, error) {
	raw := m.fields[name]
	if absent(raw) {
		return nil, nil
	}
	var all []json.RawMessage
	if raw[0] != '[' || json.Unmarshal(raw, &all) != nil {
		return nil, wrongType(m.where(name), "a list")
	}
	return all, nil
}

func (m message) texts(name string) ([]string, error) {
	all, err := m.list(name)
	if err != nil {
		return nil, err
	}
	var texts []string
	for i, raw := range all {
		s, err := readText(m.where(name)+"["+strconv.Itoa(i)+"]", raw)
		if err != nil {
			return nil, err
		}
		texts = append(texts, s)
	}
	return texts, nil
}

// readBodyObject reads the object that a whole body is.
func readBodyObject(body []byte, names ...string) (message, error) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	if !json.Valid(body) {
		return message{}, badPayload("", "Invalid JSON payload received.")
	}
	if len(body) == 0 || body[0] != '{' {
		return message{}, badPayload("", "Invalid JSON payload received. The body has to be an object.")
	}
	return readMessage("", body, names...)
}
