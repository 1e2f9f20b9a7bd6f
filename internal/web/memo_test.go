package web

import (
	"fmt"
	"html/template"
	"reflect"
	"testing"
	"time"
)

// TestSaidIsWhole: a field that CommentView gets and said does not would show old HTML for a new comment.
func TestSaidIsWhole(t *testing.T) {
	key := reflect.TypeFor[said]()
	for f := range reflect.TypeFor[CommentView]().Fields() {
		if f.Name == "Answers" || f.Name == "More" || f.Name == "Excerpt" || f.Name == "Heat" { // not in comment-start
			continue
		}
		if _, ok := key.FieldByName(f.Name); !ok {
			t.Errorf("CommentView.%s is not in said: what is kept by it would not know of a change", f.Name)
		}
	}
	for i, name := range fieldNames(reflect.TypeFor[CommentView]()) {
		c := CommentView{Totals: true, Cite: &CiteView{}}
		before := saidBy("uk", &c)
		f := reflect.ValueOf(&c).Elem().Field(i)
		switch name {
		case "Answers", "More", "Excerpt", "Heat":
			continue
		case "Totals":
			f.SetBool(false)
		default:
			change(t, f)
		}
		if saidBy("uk", &c) == before {
			t.Errorf("another CommentView.%s, the same key", name)
		}
	}
}

func fieldNames(t reflect.Type) (names []string) {
	for f := range t.Fields() {
		names = append(names, f.Name)
	}
	return names
}

// change gives a value another one.
func change(t *testing.T, f reflect.Value) {
	t.Helper()
	switch f.Kind() {
	case reflect.String:
		f.SetString("x")
	case reflect.Int, reflect.Int64, reflect.Int8:
		f.SetInt(7)
	case reflect.Uint8:
		f.SetUint(7)
	case reflect.Bool:
		f.SetBool(true)
	case reflect.Array:
		change(t, f.Index(0))
	case reflect.Pointer:
		f.Set(reflect.New(f.Type().Elem()))
		change(t, f.Elem())
	case reflect.Struct:
		if at, ok := f.Addr().Interface().(*time.Time); ok {
			*at = sampleTime
			return
		}
		change(t, f.Field(0))
	default:
		t.Fatalf("a field of kind %s", f.Kind())
	}
}

func TestMemoForgets(t *testing.T) {
	m := newMemo[int](20 * slot)
	made := 0
	ask := func(key int) {
		html, err := m.get(key, func() (template.HTML, error) {
			made++
			return template.HTML(fmt.Sprint(key)), nil
		})
		if err != nil || string(html) != fmt.Sprint(key) {
			t.Errorf("asked for %d, got %q, %v", key, html, err)
		}
	}
	for key := range 1000 {
		ask(key)
		ask(0) // asked for all the time
	}
	if made != 1000 {
		t.Errorf("%d were made, want each once", made)
	}
	if n := len(m.young) + len(m.old); n > 20 {
		t.Errorf("%d are kept in place of 20 at most", n)
	}
	ask(500)
	if made != 1001 {
		t.Error("what was long not asked for was still there")
	}
}
