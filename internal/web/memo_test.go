package web

import (
	"fmt"
	"html/template"
	"reflect"
	"testing"
)

// TestSaidIsWhole: a field that CommentView gets and said does not would show old HTML for a new comment.
func TestSaidIsWhole(t *testing.T) {
	key := reflect.TypeFor[said]()
	for f := range reflect.TypeFor[CommentView]().Fields() {
		if f.Name == "Answers" || f.Name == "More" { // not in comment-start
			continue
		}
		if _, ok := key.FieldByName(f.Name); !ok {
			t.Errorf("CommentView.%s is not in said: what is kept by it would not know of a change", f.Name)
		}
	}
	var c CommentView
	v := reflect.ValueOf(&c).Elem()
	for i := range v.NumField() {
		f := v.Field(i)
		before := saidBy("uk", &c)
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
			f.Index(0).SetUint(7)
		default:
			continue
		}
		if name := v.Type().Field(i).Name; saidBy("uk", &c) == before && name != "More" {
			t.Errorf("another CommentView.%s, the same key", name)
		}
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
