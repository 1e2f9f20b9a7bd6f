package civility

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update-read", false, "write readtriples.bin and readspare.txt from the shared data")

// cleanFiles are what the guards are learnt from.
var cleanFiles = []string{"train-uk-open", "train-ru-open", "train-en-open"}

// The guards against reading what nobody hid are learnt from clean comments; run with -update-read after the word lists change.
func TestUsual(t *testing.T) {
	if !*update {
		if len(usualTriples) != 2*tripleBits/8 {
			t.Errorf("readtriples.bin has %d bytes, want %d", len(usualTriples), 2*tripleBits/8)
		}
		return
	}
	rare := [2]int{3, 12} // distinct words that a triple must have, Cyrillic and Latin: the English files are many times the others
	x := newLens(newLexicon())
	x.spare = x.spareTrie(spareStems)
	p := x.page()
	seen := map[string]bool{}
	counts := make([]int, 2*tripleBits)
	var texts []string
	for _, name := range cleanFiles {
		for _, r := range dataRows(t, name) {
			if r.Toxic == nil || *r.Toxic != 0 {
				continue
			}
			texts = append(texts, r.Text)
			p.read(r.Text)
			for i := range p.readings[0] {
				w := &p.readings[0][i]
				if w.kind != letters || w.flags&mixed == mixed || p.x.isRude(p.text(w)) {
					continue
				}
				s := x.lexicon.letterString(string(p.text(w)))
				if seen[s] {
					continue
				}
				seen[s] = true
				for k := -1; k <= len(s)-2; k++ {
					counts[tripleAt([]byte(s), k)]++
				}
			}
		}
	}
	bits := make([]byte, 2*tripleBits/8)
	for bit, n := range counts {
		if n >= rare[bit/tripleBits] {
			bits[bit/8] |= 1 << (bit % 8)
		}
	}
	if err := os.WriteFile("readtriples.bin", bits, 0o644); err != nil {
		t.Fatal(err)
	}
	usualTriples = string(bits)
	hits := map[string]int{}
	for _, text := range texts {
		p.read(text)
		for reading := 1; reading < 3; reading++ {
			if !p.differs[reading] {
				continue
			}
			for i := range p.readings[reading] {
				w := &p.readings[reading][i]
				if w.kind != letters || !x.isRude(p.text(w)) {
					continue
				}
				for k := range p.readings[0] {
					v := &p.readings[0][k]
					if v.start == w.start && v.end == w.end && v.kind == letters && v.flags&mixed != mixed && !x.isRude(p.text(v)) {
						hits[string(p.text(v))]++
					}
				}
			}
		}
	}
	var list []string
	for word, n := range hits {
		if n > 1 {
			list = append(list, word)
		}
	}
	slices.Sort(list)
	t.Log(len(list), "spare words")
	if err := os.WriteFile("readspare.txt", []byte(strings.Join(list, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}
