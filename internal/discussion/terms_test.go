package discussion_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/rozmovatest"
)

func TestTermsFollowTheClock(t *testing.T) {
	now := rozmovatest.Noon
	in := func(hours int) time.Time { return now.Add(time.Duration(hours) * time.Hour) }
	type set = rozmova.ThreadSettings
	site := set{CloseAfterDays: 10}
	desk := discussion.New(nil, discussion.Options{Now: func() time.Time { return now }, Site: &rozmova.Site{}, Settings: site})
	for _, tt := range []struct {
		what      string
		mode      rozmova.ThreadMode
		own       set
		published time.Time
		want      discussion.Terms // Mode, Early, Ends, Due
	}{
		{"nothing said", rozmova.Open, set{CloseAfterDays: rozmova.Never}, in(-240), discussion.Terms{Mode: rozmova.Open}},
		{"the site's days run", rozmova.Slow, set{}, in(-239), discussion.Terms{Mode: rozmova.Slow, Ends: in(1), Due: in(1)}},
		{"the site's days are over", rozmova.Open, set{}, in(-240), discussion.Terms{Mode: rozmova.Closed, Ends: now}},
		{"a draft has no days", rozmova.Open, set{}, time.Time{}, discussion.Terms{Mode: rozmova.Open}},
		{"the story's time wins over the site's days", rozmova.Open, set{Closes: in(5)}, in(-1000), discussion.Terms{Mode: rozmova.Open, Ends: in(5), Due: in(5)}},
		{"of the story's own two the first", rozmova.Open, set{Closes: in(50), CloseAfterDays: 1}, in(-1), discussion.Terms{Mode: rozmova.Open, Ends: in(23), Due: in(23)}},
		{"closes this very moment", rozmova.Premoderated, set{Closes: now}, now, discussion.Terms{Mode: rozmova.Closed, Ends: now}},
		{"opens later", rozmova.Premoderated, set{Opens: in(1), Closes: in(2)}, now, discussion.Terms{Mode: rozmova.Closed, Early: true, Ends: in(2), Due: in(1)}},
		{"opens this very moment", rozmova.Premoderated, set{Opens: now, Closes: in(2)}, now, discussion.Terms{Mode: rozmova.Premoderated, Ends: in(2), Due: in(2)}},
		{"would open when it is over", rozmova.Open, set{Opens: in(3), Closes: in(2)}, now, discussion.Terms{Mode: rozmova.Closed, Ends: in(2)}},
		{"closed by hand", rozmova.Closed, set{Opens: in(1), Closes: in(2)}, now, discussion.Terms{Mode: rozmova.Closed, Ends: in(2)}},
	} {
		got := desk.Terms(&rozmova.Thread{Mode: tt.mode, Settings: tt.own}, &rozmova.Story{Published: tt.published})
		got.ThreadSettings = set{}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s:\n%s", tt.what, diff)
		}
	}
}

func TestTermsStandOneOverTheOther(t *testing.T) {
	desk := discussion.New(nil, discussion.Options{
		Site: &rozmova.Site{}, Settings: rozmova.ThreadSettings{Runes: 1000, Links: 3, Languages: []rozmova.Locale{"uk", "en"}},
		Sections: map[rozmova.Slug]rozmova.ThreadSettings{"sport": {Runes: 500, Links: rozmova.Never, PerMinute: 2}},
	})
	own := &rozmova.Thread{Mode: rozmova.Open, Settings: rozmova.ThreadSettings{Runes: 300, Message: "Прохання"}}
	want := discussion.Standard()
	want.Runes, want.Links, want.PerMinute, want.Languages, want.Message = 300, rozmova.Never, 2, []rozmova.Locale{"uk", "en"}, "Прохання"
	if diff := cmp.Diff(want, desk.Terms(own, &rozmova.Story{Section: "sport"}).ThreadSettings); diff != "" {
		t.Errorf("a story of the section:\n%s", diff)
	}
	want.Links, want.PerMinute = 3, 4
	for what, story := range map[string]*rozmova.Story{"a story elsewhere": {Section: "city"}, "no story": nil} {
		if diff := cmp.Diff(want, desk.Terms(own, story).ThreadSettings); diff != "" {
			t.Errorf("%s:\n%s", what, diff)
		}
	}
	if s := desk.Terms(&rozmova.Thread{}, nil); s.Runes != 1000 {
		t.Errorf("a thread that says nothing has %d runes", s.Runes)
	}
}
