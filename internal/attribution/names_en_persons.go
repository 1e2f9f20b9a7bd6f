package attribution

import (
	"strings"
)

// wordsEn makes parts of the words of an English name: the last is the family name.
func (n *namer) wordsEn(from, to int) []part {
	var out []part
	for k := from; k < to; k++ {
		use := byte('g')
		if k == to-1 {
			use = 'f'
		}
		out = append(out, part{token: k, use: use})
	}
	return out
}

// englishPersons gives the persons of an English text their full names.
func (r *resolver) englishPersons() {
	n := r.namer
	families := map[string][]*figure{}
	for i := range n.phrase {
		f := &n.phrase[i]
		if f.kind != person || len(f.parts) < 2 {
			continue
		}
		first, last := f.parts[0].token, f.parts[len(f.parts)-1].token
		name := n.plainText(first, last+1)
		family := possessive(n.p.tokens[last].lower)
		given := n.p.tokens[first].lower
		var g *figure
		for _, old := range families[family] {
			if old.given == given {
				g = old
			}
		}
		if g == nil {
			g = &figure{given: given, family: family, name: name, gender: f.gender, entity: r.next()}
			if g.gender == 0 && maleEn[given] {
				g.gender = 'm'
			} else if g.gender == 0 && femaleEn[given] {
				g.gender = 'f'
			}
			r.fromRegister(g)
			families[family] = append(families[family], g)
			r.figures = append(r.figures, g)
		}
		f.head = last
		r.join(f, g)
	}
	for i := range n.phrase {
		f := &n.phrase[i]
		if f.kind != person || len(f.parts) != 1 {
			continue
		}
		at := f.parts[0].token
		family := possessive(n.p.tokens[at].lower)
		var found *figure
		for _, g := range families[family] {
			if f.gender == 0 || g.gender == 0 || f.gender == g.gender {
				if found != nil {
					found = nil
					break
				}
				found = g
			}
		}
		if found == nil {
			for _, g := range r.figures {
				if g.given == family && len(families[g.family]) == 1 {
					found = g
				}
			}
		}
		if found == nil && (f.title || f.text != "" || n.byVerb(at)) {
			found = &figure{family: family, name: n.plainText(at, at+1), gender: f.gender, entity: r.next()}
			r.fromRegister(found)
			families[family] = append(families[family], found)
			r.figures = append(r.figures, found)
		}
		if found == nil {
			f.to = f.from
			continue
		}
		f.head = at
		r.join(f, found)
	}
	r.tell()
	r.echoes()
}

// echoes joins «the Echo» to the Harrow Echo.
func (r *resolver) echoes() {
	full := map[string]string{} // by the last word
	for i := range r.phrase {
		if f := &r.phrase[i]; f.kind == outlet && f.name != "" {
			if at := strings.LastIndexByte(f.name, ' '); at > 0 && full[f.name[at+1:]] == "" {
				full[f.name[at+1:]] = f.name
			}
		}
	}
	for i := range r.phrase {
		if f := &r.phrase[i]; f.kind == outlet && f.known == "" && full[f.name] != "" {
			f.name = full[f.name]
		}
	}
}

// fromRegister takes what the newsroom knows of a person.
func (r *resolver) fromRegister(g *figure) {
	for _, k := range r.reg.persons {
		for _, alias := range append([]string{k.Name}, k.Aliases...) {
			if strings.EqualFold(alias, g.name) {
				g.known = k.Name
				if g.role == "" {
					g.role = k.Role
				}
			}
		}
	}
}
