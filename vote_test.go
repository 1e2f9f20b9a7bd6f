package rozmova

import (
	"errors"
	"testing"
	"time"
)

func TestVotesFollowEveryChangeOfAVote(t *testing.T) {
	none, agree, against := Vote{}, Vote{Opinion: Agree}, Vote{Opinion: Disagree, Respect: true}
	respect := Vote{Respect: true}
	for _, tt := range []struct {
		name          string
		before, after Vote
		want          Votes
	}{
		{"a first vote", none, agree, Votes{Voters: 11, Agree: 4, Disagree: 3, Respect: 5}},
		{"another mind", agree, against, Votes{Voters: 10, Agree: 2, Disagree: 4, Respect: 6}},
		{"taken back", against, none, Votes{Voters: 9, Agree: 3, Disagree: 2, Respect: 4}},
		{"respect besides", agree, Vote{Agree, true}, Votes{Voters: 10, Agree: 3, Disagree: 3, Respect: 6}},
		{"the same again", against, against, Votes{Voters: 10, Agree: 3, Disagree: 3, Respect: 5}},
		{"nothing again", none, none, Votes{Voters: 10, Agree: 3, Disagree: 3, Respect: 5}},
		{"respect alone", none, respect, Votes{Voters: 11, Agree: 3, Disagree: 3, Respect: 6}},
	} {
		if got := (Votes{Voters: 10, Agree: 3, Disagree: 3, Respect: 5}).Change(tt.before, tt.after); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestOpinionsAreReadAsTheyAreWritten(t *testing.T) {
	for _, o := range []Opinion{Agree, Disagree, NoOpinion} {
		if got, err := ParseOpinion(o.String()); err != nil || got != o {
			t.Errorf("%q is read as %d, %v", o, got, err)
		}
	}
	if got, err := ParseOpinion("none"); err != nil || got != NoOpinion {
		t.Errorf("none is read as %d, %v", got, err)
	}
	if _, err := ParseOpinion("Agree "); !errors.Is(err, Invalid) {
		t.Errorf("an unknown opinion: %v, want Invalid", err)
	}
}

func TestSettingsLieOverEachOther(t *testing.T) {
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	site := ThreadSettings{
		SlowMinutes: 5, CloseAfterDays: 30, Message: "s", Writers: Anyone, OlderThanDays: 1, Runes: 5000, Links: 5, PerMinute: 4, Nesting: 100,
		Languages: []Locale{AnyLanguage}, Opens: day, Closes: day,
	}
	if got := (ThreadSettings{}).Over(site); got.Runes != 5000 || got.Languages[0] != AnyLanguage || got.Writers != Anyone || !got.Opens.Equal(day) || got.Nesting != 100 {
		t.Errorf("empty settings over the site's: %+v", got)
	}
	own := ThreadSettings{
		SlowMinutes: 1, CloseAfterDays: Never, Message: "o", Writers: Invited, OlderThanDays: 2, Runes: 100, Links: Never, PerMinute: 1, Nesting: 3,
		Languages: []Locale{"uk"}, Opens: day.AddDate(0, 0, 1), Closes: day.AddDate(0, 0, 2),
	}
	got := own.Over(site)
	if got.Languages[0] != "uk" || got.Links != Never || got.CloseAfterDays != Never || got.Message != "o" || got.Writers != Invited || got.Runes != 100 ||
		got.SlowMinutes != 1 || got.PerMinute != 1 || got.Nesting != 3 || got.OlderThanDays != 2 || !got.Opens.Equal(own.Opens) || !got.Closes.Equal(own.Closes) {
		t.Errorf("settings of a story over the site's: %+v", got)
	}
	if Allows(got.Links) != 0 || Allows(site.Links) != 5 {
		t.Errorf("links allowed: %d and %d, want 0 and 5", Allows(got.Links), Allows(site.Links))
	}
}

func TestABranchHoldsWhatIsBelowIt(t *testing.T) {
	for _, tt := range []struct {
		above, path string
		want        bool
	}{
		{"", "00000001", true}, {"00000001", "0000000100000002", true}, {"00000001", "00000001", false},
		{"00000001", "00000002", false}, {"0000000100000002", "00000001", false}, {"", "", false},
	} {
		if got := InBranch(tt.above, tt.path); got != tt.want {
			t.Errorf("InBranch(%q, %q) = %t", tt.above, tt.path, got)
		}
	}
}
