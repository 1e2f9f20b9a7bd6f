package attribution

import (
	"strings"
)

// A figure is a person of the text.
type figure struct {
	given, patronymic, family string // in lower case; given may be an initial with its point
	name                      string // as it is shown
	gender                    byte
	role, lemma               string
	forms                     map[string]cases // of the family name
	known                     string
	entity                    int
}

// A choice is how a name of the text may be read: the name in the nominative.
type choice struct {
	given, patronymic, family string
	gender                    byte
	cases                     cases
	score                     int
}

// resolver gives every phrase its canonical name and entity.
type resolver struct {
	*namer
	figures  []*figure
	same     map[string][]*figure // by the family name
	byFamily map[string][]*figure // by every form of the family name
	byGiven  map[string][]*figure // by the given name
	byLemma  map[string][]*figure // by the head word of the role
	support  map[string]int       // by a family name and its gender: how many different forms of the text it explains
	entities int
}

// resolve gives every phrase its canonical name and entity. A phrase that is none after all becomes empty.
func (n *namer) resolve() {
	r := &resolver{namer: n, byFamily: map[string][]*figure{}, same: map[string][]*figure{}, byGiven: map[string][]*figure{}, byLemma: map[string][]*figure{}}
	if n.p.lang == "en" {
		r.englishPersons()
	} else {
		r.count()
		r.fullNames()
		r.loneNames()
	}
	r.appositions()
	r.outlets()
	r.others()
	for i := range n.phrase {
		f := &n.phrase[i]
		if f.plural && f.kind == role {
			f.kind = group
		}
	}
}

func (r *resolver) next() int {
	r.entities++
	return r.entities - 1
}

// count counts for every family name how many different forms in the text it explains.
func (r *resolver) count() {
	r.support = map[string]int{}
	seen := map[string]bool{}
	for i := range r.phrase {
		for _, x := range r.phrase[i].parts {
			w := r.p.tokens[x.token].lower
			if x.use != 'f' || seen[w] {
				continue
			}
			seen[w] = true
			readings := x.readings
			if readings == nil {
				readings = r.family(w, 'f')
			}
			for _, d := range readings {
				r.support[string(d.gender)+d.name]++
			}
		}
	}
}

// evidence gives the gender and the cases that what stands around a name allows.
func (r *resolver) evidence(f *phrase) (gender byte, c cases, subject bool) {
	c = r.before(f.from)
	if f.lemma != "" {
		if f.roleGender != 0 && !bothGenders[f.lemma] {
			gender = f.roleGender
		}
		if f.roleCases != 0 && f.roleCases&c != 0 {
			c &= f.roleCases
		}
	}
	for _, j := range [4]int{f.to, f.from - 1, f.to + 1, f.from - 2} {
		if j < 0 || j >= len(r.p.tokens) || r.p.tokens[j].sent != r.p.tokens[f.from].sent || r.p.tokens[j].kind != word {
			continue
		}
		v, ok := r.verbs[r.p.tokens[j].lower]
		if !ok || j == f.from-2 && r.p.tokens[f.from-1].kind != word {
			continue
		}
		if gender == 0 && v.gender != 0 && c&nominative != 0 {
			gender = v.gender
		}
		if c&nominative != 0 && (j == f.to || j == f.from-1) {
			subject = true
		}
		break
	}
	return gender, c, subject
}

// bothGenders are roles that a woman has under the man's name too.
var bothGenders = set(`голова суддя президент прем’єр прем’єр-міністр віцепрем’єр міністр заступник замміністра речник спікер прессекретар прес-секретар посол консул депутат нардеп сенатор мер начальник керівник директор секретар комісар омбудсмен прокурор генпрокурор слідчий адвокат захисник експерт лікар юрист професор менеджер староста колега свідок уповноважений аташе тренер адвокат координатор капітан майор полковник генерал лейтенант сержант
	глава судья премьер министр представитель пресс-секретарь врач эксперт менеджер доктор депутат мэр начальник директор юрист тренер адвокат капитан майор полковник следователь автор перевозчик бухгалтер`)

// choices gives the ways to read a name.
func (r *resolver) choices(f *phrase) []choice {
	gender, limit, subject := r.evidence(f)
	list := []choice{{cases: every, gender: 0}}
	for _, x := range f.parts {
		if x.use == 'i' {
			for k := range list {
				list[k].given += strings.ToUpper(r.p.tokens[x.token].lower) + "."
			}
			continue
		}
		var grown []choice
		for _, c := range list {
			for _, d := range x.readings {
				if c.gender != 0 && d.gender != c.gender || c.cases&d.cases == 0 {
					continue
				}
				g := c
				g.gender, g.cases = d.gender, c.cases&d.cases
				switch x.use {
				case 'g':
					g.given = strings.TrimSpace(g.given + " " + d.name)
					if len(r.given[r.p.tokens[x.token].lower]) == 0 {
						g.score += likelyGiven(d.name, d.gender)
					} else {
						g.score += 3
					}
				case 'p':
					g.patronymic = d.name
					if hasAny(d.name, "вна", "ич", "ична") {
						g.score += 4
					}
				case 'f':
					g.family = d.name
					g.score += likely(d.name, d.gender) + 3*r.support[string(d.gender)+d.name]
				}
				grown = append(grown, g)
			}
		}
		if len(grown) > 60 {
			grown = grown[:60]
		}
		list = grown
	}
	out := list[:0]
	for _, c := range list {
		if gender != 0 && c.gender != gender {
			c.score -= 8
		}
		if c.cases&limit != 0 {
			c.cases &= limit
		} else {
			c.score -= 6
		}
		if c.cases&nominative != 0 {
			c.score++
			if subject {
				c.score += 3
			}
		}
		out = append(out, c)
	}
	return out
}

// best gives the choice with the highest score.
func best(list []choice) (choice, bool) {
	if len(list) == 0 {
		return choice{}, false
	}
	b := 0
	for i, c := range list {
		if c.score > list[b].score {
			b = i
		}
	}
	return list[b], true
}

// fullNames reads the persons named with more than one word.
func (r *resolver) fullNames() {
	for i := range r.phrase {
		f := &r.phrase[i]
		if f.kind != person || len(f.parts) < 2 {
			continue
		}
		c, ok := best(r.choices(f))
		if !ok {
			c = r.asItStands(f)
		}
		f.cases, f.gender = c.cases, c.gender
		if g, _, _ := r.evidence(f); g != 0 && len(r.given[r.p.tokens[f.parts[0].token].lower]) == 0 {
			f.gender = g
		}
		r.join(f, r.figure(f, c))
	}
}

// asItStands reads a name whose words do not agree.
func (r *resolver) asItStands(f *phrase) choice {
	c := choice{cases: every}
	for _, x := range f.parts {
		w := r.p.tokens[x.token].lower
		switch x.use {
		case 'i':
			c.given += strings.ToUpper(w) + "."
		case 'f':
			c.family = w
		case 'p':
			c.patronymic = w
		case 'g':
			c.given = strings.TrimSpace(c.given + " " + w)
		}
	}
	return c
}

// figure finds the person that a full name names, or makes a new one.
func (r *resolver) figure(f *phrase, c choice) *figure {
	for _, g := range lastOf(r.same[c.family]) {
		if g.family != c.family || c.family == "" && g.patronymic != c.patronymic || g.gender != c.gender && g.gender != 0 && c.gender != 0 && !strings.Contains(g.given+c.given, ".") {
			continue
		}
		if g.given == c.given || initials(g.given, c.given) || initials(c.given, g.given) {
			if strings.Contains(g.given, ".") && !strings.Contains(c.given, ".") || g.patronymic == "" && c.patronymic != "" {
				r.name(g, f, c)
			}
			return g
		}
	}
	if c.family == "" && c.patronymic != "" { // Ганна Петрівна is the Ганна Кобилинська named before, if no other has that name
		var known *figure
		for _, g := range lastOf(r.byGiven[c.given]) {
			if g.gender == c.gender && g.family != "" && g.patronymic == "" {
				if known != nil {
					known = nil
					break
				}
				known = g
			}
		}
		if known != nil {
			return known
		}
	}
	g := &figure{gender: f.gender, entity: r.next(), forms: map[string]cases{}}
	r.name(g, f, c)
	r.figures = append(r.figures, g)
	r.same[c.family] = append(r.same[c.family], g)
	r.byGiven[c.given] = append(r.byGiven[c.given], g)
	if c.family != "" {
		r.spread(g)
	}
	return g
}

// namesakes is how many persons of one name or role are looked through; no story has so many.
const namesakes = 64

func lastOf(list []*figure) []*figure { return list[max(0, len(list)-namesakes):] }

// spread notes all forms of a person's family name.
func (r *resolver) spread(g *figure) {
	for _, gender := range []byte{'m', 'f'} {
		if g.gender != 0 && g.gender != gender {
			continue
		}
		for _, adjective := range []bool{false, true} {
			if adjective && r.decl.rule([]rune(g.family), 'f', gender, true) < 0 {
				continue
			}
			for form, c := range r.decl.forms(g.family, 'f', gender, adjective) {
				if g.forms[form] == 0 {
					r.byFamily[form] = append(r.byFamily[form], g)
				}
				g.forms[form] |= c
			}
		}
	}
}

// initials tells whether one given name is the initial of another.
func initials(short, long string) bool {
	first, _, ok := strings.Cut(short, ".")
	return ok && long != "" && strings.HasPrefix(long, strings.ToLower(first))
}

// name gives a person the name as a phrase has it.
func (r *resolver) name(g *figure, f *phrase, c choice) {
	g.given, g.family = c.given, c.family
	if c.patronymic != "" {
		g.patronymic = c.patronymic
	}
	var words []string
	given := strings.Fields(c.given)
	family := ""
	for _, x := range f.parts {
		switch x.use {
		case 'g':
			if len(given) > 0 {
				words = append(words, r.p.sameCase(x.token, given[0]))
				given = given[1:]
			}
		case 'p':
			words = append(words, r.p.sameCase(x.token, c.patronymic))
		case 'i':
			words = append(words, r.p.text(r.p.tokens[x.token].start, r.p.tokens[x.token+1].end))
		case 'f':
			family = r.p.sameCase(x.token, c.family)
			for k := x.token - 1; k > f.parts[0].token && particles[r.p.tokens[k].lower]; k-- {
				family = r.p.text(r.p.tokens[k].start, r.p.tokens[k].end) + " " + family
			}
		}
	}
	if family != "" {
		words = append(words, family)
	}
	g.name = strings.Join(words, " ")
	r.fromRegister(g)
}

// join makes a phrase name a person.
func (r *resolver) join(f *phrase, g *figure) {
	f.kind, f.entity = person, g.entity
	if f.text != "" && !f.title && f.lemma != "" {
		f.role = lowerFirst(f.text)
		if r.p.lang == "en" {
			f.role = lowerRole(f.text)
		}
		if g.role == "" || len(g.lemma) == 0 {
			g.role, g.lemma = f.role, f.lemma
			r.byLemma[g.lemma] = append(r.byLemma[g.lemma], g)
		}
	}
	if g.gender == 0 {
		g.gender = f.gender
	}
}

// lowerRole writes an English role small: «Prime Minister» is a prime minister, «White House press secretary» stays.
func lowerRole(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if low := strings.ToLower(w); rolesEn[low] || low == "prime" || low == "vice" || low == "former" || low == "foreign" || low == "defence" || low == "press" || i == 0 && low == "council" {
			words[i] = low
		}
	}
	return strings.Join(words, " ")
}

// lowerFirst makes the first letter small, unless the word is all capitals or a name follows from it.
func lowerFirst(s string) string {
	w := []rune(s)
	if len(w) > 1 && !upper(w[1]) {
		return strings.ToLower(string(w[:1])) + string(w[1:])
	}
	return s
}
