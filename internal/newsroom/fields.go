package newsroom

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/rozmova/rozmova/internal/lang"
)

// Bounds of what the head of a file may hold.
const (
	mostItems = 1000 // of one list
	mostWords = 4000 // runes of one text
)

// fields are the keys of one YAML mapping, each with its value. Values are read by hand, not by reflection, so that every
// problem has its line and none hides another.
type fields struct {
	p      *parser
	line   int
	values map[string]*yaml.Node
}

// mapping reads a node as keys and values, of which the known ones are taken.
func (p *parser) mapping(n *yaml.Node, name string, known ...string) fields {
	f := fields{p: p, line: n.Line, values: map[string]*yaml.Node{}}
	if n.Kind != yaml.MappingNode {
		p.refuse(n.Line, name, "publish.not_keys", "Key", name)
		return f
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if len(p.problems) >= mostProblems {
			break
		}
		switch {
		case key.Kind != yaml.ScalarNode || !slices.Contains(known, key.Value):
			p.refuse(key.Line, name, "publish.unknown_key", "Key", shown(key.Value), "Near", nearestKey(key.Value, known))
		case seen[key.Value]:
			p.refuse(key.Line, key.Value, "publish.key_twice", "Key", key.Value)
		case value.Kind == yaml.AliasNode:
			p.refuse(value.Line, key.Value, "publish.alias", "Key", key.Value)
		default:
			f.values[key.Value] = value
		}
		seen[key.Value] = true
	}
	return f
}

// at gives the line of a key's value, or of the mapping where it has none.
func (f fields) at(key string) int {
	if n := f.values[key]; n != nil {
		return n.Line
	}
	return f.line
}

// scalar gives a value as it is written, without what must not be kept; a null is empty.
func (f fields) scalar(key string) string {
	n := f.values[key]
	if n == nil || n.Tag == "!!null" {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		f.p.refuse(n.Line, key, "publish.not_text", "Key", key)
		return ""
	}
	s, err := lang.Clean(n.Value)
	if err != nil { // \xFF in quotation marks, or !!binary
		f.p.refuse(n.Line, key, "publish.not_text", "Key", key)
		return ""
	}
	f.p.short(n.Line, key, s, mostWords)
	return strings.TrimSpace(s)
}

// text gives a value as one line.
func (f fields) text(key string) string { return line(f.scalar(key)) }

// required gives a value as one line that must not be empty.
func (f fields) required(key string) string {
	s := f.text(key)
	if s == "" && (f.values[key] == nil || f.values[key].Kind == yaml.ScalarNode) {
		f.p.refuse(f.at(key), key, "publish.value_missing", "Key", key)
	}
	return s
}

// one gives a value that is one of some words.
func (f fields) one(key string, allowed ...string) string {
	s := f.required(key)
	if slices.Contains(allowed, s) {
		return s
	}
	if s != "" {
		f.p.refuse(f.at(key), key, "publish.value_unknown", "Key", key, "Value", shown(s), "Allowed", strings.Join(allowed, ", "))
	}
	return ""
}

// number gives a value as a whole number from 1 on, 0 where there is none.
func (f fields) number(key string) int {
	s := f.text(key)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		f.p.refuse(f.at(key), key, "publish.number_malformed", "Key", key, "Value", shown(s))
		return 0
	}
	return n
}

// list gives the items of a value, each as a mapping of the known keys.
func (f fields) list(key string, known ...string) []fields {
	n := f.values[key]
	if n == nil || n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		f.p.refuse(n.Line, key, "publish.not_list", "Key", key)
		return nil
	}
	if len(n.Content) > mostItems {
		f.p.refuse(n.Line, key, "publish.too_many_items", "Key", key, "Max", mostItems)
		return nil
	}
	items := make([]fields, len(n.Content))
	for i, item := range n.Content {
		items[i] = f.p.mapping(item, key, known...)
	}
	return items
}

// names gives the pen names of a list, or the one that stands instead of a list.
func (f fields) names(key string) []PenName {
	n := f.values[key]
	if n == nil || n.Tag == "!!null" {
		return nil
	}
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	if len(items) > mostItems {
		f.p.refuse(n.Line, key, "publish.too_many_items", "Key", key, "Max", mostItems)
		return nil
	}
	var names []PenName
	for _, item := range items {
		one := fields{p: f.p, line: item.Line, values: map[string]*yaml.Node{key: item}}
		if item.Kind == yaml.AliasNode {
			f.p.refuse(item.Line, key, "publish.alias", "Key", key)
		} else if name := one.required(key); name != "" {
			names = append(names, PenName{name, item.Line})
		}
	}
	return names
}

// short refuses text of more than most runes.
func (p *parser) short(line int, key, s string, most int) {
	if len(s) > most && utf8.RuneCountInString(s) > most {
		p.refuse(line, key, "publish.too_long", "Key", key, "Max", most)
	}
}

// shown gives the beginning of what somebody wrote, for a message.
func shown(s string) string {
	s = line(s)
	const most = 120
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:most-1])) + "…"
}
