package config

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// A Setting is one key and what it is set to, secrets masked.
type Setting struct{ Key, Value string }

// Settings lists every key in the order of the fields, for `rozmova check`.
func (c *Config) Settings() []Setting {
	var all []Setting
	c.each(func(key string, field reflect.Value) {
		var value string
		if strings.HasPrefix(key, sectionTable) && field.IsZero() {
			return // what a section says nothing of
		}
		if field.Kind() == reflect.Pointer {
			field = field.Elem()
		}
		if field.Kind() == reflect.Slice {
			parts := make([]string, field.Len())
			for i := range parts {
				parts[i] = fmt.Sprint(field.Index(i).Interface())
			}
			value = strings.Join(parts, ",")
		} else {
			value = fmt.Sprint(field.Interface())
		}
		all = append(all, Setting{key, value})
	})
	return all
}

// each calls f with every key, such as site.url, and its field; of a discussion's sections with those of the sections there
// are.
func (c *Config) each(f func(key string, field reflect.Value)) {
	top := reflect.ValueOf(c).Elem()
	for i := range top.NumField() {
		section := top.Type().Field(i).Tag.Get("toml")
		if section != "-" {
			eachOf(section, top.Field(i), f)
		}
	}
	for _, slug := range c.Discussion.slugs() {
		eachOf(sectionTable+slug, reflect.ValueOf(c.Discussion.Sections[slug]).Elem(), f)
	}
}

// eachOf calls f with every key of a table.
func eachOf(table string, fields reflect.Value, f func(key string, field reflect.Value)) {
	for i := range fields.NumField() {
		if fields.Field(i).Kind() != reflect.Map {
			f(table+"."+fields.Type().Field(i).Tag.Get("toml"), fields.Field(i))
		}
	}
}

// keys lists the names of all keys.
func keys() []string {
	var all []string
	new(Config).each(func(key string, _ reflect.Value) { all = append(all, key) })
	return all
}

// envName is the variable that overrides a key.
func envName(key string) string { return "ROZMOVA_" + envPart(key) }

func envPart(key string) string {
	return strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(key))
}

// setText sets a field from the text of an environment variable. An empty text is the zero value.
func setText(field reflect.Value, text string) error {
	if text == "" {
		field.SetZero()
		return nil
	}
	if u, ok := field.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return u.UnmarshalText([]byte(text))
	}
	switch {
	case field.Kind() == reflect.Pointer:
		value := reflect.New(field.Type().Elem())
		if err := setText(value.Elem(), text); err != nil {
			return err
		}
		field.Set(value)
	case field.Type() == reflect.TypeFor[time.Duration]():
		d, err := time.ParseDuration(text)
		if err != nil {
			return fmt.Errorf("%q is not a duration such as 10s", text)
		}
		field.SetInt(int64(d))
	case field.CanInt():
		n, err := strconv.ParseInt(strings.ReplaceAll(text, "_", ""), 10, field.Type().Bits())
		if err != nil {
			return fmt.Errorf("%q is not a whole number", text)
		}
		field.SetInt(n)
	case field.CanFloat():
		n, err := strconv.ParseFloat(text, field.Type().Bits())
		if err != nil {
			return fmt.Errorf("%q is not a number such as 0.9", text)
		}
		field.SetFloat(n)
	case field.Kind() == reflect.Bool:
		switch text {
		case "true", "false":
			field.SetBool(text == "true")
		default:
			return fmt.Errorf("%q is neither true nor false", text)
		}
	case field.Kind() == reflect.Slice:
		parts := strings.Split(text, ",")
		list := reflect.MakeSlice(field.Type(), len(parts), len(parts))
		for i, part := range parts {
			if err := setText(list.Index(i), strings.TrimSpace(part)); err != nil {
				return err
			}
		}
		field.Set(list)
	default:
		field.SetString(text)
	}
	return nil
}

// nearest is the known name with the fewest edits to name, or empty if none is anywhere near.
func nearest(name string, known []string) string {
	best, distance := "", len(name)/2+1
	for _, k := range known {
		d := edits(name, k)
		// The same last part under another section (url for site.url) is nearer than any spelling.
		if _, last, _ := strings.Cut(k, "."); last == name[strings.LastIndexByte(name, '.')+1:] {
			d = min(d, 1)
		}
		if d < distance {
			best, distance = k, d
		}
	}
	return best
}

// edits is the Levenshtein distance of two names, in bytes.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
