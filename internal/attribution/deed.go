package attribution

// deed gives the unit where the content of a leading cue ends because the sentence goes on with what its speaker did: «заявив, що
// трасу обробили вночі, і показав журнал». A comma before «і» closes the clause; that the verb is the speaker's tells its form, where no
// word of the clause has the same one.
func (f *finder) deed(s *sentence, c cue, end int) int {
	p := f.p
	if c.form.tense != 'p' || c.form.plural || c.form.nobody || c.form.gender == 0 || p.lang == "en" {
		return end
	}
	for k := c.segment + 2; k < len(s.segments); k++ {
		seg := s.segments[k]
		if seg.from >= end || seg.before != "," || seg.from+1 >= seg.to || !p.is(s.units[seg.from].from, "і", "й", "та", "и") {
			continue
		}
		verb := s.units[seg.from+1]
		if verb.quote >= 0 || f.mentionAt[verb.from] >= 0 || !pastOf(p.tokens[verb.from].lower, c.form.gender) {
			continue
		}
		own := true
		for _, u := range s.units[s.segments[c.segment+1].from:seg.from] {
			own = own && (u.quote >= 0 || !pastOf(p.tokens[u.from].lower, c.form.gender))
		}
		if own {
			return seg.from
		}
	}
	return end
}

// pastOf tells whether a word has the ending of a verb in the past of a gender.
func pastOf(w string, gender byte) bool {
	switch gender {
	case 'm':
		return len(w) > 6 && hasAny(w, "ав", "ив", "їв", "ів", "ув", "яв", "авсь", "ався", "ився", "ився", "увся", "ал", "ил", "ел", "ял", "ался", "ился")
	case 'f':
		return len(w) > 6 && hasAny(w, "ала", "ила", "їла", "іла", "ула", "яла", "алася", "илася", "улася", "алась", "илась", "ела", "ялась")
	}
	return false
}
