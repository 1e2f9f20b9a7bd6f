package attribution

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// annotated gives the annotated texts of a folder by their names.
func annotated(t *testing.T, dir string) map[string][2]string {
	t.Helper()
	golds, err := filepath.Glob(filepath.Join(dir, "*.gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	list := map[string][2]string{}
	for _, g := range golds {
		annotation, err := os.ReadFile(g)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(strings.TrimSuffix(g, ".gold.json") + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		list[filepath.Base(g)] = [2]string{string(text), string(annotation)}
	}
	return list
}

// TestAnnotationsFitTheirTexts: every span of every annotation says what stands there.
func TestAnnotationsFitTheirTexts(t *testing.T) {
	for _, dir := range []string{"../../data/attribution/dev", "../../data/attribution/kept"} {
		for name, a := range annotated(t, dir) {
			if _, err := ParseGold([]byte(a[1]), a[0]); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// asFound makes of an annotation what a finder without a fault would give.
func asFound(g *Gold) *Found {
	var one func(s *GoldStatement) Statement
	one = func(s *GoldStatement) Statement {
		st := Statement{Span: Span{s.Span[0], s.Span[1], s.Text}, Mode: s.Kind, Speaker: s.Speaker, SpeakerNamed: s.Named, Via: s.Via}
		if s.Cue != nil {
			st.Cue = &Span{s.Cue.Span[0], s.Cue.Span[1], s.Cue.Text}
		}
		if s.Side != "" {
			side := s.Side
			st.Side = &side
		}
		for i := range s.Nested {
			st.Nested = append(st.Nested, one(&s.Nested[i]))
		}
		return st
	}
	f := &Found{Lang: g.Lang}
	for i := range g.Statements {
		s := &g.Statements[i]
		f.Statements = append(f.Statements, one(s))
		if c := s.DateChange; c != nil {
			f.Developments = append(f.Developments, Change{From: Dated{Value: c.From}, To: Dated{Value: c.To}})
		}
	}
	for _, l := range g.LeftOut {
		f.LeftOut = append(f.LeftOut, LeftOut{Span: Span{l.Span[0], l.Span[1], l.Text}})
	}
	return f
}

const scoredText = `Міст закриють 3 квітня, а не 1 березня, повідомила мерка Оксана Ткач. «Ми не мали вибору», – додала вона. Депутат Лев Гай сказав, що рада про це не знала.
Підписуйтеся на наш канал.`

const scoredGold = `{"lang":"uk","sides":{"влада":"","рада":""},"statements":[
{"id":"S1","kind":"indirect","side":"влада","span":[0,38],"text":"Міст закриють 3 квітня, а не 1 березня","speaker":"Оксана Ткач","speaker_named":true,"via_outlet":null,"cue":{"text":"повідомила","span":[40,50]},"date_change":{"from":"--03-01","to":"--04-03"},"nested":[]},
{"id":"S2","kind":"direct","side":"влада","span":[71,88],"text":"Ми не мали вибору","speaker":"Оксана Ткач","speaker_named":true,"via_outlet":null,"cue":{"text":"додала","span":[93,99]},"nested":[]},
{"id":"S3","kind":"indirect","side":"рада","span":[131,152],"text":"рада про це не знала.","speaker":"Лев Гай","speaker_named":true,"via_outlet":null,"cue":{"text":"сказав","span":[119,125]},"nested":[]}],
"not_article_text":[{"text":"Підписуйтеся на наш канал.","span":[153,179]}]}`

// parsed reads the annotation above, mending its offsets by the words.
func parsed(t *testing.T) *Gold {
	t.Helper()
	var raw Gold
	if err := json.Unmarshal([]byte(scoredGold), &raw); err != nil {
		t.Fatal(err)
	}
	place := func(s *GoldSpan) {
		at := strings.Index(scoredText, s.Text)
		if at < 0 {
			t.Fatalf("no %q", s.Text)
		}
		from := len([]rune(scoredText[:at]))
		s.Span = [2]int{from, from + len([]rune(s.Text))}
	}
	for i := range raw.Statements {
		place(&raw.Statements[i].GoldSpan)
		place(raw.Statements[i].Cue)
	}
	place(&raw.LeftOut[0])
	annotation, err := json.Marshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	g, err := ParseGold(annotation, scoredText)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestEveryFaultShows: what is right scores full marks, and each fault moves its own figure.
func TestEveryFaultShows(t *testing.T) {
	name := func(s string) *string { return &s }
	g := parsed(t)
	full, misses := Compare(scoredText, asFound(g), asFound(g), g)
	if full.Gold != 3 || full.Found != 3 || full.Exact != 3 || full.Speaker != 3 || full.Via != 3 || full.Side != 3 || full.Cue != 3 || full.Mode != 3 || full.False != 0 ||
		full.Overlap() != 1 || full.ChangesIn != 1 || full.LeftIn != 1 || len(misses) != 0 {
		t.Fatalf("without a fault: %+v, %v", full, misses)
	}
	for what, tt := range map[string]struct {
		spoil func(f *Found)
		want  func(s *Score) bool
	}{
		"one is missed": {func(f *Found) { f.Statements = f.Statements[1:] }, func(s *Score) bool {
			return s.Found == 2 && s.Exact == 2 && s.False == 0 && s.Overlap() < 1 && s.ExactRate() < .67
		}},
		"another speaker": {func(f *Found) { f.Statements[1].Speaker = name("Лев Гай") }, func(s *Score) bool { return s.Speaker == 2 && s.False == 1 }},
		"no speaker":      {func(f *Found) { f.Statements[1].Speaker = nil }, func(s *Score) bool { return s.Speaker == 2 && s.False == 0 }},
		"an invented one": {func(f *Found) {
			f.Statements = append(f.Statements, Statement{Span: Span{102, 109, "Депутат"}, Mode: "direct", Speaker: name("Лев Гай")})
		}, func(s *Score) bool { return s.Found == 3 && s.Extra == 1 && s.False == 1 && s.Overlap() < 1 }},
		"a shorter span": {func(f *Found) { f.Statements[0].End -= 10 }, func(s *Score) bool { return s.Found == 3 && s.Exact == 2 && s.Overlap() < 1 }},
		"a full stop":    {func(f *Found) { f.Statements[2].End-- }, func(s *Score) bool { return s.Exact == 3 }},
		"another cue":    {func(f *Found) { f.Statements[0].Cue.Text = "закриють" }, func(s *Score) bool { return s.Cue == 2 }},
		"another mode":   {func(f *Found) { f.Statements[0].Mode = "mixed" }, func(s *Score) bool { return s.Mode == 2 }},
		"an outlet":      {func(f *Found) { f.Statements[0].Via = name("Укрінформ") }, func(s *Score) bool { return s.Via == 2 }},
		"the other side": {func(f *Found) { f.Statements[0].Side = name("рада") }, func(s *Score) bool { return s.Side == 2 }},
		"another date":   {func(f *Found) { f.Developments[0].To.Value = "--04-04" }, func(s *Score) bool { return s.ChangesIn == 0 && s.ChangesNot == 1 }},
		"nothing left":   {func(f *Found) { f.LeftOut = nil }, func(s *Score) bool { return s.LeftIn == 0 }},
	} {
		f := asFound(g)
		tt.spoil(f)
		if s, _ := Compare(scoredText, f, f, g); !tt.want(s) {
			t.Errorf("%s: %+v", what, s)
		}
	}
}

func TestNamesAreComparedByTheirWords(t *testing.T) {
	for _, tt := range []struct {
		a, b  string
		named bool
		same  bool
	}{
		{"Дар’я Коваль", "Дар'я  коваль", true, true}, {"Коваль", "Дар'я Коваль", true, false}, {"газета «Степ»", "Газета Степ", true, true},
		{"фінансове управління", "управління", false, true}, {"посадовець міністерства", "посадовця міністерств", false, true}, {"поліція", "прокуратура", false, false},
		{"", "поліція", false, false}, {"", "", true, true},
	} {
		if got := sameName(&tt.a, &tt.b, tt.named); got != tt.same {
			t.Errorf("%q and %q: %v", tt.a, tt.b, got)
		}
	}
}

func TestGoldOfAnotherTextIsRefused(t *testing.T) {
	if _, err := ParseGold([]byte(scoredGold), "Зовсім інший текст."); err == nil {
		t.Error("taken")
	}
	if _, err := ParseGold([]byte(`{"statements":[]}`), "Текст."); err == nil {
		t.Error("an empty annotation is taken")
	}
}
