package newsroom

import (
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
)

// readers finds out who the authors and the sources of a story are among the readers of its site. It tells of every name that
// nobody goes by at once. A reader who is renamed later stays who is meant: the story keeps the ID.
func (p *publication) readers(s *rozmova.Story) error {
	if p.draft.desk {
		return nil // the story has them
	}
	var keys []string
	for _, n := range slices.Concat(p.draft.Authors, p.draft.Readers) {
		if n.Name != "" {
			keys = append(keys, lang.PenKey(n.Name))
		}
	}
	slices.Sort(keys)
	found, err := p.tx.ReadersNamed(p.d.site.ID, slices.Compact(keys))
	if err != nil {
		return err
	}
	known := map[string]*rozmova.Reader{} // folded, as no two of a site look alike
	for _, r := range found {
		known[lang.PenKey(r.PenName)] = r
	}
	wrong := findings{file: p.draft.File}
	find := func(n PenName, field string) rozmova.ID[rozmova.Reader] {
		if r := known[lang.PenKey(n.Name)]; r != nil {
			return r.ID
		}
		wrong.refuse(n.Line, field, "publish.reader_unknown", "Name", shown(n.Name))
		return rozmova.ID[rozmova.Reader]{}
	}
	s.Authors = nil
	for _, n := range p.draft.Authors {
		if id := find(n, "authors"); !slices.Contains(s.Authors, id) {
			s.Authors = append(s.Authors, id)
		}
	}
	for i, n := range p.draft.Readers {
		if n.Name != "" {
			s.Sources[i].Reader = find(n, "reader")
		}
	}
	return wrong.err()
}
