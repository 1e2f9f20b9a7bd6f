package attribution

// kinds of complement: what follows a cue.
const (
	clause    = iota + 1 // «, що …»
	colon                // «: …»
	quotation            // «…» right behind, or behind a comma
)

// complement finds where the clause or quotation behind a cue begins: its first unit, and its kind, 0 if none does.
func (f *finder) complement(s *sentence, c cue) (int, int) {
	p, end := f.p, s.end(f.p)
	commas := 0
	if p.lang == "en" {
		return f.englishComplement(s, c, end)
	}
	for j := c.last; j < end && j < c.last+30; j++ {
		u := s.units[j]
		if u.quote >= 0 {
			if (j == end-1 || p.divides(s.units[j+1]) == "," || p.is(s.units[j+1].from, "і", "й", "та", "и")) && commas == 0 && f.mentionAt[u.from] < 0 && p.capital(u.from+1) && j == c.last && f.spokenAloud(u.quote) {
				return j, quotation
			}
			continue
		}
		switch m := p.divides(u); m {
		case ":":
			if commas > 1 {
				return 0, 0
			}
			return j + 1, colon
		case ",":
			if j+1 < end && p.is(s.units[j+1].from, complementizers...) {
				if p.is(s.units[j+1].from, "мовляв", "мол") {
					return j + 1, clause
				}
				return j + 2, clause
			}
			if commas++; commas > 2 || j+1 < end && f.coordinate(s.units[j+1].from) {
				return 0, 0
			}
			if commas == 1 && j == c.last {
				continue
			}
		case "–":
			if j+1 < end && s.units[j+1].quote >= 0 && j == c.last {
				return j + 1, quotation
			}
			return 0, 0
		case ";", "?", "!", "…", ".":
			return 0, 0
		case "(":
			for j < end && !p.is(s.units[j].from, ")") {
				j++
			}
		default:
			if fm, ok := f.forms[p.tokens[u.from].lower]; ok && fm.class&cueReacts == 0 && f.mentionAt[u.from] < 0 {
				return 0, 0
			}
		}
	}
	return 0, 0
}

// spokenAloud tells whether a quotation is long enough to be a sentence.
func (f *finder) spokenAloud(q int) bool {
	from, to := f.p.inside(q)
	return to-from >= 3 || to > from && f.p.is(to-1, "!", "?", "…")
}

// englishComplement: that is left away as often as not.
func (f *finder) englishComplement(s *sentence, c cue, end int) (int, int) {
	p, j := f.p, c.last
	told := p.is(c.to-1, "told", "tells", "tell", "telling", "warned", "assured", "informed", "reminded")
	if told && j < end { // the one it was told to
		if m := f.mentionAt[s.units[j].from]; m >= 0 {
			for j < end && s.units[j].from < f.ms[m].to {
				j++
			}
		} else if p.is(s.units[j].from, "him", "her", "them", "us", "me", "you", "reporters", "journalists", "councillors", "residents", "fans", "parents", "workers") {
			j++
		} else {
			for k := j; k < end && k < j+5; k++ {
				if p.is(s.units[k].from, "that", ":", ",") || s.units[k].quote >= 0 {
					j = k
					break
				}
			}
		}
	}
	for k := j; k < end && k < j+9; k++ {
		u := s.units[k]
		if u.quote >= 0 {
			if k == j {
				return k, quotation
			}
			break
		}
		switch m := p.divides(u); m {
		case ":":
			return k + 1, colon
		case ",":
			if k+1 < end && s.units[k+1].quote >= 0 {
				return k + 1, quotation
			}
			k = end
			continue
		}
		if p.is(u.from, "that") && k+1 < end && f.mentionAt[u.from] < 0 {
			return k + 1, clause
		}
		if _, ok := f.forms[p.tokens[u.from].lower]; ok && k > j {
			break
		}
	}
	if j >= end || p.divides(s.units[j]) != "" && s.units[j].quote < 0 {
		return 0, 0
	}
	if w := p.tokens[s.units[j].from].lower; prepositions[w] && w != "on" && w != "in" && w != "at" && w != "after" || w == "to" || w == "so" || w == "as" {
		return 0, 0
	} else if prepositions[w] { // said on Monday the roof …: only before a name of a day
		if j+1 < end && p.is(s.units[j+1].from, "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday") {
			j += 2
		} else {
			return 0, 0
		}
	}
	if end-j < 3 {
		return 0, 0
	}
	return j, clause
}
