package attribution

// loneNames reads the persons named by one word: of a person named in full elsewhere, or not.
func (r *resolver) loneNames() {
	fresh := map[string]*figure{}
	for _, weak := range []bool{false, true} { // what is a name only because another mention is, after those that are by themselves
		for i := range r.phrase {
			if f := &r.phrase[i]; f.kind == person && len(f.parts) == 1 && (f.parts[0].readings == nil) == weak {
				r.lone(f, fresh)
			}
		}
	}
	r.tell()
}

// lone reads a person named by one word.
func (r *resolver) lone(f *phrase, fresh map[string]*figure) {
	x := f.parts[0]
	w := r.p.tokens[x.token].lower
	if x.use == 'g' {
		r.loneGiven(f, x, fresh)
		return
	}
	gender, limit, _ := r.evidence(f)
	if g, c := r.among(f, w, gender, limit); g != nil {
		f.cases, f.gender = c, g.gender
		r.join(f, g)
		return
	}
	if same := r.byGiven[w]; len(same) == 1 { // Ван Веньбінь, Ван
		f.cases, f.gender = limit, same[0].gender
		r.join(f, same[0])
		return
	}
	if x.readings == nil { // only as one of those
		f.to = f.from
		return
	}
	c, ok := best(r.choices(f))
	if !ok {
		f.to = f.from
		return
	}
	g := fresh[c.family]
	if g == nil || g.gender != 0 && gender != 0 && g.gender != gender {
		g = &figure{gender: gender, entity: r.next(), forms: map[string]cases{}}
		r.name(g, f, c)
		fresh[c.family] = g
		r.figures = append(r.figures, g)
		r.spread(g)
	}
	f.cases, f.gender = c.cases, genderOf(gender, g.gender)
	r.join(f, g)
}

// tell gives every mention of a person what the text tells of that person anywhere.
func (r *resolver) tell() {
	of := map[int]*figure{}
	for _, g := range r.figures {
		of[g.entity] = g
	}
	for i := range r.phrase {
		f := &r.phrase[i]
		g := of[f.entity]
		if f.kind != person || f.to == f.from || g == nil {
			continue
		}
		f.name, f.known, f.gender = g.name, g.known, genderOf(g.gender, f.gender)
		if f.role == "" {
			f.role = g.role
		}
	}
}

// among finds the one person whose family name a word may be.
func (r *resolver) among(f *phrase, w string, gender byte, limit cases) (*figure, cases) {
	var found []*figure
	for pass := range 2 {
		for _, g := range lastOf(r.byFamily[w]) {
			if gender != 0 && g.gender != 0 && gender != g.gender && !(f.lemma == "" && pass == 1) {
				continue
			}
			if g.forms[w]&limit != 0 || pass == 1 {
				found = append(found, g)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	if len(found) > 1 && f.lemma != "" { // by the role
		var same []*figure
		for _, g := range found {
			if g.lemma == f.lemma {
				same = append(same, g)
			}
		}
		if len(same) == 1 {
			found = same
		}
	}
	if len(found) != 1 {
		return nil, 0
	}
	c := found[0].forms[w]
	if c&limit != 0 {
		c &= limit
	}
	return found[0], c
}

// loneGiven reads a given name alone: of a person named in full, or of one whom the text names no fuller.
func (r *resolver) loneGiven(f *phrase, x part, fresh map[string]*figure) {
	gender, limit, _ := r.evidence(f)
	var found *figure
	var reading reading
	for _, d := range x.readings {
		if gender != 0 && d.gender != gender || d.cases&limit == 0 {
			continue
		}
		for _, g := range lastOf(r.byGiven[d.name]) {
			if g.given == d.name && g.gender == d.gender && (found == nil || found == g) {
				found, reading = g, d
			}
		}
	}
	if found == nil {
		if g, c := r.among(f, r.p.tokens[x.token].lower, gender, limit); g != nil { // Юрій Ігнат, Ігнат
			f.cases, f.gender = c, g.gender
			r.join(f, g)
			return
		}
	}
	if found == nil {
		for _, d := range x.readings {
			better := reading.name == "" || d.cases&limit != 0 && reading.cases&limit == 0 || gender != 0 && d.gender == gender && reading.gender != gender
			if better {
				reading = d
			}
		}
		found = fresh["1"+reading.name]
	}
	if found == nil {
		found = &figure{gender: reading.gender, entity: r.next(), forms: map[string]cases{}}
		r.name(found, f, choice{given: reading.name, gender: reading.gender})
		fresh["1"+reading.name] = found
		r.figures = append(r.figures, found)
	}
	f.cases, f.gender = reading.cases, reading.gender
	if reading.cases&limit != 0 {
		f.cases &= limit
	}
	r.join(f, found)
}
