package attribution

import "strings"

// around reads the words before and behind an inserted cue: the longer piece is the content. done is the unit up to which
// all is read, limit the unit where the words behind end. It gives the unit up to which it read.
func (f *finder) around(s *sentence, c cue, done, limit int, list []*claim) (*claim, int) {
	p := f.p
	from, to := f.extent(s, c)
	start := done
	if len(list) > 0 {
		start = max(start, f.piece(s, done, from))
	}
	for start < from && f.opens(s, start, from) {
		start++
	}
	if p.is(s.units[start].from, "що", "что", "that") && start < from {
		start++
	}
	before, ok1 := f.trim(s, start, from)
	behind, ok2 := f.trim(s, to, limit)
	if ok1 && ok2 && f.joins(s, to, limit) {
		ok2 = false
	}
	one := before
	switch {
	case !ok1 && !ok2:
		return nil, done
	case !ok1, ok2 && behind.to-behind.from >= before.to-before.from:
		one = behind
	}
	if ok1 && ok2 {
		one.sure = 0.7
	}
	if one == before && !ok2 {
		limit = to
	}
	f.unmark(s, one)
	one.cue = &c
	one.by = f.speaker(s, c, nil)
	if one.by.nobody() && (c.form.class&cuePhrase == 0 || c.owner != "" || f.outer != nil) {
		return nil, done
	}
	if one == before {
		f.behindColon(s, one, start, from)
	}
	one.sure = weigh(one.sure, one.by)
	one.via = f.through(s, c)
	if one.by.ok && one.by.kind == outlet && one.via == "" {
		one.via = one.by.name
	}
	return one, limit
}

// behindColon leaves away what stands before a colon and tells of the speaker: «Рятувальники версії не підтверджують: причину
// назве експертиза, кажуть вони».
func (f *finder) behindColon(s *sentence, one *claim, start, from int) {
	p := f.p
	for k := start + 1; k+1 < from; k++ {
		if s.units[k].quote >= 0 || !p.is(s.units[k].from, ":") {
			continue
		}
		for i := start; i < k; i++ {
			if n := f.mentionAt[s.units[i].from]; n >= 0 && f.ms[n].entity == one.by.entity && f.ms[n].cases&nominative != 0 {
				if rest, ok := f.trim(s, k+1, from); ok {
					one.from, one.to, one.mode = rest.from, rest.to, rest.mode
				}
				return
			}
		}
		return
	}
}

// unmark makes a statement direct whose whole content is one quotation.
func (f *finder) unmark(s *sentence, c *claim) {
	if q := f.p.opened(c.from); q >= 0 && f.p.quotes[q].close+1 == c.to && c.mode != "direct" && f.p.capital(c.from+1) {
		f.unquote(c, q)
	}
}

// extent gives the units of the inserted words: the segment of the cue and those of what is said of its speaker.
func (f *finder) extent(s *sentence, c cue) (from, to int) {
	p := f.p
	seg := s.segments[c.segment]
	if c.form.class&cuePhrase != 0 {
		from, to = c.unit, c.last
		for from > seg.from && p.is(s.units[from-1].from, "і", "а", "та", "але", "и", "но") {
			from--
		}
		if to < seg.to && to < len(s.units) && f.p.divides(s.units[to]) == "" {
			return from, to
		}
		return from, f.apposed(s, c.segment, to)
	}
	return seg.from, f.apposed(s, c.segment, seg.to)
}

// apposed skips the clauses behind a speaker that tell of the speaker: «, яка працює на вході,».
func (f *finder) apposed(s *sentence, k, to int) int {
	p := f.p
	for k+1 < len(s.segments) {
		next := s.segments[k+1]
		if p.is(s.units[next.from].from, "citing", "посилаючись", "ссылаясь") || next.from+1 < next.to && p.is(s.units[next.from+1].from, "посиланням", "ссылкой") {
			k++
			to = next.to
			continue
		}
		if w := p.tokens[s.units[next.from].from].lower; next.before == "," && p.lang != "en" && len(w) > 10 && hasAny(w, "ючи", "ячи", "вши", "вшись", "чись") {
			k++
			to = next.to
			continue
		}
		if next.before != "," || !next.sub || !relatives[p.tokens[s.units[next.from].from].lower] && !relatives[p.tokens[s.units[min(next.from+1, len(s.units)-1)].from].lower] {
			break
		}
		k++
		to = next.to
	}
	return to
}

// opens tells whether a unit at the beginning of a sentence only joins it to the one before: «Водночас, …», «Крім того, …».
func (f *finder) opens(s *sentence, i, end int) bool {
	p := f.p
	if s.units[i].quote >= 0 {
		return false
	}
	if i == 0 || p.divides(s.units[i-1]) != "" {
		if p.is(s.units[i].from, "водночас", "також", "утім", "втім", "однак", "проте", "але", "а", "натомість", "отже", "тим", "крім", "до", "своєю", "зі", "між", "зокрема", "тоді", "впрочем", "однако", "кроме", "при", "но", "также", "however", "meanwhile", "but", "і", "и") {
			for j := i; j < end && j < i+4; j++ {
				if p.divides(s.units[j]) == "," && j+1 < end {
					return true
				}
			}
			return p.is(s.units[i].from, "але", "а", "но", "однак", "проте", "but", "і", "и")
		}
	}
	return false
}

// piece gives where the clause before an inserted cue begins when a statement ends before it.
func (f *finder) piece(s *sentence, done, from int) int {
	p := f.p
	for done < from && (p.divides(s.units[done]) != "" && s.units[done].quote < 0 || p.is(s.units[done].from, "бо", "адже", "оскільки", "але", "а", "і", "що", "потому", "ведь", "но", "и", "that")) {
		done++
	}
	return done
}

// joins tells whether what stands behind an inserted cue goes on with something else.
func (f *finder) joins(s *sentence, from, to int) bool {
	for from < to && f.p.divides(s.units[from]) != "" && s.units[from].quote < 0 {
		from++
	}
	return from >= to
}

// backward reads «Про це повідомив X»: the content is the sentence before.
func (f *finder) backward(s, before *sentence) *claim {
	p := f.p
	if before == nil || f.outer != nil {
		return nil
	}
	if one := f.thus(s, before); one != nil {
		return one
	}
	i := 0
	for i < len(s.units) && p.is(s.units[i].from, "про", "об", "о", "такі", "таку", "такую", "такие", "відповідну") && i < 2 {
		i++
	}
	if i == 0 || i >= len(s.units) || !p.is(s.units[i].from, "це", "цьому", "этом", "дані", "інформацію", "информацию", "данные", "думку", "заяву", "позицію", "прогноз", "висновок", "мнение", "заявление", "позицию", "вывод") {
		return nil
	}
	cues := f.cues(s)
	if len(cues) == 0 {
		if c, ok := f.inPlace(s, i+1); ok {
			c.form.class |= cueSays
			cues = append(cues, c)
		}
	}
	for _, c := range cues {
		if c.unit < i || c.unit > i+8 || c.form.class&(cueSays|cueReacts) == 0 || c.form.class&cuePhrase != 0 {
			continue
		}
		if _, kind := f.complement(s, c); kind == clause || kind == colon {
			return nil
		}
		by := f.speakerOf(s, c)
		if by.nobody() {
			return nil
		}
		one, ok := f.trim(before, 0, before.end(p))
		if !ok {
			return nil
		}
		for n := len(f.claims) - 1; n >= 0 && n >= len(f.claims)-3; n-- { // that sentence has a speaker of its own
			if last := f.claims[n]; last.to > one.from {
				return nil
			}
		}
		one.cue, one.by, one.sure = &c, by, 0.85*by.sure
		one.via = f.through(s, c)
		for _, other := range f.cues(s) {
			if other.unit > c.unit {
				if w := f.speakerOf(s, other); w.kind == outlet && !w.nobody() {
					one.via = w.name
				}
			}
		}
		if by.kind == outlet && one.via == "" {
			one.via = by.name
		}
		return one
	}
	return nil
}

// thus reads «Так про це розповідає X» behind a quotation that stands alone.
func (f *finder) thus(s, before *sentence) *claim {
	p := f.p
	if !p.is(s.units[0].from, "так", "такими", "так") || before.units[0].quote < 0 || before.end(p) != 1 {
		return nil
	}
	for _, c := range f.cues(s) {
		if c.unit > 4 || c.form.class&(cueSays|cueReacts) == 0 || c.form.class&cuePhrase != 0 {
			continue
		}
		if _, kind := f.complement(s, c); kind != 0 {
			return nil
		}
		by := f.speakerOf(s, c)
		if by.nobody() {
			return nil
		}
		one := &claim{cue: &c, by: by}
		f.unquote(one, before.units[0].quote)
		one.sure = weigh(0.85, by)
		one.via = f.through(s, c)
		return one
	}
	return nil
}

// continued reads a sentence without a cue that goes on with an indirect statement about what will be: «До того часу …
// перебуватимуть».
func (f *finder) continued(s, before *sentence) *claim {
	p, last := f.p, f.last()
	if last == nil || before == nil || last.mode == "direct" || last.by.nobody() || last.cue == nil {
		return nil
	}
	at := p.tokens[s.units[0].from]
	if at.para != p.tokens[last.to-1].para || before.units[len(before.units)-1].to < last.to || before.units[0].from > last.from || last.by.kind == outlet {
		return nil
	}
	if !p.is(s.units[0].from, "до", "після", "перед", "при", "крім", "тоді", "потім", "після", "далі", "після", "после", "тогда", "затем", "кроме", "по") || !p.is(s.units[0].to, "того", "цього", "этого", "цьому", "этом", "чого", "тих", "цей") && len(at.lower) < 8 {
		return nil
	}
	if !f.future(last) {
		return nil
	}
	for _, u := range s.units {
		if u.quote < 0 && future(p.tokens[u.from].lower) {
			one, ok := f.trim(s, 0, s.end(p))
			if !ok {
				return nil
			}
			one.by, one.via, one.sure = last.by, last.via, 0.5*last.by.sure
			return one
		}
	}
	return nil
}

// future tells whether a content speaks of what will be.
func (f *finder) future(c *claim) bool {
	for i := c.from; i < c.to; i++ {
		if w := f.p.tokens[i].lower; future(w) || f.p.tokens[i].kind == word && (strings.HasSuffix(w, "уться") || strings.HasSuffix(w, "нуть") || strings.HasSuffix(w, "иться")) {
			return true
		}
	}
	return false
}

func future(w string) bool {
	switch w {
	case "буде", "будуть", "будет", "будут":
		return true
	}
	return strings.HasSuffix(w, "тиме") || strings.HasSuffix(w, "тимуть") || strings.HasSuffix(w, "тимуться") || strings.HasSuffix(w, "тиметься")
}

// asIf reads what a speaker gives for a judgement behind a colon: «назвав слова «неправдою»: сирену, мовляв, увімкнули».
func (f *finder) asIf(s *sentence, c cue, judged *claim, end int) *claim {
	p := f.p
	if c.form.class&(cueNames|cueThinks) == 0 {
		return nil
	}
	for k := c.last; k < end; k++ {
		u := s.units[k]
		if u.quote >= 0 || u.from < judged.to || !p.is(u.from, "мовляв", "мол", "дескать") {
			continue
		}
		left := k
		for left > c.last && !p.is(s.units[left-1].from, ":", ";") && s.units[left-1].from >= judged.to {
			left--
		}
		before, ok1 := f.trim(s, left, k)
		one, ok2 := f.trim(s, k+1, end)
		if ok1 && (!ok2 || before.to-before.from > one.to-one.from) {
			one = before
		} else if !ok2 {
			return nil
		}
		one.via = judged.via
		one.cue = &cue{unit: k, last: k + 1, from: u.from, to: u.to, form: form{class: cueSays}, segment: max(s.segment(k), 0)}
		one.by, one.sure = judged.by, 0.75*judged.by.sure
		return one
	}
	return nil
}

// example parts the words of a speaker from the clause that they are given for: «скаржиться, що дорого: «Не вистачає»».
func (f *finder) example(s *sentence, c cue, one *claim) *claim {
	p := f.p
	for k := c.last; k+1 < len(s.units); k++ {
		u := s.units[k]
		if u.quote >= 0 || u.from <= one.from || u.to >= one.to || !p.is(u.from, ":") {
			continue
		}
		q := s.units[k+1].quote
		if q < 0 || s.units[k+1].to < one.to || one.mode == "direct" {
			return nil
		}
		if from, _ := p.inside(q); !p.capital(from) || !f.spokenAloud(q) {
			return nil
		}
		more := &claim{cue: one.cue, by: one.by, via: one.via, goesOn: true, sure: one.sure}
		f.unquote(more, q)
		more.sure = one.sure
		one.to = u.from
		one.mode = "indirect"
		f.shave(one)
		if f.quotes(p.units(one.from, one.to)) {
			one.mode = "mixed"
		}
		return more
	}
	return nil
}
