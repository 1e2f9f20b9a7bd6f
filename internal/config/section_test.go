package config

import "testing"

func TestSectionNames(t *testing.T) {
	var s Section
	if err := s.UnmarshalText([]byte(" svit : uk=Світ;en = The world; Інше ")); err != nil {
		t.Fatal(err)
	}
	if s.Slug != "svit" || s.Names["uk"] != "Світ" || s.Names["en"] != "The world" || s.Names[""] != "Інше" {
		t.Errorf("read %q", s)
	}
	var again Section
	if err := again.UnmarshalText([]byte(s.String())); err != nil || again.String() != s.String() {
		t.Errorf("%q reads back as %q: %v", s, again, err)
	}
	for _, wrong := range []string{"", "svit", "svit:", ": uk=Світ", "svit: "} {
		if err := s.UnmarshalText([]byte(wrong)); err == nil {
			t.Errorf("%q is taken for a section", wrong)
		}
	}
}
