package attribution

import "strings"

// appositions joins a role behind a name to the person: «Іван Кметь, староста Рудні, сказав».
func (r *resolver) appositions() {
	of := map[int]*figure{}
	for _, g := range r.figures {
		of[g.entity] = g
	}
	for i := 1; i < len(r.phrase); i++ {
		who, f := &r.phrase[i-1], &r.phrase[i]
		if who.kind == role && f.kind == person && f.to > f.from && f.from == who.to+3 && r.p.is(who.to, ",") && r.p.is(who.to+1, "який", "яка", "который", "которая") && hasAny(r.p.tokens[who.to+2].lower, "представився", "представилася", "представилась", "назвався", "назвалася", "назвалась", "представился", "назвался") {
			who.kind, who.entity, who.name, who.known, who.role = person, f.entity, f.name, f.known, lowerFirst(who.text) // «сусідка, яка представилася Валентиною»
			if g := of[f.entity]; g != nil && g.role == "" {
				g.role, g.lemma = who.role, who.lemma
				r.byLemma[g.lemma] = append(r.byLemma[g.lemma], g)
			}
			continue
		}
		if who.kind == role && f.kind == person && f.to > f.from && f.text == "" { // «її сусідка, Марина, плаче»
			who, f = f, who
			if f.plural || who.from != f.to+1 || !r.p.is(f.to, ",") || who.to < len(r.p.tokens) && !r.p.is(who.to, ",", ".", ")", ";", "!", "?", "–", "—") || r.p.tokens[f.from].sent != r.p.tokens[who.from].sent || f.from > 0 && !r.p.is(f.from-1, "його", "її", "їх", "його", "мій", "моя", "его", "её", "ее", "их", "his", "her", "their") && !(r.p.lang == "en" && r.p.is(f.from, "his", "her", "their", "the")) ||
				f.gender != 0 && who.gender != 0 && f.gender != who.gender && !bothGenders[f.lemma] || f.cases != 0 && who.cases != 0 && f.cases&who.cases == 0 {
				continue
			}
			who.role = lowerFirst(f.text)
			f.kind, f.entity, f.name, f.known, f.gender, f.role = person, who.entity, who.name, who.known, who.gender, who.role
			if g := of[who.entity]; g != nil && g.role == "" {
				g.role, g.lemma = who.role, f.lemma
			}
			continue
		}
		if who.kind != person || f.kind != role || f.plural || who.to == who.from || !r.follows(who.to, f.from) || r.p.tokens[f.from].sent != r.p.tokens[who.from].sent {
			continue
		}
		if f.cases != 0 && who.cases != 0 && f.cases&who.cases == 0 || f.gender != 0 && who.gender != 0 && f.gender != who.gender && !bothGenders[f.lemma] {
			continue
		}
		end := f.to
		if r.p.is(end, "з", "із", "зі", "с", "from", "of") && end+1 < len(r.p.tokens) && r.p.capital(end+1) { // «вчителька з Херсона»
			end += 2
		}
		if end < len(r.p.tokens) && r.p.tokens[end].para == r.p.tokens[f.from].para && !r.p.is(end, ",", ".", "–", "—", "-", ")", ":", ";", "!", "?") {
			continue
		}
		f.role = lowerFirst(f.text)
		if g := of[who.entity]; g != nil && (g.role == "" || g.lemma == "") {
			g.role, g.lemma = f.role, f.lemma
			r.byLemma[g.lemma] = append(r.byLemma[g.lemma], g)
		}
		if who.role == "" {
			who.role = f.role
		}
		f.kind, f.entity, f.name, f.known, f.gender = person, who.entity, who.name, who.known, who.gender
	}
	r.tell()
}

// follows tells whether what begins at a token stands behind a comma, or behind an age in commas.
func (r *resolver) follows(at, from int) bool {
	p := r.p
	if !p.is(at, ",") {
		return false
	}
	if at++; at < from && p.tokens[at].kind == number {
		at++
		if p.is(at, "років", "роки", "рік", "лет", "года", "год") {
			at++
		}
		if !p.is(at, ",") {
			return false
		}
		at++
	}
	return at == from
}

// outlets gives the outlets their entities: the same name is the same outlet in every case form, a word alone («виданню»)
// is the one named last.
func (r *resolver) outlets() {
	names := map[string]int{} // by the stems of the name
	shown := map[int]string{}
	known := map[int]string{}
	for i := range r.phrase {
		f := &r.phrase[i]
		if f.kind == person || f.name == "" || f.to == f.from {
			continue
		}
		k := strings.Join(keys(f.name), " ")
		e, ok := names[k]
		if !ok {
			e = r.next()
			names[k], shown[e], known[e] = e, f.name, f.known
		}
		f.entity, f.name, f.known = e, shown[e], known[e]
	}
	quoted := map[string]int{} // institutions by the stems of their name in quotation marks: «компанія «Нафтогаз»»
	for i := range r.phrase {
		f := &r.phrase[i]
		if f.kind == institution && f.to > f.head+2 && r.p.tokens[f.to-1].kind == closer {
			for j := f.to - 2; j > f.head; j-- {
				if r.p.tokens[j].kind == opener {
					k := strings.Join(keys(r.p.text(r.p.tokens[j+1].start, r.p.tokens[f.to-2].end)), " ")
					if _, ok := quoted[k]; !ok {
						quoted[k] = i
					}
					break
				}
			}
		}
	}
	for i := range r.phrase {
		f := &r.phrase[i]
		if f.same == "" {
			continue
		}
		if at, ok := quoted[f.same]; ok {
			g := &r.phrase[at]
			f.kind, f.lemma, f.text, f.same, f.gender, f.cases = institution, g.lemma, g.text, "", g.gender, r.before(f.from)
		} else if _, ok := names[f.same]; !ok && r.p.is(f.from-1, "у", "в") && r.p.tokens[f.from-1].para == r.p.tokens[f.from].para && f.to < len(r.p.tokens) && r.verbs[r.p.tokens[f.to].lower].plural {
			f.kind, f.lemma, f.same, f.cases = institution, f.same, "", locative
			f.text = r.titled(f)
		}
	}
	for i := range r.phrase { // named in quotation marks beside a verb only: «пише «Калинопільський тиждень»»
		f := &r.phrase[i]
		if f.same == "" {
			continue
		}
		_, ok := names[f.same]
		switch {
		case ok:
		case r.reports(f):
			e := r.next()
			names[f.same], shown[e] = e, r.p.text(r.p.tokens[f.from+1].start, r.p.tokens[f.to-2].end)
		case r.toldTo(f):
			e := r.next()
			names[f.same], shown[e] = e, r.titleOf(f.from+1, f.to-1)
			f.cases = dative
		}
	}
	last := -1
	bare := map[string]int{}
	for i := range r.phrase {
		f := &r.phrase[i]
		if f.kind != outlet {
			continue
		}
		switch {
		case f.same != "":
			e, ok := names[f.same]
			if !ok {
				f.to = f.from
				continue
			}
			f.entity, f.name, f.known = e, shown[e], known[e]
			last = e
		case f.name != "":
			last = f.entity
		case last >= 0:
			f.entity, f.name, f.known = last, shown[last], known[last]
		default:
			e, ok := bare[f.lemma]
			if !ok {
				e = r.next()
				bare[f.lemma] = e
			}
			f.entity, f.name = e, f.lemma
		}
	}
}

// titled brings a name in quotation marks that stands in the locative into the nominative, if it is one word.
func (r *resolver) titled(f *phrase) string {
	text := r.p.text(r.p.tokens[f.from+1].start, r.p.tokens[f.to-2].end)
	if f.to-f.from != 3 || r.p.lang == "en" {
		return text
	}
	best, score := "", -9
	for _, gender := range []byte{'m', 'f'} {
		for _, d := range r.decl.readings(r.p.tokens[f.from+1].lower, 'f', gender) {
			if s := likely(d.name, gender); d.cases&locative != 0 && s > score {
				best, score = d.name, s
			}
		}
	}
	if best == "" {
		return text
	}
	return r.p.sameCase(f.from+1, best)
}

// reports tells whether a name in quotation marks stands where an outlet does.
func (r *resolver) reports(f *phrase) bool {
	return f.from > 0 && r.p.tokens[f.from-1].para == r.p.tokens[f.from].para && reporting[r.p.tokens[f.from-1].lower] ||
		f.to < len(r.p.tokens) && r.p.tokens[f.to].para == r.p.tokens[f.from].para && reporting[r.p.tokens[f.to].lower]
}

// toldTo tells whether something was said to what is named: «сказала «Нашому радіо»», «у коментарі «Науковому огляду»». The
// name is in the dative, which no quotation would be.
func (r *resolver) toldTo(f *phrase) bool {
	p := r.p
	if p.lang == "en" || f.from == 0 || p.tokens[f.from-1].para != p.tokens[f.from].para {
		return false
	}
	before := p.tokens[f.from-1].lower
	verb := r.verbs[before]
	if verb.class&cueSays == 0 && !conversations[before] {
		return false
	}
	first, last := p.tokens[f.from+1], p.tokens[f.to-2]
	if first.end == last.end {
		return conversations[before] && hasAny(last.lower, "у", "ю", "ові", "еві")
	}
	return r.adjectival(first.lower) && hasAny(first.lower, "ому", "ьому", "ій") && !r.isVerb(f.from+1)
}

var conversations = set("коментарі коментар інтерв’ю комментарии интервью ефірі етері бесіді")

var reporting = set("пише пишуть писав писала писало повідомляє повідомляють повідомляв повідомляла повідомляло повідомило передає передають передавав інформує інформують цитує цитують публікує опублікував опублікувало оприлюднив пишет пишут писал писала сообщает сообщают сообщил сообщало передает передаёт передают цитирует цитируют публикует посиланням-на")

// others gives the roles, institutions and groups without a name their entities: the same head word and no other words
// beside it is the same one; a role that one person of the text has is that person.
func (r *resolver) others() {
	type other struct {
		entity int
		words  map[string]bool
		text   string
		first  int // the first phrase that names it
		at     int // the one that names it in full
		kind   mentionKind
	}
	seen := map[string][]*other{}
	firstAt := map[int]int{}
	for i := range r.phrase {
		if f := &r.phrase[i]; f.kind == person && f.to > f.from {
			if _, ok := firstAt[f.entity]; !ok {
				firstAt[f.entity] = i
			}
		}
	}
	of := make([]*other, len(r.phrase))
	for i := range r.phrase {
		f := &r.phrase[i]
		if f.kind == person || f.kind == outlet || f.name != "" || f.to == f.from {
			continue
		}
		words := map[string]bool{}
		for _, k := range keys(f.text) {
			words[k] = true
		}
		if f.kind == role && !f.plural && !r.unnamed(f) {
			if g := r.holder(f, i, words, firstAt); g != nil {
				f.kind, f.entity, f.name, f.known, f.role = person, g.entity, g.name, g.known, g.role
				f.gender = genderOf(g.gender, f.gender)
				continue
			}
		}
		id := f.lemma
		var same *other
		list := seen[id]
		for k := len(list) - 1; k >= 0 && k > len(list)-8 && same == nil; k-- {
			if o := list[k]; o.kind == f.kind && (subset(words, o.words) || subset(o.words, words)) {
				same = o
			}
		}
		if same == nil {
			same = &other{entity: r.next(), words: words, text: f.text, first: i, at: i, kind: f.kind}
			seen[id] = append(list, same)
		}
		if len(words) > len(same.words) {
			same.words, same.text, same.at = words, f.text, i
		}
		f.entity, of[i] = same.entity, same
	}
	for _, list := range seen { // «дирекція заводу» after «завод «Металіст»» is that plant's
		for _, o := range list {
			f := &r.phrase[o.at]
			if o.kind != institution || f.to != f.head+2 || r.p.lang == "en" {
				continue
			}
			for _, k := range r.words(r.p.tokens[f.head+1].lower) {
				whole := seen[k.lemma]
				if k.kind != institution || len(whole) != 1 || whole[0].first >= o.first || whole[0] == o {
					continue
				}
				if g := &r.phrase[whole[0].at]; g.to > g.head+1 {
					o.text += " " + r.p.text(r.p.tokens[g.head+1].start, r.p.tokens[g.to-1].end)
				}
				break
			}
		}
	}
	for i := range r.phrase {
		if o := of[i]; o != nil {
			r.phrase[i].name = o.text
			if r.phrase[i].kind == role {
				r.phrase[i].role = lowerFirst(o.text)
			}
		}
	}
}

// unnamed tells whether the text says that a role's name is kept back: «один режисер», «співробітник, який попросив не
// називати його імені».
func (r *resolver) unnamed(f *phrase) bool {
	if r.p.is(f.from, "один", "одна", "одного", "однієї", "інший", "інша", "another", "one", "a", "an", "другой", "другая") {
		return true
	}
	if !r.p.is(f.to, ",") || !r.p.is(f.to+1, "який", "яка", "что", "который", "которая", "who") {
		return false
	}
	for j := f.to + 2; j < f.to+6; j++ {
		if r.p.is(j, "попросив", "попросила", "побажав", "побажала", "схотів", "схотіла", "захотів", "захотіла", "анонімно", "анонімність", "анонімності", "попросил", "попросила", "пожелал", "пожелала", "захотел", "захотела", "asked", "declined", "requested") {
			return true
		}
	}
	return false
}

// holder finds the one person named so far that has a role.
func (r *resolver) holder(f *phrase, at int, words map[string]bool, firstAt map[int]int) *figure {
	var found *figure
	for _, g := range lastOf(r.byLemma[f.lemma]) {
		first, ok := firstAt[g.entity]
		if !ok || first > at || g.lemma != f.lemma || f.gender != 0 && g.gender != 0 && f.gender != g.gender && !bothGenders[f.lemma] || found == g {
			continue
		}
		has := map[string]bool{}
		for _, k := range keys(g.role) {
			has[k] = true
		}
		if !subset(words, has) {
			continue
		}
		if found != nil {
			return nil
		}
		found = g
	}
	return found
}

func subset(a, b map[string]bool) bool {
	for k := range a {
		if !b[k] {
			return false
		}
	}
	return true
}
