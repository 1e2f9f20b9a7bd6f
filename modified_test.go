package rozmova_test

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

func TestModified(t *testing.T) {
	hour := func(n int) time.Time { return time.Date(2026, 11, 22, n, 0, 0, 0, time.UTC) }
	fix := func(n int, text string) rozmova.Correction {
		return rozmova.Correction{Kind: rozmova.Corrected, At: hour(n), Text: text}
	}
	story := func(changed int, state rozmova.StoryState, fixes ...rozmova.Correction) *rozmova.Story {
		return &rozmova.Story{State: state, Published: hour(8), Changed: hour(changed), Corrections: fixes}
	}
	told := func(s *rozmova.Story, n int) *rozmova.Story { s.Modified = hour(n); return s }
	for _, tt := range []struct {
		name          string
		before, after *rozmova.Story
		want          int
	}{
		{"it goes out", nil, story(8, rozmova.PublicStory), 8},
		{"it goes out with a correction from elsewhere", nil, story(8, rozmova.PublicStory, fix(9, "a")), 9},
		{"a draft goes out later", story(6, rozmova.Draft), story(8, rozmova.PublicStory), 8},
		{"a typing error", story(8, rozmova.PublicStory), story(10, rozmova.PublicStory), 8},
		{"a correction of that day", story(8, rozmova.PublicStory), story(10, rozmova.PublicStory, fix(0, "a")), 10},
		{"a typing error after it", told(story(10, rozmova.PublicStory, fix(0, "a")), 10), story(11, rozmova.PublicStory, fix(0, "a")), 10},
		{"the same time in another zone", told(story(10, rozmova.PublicStory, fix(0, "a")), 10),
			story(11, rozmova.PublicStory, rozmova.Correction{Kind: rozmova.Corrected, At: hour(0).In(time.FixedZone("", 7200)), Text: "a"}), 10},
		{"its words are mended", told(story(10, rozmova.PublicStory, fix(0, "a")), 10), story(11, rozmova.PublicStory, fix(0, "b")), 11},
		{"a clock that was set back", told(story(10, rozmova.PublicStory), 10), story(9, rozmova.PublicStory, fix(9, "a")), 10},
		{"retracted", told(story(8, rozmova.PublicStory), 8), story(12, rozmova.RetractedNote, rozmova.Correction{Kind: rozmova.Retraction, At: hour(12)}), 12},
	} {
		if got := tt.after.ModifiedAfter(tt.before); !got.Equal(hour(tt.want)) {
			t.Errorf("%s: modified %v, want %v", tt.name, got, hour(tt.want))
		}
	}
	s := story(12, rozmova.PublicStory)
	if !s.LastModified().Equal(hour(8)) {
		t.Errorf("never told of: %v", s.LastModified())
	}
	if got := s.ModifiedBy(&rozmova.Addition{At: hour(9), Changed: hour(9)}); !got.Equal(hour(9)) {
		t.Errorf("an addition: %v", got)
	}
	if got := told(s, 11).ModifiedBy(&rozmova.Addition{At: hour(9), Changed: hour(9)}); !got.Equal(hour(11)) {
		t.Errorf("an addition with an earlier time: %v", got)
	}
	if got := (&rozmova.Story{State: rozmova.Draft}).LastModified(); !got.IsZero() {
		t.Errorf("a draft: %v", got)
	}
}

func TestWorded(t *testing.T) {
	hour := func(n int) time.Time { return time.Date(2026, 11, 22, n, 0, 0, 0, time.UTC) }
	body := func(text string) []rozmova.Block {
		return []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: text}}}}
	}
	old := &rozmova.Story{State: rozmova.PublicStory, Published: hour(8), Changed: hour(9), Body: body("a")}
	for name, tt := range map[string]struct {
		before, after *rozmova.Story
		want          int
	}{
		"it goes out":           {nil, &rozmova.Story{Published: hour(8), Changed: hour(8)}, 8},
		"other words":           {old, &rozmova.Story{Changed: hour(10), Body: body("b")}, 10},
		"other marks alone":     {old, &rozmova.Story{Changed: hour(10), Body: []rozmova.Block{{Kind: rozmova.Heading, Spans: body("a")[0].Spans}}}, 9},
		"a correction without":  {&rozmova.Story{State: rozmova.PublicStory, Worded: hour(7), Changed: hour(9)}, &rozmova.Story{Changed: hour(10)}, 7},
		"another headline then": {old, &rozmova.Story{Changed: hour(10), Headline: "b", Body: body("a")}, 10},
	} {
		if got := tt.after.WordedAfter(tt.before); !got.Equal(hour(tt.want)) {
			t.Errorf("%s: %v, want %v", name, got, hour(tt.want))
		}
	}
}

func TestCorrectionNumber(t *testing.T) {
	at := func(n int) time.Time { return time.Date(2026, 11, 22, n, 0, 0, 0, time.UTC) }
	s := rozmova.Story{Corrections: []rozmova.Correction{{At: at(3)}, {At: at(1)}, {At: at(1)}, {At: at(4)}}}
	for i, want := range []int{3, 2, 1, 4} {
		if got := s.CorrectionNumber(i); got != want {
			t.Errorf("%d: %d, want %d", i, got, want)
		}
	}
}

func TestTakenBack(t *testing.T) {
	s := rozmova.Story{Corrections: []rozmova.Correction{
		{Kind: rozmova.Corrected, Statement: "a"}, {Kind: rozmova.Retraction, Statement: "b", Text: "no"}, {Kind: rozmova.Retraction},
	}}
	if s.TakenBack("a") != nil || s.TakenBack("") != nil || s.TakenBack("b") == nil || s.TakenBack("b").Text != "no" {
		t.Errorf("a %v, none %v, b %v", s.TakenBack("a"), s.TakenBack(""), s.TakenBack("b"))
	}
}
