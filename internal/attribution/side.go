package attribution

import "strings"

// side gives the side of a speaker by the newsroom's register: that of the entry itself, of one with the same role, or of
// the institution for which the speaker's role says that he or she speaks.
func (f *finder) side(w who) string {
	for _, k := range f.o.Register {
		if k.Side != "" && (k.Name == w.known || k.Name == w.name || contain(k.Aliases, w.name)) {
			return k.Side
		}
	}
	for _, k := range f.o.Register {
		if k.Side != "" && k.Role != "" && w.role != "" && strings.EqualFold(k.Role, w.role) {
			return k.Side
		}
	}
	text := rolewords(w.role)
	if w.kind != person {
		text = append(text, rolewords(w.name)...)
	}
	best, side := 0, ""
	for _, k := range f.o.Register {
		if k.Side == "" {
			continue
		}
		for _, name := range append([]string{k.Name}, k.Aliases...) {
			if n := speaksFor(text, rolewords(name)); n > best {
				best, side = n, k.Side
			}
		}
	}
	if side == "" && w.kind != person && w.kind != outlet {
		return f.shorter(rolewords(w.name))
	}
	return side
}

// shorter gives the side of the entries whose longer name holds all the words of a short one («федерація» for «федерація
// футболу»), if they agree in it.
func (f *finder) shorter(name []string) string {
	side := ""
	for _, k := range f.o.Register {
		if k.Side == "" || speaksFor(rolewords(k.Name), name) == 0 {
			continue
		}
		if side != "" && side != k.Side {
			return ""
		}
		side = k.Side
	}
	return side
}

func contain(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}

// speaksFor tells how many words of a name stand in a role, endings apart: all of them or 0.
func speaksFor(role, name []string) int {
	for _, n := range name {
		found := false
		for _, r := range role {
			found = found || alike(r, n)
		}
		if !found {
			return 0
		}
	}
	return len(name)
}

// alike tells whether two words differ in the ending only.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	n := min(len(x), len(y))
	same := 0
	for same < n && x[same] == y[same] {
		same++
	}
	return same == n && n > 3 || same >= 3 && same >= max(len(x), len(y))-3 || same > 0 && len(x) < 6 && len(y) < 6 && bones(a) == bones(b) // дім, дому
}

// bones gives the consonants of a word.
func bones(w string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("аеєиіїоуюяыэёьъйaeiouy", r) {
			return -1
		}
		return r
	}, w)
}
