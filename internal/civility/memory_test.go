//go:build !race

package civility_test

import (
	"testing"

	"github.com/rozmova/rozmova/internal/civility"
)

// The race detector throws away what is kept for the next text, so these tests run without it (scripts/test does).

func TestJudgeTakesLittleMemory(t *testing.T) {
	m := load(t)
	for _, text := range []string{comment, "Та ти справжній дебіл, Васю, як можна таке п и с а т и людям", "i ty tezh debil"} {
		in := &civility.Input{Text: text}
		m.Judge(in)
		r := testing.Benchmark(func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Judge(in)
			}
		})
		if r.AllocedBytesPerOp() > 4<<10 {
			t.Errorf("%q: %d bytes a verdict, more than 4 KB", text, r.AllocedBytesPerOp())
		}
	}
}

func TestMemoryOfWhatASiteTaught(t *testing.T) {
	m := blank()
	taughtOne, _ := civility.LearnSite(m, site(240, taught), 1)
	now := m.With(taughtOne)
	in := &civility.Input{Text: "Вокзал відкрили о шостій"}
	if f := now.Judge(in); f.Spans != nil {
		t.Fatalf("it passes: %+v", f) // and what marks words allocates
	}
	if before, after := testing.AllocsPerRun(100, func() { m.Judge(in) }), testing.AllocsPerRun(100, func() { now.Judge(in) }); after > before+.5 {
		t.Errorf("%v, before %v", after, before)
	}
}
