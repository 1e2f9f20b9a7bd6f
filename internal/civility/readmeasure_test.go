package civility

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A hiddenRow is a row of the obfuscation set.
type hiddenRow struct {
	Text, Original, Method, Lang string
	Toxic                        *float64
}

// dataRows reads a file of the shared data; the test is skipped where the data is not here.
func dataRows(tb testing.TB, name string) []hiddenRow {
	tb.Helper()
	dir := os.Getenv("ROZMOVA_DATA")
	if dir == "" {
		tb.Skip("ROZMOVA_DATA is not set")
	}
	file, err := os.Open(filepath.Join(dir, "civility", name+".jsonl.gz"))
	if err != nil {
		tb.Skip("no ", name)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		tb.Fatal(err)
	}
	var rows []hiddenRow
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var r hiddenRow
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			tb.Fatal(err)
		}
		rows = append(rows, r)
	}
	return rows
}

func (p *page) wordsOf(reading int) (all []string) {
	for i := range p.readings[reading] {
		if w := &p.readings[reading][i]; w.kind == letters {
			all = append(all, p.x.lexicon.letterString(string(p.text(w))))
		}
	}
	return all
}

// measureHidden gives for every method and language how many rows were restored, and how many of the rude words that were hidden.
func measureHidden(rows []hiddenRow, p *page, missed func(method, lang, word string, r hiddenRow)) (same, all, found, rude map[[2]string]int) {
	same, all, found, rude = map[[2]string]int{}, map[[2]string]int{}, map[[2]string]int{}, map[[2]string]int{}
	for _, r := range rows {
		key := [2]string{r.Method, r.Lang}
		p.read(r.Original)
		want := p.wordsOf(0)
		var bad []string
		for i := range p.readings[0] {
			w := &p.readings[0][i]
			if w.kind == letters && p.x.isRude(p.text(w)) {
				bad = append(bad, p.x.lexicon.letterString(string(p.text(w))))
			}
		}
		p.read(r.Text)
		plainly := strings.Join(p.wordsOf(0), " ")
		all[key]++
		equal := false
		for reading := range p.readings {
			equal = equal || strings.Join(p.wordsOf(reading), " ") == strings.Join(want, " ")
		}
		if equal {
			same[key]++
		}
		if r.Toxic == nil || *r.Toxic != 1 {
			continue
		}
		for _, b := range bad {
			if r.Method != "case" && r.Method != "zero-width" && strings.Contains(" "+plainly+" ", " "+b+" ") {
				continue // not the one that was hidden
			}
			rude[key]++
			ok := false
			for reading := range p.readings {
				for _, w := range p.wordsOf(reading) {
					ok = ok || w == b
				}
			}
			if !ok { // another form of the same word will do
				for reading := range p.readings {
					for i := range p.readings[reading] {
						w := &p.readings[reading][i]
						ok = ok || w.flags&hidden != 0 && w.kind == letters && p.x.isRude(p.text(w)) || reading == 2 && p.differs[2] && p.x.isRude(p.text(w))
						ok = ok || w.kind == letters && p.x.isRude(p.text(w)) && strings.HasPrefix(p.x.lexicon.letterString(string(p.text(w))), b[:min(len(b), 3)])
						ok = ok || w.kind == letters && w.flags&stretched != 0 && p.x.isRude(p.text(w))
					}
				}
			}
			if ok {
				found[key]++
			} else {
				missed(r.Method, r.Lang, b, r)
			}
		}
	}
	return
}

// Rude words that were hidden are found again, by every method, and nearly none comes of clean comments.
func TestMeasure(t *testing.T) {
	p := newPage(newLexicon())
	same, all, found, rude := measureHidden(dataRows(t, "dev-obfuscation"), p, func(string, string, string, hiddenRow) {})
	floors := map[string]float64{"case": 1, "zero-width": 1, "homoglyph": 0.95, "leet": 0.95, "dots": 0.95, "spaces": 0.95, "stretch": 0.95,
		"mask": 0.93, "swap": 0.70, "translit": 0.93}
	sum, of := map[string]int{}, map[string]int{}
	for _, key := range slices.SortedFunc(maps.Keys(all), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		t.Logf("%-10s %s: %3d of %3d rows restored, %3d of %3d rude words", key[0], key[1], same[key], all[key], found[key], rude[key])
		sum[key[0]] += found[key]
		of[key[0]] += rude[key]
	}
	got, want := 0, 0
	for method, floor := range floors {
		got, want = got+sum[method], want+of[method]
		if share := float64(sum[method]) / float64(max(1, of[method])); of[method] > 20 && share < floor {
			t.Errorf("%s: %.3f of the rude words found, want %.2f", method, share, floor)
		}
	}
	share := float64(got) / float64(max(1, want))
	t.Logf("%d of %d rude words: %.3f", got, want, share)
	if want > 100 && share < 0.95 {
		t.Errorf("%.3f of the rude words found, want 0.95", share)
	}
	for _, name := range []string{"train-uk-open", "train-en-open"} {
		words, bad := 0, 0
		for _, r := range dataRows(t, name) {
			if r.Toxic == nil || *r.Toxic != 0 {
				continue
			}
			p.read(r.Text)
			words += len(p.readings[0])
			if p.differs[1] {
				bad += madeRude(p)
			}
		}
		t.Logf("%s: rude words of nothing rude: %d of %d words", name, bad, words)
		if bad*10_000 > words {
			t.Errorf("%s: %d of %d clean words are read as rude, want 1 in 10,000 at most", name, bad, words)
		}
	}
}

// madeRude counts the rude words of reading 1 that cover nothing rude as written.
func madeRude(p *page) (n int) {
	for i := range p.readings[1] {
		w := &p.readings[1][i]
		if w.kind == letters && p.x.isRude(p.text(w)) && !slices.ContainsFunc(p.readings[0], func(v word) bool {
			return v.start >= w.start && v.end <= w.end && p.x.isRude(p.text(&v))
		}) {
			n++
		}
	}
	return n
}
